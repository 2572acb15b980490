//! Runs of a migrator whose revisions are Python: the interpreter does them, on a connection of its
//! own.

use std::sync::{Arc, Mutex, PoisonError};

use limbeck_core::plan::Step;

use super::{Migrator, Place};
use crate::{
    Direct, Error, Interrupt, Project, Result,
    config::{Config, Environment},
    engine::Cancellation,
    job::Job,
    runtime,
    script_directory::ScriptDirectory,
    scripts::Scripts,
};

/// Does a job on the database of the migrator's URL.
///
/// # Errors
/// Those of the scripts; a connection that is lent, which no script can open; checksums, which are
/// kept of SQL alone.
pub(super) fn run(
    migrator: &Migrator,
    mut job: Job,
    cancelled: &Arc<Cancellation>,
) -> Result<Vec<Step>> {
    let Place::Url { url, .. } = &migrator.place else {
        return Err(Error::Unsupported(
            "a revision is Python, which opens a connection of its own: give the migrator the \
             database's URL"
                .to_owned(),
        ));
    };
    if migrator.settings.checksums {
        return Err(Error::Unsupported(
            "a revision is Python, and checksums are kept of SQL alone: leave out \
             with_checksums()"
                .to_owned(),
        ));
    }
    job.steps_alone = migrator.settings.transaction_per_revision;
    let steps = Arc::new(Mutex::new(Vec::new()));
    let (kept, mut planner) = (Arc::clone(&steps), job.planner);
    job.planner = Box::new(move |standing| {
        let plan = planner(standing)?;
        kept.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&plan.steps);
        Ok(plan)
    });
    let environment = Environment {
        cwd: std::env::current_dir().unwrap_or_default(),
        vars: super::process_options().environment,
    };
    let table = &migrator.settings.version_table;
    let version_table = match &table.schema {
        Some(schema) => format!("{}.{}", schema.name, table.name.name),
        None => table.name.name.clone(),
    };
    let interrupt = Interrupt::default();
    cancelled.also(&interrupt);
    let project = Project {
        subscriber: migrator.subscriber.clone(),
        direct: Some(Direct { url: url.reveal(), version_table: Some(version_table) }),
        interrupt,
        ..Project::new(Config::programmatic(&environment))
    };
    let scripts = Scripts {
        directory: ScriptDirectory::nowhere(&environment),
        graph: migrator.loaded.graph.clone(),
        sql: migrator.loaded.scripts.clone(),
        carried: migrator.loaded.python.clone(),
    };
    let outcome = runtime::run(&project, &Arc::new(scripts), job);
    match cancelled.is_asked() {
        true => Err(Error::Cancelled),
        false => outcome
            .map(|()| std::mem::take(&mut *steps.lock().unwrap_or_else(PoisonError::into_inner))),
    }
}
