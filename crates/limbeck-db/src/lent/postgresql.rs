//! What a lent connection to PostgreSQL is set to, and its rows.

use std::collections::BTreeMap;

use limbeck_core::{
    dialect::Dialect,
    statement::{DatabaseError, Rows, Value},
};

use super::LentConnection;
use crate::postgresql::text;

/// Settings of the session that are not what it began with.
pub(super) type Settings = BTreeMap<String, String>;

const SETTINGS: &str =
    "SELECT name, setting FROM pg_catalog.pg_settings WHERE source = 'session' ORDER BY name";

impl LentConnection {
    pub(super) fn learn_postgresql(&mut self) -> Result<(), DatabaseError> {
        let sql = "SELECT current_setting('server_version'), current_schema()::text, \
                   current_setting('standard_conforming_strings')";
        let row = self.run(sql, &[])?.rows.into_iter().next().unwrap_or_default();
        let text = |place: usize| match row.get(place) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        };
        self.dialect = Dialect {
            server_version: text(0).and_then(text::parse_version),
            backslash_escapes: text(2) == Some("off"),
            ..self.dialect.clone()
        };
        self.default_schema = text(1).map(str::to_owned);
        Ok(())
    }

    /// Takes note of the settings before the first step.
    pub(super) fn keep_settings(&mut self) -> Result<(), DatabaseError> {
        if self.settings.is_none() {
            self.settings = Some(self.settings()?);
        }
        Ok(())
    }

    /// A `SET` of a revision would hold for whatever the program does next.
    pub(super) fn restore_settings(&mut self) -> Result<(), DatabaseError> {
        let Some(before) = self.settings.take() else { return Ok(()) };
        let after = self.settings()?;
        for (name, value) in &before {
            if after.get(name) != Some(value) {
                let (name, value) = (text::quoted(name), text::quoted(value));
                self.run(&format!("SELECT set_config({name}, {value}, false)"), &[])?;
            }
        }
        for name in after.keys().filter(|name| !before.contains_key(*name)) {
            let parts = name.split('.').map(|part| format!("\"{}\"", part.replace('"', "\"\"")));
            self.run(&format!("RESET {}", parts.collect::<Vec<_>>().join(".")), &[])?;
        }
        Ok(())
    }

    fn settings(&mut self) -> Result<Settings, DatabaseError> {
        let rows = self.run(SETTINGS, &[])?.rows;
        let pairs = rows.into_iter().filter_map(|row| match <[Value; 2]>::try_from(row) {
            Ok([Value::Text(name), Value::Text(value)]) => Some((name, value)),
            _ => None,
        });
        Ok(pairs.collect())
    }

    pub(super) fn decode(
        &mut self,
        columns: Vec<(String, u32)>,
        rows: Vec<Vec<Option<String>>>,
        affected: Option<u64>,
    ) -> Result<Rows, DatabaseError> {
        if let Some(query) = self.types.unknown(&columns) {
            for row in self.run(&query, &[])?.rows {
                self.types.learn(&row);
            }
        }
        Ok(text::rows(&self.types, columns, rows, affected))
    }
}
