//! CREATE INDEX and DROP INDEX.

mod mariadb;
mod mysql;
mod postgresql;
mod sqlite;

use serde_json::Value as Json;

pub(crate) use self::postgresql::is_grouped as is_grouped_on_postgresql;
use super::{
    DdlContext, DdlError, Output, expression,
    naming::{self, NameKind, Named},
};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    expr::Expr,
    ops::{CreateIndex, DropIndex},
    schema::{Ident, Index, IndexElement},
};

pub(super) fn create(
    create: &CreateIndex,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    out.run(create_sql(&create.index, create.if_not_exists == Some(true), context)?);
    Ok(())
}

pub(super) fn create_sql(
    index: &Index,
    if_not_exists: bool,
    context: &DdlContext<'_>,
) -> Result<String, DdlError> {
    let dialect = context.dialect;
    let name = naming::index_name(index, context.naming_convention)?;
    let name = dialect.constraint_name(&name)?.ok_or_else(|| {
        CompileError::Message("CREATE INDEX requires that the index have a name".to_owned())
    })?;
    let parts = Parts { index, name, if_not_exists };
    match dialect.backend {
        Backend::Postgresql => postgresql::create(&parts, dialect),
        Backend::Sqlite => sqlite::create(&parts, dialect),
        Backend::Mysql => mysql::create(&parts, dialect),
        Backend::Mariadb => mariadb::create(&parts, dialect),
    }
}

pub(super) fn drop(
    drop: &DropIndex,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    let nobody = Ident::from("no_table");
    let table = drop.table.as_ref().unwrap_or(&nobody);
    let named = Named {
        kind: NameKind::Index,
        name: &drop.name,
        table,
        schema: drop.schema.as_ref(),
        columns: &[],
        references: None,
    };
    let name = naming::apply(named, context.naming_convention)?;
    let name = dialect.constraint_name(&name)?.ok_or_else(|| {
        CompileError::Message("DROP INDEX requires that the index have a name".to_owned())
    })?;
    let mut sql = "\nDROP INDEX ".to_owned();
    let concurrently = drop.options.get("postgresql_concurrently").and_then(Json::as_bool);
    if dialect.backend == Backend::Postgresql && concurrently == Some(true) {
        sql.push_str("CONCURRENTLY ");
    }
    if drop.if_exists == Some(true) {
        sql.push_str("IF EXISTS ");
    }
    if dialect.is_mysql() {
        sql.push_str(&format!("{name} ON {}", dialect.qualified(drop.schema.as_ref(), table)));
    } else {
        push_with_schema(&mut sql, drop.schema.as_ref(), &name, dialect);
    }
    out.run(sql);
    Ok(())
}

/// An index and what its statement needs besides.
struct Parts<'a> {
    index: &'a Index,
    /// Quoted.
    name: String,
    if_not_exists: bool,
}

impl Parts<'_> {
    fn unique(&self) -> &'static str {
        if self.index.unique { "UNIQUE " } else { "" }
    }

    fn if_not_exists(&self) -> &'static str {
        if self.if_not_exists { "IF NOT EXISTS " } else { "" }
    }

    /// The option of this full key; null is no option.
    fn option(&self, key: &str) -> Option<&Json> {
        self.index.options.get(key).filter(|value| !value.is_null())
    }

    /// ` WHERE ..`, where the option of this key holds a condition.
    fn push_where(&self, sql: &mut String, key: &str, dialect: &Dialect) -> Result<(), DdlError> {
        if let Some(condition) = self.option(key) {
            sql.push_str(" WHERE ");
            sql.push_str(&expression::compile_option(&self.name, key, condition, dialect)?);
        }
        Ok(())
    }
}

fn push_with_schema(sql: &mut String, schema: Option<&Ident>, name: &str, dialect: &Dialect) {
    if let Some(schema) = schema.filter(|schema| !schema.name.is_empty()) {
        sql.push_str(&dialect.quote_ident(schema));
        sql.push('.');
    }
    sql.push_str(name);
}

/// An element as written, without parentheses of its own.
fn element_sql(element: &IndexElement, dialect: &Dialect) -> Result<String, CompileError> {
    match element {
        IndexElement::Column { column } => Ok(dialect.quote_ident(column).into_owned()),
        IndexElement::Expr { expr, .. } => expression::compile(expr, dialect),
    }
}

/// What an element is, as far as parentheses go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    Function,
    /// An operator between or before operands.
    Operation,
    /// AND and OR.
    Logical,
    /// ASC and DESC.
    Direction,
    /// NULLS FIRST and its like.
    Modifier,
}

/// Whether MySQL wants parentheses around an element of an index.
pub(crate) fn is_grouped_on_mysql(expr: &Expr) -> bool {
    matches!(Shape::of_expr(expr), Shape::Operation | Shape::Function | Shape::Modifier)
}

impl Shape {
    fn of(element: &IndexElement) -> Shape {
        match element {
            IndexElement::Column { .. } => Shape::Plain,
            IndexElement::Expr { expr, .. } => Shape::of_expr(expr),
        }
    }

    fn of_expr(expr: &Expr) -> Shape {
        match expr {
            Expr::Binary(_) | Expr::Between { .. } | Expr::Collate { .. } => Shape::Operation,
            Expr::And { .. } | Expr::Or { .. } => Shape::Logical,
            Expr::Function(_) => Shape::Function,
            Expr::Unary { op, .. } => match op.as_str() {
                "asc_op" | "desc_op" => Shape::Direction,
                "nulls_first_op" | "nulls_last_op" => Shape::Modifier,
                _ => Shape::Operation,
            },
            Expr::TypeCoerce { operand, .. } => Shape::of_expr(operand),
            _ => Shape::Plain,
        }
    }
}
