//! `downgrade`: back to an earlier revision.

use std::sync::Arc;

use limbeck_core::plan::{Plan, offline::Target};

use super::load;
use crate::{
    Project, Result,
    job::{self, Job},
};

/// How a downgrade is done.
#[derive(Debug, Clone, Default)]
pub struct Downgrade {
    /// Print the SQL in place of running it.
    pub sql: bool,
    /// What env.py reads by `get_tag_argument()`.
    pub tag: Option<String>,
}

/// Runs the scripts from where the database stands back to `revision`.
///
/// `revision` is an id, a prefix of one, `base`, `label@base`, `-N` and so on; with
/// `sql` it must be `start:end`.
///
/// # Errors
/// `revision` leads nowhere from where the database stands, or what ends the run: a script's
/// exception, a refusal of the database. What of the run then stays is what the database's
/// transactions kept.
pub fn downgrade(project: &Project, revision: &str, options: &Downgrade) -> Result<()> {
    let scripts = load(project)?;
    let Target { start, end } = Target::downgrade(revision, options.sql)?;
    let (shared, target) = (Arc::clone(&scripts), end.clone());
    let planner = Box::new(move |standing: &job::Standing| {
        Ok(Plan::downgrade(&shared.graph, &standing.heads, &target)?)
    });
    let job = Job {
        offline: options.sql,
        starting: start,
        destination: vec![end],
        tag: options.tag.clone(),
        ..Job::new("downgrade", planner)
    };
    job::run(project, &scripts, job)
}
