//! `history`: the revisions, newest first.

use std::sync::Arc;

use limbeck_core::graph::{
    Graph, HistoryRange,
    display::{self, Line},
};
use limbeck_core::plan::Plan;

use super::load;
use crate::{
    Project, Result,
    job::{self, Job},
};

/// Which revisions are listed, and how.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// `[start]:[end]`.
    pub range: Option<String>,
    pub verbose: bool,
    /// Mark the revisions at which the database stands.
    pub indicate_current: bool,
}

/// Prints the revisions of a range, all of them without one.
///
/// # Errors
/// The scripts cannot be read or make no graph, a range that is none; where the database is
/// asked, what ends its run.
pub fn history(project: &Project, options: &History) -> Result<()> {
    let scripts = load(project)?;
    let range = match &options.range {
        Some(range) => HistoryRange::parse(range)?,
        None => HistoryRange::default(),
    };
    let asks = options.indicate_current || range.needs_current();
    if !asks && !project.config.revision_environment()? {
        return print(project, &scripts.graph, &range, options, &[]);
    }
    let (owned, options, shared) = (project.clone(), options.clone(), Arc::clone(&scripts));
    let planner = Box::new(move |standing: &job::Standing| {
        print(&owned, &shared.graph, &range, &options, &standing.heads)?;
        Ok(Plan::nothing(&standing.heads))
    });
    job::run(project, &scripts, Job::new("history", planner))
}

fn print(
    project: &Project,
    graph: &Graph,
    range: &HistoryRange,
    options: &History,
    rows: &[String],
) -> Result<()> {
    for ix in graph.history(range, rows)? {
        let current = options.indicate_current && rows.iter().any(|row| row == graph.id(ix));
        project.print(match options.verbose {
            true => display::record(graph, ix, current),
            false => display::line(graph, ix, Line { current, ..Line::HISTORY }),
        });
    }
    Ok(())
}
