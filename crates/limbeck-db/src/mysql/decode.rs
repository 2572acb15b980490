//! Column values as pymysql makes them of the server's text.

use limbeck_core::statement::{Decimal, Interval, Value};

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Float,
    Decimal,
    DateTime,
    Date,
    Time,
    Bytes,
    Text,
}

impl Kind {
    /// Of a type by the server's name, in small letters and without length or sign.
    pub(super) fn named(type_name: &str) -> Kind {
        match type_name {
            "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" => Kind::Integer,
            "float" | "double" => Kind::Float,
            "decimal" => Kind::Decimal,
            "datetime" | "timestamp" => Kind::DateTime,
            "date" => Kind::Date,
            "time" => Kind::Time,
            "bit" | "binary" | "varbinary" | "blob" | "geometry" => Kind::Bytes,
            _ => Kind::Text,
        }
    }
}

/// The value that the server wrote as `bytes`.
pub(super) fn decode(kind: Kind, bytes: &[u8]) -> Value {
    let text = || String::from_utf8_lossy(bytes).into_owned();
    match kind {
        Kind::Integer => {
            let digits = text();
            digits.parse().map_or(Value::BigInt(digits), Value::Int)
        }
        Kind::Float => {
            let digits = text();
            digits.parse().map_or(Value::Text(digits), Value::Float)
        }
        Kind::Decimal => Value::Decimal(Decimal(text())),
        Kind::DateTime => datetime(text()),
        Kind::Date => date(text()),
        Kind::Time => time(text()),
        Kind::Bytes => Value::Bytes(bytes.to_vec()),
        Kind::Text => Value::Text(text()),
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
