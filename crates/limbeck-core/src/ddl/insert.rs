//! `bulk_insert`: rows into a table the script describes.

use indexmap::IndexMap;

use super::{Action, DdlContext, DdlError, Output, mode};
use crate::{
    dialect::{Backend, Dialect},
    expr::{Bind, Executable, Expr, Insert, InsertSource, Mode, compile},
    ops::{BulkInsert, BulkRow, BulkValue},
    schema::{Column, ColumnDefault, Ident, Sequence},
    statement::Value,
};

/// Offline one INSERT for each row, its values as literals; live one statement for all rows,
/// whose columns are those of the first.
pub(super) fn bulk_insert(
    insert: &BulkInsert,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let rows = &insert.rows;
    let plain = |row: &BulkRow| row.values().all(|value| matches!(value, BulkValue::Value(_)));
    if context.offline || !insert.multiinsert || !rows.iter().all(plain) {
        let mode = if context.offline { Mode::Literal } else { mode(context) };
        for row in rows {
            let statement = statement(insert, row, context)?;
            let compiled = compile(&statement, context.dialect, mode, &IndexMap::new())?;
            out.actions.push(Action::Run(compiled.statement));
        }
        return Ok(());
    }
    let Some(first) = rows.first() else { return Ok(()) };
    let compiled = compile(
        &statement(insert, first, context)?,
        context.dialect,
        mode(context),
        &IndexMap::new(),
    )?;
    let defaults = &compiled.statement.params;
    let mut values = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let mut params = Vec::with_capacity(compiled.positions.len());
        for (position, name) in compiled.positions.iter().enumerate() {
            params.push(match row.get(name) {
                Some(BulkValue::Value(value)) => {
                    context.dialect.stored(value, compiled.type_of(name))
                }
                _ if first.contains_key(name) => {
                    return Err(DdlError::MissingValue { column: name.clone(), row: number });
                }
                _ => defaults.get(position).cloned().unwrap_or(Value::Null),
            });
        }
        values.push(params);
    }
    out.actions.push(Action::RunEach { sql: compiled.statement.sql, rows: values });
    Ok(())
}

/// The INSERT of one row, with what the client supplies for columns that the row leaves out.
fn statement(
    insert: &BulkInsert,
    row: &BulkRow,
    context: &DdlContext<'_>,
) -> Result<Executable, DdlError> {
    let (offline, dialect, table) = (context.offline, context.dialect, &insert.table);
    let bind = |key: &str, value: &Value, column: &Column| {
        Expr::Bind(Bind {
            key: Some(key.to_owned()),
            value: Some(value.clone()),
            type_: Some(column.type_.clone()),
            // Alembic's literals of a script stand outside of their types' expressions.
            within: insert.bind_expressions.get(key).filter(|_| !offline).cloned().map(Box::new),
            ..Bind::default()
        })
    };
    let key = |column: &Column| column.key.clone().unwrap_or_else(|| column.name.name.clone());
    let known: Vec<String> = table.columns.iter().map(key).collect();
    let unknown: Vec<&str> =
        row.keys().filter(|name| !known.contains(name)).map(String::as_str).collect();
    if let Some(column) = unknown.first().filter(|_| offline) {
        return Err(DdlError::NoSuchColumn {
            table: table.name.name.clone(),
            column: (*column).to_owned(),
        });
    }
    if !unknown.is_empty() {
        return Err(DdlError::UnconsumedColumns { names: unknown.join(", ") });
    }
    let mut values = Vec::with_capacity(row.len());
    for (column, key) in table.columns.iter().zip(known) {
        let value = match row.get(&key) {
            Some(BulkValue::Expr { expr }) => (**expr).clone(),
            Some(BulkValue::Value(value)) => bind(&key, value, column),
            None => match &column.default {
                // A value that comes with the execution is none yet where there is no execution.
                Some(ColumnDefault::Value(_) | ColumnDefault::Callable) if offline => {
                    bind(&key, &Value::Null, column)
                }
                Some(ColumnDefault::Value(value)) => bind(&key, value, column),
                Some(ColumnDefault::Expr(expr)) => (**expr).clone(),
                Some(ColumnDefault::Sequence(sequence))
                    if has_sequences(dialect) && !skips(sequence, dialect) =>
                {
                    Expr::NextValue {
                        sequence: sequence.name.as_str().into(),
                        schema: sequence.schema.as_deref().map(Ident::from),
                    }
                }
                _ => continue,
            },
        };
        values.push((key.into(), value));
    }
    Ok(Executable::Insert(Box::new(Insert {
        table: table.into(),
        ctes: Vec::new(),
        source: InsertSource::Row(values),
        returning: Vec::new(),
        conflict: None,
        prefixes: Vec::new(),
        inline: true,
        hints: Vec::new(),
    })))
}

/// MariaDB is believed to have sequences once its server has said its version.
fn has_sequences(dialect: &Dialect) -> bool {
    match dialect.grammar() {
        Backend::Postgresql => true,
        Backend::Mariadb => dialect.server_version.is_some_and(|version| version >= (10, 3, 0)),
        Backend::Sqlite | Backend::Mysql => false,
    }
}

/// PostgreSQL has its own way of counting where a script does not insist on the sequence.
fn skips(sequence: &Sequence, dialect: &Dialect) -> bool {
    sequence.optional && dialect.backend == Backend::Postgresql
}
