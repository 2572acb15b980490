//! MySQL's ALTER COLUMN: one statement that restates the column.

use super::{DefaultChange, default_change, identity_unsupported, plain_default, table_prefix};
use crate::{
    ddl::{DdlContext, DdlError, Output, affinity::Affinity, column::default_sql, comment},
    dialect::Dialect,
    ops::{AlterColumn, Change, ColumnGenerator},
    schema::ServerDefault,
};

pub(super) fn alter(
    alter: &AlterColumn,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    refuse_generators(alter)?;
    if alter.new_name.is_some() || takes_function_default(alter) {
        let spec = specification(alter, dialect)?;
        let name = alter.new_name.as_ref().unwrap_or(&alter.column);
        out.run(format!(
            "{} CHANGE {} {} {spec}",
            table_prefix(alter, dialect),
            dialect.quote_ident(&alter.column),
            dialect.quote_ident(name)
        ));
    } else if alter.nullable.is_some()
        || alter.type_.is_some()
        || alter.autoincrement.is_some()
        || !alter.comment.is_unset()
    {
        let spec = specification(alter, dialect)?;
        out.run(format!(
            "{} MODIFY {} {spec}",
            table_prefix(alter, dialect),
            dialect.quote_ident(&alter.column)
        ));
    } else if let DefaultChange::Plain(default) = default_change(alter)? {
        plain_default(alter, default, dialect, out)?;
    }
    Ok(())
}

/// Identities and computed columns cannot be altered, on whichever side they stand.
fn refuse_generators(alter: &AlterColumn) -> Result<(), DdlError> {
    let is_generator = |change: &Change<ColumnGenerator>| {
        matches!(
            change,
            Change::To { to: Some(ColumnGenerator::Identity(_) | ColumnGenerator::Computed(_)) }
        )
    };
    if !is_generator(&alter.server_default) && !is_generator(&alter.existing_server_default) {
        return Ok(());
    }
    if alter.nullable.is_some() {
        return Err(DdlError::IndividualAlter);
    }
    match default_change(alter)? {
        DefaultChange::Identity(_) => Err(identity_unsupported().into()),
        _ if alter.type_.is_some() => Err(DdlError::IndividualAlter),
        _ => Ok(()),
    }
}

/// A date and time may have a function for its default, which only CHANGE can state.
fn takes_function_default(alter: &AlterColumn) -> bool {
    let type_ = alter.type_.as_ref().or(alter.existing_type.as_ref());
    !alter.bare_type
        && type_.is_some_and(|type_| Affinity::of(type_) == Affinity::DateTime)
        && !matches!(alter.server_default, Change::To { to: None })
}

/// `TYPE NULL|NOT NULL [AUTO_INCREMENT] [DEFAULT ..] [COMMENT ..]`.
fn specification(alter: &AlterColumn, dialect: &Dialect) -> Result<String, DdlError> {
    let type_ = alter.type_.as_ref().or(alter.existing_type.as_ref()).ok_or_else(|| {
        DdlError::ExistingTypeRequired {
            table: alter.table.name.clone(),
            column: alter.column.name.clone(),
        }
    })?;
    let nullable = alter.nullable.or(alter.existing_nullable).unwrap_or(true);
    let mut spec = dialect.type_sql(type_)?;
    spec.push_str(if nullable { " NULL" } else { " NOT NULL" });
    if alter.autoincrement.or(alter.existing_autoincrement) == Some(true) {
        spec.push_str(" AUTO_INCREMENT");
    }
    if let Some(default) = default_sql(default(alter), dialect)? {
        spec.push_str(" DEFAULT ");
        spec.push_str(&default);
    }
    let text = match &alter.comment {
        Change::To { to } => to.as_deref(),
        Change::Unset => alter.existing_comment.as_deref(),
    };
    if text.is_some() {
        spec.push_str(" COMMENT ");
        spec.push_str(&comment::literal(text, dialect));
    }
    Ok(spec)
}

/// The new default, or the one that the column is said to have.
fn default(alter: &AlterColumn) -> Option<&ServerDefault> {
    let change = match &alter.server_default {
        Change::Unset => &alter.existing_server_default,
        change => change,
    };
    match change {
        Change::To { to: Some(ColumnGenerator::Default(default)) } => Some(default),
        _ => None,
    }
}
