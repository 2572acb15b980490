//! Rust's own types as values.

use super::Value;

macro_rules! from {
    ($($type:ty, $value:ident => $made:expr;)*) => {
        $(impl From<$type> for Value {
            fn from($value: $type) -> Value {
                $made
            }
        })*
    };
}

from! {
    &str, value => Value::Text(value.to_owned());
    String, value => Value::Text(value);
    bool, value => Value::Bool(value);
    i32, value => Value::Int(value.into());
    i64, value => Value::Int(value);
    f64, value => Value::Float(value);
    Vec<u8>, value => Value::Bytes(value);
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
