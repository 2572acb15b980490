//! Constraints of PostgreSQL's tables: keys, uniques, checks and references.

use super::{Tables, query};
use crate::{
    dialect::Dialect,
    reflect::{
        Run, Scope,
        facts::{
            ReflectedCheck, ReflectedExclude, ReflectedForeignKey, ReflectedPrimaryKey,
            ReflectedTable, ReflectedUnique,
        },
        row::Row,
    },
    statement::DatabaseError,
};

// Names are looked up one by one: a join would read all columns of the table for each constraint.
const SELECT: &str = "SELECT c.relname, k.contype::text, k.conname, \
    ARRAY(SELECT (SELECT a.attname::text FROM pg_catalog.pg_attribute AS a \
      WHERE a.attrelid = k.conrelid AND a.attnum = u.n) \
     FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY AS u (n, o) WHERE u.n <> 0 ORDER BY u.o), \
    (SELECT ds.description FROM pg_catalog.pg_description AS ds WHERE ds.objoid = k.oid \
     AND ds.classoid = 'pg_catalog.pg_constraint'::regclass AND ds.objsubid = 0), \
    k.condeferrable, k.condeferred, \
    k.convalidated, k.connoinherit, k.coninhcount > 0 AND NOT k.conislocal, \
    CASE k.contype WHEN 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid, true) \
     WHEN 'x' THEN pg_catalog.pg_get_constraintdef(k.oid, true) END, \
    ARRAY(SELECT (SELECT a.attname::text FROM pg_catalog.pg_attribute AS a \
      WHERE a.attrelid = k.conrelid AND a.attnum = u.n) \
     FROM pg_catalog.unnest(i.indkey) WITH ORDINALITY AS u (n, o) \
     WHERE u.o > i.indnkeyatts AND u.n <> 0 ORDER BY u.o), NULLS_NOT_DISTINCT, \
    fn.nspname, f.relname, pg_catalog.pg_table_is_visible(f.oid), \
    ARRAY(SELECT (SELECT a.attname::text FROM pg_catalog.pg_attribute AS a \
      WHERE a.attrelid = k.confrelid AND a.attnum = u.n) \
     FROM pg_catalog.unnest(k.confkey) WITH ORDINALITY AS u (n, o) ORDER BY u.o), \
    k.confupdtype::text, k.confdeltype::text, \
    ARRAY(SELECT (SELECT pg_catalog.quote_ident(a.attname) FROM pg_catalog.pg_attribute AS a \
      WHERE a.attrelid = k.conrelid AND a.attnum = u.n) \
     FROM pg_catalog.unnest(DELETE_COLUMNS) WITH ORDINALITY AS u (n, o) ORDER BY u.o), \
    k.confmatchtype::text";

const JOINS: &str = "JOIN pg_catalog.pg_constraint AS k ON k.conrelid = c.oid \
    AND k.contype IN ('p', 'u', 'c', 'f', 'x') \
    LEFT JOIN pg_catalog.pg_index AS i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u') \
    LEFT JOIN pg_catalog.pg_class AS f ON f.oid = k.confrelid AND k.contype = 'f' \
    LEFT JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.relnamespace";

/// The column of `pg_index` that came with PostgreSQL 15.
pub(super) fn nulls_not_distinct(dialect: &Dialect) -> &'static str {
    match dialect.is_at_least((15, 0, 0)) {
        true => "i.indnullsnotdistinct",
        false => "false",
    }
}

/// Likewise: the columns that ON DELETE SET NULL and SET DEFAULT are about.
fn delete_columns(dialect: &Dialect) -> &'static str {
    match dialect.is_at_least((15, 0, 0)) {
        true => "k.confdelsetcols",
        false => "ARRAY[]::smallint[]",
    }
}

pub(super) fn read(
    dialect: &Dialect,
    scope: Scope<'_>,
    tables: &mut Tables,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    let select = SELECT
        .replace("NULLS_NOT_DISTINCT", nulls_not_distinct(dialect))
        .replace("DELETE_COLUMNS", delete_columns(dialect));
    for values in run.ask(&query(&select, JOINS, scope, "c.oid, k.conname"))?.rows {
        let mut row = Row::new(values);
        if let Some(table) = tables.get_mut(&row.text()) {
            add(row, scope.schema, table);
        }
    }
    Ok(())
}

fn add(mut row: Row, schema: Option<&str>, table: &mut ReflectedTable) {
    let kind = row.text();
    let (name, columns, comment) = (row.optional(), row.texts(), row.optional());
    let (deferrable, deferred) = (row.flag(), row.flag());
    let deferrable = deferrable.then_some(true);
    let initially = deferred.then(|| "DEFERRED".to_owned());
    let (valid, no_inherit, inherited) = (row.flag(), row.flag(), row.flag());
    let sql = row.text();
    let (include, nulls_not_distinct) = (row.texts(), row.flag());
    match kind.as_str() {
        "p" => {
            table.primary_key = Some(ReflectedPrimaryKey { name, columns, comment, include });
        }
        "u" => table.unique_constraints.push(ReflectedUnique {
            name,
            columns,
            comment,
            include,
            nulls_not_distinct,
            deferrable,
            initially,
        }),
        "x" => {
            let name = name.unwrap_or_default();
            table.exclude_constraints.push(ReflectedExclude { name, sql });
        }
        "c" => table.check_constraints.push(ReflectedCheck {
            name,
            sql,
            comment,
            not_valid: !valid,
            no_inherit,
            inherited,
        }),
        _ => {
            let (referred, referred_table, visible) = (row.text(), row.text(), row.flag());
            table.foreign_keys.push(ReflectedForeignKey {
                name,
                columns,
                // What the search path reaches has no schema, unless the referring table
                // was asked for by the same one.
                referred_schema: (!visible || schema == Some(referred.as_str()))
                    .then_some(referred),
                referred_table,
                referred_columns: row.texts(),
                onupdate: action(&row.text()),
                ondelete: on_delete(&row.text(), &row.texts()),
                is_inline: false,
                match_: (row.text() == "f").then(|| "FULL".to_owned()),
                deferrable,
                initially,
                not_valid: !valid,
                comment,
            });
        }
    }
}

fn on_delete(letter: &str, columns: &[String]) -> Option<String> {
    let action = action(letter)?;
    Some(match columns {
        [] => action,
        columns => format!("{action} ({})", columns.join(", ")),
    })
}

fn action(letter: &str) -> Option<String> {
    let words = match letter {
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        "r" => "RESTRICT",
        _ => return None,
    };
    Some(words.to_owned())
}
