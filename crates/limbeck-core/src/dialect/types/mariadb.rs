//! MariaDB's types: MySQL's, with a UUID of its own since 10.7.

use super::mysql;
use crate::{
    dialect::{CompileError, Dialect},
    schema::Type,
};

pub(super) fn type_sql(dialect: &Dialect, type_: &Type) -> Result<String, CompileError> {
    match type_ {
        Type::Uuid { native_uuid: true, .. } if dialect.has_native_uuid() => Ok("UUID".to_owned()),
        type_ => mysql::type_sql(dialect, type_),
    }
}
