//! Columns inside CREATE TABLE and ALTER TABLE: type, default, NULL, and what else belongs.

mod mariadb;
mod mysql;
mod postgresql;
mod sqlite;

pub(super) use sqlite::{is_inline_key, on_conflict};

use super::{DdlContext, DdlError, expression, keys::Keys};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    schema::{Column, Computed, Identity, Options, SequenceOptions, ServerDefault},
};

/// The table around a column.
pub(super) struct ColumnPlace<'a> {
    pub keys: &'a Keys<'a>,
    pub options: &'a Options,
}

/// `name TYPE [DEFAULT ..] [NOT NULL] ..` as the dialect orders it.
pub(super) fn specification(
    column: &Column,
    place: &ColumnPlace<'_>,
    context: &DdlContext<'_>,
) -> Result<String, DdlError> {
    let dialect = context.dialect;
    let mut sql = String::with_capacity(64);
    sql.push_str(&dialect.quote_ident(&column.name));
    sql.push(' ');
    match dialect.grammar() {
        Backend::Postgresql => postgresql::specify(&mut sql, column, place, dialect)?,
        Backend::Sqlite => sqlite::specify(&mut sql, column, place, dialect)?,
        Backend::Mysql => mysql::specify(&mut sql, column, place, dialect)?,
        Backend::Mariadb => mariadb::specify(&mut sql, column, place, dialect)?,
    }
    Ok(sql)
}

/// What stands after DEFAULT, where the column has a default of that kind.
pub(super) fn default_sql(
    default: Option<&ServerDefault>,
    dialect: &Dialect,
) -> Result<Option<String>, CompileError> {
    Ok(match default {
        Some(ServerDefault::Text(text)) => Some(dialect.string_literal(text)),
        Some(ServerDefault::Expr(expr)) => Some(expression::compile(expr, dialect)?),
        Some(ServerDefault::Fetched) | None => None,
    })
}

/// `GENERATED ALWAYS AS (..)` with the word for where the value is kept.
fn computed_sql(computed: &Computed, dialect: &Dialect) -> Result<String, CompileError> {
    let stored = match computed.persisted {
        Some(true) => " STORED",
        Some(false) => " VIRTUAL",
        None => "",
    };
    Ok(format!("GENERATED ALWAYS AS ({}){stored}", expression::compile(&computed.expr, dialect)?))
}

/// `GENERATED .. AS IDENTITY`.
pub(super) fn identity_sql(identity: &Identity, dialect: &Dialect) -> String {
    let always = if identity.always { "ALWAYS" } else { "BY DEFAULT" };
    let options = sequence_options(&identity.options, dialect);
    match options.is_empty() {
        true => format!("GENERATED {always} AS IDENTITY"),
        false => format!("GENERATED {always} AS IDENTITY ({options})"),
    }
}

/// `INCREMENT BY 1 START WITH 1 ..`.
pub(super) fn sequence_options(options: &SequenceOptions, dialect: &Dialect) -> String {
    let mut words = Vec::new();
    for (word, number) in [
        ("INCREMENT BY", options.increment),
        ("START WITH", options.start),
        ("MINVALUE", options.minvalue),
        ("MAXVALUE", options.maxvalue),
    ] {
        if let Some(number) = number {
            words.push(format!("{word} {number}"));
        }
    }
    if options.nominvalue.is_some() {
        words.push("NO MINVALUE".to_owned());
    }
    if options.nomaxvalue.is_some() {
        words.push("NO MAXVALUE".to_owned());
    }
    if let Some(cache) = options.cache {
        words.push(format!("CACHE {cache}"));
    }
    match options.cycle {
        Some(true) => words.push("CYCLE".to_owned()),
        Some(false) if dialect.is_mysql() => words.push("NOCYCLE".to_owned()),
        Some(false) => words.push("NO CYCLE".to_owned()),
        None => {}
    }
    words.join(" ")
}

/// Whether a default is more than a word, a quoted string or something in parentheses.
fn is_bare_expression(default: &str) -> bool {
    !default.trim_start().starts_with(['\'', '"', '('])
        && default.chars().any(|character| !(character.is_alphanumeric() || character == '_'))
}

/// A text option of a column, by its full key.
fn option<'a>(column: &'a Column, key: &str) -> Option<&'a str> {
    column.options.get(key).and_then(|value| value.as_str())
}
