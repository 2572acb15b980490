//! `upgrade`: forward to a later revision.

use std::sync::Arc;

use limbeck_core::plan::{Plan, offline::Target};

use super::load;
use crate::{
    Project, Result,
    job::{self, Job},
};

/// How an upgrade is done.
#[derive(Debug, Clone, Default)]
pub struct Upgrade {
    /// Print the SQL in place of running it.
    pub sql: bool,
    /// What env.py reads by `get_tag_argument()`.
    pub tag: Option<String>,
}

/// Runs the scripts from where the database stands up to `revision`.
///
/// `revision` is an id, a prefix of one, `head`, `heads`, `label@head`, `+N` and so on; with
/// `sql` also `start:end`.
///
/// # Errors
/// `revision` leads nowhere from where the database stands, or what ends the run: a script's
/// exception, a refusal of the database. What of the run then stays is what the database's
/// transactions kept.
pub fn upgrade(project: &Project, revision: &str, options: &Upgrade) -> Result<()> {
    let scripts = load(project)?;
    let Target { start, end } = Target::upgrade(revision, options.sql)?;
    let (shared, target) = (Arc::clone(&scripts), end.clone());
    let planner = Box::new(move |standing: &job::Standing| {
        Ok(Plan::upgrade(&shared.graph, &standing.heads, &target)?)
    });
    let job = Job {
        offline: options.sql,
        starting: start,
        destination: vec![end],
        tag: options.tag.clone(),
        ..Job::new("upgrade", planner)
    };
    job::run(project, &scripts, job)
}
