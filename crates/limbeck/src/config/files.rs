//! Which configuration files a command reads.

use std::path::Path;

use super::environment::Environment;
use super::error::ConfigError;
use super::ini::Place;

const INI: &str = "alembic.ini";
const PYPROJECT: &str = "pyproject.toml";
const LIMBECK: &str = "limbeck.toml";

/// The names of the configuration files as the user gave them; none need exist.
///
/// `None` means that no such file is looked for, as in a program that names only one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigFiles {
    /// Read by the rules of `ConfigParser`.
    pub ini: Option<String>,
    /// Its `[tool.alembic]` is read.
    pub pyproject: Option<String>,
    /// Our own; read last of the three.
    pub limbeck: Option<String>,
}

impl ConfigFiles {
    /// The files for a command line with `-c` for each of `names`.
    ///
    /// `pyproject.toml` and `limbeck.toml` are told apart by their name, all else is an
    /// `.ini` file. What is not named is looked for in the working directory, or is what
    /// `ALEMBIC_CONFIG` says.
    ///
    /// # Errors
    /// Two names of one kind.
    pub fn resolve(names: &[String], environment: &Environment) -> Result<Self, ConfigError> {
        let mut files = ConfigFiles::default();
        for name in names {
            let (slot, second) = match basename(name) {
                PYPROJECT => (&mut files.pyproject, ConfigError::SecondPyproject),
                LIMBECK => (&mut files.limbeck, ConfigError::SecondLimbeck),
                _ => (&mut files.ini, ConfigError::SecondIni),
            };
            if slot.replace(name.clone()).is_some() {
                return Err(second);
            }
        }
        if let Some(name) = environment.var("ALEMBIC_CONFIG").filter(|n| !n.is_empty()) {
            let slot = match basename(name) {
                PYPROJECT => &mut files.pyproject,
                LIMBECK => &mut files.limbeck,
                _ => &mut files.ini,
            };
            slot.get_or_insert_with(|| name.to_owned());
        }
        files.ini.get_or_insert_with(|| INI.to_owned());
        files.pyproject.get_or_insert_with(|| PYPROJECT.to_owned());
        files.limbeck.get_or_insert_with(|| LIMBECK.to_owned());
        Ok(files)
    }

    /// The names for a message, in the order in which keys are looked up.
    #[must_use]
    pub fn describe(&self) -> String {
        let names: Vec<&str> = [&self.ini, &self.pyproject, &self.limbeck]
            .into_iter()
            .filter_map(|name| name.as_deref())
            .collect();
        if names.is_empty() { "configuration".to_owned() } else { names.join(", ") }
    }
}

fn basename(name: &str) -> &str {
    let start = name.rfind(['/', std::path::MAIN_SEPARATOR]);
    start.map_or(name, |at| &name[at + 1..])
}

/// The text of a configuration file; `None` where there is no such file.
///
/// # Errors
/// It cannot be read, or is not UTF-8.
pub(super) fn read(name: &str, path: &Path) -> Result<Option<String>, ConfigError> {
    use std::io::ErrorKind;
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => match error.kind() {
            ErrorKind::NotFound | ErrorKind::IsADirectory | ErrorKind::NotADirectory => {
                return Ok(None);
            }
            _ => {
                return Err(ConfigError::Read { file: name.to_owned(), source: error });
            }
        },
    };
    String::from_utf8(bytes).map(Some).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        ConfigError::NotUtf8 { place: Place { file: name.to_owned(), line: Some(line) } }
    })
}
