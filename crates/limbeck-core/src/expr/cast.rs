//! How types are spelled around an expression: CAST, and the casts of parameters.

use super::{Mode, kind::Kind};
use crate::{
    dialect::{Backend, CompileError, Dialect, Paramstyle},
    schema::{
        Type,
        types::{NamedType, NumericArgs, TextArgs},
    },
};

/// The dialect as it spells for this mode: a live text has placeholders of the server's own.
pub(super) fn for_mode(dialect: &Dialect, mode: Mode) -> Dialect {
    let mut dialect = dialect.clone();
    if mode == Mode::Live {
        dialect.paramstyle = match dialect.backend {
            Backend::Postgresql => Paramstyle::NumericDollar,
            _ => Paramstyle::Qmark,
        };
    }
    dialect
}

/// The type as CAST spells it; `None` where the dialect cannot cast to it.
pub(super) fn cast_type(dialect: &Dialect, type_: &Type) -> Result<Option<String>, CompileError> {
    match dialect.backend {
        Backend::Mysql | Backend::Mariadb => mysql_cast_type(dialect, type_),
        _ => dialect.type_sql(type_).map(Some),
    }
}

fn mysql_cast_type(dialect: &Dialect, type_: &Type) -> Result<Option<String>, CompileError> {
    let type_ = type_.for_backend(dialect.backend);
    let named = match type_ {
        Type::Sql(named) | Type::Mysql(named) => Some(named),
        _ => None,
    };
    let name = named.map_or("", |named| named.name.as_str());
    Ok(match Kind::of(Some(type_)) {
        Kind::Integer => Some(match named.is_some_and(|named| named.unsigned) {
            true => "UNSIGNED INTEGER".to_owned(),
            false => "SIGNED INTEGER".to_owned(),
        }),
        Kind::DateTime if name == "TIMESTAMP" => Some("DATETIME".to_owned()),
        Kind::DateTime | Kind::Date | Kind::Time => Some(dialect.type_sql(type_)?),
        Kind::Enum if is_native_enum(type_) => None,
        Kind::Enum => Some("CHAR".to_owned()),
        Kind::String => Some(mysql_char(dialect, type_)?),
        Kind::Binary => Some("BINARY".to_owned()),
        Kind::Json => Some("JSON".to_owned()),
        Kind::Numeric => Some(dialect.type_sql(type_)?.replace("NUMERIC", "DECIMAL")),
        Kind::Float
            if dialect.server_version.is_some_and(|version| match dialect.grammar() {
                Backend::Mariadb => version >= (10, 4, 5),
                _ => version >= (8, 0, 17),
            }) =>
        {
            Some(dialect.type_sql(type_)?)
        }
        _ => None,
    })
}

fn mysql_char(dialect: &Dialect, type_: &Type) -> Result<String, CompileError> {
    let length = |length: &Option<i64>| match length {
        Some(length) => format!("CHAR({length})"),
        None => "CHAR".to_owned(),
    };
    Ok(match type_ {
        Type::String(args) | Type::Text(args) | Type::Unicode(args) | Type::UnicodeText(args) => {
            length(&args.length)
        }
        Type::Sql(named) => length(&named.length),
        Type::Mysql(named) => {
            let char = NamedType { name: "CHAR".to_owned(), national: false, ..named.clone() };
            dialect.type_sql(&Type::Mysql(char))?
        }
        _ => "CHAR".to_owned(),
    })
}

/// The cast that the driver writes behind a placeholder of this type: psycopg and asyncpg
/// send values whose type the server must be told.
pub(super) fn bind_cast(
    dialect: &Dialect,
    type_: Option<&Type>,
) -> Result<Option<String>, CompileError> {
    if dialect.backend != Backend::Postgresql {
        return Ok(None);
    }
    let Some(type_) = type_.map(|type_| type_.for_backend(dialect.backend)) else {
        return Ok(None);
    };
    let wanted = match dialect.driver.as_str() {
        "psycopg" | "psycopg_async" => psycopg_casts(type_),
        "asyncpg" => asyncpg_casts(type_),
        "default" => false,
        "psycopg2" => {
            matches!(Kind::of(Some(type_)), Kind::Uuid | Kind::Json | Kind::Array)
                || is_sent_as_text(type_)
        }
        _ => true,
    };
    if !wanted {
        return Ok(None);
    }
    if let ("asyncpg", Kind::Float) = (dialect.driver.as_str(), Kind::of(Some(type_))) {
        let args = match type_ {
            Type::Float(args) | Type::Double(args) => *args,
            _ => NumericArgs::default(),
        };
        return dialect.type_sql(&Type::Float(args)).map(Some);
    }
    let keeps_name =
        dialect.driver == "asyncpg" && matches!(type_, Type::Sql(named) if named.name == "CHAR");
    if Kind::of(Some(type_)) == Kind::String && !keeps_name {
        // Every text is sent as VARCHAR, of whatever length.
        let collation = match type_ {
            Type::String(args)
            | Type::Text(args)
            | Type::Unicode(args)
            | Type::UnicodeText(args)
                if args.length.is_none() =>
            {
                args.collation.clone()
            }
            Type::Sql(named) if named.length.is_none() => named.collation.clone(),
            _ => None,
        };
        return dialect.type_sql(&Type::String(TextArgs { length: None, collation })).map(Some);
    }
    dialect.type_sql(type_).map(Some)
}

/// Bits and ranges, which every driver sends as text.
fn is_sent_as_text(type_: &Type) -> bool {
    matches!(type_, Type::Postgresql(named) if named.name == "BIT" || named.name.ends_with("RANGE"))
}

fn psycopg_casts(type_: &Type) -> bool {
    match Kind::of(Some(type_)) {
        Kind::Interval => matches!(type_, Type::Postgresql(_)),
        Kind::String
        | Kind::DateTime
        | Kind::Date
        | Kind::Time
        | Kind::Integer
        | Kind::Uuid
        | Kind::Json
        | Kind::Array => true,
        Kind::Enum => !is_native_enum(type_),
        _ => {
            is_sent_as_text(type_)
                || matches!(type_, Type::Postgresql(named) if named.name == "REGCONFIG")
        }
    }
}

fn asyncpg_casts(type_: &Type) -> bool {
    match Kind::of(Some(type_)) {
        Kind::Null => false,
        Kind::Other => {
            is_sent_as_text(type_)
                || matches!(
                    type_,
                    Type::Postgresql(named)
                        if matches!(named.name.as_str(), "REGCONFIG" | "REGCLASS" | "OID")
                )
        }
        _ => true,
    }
}

fn is_native_enum(type_: &Type) -> bool {
    match type_ {
        Type::Enum(named) => named.native != Some(false),
        _ => true,
    }
}
