//! Reading the rows of catalog queries column by column.

use crate::statement::Value;

/// A text parameter.
pub(super) fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// A text parameter, or NULL.
pub(super) fn optional(value: Option<&str>) -> Value {
    value.map_or(Value::Null, text)
}

/// Takes the values of a row from left to right.
///
/// Queries and readers stand side by side, so a value of another kind than expected is
/// read as nothing rather than reported.
pub(super) struct Row(std::vec::IntoIter<Value>);

impl Row {
    pub(super) fn new(values: Vec<Value>) -> Self {
        Row(values.into_iter())
    }

    pub(super) fn value(&mut self) -> Value {
        self.0.next().unwrap_or(Value::Null)
    }

    pub(super) fn text(&mut self) -> String {
        self.optional().unwrap_or_default()
    }

    pub(super) fn optional(&mut self) -> Option<String> {
        match self.value() {
            Value::Text(text) => Some(text),
            Value::Int(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn flag(&mut self) -> bool {
        matches!(self.value(), Value::Bool(true))
    }

    pub(super) fn int(&mut self) -> i64 {
        match self.value() {
            Value::Int(number) => number,
            Value::Bool(flag) => i64::from(flag),
            _ => 0,
        }
    }

    pub(super) fn texts(&mut self) -> Vec<String> {
        match self.value() {
            Value::Array(items) => items
                .into_iter()
                .filter_map(|item| match item {
                    Value::Text(text) => Some(text),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }
}
