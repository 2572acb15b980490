//! `show`: revisions in full.

use std::sync::Arc;

use limbeck_core::graph::{Graph, display};
use limbeck_core::plan::Plan;

use super::load;
use crate::{
    Project, Result,
    job::{self, Job},
};

/// Prints the record of each revision that `rev` means; `current` asks the database.
///
/// # Errors
/// `rev` leads to no revision; for `current`, what ends the run of env.py.
pub fn show(project: &Project, rev: &str) -> Result<()> {
    let scripts = load(project)?;
    if rev != "current" {
        return print(project, &scripts.graph, &[rev]);
    }
    let (owned, shared) = (project.clone(), Arc::clone(&scripts));
    let planner = Box::new(move |standing: &job::Standing| {
        print(&owned, &shared.graph, &standing.heads)?;
        Ok(Plan::nothing(&standing.heads))
    });
    job::run(project, &scripts, Job::new("show", planner))
}

fn print<S: AsRef<str>>(project: &Project, graph: &Graph, identifiers: &[S]) -> Result<()> {
    for ix in graph.revisions(identifiers)? {
        project.print(display::record(graph, ix, false));
    }
    Ok(())
}
