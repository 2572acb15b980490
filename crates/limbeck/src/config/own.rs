//! The keys that only `limbeck.toml` has, and what is read only where it exists.

use std::path::PathBuf;

use limbeck_core::diff::Compare;

use super::error::ConfigError;
use super::toml_file::{OptionValue, TomlFile};
use super::{Config, dotenv, files};

/// Keys with the names and meanings of `[tool.alembic]`.
const SHARED: [&str; 11] = [
    "script_location",
    "version_locations",
    "recursive_version_locations",
    "sourceless",
    "revision_environment",
    "prepend_sys_path",
    "file_template",
    "truncate_slug_length",
    "timezone",
    "output_encoding",
    "post_write_hooks",
];

/// Keys of our own.
const OWN: [&str; 6] = ["url", "checksums", "compare", "python", "revision_ids", "schema"];

/// The database to migrate, and who named it.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl {
    /// May hold a password: never shown.
    pub url: String,
    /// For messages.
    pub source: UrlSource,
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DatabaseUrl").field("source", &self.source).finish_non_exhaustive()
    }
}

/// Where a database URL came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlSource {
    /// The variable `DATABASE_URL`.
    Variable,
    /// `DATABASE_URL` in the `.env` beside `limbeck.toml`.
    DotEnv,
    /// `url` in `limbeck.toml`.
    File,
}

/// How ids of new revisions are made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum RevisionIds {
    /// Twelve hexadecimal digits by chance, as Alembic makes them.
    #[default]
    Random,
    /// `sequential:WIDTH[:PREFIX]`: prefix, then a number of at least so many digits.
    Sequential {
        /// Digits, filled up with zeros.
        width: usize,
        /// Before the digits; may be empty.
        prefix: String,
    },
}

impl RevisionIds {
    /// Reads `random` or `sequential:WIDTH[:PREFIX]`; `None` for anything else.
    ///
    /// ```
    /// use limbeck::config::RevisionIds;
    ///
    /// let ids = RevisionIds::parse("sequential:3:v").unwrap();
    /// assert_eq!(ids, RevisionIds::Sequential { width: 3, prefix: "v".into() });
    /// assert_eq!(RevisionIds::parse("sequential:"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text == "random" {
            return Some(RevisionIds::Random);
        }
        let text = text.strip_prefix("sequential:")?;
        let (width, prefix) = text.split_once(':').unwrap_or((text, ""));
        let width = width.parse().ok().filter(|width| (1..=32).contains(width))?;
        // Characters that revision ids cannot have, and digits, which would run into the number.
        let fits = |c: char| (c.is_alphanumeric() || c == '_' || c == '.') && !c.is_ascii_digit();
        prefix
            .chars()
            .all(fits)
            .then(|| RevisionIds::Sequential { width, prefix: prefix.to_owned() })
    }
}

/// Refuses keys that nothing reads: most likely they are misspelt.
pub(super) fn check_keys(file: &TomlFile) -> Result<(), ConfigError> {
    let known = || SHARED.iter().chain(&OWN);
    for key in file.keys().keys() {
        if !known().any(|name| name == key) {
            return Err(ConfigError::UnknownKey {
                file: file.name.clone(),
                key: key.clone(),
                known: known().copied().collect::<Vec<_>>().join(", "),
            });
        }
    }
    Ok(())
}

impl Config {
    /// The database that a project with `limbeck.toml` names outside of `env.py`.
    ///
    /// The variable `DATABASE_URL` goes before the `.env` file beside `limbeck.toml`, and that
    /// before its `url` key. `None` without `limbeck.toml`: then only `env.py` decides.
    ///
    /// # Errors
    /// A `.env` that cannot be read or parsed, a `url` that is no string.
    pub fn database_url(&self) -> Result<Option<DatabaseUrl>, ConfigError> {
        let Some(file) = &self.limbeck else {
            return Ok(None);
        };
        let found = |url: &str, source| Ok(Some(DatabaseUrl { url: url.to_owned(), source }));
        let set = |url: &&str| !url.is_empty();
        if let Some(url) = self.environment.var("DATABASE_URL").filter(set) {
            return found(url, UrlSource::Variable);
        }
        let path = self.beside_limbeck_toml(".env");
        if let Some(text) = files::read(&path.to_string_lossy(), &path)? {
            let variables = dotenv::parse(&path, &text, &self.environment)?;
            let url = variables.get("DATABASE_URL").map(String::as_str);
            if let Some(url) = url.filter(set) {
                return found(url, UrlSource::DotEnv);
            }
        }
        match own_string(file, "url")? {
            Some(url) => found(&url, UrlSource::File),
            None => Ok(None),
        }
    }

    /// `checksums`: whether the checksums of applied revisions are kept and looked at.
    ///
    /// # Errors
    /// It is no boolean.
    pub fn checksums(&self) -> Result<bool, ConfigError> {
        match &self.limbeck {
            Some(file) => Ok(file.boolean("checksums")?.unwrap_or(false)),
            None => Ok(false),
        }
    }

    /// `schema`: the file, or the folder of files, with the SQL that makes the wanted tables;
    /// absolute, a relative one is to `limbeck.toml`.
    ///
    /// # Errors
    /// It is no string.
    pub fn schema_files(&self) -> Result<Option<PathBuf>, ConfigError> {
        let Some(file) = &self.limbeck else { return Ok(None) };
        Ok(own_string(file, "schema")?.map(|path| self.beside_limbeck_toml(&path)))
    }

    /// `compare`: how much of the models and the database is compared; what Alembic compares
    /// where nothing is said.
    ///
    /// # Errors
    /// Neither `alembic` nor `full`.
    pub fn compare(&self) -> Result<Compare, ConfigError> {
        match self.string("compare")?.as_deref() {
            None | Some("alembic") => Ok(Compare::Alembic),
            Some("full") => Ok(Compare::Full),
            Some(value) => Err(ConfigError::Value {
                file: self.files.describe(),
                key: "compare".to_owned(),
                value: value.to_owned(),
                expected: "\"alembic\" or \"full\"",
            }),
        }
    }

    /// `python`: the project's own interpreter, absolute; relative ones are to the file that
    /// names it, or the working directory for the `.ini` file.
    ///
    /// # Errors
    /// It is no string.
    pub fn python(&self) -> Result<Option<PathBuf>, ConfigError> {
        let path = self.string("python")?;
        Ok(path.map(|path| match self.limbeck {
            Some(_) => self.beside_limbeck_toml(&path),
            None => self.environment.absolute(path),
        }))
    }

    /// `revision_ids`: how ids of new revisions are made.
    ///
    /// # Errors
    /// Neither `random` nor `sequential:WIDTH[:PREFIX]`.
    pub fn revision_ids(&self) -> Result<RevisionIds, ConfigError> {
        let Some(value) = self.string("revision_ids")? else {
            return Ok(RevisionIds::Random);
        };
        RevisionIds::parse(&value).ok_or_else(|| ConfigError::Value {
            file: self.files.describe(),
            key: "revision_ids".to_owned(),
            value,
            expected: "\"random\", or \"sequential:WIDTH\" or \"sequential:WIDTH:PREFIX\" with a \
                       width from 1 to 32 and a prefix of letters, underscores and dots",
        })
    }

    fn beside_limbeck_toml(&self, path: &str) -> PathBuf {
        let file = self.files.limbeck.as_deref().unwrap_or_default();
        let file = self.environment.absolute(file);
        file.parent().unwrap_or(&file).join(path)
    }
}

fn own_string(file: &TomlFile, key: &str) -> Result<Option<String>, ConfigError> {
    match file.get(key)? {
        None => Ok(None),
        Some(OptionValue::Str(text)) => Ok(Some(text)),
        Some(_) => Err(wrong_type(file, key)),
    }
}

fn wrong_type(file: &TomlFile, key: &str) -> ConfigError {
    ConfigError::TomlType { file: file.name.clone(), key: key.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys that only the ini file has.
    const INI: [&str; 2] = ["path_separator", "version_path_separator"];

    #[test]
    fn the_page_of_configuration_has_a_row_for_every_key() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
        let page = std::fs::read_to_string(path).expect("docs/configuration.md");
        for key in SHARED.iter().chain(&OWN).chain(&INI) {
            assert!(page.contains(&format!("\n| `{key}` |")), "no row for {key}");
        }
    }

    #[test]
    fn every_key_that_is_read_is_listed() {
        let source = include_str!("keys.rs");
        for call in ["get_alembic_option(\"", "self.string(\"", "self.boolean(\"", "let key = \""] {
            for rest in source.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(SHARED.contains(&key), "{key} is not among the keys");
            }
        }
    }
}
