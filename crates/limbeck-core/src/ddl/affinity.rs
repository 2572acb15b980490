//! Families of types, by which SQLAlchemy tells what two types have in common.

use crate::schema::Type;

/// The family of a type. Types that share one need no CAST between them in a batch copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Affinity {
    Integer,
    Numeric,
    Float,
    String,
    Boolean,
    DateTime,
    Date,
    Time,
    Interval,
    Binary,
    Json,
    Uuid,
    Array,
    Null,
    /// A type that stands for itself alone, by name.
    Own(String),
}

impl Affinity {
    /// The family of `type_`; a type with variants is judged by its base.
    pub fn of(type_: &Type) -> Affinity {
        match type_ {
            Type::Null => Affinity::Null,
            Type::Boolean { .. } => Affinity::Boolean,
            Type::Integer | Type::SmallInteger | Type::BigInteger => Affinity::Integer,
            Type::Numeric(_) => Affinity::Numeric,
            Type::Float(_) | Type::Double(_) => Affinity::Float,
            Type::String(_) | Type::Text(_) | Type::Unicode(_) | Type::UnicodeText(_) => {
                Affinity::String
            }
            Type::LargeBinary { .. } => Affinity::Binary,
            Type::Date => Affinity::Date,
            Type::DateTime { .. } => Affinity::DateTime,
            Type::Time { .. } => Affinity::Time,
            Type::Interval { .. } => Affinity::Interval,
            Type::Enum(enum_) => match enum_.dialect.as_deref() {
                Some("postgresql") => Affinity::Own("NamedType".to_owned()),
                Some(_) => Affinity::Own("ENUM".to_owned()),
                None => Affinity::String,
            },
            Type::Json { .. } => Affinity::Json,
            Type::Uuid { .. } => Affinity::Uuid,
            Type::Array { .. } => Affinity::Array,
            Type::Sql(named)
            | Type::Postgresql(named)
            | Type::Mysql(named)
            | Type::Sqlite(named) => Affinity::of_name(&named.name),
            Type::Foreign { name, .. } => Affinity::of_name(name),
            Type::UserDefined { spec } => Affinity::Own(spec.clone()),
            Type::Variant { base: of, .. }
            | Type::Decorated { of, .. }
            | Type::Spelled { of, .. } => Affinity::of(of),
        }
    }

    fn of_name(name: &str) -> Affinity {
        match name {
            "INT" | "INTEGER" | "SMALLINT" | "BIGINT" | "TINYINT" | "MEDIUMINT" => {
                Affinity::Integer
            }
            "NUMERIC" | "DECIMAL" => Affinity::Numeric,
            "FLOAT" | "REAL" | "DOUBLE" | "DOUBLE_PRECISION" | "DOUBLE PRECISION" => {
                Affinity::Float
            }
            "CHAR" | "NCHAR" | "VARCHAR" | "NVARCHAR" | "TEXT" | "CLOB" | "NCLOB" | "CITEXT"
            | "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" | "SET" => Affinity::String,
            "BOOLEAN" => Affinity::Boolean,
            "TIMESTAMP" | "DATETIME" => Affinity::DateTime,
            "DATE" => Affinity::Date,
            "TIME" => Affinity::Time,
            "INTERVAL" => Affinity::Interval,
            "BLOB" | "BINARY" | "VARBINARY" | "BYTEA" | "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" => {
                Affinity::Binary
            }
            "JSON" | "JSONB" => Affinity::Json,
            "UUID" => Affinity::Uuid,
            "ARRAY" => Affinity::Array,
            "DOMAIN" => Affinity::Own("NamedType".to_owned()),
            "INT4RANGE" | "INT8RANGE" | "NUMRANGE" | "DATERANGE" | "TSRANGE" | "TSTZRANGE" => {
                Affinity::Own("AbstractRange".to_owned())
            }
            name => Affinity::Own(name.to_owned()),
        }
    }
}
