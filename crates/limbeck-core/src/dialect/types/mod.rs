//! The spelling of column types, per dialect.

mod mariadb;
mod mysql;
mod postgresql;
mod sqlite;

use super::{Backend, CompileError, Dialect};
use crate::schema::{
    Type,
    types::{EnumType, NamedType, TextArgs},
};

impl Dialect {
    /// How DDL and CAST spell `type_`.
    ///
    /// # Errors
    /// SQLAlchemy's compile error where the dialect has no such type, or the type lacks what
    /// the dialect needs of it (a length on MySQL, the name of a PostgreSQL enum).
    ///
    /// ```
    /// use limbeck_core::{dialect::{Backend, Dialect}, schema::Type};
    ///
    /// let type_ = Type::DateTime { timezone: true };
    /// let sql = |backend| Dialect::new(backend, None).type_sql(&type_);
    /// assert_eq!(sql(Backend::Postgresql)?, "TIMESTAMP WITH TIME ZONE");
    /// assert_eq!(sql(Backend::Sqlite)?, "DATETIME");
    /// # Ok::<(), limbeck_core::dialect::CompileError>(())
    /// ```
    pub fn type_sql(&self, type_: &Type) -> Result<String, CompileError> {
        let type_ = type_.for_backend(self.backend);
        if let Some(sql) = common(type_) {
            return Ok(sql);
        }
        match type_ {
            Type::Null => return Err(CompileError::NullType),
            Type::UserDefined { spec } | Type::Spelled { spec, .. } => return Ok(spec.clone()),
            Type::Foreign { name, .. } => {
                return Err(CompileError::unsupported_type(self.backend, name));
            }
            _ => {}
        }
        match self.grammar() {
            Backend::Postgresql => postgresql::type_sql(self, type_),
            Backend::Sqlite => sqlite::type_sql(self, type_),
            Backend::Mysql => mysql::type_sql(self, type_),
            Backend::Mariadb => mariadb::type_sql(self, type_),
        }
    }
}

impl Type {
    /// The type that stands for this one on `backend`: itself, or its variant there.
    pub fn for_backend(&self, backend: Backend) -> &Type {
        match self {
            Type::Variant { base, variants } => {
                variants.get(backend.name()).unwrap_or(base).for_backend(backend)
            }
            Type::Decorated { of, .. } => of.for_backend(backend),
            type_ => type_,
        }
    }

    /// The upper-case type that a generic one is by default, with the arguments it carries.
    /// Types that need more than that (enums, arrays, intervals) are left to the dialects.
    fn to_named(&self) -> Option<NamedType> {
        let numeric = |name: &str, args: &crate::schema::types::NumericArgs| NamedType {
            precision: args.precision,
            scale: args.scale,
            ..NamedType::new(name)
        };
        let text = |name: &str, args: &crate::schema::types::TextArgs| NamedType {
            length: args.length,
            collation: args.collation.clone(),
            ..NamedType::new(name)
        };
        Some(match self {
            Type::Boolean { .. } => NamedType::new("BOOLEAN"),
            Type::Integer => NamedType::new("INTEGER"),
            Type::SmallInteger => NamedType::new("SMALLINT"),
            Type::BigInteger => NamedType::new("BIGINT"),
            Type::Numeric(args) => numeric("NUMERIC", args),
            Type::Float(args) => numeric("FLOAT", args),
            Type::Double(args) => numeric("DOUBLE", args),
            Type::String(args) | Type::Unicode(args) => text("VARCHAR", args),
            Type::Text(args) | Type::UnicodeText(args) => text("TEXT", args),
            Type::LargeBinary { length } => NamedType { length: *length, ..NamedType::new("BLOB") },
            Type::Date => NamedType::new("DATE"),
            Type::DateTime { timezone } => {
                NamedType { timezone: *timezone, ..NamedType::new("DATETIME") }
            }
            Type::Time { timezone } => NamedType { timezone: *timezone, ..NamedType::new("TIME") },
            Type::Interval { .. } => NamedType::new("DATETIME"),
            Type::Json { .. } => NamedType::new("JSON"),
            Type::Sql(named)
            | Type::Postgresql(named)
            | Type::Mysql(named)
            | Type::Sqlite(named) => named.clone(),
            _ => return None,
        })
    }
}

impl EnumType {
    /// The VARCHAR that holds the values where the enumeration is no type of its own.
    pub(crate) fn to_varchar(&self) -> NamedType {
        let longest = self.values.iter().map(|value| value.chars().count()).max().unwrap_or(0);
        let longest = i64::try_from(longest).unwrap_or(i64::MAX);
        NamedType {
            length: Some(self.length.unwrap_or(longest)),
            collation: self.collation.clone(),
            ..NamedType::new("VARCHAR")
        }
    }

    /// Whether a database with such types stores the values in a type of its own.
    pub fn is_native(&self) -> bool {
        self.native.unwrap_or(true) || self.dialect.is_some()
    }
}

/// The types that most columns have and all dialects spell alike, without the detour that the
/// others take.
fn common(type_: &Type) -> Option<String> {
    match type_ {
        Type::Integer => Some("INTEGER".to_owned()),
        Type::SmallInteger => Some("SMALLINT".to_owned()),
        Type::BigInteger => Some("BIGINT".to_owned()),
        Type::Date => Some("DATE".to_owned()),
        Type::String(TextArgs { length: Some(length), collation: None }) if *length != 0 => {
            Some(format!("VARCHAR({length})"))
        }
        Type::Text(TextArgs { length: None, collation: None }) => Some("TEXT".to_owned()),
        _ => None,
    }
}

/// `NAME`, `NAME(length)` where there is one.
fn with_length(name: &str, length: Option<i64>) -> String {
    match length {
        Some(length) if length != 0 => format!("{name}({length})"),
        _ => name.to_owned(),
    }
}

/// `NUMERIC`, `NUMERIC(p)` or `NUMERIC(p, s)`.
fn with_precision(name: &str, type_: &NamedType) -> String {
    match (type_.precision, type_.scale) {
        (None, _) => name.to_owned(),
        (Some(precision), None) => format!("{name}({precision})"),
        (Some(precision), Some(scale)) => format!("{name}({precision}, {scale})"),
    }
}

/// What all dialects spell alike; `None` for names that are not standard SQL.
fn standard(dialect: &Dialect, type_: &NamedType) -> Option<String> {
    let name = type_.name.as_str();
    Some(match name {
        "CHAR" | "NCHAR" | "VARCHAR" | "NVARCHAR" | "TEXT" => {
            let mut sql = with_length(name, type_.length);
            if let Some(collation) = &type_.collation {
                sql.push_str(" COLLATE ");
                sql.push_str(&dialect.quote_name(collation));
            }
            sql
        }
        "BINARY" | "VARBINARY" => with_length(name, type_.length),
        "NUMERIC" | "DECIMAL" => with_precision(name, type_),
        "INT" | "INTEGER" => "INTEGER".to_owned(),
        "DOUBLE_PRECISION" | "DOUBLE PRECISION" => "DOUBLE PRECISION".to_owned(),
        "SMALLINT" | "BIGINT" | "FLOAT" | "REAL" | "DOUBLE" | "TIMESTAMP" | "DATETIME" | "DATE"
        | "TIME" | "CLOB" | "NCLOB" | "BLOB" | "BOOLEAN" | "UUID" | "JSON" => name.to_owned(),
        _ => return None,
    })
}
