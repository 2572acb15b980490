//! One question of SQLAlchemy's Inspector, answered as JSON.

use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{ReflectedTable, Run, Scope, has_table, mysql, postgresql, sqlite};
use crate::{
    dialect::{Backend, Dialect},
    statement::DatabaseError,
};

/// What an Inspector is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    SchemaNames,
    TableNames,
    ViewNames,
    MaterializedViewNames,
    TempTableNames,
    TempViewNames,
    ForeignTableNames,
    SequenceNames,
    Enums,
    Domains,
    ViewDefinition,
    HasTable,
    HasSequence,
    HasSchema,
    HasType,
    // Of tables: an object of answers by table.
    Columns,
    PkConstraint,
    ForeignKeys,
    Indexes,
    UniqueConstraints,
    CheckConstraints,
    TableComment,
    TableOptions,
}

impl What {
    /// Whether the answer is an object of one answer for each table.
    pub fn is_of_tables(self) -> bool {
        use What::{
            CheckConstraints, Columns, ForeignKeys, Indexes, PkConstraint, TableComment,
            TableOptions, UniqueConstraints,
        };
        matches!(
            self,
            Columns
                | PkConstraint
                | ForeignKeys
                | Indexes
                | UniqueConstraints
                | CheckConstraints
                | TableComment
                | TableOptions
        )
    }
}

/// The answer to one question.
///
/// Names come as an array, `has_*` as a truth value, and what is known of tables as an
/// object by table name; a table that does not exist is missing there. `name` is the view,
/// sequence, table, schema or type that some questions are about.
///
/// # Errors
/// What the database answers a query with, or that it has no such objects.
pub fn inspect(
    dialect: &Dialect,
    what: What,
    scope: Scope<'_>,
    name: &str,
    run: &mut Run<'_>,
) -> Result<Json, DatabaseError> {
    let is_mysql = matches!(dialect.backend, Backend::Mysql | Backend::Mariadb);
    if what == What::HasTable && !is_mysql {
        let found = run.ask(&has_table(dialect, name, scope.schema))?;
        return Ok(json!(!found.rows.is_empty()));
    }
    if what.is_of_tables() {
        let found = match dialect.backend {
            Backend::Postgresql => postgresql::facts(dialect, what, scope, run)?,
            Backend::Sqlite => sqlite::tables(dialect, scope, run)?,
            Backend::Mysql | Backend::Mariadb => mysql::tables(dialect, scope, run)?,
        };
        let backend = dialect.backend;
        let answers = found.iter().map(|table| (table.name.clone(), answer(table, what, backend)));
        return Ok(answers.collect::<Map<String, Json>>().into());
    }
    match dialect.backend {
        Backend::Postgresql => postgresql::names(what, scope.schema, name, run),
        Backend::Sqlite => sqlite::names(what, scope.schema, name, run),
        Backend::Mysql | Backend::Mariadb => mysql::names(dialect, what, scope.schema, name, run),
    }
}

fn answer(table: &ReflectedTable, what: What, backend: Backend) -> Json {
    match what {
        What::Columns => table.columns_json(backend),
        What::PkConstraint => table.primary_key_json(backend),
        What::ForeignKeys => table.foreign_keys_json(backend),
        What::Indexes => table.indexes_json(backend),
        What::UniqueConstraints => table.unique_constraints_json(backend),
        What::CheckConstraints => table.check_constraints_json(backend),
        What::TableComment => json!({ "text": table.comment }),
        _ => json!(table.options),
    }
}
