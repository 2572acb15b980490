//! What PostgreSQL takes after the closing parenthesis of CREATE TABLE.

use serde_json::Value as Json;

use crate::{ddl::DdlError, dialect::Dialect, schema::Table};

pub(super) fn options(sql: &mut String, table: &Table, dialect: &Dialect) -> Result<(), DdlError> {
    let option = |name: &str| {
        table.options.get(&format!("postgresql_{name}")).filter(|value| !value.is_null())
    };
    if let Some(inherits) = option("inherits") {
        let tables: Vec<String> = match inherits {
            Json::Array(tables) => tables.iter().map(|table| quoted(table, dialect)).collect(),
            table => vec![quoted(table, dialect)],
        };
        sql.push_str(&format!("\n INHERITS ({})", tables.join(", ")));
    }
    if let Some(partition) = option("partition_by").and_then(Json::as_str) {
        sql.push_str(&format!("\n PARTITION BY {partition}"));
    }
    if let Some(using) = option("using").and_then(Json::as_str) {
        sql.push_str(&format!("\n USING {using}"));
    }
    if let Some(Json::Object(with)) =
        option("with").filter(|with| *with != &Json::Object(Default::default()))
    {
        sql.push_str(&format!("\n WITH ({})", with_options(with)));
    }
    match option("with_oids").and_then(Json::as_bool) {
        Some(true) => sql.push_str("\n WITH OIDS"),
        Some(false) => sql.push_str("\n WITHOUT OIDS"),
        None => {}
    }
    if let Some(on_commit) = option("on_commit").and_then(Json::as_str) {
        let words = on_commit.replace('_', " ").to_uppercase();
        sql.push_str(&format!("\n ON COMMIT {words}"));
    }
    if let Some(tablespace) = option("tablespace").and_then(Json::as_str) {
        sql.push_str(&format!("\n TABLESPACE {}", dialect.quote_name(tablespace)));
    }
    Ok(())
}

fn quoted(name: &Json, dialect: &Dialect) -> String {
    dialect.quote_name(name.as_str().unwrap_or_default()).into_owned()
}

/// `fillfactor = 70, autovacuum_enabled = false`.
pub(in crate::ddl) fn with_options(with: &serde_json::Map<String, Json>) -> String {
    let options: Vec<String> = with
        .iter()
        .map(|(name, value)| match value {
            Json::Null => name.clone(),
            Json::String(text) => format!("{name} = {text}"),
            value => format!("{name} = {value}"),
        })
        .collect();
    options.join(", ")
}
