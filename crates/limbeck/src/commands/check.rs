//! `check` and `diff`: whether and how the models and the database differ.

use std::sync::Arc;

use super::load;
use crate::{
    Differences, Error, Project, Result,
    comparison::{Compared, How},
    databases,
    scripts::Scripts,
};

/// What `check` tells beside Alembic's line.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// The statements that would end the differences, in place of a line for each.
    pub sql: bool,
    /// Compare all that can be, as `compare = "full"` in the configuration has it.
    pub full: bool,
    /// Compare with a scratch database at this revision, in place of the project's own.
    pub from: Option<String>,
}

/// How `diff` compares.
#[derive(Debug, Clone, Default)]
pub struct Diff {
    /// As [`Check::full`].
    pub full: bool,
    /// As [`Check::from`].
    pub from: Option<String>,
    /// What is renamed rather than dropped and added: `table=table`, `table.column=column`.
    pub rename: Vec<String>,
}

/// Compares the models with the database.
///
/// # Errors
/// [`Error::Differences`] where they differ, a database that is not at the heads, an `env.py`
/// that gives no metadata, or what ends its run.
pub fn check(project: &Project, mut options: Check) -> Result<()> {
    if let Some(from) = options.from.take() {
        return databases::at_revision(project, &from, |project, _| check(project, options));
    }
    let compared = compare(project, ("check", options.full, &[]), options.sql, move |compared| {
        let named = compared.named.clone()?;
        let details = if options.sql { &compared.statements } else { &compared.lines };
        Some(Error::Differences(Box::new(Differences { named, details: details.clone() })))
    })?;
    debug_assert!(compared.named.is_none());
    project.print("No new upgrade operations detected.");
    Ok(())
}

/// Prints what would bring the database to the models, as operations and as statements,
/// without writing a file.
///
/// # Errors
/// Those of [`check`], but for the differences themselves.
pub fn diff(project: &Project, mut options: Diff) -> Result<()> {
    if let Some(from) = options.from.take() {
        return databases::at_revision(project, &from, |project, _| diff(project, options));
    }
    let compared = compare(project, ("diff", options.full, &options.rename), true, |_| None)?;
    if compared.lines.is_empty() {
        project.print("No new upgrade operations detected.");
        return Ok(());
    }
    for line in &compared.lines {
        project.print(format!("-- {line}"));
    }
    for statement in &compared.statements {
        project.print(format!("\n{statement}"));
    }
    Ok(())
}

/// Runs the comparison; `refused` says whether what it found ends the command.
fn compare(
    project: &Project,
    (command, full, renamings): (&'static str, bool, &[String]),
    with_statements: bool,
    refused: impl FnOnce(&Compared) -> Option<Error> + Send + 'static,
) -> Result<Compared> {
    let scripts = load(project)?;
    let how = super::revision::how(project, full, renamings)?;
    // What is only looked at is no reason for questions.
    let asker = how.asker.filter(|_| command != "check");
    let how = How { asker, ..how };
    if let Some(models) = super::models::of(project, &scripts)? {
        let compared = super::models::compare(project, &scripts, &models, &how)?;
        let compared = compared.compared(with_statements)?;
        return refused(&compared).map_or(Ok(compared), Err);
    }
    super::revision::needs_env(project, &scripts)?;
    compare_in_env(project, &scripts, (command, how), with_statements, refused)
}

#[cfg(feature = "python")]
fn compare_in_env(
    project: &Project,
    scripts: &Arc<Scripts>,
    (command, how): (&'static str, How),
    with_statements: bool,
    refused: impl FnOnce(&Compared) -> Option<Error> + Send + 'static,
) -> Result<Compared> {
    use crate::{
        job::{Generation, Job, Standing},
        revision_file::Request,
        runtime,
    };

    let planner = |standing: &Standing| Ok(limbeck_core::plan::Plan::nothing(&standing.heads));
    let generation = Some(Generation::Compare);
    let How { compare, renamings, asker } = how;
    let job = Job { generation, compare, renamings, asker, ..Job::new(command, Box::new(planner)) };
    runtime::run_then(project, scripts, job, Some(Request::default()), move |run, _| {
        let compared = run.compared(with_statements)?;
        refused(&compared).map_or(Ok(compared), Err)
    })
}

#[cfg(not(feature = "python"))]
fn compare_in_env(
    _: &Project,
    scripts: &Arc<Scripts>,
    _: (&'static str, How),
    _: bool,
    _: impl FnOnce(&Compared) -> Option<Error> + Send + 'static,
) -> Result<Compared> {
    Err(crate::scripts::ScriptError::NeedsPython(scripts.directory.env_py()).into())
}
