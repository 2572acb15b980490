//! Values as SQLite stores them, whichever driver takes them there.

use limbeck_core::statement::{Decimal, ErrorKind, Value, json_text};

/// NULL, an integer, a real, a text or bytes, as Python's adapters make them of a value: dates and
/// times are ISO text, datetimes with a blank for the `T`.
///
/// # Errors
/// A message of what SQLite cannot store.
pub(crate) fn stored(value: &Value) -> Result<Value, String> {
    Ok(match value {
        Value::Null | Value::Int(_) | Value::Float(_) | Value::Text(_) | Value::Bytes(_) => {
            value.clone()
        }
        Value::Bool(value) => Value::Int(i64::from(*value)),
        Value::BigInt(digits) => {
            return Err(format!("Python int too large to convert to SQLite INTEGER: {digits}"));
        }
        Value::Decimal(Decimal(digits)) => digits
            .parse()
            .map(Value::Float)
            .map_err(|_| format!("{digits} is no number that SQLite stores"))?,
        Value::Date(text) | Value::Time(text) => Value::Text(text.clone()),
        Value::DateTime(text) => Value::Text(text.replacen('T', " ", 1)),
        Value::Uuid(text) => Value::Text(text.replace('-', "")),
        Value::Json(document) => Value::Text(json_text(document)),
        Value::Interval(_) | Value::Array(_) | Value::Range(_) => {
            return Err("SQLite stores no intervals, arrays or ranges".to_owned());
        }
    })
}

/// The class that Python's sqlite3 has for an error of this code, the extended one or not.
pub fn sqlite_error_kind(code: i32) -> ErrorKind {
    // SQLite's own numbers for: INTERNAL, NOTFOUND; CONSTRAINT, MISMATCH; TOOBIG; MISUSE, RANGE;
    // CORRUPT, FORMAT, NOTADB.
    match code & 0xff {
        2 | 12 => ErrorKind::Internal,
        19 | 20 => ErrorKind::Integrity,
        18 => ErrorKind::Data,
        21 | 25 => ErrorKind::Interface,
        11 | 24 | 26 => ErrorKind::Database,
        _ => ErrorKind::Operational,
    }
}
