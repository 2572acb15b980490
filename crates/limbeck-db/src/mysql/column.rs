//! What our own driver is told of a column.

use mysql_common::{
    constants::{ColumnFlags, ColumnType},
    packets::Column,
};

use super::decode::Kind;

/// The number of the collation `binary`, which marks bytes among texts.
const BINARY: u16 = 63;

/// The server's name of a column's type, without its length.
pub(super) fn type_name(column: &Column) -> &'static str {
    use ColumnType as T;
    let binary = column.character_set() == BINARY;
    let flags = column.flags();
    match column.column_type() {
        _ if flags.contains(ColumnFlags::ENUM_FLAG) => "enum",
        _ if flags.contains(ColumnFlags::SET_FLAG) => "set",
        T::MYSQL_TYPE_TINY => "tinyint",
        T::MYSQL_TYPE_SHORT => "smallint",
        T::MYSQL_TYPE_INT24 => "mediumint",
        T::MYSQL_TYPE_LONG => "int",
        T::MYSQL_TYPE_LONGLONG => "bigint",
        T::MYSQL_TYPE_YEAR => "year",
        T::MYSQL_TYPE_FLOAT => "float",
        T::MYSQL_TYPE_DOUBLE => "double",
        T::MYSQL_TYPE_DECIMAL | T::MYSQL_TYPE_NEWDECIMAL => "decimal",
        T::MYSQL_TYPE_TIMESTAMP | T::MYSQL_TYPE_TIMESTAMP2 => "timestamp",
        T::MYSQL_TYPE_DATETIME | T::MYSQL_TYPE_DATETIME2 => "datetime",
        T::MYSQL_TYPE_DATE | T::MYSQL_TYPE_NEWDATE => "date",
        T::MYSQL_TYPE_TIME | T::MYSQL_TYPE_TIME2 => "time",
        T::MYSQL_TYPE_BIT => "bit",
        T::MYSQL_TYPE_JSON => "json",
        T::MYSQL_TYPE_GEOMETRY => "geometry",
        T::MYSQL_TYPE_NULL => "null",
        T::MYSQL_TYPE_STRING => {
            if binary {
                "binary"
            } else {
                "char"
            }
        }
        T::MYSQL_TYPE_VAR_STRING | T::MYSQL_TYPE_VARCHAR => {
            if binary {
                "varbinary"
            } else {
                "varchar"
            }
        }
        _ => {
            if binary {
                "blob"
            } else {
                "text"
            }
        }
    }
}

/// What values of a column are.
pub(super) fn kind(column: &Column) -> Kind {
    match Kind::named(type_name(column)) {
        // An enumeration of bytes, say.
        Kind::Text
            if column.character_set() == BINARY
                && !matches!(
                    column.column_type(),
                    ColumnType::MYSQL_TYPE_JSON | ColumnType::MYSQL_TYPE_NULL
                ) =>
        {
            Kind::Bytes
        }
        kind => kind,
    }
}
