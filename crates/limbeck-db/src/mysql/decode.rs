//! Column values as pymysql makes them of the server's text.

use limbeck_core::statement::{Decimal, Interval, Value};
use mysql_common::{
    constants::{ColumnFlags, ColumnType},
    packets::Column,
};

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

/// The value that the server wrote as `bytes` for a column.
pub(super) fn decode(column: &Column, bytes: &[u8]) -> Value {
    use ColumnType as T;
    let text = || String::from_utf8_lossy(bytes).into_owned();
    match column.column_type() {
        T::MYSQL_TYPE_TINY
        | T::MYSQL_TYPE_SHORT
        | T::MYSQL_TYPE_INT24
        | T::MYSQL_TYPE_LONG
        | T::MYSQL_TYPE_LONGLONG
        | T::MYSQL_TYPE_YEAR => {
            let digits = text();
            digits.parse().map_or(Value::BigInt(digits), Value::Int)
        }
        T::MYSQL_TYPE_FLOAT | T::MYSQL_TYPE_DOUBLE => {
            let digits = text();
            digits.parse().map_or(Value::Text(digits), Value::Float)
        }
        T::MYSQL_TYPE_DECIMAL | T::MYSQL_TYPE_NEWDECIMAL => Value::Decimal(Decimal(text())),
        T::MYSQL_TYPE_TIMESTAMP
        | T::MYSQL_TYPE_TIMESTAMP2
        | T::MYSQL_TYPE_DATETIME
        | T::MYSQL_TYPE_DATETIME2 => datetime(text()),
        T::MYSQL_TYPE_DATE | T::MYSQL_TYPE_NEWDATE => date(text()),
        T::MYSQL_TYPE_TIME | T::MYSQL_TYPE_TIME2 => time(text()),
        T::MYSQL_TYPE_JSON | T::MYSQL_TYPE_NULL => Value::Text(text()),
        _ if column.character_set() == BINARY => Value::Bytes(bytes.to_vec()),
        _ => Value::Text(text()),
    }
}

// What is no date of Python's calendar, `0000-00-00` say, comes as text.
fn date(text: String) -> Value {
    if is_date(&text) { Value::Date(text) } else { Value::Text(text) }
}

fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (Some(Some(year)), Some(Some(month)), Some(Some(day))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=9999).contains(&year) && (1..=days).contains(&day)
}

fn datetime(text: String) -> Value {
    match text.split_once([' ', 'T']) {
        Some((day, time)) if is_date(day) => Value::DateTime(format!("{day}T{}", padded(time))),
        _ => date(text),
    }
}

// Python reads six digits of a second or none.
fn padded(time: &str) -> String {
    match time.split_once('.') {
        Some((whole, fraction)) if fraction.contains(|digit| digit != '0') => {
            format!("{whole}.{fraction:0<6}")
        }
        Some((whole, _)) => whole.to_owned(),
        None => time.to_owned(),
    }
}

// `[-]HHH:MM:SS[.ffffff]`
fn time(text: String) -> Value {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.as_str()),
    };
    let (clock, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut parts = clock.split(':').map(|part| part.parse::<i64>().ok());
    let (Some(Some(hours)), Some(Some(minutes)), Some(Some(seconds)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Value::Text(text);
    };
    let microseconds: i64 = format!("{fraction:0<6}").parse().unwrap_or(0);
    let seconds = hours * 3600 + minutes * 60 + seconds;
    Value::Interval(Interval {
        seconds: sign * seconds,
        microseconds: sign * microseconds,
        ..Interval::default()
    })
}
