//! PostgreSQL's catalog.

mod columns;
mod constraints;
mod indexes;
mod names;
mod planner;
mod sequences;
mod types;

pub(super) use names::{has_table, names};

use indexmap::IndexMap;

use super::{
    ReflectedTable, Run, Scope, What,
    row::{Row, optional, text},
};
use crate::{
    dialect::Dialect,
    statement::{DatabaseError, Statement, Value},
};

/// Tables by name, in the order of the catalog.
type Tables = IndexMap<String, ReflectedTable>;

/// Everything about the tables of `scope`.
pub(super) fn tables(
    dialect: &Dialect,
    scope: Scope<'_>,
    run: &mut Run<'_>,
) -> Result<Vec<ReflectedTable>, DatabaseError> {
    let read = |run: &mut Run<'_>| {
        let mut tables = listed(scope, run)?;
        columns::read(scope, &mut tables, run)?;
        sequences::find_shared(&mut tables);
        constraints::read(dialect, scope, &mut tables, run)?;
        indexes::read(dialect, scope, &mut tables, run)?;
        Ok(tables.into_values().collect())
    };
    if scope.tables.is_some() { read(run) } else { planner::plainly(run, read) }
}

/// As much about the tables of `scope` as one question needs.
pub(super) fn facts(
    dialect: &Dialect,
    what: What,
    scope: Scope<'_>,
    run: &mut Run<'_>,
) -> Result<Vec<ReflectedTable>, DatabaseError> {
    let mut tables = listed(scope, run)?;
    match what {
        What::Columns => columns::read(scope, &mut tables, run)?,
        What::Indexes => indexes::read(dialect, scope, &mut tables, run)?,
        What::TableComment | What::TableOptions => {}
        _ => constraints::read(dialect, scope, &mut tables, run)?,
    }
    Ok(tables.into_values().collect())
}

/// The tables of `scope` with their comments and options.
fn listed(scope: Scope<'_>, run: &mut Run<'_>) -> Result<Tables, DatabaseError> {
    let rows = run.ask(&query(
        "SELECT c.relname, \
         (SELECT ds.description FROM pg_catalog.pg_description AS ds WHERE ds.objoid = c.oid \
         AND ds.classoid = 'pg_catalog.pg_class'::regclass AND ds.objsubid = 0), \
         ARRAY(SELECT p.relname::text FROM pg_catalog.pg_inherits AS i \
         JOIN pg_catalog.pg_class AS p ON p.oid = i.inhparent \
         WHERE i.inhrelid = c.oid ORDER BY i.inhseqno), c.relispartition, c.relkind = 'f'",
        "",
        scope,
        "c.oid",
    ))?;
    let table = |values| {
        let mut row = Row::new(values);
        let mut table = ReflectedTable {
            name: row.text(),
            schema: scope.schema.map(str::to_owned),
            comment: row.optional(),
            ..ReflectedTable::default()
        };
        let parents = row.texts();
        if !parents.is_empty() {
            table.options.insert("postgresql_inherits".to_owned(), parents.into());
        }
        (table.is_partition, table.is_foreign) = (row.flag(), row.flag());
        (table.name.clone(), table)
    };
    Ok(rows.rows.into_iter().map(table).collect())
}

/// A query over the tables of `scope`, which are `c` and whose schemas are `n`.
fn query(select: &str, joins: &str, scope: Scope<'_>, order: &str) -> Statement {
    let kinds = if scope.views { "'r', 'p', 'f', 'v', 'm'" } else { "'r', 'p', 'f'" };
    let mut sql = format!(
        "{select} FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace {joins} \
         WHERE c.relkind IN ({kinds}) AND {}",
        in_schema(scope.schema)
    );
    let mut params: Vec<Value> = scope.schema.map(text).into_iter().collect();
    if let Some(tables) = scope.tables {
        params.push(Value::Array(tables.iter().map(|name| text(name)).collect()));
        sql.push_str(&format!(" AND c.relname = ANY (${}::text[])", params.len()));
    }
    sql.push_str(&format!(" ORDER BY {order}"));
    Statement::with_params(sql, params)
}

// Without a schema, whatever the search path reaches.
fn in_schema(schema: Option<&str>) -> &'static str {
    match schema {
        Some(_) => "n.nspname = $1",
        None => "pg_catalog.pg_table_is_visible(c.oid) AND n.nspname <> 'pg_catalog'",
    }
}

fn schema_params(schema: Option<&str>) -> Vec<Value> {
    schema.map(|schema| optional(Some(schema))).into_iter().collect()
}
