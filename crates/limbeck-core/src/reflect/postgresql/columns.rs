//! Columns of PostgreSQL's tables.

use std::{collections::HashMap, sync::Arc};

use serde_json::Value as Json;

use super::{
    Tables, query,
    types::{Named, parse_type},
};
use crate::{
    reflect::{
        Run, Scope,
        facts::{FromDomain, ReflectedColumn, ReflectedComputed},
        row::Row,
    },
    schema::{Identity, SequenceOptions, Type},
    statement::{DatabaseError, Value},
};

// The functions col_description and obj_description take longer than what they do, and a subquery
// whose cost is estimated high makes the planner compile the query, which takes longer still.
const SELECT: &str = "SELECT c.relname, a.attname, \
    pg_catalog.format_type(a.atttypid, a.atttypmod), \
    coalesce(e.typtype, t.typtype)::text, \
    (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef AS d \
     WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), \
    a.attnotnull, a.attgenerated::text, a.attidentity::text, \
    CASE WHEN a.attidentity <> '' THEN (SELECT pg_catalog.json_build_object( \
     'start', s.seqstart, 'increment', s.seqincrement, 'minvalue', s.seqmin, \
     'maxvalue', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle) \
     FROM pg_catalog.pg_sequence AS s JOIN pg_catalog.pg_depend AS d ON d.objid = s.seqrelid \
     WHERE d.classid = 'pg_catalog.pg_class'::regclass \
     AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = a.attrelid \
     AND d.refobjsubid = a.attnum AND d.deptype = 'i') END, \
    (SELECT ds.description FROM pg_catalog.pg_description AS ds WHERE ds.objoid = a.attrelid \
     AND ds.classoid = 'pg_catalog.pg_class'::regclass AND ds.objsubid = a.attnum), \
    (SELECT co.collname FROM pg_catalog.pg_collation AS co \
     WHERE co.oid = a.attcollation AND a.attcollation <> t.typcollation), \
    CASE WHEN a.atthasdef AND a.attgenerated = '' THEN (SELECT s.relname \
     FROM pg_catalog.pg_depend AS d \
     JOIN pg_catalog.pg_class AS s ON s.oid = d.objid AND s.relkind = 'S' \
     WHERE d.classid = 'pg_catalog.pg_class'::regclass \
     AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = a.attrelid \
     AND d.refobjsubid = a.attnum AND d.deptype = 'a' LIMIT 1) END, a.attinhcount > 0";

const JOINS: &str = "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid \
    AND a.attnum > 0 AND NOT a.attisdropped \
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid \
    LEFT JOIN pg_catalog.pg_type AS e ON e.oid = t.typelem AND t.typlen = -1";

pub(super) fn read(
    scope: Scope<'_>,
    tables: &mut Tables,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    let rows = run.ask(&query(SELECT, JOINS, scope, "c.oid, a.attnum"))?.rows;
    // Enumerations and domains are looked up only where a column is of one.
    let own = |row: &Vec<Value>| matches!(row.get(3), Some(Value::Text(kind)) if kind == "e" || kind == "d");
    let named = match rows.iter().any(own) {
        true => Named::read(run)?,
        false => Named::default(),
    };
    let mut types = Types { named, read: HashMap::new() };
    for values in rows {
        let mut row = Row::new(values);
        if let Some(table) = tables.get_mut(&row.text()) {
            let (column, sequence) = column(row, scope.schema, &mut types);
            if let Some(sequence) = sequence.filter(|_| column.autoincrement) {
                table.serials.push((column.name.clone(), sequence));
            }
            table.columns.push(column);
        }
    }
    Ok(())
}

/// Types by their spelling and collation.
struct Types {
    named: Named,
    read: HashMap<(String, Option<String>), Arc<Type>>,
}

impl Types {
    fn read(&mut self, text: &str, collation: Option<String>) -> Arc<Type> {
        let key = (text.to_owned(), collation);
        if let Some(known) = self.read.get(&key) {
            return Arc::clone(known);
        }
        let type_ = Arc::new(parse_type(text, key.1.as_deref(), &self.named));
        self.read.insert(key, Arc::clone(&type_));
        type_
    }
}

fn column(
    mut row: Row,
    schema: Option<&str>,
    types: &mut Types,
) -> (ReflectedColumn, Option<String>) {
    let (name, type_text) = (row.text(), row.text());
    let _kind = row.text();
    let default = row.optional();
    let not_null = row.flag();
    let generated = row.text();
    let identity_kind = row.text();
    let identity = identity(&identity_kind, row.value());
    let comment = row.optional();
    let collation = row.optional();
    let sequence = row.optional();
    let inherited = row.flag();
    let type_ = types.read(&type_text, collation);
    let domain = types.named.domain(&type_text);
    let is_integer = matches!(
        &*type_,
        Type::Sql(named) if matches!(named.name.as_str(), "INTEGER" | "BIGINT" | "SMALLINT")
    );
    let computed = match (generated.as_str(), &default) {
        ("s" | "v", Some(sql)) => {
            Some(ReflectedComputed { sql: sql.clone(), persisted: generated == "s" })
        }
        _ => None,
    };
    let from_domain = FromDomain {
        not_null: !not_null && domain.is_some_and(|domain| domain.not_null),
        default: default.is_none() && domain.is_some_and(|domain| domain.default.is_some()),
    };
    let default = match (&computed, &identity, default) {
        (Some(_), ..) | (_, Some(_), _) => None,
        (_, _, None) => domain.and_then(|domain| domain.default.clone()),
        (_, _, default) => default,
    };
    let counts = default.as_ref().is_some_and(|sql| sql.starts_with("nextval('"));
    let column = ReflectedColumn {
        name,
        type_,
        type_text,
        nullable: !not_null && !from_domain.not_null,
        autoincrement: identity.is_some() || counts && is_integer,
        default: default.map(|sql| qualify_sequence(sql, schema)),
        computed,
        identity,
        primary_key: 0,
        comment,
        collation: None,
        inherited,
        from_domain,
    };
    (column, sequence)
}

fn identity(kind: &str, options: Value) -> Option<Identity> {
    let Value::Json(options) = options else {
        return None;
    };
    let number = |key: &str| options.get(key).and_then(Json::as_i64);
    Some(Identity {
        always: kind == "a",
        on_null: None,
        options: SequenceOptions {
            start: number("start"),
            increment: number("increment"),
            minvalue: number("minvalue"),
            maxvalue: number("maxvalue"),
            cache: number("cache"),
            cycle: options.get("cycle").and_then(Json::as_bool),
            ..SequenceOptions::default()
        },
    })
}

// A sequence that the search path reaches is written without its schema, which a table
// asked for by schema would lose.
fn qualify_sequence(sql: String, schema: Option<&str>) -> String {
    let Some(schema) = schema else { return sql };
    let Some(rest) = sql.strip_prefix("nextval('") else { return sql };
    match rest.split_once('\'') {
        Some((name, tail)) if !name.contains('.') => {
            format!("nextval('\"{schema}\".{name}'{tail}")
        }
        _ => sql,
    }
}
