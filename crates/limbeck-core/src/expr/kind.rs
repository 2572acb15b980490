//! The families of types that decide how an expression is spelled.

use crate::schema::Type;

/// SQLAlchemy's type affinity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Integer,
    Numeric,
    Float,
    String,
    Enum,
    Binary,
    Date,
    DateTime,
    Time,
    Interval,
    Json,
    Uuid,
    Array,
    Other,
}

impl Kind {
    pub(super) fn of(type_: Option<&Type>) -> Kind {
        match type_ {
            None | Some(Type::Null) => Kind::Null,
            Some(Type::Boolean { .. }) => Kind::Boolean,
            Some(Type::Integer | Type::SmallInteger | Type::BigInteger) => Kind::Integer,
            Some(Type::Numeric(_)) => Kind::Numeric,
            Some(Type::Float(_) | Type::Double(_)) => Kind::Float,
            Some(Type::String(_) | Type::Text(_) | Type::Unicode(_) | Type::UnicodeText(_)) => {
                Kind::String
            }
            Some(Type::LargeBinary { .. }) => Kind::Binary,
            Some(Type::Date) => Kind::Date,
            Some(Type::DateTime { .. }) => Kind::DateTime,
            Some(Type::Time { .. }) => Kind::Time,
            Some(Type::Interval { .. }) => Kind::Interval,
            Some(Type::Enum(_)) => Kind::Enum,
            Some(Type::Json { .. }) => Kind::Json,
            Some(Type::Uuid { .. }) => Kind::Uuid,
            Some(Type::Array { .. }) => Kind::Array,
            Some(
                Type::Sql(named)
                | Type::Postgresql(named)
                | Type::Mysql(named)
                | Type::Sqlite(named),
            ) => by_name(&named.name),
            Some(
                Type::Variant { base: of, .. }
                | Type::Decorated { of, .. }
                | Type::Spelled { of, .. },
            ) => Kind::of(Some(of)),
            Some(Type::Foreign { .. } | Type::UserDefined { .. }) => Kind::Other,
        }
    }
}

fn by_name(name: &str) -> Kind {
    match name {
        "BOOLEAN" | "BOOL" => Kind::Boolean,
        "INTEGER" | "INT" | "SMALLINT" | "BIGINT" | "TINYINT" | "MEDIUMINT" | "YEAR" => {
            Kind::Integer
        }
        "NUMERIC" | "DECIMAL" => Kind::Numeric,
        "FLOAT" | "REAL" | "DOUBLE" | "DOUBLE_PRECISION" | "DOUBLE PRECISION" => Kind::Float,
        "VARCHAR" | "CHAR" | "TEXT" | "CLOB" | "NCHAR" | "NVARCHAR" | "TINYTEXT" | "MEDIUMTEXT"
        | "LONGTEXT" => Kind::String,
        "ENUM" => Kind::Enum,
        "BLOB" | "BINARY" | "VARBINARY" | "BYTEA" | "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" => {
            Kind::Binary
        }
        "DATE" => Kind::Date,
        "DATETIME" | "TIMESTAMP" => Kind::DateTime,
        "TIME" => Kind::Time,
        "INTERVAL" => Kind::Interval,
        "JSON" | "JSONB" => Kind::Json,
        "UUID" => Kind::Uuid,
        "ARRAY" => Kind::Array,
        _ => Kind::Other,
    }
}

/// Whether this is PostgreSQL's JSONB.
pub(super) fn is_jsonb(type_: Option<&Type>) -> bool {
    matches!(type_, Some(Type::Postgresql(named)) if named.name == "JSONB")
}

/// The type of an expression, as far as its node tells.
pub(super) fn type_of(expr: &super::Expr) -> Option<&Type> {
    use super::Expr;
    match expr {
        Expr::Column(column) => column.type_.as_ref(),
        Expr::Literal { type_, .. }
        | Expr::Array { type_, .. }
        | Expr::Excluded { type_, .. }
        | Expr::Fragments { type_, .. }
        | Expr::Unary { type_, .. } => type_.as_ref(),
        Expr::Bind(bind) => bind.type_.as_ref(),
        Expr::Function(function) => function.type_.as_ref(),
        Expr::Binary(binary) => binary.type_.as_ref(),
        Expr::Cast { type_, .. } | Expr::TypeCoerce { type_, .. } => Some(type_),
        Expr::Collate { operand, .. }
        | Expr::Grouping { operand }
        | Expr::Over { operand, .. }
        | Expr::Filter { operand, .. }
        | Expr::AggregateOrderBy { operand, .. }
        | Expr::WithinGroup { operand, .. } => type_of(operand),
        Expr::Label(label) => type_of(&label.operand),
        Expr::Read { column, .. } => type_of(column),
        Expr::Case { whens, r#else, .. } => whens
            .iter()
            .rev()
            .map(|(_, result)| result)
            .chain(r#else.as_deref())
            .find_map(|result| type_of(result).filter(|type_| **type_ != Type::Null)),
        Expr::Subquery { select } => match select.as_ref() {
            super::Executable::Select(select) => select.columns.first().and_then(type_of),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the expression is a condition by its type or its form.
pub(super) fn is_boolean(expr: &super::Expr) -> bool {
    use super::Expr;
    match expr {
        Expr::True
        | Expr::False
        | Expr::And { .. }
        | Expr::Or { .. }
        | Expr::Between { .. }
        | Expr::Exists { .. } => true,
        _ => Kind::of(type_of(expr)) == Kind::Boolean,
    }
}
