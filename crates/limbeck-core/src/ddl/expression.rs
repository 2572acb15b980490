//! Expressions inside DDL: literals stand in the text, columns without their table.

use serde_json::Value as Json;

use super::DdlError;
use crate::{
    dialect::{CompileError, Dialect},
    expr::Expr,
};

/// `expr` as DDL writes it.
pub(super) fn compile(expr: &Expr, dialect: &Dialect) -> Result<String, CompileError> {
    crate::expr::compile_ddl(expr, dialect)
}

/// An option that may be text or an expression (`{"$expr": ..}`), as DDL writes it.
pub(super) fn compile_option(
    object: &str,
    option: &str,
    value: &Json,
    dialect: &Dialect,
) -> Result<String, DdlError> {
    let expr = match value {
        Json::String(sql) => Expr::Text { sql: sql.clone(), binds: Vec::new() },
        value => read_option(object, option, value)?,
    };
    Ok(compile(&expr, dialect)?)
}

/// The expression that an option holds.
fn read_option(object: &str, option: &str, value: &Json) -> Result<Expr, DdlError> {
    let wrong = |reason: String| DdlError::Option {
        object: object.to_owned(),
        option: option.to_owned(),
        reason,
    };
    let expr = value.get("$expr").ok_or_else(|| wrong(format!("{value} is no expression")))?;
    serde_json::from_value(expr.clone()).map_err(|error| wrong(error.to_string()))
}

/// The columns that an expression names, each once, in the order it names them.
pub(super) fn columns(expr: &Expr) -> Vec<&str> {
    let mut names = Vec::new();
    collect(expr, &mut names);
    names
}

fn collect<'a>(expr: &'a Expr, names: &mut Vec<&'a str>) {
    let all = |items: &'a [Expr], names: &mut Vec<&'a str>| {
        for item in items {
            collect(item, names);
        }
    };
    match expr {
        Expr::Column(column) if !names.contains(&column.name.name.as_str()) => {
            names.push(&column.name.name);
        }
        Expr::Binary(binary) => {
            collect(&binary.left, names);
            collect(&binary.right, names);
        }
        Expr::Function(function) => all(&function.args, names),
        Expr::And { items } | Expr::Or { items } | Expr::List { items, .. } => all(items, names),
        Expr::Unary { operand, .. }
        | Expr::Grouping { operand }
        | Expr::Cast { operand, .. }
        | Expr::TypeCoerce { operand, .. }
        | Expr::Collate { operand, .. }
        | Expr::Extract { operand, .. } => collect(operand, names),
        Expr::Between { operand, low, high, .. } => {
            collect(operand, names);
            collect(low, names);
            collect(high, names);
        }
        Expr::Case { value, whens, r#else } => {
            if let Some(value) = value {
                collect(value, names);
            }
            for (when, then) in whens {
                collect(when, names);
                collect(then, names);
            }
            if let Some(otherwise) = r#else {
                collect(otherwise, names);
            }
        }
        Expr::Label(label) => collect(&label.operand, names),
        _ => {}
    }
}
