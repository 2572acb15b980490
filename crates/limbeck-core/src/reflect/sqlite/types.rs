//! SQLite's free spelling of types, read by SQLAlchemy's rules.

use crate::schema::{Type, types::NamedType};

/// The type that `text` declares: by its name where SQLAlchemy knows it, otherwise by
/// SQLite's rules of affinity.
pub(crate) fn parse_type(text: &str) -> Type {
    let (name, args) = match text.split_once('(') {
        Some((name, rest)) => (name, rest.split(')').next().unwrap_or_default()),
        None => (text, ""),
    };
    let name = name.trim().to_ascii_uppercase();
    let args: Vec<i64> = args.split(',').filter_map(|arg| arg.trim().parse().ok()).collect();
    match known(&name).or_else(|| affinity(&name)) {
        Some(name) => with_args(name, &args),
        None => Type::Null,
    }
}

fn known(name: &str) -> Option<&'static str> {
    Some(match name {
        "BIGINT" => "BIGINT",
        "BLOB" => "BLOB",
        "BOOL" | "BOOLEAN" => "BOOLEAN",
        "CHAR" => "CHAR",
        "DATE" | "DATE_CHAR" => "DATE",
        "DATETIME" | "DATETIME_CHAR" => "DATETIME",
        "DOUBLE" => "DOUBLE",
        "DOUBLE_PRECISION" => "DOUBLE_PRECISION",
        "DECIMAL" => "DECIMAL",
        "FLOAT" => "FLOAT",
        "INT" | "INTEGER" => "INTEGER",
        "JSON" => "JSON",
        "NUMERIC" => "NUMERIC",
        "REAL" => "REAL",
        "SMALLINT" => "SMALLINT",
        "TEXT" => "TEXT",
        "TIME" | "TIME_CHAR" => "TIME",
        "TIMESTAMP" => "TIMESTAMP",
        "VARCHAR" => "VARCHAR",
        "NVARCHAR" => "NVARCHAR",
        "NCHAR" => "NCHAR",
        _ => return None,
    })
}

fn affinity(name: &str) -> Option<&'static str> {
    let has = |part: &str| name.contains(part);
    match name {
        _ if has("INT") => Some("INTEGER"),
        _ if has("CHAR") || has("CLOB") || has("TEXT") => Some("TEXT"),
        _ if has("BLOB") || name.is_empty() => None,
        _ if has("REAL") || has("FLOA") || has("DOUB") => Some("REAL"),
        _ => Some("NUMERIC"),
    }
}

fn with_args(name: &str, args: &[i64]) -> Type {
    let mut named = NamedType::new(name);
    let arg = |place: usize| args.get(place).copied();
    match name {
        "CHAR" | "NCHAR" | "NVARCHAR" | "TEXT" | "VARCHAR" | "BLOB" => named.length = arg(0),
        "DECIMAL" | "NUMERIC" => (named.precision, named.scale) = (arg(0), arg(1)),
        "DOUBLE" | "DOUBLE_PRECISION" | "FLOAT" | "REAL" => named.precision = arg(0),
        _ => {}
    }
    match name {
        "DATE" | "DATETIME" | "JSON" | "TIME" => Type::Sqlite(named),
        _ => Type::Sql(named),
    }
}
