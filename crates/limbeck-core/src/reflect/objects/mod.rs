//! What a database holds beside tables: views, functions, triggers, types and their like.

mod mysql;
mod postgresql;
mod sqlite;

use super::{Run, row::Row};
use crate::{
    dialect::{Backend, Dialect},
    statement::{DatabaseError, Statement},
};

/// An object that is no table, nor part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseObject {
    /// `view`, `function`, `trigger`, `type` and so on.
    pub kind: String,
    /// As the database writes it where it is used: with the schema where that is needed, a
    /// function with its arguments, a trigger with its table.
    pub name: String,
    /// What the catalog has of its definition; empty where the name says all.
    pub definition: String,
}

/// All objects of the database that are no tables, in the order of their kinds and names.
///
/// What belongs to an extension, a column or the server itself is not among them.
///
/// # Errors
/// What the database answers the query with.
pub fn objects(dialect: &Dialect, run: &mut Run<'_>) -> Result<Vec<DatabaseObject>, DatabaseError> {
    let sql = match dialect.backend {
        Backend::Postgresql => postgresql::OBJECTS,
        Backend::Sqlite => sqlite::OBJECTS,
        Backend::Mysql | Backend::Mariadb => mysql::OBJECTS,
    };
    let rows = run.ask(&Statement::ddl(sql))?.rows;
    let object = |values| {
        let mut row = Row::new(values);
        DatabaseObject { kind: row.text(), name: row.text(), definition: row.text() }
    };
    Ok(rows.into_iter().map(object).collect())
}
