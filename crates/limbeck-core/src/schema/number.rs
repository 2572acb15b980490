//! Numbers of a type as scripts give them: `String(20)`, `String("20")`.

use serde::{Deserialize, Deserializer, de};

/// A length, precision or scale that is there, as a number or as text of digits.
pub(super) fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Given {
        Number(i64),
        Real(f64),
        Text(String),
    }
    let found = match Option::deserialize(from)? {
        None => return Ok(None),
        Some(Given::Number(number)) => return Ok(Some(number)),
        Some(Given::Text(text)) => match text.trim().parse() {
            Ok(number) => return Ok(Some(number)),
            Err(_) => format!("{text:?}"),
        },
        Some(Given::Real(real)) if real.fract() == 0.0 && real.abs() < 1e15 => {
            return Ok(Some(real as i64));
        }
        Some(Given::Real(real)) => real.to_string(),
    };
    Err(de::Error::custom(format!(
        "a type's length, precision or scale must be a whole number, not {found}"
    )))
}
