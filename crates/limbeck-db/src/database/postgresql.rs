//! Databases of a PostgreSQL server, by way of one that every server has.

use limbeck_core::statement::DatabaseError;

use super::{Database, is_missing};

/// SQLSTATE of a database that is not there.
pub(super) const MISSING: &str = "3D000";
/// That of a right that is lacking.
pub(super) const FORBIDDEN: &str = "42501";
/// Made by another in the meantime, by its name or by the row of the catalog.
const PRESENT: [&str; 2] = ["42P04", "23505"];
/// Databases that every server has.
pub(super) const OWN: &[&str] = &["postgres", "template0", "template1"];
/// Databases to connect to for work on another.
const MAINTENANCE: [&str; 2] = ["postgres", "template1"];

pub(super) fn create(database: &Database) -> Result<bool, DatabaseError> {
    if database.is_there()? {
        return Ok(false);
    }
    let sql = format!("CREATE DATABASE {}", quoted(database));
    match elsewhere(database, &sql) {
        Err(error) if error.sqlstate.as_deref().is_some_and(|state| PRESENT.contains(&state)) => {
            Ok(false)
        }
        done => done.map(|()| true),
    }
}

pub(super) fn drop(database: &Database, force: bool) -> Result<bool, DatabaseError> {
    let how = if force { " WITH (FORCE)" } else { "" };
    match elsewhere(database, &format!("DROP DATABASE {}{how}", quoted(database))) {
        Err(error) if is_missing(&error) => Ok(false),
        done => done.map(|()| true),
    }
}

/// Runs a statement in a database that is not the one it is about.
fn elsewhere(database: &Database, sql: &str) -> Result<(), DatabaseError> {
    let others = MAINTENANCE.iter().filter(|name| database.name() != Some(name));
    let mut outcome = Ok(());
    for name in others {
        outcome = database.sibling(Some(name)).run(sql.to_owned());
        // The error of the statement itself names it; where none ran, the next may do.
        match &outcome {
            Err(error) if error.statement.is_none() => {}
            _ => break,
        }
    }
    outcome
}

fn quoted(database: &Database) -> String {
    format!("\"{}\"", database.name().unwrap_or_default().replace('"', "\"\""))
}
