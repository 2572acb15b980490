//! SQLite's columns: expression defaults in parentheses, AUTOINCREMENT inside the column.

use super::{ColumnPlace, computed_sql, default_sql, is_bare_expression, option};
use crate::{
    ddl::{affinity::Affinity, keys::Keys},
    dialect::{CompileError, Dialect},
    schema::{Autoincrement, Column, Options},
};

pub(super) fn specify(
    sql: &mut String,
    column: &Column,
    place: &ColumnPlace<'_>,
    dialect: &Dialect,
) -> Result<(), CompileError> {
    sql.push_str(&dialect.type_sql(&column.type_)?);
    if let Some(default) = default_sql(column.server_default.as_ref(), dialect)? {
        if is_bare_expression(&default) {
            sql.push_str(" DEFAULT (");
            sql.push_str(&default);
            sql.push(')');
        } else {
            sql.push_str(" DEFAULT ");
            sql.push_str(&default);
        }
    }
    if !column.nullable {
        sql.push_str(" NOT NULL");
        on_conflict(sql, option(column, "sqlite_on_conflict_not_null"));
    }
    if place.keys.is_primary(column) {
        if column.autoincrement == Autoincrement::True && place.keys.columns.len() != 1 {
            return Err(CompileError::Message(
                "SQLite does not support autoincrement for composite primary keys".to_owned(),
            ));
        }
        if is_inline_key(column, place.keys, place.options) {
            sql.push_str(" PRIMARY KEY");
            on_conflict(sql, option(column, "sqlite_on_conflict_primary_key"));
            sql.push_str(" AUTOINCREMENT");
        }
    }
    if let Some(computed) = &column.computed {
        sql.push(' ');
        sql.push_str(&computed_sql(computed, dialect)?);
    }
    Ok(())
}

/// Whether `sqlite_autoincrement` moves the primary key into this column.
pub(in crate::ddl) fn is_inline_key(column: &Column, keys: &Keys<'_>, options: &Options) -> bool {
    options.get("sqlite_autoincrement").and_then(|value| value.as_bool()) == Some(true)
        && keys.columns.len() == 1
        && keys.is_primary(column)
        && Affinity::of(&column.type_) == Affinity::Integer
        && !keys.is_foreign(column)
}

/// ` ON CONFLICT word`, where there is one.
pub(in crate::ddl) fn on_conflict(sql: &mut String, word: Option<&str>) {
    if let Some(word) = word {
        sql.push_str(" ON CONFLICT ");
        sql.push_str(word);
    }
}
