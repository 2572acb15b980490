//! Databases of a MySQL or MariaDB server, by a connection that is in none.

use limbeck_core::statement::DatabaseError;

use super::{Database, is_missing};

/// The number of the error for a database that is not there.
pub(super) const UNKNOWN: i64 = 1049;
/// That for one that is to be dropped.
pub(super) const NONE_TO_DROP: i64 = 1008;
/// That for one that is to be made, and is there.
const PRESENT: i64 = 1007;
/// Databases that every server has.
pub(super) const OWN: &[&str] = &["mysql", "information_schema", "performance_schema", "sys"];
/// Those of rights that are lacking.
pub(super) const FORBIDDEN: &[i64] = &[1044, 1227];
/// Not reached, lost, gone, too many connections, shutting down.
pub(super) const PASSING: &[i64] = &[2003, 2013, 2006, 1040, 1053];

pub(super) fn create(database: &Database) -> Result<bool, DatabaseError> {
    if database.is_there()? {
        return Ok(false);
    }
    match database.sibling(None).run(format!("CREATE DATABASE {}", quoted(database))) {
        Err(error) if error.code == Some(PRESENT) => Ok(false),
        done => done.map(|()| true),
    }
}

pub(super) fn drop(database: &Database) -> Result<bool, DatabaseError> {
    match database.sibling(None).run(format!("DROP DATABASE {}", quoted(database))) {
        Err(error) if is_missing(&error) => Ok(false),
        done => done.map(|()| true),
    }
}

fn quoted(database: &Database) -> String {
    format!("`{}`", database.name().unwrap_or_default().replace('`', "``"))
}
