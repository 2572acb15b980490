//! Runs all pending migrations on a database that the program names.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use limbeck::{
    Project, Result, commands,
    config::{ConfigRequest, Environment},
    events::{Event, Subscriber},
};

/// Brings the database to the newest revision and gives the ids of the revisions that ran.
///
/// `backend` is the folder with `alembic.ini`. Its `env.py` takes the URL that is handed over
/// here before `DATABASE_URL`. The call blocks: an async program awaits it on a thread of its
/// own, by `tokio::task::spawn_blocking`, say.
///
/// # Errors
/// What keeps `limbeck upgrade head` from ending well. The database then stands after the last
/// revision that ran.
pub fn run_migrations(backend: &Path, database_url: &str) -> Result<Vec<String>> {
    let environment = Environment::in_directory(backend);
    let mut project = Project::load(&ConfigRequest::default(), &environment)?;
    // A percent sign of the URL is doubled, as in the file that this stands in for.
    project.config.set_main_option("sqlalchemy.url", &database_url.replace('%', "%%"))?;

    let applied = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&applied);
    let project = project.with_subscriber(Subscriber::new(move |event| {
        if let Event::StepFinished(step) = event {
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.extend(step.up_revisions);
        }
    }));
    commands::upgrade(&project, "head", &commands::Upgrade::default())?;
    let mut applied = applied.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *applied))
}
