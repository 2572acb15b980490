//! MySQL's spelling of types, read by SQLAlchemy's rules.

use crate::schema::{
    Type,
    types::{EnumType, NamedType},
};

/// What stands behind the name of a column's type.
#[derive(Debug, Default)]
pub(super) struct Spelled<'a> {
    /// The name, in lower case.
    pub name: &'a str,
    /// What stands between the parentheses.
    pub arguments: &'a str,
    pub unsigned: bool,
    pub zerofill: bool,
    pub charset: Option<&'a str>,
    pub collation: Option<&'a str>,
}

/// The type that a column declares; one that SQLAlchemy does not know is no type.
pub(super) fn type_of(spelled: &Spelled<'_>) -> Type {
    let mut named = NamedType::new(spelled.name.to_ascii_uppercase());
    named.charset = spelled.charset.map(str::to_owned);
    named.collation = spelled.collation.map(str::to_owned);
    let numbers: Vec<i64> =
        spelled.arguments.split(',').filter_map(|number| number.trim().parse().ok()).collect();
    let number = |place: usize| numbers.get(place).copied();
    match spelled.name {
        "tinyint" | "smallint" | "mediumint" | "bigint" | "int" | "integer" => {
            if spelled.name == "int" {
                "INTEGER".clone_into(&mut named.name);
            }
            named.display_width = number(0);
        }
        "year" => named.display_width = number(0),
        "decimal" | "numeric" | "fixed" | "double" | "float" => {
            if spelled.name == "fixed" {
                "DECIMAL".clone_into(&mut named.name);
            }
            (named.precision, named.scale) = (number(0), number(1));
        }
        "datetime" | "timestamp" | "time" => named.fsp = number(0),
        "char" | "varchar" | "text" | "nchar" | "nvarchar" | "bit" => named.length = number(0),
        "tinytext" | "mediumtext" | "longtext" | "tinyblob" | "mediumblob" | "longblob" => {}
        "binary" | "varbinary" | "blob" => {
            named.length = number(0);
            return Type::Sql(named);
        }
        "boolean" | "date" => return Type::Sql(named),
        "json" => {}
        "uuid" => {
            named.as_uuid = Some(true);
            return Type::Sql(named);
        }
        "enum" => {
            return Type::Enum(EnumType {
                values: values(spelled.arguments),
                charset: named.charset,
                collation: named.collation,
                native: Some(true),
                dialect: Some("mysql".to_owned()),
                ..EnumType::default()
            });
        }
        "set" => named.values = values(spelled.arguments),
        _ => return Type::Null,
    }
    (named.unsigned, named.zerofill) = (spelled.unsigned, spelled.zerofill);
    Type::Mysql(named)
}

/// Whether SQLAlchemy counts the type among the integers.
pub(super) fn is_integer(type_: &Type) -> bool {
    let names = ["TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "BIGINT"];
    matches!(type_, Type::Mysql(named) if names.contains(&named.name.as_str()))
}

// `'a','b''c'`
fn values(text: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('\'') {
        let inside = &rest[start + 1..];
        let mut end = 0;
        while let Some(found) = inside[end..].find('\'') {
            end += found;
            if !inside[end + 1..].starts_with('\'') {
                break;
            }
            end += 2;
        }
        values.push(inside[..end].replace("''", "'"));
        rest = inside.get(end + 1..).unwrap_or_default();
    }
    values
}
