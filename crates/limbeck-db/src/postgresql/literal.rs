//! Values as literals of PostgreSQL, in the forms that psycopg2 sends.

use limbeck_core::statement::{DatabaseError, Decimal, ErrorKind, Interval, Value, json_text};

/// The literal for `value`.
///
/// # Errors
/// Text that holds NUL, which PostgreSQL cannot store.
pub(super) fn literal(value: &Value) -> Result<String, DatabaseError> {
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => signed(value.to_string()),
        Value::BigInt(digits) => signed(digits.clone()),
        Value::Float(value) if value.is_nan() => "'NaN'::float".to_owned(),
        Value::Float(value) if value.is_infinite() => {
            format!("'{}Infinity'::float", if *value < 0.0 { "-" } else { "" })
        }
        Value::Float(value) => signed(format!("{value:?}")),
        Value::Decimal(Decimal(digits)) => decimal(digits)?,
        Value::Text(text) | Value::Range(text) => quote(text)?,
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("'\\x{hex}'::bytea")
        }
        Value::Date(date) => format!("{}::date", quote(date)?),
        Value::Time(time) => {
            format!("{}::time{}", quote(time)?, if has_offset(time) { "tz" } else { "" })
        }
        Value::DateTime(moment) => {
            let time = moment.split(['T', ' ']).nth(1).unwrap_or_default();
            format!("{}::timestamp{}", quote(moment)?, if has_offset(time) { "tz" } else { "" })
        }
        Value::Interval(span) => format!("'{}'::interval", interval(span)),
        Value::Uuid(uuid) => format!("{}::uuid", quote(uuid)?),
        Value::Array(items) if items.is_empty() => "'{}'".to_owned(),
        // Without a value among them the items have no type: the server finds it by the place.
        Value::Array(items) if items.iter().all(only_nulls) => format!("'{}'", nulls(value)),
        Value::Array(items) => {
            let items: Result<Vec<String>, _> = items.iter().map(literal).collect();
            format!("ARRAY[{}]", items?.join(", "))
        }
        Value::Json(document) => quote(&json_text(document))?,
    })
}

fn only_nulls(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(only_nulls),
        value => *value == Value::Null,
    }
}

fn nulls(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(nulls).collect();
            format!("{{{}}}", items.join(","))
        }
        _ => "NULL".to_owned(),
    }
}

// `--1` would start a comment.
fn signed(digits: String) -> String {
    if digits.starts_with('-') { format!(" {digits}") } else { digits }
}

fn decimal(digits: &str) -> Result<String, DatabaseError> {
    let plain = |c: char| c.is_ascii_digit() || ".+-eE".contains(c);
    match digits.chars().all(plain) {
        true => Ok(signed(digits.to_owned())),
        false => Ok(format!("{}::numeric", quote(digits)?)),
    }
}

fn has_offset(time: &str) -> bool {
    time.contains(['+', '-', 'Z'])
}

fn interval(span: &Interval) -> String {
    let total = i128::from(span.seconds) * 1_000_000 + i128::from(span.microseconds);
    let sign = if total < 0 { "-" } else { "" };
    let (seconds, micros) = (total.abs() / 1_000_000, total.abs() % 1_000_000);
    format!("{} months {} days {sign}{seconds}.{micros:06} seconds", span.months, span.days)
}

// E'' reads the same whatever standard_conforming_strings says.
fn quote(text: &str) -> Result<String, DatabaseError> {
    if text.contains('\0') {
        return Err(DatabaseError::new(
            ErrorKind::Data,
            "A string literal cannot contain NUL (0x00) characters.",
        ));
    }
    let doubled = text.replace('\'', "''");
    Ok(match doubled.contains('\\') {
        true => format!(" E'{}'", doubled.replace('\\', "\\\\")),
        false => format!("'{doubled}'"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_typed_literals() {
        let cases = [
            (Value::Int(-1), " -1"),
            (Value::Float(1e300), "1e300"),
            (Value::Float(f64::NEG_INFINITY), "'-Infinity'::float"),
            (Value::Decimal(Decimal("NaN".into())), "'NaN'::numeric"),
            (Value::Text("it's \\".into()), " E'it''s \\\\'"),
            (Value::DateTime("2025-01-01T10:00:00".into()), "'2025-01-01T10:00:00'::timestamp"),
            (
                Value::DateTime("2025-01-01T10:00:00+02:00".into()),
                "'2025-01-01T10:00:00+02:00'::timestamptz",
            ),
            (Value::Bytes(vec![0, 255]), "'\\x00ff'::bytea"),
            (
                Value::Interval(Interval { months: 1, days: -2, seconds: 0, microseconds: -5 }),
                "'1 months -2 days -0.000005 seconds'::interval",
            ),
            (Value::Array(vec![Value::Int(1), Value::Null]), "ARRAY[1, NULL]"),
            (Value::Array(vec![Value::Null]), "'{NULL}'"),
            (Value::Array(vec![Value::Array(vec![Value::Null, Value::Null])]), "'{{NULL,NULL}}'"),
        ];
        for (value, expected) in cases {
            assert_eq!(literal(&value).as_deref(), Ok(expected));
        }
        assert!(literal(&Value::Text("a\0b".into())).is_err());
    }
}
