//! A tool's history table: its name, its rows, and where a database stands by them.

use std::collections::BTreeMap;

use super::{ImportError, Migration, Tool, checksum, flyway};
use crate::statement::Value;

/// A row of a history table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As [`Migration::version`] has it.
    pub version: String,
    /// As [`Migration::checksums`] has it.
    pub checksum: Option<String>,
    pub outcome: Outcome,
}

/// What a row says became of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Applied,
    /// Begun and not finished.
    Failed,
    /// Applied once and undone since.
    Undone,
    /// The tool takes all versions up to this one for applied.
    Baseline,
}

impl Tool {
    /// The name of the history table, unless it is configured.
    pub fn history_table(self) -> &'static str {
        match self {
            Tool::Dbmate => "schema_migrations",
            Tool::Diesel => "__diesel_schema_migrations",
            Tool::Flyway => "flyway_schema_history",
            Tool::Refinery => "refinery_schema_history",
            Tool::Sqlx => "_sqlx_migrations",
        }
    }

    /// The query for the rows, whose results [`Tool::row`] reads; `table` is quoted.
    pub fn history_query(self, table: &str) -> String {
        let (columns, order) = match self {
            Tool::Dbmate | Tool::Diesel => ("version", "version"),
            Tool::Refinery => ("version, checksum", "version"),
            Tool::Sqlx => ("version, checksum, success", "version"),
            Tool::Flyway => ("version, checksum, success, type", "installed_rank"),
        };
        format!("SELECT {columns} FROM {table} ORDER BY {order}")
    }

    /// What a row says; nothing of one that is of no version.
    pub fn row(self, values: &[Value]) -> Option<Row> {
        let text = |place: usize| values.get(place).and_then(text_of);
        let version = text(0)?;
        let failed = values.get(2).is_some_and(is_false);
        let outcome = match (self, text(3).as_deref()) {
            (Tool::Flyway, Some("SCHEMA")) => return None,
            (Tool::Flyway, Some("BASELINE")) => Outcome::Baseline,
            (Tool::Flyway, Some("DELETE")) => Outcome::Undone,
            (Tool::Flyway, Some(kind)) if kind.starts_with("UNDO") && !failed => Outcome::Undone,
            _ if failed => Outcome::Failed,
            _ => Outcome::Applied,
        };
        let version = match self {
            Tool::Flyway => flyway::comparable(&version),
            _ => version,
        };
        Some(Row { version, checksum: text(1), outcome })
    }
}

/// The last migration that the database has by its history; `None` where it has none.
///
/// # Errors
/// A file that changed since it was applied, a migration that was not finished, one whose file is
/// missing, one that is not applied although a later one is.
pub fn last_applied<'m>(
    tool: Tool,
    migrations: &'m [Migration],
    rows: &[Row],
) -> Result<Option<&'m Migration>, ImportError> {
    let mut standing: BTreeMap<&str, &Row> = BTreeMap::new();
    let mut baseline: Option<&Row> = None;
    for row in rows {
        match row.outcome {
            Outcome::Baseline => baseline = Some(row),
            _ => drop(standing.insert(&row.version, row)),
        }
    }
    let is_in_baseline =
        |version: &str| baseline.is_some_and(|row| flyway::compare(version, &row.version).is_le());
    let mut last = None;
    let mut missing: Option<&Migration> = None;
    for migration in migrations {
        let row = standing.remove(migration.version.as_str());
        let row = row.filter(|row| row.outcome != Outcome::Undone);
        if row.is_none() && !is_in_baseline(&migration.version) {
            missing = missing.or(Some(migration));
            continue;
        }
        let path = migration.path.clone();
        if let Some(row) = row {
            if row.outcome == Outcome::Failed {
                return Err(ImportError::Failed { path, tool });
            }
            if let Some(recorded) = &row.checksum
                && !migration.checksums.is_empty()
                && !migration.checksums.contains(recorded)
            {
                return Err(ImportError::Changed { path, tool });
            }
        }
        if let Some(missing) = missing {
            let (path, later) = (missing.path.clone(), path);
            return Err(ImportError::Gap { path, later, tool });
        }
        last = Some(migration);
    }
    let orphan = standing
        .into_values()
        .find(|row| row.outcome != Outcome::Undone && !is_in_baseline(&row.version));
    match orphan {
        Some(row) => Err(ImportError::NoFile { version: row.version.clone(), tool }),
        None => Ok(last),
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(text.clone()),
        Value::Bytes(bytes) => Some(checksum::hex(bytes)),
        other => Some(other.to_json().to_string().trim_matches('"').to_owned()),
    }
}

fn is_false(value: &Value) -> bool {
    matches!(value, Value::Bool(false) | Value::Int(0))
}
