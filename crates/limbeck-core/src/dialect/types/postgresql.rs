//! PostgreSQL's types.

use super::{standard, with_length};
use crate::{
    dialect::{CompileError, Dialect},
    schema::{
        Ident, Type,
        types::{EnumType, NamedType},
    },
};

pub(super) fn type_sql(dialect: &Dialect, type_: &Type) -> Result<String, CompileError> {
    match type_ {
        Type::Double(_) => Ok("DOUBLE PRECISION".to_owned()),
        Type::LargeBinary { .. } => Ok("BYTEA".to_owned()),
        Type::DateTime { timezone } => Ok(temporal("TIMESTAMP", None, *timezone)),
        Type::Sqlite(named) if named.name == "DATETIME" => {
            Ok(temporal("TIMESTAMP", None, named.timezone))
        }
        Type::Interval { native: false, .. } => Ok(temporal("TIMESTAMP", None, false)),
        Type::Interval { second_precision, .. } => Ok(interval(None, *second_precision)),
        Type::Uuid { native_uuid: true, .. } => Ok("UUID".to_owned()),
        Type::Uuid { .. } => Ok(with_length("CHAR", Some(32))),
        Type::Enum(enum_) if enum_.is_native() => enum_name(dialect, enum_),
        Type::Enum(enum_) => named(dialect, &enum_.to_varchar()),
        Type::Array { item, dimensions } => array(dialect, item, *dimensions),
        type_ => {
            let unsupported = || CompileError::unsupported_type(dialect.backend, "?");
            named(dialect, &type_.to_named().ok_or_else(unsupported)?)
        }
    }
}

fn named(dialect: &Dialect, type_: &NamedType) -> Result<String, CompileError> {
    let name = type_.name.as_str();
    Ok(match name {
        "FLOAT" => match type_.precision {
            Some(precision) if precision != 0 => format!("FLOAT({precision})"),
            _ => "FLOAT".to_owned(),
        },
        "TIMESTAMP" | "TIME" => temporal(name, type_.precision, type_.timezone),
        "INTERVAL" => interval(type_.fields.as_deref(), type_.precision),
        "BIT" if type_.varying => with_length("BIT VARYING", type_.length),
        "BIT" => format!("BIT({})", type_.length.unwrap_or(1)),
        "ARRAY" => match &type_.item {
            Some(item) => array(dialect, item, type_.dimensions)?,
            None => return Err(CompileError::NullType),
        },
        "ENUM" | "DOMAIN" => {
            qualified_type(dialect, name, type_.schema.as_deref(), type_.type_name.as_deref())?
        }
        _ if is_own(name) => name.to_owned(),
        _ => standard(dialect, type_)
            .ok_or_else(|| CompileError::unsupported_type(dialect.backend, name))?,
    })
}

/// The types that PostgreSQL has and SQL has not, spelt by their bare name.
fn is_own(name: &str) -> bool {
    matches!(
        name,
        "BYTEA"
            | "CIDR"
            | "CITEXT"
            | "DATEMULTIRANGE"
            | "DATERANGE"
            | "HSTORE"
            | "INET"
            | "INT4MULTIRANGE"
            | "INT4RANGE"
            | "INT8MULTIRANGE"
            | "INT8RANGE"
            | "JSONB"
            | "JSONPATH"
            | "MACADDR"
            | "MACADDR8"
            | "MONEY"
            | "NUMMULTIRANGE"
            | "NUMRANGE"
            | "OID"
            | "REGCLASS"
            | "REGCONFIG"
            | "TSMULTIRANGE"
            | "TSQUERY"
            | "TSRANGE"
            | "TSTZMULTIRANGE"
            | "TSTZRANGE"
            | "TSVECTOR"
    )
}

fn temporal(name: &str, precision: Option<i64>, timezone: bool) -> String {
    let zone = if timezone { "WITH" } else { "WITHOUT" };
    match precision {
        Some(precision) => format!("{name}({precision}) {zone} TIME ZONE"),
        None => format!("{name} {zone} TIME ZONE"),
    }
}

fn interval(fields: Option<&str>, precision: Option<i64>) -> String {
    let mut sql = "INTERVAL".to_owned();
    if let Some(fields) = fields {
        sql.push(' ');
        sql.push_str(fields);
    }
    if let Some(precision) = precision {
        sql.push_str(&format!(" ({precision})"));
    }
    sql
}

/// The brackets stand before a collation: `VARCHAR(5)[] COLLATE "C"`.
fn array(dialect: &Dialect, item: &Type, dimensions: Option<u32>) -> Result<String, CompileError> {
    let mut sql = dialect.type_sql(item)?;
    let brackets = "[]".repeat(dimensions.unwrap_or(1) as usize);
    sql.insert_str(sql.find(" COLLATE").unwrap_or(sql.len()), &brackets);
    Ok(sql)
}

/// The name of an enum's type, with its schema.
pub(crate) fn enum_name(dialect: &Dialect, enum_: &EnumType) -> Result<String, CompileError> {
    let class = "ENUM";
    let Some(name) = enum_.name.text().filter(|name| !name.is_empty()) else {
        return Err(CompileError::TypeWithoutName { class });
    };
    if enum_.schema.is_none() && is_taken(name) {
        let values: Vec<String> =
            enum_.values.iter().map(|value| crate::dialect::text_repr(value)).collect();
        let adapted = if enum_.dialect.is_none() { ", _create_events=False" } else { "" };
        let type_ = format!("{class}({}, name='{name}'{adapted})", values.join(", "));
        return Err(CompileError::TypeNameTaken { type_, name: name.to_owned() });
    }
    Ok(dialect.qualified(enum_.schema.as_deref().map(Ident::from).as_ref(), &name.into()))
}

fn qualified_type(
    dialect: &Dialect,
    class: &str,
    schema: Option<&str>,
    name: Option<&str>,
) -> Result<String, CompileError> {
    let class = if class == "ENUM" { "ENUM" } else { "DOMAIN" };
    let name = name.ok_or(CompileError::TypeWithoutName { class })?;
    if schema.is_none() && is_taken(name) {
        let type_ = format!("{class}('{name}')");
        return Err(CompileError::TypeNameTaken { type_, name: name.to_owned() });
    }
    Ok(dialect.qualified(schema.map(Ident::from).as_ref(), &name.into()))
}

/// Whether an unqualified type of this name would be hidden by a built-in one.
fn is_taken(name: &str) -> bool {
    matches!(
        name,
        "_array"
            | "hstore"
            | "json"
            | "jsonb"
            | "int4range"
            | "int8range"
            | "numrange"
            | "daterange"
            | "tsrange"
            | "tstzrange"
            | "int4multirange"
            | "int8multirange"
            | "nummultirange"
            | "datemultirange"
            | "tsmultirange"
            | "tstzmultirange"
            | "integer"
            | "bigint"
            | "smallint"
            | "character varying"
            | "character"
            | "\"char\""
            | "name"
            | "text"
            | "numeric"
            | "float"
            | "real"
            | "inet"
            | "cidr"
            | "citext"
            | "uuid"
            | "bit"
            | "bit varying"
            | "macaddr"
            | "macaddr8"
            | "money"
            | "oid"
            | "regclass"
            | "double precision"
            | "timestamp"
            | "timestamp with time zone"
            | "timestamp without time zone"
            | "time with time zone"
            | "time without time zone"
            | "date"
            | "time"
            | "bytea"
            | "boolean"
            | "interval"
            | "tsvector"
            | "tsquery"
            | "regconfig"
    )
}
