//! Typed values as they stand in parameters, literals and rows.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::{Map, Value as Json, json};

/// A decimal number, kept as the digits that the script or the server wrote.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal(pub String);

/// A span of time as Python's `timedelta` and PostgreSQL's `interval` hold it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Interval {
    pub months: i32,
    pub days: i64,
    pub seconds: i64,
    pub microseconds: i64,
}

/// A value in a parameter, a literal or a row.
///
/// As JSON, which is how scripts hand values over, the plain kinds are themselves and the
/// others are maps of one key: `{"$decimal": "1.50"}`, `{"$datetime": "2025-01-01T10:00:00"}`,
/// `{"$date": ..}`, `{"$time": ..}`, `{"$interval": {"days": 1}}`, `{"$bytes": "<hex>"}`,
/// `{"$uuid": ..}`, `{"$float": "nan"}`, `{"$int": "<digits>"}`, `{"$range": ..}`.
/// Any other map is a JSON document.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    /// An integer beyond 64 bits, as digits.
    BigInt(String),
    Float(f64),
    Decimal(Decimal),
    Text(String),
    Bytes(Vec<u8>),
    /// `YYYY-MM-DD`.
    Date(String),
    /// `HH:MM:SS[.ffffff][+HH:MM]`.
    Time(String),
    /// ISO 8601 with `T`, with an offset where the value has a time zone.
    DateTime(String),
    Interval(Interval),
    Uuid(String),
    Array(Vec<Value>),
    /// A JSON document (a map, or what the driver decoded from a json column).
    Json(Box<Json>),
    /// A range in the server's own notation, `[1,5)`.
    Range(String),
}

impl Value {
    /// The JSON form described on the type.
    pub fn to_json(&self) -> Json {
        match self {
            Value::Null => Json::Null,
            Value::Bool(value) => json!(value),
            Value::Int(value) => json!(value),
            Value::BigInt(digits) => json!({ "$int": digits }),
            Value::Float(value) if value.is_finite() => json!(value),
            Value::Float(value) => json!({ "$float": value.to_string().to_lowercase() }),
            Value::Decimal(Decimal(digits)) => json!({ "$decimal": digits }),
            Value::Text(value) => json!(value),
            Value::Bytes(bytes) => json!({ "$bytes": to_hex(bytes) }),
            Value::Date(value) => json!({ "$date": value }),
            Value::Time(value) => json!({ "$time": value }),
            Value::DateTime(value) => json!({ "$datetime": value }),
            Value::Interval(value) => json!({ "$interval": value }),
            Value::Uuid(value) => json!({ "$uuid": value }),
            Value::Array(items) => Json::Array(items.iter().map(Value::to_json).collect()),
            Value::Json(document) => json!({ "$json": document }),
            Value::Range(value) => json!({ "$range": value }),
        }
    }

    /// Reads the JSON form described on the type.
    ///
    /// # Errors
    /// A message that names the key whose content does not fit.
    pub fn from_json(json: Json) -> Result<Value, String> {
        Ok(match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(value),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(value), _) => Value::Int(value),
                (None, _) if number.is_u64() => Value::BigInt(number.to_string()),
                (None, Some(value)) => Value::Float(value),
                (None, None) => return Err(format!("number {number} out of range")),
            },
            Json::String(value) => Value::Text(value),
            Json::Array(items) => {
                Value::Array(items.into_iter().map(Value::from_json).collect::<Result<_, _>>()?)
            }
            Json::Object(map) => from_map(map)?,
        })
    }
}

fn from_map(map: Map<String, Json>) -> Result<Value, String> {
    let tag = match map.keys().next() {
        Some(key) if map.len() == 1 && key.starts_with('$') => key.clone(),
        _ => return Ok(Value::Json(Box::new(Json::Object(map)))),
    };
    let content = map.into_iter().next().map(|(_, content)| content).unwrap_or_default();
    let text = |content: Json| match content {
        Json::String(text) => Ok(text),
        other => Err(format!("{tag} takes a string, not {other}")),
    };
    Ok(match tag.as_str() {
        "$int" => Value::BigInt(text(content)?),
        "$float" => {
            let written = text(content)?;
            Value::Float(written.parse().map_err(|_| format!("$float cannot be {written}"))?)
        }
        "$decimal" => Value::Decimal(Decimal(text(content)?)),
        "$bytes" => Value::Bytes(from_hex(&text(content)?)?),
        "$date" => Value::Date(text(content)?),
        "$time" => Value::Time(text(content)?),
        "$datetime" => Value::DateTime(text(content)?),
        "$interval" => {
            Value::Interval(serde_json::from_value(content).map_err(|error| error.to_string())?)
        }
        "$uuid" => Value::Uuid(text(content)?),
        "$json" => Value::Json(Box::new(content)),
        "$range" => Value::Range(text(content)?),
        _ => return Err(format!("unknown kind of value {tag}")),
    })
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => {
            Ok(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
        }
        _ => Err("$bytes takes pairs of hexadecimal digits".to_owned()),
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::from_json(Json::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_survives_json() {
        let interval = Interval { months: 0, days: -1, seconds: 3, microseconds: 5 };
        let kinds = [
            Value::Null,
            Value::Bool(true),
            Value::Int(-4),
            Value::BigInt("123456789012345678901".into()),
            Value::Float(1.5),
            Value::Float(f64::INFINITY),
            Value::Decimal(Decimal("1.50".into())),
            Value::Text("it's".into()),
            Value::Bytes(vec![0, 255, 10]),
            Value::Date("2025-01-01".into()),
            Value::Time("10:00:00".into()),
            Value::DateTime("2025-01-01T10:00:00+00:00".into()),
            Value::Interval(interval),
            Value::Uuid("00000000-0000-0000-0000-000000000001".into()),
            Value::Array(vec![Value::Int(1), Value::Null]),
            Value::Json(Box::new(json!({ "a": [1, { "$x": 2 }] }))),
            Value::Range("[1,5)".into()),
        ];
        for value in kinds {
            assert_eq!(Value::from_json(value.to_json()), Ok(value));
        }
    }

    #[test]
    fn a_plain_map_is_a_document_and_a_wrong_tag_is_an_error() {
        assert_eq!(
            Value::from_json(json!({ "a": 1 })),
            Ok(Value::Json(Box::new(json!({ "a": 1 }))))
        );
        assert!(Value::from_json(json!({ "$decimal": 1 })).is_err());
        assert!(Value::from_json(json!({ "$bytes": "abc" })).is_err());
    }
}
