//! Values written into SQL text, by the rules of SQLAlchemy's literal rendering.

use super::{Backend, CompileError, Dialect, float_repr, python_repr};
use crate::{
    schema::{Type, types::NamedType},
    statement::{Decimal, Interval, Value},
};

/// The way a type writes its literals.
enum Writer<'a> {
    Text,
    Integer,
    Number,
    Boolean,
    DateTime,
    Date,
    Time,
    Interval,
    Binary,
    Uuid {
        as_uuid: bool,
        native: bool,
    },
    /// `ARRAY[..]`, or bare brackets for the generic type outside PostgreSQL.
    Array {
        item: &'a Type,
        word: &'static str,
        dimensions: Option<u32>,
    },
    None,
}

impl Dialect {
    /// `value` written as SQL.
    ///
    /// Without a type the value's own kind decides, as for `literal(5)`. A type of
    /// [`Type::Null`], which an untyped column hands over, writes NULL alone.
    ///
    /// # Errors
    /// The compile error with which SQLAlchemy refuses a value that the type cannot write.
    ///
    /// ```
    /// use limbeck_core::{dialect::{Backend, Dialect}, statement::Value};
    ///
    /// let sqlite = Dialect::new(Backend::Sqlite, None);
    /// assert_eq!(sqlite.literal(&Value::Bool(true), None)?, "1");
    /// assert_eq!(sqlite.literal(&Value::Text("it's".into()), None)?, "'it''s'");
    /// # Ok::<(), limbeck_core::dialect::CompileError>(())
    /// ```
    pub fn literal(&self, value: &Value, type_: Option<&Type>) -> Result<String, CompileError> {
        if *value == Value::Null {
            return Ok("NULL".to_owned());
        }
        let own;
        let type_ = match type_ {
            Some(type_) => type_.for_backend(self.backend),
            None => {
                own = own_type(value);
                &own
            }
        };
        let writer = self.writer(type_);
        if let Writer::None = writer {
            return Err(CompileError::NoLiteral {
                value: python_repr(value),
                type_: plain_name(type_),
            });
        }
        let written = self.write(value, &writer).ok_or_else(|| CompileError::LiteralMismatch {
            value: python_repr(value),
            type_: plain_name(type_),
        })?;
        Ok(written)
    }

    /// `text` in quotes, with whatever this dialect must double in it.
    pub fn string_literal(&self, text: &str) -> String {
        let (percent, backslash) = (self.doubles_percent(), self.backslash_escapes);
        let mut quoted = String::with_capacity(text.len() + 2);
        quoted.push('\'');
        for character in text.chars() {
            match character {
                '\'' => quoted.push('\''),
                '%' if percent => quoted.push('%'),
                '\\' if backslash => quoted.push('\\'),
                _ => {}
            }
            quoted.push(character);
        }
        quoted.push('\'');
        quoted
    }

    fn writer<'a>(&self, type_: &'a Type) -> Writer<'a> {
        match type_ {
            Type::String(_)
            | Type::Text(_)
            | Type::Unicode(_)
            | Type::UnicodeText(_)
            | Type::Enum(_) => Writer::Text,
            Type::Integer | Type::SmallInteger | Type::BigInteger => Writer::Integer,
            Type::Numeric(_) | Type::Float(_) | Type::Double(_) => Writer::Number,
            Type::Boolean { .. } => Writer::Boolean,
            Type::DateTime { .. } => Writer::DateTime,
            Type::Date => Writer::Date,
            Type::Time { .. } => Writer::Time,
            Type::LargeBinary { .. } => Writer::Binary,
            Type::Interval { native: true, .. } if self.backend == Backend::Postgresql => {
                Writer::Interval
            }
            // Stored as a date, for which SQLAlchemy has no way to write a span.
            Type::Interval { .. } => Writer::DateTime,
            Type::Uuid { as_uuid, native_uuid } => Writer::Uuid {
                as_uuid: *as_uuid,
                native: *native_uuid && self.backend == Backend::Postgresql,
            },
            Type::Array { item, dimensions } => Writer::Array {
                item,
                word: if self.backend == Backend::Postgresql { "ARRAY" } else { "" },
                dimensions: *dimensions,
            },
            Type::Sql(named)
            | Type::Postgresql(named)
            | Type::Mysql(named)
            | Type::Sqlite(named) => self.named_writer(named),
            _ => Writer::None,
        }
    }

    fn named_writer<'a>(&self, type_: &'a NamedType) -> Writer<'a> {
        match type_.name.as_str() {
            _ if type_.formatted => Writer::Text,
            "CHAR" | "NCHAR" | "VARCHAR" | "NVARCHAR" | "TEXT" | "CLOB" | "NCLOB" | "CITEXT"
            | "JSONPATH" | "TINYTEXT" | "MEDIUMTEXT" | "LONGTEXT" | "ENUM" | "SET" => Writer::Text,
            "INT" | "INTEGER" | "SMALLINT" | "BIGINT" | "TINYINT" | "MEDIUMINT" => Writer::Integer,
            "NUMERIC" | "DECIMAL" | "FLOAT" | "REAL" | "DOUBLE" | "DOUBLE_PRECISION" => {
                Writer::Number
            }
            "BOOLEAN" => Writer::Boolean,
            "TIMESTAMP" | "DATETIME" => Writer::DateTime,
            "DATE" => Writer::Date,
            "TIME" => Writer::Time,
            "INTERVAL" => Writer::Interval,
            "BLOB" | "BINARY" | "VARBINARY" | "BYTEA" | "TINYBLOB" | "MEDIUMBLOB" | "LONGBLOB" => {
                Writer::Binary
            }
            "UUID" => Writer::Uuid {
                as_uuid: type_.as_uuid.unwrap_or(true),
                native: self.backend == Backend::Postgresql,
            },
            "ARRAY" => match &type_.item {
                Some(item) => Writer::Array { item, word: "ARRAY", dimensions: type_.dimensions },
                None => Writer::None,
            },
            _ => Writer::None,
        }
    }

    fn write(&self, value: &Value, writer: &Writer<'_>) -> Option<String> {
        match writer {
            Writer::Text => match value {
                Value::Text(text) => Some(self.string_literal(text)),
                _ => None,
            },
            Writer::Integer => integer(value),
            Writer::Number => number(value),
            Writer::Boolean => {
                let truth = match value {
                    Value::Bool(value) => *value,
                    Value::Int(0) => false,
                    Value::Int(1) => true,
                    _ => return None,
                };
                let sqlite = self.backend == Backend::Sqlite;
                Some(
                    match (truth, sqlite) {
                        (true, true) => "1",
                        (false, true) => "0",
                        (true, false) => "true",
                        (false, false) => "false",
                    }
                    .to_owned(),
                )
            }
            Writer::DateTime => self.datetime(value),
            Writer::Date => match value {
                Value::Date(text) => Some(format!("'{text}'")),
                Value::DateTime(text) => Some(format!("'{}'", text.split('T').next()?)),
                Value::Time(text) if self.backend != Backend::Sqlite => Some(format!("'{text}'")),
                _ => None,
            },
            Writer::Time => match (value, self.backend) {
                (Value::Time(text), Backend::Sqlite) => {
                    Some(format!("'{}'", with_microseconds(text)))
                }
                (_, Backend::Sqlite) => None,
                (Value::Time(text) | Value::Date(text), _) => Some(format!("'{text}'")),
                (Value::DateTime(text), _) => Some(format!("'{}'", text.split('T').next_back()?)),
                _ => None,
            },
            Writer::Interval => match value {
                Value::Interval(interval) => {
                    Some(format!("make_interval(secs=>{})", float_repr(total_seconds(interval))))
                }
                _ => None,
            },
            Writer::Binary => match value {
                Value::Bytes(bytes) => {
                    let text = std::str::from_utf8(bytes).ok()?.replace('\'', "''");
                    let text =
                        if self.backslash_escapes { text.replace('\\', "\\\\") } else { text };
                    Some(format!("'{text}'"))
                }
                _ => None,
            },
            Writer::Uuid { as_uuid, native } => match (value, as_uuid, native) {
                (Value::Uuid(text), true, false) => Some(format!("'{}'", text.replace('-', ""))),
                (Value::Uuid(text) | Value::Text(text), true, true) => {
                    Some(format!("'{}'", text.replace('\'', "''")))
                }
                (Value::Text(text), false, _) => {
                    let text = text.replace('-', "").replace('\'', "''");
                    let text =
                        if self.backslash_escapes { text.replace('\\', "\\\\") } else { text };
                    Some(format!("'{text}'"))
                }
                _ => None,
            },
            Writer::Array { item, word, dimensions } => self.array(value, item, word, *dimensions),
            Writer::None => None,
        }
    }

    fn datetime(&self, value: &Value) -> Option<String> {
        match (value, self.backend) {
            (Value::DateTime(text), Backend::Sqlite) => {
                let (date, time) = text.split_once('T')?;
                Some(format!("'{date} {}'", with_microseconds(time)))
            }
            (Value::Date(text), Backend::Sqlite) => Some(format!("'{text} 00:00:00.000000'")),
            (_, Backend::Sqlite) => None,
            (Value::DateTime(text), _) => Some(format!("'{}'", text.replace('T', " "))),
            (Value::Date(text) | Value::Time(text), _) => Some(format!("'{text}'")),
            _ => None,
        }
    }

    fn array(
        &self,
        value: &Value,
        item: &Type,
        word: &str,
        dimensions: Option<u32>,
    ) -> Option<String> {
        let Value::Array(items) = value else { return None };
        let nested = match dimensions {
            Some(dimensions) => dimensions > 1,
            None => matches!(items.first(), Some(Value::Array(_))),
        };
        let item_type = item.for_backend(self.backend);
        let writer = self.writer(item_type);
        let mut written = Vec::with_capacity(items.len());
        for element in items {
            written.push(if nested {
                self.array(element, item, word, dimensions.map(|dimensions| dimensions - 1))?
            } else {
                self.write(element, &writer)?
            });
        }
        Some(format!("{word}[{}]", written.join(", ")))
    }
}

/// The type that SQLAlchemy gives a bare value.
fn own_type(value: &Value) -> Type {
    match value {
        Value::Bool(_) => Type::Boolean { create_constraint: false, name: Default::default() },
        Value::Int(_) | Value::BigInt(_) => Type::Integer,
        Value::Float(_) => Type::Float(Default::default()),
        Value::Decimal(_) => Type::Numeric(Default::default()),
        Value::Text(_) => Type::String(Default::default()),
        Value::Bytes(_) => Type::LargeBinary { length: None },
        Value::Date(_) => Type::Date,
        Value::Time(_) => Type::Time { timezone: false },
        Value::DateTime(_) => Type::DateTime { timezone: false },
        Value::Interval(_) => {
            Type::Interval { native: true, second_precision: None, day_precision: None }
        }
        Value::Uuid(_) => Type::Uuid { as_uuid: true, native_uuid: true },
        Value::Null | Value::Array(_) | Value::Json(_) | Value::Range(_) => Type::Null,
    }
}

/// The type's name in messages, which no dialect has a say in.
fn plain_name(type_: &Type) -> String {
    match type_ {
        Type::Null => "NULL".to_owned(),
        Type::Array { .. } => "ARRAY".to_owned(),
        Type::Sql(named) | Type::Postgresql(named) | Type::Mysql(named) | Type::Sqlite(named) => {
            let plain = Dialect::new(Backend::Sqlite, None);
            plain.type_sql(type_).unwrap_or_else(|_| named.name.clone())
        }
        type_ => Dialect::new(Backend::Sqlite, None)
            .type_sql(type_)
            .unwrap_or_else(|_| "NULL".to_owned()),
    }
}

fn integer(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(i64::from(*value).to_string()),
        Value::Int(value) => Some(value.to_string()),
        Value::BigInt(digits) => Some(digits.clone()),
        Value::Float(value) if value.is_finite() => Some(format!("{:.0}", value.trunc())),
        Value::Decimal(Decimal(digits)) => {
            let whole = digits.split('.').next().unwrap_or_default();
            whole.parse::<i128>().ok().map(|whole| whole.to_string())
        }
        Value::Text(text) => text.trim().parse::<i128>().ok().map(|value| value.to_string()),
        _ => None,
    }
}

fn number(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(if *value { "True" } else { "False" }.to_owned()),
        Value::Int(value) => Some(value.to_string()),
        Value::BigInt(digits) => Some(digits.clone()),
        Value::Float(value) => Some(float_repr(*value)),
        Value::Decimal(Decimal(digits)) => Some(digits.clone()),
        Value::Text(text) => text.trim().parse::<f64>().ok().map(|_| text.clone()),
        _ => None,
    }
}

/// A time of day without its offset and with six digits of a second, as SQLite stores it.
pub(super) fn with_microseconds(time: &str) -> String {
    let offset = time.find(['+', '-']).unwrap_or(time.len());
    let time = time[..offset].trim_end_matches('Z');
    match time.split_once('.') {
        Some((seconds, fraction)) => format!("{seconds}.{fraction:0<6.6}"),
        None => format!("{time}.000000"),
    }
}

/// Microseconds are exact in a double for spans of any sane length.
#[allow(clippy::cast_precision_loss)]
fn total_seconds(interval: &Interval) -> f64 {
    let days = interval.days + i64::from(interval.months) * 30;
    let microseconds = (i128::from(days) * 86_400 + i128::from(interval.seconds)) * 1_000_000
        + i128::from(interval.microseconds);
    microseconds as f64 / 1e6
}
