//! What a lent connection to PostgreSQL is set to, and its rows.

use std::collections::BTreeMap;

use limbeck_core::{
    dialect::Dialect,
    statement::{DatabaseError, Rows, Value},
};

use super::LentConnection;
use crate::postgresql::text::{self, Decoder};

/// What the session was set to before the run.
pub(super) struct Settings {
    /// What the server lists and the session did not begin with.
    listed: BTreeMap<String, String>,
    /// What it does not list: the role, and parameters with a dot in their name that statements
    /// have named; `None` where nobody had set them.
    unlisted: BTreeMap<String, Option<String>>,
    /// What statements have set, and whether only for their transaction.
    local: BTreeMap<String, bool>,
}

/// Not among the settings that the server lists. The first one sets the second anew.
const ROLES: [&str; 2] = ["session_authorization", "role"];

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
            let listed = self.listed()?;
            let mut unlisted = BTreeMap::new();
            for name in ROLES {
                unlisted.insert(name.to_owned(), self.setting(name)?);
            }
            self.settings = Some(Settings { listed, unlisted, local: BTreeMap::new() });
        }
        Ok(())
    }

    /// Takes note of what a statement of a step is about to set.
    pub(super) fn keep_parameters(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let Some(mut settings) = self.settings.take() else { return Ok(()) };
        let mut kept = Ok(());
        for (name, local) in parameters(sql) {
            if name.contains('.') && !settings.unlisted.contains_key(&name) {
                match self.setting(&name) {
                    Ok(value) => drop(settings.unlisted.insert(name.clone(), value)),
                    Err(error) => kept = Err(error),
                }
            }
            *settings.local.entry(name).or_insert(true) &= local;
        }
        self.settings = Some(settings);
        kept
    }

    /// A `SET` of a revision would hold for whatever the program does next.
    pub(super) fn restore_settings(&mut self) -> Result<(), DatabaseError> {
        let Some(before) = self.settings.take() else { return Ok(()) };
        let parameters = before.unlisted.keys().map(String::as_str);
        let parameters: Vec<&str> = parameters.filter(|name| !ROLES.contains(name)).collect();
        // The role first: what it may not see is not listed.
        for name in ROLES.into_iter().chain(parameters) {
            let value = before.unlisted.get(name).cloned().flatten();
            // Once it was set, an unset one is empty for good.
            if self.setting(name)?.unwrap_or_default() != value.clone().unwrap_or_default() {
                match value {
                    Some(value) => self.set(name, &value, &before)?,
                    None => self.reset(name)?,
                }
            }
        }
        let after = self.listed()?;
        for (name, value) in &before.listed {
            if after.get(name) != Some(value) {
                self.set(name, value, &before)?;
            }
        }
        for name in after.keys().filter(|name| !before.listed.contains_key(*name)) {
            self.reset(name)?;
        }
        Ok(())
    }

    /// Sets what was set, in the program's transaction for that alone where the run did so, too:
    /// the program may have.
    fn set(&mut self, name: &str, value: &str, before: &Settings) -> Result<(), DatabaseError> {
        let local = self.within && before.local.get(name) == Some(&true);
        let (name, value) = (text::quoted(name), text::quoted(value));
        self.run(&format!("SELECT pg_catalog.set_config({name}, {value}, {local})"), &[]).map(drop)
    }

    fn reset(&mut self, name: &str) -> Result<(), DatabaseError> {
        let parts = name.split('.').map(|part| format!("\"{}\"", part.replace('"', "\"\"")));
        self.run(&format!("RESET {}", parts.collect::<Vec<_>>().join(".")), &[]).map(drop)
    }

    /// `None` for what nobody has set.
    fn setting(&mut self, name: &str) -> Result<Option<String>, DatabaseError> {
        let sql = format!("SELECT pg_catalog.current_setting({}, true)", text::quoted(name));
        Ok(match self.value(&sql)? {
            Some(Value::Text(value)) => Some(value),
            _ => None,
        })
    }

    fn listed(&mut self) -> Result<BTreeMap<String, String>, DatabaseError> {
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
        let decoder = Decoder::new(&self.types, &columns);
        let values = |row: Vec<Option<String>>| {
            let cells = row.iter().enumerate();
            cells.map(|(place, text)| decoder.value(place, text.as_deref())).collect()
        };
        let rows = rows.into_iter().map(values).collect();
        let columns = decoder.columns(columns);
        Ok(Rows { columns, rows, affected, last_insert_id: None })
    }
}

/// What a text may set, by `SET` or `set_config`, also within the body of a function; and whether
/// for its transaction alone. A name too many does no harm.
fn parameters(sql: &str) -> Vec<(String, bool)> {
    let lower = sql.to_ascii_lowercase();
    if !lower.contains("set") {
        return Vec::new();
    }
    let spaced = ["(", ")", ",", ";", "="]
        .iter()
        .fold(lower, |text, sign| text.replace(sign, &format!(" {sign} ")));
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let plain = |word: &str| word.replace(['\'', '"'], "");
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let rest = &words[place + 1..];
        let call = word.rsplit('.').next().is_some_and(|name| plain(name) == "set_config");
        match (plain(word).as_str(), rest) {
            ("set", ["local", "role", ..]) => found.push(("role".to_owned(), true)),
            ("set", ["session", "role", ..] | ["role", ..]) => {
                found.push(("role".to_owned(), false));
            }
            ("set", ["local", "session", "authorization", ..]) => {
                found.push((ROLES[0].to_owned(), true));
            }
            ("set", ["local", name, ..]) => found.push((plain(name), true)),
            ("set", ["session", name, "=" | "to", ..] | [name, "=" | "to", ..]) => {
                found.push((plain(name), false));
            }
            (_, ["(", name, rest @ ..]) if call => {
                let flag = rest.windows(2).find(|pair| matches!(pair, ["true" | "false", ")"]));
                found.push((plain(name), flag.is_some_and(|pair| pair[0] == "true")));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn what_a_text_sets_is_found() {
        for (sql, expected) in [
            ("SELECT 1", &[][..]),
            ("SET app.user = 'x'", &[("app.user", false)]),
            ("set session \"App\".user to x", &[("app.user", false)]),
            ("SET LOCAL app.user='x'", &[("app.user", true)]),
            (
                "SET search_path TO a, b; SET LOCAL ROLE b",
                &[("search_path", false), ("role", true)],
            ),
            ("SET SESSION AUTHORIZATION b", &[]),
            ("SET ROLE b", &[("role", false)]),
            ("SELECT pg_catalog.set_config('app.a', 'x, y', true)", &[("app.a", true)]),
            ("DO $$BEGIN PERFORM set_config( 'app.a','x' , false ); END$$", &[("app.a", false)]),
            ("UPDATE t SET a = 1", &[("a", false)]),
        ] {
            let expected: Vec<_> =
                expected.iter().map(|(name, local)| ((*name).to_owned(), *local)).collect();
            assert_eq!(parameters(sql), expected, "{sql}");
        }
    }
}
