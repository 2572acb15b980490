//! `current`: the revisions at which the database stands.

use std::sync::Arc;

use limbeck_core::graph::display::{self, Line};
use limbeck_core::plan::Plan;

use super::load;
use crate::{
    Error, Project, Result,
    job::{self, Job},
};

/// How the current revisions are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Current {
    /// Fail unless the database stands at every head.
    pub check_heads: bool,
    pub verbose: bool,
}

/// Prints the revisions at which the database stands, those implied by dependencies included.
///
/// # Errors
/// A row that no script defines, a database behind the heads where that is asked for, or
/// what ends the run of env.py.
pub fn current(project: &Project, options: Current) -> Result<()> {
    let scripts = load(project)?;
    let (owned, shared) = (project.clone(), Arc::clone(&scripts));
    let planner = Box::new(move |standing: &job::Standing| {
        let graph = &shared.graph;
        if options.verbose {
            let url = standing.url.as_deref().unwrap_or_default();
            owned.print(format!("Current revision(s) for {url}:"));
        }
        if options.check_heads && !same(&standing.heads, &graph.ids(graph.heads())) {
            let message = "Database is not on all head revisions";
            return Err(Error::Command(message.to_owned()));
        }
        for ix in graph.effective_heads(&standing.heads)? {
            owned.print(match options.verbose {
                true => display::record(graph, ix, false),
                false => display::line(graph, ix, Line::CURRENT),
            });
        }
        Ok(Plan::nothing(&standing.heads))
    });
    let job = Job { read_only: true, ..Job::new("current", planner) };
    job::run(project, &scripts, job)
}

fn same(left: &[String], right: &[String]) -> bool {
    left.len() == right.len() && left.iter().all(|id| right.contains(id))
}
