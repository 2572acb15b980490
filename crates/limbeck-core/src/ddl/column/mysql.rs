//! MySQL's columns: comments inline, AUTO_INCREMENT, function defaults in parentheses.

use super::{ColumnPlace, computed_sql, default_sql, is_bare_expression};
use crate::{
    dialect::{CompileError, Dialect},
    schema::{Column, Type, types::NumericArgs},
};

pub(super) fn specify(
    sql: &mut String,
    column: &Column,
    place: &ColumnPlace<'_>,
    dialect: &Dialect,
) -> Result<(), CompileError> {
    specify_as(sql, column, place, dialect, column.nullable)
}

/// [`specify`] with the word on NULL decided by the caller.
pub(super) fn specify_as(
    sql: &mut String,
    column: &Column,
    place: &ColumnPlace<'_>,
    dialect: &Dialect,
    nullable: bool,
) -> Result<(), CompileError> {
    let type_ = column.type_.for_backend(dialect.backend);
    if let Type::Double(NumericArgs { precision: Some(_), scale: None }) = type_ {
        return Err(CompileError::PrecisionWithoutScale);
    }
    sql.push_str(&dialect.type_sql(type_)?);
    if let Some(computed) = &column.computed {
        sql.push(' ');
        sql.push_str(&computed_sql(computed, dialect)?);
    }
    if !nullable {
        sql.push_str(" NOT NULL");
    } else if is_timestamp(type_) {
        sql.push_str(" NULL");
    }
    if let Some(comment) = &column.comment {
        sql.push_str(" COMMENT ");
        sql.push_str(&dialect.string_literal(comment));
    }
    if place.keys.is_autoincrement(column) && column.server_default.is_none() {
        sql.push_str(" AUTO_INCREMENT");
    } else if let Some(default) = default_sql(column.server_default.as_ref(), dialect)? {
        if needs_parentheses(&default) {
            sql.push_str(" DEFAULT (");
            sql.push_str(&default);
            sql.push(')');
        } else {
            sql.push_str(" DEFAULT ");
            sql.push_str(&default);
        }
    }
    Ok(())
}

fn is_timestamp(type_: &Type) -> bool {
    match type_ {
        Type::Sql(named) | Type::Mysql(named) | Type::Postgresql(named) => {
            named.name == "TIMESTAMP"
        }
        _ => false,
    }
}

/// `now(3)` and ON UPDATE stand bare; other expressions do not.
fn needs_parentheses(default: &str) -> bool {
    let upper = default.to_ascii_uppercase();
    is_bare_expression(default) && !has_on_update(&upper) && !is_now_with_digits(&upper)
}

fn has_on_update(upper: &str) -> bool {
    upper.match_indices("ON").any(|(at, _)| {
        let rest = &upper[at + 2..];
        rest.starts_with(' ') && rest.trim_start_matches(' ').starts_with("UPDATE")
    })
}

fn is_now_with_digits(upper: &str) -> bool {
    let arguments = upper.strip_prefix("NOW(").or_else(|| upper.strip_prefix("CURRENT_TIMESTAMP("));
    arguments.is_some_and(|arguments| {
        let rest = arguments.trim_start_matches(|digit: char| digit.is_ascii_digit());
        rest.len() < arguments.len() && rest.starts_with(')')
    })
}
