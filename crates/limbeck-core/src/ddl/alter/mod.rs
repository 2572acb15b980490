//! ADD COLUMN, ALTER COLUMN and DROP COLUMN.

mod mariadb;
mod mysql;
mod postgresql;
mod sqlite;

use super::{
    DdlContext, DdlError, Output,
    column::{self, ColumnPlace},
    comment,
    constraint::{self, brings_check},
    index,
    keys::Keys,
};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    ops::{AddColumn, AlterColumn, Change, ColumnGenerator, DropColumn},
    schema::{ConstraintKind, Options, Type},
};

/// The column, then what it brings: foreign keys, unique constraints, indexes, its comment.
pub(super) fn add_column(
    add: &AddColumn,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let schema = add.schema.as_ref();
    let columns = std::slice::from_ref(&add.column);
    let keys = Keys::of(columns, &add.constraints, dialect)?;
    let place = ColumnPlace { keys: &keys, options: &Options::new() };
    let words = if add.if_not_exists == Some(true) { "IF NOT EXISTS " } else { "" };
    let mut sql = format!(
        "ALTER TABLE {} ADD COLUMN {words}{}",
        dialect.qualified_dotted(schema, &add.table),
        column::specification(&add.column, &place, context)?
    );
    if add.inline_primary_key && keys.is_primary(&add.column) {
        sql.push_str(" PRIMARY KEY");
    }
    let inlined = inlined_reference(add);
    if let Some(position) = inlined
        && let ConstraintKind::ForeignKey(key) = &add.constraints[position].kind
    {
        let constraint = &add.constraints[position];
        sql.push_str(&constraint::inline_references(constraint, key, dialect)?);
    }
    constraint::write_column_checks(&mut sql, &add.column, &add.table, schema, context)?;
    out.run(sql);
    for (position, item) in add.constraints.iter().enumerate() {
        let is_key = matches!(item.kind, ConstraintKind::PrimaryKey(_));
        if !is_key && inlined != Some(position) && constraint::is_wanted(item, columns, dialect) {
            constraint::add(item, &add.table, schema, context, out)?;
        }
    }
    for index in &add.indexes {
        out.run(index::create_sql(index, false, context)?);
    }
    comment::created_column(schema, &add.table, &add.column, context, out);
    Ok(())
}

/// The only foreign key of the column, where it is to stand inside it.
fn inlined_reference(add: &AddColumn) -> Option<usize> {
    if !add.inline_references {
        return None;
    }
    let mut keys = add.constraints.iter().enumerate().filter_map(|(position, constraint)| {
        match &constraint.kind {
            ConstraintKind::ForeignKey(key) => Some((position, key.columns.len())),
            _ => None,
        }
    });
    match (keys.next(), keys.next()) {
        (Some((position, 1)), None) => Some(position),
        _ => None,
    }
}

pub(super) fn drop_column(
    drop: &DropColumn,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let words = if drop.if_exists == Some(true) { "IF EXISTS " } else { "" };
    out.run(format!(
        "ALTER TABLE {} DROP COLUMN {words}{}",
        dialect.qualified_dotted(drop.schema.as_ref(), &drop.table),
        dialect.quote_ident(&drop.column)
    ));
    Ok(())
}

/// The changes of a column, between dropping the CHECK that its old type brought and adding
/// that of the new one.
pub(super) fn alter_column(
    alter: &AlterColumn,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let schema = alter.schema.as_ref();
    if let (Some(existing), Some(_)) = (&alter.existing_type, &alter.type_)
        && brings_check(existing, dialect)
    {
        for check in &alter.existing_type_checks {
            constraint::drop_type_check(check, &alter.table, schema, context, out)?;
        }
    }
    match dialect.backend {
        Backend::Postgresql => postgresql::alter(alter, context, out)?,
        Backend::Sqlite => sqlite::alter(alter, context, out)?,
        Backend::Mysql => mysql::alter(alter, context, out)?,
        Backend::Mariadb => mariadb::alter(alter, context, out)?,
    }
    if let Some(type_) = &alter.type_
        && brings_check(type_, dialect)
    {
        for check in &alter.type_checks {
            constraint::add(check, &alter.table, schema, context, out)?;
        }
    }
    Ok(())
}

/// `ALTER TABLE t ALTER COLUMN c`.
fn alter_prefix(alter: &AlterColumn, dialect: &Dialect) -> String {
    format!("{} ALTER COLUMN {}", table_prefix(alter, dialect), dialect.quote_ident(&alter.column))
}

/// `ALTER TABLE t`.
fn table_prefix(alter: &AlterColumn, dialect: &Dialect) -> String {
    format!("ALTER TABLE {}", dialect.qualified_dotted(alter.schema.as_ref(), &alter.table))
}

/// SET or DROP NOT NULL.
fn nullable(alter: &AlterColumn, dialect: &Dialect, out: &mut Output) {
    if let Some(nullable) = alter.nullable {
        let word = if nullable { "DROP" } else { "SET" };
        out.run(format!("{} {word} NOT NULL", alter_prefix(alter, dialect)));
    }
}

/// What becomes of the default.
enum DefaultChange<'a> {
    None,
    Plain(Option<&'a crate::schema::ServerDefault>),
    Identity(Option<&'a crate::schema::Identity>),
}

/// # Errors
/// A change from or to a computed column, which SQLAlchemy refuses.
fn default_change(alter: &AlterColumn) -> Result<DefaultChange<'_>, CompileError> {
    let Change::To { to } = &alter.server_default else { return Ok(DefaultChange::None) };
    let existing = match &alter.existing_server_default {
        Change::To { to } => to.as_ref(),
        Change::Unset => None,
    };
    let is_computed =
        |generator: &&ColumnGenerator| matches!(generator, ColumnGenerator::Computed(_));
    let is_identity =
        |generator: &&ColumnGenerator| matches!(generator, ColumnGenerator::Identity(_));
    let both = || to.iter().chain(existing);
    if both().any(|generator| is_computed(&generator)) {
        return Err(CompileError::Message(
            "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to or from an existing column is not supported.".to_owned(),
        ));
    }
    let with_identity = both().any(|generator| is_identity(&generator));
    Ok(match to {
        Some(ColumnGenerator::Identity(identity)) => DefaultChange::Identity(Some(identity)),
        _ if with_identity => DefaultChange::Identity(None),
        Some(ColumnGenerator::Default(default)) => DefaultChange::Plain(Some(default)),
        _ => DefaultChange::Plain(None),
    })
}

/// SET DEFAULT or DROP DEFAULT.
fn plain_default(
    alter: &AlterColumn,
    default: Option<&crate::schema::ServerDefault>,
    dialect: &Dialect,
    out: &mut Output,
) -> Result<(), CompileError> {
    let prefix = alter_prefix(alter, dialect);
    out.run(match column::default_sql(default, dialect)? {
        Some(default) => format!("{prefix} SET DEFAULT {default}"),
        None => format!("{prefix} DROP DEFAULT"),
    });
    Ok(())
}

fn identity_unsupported() -> CompileError {
    CompileError::Message(
        "Adding, removing or modifying an \"identity\" construct, e.g. GENERATED AS IDENTITY, to or from an existing column is not supported in this dialect.".to_owned(),
    )
}

fn type_sql(type_: &Type, alter: &AlterColumn, dialect: &Dialect) -> Result<String, CompileError> {
    Ok(format!("{} TYPE {}", alter_prefix(alter, dialect), dialect.type_sql(type_)?))
}

fn warn_of_autoincrement(alter: &AlterColumn, out: &mut Output) {
    if alter.autoincrement.is_some() || alter.existing_autoincrement.is_some() {
        out.warn("autoincrement and existing_autoincrement only make sense for MySQL");
    }
}
