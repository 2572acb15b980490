//! `ensure_version`: the version table, made where it does not exist.

use limbeck_core::plan::Plan;

use super::load;
use crate::{
    Project, Result,
    job::{self, Job},
};

/// How the table is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct EnsureVersion {
    /// Print the SQL in place of running it.
    pub sql: bool,
}

/// Creates the version table where it does not exist.
///
/// # Errors
/// What ends the run of env.py.
pub fn ensure_version(project: &Project, options: EnsureVersion) -> Result<()> {
    let scripts = load(project)?;
    let planner = Box::new(|standing: &job::Standing| Ok(Plan::nothing(&standing.heads)));
    let job =
        Job { offline: options.sql, ensure_version: true, ..Job::new("ensure_version", planner) };
    job::run(project, &scripts, job)
}
