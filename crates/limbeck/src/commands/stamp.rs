//! `stamp`: record revisions in the database without running anything.

use std::sync::Arc;

use limbeck_core::plan::{Plan, offline::Target};

use super::load;
use crate::{
    Project, Result,
    job::{self, Job},
};

/// How a stamp is done.
#[derive(Debug, Clone, Default)]
pub struct Stamp {
    /// Print the SQL in place of running it.
    pub sql: bool,
    /// What env.py reads by `get_tag_argument()`.
    pub tag: Option<String>,
    /// Empty the version table first.
    pub purge: bool,
}

/// Writes version rows as though the scripts up to `revisions` had run.
///
/// # Errors
/// A revision that is not found, or what ends the run of env.py.
pub fn stamp(project: &Project, revisions: &[String], options: &Stamp) -> Result<()> {
    let scripts = load(project)?;
    let (starting, revisions) = Target::stamp(revisions, options.sql, options.purge)?;
    let (shared, targets) = (Arc::clone(&scripts), revisions.clone());
    let planner = Box::new(move |standing: &job::Standing| {
        Ok(Plan::stamp(&shared.graph, &standing.heads, &targets)?)
    });
    let job = Job {
        offline: options.sql,
        starting,
        destination: revisions,
        tag: options.tag.clone(),
        purge: options.purge,
        ..Job::new("stamp", planner)
    };
    job::run(project, &scripts, job)
}
