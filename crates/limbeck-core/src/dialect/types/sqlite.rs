//! SQLite's types: standard names, of which it keeps the affinity.

use super::{standard, with_length};
use crate::{
    dialect::{CompileError, Dialect},
    schema::Type,
};

pub(super) fn type_sql(dialect: &Dialect, type_: &Type) -> Result<String, CompileError> {
    let unsupported = |name: &str| CompileError::unsupported_type(dialect.backend, name);
    let named = match type_ {
        Type::Uuid { .. } => return Ok(with_length("CHAR", Some(32))),
        Type::Enum(enum_) if enum_.dialect.as_deref() == Some("mysql") => {
            return Err(unsupported("ENUM"));
        }
        Type::Enum(enum_) => enum_.to_varchar(),
        Type::Array { .. } => return Err(unsupported("ARRAY")),
        type_ => type_.to_named().ok_or_else(|| unsupported("?"))?,
    };
    if named.name == "JSONB" || named.formatted {
        return Ok(named.name);
    }
    standard(dialect, &named).ok_or_else(|| unsupported(&named.name))
}
