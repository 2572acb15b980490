//! The report of `limbeck test`, for a reader.

use limbeck::checks::{Finding, Outcome, Report};

/// The report, a block of lines for each check.
pub fn text(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        text += &line(finding);
        for detail in &finding.details {
            text += &format!("    {detail}\n");
        }
    }
    text + closing(report)
}

fn line(finding: &Finding) -> String {
    let outcome = match finding.outcome {
        Outcome::Passed => "ok",
        Outcome::Failed => "FAILED",
        Outcome::Skipped => "skipped",
    };
    format!("{outcome:<8}{:<12} {}\n", finding.check.name(), finding.message)
}

fn closing(report: &Report) -> &'static str {
    match report.passed() {
        true => "All checks passed.",
        false => "Checks failed.",
    }
}
