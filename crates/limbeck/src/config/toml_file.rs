//! Keys of a TOML file: `[tool.alembic]` of `pyproject.toml`, or the top of `limbeck.toml`.

use indexmap::IndexMap;

use super::error::ConfigError;
use super::ini::Place;
use super::percent::{self, Value as PercentValue};

/// The value of a key, wherever it came from.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionValue {
    /// Any value of an `.ini` file, or a TOML string.
    Str(String),
    /// An array of strings.
    List(Vec<String>),
    /// A table of strings.
    Table(IndexMap<String, String>),
    /// An array of tables of strings.
    Tables(Vec<IndexMap<String, String>>),
    /// A TOML integer.
    Int(i64),
    /// A TOML boolean.
    Bool(bool),
}

/// The keys of one TOML file, as written, and what `%(name)s` in them stands for.
#[derive(Debug, Clone, Default)]
pub struct TomlFile {
    pub(super) name: String,
    keys: toml::Table,
    arguments: Vec<(String, PercentValue)>,
}

impl TomlFile {
    /// Parses `text` and keeps the table at `path` (`["tool", "alembic"]`), or nothing.
    ///
    /// # Errors
    /// Not TOML, or something else than a table at `path`.
    pub fn parse(
        name: &str,
        text: &str,
        path: &[&str],
        arguments: Vec<(String, PercentValue)>,
    ) -> Result<Self, ConfigError> {
        let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| 1 + text[..span.start].matches('\n').count());
            ConfigError::Toml {
                place: Place { file: name.to_owned(), line },
                message: error.message().to_owned(),
            }
        })?;
        for step in path {
            table = match table.remove(*step) {
                None => toml::Table::new(),
                Some(toml::Value::Table(inner)) => inner,
                Some(_) => return Err(ConfigError::TomlFormat),
            };
        }
        Ok(TomlFile { name: name.to_owned(), keys: table, arguments })
    }

    /// The keys as written.
    #[must_use]
    pub fn keys(&self) -> &toml::Table {
        &self.keys
    }

    /// The value of `key` with its `%(name)s` references filled in.
    ///
    /// # Errors
    /// A type that no key has (a float, a date, mixed arrays), or a bad `%`.
    pub fn get(&self, key: &str) -> Result<Option<OptionValue>, ConfigError> {
        let Some(value) = self.keys.get(key) else {
            return Ok(None);
        };
        let value = match value {
            toml::Value::String(_) => OptionValue::Str(self.string(key, value)?),
            toml::Value::Integer(number) => OptionValue::Int(*number),
            toml::Value::Boolean(flag) => OptionValue::Bool(*flag),
            toml::Value::Table(table) => OptionValue::Table(self.table(key, table)?),
            toml::Value::Array(items) if items.first().is_some_and(toml::Value::is_table) => {
                let tables = items.iter().map(|item| match item {
                    toml::Value::Table(table) => self.table(key, table),
                    _ => Err(self.wrong_type(key)),
                });
                OptionValue::Tables(tables.collect::<Result<_, _>>()?)
            }
            toml::Value::Array(items) => {
                let strings = items.iter().map(|item| self.string(key, item));
                OptionValue::List(strings.collect::<Result<_, _>>()?)
            }
            toml::Value::Float(_) | toml::Value::Datetime(_) => return Err(self.wrong_type(key)),
        };
        Ok(Some(value))
    }

    /// A boolean key; false where it is absent.
    ///
    /// # Errors
    /// Any other type.
    pub fn boolean(&self, key: &str) -> Result<Option<bool>, ConfigError> {
        match self.keys.get(key) {
            None => Ok(None),
            Some(toml::Value::Boolean(flag)) => Ok(Some(*flag)),
            Some(_) => Err(ConfigError::TomlBoolean { key: key.to_owned() }),
        }
    }

    fn table(
        &self,
        key: &str,
        table: &toml::Table,
    ) -> Result<IndexMap<String, String>, ConfigError> {
        table.iter().map(|(name, value)| Ok((name.clone(), self.string(key, value)?))).collect()
    }

    fn string(&self, key: &str, value: &toml::Value) -> Result<String, ConfigError> {
        let toml::Value::String(text) = value else {
            return Err(self.wrong_type(key));
        };
        let arguments: Vec<_> =
            self.arguments.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        percent::format(text, &arguments).map_err(|source| ConfigError::TomlPercent {
            file: self.name.clone(),
            key: key.to_owned(),
            source,
        })
    }

    fn wrong_type(&self, key: &str) -> ConfigError {
        ConfigError::TomlType { file: self.name.clone(), key: key.to_owned() }
    }
}
