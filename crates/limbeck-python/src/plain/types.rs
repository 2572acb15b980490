//! Column types.

use limbeck_core::schema::{
    Type,
    types::{NamedType, NumericArgs, TextArgs},
};
use rustpython_vm::compiler::ast::{self, Expr};

use super::{arguments::Arguments, names::Names};

const POSTGRESQL: &str = "sqlalchemy.dialects.postgresql.";

/// A column type, by its class or as an instance.
pub(super) fn type_of(expression: &Expr, names: &Names<'_>) -> Option<Type> {
    match expression {
        Expr::Call(call) => {
            let path = names.path(&call.func)?;
            let takes = |positional: &[&'static str], keywords: &[&'static str]| {
                Arguments::bind(&call.arguments.args, call, names, positional, keywords)
            };
            with_arguments(&path, call, names, takes)
        }
        class => bare(&names.path(class)?),
    }
}

/// A type whose class stands for it, or that is called without arguments.
fn bare(path: &str) -> Option<Type> {
    if let Some(name) = path.strip_prefix(POSTGRESQL) {
        let known = matches!(
            name,
            "BYTEA"
                | "CIDR"
                | "HSTORE"
                | "INET"
                | "JSON"
                | "JSONB"
                | "MACADDR"
                | "OID"
                | "TSVECTOR"
        );
        return match name {
            "UUID" => Some(Type::Sql(uuid())),
            "TIMESTAMP" | "TIME" => Some(Type::Postgresql(NamedType::new(name))),
            _ => known.then(|| Type::Postgresql(NamedType::new(name))),
        };
    }
    Some(match path.strip_prefix("sqlalchemy.")? {
        "Integer" => Type::Integer,
        "SmallInteger" => Type::SmallInteger,
        "BigInteger" => Type::BigInteger,
        "Date" => Type::Date,
        "String" => Type::String(TextArgs::default()),
        "Text" => Type::Text(TextArgs::default()),
        "Unicode" => Type::Unicode(TextArgs::default()),
        "UnicodeText" => Type::UnicodeText(TextArgs::default()),
        "Numeric" => Type::Numeric(NumericArgs::default()),
        "Float" => Type::Float(NumericArgs::default()),
        "Double" => Type::Double(NumericArgs::default()),
        "LargeBinary" => Type::LargeBinary { length: None },
        "DateTime" => Type::DateTime { timezone: false },
        "Time" => Type::Time { timezone: false },
        "Boolean" => Type::Boolean { create_constraint: false, name: Default::default() },
        "JSON" => Type::Json { none_as_null: false },
        "Uuid" => Type::Uuid { as_uuid: true, native_uuid: true },
        "UUID" => Type::Sql(uuid()),
        name @ ("VARCHAR" | "CHAR" | "TEXT" | "INTEGER" | "BIGINT" | "SMALLINT" | "BOOLEAN"
        | "TIMESTAMP" | "DATETIME" | "DATE" | "NUMERIC" | "DECIMAL" | "FLOAT" | "REAL"
        | "BLOB") => Type::Sql(NamedType::new(name)),
        _ => return None,
    })
}

fn uuid() -> NamedType {
    NamedType { as_uuid: Some(true), ..NamedType::new("UUID") }
}

fn with_arguments<'a>(
    path: &str,
    call: &'a ast::ExprCall,
    names: &Names<'_>,
    takes: impl Fn(&[&'static str], &[&'static str]) -> Option<Arguments<'a>>,
) -> Option<Type> {
    if call.arguments.is_empty() {
        return bare(path);
    }
    if let Some(name) = path.strip_prefix(POSTGRESQL) {
        return match name {
            "JSON" | "JSONB" => {
                // Only what rows are read as depends on it.
                let given = takes(&[], &["astext_type"])?;
                type_of(given.get("astext_type")?, names)?;
                bare(path)
            }
            "UUID" => {
                let given = takes(&["as_uuid"], &[])?;
                Some(Type::Sql(NamedType { as_uuid: given.flag("as_uuid")?, ..uuid() }))
            }
            "TIMESTAMP" => {
                let timezone = takes(&["timezone"], &[])?.flag("timezone")?.unwrap_or(false);
                Some(Type::Postgresql(NamedType { timezone, ..NamedType::new(name) }))
            }
            _ => None,
        };
    }
    let texts = || {
        let given = takes(&["length", "collation"], &[])?;
        Some(TextArgs { length: given.int("length")?, collation: given.text("collation")? })
    };
    let timezone = || Some(takes(&["timezone"], &[])?.flag("timezone")?.unwrap_or(false));
    let precision = |key| takes(&[key], &[])?.int(key);
    Some(match path.strip_prefix("sqlalchemy.")? {
        "String" => Type::String(texts()?),
        "Text" => Type::Text(texts()?),
        "Unicode" => Type::Unicode(texts()?),
        "UnicodeText" => Type::UnicodeText(texts()?),
        "Numeric" => {
            let given = takes(&["precision", "scale"], &[])?;
            let (precision, scale) = (given.int("precision")?, given.int("scale")?);
            Type::Numeric(NumericArgs { precision, scale })
        }
        "Float" => Type::Float(NumericArgs { precision: precision("precision")?, scale: None }),
        "LargeBinary" => Type::LargeBinary { length: precision("length")? },
        "DateTime" => Type::DateTime { timezone: timezone()? },
        "Time" => Type::Time { timezone: timezone()? },
        "UUID" => {
            Type::Sql(NamedType { as_uuid: takes(&["as_uuid"], &[])?.flag("as_uuid")?, ..uuid() })
        }
        name @ ("VARCHAR" | "CHAR" | "TEXT") => {
            let TextArgs { length, collation } = texts()?;
            Type::Sql(NamedType { length, collation, ..NamedType::new(name) })
        }
        "TIMESTAMP" => {
            Type::Sql(NamedType { timezone: timezone()?, ..NamedType::new("TIMESTAMP") })
        }
        name @ ("NUMERIC" | "DECIMAL") => {
            let given = takes(&["precision", "scale"], &[])?;
            let (precision, scale) = (given.int("precision")?, given.int("scale")?);
            Type::Sql(NamedType { precision, scale, ..NamedType::new(name) })
        }
        _ => return None,
    })
}
