//! CREATE TABLE, DROP TABLE and the renaming of tables.

mod mariadb;
mod mysql;
mod postgresql;
mod sqlite;

pub(super) use postgresql::with_options;

use serde::Serialize;

use super::{
    DdlContext, DdlError, Output,
    column::{self, ColumnPlace},
    comment,
    constraint::{self, ConstraintPlace},
    index,
    keys::Keys,
    named_types,
};
use crate::{
    dialect::{Backend, CompileError},
    ops::{CreateTable, DropTable, RenameTable},
    schema::{Column, Constraint, ConstraintKind, Name, PrimaryKey, Table},
};

pub(super) fn create(
    create: &CreateTable,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    if !create.alone {
        return create_table(&create.table, create.if_not_exists, context, out);
    }
    out.run(create_sql(&create.table, create.if_not_exists, &of_table(&create.table, context))?);
    Ok(())
}

/// The surroundings with the table's own naming convention.
fn of_table<'c>(table: &'c Table, context: &DdlContext<'c>) -> DdlContext<'c> {
    let naming_convention = table.naming_convention.as_ref().or(context.naming_convention);
    DdlContext { naming_convention, ..*context }
}

/// The types that the table needs, the table, its indexes and its comments.
pub(super) fn create_table(
    table: &Table,
    if_not_exists: bool,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    named_types::create_for_table(table, context, out)?;
    let own = of_table(table, context);
    out.run(create_sql(table, if_not_exists, &own)?);
    for index in &table.indexes {
        out.run(index::create_sql(index, false, &own)?);
    }
    if context.dialect.has_comments() && !context.dialect.has_inline_comments() {
        if let Some(text) = &table.comment {
            out.run(comment::table_sql(table.schema.as_ref(), &table.name, Some(text), context));
        }
        for column in &table.columns {
            comment::created_column(table.schema.as_ref(), &table.name, column, context, out);
        }
    }
    Ok(())
}

fn create_sql(
    table: &Table,
    if_not_exists: bool,
    context: &DdlContext<'_>,
) -> Result<String, DdlError> {
    let dialect = context.dialect;
    let keys = Keys::of(&table.columns, &table.constraints, dialect)?;
    let mut sql = String::with_capacity(64 + table.columns.len() * 48);
    sql.push_str("\nCREATE ");
    for prefix in &table.prefixes {
        sql.push_str(prefix);
        sql.push(' ');
    }
    sql.push_str("TABLE ");
    if if_not_exists {
        sql.push_str("IF NOT EXISTS ");
    }
    sql.push_str(&dialect.qualified(table.schema.as_ref(), &table.name));
    sql.push_str(" (");
    let mut separator = "\n\t";
    for column in table.columns.iter().filter(|column| !column.system) {
        sql.push_str(separator);
        separator = ", \n\t";
        let written = write_column(&mut sql, column, table, &keys, context);
        written.map_err(|error| in_column(error, table, column))?;
    }
    for (position, part) in constraints_sql(table, &keys, context)?.iter().enumerate() {
        sql.push_str(if position == 0 { separator } else { ", \n\t" });
        sql.push_str(part);
    }
    sql.push_str("\n)");
    match dialect.backend {
        Backend::Postgresql => postgresql::options(&mut sql, table, dialect)?,
        Backend::Sqlite => sqlite::options(&mut sql, table),
        Backend::Mysql => mysql::options(&mut sql, table, dialect),
        Backend::Mariadb => mariadb::options(&mut sql, table, dialect),
    }
    sql.push_str("\n\n");
    Ok(sql)
}

fn write_column(
    sql: &mut String,
    column: &Column,
    table: &Table,
    keys: &Keys<'_>,
    context: &DdlContext<'_>,
) -> Result<(), DdlError> {
    let place = ColumnPlace { keys, options: &table.options };
    sql.push_str(&column::specification(column, &place, context)?);
    constraint::write_column_checks(sql, column, &table.name, table.schema.as_ref(), context)
}

/// What stands between the parentheses of CREATE TABLE, each part by itself.
#[derive(Debug, Clone, Serialize)]
pub struct TableParts {
    pub columns: Vec<ColumnParts>,
    pub constraints: Vec<String>,
}

/// A column of CREATE TABLE.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnParts {
    pub name: String,
    /// Name, type, default, NULL, and what else the dialect says of a column.
    pub specification: String,
    /// What follows it where it brings CHECKs, with the space before.
    pub checks: String,
    /// What stands after DEFAULT, if anything.
    pub default: Option<String>,
}

/// The parts of a table's CREATE TABLE, for scripts that spell a column themselves.
///
/// # Errors
/// As for creating the table.
pub fn table_parts(table: &Table, context: &DdlContext<'_>) -> Result<TableParts, DdlError> {
    let dialect = context.dialect;
    let own = of_table(table, context);
    let keys = Keys::of(&table.columns, &table.constraints, dialect)?;
    let place = ColumnPlace { keys: &keys, options: &table.options };
    let part = |column: &Column| {
        let mut checks = String::new();
        let schema = table.schema.as_ref();
        constraint::write_column_checks(&mut checks, column, &table.name, schema, &own)?;
        Ok(ColumnParts {
            name: column.name.name.clone(),
            specification: column::specification(column, &place, &own)?,
            checks,
            default: column::default_sql(column.server_default.as_ref(), dialect)?,
        })
    };
    let columns = table.columns.iter().filter(|column| !column.system);
    let columns = columns
        .map(|column| part(column).map_err(|error| in_column(error, table, column)))
        .collect::<Result<_, DdlError>>()?;
    Ok(TableParts { columns, constraints: constraints_sql(table, &keys, &own)? })
}

fn in_column(error: DdlError, table: &Table, column: &Column) -> DdlError {
    match error {
        DdlError::Compile(source) if source.class() != "ArgumentError" => {
            DdlError::Compile(CompileError::InColumn {
                table: table.name.name.clone(),
                column: column.name.name.clone(),
                source: Box::new(source),
            })
        }
        error => error,
    }
}

/// The constraints in SQLAlchemy's order: the primary key, then as they were created.
fn constraints_sql(
    table: &Table,
    keys: &Keys<'_>,
    context: &DdlContext<'_>,
) -> Result<Vec<String>, DdlError> {
    let place = ConstraintPlace {
        table: &table.name,
        schema: table.schema.as_ref(),
        columns: &table.columns,
        options: &table.options,
        keys: Some(keys),
    };
    let mut parts = Vec::with_capacity(table.constraints.len() + 1);
    let mut push = |constraint: &Constraint| -> Result<(), DdlError> {
        parts.extend(constraint::definition(constraint, &place, context)?);
        Ok(())
    };
    if !keys.columns.is_empty() {
        push(&primary_key(keys))?;
    }
    for constraint in &table.constraints {
        let later = match &constraint.kind {
            ConstraintKind::PrimaryKey(_) => true,
            ConstraintKind::ForeignKey(key) => {
                key.use_alter && context.dialect.backend != Backend::Sqlite
            }
            _ => false,
        };
        if !later && constraint::is_wanted(constraint, &table.columns, context.dialect) {
            push(constraint)?;
        }
    }
    Ok(parts)
}

/// The key as a constraint, with its columns in the order they are listed.
fn primary_key(keys: &Keys<'_>) -> Constraint {
    let columns = keys.listed().into_iter().cloned().collect();
    match keys.written {
        Some((constraint, _)) => Constraint {
            kind: ConstraintKind::PrimaryKey(PrimaryKey { columns }),
            ..constraint.clone()
        },
        None => Constraint {
            name: Name::Unset,
            kind: ConstraintKind::PrimaryKey(PrimaryKey { columns }),
            deferrable: None,
            initially: None,
            comment: None,
            options: Default::default(),
        },
    }
}

pub(super) fn drop(
    drop: &DropTable,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let words = if drop.if_exists { "IF EXISTS " } else { "" };
    let name = context.dialect.qualified(drop.schema.as_ref(), &drop.name);
    out.run(format!("\nDROP TABLE {words}{name}"));
    Ok(())
}

pub(super) fn rename(
    rename: &RenameTable,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let old = dialect.qualified_dotted(rename.schema.as_ref(), &rename.old);
    // PostgreSQL and SQLite rename within the schema and take no other there.
    let schema = rename.schema.as_ref().filter(|_| dialect.is_mysql());
    let new = dialect.qualified_dotted(schema, &rename.new);
    out.run(format!("ALTER TABLE {old} RENAME TO {new}"));
    Ok(())
}
