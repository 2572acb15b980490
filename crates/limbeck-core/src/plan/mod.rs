//! A plan: which revisions run, in which order, and what each does to the version rows.
//!
//! In goes a [`Graph`], the version rows and a target; out comes a [`Plan`], a value that is
//! complete before anything runs. The steps are those of Alembic in Alembic's order. Where
//! Alembic takes an element from a Python set, so that its choice depends on the hash seed
//! (which row of a merge is updated and which deleted), the declared order decides: the last
//! parent's row is updated, the others are deleted or inserted.

pub mod error;
pub mod offline;
mod stamp;
mod version_rows;

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::graph::{Graph, RevIx, display};

pub use error::PlanError;
use version_rows::VersionRows;

/// What a step does with its revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Runs `upgrade()`.
    Upgrade,
    /// Runs `downgrade()`.
    Downgrade,
    /// Runs nothing; only version rows change.
    Stamp,
}

impl Direction {
    /// The word in Alembic's log lines.
    pub fn log_name(self) -> &'static str {
        match self {
            Direction::Upgrade => "upgrade",
            Direction::Downgrade => "downgrade",
            Direction::Stamp => "stamp_revision",
        }
    }
}

/// One statement on the version table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VersionChange {
    /// A row is added.
    Insert(String),
    /// A row is taken away.
    Delete(String),
    /// A row's id is replaced.
    Update {
        /// The id before.
        from: String,
        /// The id after.
        to: String,
    },
}

/// One revision run, or one move of a stamp.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What is done.
    pub direction: Direction,
    /// Whether it leads up; differs from `direction` in a stamp only.
    pub is_upgrade: bool,
    /// The revision whose script runs; `None` in a stamp.
    pub revision: Option<String>,
    /// Its place in the graph.
    #[serde(skip)]
    pub place: Option<RevIx>,
    /// Ids left of the arrow in the log line: dependencies are not among them.
    pub from: Vec<String>,
    /// Ids right of the arrow in the log line.
    pub to: Vec<String>,
    /// Ids above: the revision, or the stamp's upper side.
    pub up_revisions: Vec<String>,
    /// Ids below, dependencies included (what `on_version_apply` is told).
    pub down_revisions: Vec<String>,
    /// First paragraph of the script's docstring; empty in a stamp.
    pub doc: String,
    /// The script's file.
    pub path: Option<PathBuf>,
    /// Statements on the version table, run after the script.
    pub version_changes: Vec<VersionChange>,
    /// Version rows before the step. Offline, the version table is created where there are none.
    pub heads_before: Vec<String>,
    /// Version rows after the step.
    pub heads_after: Vec<String>,
}

impl Step {
    /// The log line without `Running ` and without the doc; also what follows `-- Running ` in
    /// `--sql` output. Two spaces stand where the left side is base.
    pub fn short_log(&self) -> String {
        self.short_log_as(self.direction.log_name())
    }

    /// The same for a script whose function calls itself otherwise, as a decorated one may.
    pub fn short_log_as(&self, function: &str) -> String {
        format!("{function} {} -> {}", self.from.join(", "), self.to.join(", "))
    }

    /// The log line without `Running `, for a function of that name.
    pub fn log_as(&self, function: &str) -> String {
        let short = self.short_log_as(function);
        if self.doc.is_empty() { short } else { format!("{short}, {}", self.doc) }
    }
}

impl fmt::Display for Step {
    /// The log line without `Running `.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.log_as(self.direction.log_name()))
    }
}

/// What Alembic warns about when it makes the steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum PlanWarning {
    /// `-N` with several version rows goes down from the first of them.
    AmbiguousDowngrade {
        /// The rows.
        rows: Vec<String>,
    },
}

impl fmt::Display for PlanWarning {
    /// The text of Alembic's warning.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PlanWarning::AmbiguousDowngrade { .. } => f.write_str(
                "downgrade -1 from multiple heads is ambiguous; this usage will be disallowed \
                 in a future release.",
            ),
        }
    }
}

/// The steps from some version rows to a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// What was asked for.
    pub direction: Direction,
    /// Version rows before the first step.
    pub start: Vec<String>,
    /// The steps in the order they run.
    pub steps: Vec<Step>,
    /// What was odd about the request.
    pub warnings: Vec<PlanWarning>,
}

impl Plan {
    /// The plan of `upgrade`: everything the target stands on that the rows do not mean yet.
    ///
    /// # Errors
    ///
    /// As [`Graph::upgrade`]; version rows that do not fit the graph.
    ///
    /// ```
    /// use limbeck_core::graph::{Graph, Revision};
    /// use limbeck_core::plan::Plan;
    ///
    /// let first = Revision { id: "a1".into(), doc: "start".into(), ..Revision::default() };
    /// let second = Revision { id: "b2".into(), down_revision: vec!["a1".into()], ..first.clone() };
    /// let graph = Graph::new(vec![first, second])?;
    /// let plan = Plan::upgrade(&graph, &[], "head")?;
    /// let lines: Vec<String> = plan.steps.iter().map(|step| format!("Running {step}")).collect();
    /// assert_eq!(lines, ["Running upgrade  -> a1, start", "Running upgrade a1 -> b2, start"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn upgrade(graph: &Graph, rows: &[String], target: &str) -> Result<Plan, PlanError> {
        let order = graph.upgrade(rows, target)?;
        Self::of_revisions(graph, rows, Direction::Upgrade, &order)
    }

    /// The plan of `downgrade`: everything above the target, as far as it is applied.
    ///
    /// # Errors
    ///
    /// As [`Graph::downgrade`]; version rows that do not fit the graph.
    pub fn downgrade(graph: &Graph, rows: &[String], target: &str) -> Result<Plan, PlanError> {
        let order = graph.downgrade(rows, target)?;
        let mut plan = Self::of_revisions(graph, rows, Direction::Downgrade, &order)?;
        if crate::graph::is_bare_downgrade(target) && rows.iter().any(|row| *row != rows[0]) {
            let rows = rows.to_vec();
            plan.warnings.push(PlanWarning::AmbiguousDowngrade { rows });
        }
        Ok(plan)
    }

    /// The plan of `stamp` to one or several targets. For `--purge` the rows are none, since
    /// they are deleted first.
    ///
    /// # Errors
    ///
    /// A target or row that cannot be resolved; targets of which one takes the row that another
    /// needs.
    pub fn stamp<S: AsRef<str>>(
        graph: &Graph,
        rows: &[String],
        targets: &[S],
    ) -> Result<Plan, PlanError> {
        let mut state = VersionRows::new(graph, rows)?;
        let mut steps = Vec::new();
        for stamp in stamp::moves(graph, rows, targets)? {
            let heads_before = state.texts();
            let version_changes = state.stamp(&stamp)?;
            let (from, to) = (graph.ids(&stamp.from), graph.ids(stamp.to.as_slice()));
            let (up_revisions, down_revisions) = match stamp.is_upgrade {
                true => (to.clone(), from.clone()),
                false => (from.clone(), to.clone()),
            };
            steps.push(Step {
                direction: Direction::Stamp,
                is_upgrade: stamp.is_upgrade,
                revision: None,
                place: None,
                from,
                to,
                up_revisions,
                down_revisions,
                doc: String::new(),
                path: None,
                version_changes,
                heads_before,
                heads_after: state.texts(),
            });
        }
        Ok(Plan { direction: Direction::Stamp, start: rows.to_vec(), steps, warnings: Vec::new() })
    }

    /// A plan without steps, for a command that only looks at the rows.
    pub fn nothing(rows: &[String]) -> Plan {
        let (direction, start) = (Direction::Stamp, rows.to_vec());
        Plan { direction, start, steps: Vec::new(), warnings: Vec::new() }
    }

    /// Version rows after the last step.
    pub fn end(&self) -> &[String] {
        self.steps.last().map_or(&self.start, |step| &step.heads_after)
    }

    /// The plan that runs just these revisions, in this order, up or down.
    ///
    /// # Errors
    ///
    /// Version rows that do not fit the graph, or the revisions.
    pub fn of_revisions(
        graph: &Graph,
        rows: &[String],
        direction: Direction,
        order: &[RevIx],
    ) -> Result<Plan, PlanError> {
        let mut state = VersionRows::new(graph, rows)?;
        let mut steps = Vec::with_capacity(order.len());
        let is_upgrade = direction == Direction::Upgrade;
        for ix in order {
            let revision = graph.get(*ix);
            let heads_before = state.texts();
            let version_changes = match is_upgrade {
                true => state.upgrade(*ix)?,
                false => state.downgrade(*ix)?,
            };
            let (own, parents) = (vec![revision.id.clone()], graph.ids(graph.parents(*ix)));
            let (from, to) = match is_upgrade {
                true => (parents, own.clone()),
                false => (own.clone(), parents),
            };
            steps.push(Step {
                direction,
                is_upgrade,
                revision: Some(revision.id.clone()),
                place: Some(*ix),
                from,
                to,
                up_revisions: own,
                down_revisions: graph.ids(graph.normalized_down(*ix)),
                doc: display::short_doc(&revision.doc).to_owned(),
                path: Some(revision.path.clone()),
                version_changes,
                heads_before,
                heads_after: state.texts(),
            });
        }
        Ok(Plan { direction, start: rows.to_vec(), steps, warnings: Vec::new() })
    }
}
