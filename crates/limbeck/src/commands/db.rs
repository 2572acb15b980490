//! `db create`, `db drop` and `db wait`: the project's database as a whole.

use std::{
    thread,
    time::{Duration, Instant},
};

use limbeck_db::database::{Database, is_passing};

use crate::{Error, Project, Result, databases, databases::Which};

/// How long to wait before a server is asked again.
const PAUSE: Duration = Duration::from_millis(200);

/// How a database is dropped.
#[derive(Debug, Clone, Copy, Default)]
pub struct DropDatabase {
    /// Ask nobody whether it is meant.
    pub yes: bool,
    /// End the sessions that use it, on PostgreSQL.
    pub force: bool,
}

/// Makes the project's database, or those of several that are meant, unless they are there.
///
/// # Errors
/// No database is named, or one of several is not chosen; its server cannot be reached, or gives
/// no right to make one.
pub fn create_database(project: &Project, which: &Which) -> Result<()> {
    for database in databases::chosen(project, which)? {
        project.print(match database.create()? {
            true => format!("Created {}", database.url()),
            false => format!("{} is there already", database.url()),
        });
    }
    Ok(())
}

/// Drops the project's database with all that it holds, where there is one and the user wants it.
///
/// # Errors
/// Nobody said that it is meant; no database is named, its server cannot be reached or gives no
/// right to drop it, or others use it.
pub fn drop_database(project: &Project, which: &Which, options: DropDatabase) -> Result<()> {
    let found = databases::chosen(project, which)?;
    // Nothing goes before all of it is meant.
    for database in found.iter().filter(|_| !options.yes) {
        confirm(project, database)?;
    }
    for database in found {
        project.print(match database.drop(options.force)? {
            true => format!("Dropped {}", database.url()),
            false => format!("{} is not there", database.url()),
        });
    }
    Ok(())
}

fn confirm(project: &Project, database: &Database) -> Result<()> {
    let Some(asker) = &project.asker else {
        return Err(Error::Usage(format!(
            "db drop removes {} and all that it holds: say --yes if that is meant",
            database.url()
        )));
    };
    match asker.ask(&format!("Drop {} and all that it holds?", database.url())) {
        true => Ok(()),
        false => Err(Error::Command("Nothing was dropped".to_owned())),
    }
}

/// Waits until the server of the project's database takes connections, whether or not the
/// database is there.
///
/// # Errors
/// It does not within `timeout`, or it refuses for good: a wrong password, say.
pub fn wait_for_database(project: &Project, which: &Which, timeout: Duration) -> Result<()> {
    let end = Instant::now() + timeout;
    for database in databases::chosen(project, which)? {
        wait(project, &database, (end, timeout))?;
    }
    Ok(())
}

fn wait(project: &Project, database: &Database, (end, timeout): (Instant, Duration)) -> Result<()> {
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match database.ask_server(left) {
            Ok(()) => {
                project.print(format!("{} takes connections", database.url()));
                return Ok(());
            }
            Err(error) if !is_passing(&error) => return Err(error.into()),
            Err(source) if left <= PAUSE => {
                let (url, source) = (database.url().to_string(), Box::new(source));
                return Err(Error::Waited { url, seconds: timeout.as_secs(), source });
            }
            Err(_) => thread::sleep(PAUSE),
        }
    }
}
