//! Values as SQLAlchemy hands them to the driver, where their type has it give them another form.

use super::{Backend, Dialect, literal::with_microseconds};
use crate::{schema::Type, statement::Value};

impl Dialect {
    /// A parameter's value for a column of that type: SQLite's dates and times are text of one
    /// length, so that they compare as text. Values without such a type are the driver's matter.
    pub fn stored(&self, value: &Value, type_: Option<&Type>) -> Value {
        let moment = match type_ {
            Some(type_) if self.backend == Backend::Sqlite => {
                Moment::of(type_.for_backend(Backend::Sqlite))
            }
            _ => None,
        };
        let text = match (value, moment) {
            (Value::DateTime(text), Some(Moment::DateTime)) => text
                .split_once('T')
                .map(|(date, time)| format!("{date} {}", with_microseconds(time))),
            (Value::Date(date), Some(Moment::DateTime)) => Some(format!("{date} 00:00:00.000000")),
            (Value::DateTime(text), Some(Moment::Date)) => {
                text.split_once('T').map(|(date, _)| date.to_owned())
            }
            (Value::Time(time), Some(Moment::Time)) => Some(with_microseconds(time)),
            _ => None,
        };
        text.map_or_else(|| value.clone(), Value::Text)
    }
}

/// What a type keeps of a moment.
#[derive(Clone, Copy)]
enum Moment {
    DateTime,
    Date,
    Time,
}

impl Moment {
    fn of(type_: &Type) -> Option<Moment> {
        match type_ {
            // An interval is the moment that comes so long after 1970 began.
            Type::DateTime { .. } | Type::Interval { .. } => Some(Moment::DateTime),
            Type::Date => Some(Moment::Date),
            Type::Time { .. } => Some(Moment::Time),
            Type::Sql(named) | Type::Sqlite(named) => match named.name.as_str() {
                "DATETIME" | "TIMESTAMP" => Some(Moment::DateTime),
                "DATE" => Some(Moment::Date),
                "TIME" => Some(Moment::Time),
                _ => None,
            },
            Type::Variant { base: of, .. } | Type::Decorated { of, .. } => Moment::of(of),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_keeps_moments_as_text_of_one_length() {
        let datetime = Value::DateTime("2024-01-02T03:04:00+01:00".into());
        let type_ = Type::DateTime { timezone: true };
        let check =
            |backend, type_: Option<&Type>| Dialect::new(backend, None).stored(&datetime, type_);
        let text = Value::Text("2024-01-02 03:04:00.000000".into());
        let interval: Type = serde_json::from_str(r#"{"type": "Interval"}"#).expect("a type");
        assert_eq!(check(Backend::Sqlite, Some(&interval)), text);
        assert_eq!(check(Backend::Sqlite, Some(&type_)), text);
        assert_eq!(check(Backend::Sqlite, Some(&Type::Date)), Value::Text("2024-01-02".into()));
        assert_eq!(check(Backend::Sqlite, None), datetime);
        assert_eq!(check(Backend::Postgresql, Some(&type_)), datetime);
    }
}
