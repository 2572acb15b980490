//! Columns and their defaults.

use limbeck_core::{
    expr::{Expr as Expression, Function},
    schema::{Autoincrement, Column, Ident, ServerDefault, Type},
};
use rustpython_vm::compiler::ast::{self, Expr};

use super::{
    arguments::{Arguments, optional},
    names::Names,
    types::type_of,
};

/// A column, and whether it says nothing of NULL.
pub(super) struct WrittenColumn {
    pub(super) column: Column,
    pub(super) leaves_null_open: bool,
}

/// `sa.Column(name, type, ..)` that needs no table to be described.
pub(super) fn column(call: &ast::ExprCall, names: &Names<'_>) -> Option<WrittenColumn> {
    let keywords = ["autoincrement", "comment", "nullable", "primary_key", "server_default"];
    let given = Arguments::bind(&call.arguments.args, call, names, &["name", "type_"], &keywords)?;
    let name = given.text("name")?.filter(|name| !name.is_empty())?;
    let mut column = Column::new(name, type_of(given.get("type_")?, names)?);
    column.primary_key = given.flag("primary_key")?.unwrap_or(false);
    let nullable = match given.written("nullable") {
        Some(value) => Some(names.flag(value)?),
        None => None,
    };
    column.nullable = nullable.unwrap_or(!column.primary_key);
    column.comment = given.text("comment")?;
    column.autoincrement = match given.written("autoincrement") {
        None => Autoincrement::Auto,
        Some(value) => match names.flag(value) {
            Some(true) => Autoincrement::True,
            Some(false) => Autoincrement::False,
            None if names.text(value)? == "auto" => Autoincrement::Auto,
            None => return None,
        },
    };
    column.server_default =
        optional(given.get("server_default"), |value| server_default(value, names))?;
    Some(WrittenColumn { column, leaves_null_open: nullable.is_none() })
}

/// `server_default=` as it is written.
pub(super) fn server_default(value: &Expr, names: &Names<'_>) -> Option<ServerDefault> {
    match names.text(value) {
        Some(text) => Some(ServerDefault::Text(text)),
        None => expression(value, names).map(|expr| ServerDefault::Expr(Box::new(expr))),
    }
}

/// `sa.text("..")`, `sa.true()` or a function of no arguments.
pub(super) fn expression(value: &Expr, names: &Names<'_>) -> Option<Expression> {
    let Expr::Call(call) = value else { return None };
    let path = names.path(&call.func)?;
    let path = path.strip_prefix("sqlalchemy.")?;
    let path = path.strip_prefix("sql.").unwrap_or(path);
    match (path, &*call.arguments.args) {
        _ if !call.arguments.keywords.is_empty() => None,
        ("text", [sql]) => Some(Expression::Text { sql: names.text(sql)?, binds: Vec::new() }),
        ("true", []) => Some(Expression::True),
        ("false", []) => Some(Expression::False),
        ("func.now", []) => Some(date_time_function("now", "now")),
        ("func.current_timestamp", []) => {
            Some(date_time_function("CURRENT_TIMESTAMP", "current_timestamp"))
        }
        _ => None,
    }
}

fn date_time_function(name: &str, stem: &str) -> Expression {
    Expression::Function(Function {
        name: vec![Ident::from(name)],
        type_: Some(Type::DateTime { timezone: false }),
        bare: name != stem,
        known: true,
        stem: Some(stem.to_owned()),
        ..Function::default()
    })
}
