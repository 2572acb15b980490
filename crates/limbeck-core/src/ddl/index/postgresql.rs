//! PostgreSQL's indexes, with every option it has.

use serde_json::Value as Json;

use super::{Parts, Shape, element_sql};
use crate::{
    ddl::{
        DdlError,
        constraint::{access_method, push_included},
        table::with_options,
    },
    dialect::Dialect,
    expr::Expr,
    schema::IndexElement,
};

pub(super) fn create(parts: &Parts<'_>, dialect: &Dialect) -> Result<String, DdlError> {
    let index = parts.index;
    let is_set = |key: &str| parts.option(key).and_then(Json::as_bool) == Some(true);
    let concurrently = if is_set("postgresql_concurrently") { "CONCURRENTLY " } else { "" };
    let mut sql = format!(
        "CREATE {}INDEX {concurrently}{}{} ON {} ",
        parts.unique(),
        parts.if_not_exists(),
        parts.name,
        dialect.qualified(index.schema.as_ref(), &index.table),
    );
    if let Some(using) = parts.option("postgresql_using").and_then(Json::as_str) {
        sql.push_str(&format!("USING {} ", access_method(using)?));
    }
    sql.push('(');
    for (position, element) in index.elements.iter().enumerate() {
        if position > 0 {
            sql.push_str(", ");
        }
        push_element(&mut sql, element, parts, dialect)?;
    }
    sql.push(')');
    if let Some(Json::Array(columns)) = parts.option("postgresql_include") {
        push_included(&mut sql, columns, dialect);
    }
    match parts.option("postgresql_nulls_not_distinct").and_then(Json::as_bool) {
        Some(true) => sql.push_str(" NULLS NOT DISTINCT"),
        Some(false) => sql.push_str(" NULLS DISTINCT"),
        None => {}
    }
    if let Some(Json::Object(with)) = parts.option("postgresql_with")
        && !with.is_empty()
    {
        sql.push_str(&format!(" WITH ({})", with_options(with)));
    }
    if let Some(tablespace) = parts.option("postgresql_tablespace").and_then(Json::as_str) {
        sql.push_str(&format!(" TABLESPACE {}", dialect.quote_name(tablespace)));
    }
    parts.push_where(&mut sql, "postgresql_where", dialect)?;
    Ok(sql)
}

/// Whether PostgreSQL wants parentheses around an element of an index.
pub(crate) fn is_grouped(expr: &Expr) -> bool {
    match expr {
        Expr::Label(label) => is_grouped(&label.operand),
        expr => matches!(Shape::of_expr(expr), Shape::Operation | Shape::Logical),
    }
}

fn push_element(
    sql: &mut String,
    element: &IndexElement,
    parts: &Parts<'_>,
    dialect: &Dialect,
) -> Result<(), DdlError> {
    let written = element_sql(element, dialect)?;
    let is_grouped = matches!(element, IndexElement::Expr { expr, .. } if is_grouped(expr));
    sql.push_str(&if is_grouped { format!("({written})") } else { written });
    let key = match element {
        IndexElement::Column { column } => Some(column.name.as_str()),
        IndexElement::Expr { name, .. } => name.as_deref(),
    };
    let class = key.and_then(|key| parts.option("postgresql_ops")?.get(key)?.as_str());
    if let Some(class) = class {
        sql.push(' ');
        sql.push_str(class);
    }
    Ok(())
}
