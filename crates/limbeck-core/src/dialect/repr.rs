//! Values as Python's `repr` writes them, for messages that quote them.

use serde_json::Value as Json;

use crate::statement::{Decimal, Value};

/// `value` as Python would show it.
pub(crate) fn python_repr(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(value) => bool_repr(*value).to_owned(),
        Value::Int(value) => value.to_string(),
        Value::BigInt(digits) => digits.clone(),
        Value::Float(value) => float_repr(*value),
        Value::Decimal(Decimal(digits)) => format!("Decimal('{digits}')"),
        Value::Text(text) => text_repr(text),
        Value::Bytes(bytes) => bytes_repr(bytes),
        Value::Range(text) => text_repr(text),
        Value::Date(text) => format!("datetime.date({})", numbers(text, 0).join(", ")),
        Value::Time(text) => moment_repr("time", text, 2),
        Value::DateTime(text) => moment_repr("datetime", text, 5),
        Value::Interval(interval) => {
            let mut parts = Vec::new();
            for (name, amount) in [
                ("days", interval.days),
                ("seconds", interval.seconds),
                ("microseconds", interval.microseconds),
            ] {
                if amount != 0 {
                    parts.push(format!("{name}={amount}"));
                }
            }
            let parts = if parts.is_empty() { "0".to_owned() } else { parts.join(", ") };
            format!("datetime.timedelta({parts})")
        }
        Value::Uuid(text) => format!("UUID('{text}')"),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(python_repr).collect::<Vec<_>>().join(", "))
        }
        Value::Json(document) => json_repr(document),
    }
}

/// A float as Python's `str` writes it: shortest digits, exponent beyond 16 places.
pub(crate) fn float_repr(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(exponent) if value != 0.0 && !(-4..16).contains(&exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.abs())
        }
        _ if value.fract() == 0.0 => format!("{value:.1}"),
        _ => value.to_string(),
    }
}

/// A string in Python's quotes.
pub(crate) fn text_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(quote);
    for character in text.chars() {
        match character {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\\' => quoted.push_str("\\\\"),
            _ if character == quote => quoted.extend(['\\', character]),
            _ => quoted.push(character),
        }
    }
    quoted.push(quote);
    quoted
}

/// `datetime.time(1, 2)` and its like: seconds and microseconds stand where there are any.
fn moment_repr(class: &str, text: &str, required: usize) -> String {
    let clock = text.find('T').map_or(0, |at| at + 1);
    let offset = text[clock..].find(['+', '-']).map_or(text.len(), |at| clock + at);
    let mut parts = numbers(&text[..offset], required);
    if let Some((hours, rest)) = text.get(offset + 1..).and_then(|zone| zone.split_once(':')) {
        let seconds = hours.parse().unwrap_or(0) * 3600 + rest.parse().unwrap_or(0) * 60;
        parts.push(match (seconds, text.as_bytes()[offset]) {
            (0, _) => "tzinfo=datetime.timezone.utc".to_owned(),
            (_, b'-') => format!(
                "tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds={}))",
                86_400 - seconds
            ),
            _ => format!("tzinfo=datetime.timezone(datetime.timedelta(seconds={seconds}))"),
        });
    }
    format!("datetime.{class}({})", parts.join(", "))
}

/// The numbers of a date or a time, without the zeros at its end that nobody needs.
fn numbers(text: &str, required: usize) -> Vec<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut numbers: Vec<i32> = whole
        .split(['-', 'T', ':'])
        .filter_map(|number| number.parse().ok())
        .chain(format!("{fraction:0<6.6}").parse().ok().filter(|_| required > 0))
        .collect();
    while required > 0 && numbers.len() > required && numbers.last() == Some(&0) {
        numbers.pop();
    }
    numbers.iter().map(i32::to_string).collect()
}

fn bool_repr(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

fn bytes_repr(bytes: &[u8]) -> String {
    let double = bytes.contains(&b'\'') && !bytes.contains(&b'"');
    let quote = if double { '"' } else { '\'' };
    let mut text = format!("b{quote}");
    for byte in bytes {
        match byte {
            b'\\' => text.push_str("\\\\"),
            b'\'' if !double => text.push_str("\\'"),
            b' '..=b'~' => text.push(char::from(*byte)),
            _ => text.push_str(&format!("\\x{byte:02x}")),
        }
    }
    text.push(quote);
    text
}

/// A JSON document as Python shows the objects that it stands for.
pub(crate) fn json_repr(document: &Json) -> String {
    match document {
        Json::Null => "None".to_owned(),
        Json::Bool(value) => bool_repr(*value).to_owned(),
        Json::Number(number) => number.to_string(),
        Json::String(text) => text_repr(text),
        Json::Array(items) => {
            format!("[{}]", items.iter().map(json_repr).collect::<Vec<_>>().join(", "))
        }
        Json::Object(map) => {
            let pairs =
                map.iter().map(|(key, item)| format!("{}: {}", text_repr(key), json_repr(item)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_read_as_python_writes_them() {
        for (value, expected) in [
            (1.0, "1.0"),
            (0.0, "0.0"),
            (1.5, "1.5"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1e20, "1e+20"),
            (1.5e-7, "1.5e-07"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (-2.25, "-2.25"),
        ] {
            assert_eq!(float_repr(value), expected);
        }
    }
}
