//! What a chain of revisions has to stand: one head, every step up and down, no trace, the models.
//!
//! Each check works on scratch databases and gives a [`Finding`]; the project's own databases are
//! not connected to.

mod run;
mod walk;

use serde_json::{Value as Json, json};

pub use self::run::{check, run};

/// One of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// The revisions have one head.
    SingleHead,
    /// All of them run, from an empty database up.
    Upgrade,
    /// The models find nothing to change at the heads.
    Models,
    /// Every revision can be taken back, from the heads down.
    UpDown,
    /// Each one taken back leaves the schema as it was before, and can be run again.
    NoTrace,
}

impl Check {
    /// All checks, in the order in which they are made.
    pub const ALL: [Check; 5] =
        [Check::SingleHead, Check::Upgrade, Check::Models, Check::UpDown, Check::NoTrace];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Check::SingleHead => "single-head",
            Check::Upgrade => "upgrade",
            Check::Models => "models",
            Check::UpDown => "up-down",
            Check::NoTrace => "no-trace",
        }
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Failed,
    /// There was nothing to check, or no way to.
    Skipped,
}

impl Outcome {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Passed => "passed",
            Outcome::Failed => "failed",
            Outcome::Skipped => "skipped",
        }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub outcome: Outcome,
    /// What was looked at, or what is wrong, in a line.
    pub message: String,
    /// The revision at which the check failed.
    pub revision: Option<String>,
    /// What else there is to say, a line for each thing.
    pub details: Vec<String>,
}

impl Finding {
    fn new(check: Check, outcome: Outcome, message: impl Into<String>) -> Finding {
        let message = message.into();
        Finding { check, outcome, message, revision: None, details: Vec::new() }
    }
}

/// What all checks found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether no check failed.
    pub fn passed(&self) -> bool {
        self.findings.iter().all(|finding| finding.outcome != Outcome::Failed)
    }

    /// The report for a program.
    pub fn to_json(&self) -> Json {
        let finding = |finding: &Finding| {
            json!({
                "check": finding.check.name(),
                "outcome": finding.outcome.name(),
                "message": finding.message,
                "revision": finding.revision,
                "details": finding.details,
            })
        };
        let checks: Vec<Json> = self.findings.iter().map(finding).collect();
        json!({ "passed": self.passed(), "checks": checks })
    }
}

/// How checks are made.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The revision below which nothing is taken back; all of them are without it.
    pub down_to: Option<String>,
}
