//! MySQL's types.

use super::{standard, with_length, with_precision};
use crate::{
    dialect::{CompileError, Dialect},
    schema::{Type, types::NamedType},
};

pub(super) fn type_sql(dialect: &Dialect, type_: &Type) -> Result<String, CompileError> {
    match type_ {
        Type::Uuid { .. } => Ok(with_length("CHAR", Some(32))),
        Type::Enum(enum_) if enum_.is_native() => {
            let type_ = NamedType {
                collation: enum_.collation.clone(),
                charset: enum_.charset.clone(),
                ..NamedType::new("ENUM")
            };
            Ok(extend_text(&type_, values(dialect, "ENUM", &enum_.values)))
        }
        Type::Enum(enum_) => named(dialect, &enum_.to_varchar()),
        Type::Array { .. } => Err(CompileError::unsupported_type(dialect.backend, "ARRAY")),
        type_ => {
            let unsupported = || CompileError::unsupported_type(dialect.backend, "?");
            named(dialect, &type_.to_named().ok_or_else(unsupported)?)
        }
    }
}

fn named(dialect: &Dialect, type_: &NamedType) -> Result<String, CompileError> {
    let name = type_.name.as_str();
    let required = |type_| CompileError::LengthRequired { type_, dialect: dialect.backend.name() };
    let length = type_.length.filter(|&length| length != 0);
    Ok(match name {
        "NUMERIC" | "DECIMAL" => extend_number(type_, with_precision(name, type_)),
        "DOUBLE" | "REAL" | "FLOAT" => extend_number(type_, approximate(name, type_)),
        "INT" | "INTEGER" => extend_number(type_, with_width("INTEGER", type_)),
        "TINYINT" | "SMALLINT" | "MEDIUMINT" | "BIGINT" => {
            extend_number(type_, with_width(name, type_))
        }
        "YEAR" => with_width(name, type_),
        "BIT" | "BLOB" => match type_.length {
            Some(length) => format!("{name}({length})"),
            None => name.to_owned(),
        },
        "DATETIME" | "TIME" | "TIMESTAMP" => with_length(name, type_.fsp),
        "VARCHAR" => text(type_, name, Some(length.ok_or(required("VARCHAR"))?), false),
        "NVARCHAR" => text(type_, "VARCHAR", Some(length.ok_or(required("NVARCHAR"))?), true),
        "NCHAR" => text(type_, "CHAR", type_.length, true),
        "CHAR" | "TEXT" => text(type_, name, type_.length, false),
        "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" => text(type_, name, None, false),
        "VARBINARY" => format!("VARBINARY({})", type_.length.ok_or(required("VARBINARY"))?),
        "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" | "INET4" | "INET6" => name.to_owned(),
        "BOOLEAN" => "BOOL".to_owned(),
        "ENUM" | "SET" => extend_text(type_, values(dialect, name, &type_.values)),
        _ => standard(dialect, type_)
            .ok_or_else(|| CompileError::unsupported_type(dialect.backend, name))?,
    })
}

fn with_width(name: &str, type_: &NamedType) -> String {
    match type_.display_width {
        Some(width) => format!("{name}({width})"),
        None => name.to_owned(),
    }
}

/// FLOAT takes a precision alone; DOUBLE and REAL take both numbers or none.
fn approximate(name: &str, type_: &NamedType) -> String {
    match (type_.precision, type_.scale) {
        (Some(precision), Some(scale)) => {
            format!("{name}({precision}, {scale})")
        }
        (Some(precision), None) if name == "FLOAT" => format!("{name}({precision})"),
        _ => name.to_owned(),
    }
}

fn extend_number(type_: &NamedType, mut sql: String) -> String {
    if type_.unsigned {
        sql.push_str(" UNSIGNED");
    }
    if type_.zerofill {
        sql.push_str(" ZEROFILL");
    }
    sql
}

fn text(type_: &NamedType, name: &str, length: Option<i64>, national: bool) -> String {
    let spec = match length {
        Some(length) => format!("{name}({length})"),
        None => name.to_owned(),
    };
    if national && !type_.national {
        return extend_text(&NamedType { national: true, ..type_.clone() }, spec);
    }
    extend_text(type_, spec)
}

/// The character set, which NATIONAL overrides, and the collation.
fn extend_text(type_: &NamedType, spec: String) -> String {
    let mut sql = String::new();
    if type_.national {
        sql.push_str("NATIONAL ");
    }
    sql.push_str(&spec);
    if !type_.national {
        if let Some(charset) = &type_.charset {
            sql.push_str(" CHARACTER SET ");
            sql.push_str(charset);
        } else if type_.ascii {
            sql.push_str(" ASCII");
        } else if type_.unicode {
            sql.push_str(" UNICODE");
        }
    }
    if let Some(collation) = &type_.collation {
        sql.push_str(" COLLATE ");
        sql.push_str(collation);
    } else if type_.binary {
        sql.push_str(" BINARY");
    }
    sql
}

fn values(dialect: &Dialect, name: &str, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| dialect.string_literal(value)).collect();
    format!("{name}({})", values.join(","))
}
