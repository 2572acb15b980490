//! Indexes of PostgreSQL's tables.

use super::{Tables, constraints::nulls_not_distinct, query};
use crate::{
    dialect::Dialect,
    reflect::{
        Run, Scope,
        facts::{ReflectedIndex, ReflectedIndexElement},
        row::Row,
    },
    statement::{DatabaseError, Value},
};

// The vectors are unnested rather than counted through by generate_series, of which the planner
// expects a thousand rows each: enough for it to compile the query, which takes longer than to
// run it. What belongs to a column or an operator class is looked up one by one: a join would
// read all of the table's, or all there are, for each index.
const SELECT: &str = "SELECT c.relname, x.relname, i.indisunique, \
    (SELECT k.conname FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = i.indrelid \
     AND k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x') LIMIT 1), \
    am.amname, x.reloptions, pg_catalog.pg_get_expr(i.indpred, i.indrelid), NULLS_NOT_DISTINCT, \
    ARRAY(SELECT coalesce( \
      (SELECT a.attname::text FROM pg_catalog.pg_attribute AS a \
       WHERE a.attrelid = i.indrelid AND a.attnum = u.n AND u.n <> 0), \
      pg_catalog.pg_get_indexdef(i.indexrelid, u.o::int, true)) \
     FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS u(n, o) ORDER BY u.o), \
    ARRAY(SELECT u.n = 0 \
     FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS u(n, o) ORDER BY u.o), \
    ARRAY(SELECT u.n::int \
     FROM pg_catalog.unnest(i.indoption::int2[]) WITH ORDINALITY AS u(n, o) ORDER BY u.o), \
    ARRAY(SELECT CASE WHEN u.n <> ALL (ARRAY(SELECT oc.oid FROM pg_catalog.pg_opclass AS oc \
      WHERE oc.opcdefault)) THEN (SELECT oc.opcname::text FROM pg_catalog.pg_opclass AS oc \
      WHERE oc.oid = u.n) END \
     FROM pg_catalog.unnest(i.indclass::oid[]) WITH ORDINALITY AS u(n, o) ORDER BY u.o), \
    ARRAY(SELECT CASE WHEN u.n <> (SELECT a.attcollation FROM pg_catalog.pg_attribute AS a \
      WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[u.o - 1]) \
      THEN (SELECT co.collname::text FROM pg_catalog.pg_collation AS co WHERE co.oid = u.n) END \
     FROM pg_catalog.unnest(i.indcollation::oid[]) WITH ORDINALITY AS u(n, o) ORDER BY u.o)";

const JOINS: &str = "JOIN pg_catalog.pg_index AS i ON i.indrelid = c.oid AND NOT i.indisprimary \
    JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid \
    JOIN pg_catalog.pg_am AS am ON am.oid = x.relam";

pub(super) fn read(
    dialect: &Dialect,
    scope: Scope<'_>,
    tables: &mut Tables,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    let select = SELECT.replace("NULLS_NOT_DISTINCT", nulls_not_distinct(dialect));
    // Materialized views have indexes too; plain views have none.
    for values in run.ask(&query(&select, JOINS, scope, "c.oid, x.relname"))?.rows {
        let mut row = Row::new(values);
        if let Some(table) = tables.get_mut(&row.text()) {
            table.indexes.push(index(row));
        }
    }
    Ok(())
}

fn index(mut row: Row) -> ReflectedIndex {
    let (name, unique, constraint) = (row.text(), row.flag(), row.optional());
    let using = row.optional().filter(|method| method != "btree");
    let with = row
        .texts()
        .iter()
        .filter_map(|option| option.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let (condition, nulls_not_distinct) = (row.optional(), row.flag());
    let mut texts = row.texts();
    let expressions = items(row.value());
    let options = items(row.value());
    let classes = items(row.value());
    let collations = items(row.value());
    let include = texts.split_off(options.len().min(texts.len()));
    let optional = |items: &[Value], place: usize| match items.get(place) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let elements = texts
        .into_iter()
        .enumerate()
        .map(|(place, text)| ReflectedIndexElement {
            text,
            is_expression: expressions.get(place) == Some(&Value::Bool(true)),
            sorting: sorting(options.get(place)),
            operator_class: optional(&classes, place),
            collation: optional(&collations, place),
            ..ReflectedIndexElement::default()
        })
        .collect();
    ReflectedIndex {
        name,
        unique,
        elements,
        include,
        constraint,
        using,
        with,
        condition,
        nulls_not_distinct,
        ..ReflectedIndex::default()
    }
}

fn items(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        _ => Vec::new(),
    }
}

// Bit 1: descending. Bit 2: NULLs come first, which is the usual where descending.
fn sorting(option: Option<&Value>) -> Vec<&'static str> {
    match option {
        Some(Value::Int(1)) => vec!["desc", "nulls_last"],
        Some(Value::Int(2)) => vec!["nulls_first"],
        Some(Value::Int(3)) => vec!["desc"],
        _ => Vec::new(),
    }
}
