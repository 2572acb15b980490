//! MySQL's indexes: prefix words, prefix lengths, parsers and methods.

use serde_json::Value as Json;

use super::{Parts, Shape, element_sql};
use crate::{ddl::DdlError, dialect::Dialect, schema::IndexElement};

pub(super) fn create(parts: &Parts<'_>, dialect: &Dialect) -> Result<String, DdlError> {
    create_with(parts, dialect, |name| parts.option(&format!("mysql_{name}")))
}

/// CREATE INDEX with the options that `option` finds.
pub(super) fn create_with<'a>(
    parts: &'a Parts<'_>,
    dialect: &Dialect,
    option: impl Fn(&str) -> Option<&'a Json>,
) -> Result<String, DdlError> {
    let index = parts.index;
    let mut sql = format!("CREATE {}", parts.unique());
    if let Some(prefix) = option("prefix").and_then(Json::as_str).filter(|word| !word.is_empty()) {
        sql.push_str(prefix);
        sql.push(' ');
    }
    sql.push_str(&format!(
        "INDEX {}{} ON {} (",
        parts.if_not_exists(),
        parts.name,
        dialect.qualified(index.schema.as_ref(), &index.table),
    ));
    for (position, element) in index.elements.iter().enumerate() {
        if position > 0 {
            sql.push_str(", ");
        }
        push_element(&mut sql, element, option("length"), dialect)?;
    }
    sql.push(')');
    if let Some(parser) = option("with_parser").and_then(Json::as_str) {
        sql.push_str(&format!(" WITH PARSER {parser}"));
    }
    if let Some(using) = option("using").and_then(Json::as_str) {
        sql.push_str(&format!(" USING {}", dialect.quote_name(using)));
    }
    Ok(sql)
}

fn push_element(
    sql: &mut String,
    element: &IndexElement,
    length: Option<&Json>,
    dialect: &Dialect,
) -> Result<(), DdlError> {
    let mut written = element_sql(element, dialect)?;
    if matches!(Shape::of(element), Shape::Operation | Shape::Function | Shape::Modifier) {
        written = format!("({written})");
    }
    let key = match element {
        IndexElement::Column { column } => Some(column.name.as_str()),
        IndexElement::Expr { name, .. } => name.as_deref(),
    };
    let length = match length {
        Some(Json::Object(by_name)) => {
            key.and_then(|key| by_name.get(key)).or_else(|| by_name.get(&written))
        }
        length => length,
    };
    sql.push_str(&written);
    if let Some(length) = length.and_then(Json::as_i64) {
        sql.push_str(&format!("({length})"));
    }
    Ok(())
}
