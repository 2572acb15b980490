//! Names of PostgreSQL's objects, and its enumerations and domains.

use serde_json::{Value as Json, json};

use super::{in_schema, schema_params, types::Named};
use crate::{
    reflect::{
        Run, What,
        row::{Row, text},
    },
    statement::{DatabaseError, Statement},
};

/// See [`has_table`](crate::reflect::has_table).
pub(in crate::reflect) fn has_table(table: &str, schema: Option<&str>) -> Statement {
    let mut params = schema_params(schema);
    params.push(text(table));
    let sql = format!(
        "SELECT 1 FROM pg_catalog.pg_class AS c \
         JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
         WHERE {} AND c.relname = ${} AND c.relkind IN ('r', 'p', 'f', 'v', 'm')",
        in_schema(schema),
        params.len()
    );
    Statement::with_params(sql, params)
}

/// Questions that are not about the insides of tables.
pub(in crate::reflect) fn names(
    what: What,
    schema: Option<&str>,
    name: &str,
    run: &mut Run<'_>,
) -> Result<Json, DatabaseError> {
    let mut relations = |kinds: &str, temporary: bool| {
        let persistence = if temporary { "=" } else { "<>" };
        let place = match (temporary, schema) {
            (true, None) => "true",
            _ => in_schema(schema),
        };
        let sql = format!(
            "SELECT c.relname FROM pg_catalog.pg_class AS c \
             JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
             WHERE c.relkind IN ({kinds}) AND c.relpersistence {persistence} 't' AND {place} \
             ORDER BY c.oid"
        );
        list(&Statement::with_params(sql, schema_params(schema)), run)
    };
    match what {
        What::TableNames => relations("'r', 'p'", false),
        What::TempTableNames => relations("'r', 'p'", true),
        What::ForeignTableNames => relations("'f'", false),
        What::ViewNames => relations("'v'", false),
        What::TempViewNames => relations("'v'", true),
        What::MaterializedViewNames => relations("'m'", false),
        What::SequenceNames => relations("'S'", false),
        What::SchemaNames => list(&Statement::ddl(SCHEMAS), run),
        What::Enums => enums(schema, run),
        What::Domains => domains(schema, run),
        What::ViewDefinition => {
            let sql =
                format!("{VIEW} AND {} AND c.relname = ${}", in_schema(schema), count(schema));
            one(&sql, schema, name, run)
        }
        What::HasSequence => {
            let sql = format!(
                "{RELATION} c.relkind = 'S' AND {} AND c.relname = ${}",
                in_schema(schema),
                count(schema)
            );
            Ok(json!(one(&sql, schema, name, run)? != Json::Null))
        }
        What::HasSchema => {
            let sql = "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1";
            Ok(json!(one(sql, None, name, run)? != Json::Null))
        }
        What::HasType => {
            let place = match schema {
                Some(_) => "n.nspname = $1",
                None => "pg_catalog.pg_type_is_visible(t.oid)",
            };
            let sql = format!("{TYPE} {place} AND t.typname = ${}", count(schema));
            Ok(json!(one(&sql, schema, name, run)? != Json::Null))
        }
        _ => Ok(json!([])),
    }
}

const SCHEMAS: &str = "SELECT nspname FROM pg_catalog.pg_namespace \
    WHERE nspname NOT LIKE 'pg\\_%' ORDER BY nspname";
const VIEW: &str = "SELECT pg_catalog.pg_get_viewdef(c.oid) FROM pg_catalog.pg_class AS c \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm')";
const RELATION: &str = "SELECT 1 FROM pg_catalog.pg_class AS c \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE";
const TYPE: &str = "SELECT 1 FROM pg_catalog.pg_type AS t \
    JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace WHERE";

// The place of the parameter behind the schema's.
fn count(schema: Option<&str>) -> usize {
    1 + usize::from(schema.is_some())
}

fn one(
    sql: &str,
    schema: Option<&str>,
    name: &str,
    run: &mut Run<'_>,
) -> Result<Json, DatabaseError> {
    let mut params = schema_params(schema);
    params.push(text(name));
    let rows = run.ask(&Statement::with_params(sql, params))?.rows;
    Ok(rows.into_iter().next().map_or(Json::Null, |row| Row::new(row).optional().into()))
}

fn list(query: &Statement, run: &mut Run<'_>) -> Result<Json, DatabaseError> {
    Ok(run.ask(query)?.rows.into_iter().map(|row| json!(Row::new(row).text())).collect())
}

// `*` asks for every schema.
fn is_wanted(schema: Option<&str>, own: &str, visible: bool) -> bool {
    match schema {
        Some("*") => true,
        Some(schema) => schema == own,
        None => visible,
    }
}

fn enums(schema: Option<&str>, run: &mut Run<'_>) -> Result<Json, DatabaseError> {
    let named = Named::read(run)?;
    let wanted = named.enums.values().filter(|one| is_wanted(schema, &one.schema, one.visible));
    Ok(wanted
        .map(|one| {
            json!({
                "name": one.name,
                "schema": one.schema,
                "visible": one.visible,
                "labels": one.labels,
            })
        })
        .collect())
}

fn domains(schema: Option<&str>, run: &mut Run<'_>) -> Result<Json, DatabaseError> {
    let named = Named::read(run)?;
    let wanted = named.domains.values().filter(|one| is_wanted(schema, &one.schema, one.visible));
    Ok(wanted
        .map(|one| {
            let checks: Vec<Json> = one
                .checks
                .iter()
                .map(|(name, sql)| json!({ "name": name, "check": sql }))
                .collect();
            json!({
                "name": one.name,
                "schema": one.schema,
                "visible": one.visible,
                "type": one.type_text,
                "nullable": !one.not_null,
                "default": one.default,
                "constraints": checks,
                "collation": one.collation,
                "collation_schema": one.collation_schema,
            })
        })
        .collect())
}
