//! MariaDB's columns: MySQL's, but a generated key column takes no NOT NULL.

use super::{ColumnPlace, mysql};
use crate::{
    dialect::{CompileError, Dialect},
    schema::Column,
};

pub(super) fn specify(
    sql: &mut String,
    column: &Column,
    place: &ColumnPlace<'_>,
    dialect: &Dialect,
) -> Result<(), CompileError> {
    let generated_key = column.computed.is_some() && place.keys.is_primary(column);
    mysql::specify_as(sql, column, place, dialect, column.nullable || generated_key)
}
