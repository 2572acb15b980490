//! Values as literals of MySQL, in the forms that pymysql sends.

use limbeck_core::statement::{DatabaseError, Decimal, ErrorKind, Interval, Value, json_text};

/// What decides how a literal is written on this server, at this moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// A backslash in a string begins an escape: the mode NO_BACKSLASH_ESCAPES is off.
    pub backslash_escapes: bool,
    /// The server has a type of its own for UUIDs, which takes them with hyphens.
    pub native_uuid: bool,
}

/// The literal for `value`.
///
/// # Errors
/// What neither MySQL nor its drivers have: infinities, arrays and ranges.
pub(super) fn literal(value: &Value, style: Style) -> Result<String, DatabaseError> {
    let text = |text: &str| quote(text, style.backslash_escapes);
    Ok(match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(value) => u8::from(*value).to_string(),
        Value::Int(value) => value.to_string(),
        Value::BigInt(digits) => digits.clone(),
        Value::Float(value) if !value.is_finite() => {
            return Err(unusable(&value.to_string().to_lowercase()));
        }
        Value::Float(value) => {
            let digits = format!("{value:?}");
            if digits.contains('e') { digits } else { digits + "e0" }
        }
        Value::Decimal(Decimal(digits)) => decimal(digits)?,
        Value::Text(value) => text(value),
        Value::Bytes(bytes) => {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("_binary X'{hex}'")
        }
        Value::Date(date) => text(date),
        Value::Time(time) => text(without_offset(time)),
        Value::DateTime(moment) => text(&datetime(moment)),
        Value::Interval(span) => interval(span)?,
        Value::Uuid(uuid) if style.native_uuid => text(uuid),
        Value::Uuid(uuid) => text(&uuid.replace('-', "")),
        Value::Json(document) => text(&json_text(document)),
        Value::Array(_) => return Err(unusable("list")),
        Value::Range(_) => return Err(unusable("range")),
    })
}

/// A string of MySQL: with backslash escapes, or where these are off with doubled quotes.
pub(super) fn quote(text: &str, backslash_escapes: bool) -> String {
    if !backslash_escapes {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for character in text.chars() {
        let escape = match character {
            '\0' => "\\0",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\u{1a}' => "\\Z",
            '"' => "\\\"",
            '\'' => "\\'",
            plain => {
                quoted.push(plain);
                continue;
            }
        };
        quoted.push_str(escape);
    }
    quoted.push('\'');
    quoted
}

fn unusable(what: &str) -> DatabaseError {
    DatabaseError::new(ErrorKind::Programming, format!("{what} can not be used with MySQL"))
}

// Digits without an exponent: one would make a double of it.
fn decimal(digits: &str) -> Result<String, DatabaseError> {
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_digit() || ".+-".contains(c));
    let Some((mantissa, exponent)) = digits.split_once(['e', 'E']) else {
        return match plain(digits) && !digits.is_empty() {
            true => Ok(digits.to_owned()),
            false => Err(unusable(&digits.to_lowercase())),
        };
    };
    let exponent: i32 = exponent.parse().map_err(|_| unusable(digits))?;
    // MySQL's own numbers have 65 digits at most.
    if !plain(mantissa) || exponent.abs() > 1000 {
        return Err(unusable(digits));
    }
    let (sign, number) = match mantissa.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", mantissa.trim_start_matches('+')),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).unwrap_or(i32::MAX).saturating_add(exponent);
    let length = i32::try_from(all.len()).unwrap_or(i32::MAX);
    let count = |count: i32| usize::try_from(count).unwrap_or(0);
    Ok(if point <= 0 {
        format!("{sign}0.{}{all}", "0".repeat(count(-point)))
    } else if point >= length {
        format!("{sign}{all}{}", "0".repeat(count(point - length)))
    } else {
        format!("{sign}{}.{}", &all[..count(point)], &all[count(point)..])
    })
}

// pymysql leaves the zone out, and so does the server's type.
fn without_offset(time: &str) -> &str {
    time.find(['+', '-', 'Z']).map_or(time, |end| &time[..end])
}

fn datetime(moment: &str) -> String {
    match moment.split_once(['T', ' ']) {
        Some((date, time)) => format!("{date} {}", without_offset(time)),
        None => moment.to_owned(),
    }
}

fn interval(span: &Interval) -> Result<String, DatabaseError> {
    if span.months != 0 {
        return Err(unusable("a span of months"));
    }
    let seconds = i128::from(span.days) * 86_400 + i128::from(span.seconds);
    let total = seconds * 1_000_000 + i128::from(span.microseconds);
    let sign = if total < 0 { "-" } else { "" };
    let (seconds, micros) = (total.abs() / 1_000_000, total.abs() % 1_000_000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    Ok(format!("'{sign}{hours:02}:{minutes:02}:{seconds:02}{fraction}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { backslash_escapes: true, native_uuid: false };

    #[test]
    fn values_become_the_literals_of_pymysql() {
        let uuid = "00000000-0000-0000-0000-00000000000a";
        let cases = [
            (Value::Bool(true), "1"),
            (Value::Int(-1), "-1"),
            (Value::Float(1.5), "1.5e0"),
            (Value::Float(1e300), "1e300"),
            (Value::Decimal(Decimal("-1.50".into())), "-1.50"),
            (Value::Decimal(Decimal("1E+3".into())), "1000"),
            (Value::Decimal(Decimal("-12.5E-3".into())), "-0.0125"),
            (Value::Decimal(Decimal("12.345E1".into())), "123.45"),
            (Value::Text("it's \\ \"\0\n".into()), r#"'it\'s \\ \"\0\n'"#),
            (Value::Bytes(vec![0, 255]), "_binary X'00ff'"),
            (Value::DateTime("2025-01-01T10:00:00.5+02:00".into()), "'2025-01-01 10:00:00.5'"),
            (Value::Time("10:00:00+02:00".into()), "'10:00:00'"),
            (Value::Uuid(uuid.into()), "'0000000000000000000000000000000a'"),
            (
                Value::Interval(Interval { days: -1, seconds: 3600, ..Interval::default() }),
                "'-23:00:00'",
            ),
            (
                Value::Interval(Interval { days: 1, microseconds: 5, ..Interval::default() }),
                "'24:00:00.000005'",
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(literal(&value, STYLE).as_deref(), Ok(expected));
        }
        let plain = Style { backslash_escapes: false, native_uuid: true };
        assert_eq!(literal(&Value::Text("it's \\".into()), plain).as_deref(), Ok("'it''s \\'"));
        assert_eq!(literal(&Value::Uuid(uuid.into()), plain), Ok(format!("'{uuid}'")));
    }

    #[test]
    fn what_mysql_lacks_is_refused() {
        let values = [
            Value::Float(f64::NAN),
            Value::Decimal(Decimal("NaN".into())),
            Value::Decimal(Decimal("1); DROP".into())),
            Value::Array(vec![]),
            Value::Interval(Interval { months: 1, ..Interval::default() }),
        ];
        for value in values {
            let error = literal(&value, STYLE).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Programming, "{error}");
        }
    }
}
