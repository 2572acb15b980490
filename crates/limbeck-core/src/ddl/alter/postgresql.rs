//! PostgreSQL's ALTER COLUMN: the type first, each change in a statement.

use super::{
    DefaultChange, alter_prefix, default_change, nullable, plain_default, table_prefix, type_sql,
    warn_of_autoincrement,
};
use crate::{
    ddl::{
        DdlContext, DdlError, Output,
        column::{identity_sql, sequence_options},
        comment,
    },
    dialect::Dialect,
    ops::{AlterColumn, Change, ColumnGenerator},
    schema::{Identity, SequenceOptions},
};

pub(super) fn alter(
    alter: &AlterColumn,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let using = alter.options.get("postgresql_using").and_then(|using| using.as_str());
    match (&alter.type_, using) {
        (Some(type_), using) => {
            let using = using.filter(|using| !using.is_empty());
            let using = using.map(|using| format!("USING {using}")).unwrap_or_default();
            out.run(format!("{} {using}", type_sql(type_, alter, dialect)?));
        }
        (None, Some(_)) => {
            return Err(DdlError::UsingWithoutType {
                table: alter.table.name.clone(),
                column: alter.column.name.clone(),
            });
        }
        (None, None) => {}
    }
    warn_of_autoincrement(alter, out);
    nullable(alter, dialect, out);
    match default_change(alter)? {
        DefaultChange::None => {}
        DefaultChange::Plain(default) => plain_default(alter, default, dialect, out)?,
        DefaultChange::Identity(identity) => {
            out.run(format!(
                "{} {}",
                alter_prefix(alter, dialect),
                identity_change(identity, alter, dialect)
            ));
        }
    }
    if let Change::To { to } = &alter.comment {
        out.run(format!(
            "COMMENT ON COLUMN {}.{} IS {}",
            dialect.qualified_dotted(alter.schema.as_ref(), &alter.table),
            dialect.quote_ident(&alter.column),
            comment::literal(to.as_deref(), dialect)
        ));
    }
    if let Some(name) = &alter.new_name {
        out.run(format!(
            "{} RENAME {} TO {}",
            table_prefix(alter, dialect),
            dialect.quote_ident(&alter.column),
            dialect.quote_ident(name)
        ));
    }
    Ok(())
}

/// Adds, drops or adjusts the identity of a column.
fn identity_change(identity: Option<&Identity>, alter: &AlterColumn, dialect: &Dialect) -> String {
    let existing = match &alter.existing_server_default {
        Change::To { to: Some(existing) } => existing,
        _ => {
            return match identity {
                Some(identity) => format!("ADD {}", identity_sql(identity, dialect)),
                None => "DROP IDENTITY".to_owned(),
            };
        }
    };
    let Some(identity) = identity else { return "DROP IDENTITY".to_owned() };
    let unset = Identity::default();
    let existing = match existing {
        ColumnGenerator::Identity(existing) => existing,
        _ => &unset,
    };
    adjustments(identity, existing, dialect)
}

/// `SET ..` for each attribute that the new identity states and the old has otherwise, by
/// their names' order.
fn adjustments(new: &Identity, old: &Identity, dialect: &Dialect) -> String {
    let (to, from) = (&new.options, &old.options);
    let mut sql = String::new();
    let none = SequenceOptions::default;
    let differs = |to: Option<i64>, from: Option<i64>| to.is_some() && to != from;
    let states = |to: Option<bool>, from: Option<bool>| to.is_some() && to != from;
    if new.always != old.always {
        let word = if new.always { "ALWAYS" } else { "BY DEFAULT" };
        sql.push_str(&format!("SET GENERATED {word} "));
    }
    let mut set = |changed: bool, options: SequenceOptions| {
        if changed {
            sql.push_str(&format!("SET {} ", sequence_options(&options, dialect)));
        }
    };
    set(differs(to.cache, from.cache), SequenceOptions { cache: to.cache, ..none() });
    set(states(to.cycle, from.cycle), SequenceOptions { cycle: to.cycle, ..none() });
    set(
        differs(to.increment, from.increment),
        SequenceOptions { increment: to.increment, ..none() },
    );
    set(differs(to.maxvalue, from.maxvalue), SequenceOptions { maxvalue: to.maxvalue, ..none() });
    set(differs(to.minvalue, from.minvalue), SequenceOptions { minvalue: to.minvalue, ..none() });
    set(
        states(to.nomaxvalue, from.nomaxvalue),
        SequenceOptions { nomaxvalue: to.nomaxvalue, ..none() },
    );
    set(
        states(to.nominvalue, from.nominvalue),
        SequenceOptions { nominvalue: to.nominvalue, ..none() },
    );
    set(differs(to.start, from.start), SequenceOptions { start: to.start, ..none() });
    sql
}
