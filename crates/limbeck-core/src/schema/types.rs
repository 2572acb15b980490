//! Column types as a script names them, before a dialect spells them.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::Name;
use super::number::number;
use crate::expr::Expr;

/// A column type.
///
/// As JSON, `type` tells which: `{"type": "String", "length": 20}`,
/// `{"type": "postgresql", "name": "JSONB"}`. The CamelCase kinds are SQLAlchemy's generic
/// types, which each dialect spells its own way; `Sql` holds its upper-case types, which
/// stand as they are named; the dialect kinds hold what only one dialect knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Type {
    /// No type known (`NullType`): cannot be rendered in DDL.
    Null,
    Boolean {
        #[serde(default)]
        create_constraint: bool,
        #[serde(default)]
        name: Name,
    },
    Integer,
    SmallInteger,
    BigInteger,
    Numeric(NumericArgs),
    Float(NumericArgs),
    Double(NumericArgs),
    String(TextArgs),
    Text(TextArgs),
    Unicode(TextArgs),
    UnicodeText(TextArgs),
    LargeBinary {
        #[serde(default, deserialize_with = "number")]
        length: Option<i64>,
    },
    Date,
    DateTime {
        #[serde(default)]
        timezone: bool,
    },
    Time {
        #[serde(default)]
        timezone: bool,
    },
    Interval {
        #[serde(default = "yes")]
        native: bool,
        #[serde(default, deserialize_with = "number")]
        second_precision: Option<i64>,
        #[serde(default, deserialize_with = "number")]
        day_precision: Option<i64>,
    },
    Enum(EnumType),
    #[serde(rename = "JSON")]
    Json {
        #[serde(default)]
        none_as_null: bool,
    },
    Uuid {
        #[serde(default = "yes")]
        as_uuid: bool,
        #[serde(default = "yes")]
        native_uuid: bool,
    },
    Array {
        item: Box<Type>,
        #[serde(default)]
        dimensions: Option<u32>,
    },
    /// An upper-case type of SQLAlchemy (`VARCHAR`, `TIMESTAMP`, `DOUBLE_PRECISION`).
    #[serde(rename = "sql")]
    Sql(NamedType),
    #[serde(rename = "postgresql")]
    Postgresql(NamedType),
    /// MySQL and MariaDB.
    #[serde(rename = "mysql")]
    Mysql(NamedType),
    #[serde(rename = "sqlite")]
    Sqlite(NamedType),
    /// A type of a dialect that Limbeck does not speak, met inside variants.
    #[serde(rename = "foreign")]
    Foreign {
        dialect: String,
        name: String,
    },
    /// What a `UserDefinedType` gave from `get_col_spec()`.
    #[serde(rename = "user")]
    UserDefined {
        spec: String,
    },
    /// A type in the words of a function that a script registered for its class.
    #[serde(rename = "spelled")]
    Spelled {
        spec: String,
        of: Box<Type>,
    },
    /// A type that a Python class defines, and the type that stands for it in SQL.
    #[serde(rename = "decorated")]
    Decorated {
        /// The class's module.
        module: String,
        /// What Python's `repr` says of the type.
        repr: String,
        of: Box<Type>,
    },
    /// `base.with_variant(..)`: another type by dialect name.
    #[serde(rename = "variant")]
    Variant {
        base: Box<Type>,
        variants: IndexMap<String, Type>,
    },
}

fn yes() -> bool {
    true
}

/// Precision and scale in digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NumericArgs {
    #[serde(deserialize_with = "number")]
    pub precision: Option<i64>,
    #[serde(deserialize_with = "number")]
    pub scale: Option<i64>,
}

/// Length in characters and collation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextArgs {
    #[serde(deserialize_with = "number")]
    pub length: Option<i64>,
    pub collation: Option<String>,
}

/// An enumeration: a type of its own on PostgreSQL, ENUM on MySQL, VARCHAR elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnumType {
    pub values: Vec<String>,
    pub name: Name,
    pub schema: Option<String>,
    #[serde(deserialize_with = "number")]
    pub length: Option<i64>,
    pub native: Option<bool>,
    /// Whether CHECK (col IN (..)) is written where the type is not native.
    pub create_constraint: bool,
    /// PostgreSQL's `create_type`: whether CREATE TYPE goes with CREATE TABLE.
    pub create_type: Option<bool>,
    pub inherit_schema: bool,
    pub collation: Option<String>,
    /// The character set of MySQL's ENUM.
    pub charset: Option<String>,
    /// Whether the script named the dialect's own class (`postgresql.ENUM`, `mysql.ENUM`).
    pub dialect: Option<String>,
    /// Whether the type belongs to a metadata, which then creates and drops it.
    pub metadata: bool,
}

/// A type known by its name, with every argument such types take.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NamedType {
    pub name: String,
    #[serde(deserialize_with = "number")]
    pub length: Option<i64>,
    #[serde(deserialize_with = "number")]
    pub precision: Option<i64>,
    #[serde(deserialize_with = "number")]
    pub scale: Option<i64>,
    pub timezone: bool,
    pub collation: Option<String>,
    pub charset: Option<String>,
    /// MySQL's ASCII, UNICODE, BINARY and NATIONAL words.
    pub ascii: bool,
    pub unicode: bool,
    pub binary: bool,
    pub national: bool,
    pub unsigned: bool,
    pub zerofill: bool,
    #[serde(deserialize_with = "number")]
    pub display_width: Option<i64>,
    /// Fractional seconds of MySQL's temporal types.
    #[serde(deserialize_with = "number")]
    pub fsp: Option<i64>,
    /// Values come as text, in a `storage_format` of SQLite's types.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub formatted: bool,
    /// PostgreSQL's INTERVAL fields, `DAY TO SECOND`.
    pub fields: Option<String>,
    /// PostgreSQL's BIT VARYING.
    pub varying: bool,
    /// MySQL's SET.
    pub values: Vec<String>,
    pub as_uuid: Option<bool>,
    pub schema: Option<String>,
    /// What a PostgreSQL ARRAY or DOMAIN is made of.
    pub item: Option<Box<Type>>,
    pub dimensions: Option<u32>,
    /// The name that a DOMAIN has in the database, and its parts.
    pub type_name: Option<String>,
    pub create_type: Option<bool>,
    pub not_null: Option<bool>,
    pub default: Option<Box<Expr>>,
    pub check: Option<Box<Expr>>,
    pub constraint_name: Option<String>,
}

impl NamedType {
    /// A type of this name without arguments.
    pub fn new(name: impl Into<String>) -> Self {
        NamedType { name: name.into(), ..NamedType::default() }
    }
}
