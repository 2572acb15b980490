//! What can be wrong with a configuration.

use std::path::PathBuf;

use super::ini::Place;
use super::percent::PercentError;
use super::secret::without_passwords;

/// An error in a configuration file, or in what a command asked of it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file exists but cannot be read.
    #[error("{file}: cannot be read")]
    Read {
        /// The file as the user named it.
        file: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not UTF-8.
    #[error("{place}: not UTF-8; save the file as UTF-8")]
    NotUtf8 {
        /// The line of the first bad byte.
        place: Place,
    },
    /// An option before any `[section]`.
    #[error("{place}: {:?} stands before the first [section]", without_passwords(.text))]
    MissingSectionHeader {
        /// Where.
        place: Place,
        /// The line.
        text: String,
    },
    /// A section given twice.
    #[error("{place}: section [{section}] already exists")]
    DuplicateSection {
        /// The second time.
        place: Place,
        /// Its name.
        section: String,
    },
    /// An option given twice in one section.
    #[error("{place}: option {option:?} in section [{section}] already exists")]
    DuplicateOption {
        /// The second time.
        place: Place,
        /// The section.
        section: String,
        /// The option, lower-case.
        option: String,
    },
    /// Lines that are neither section, option, comment nor continuation.
    #[error("{}", not_an_option(.file, .lines))]
    NotAnOption {
        /// The file as the user named it.
        file: String,
        /// Line numbers and lines.
        lines: Vec<(usize, String)>,
    },
    /// A value of an `.ini` file whose `%` cannot be interpreted.
    #[error("{place}: option {option:?} in section [{section}]: {problem}")]
    Interpolation {
        /// Where the option stands.
        place: Place,
        /// The section.
        section: String,
        /// The option.
        option: String,
        /// What is wrong.
        problem: IniProblem,
    },
    /// A value set by a program has a `%` that is neither `%%` nor `%(name)s`.
    #[error("invalid interpolation syntax in {} at position {position}", super::percent::python_repr(&without_passwords(.value)))]
    StrayPercent {
        /// The value.
        value: String,
        /// As Python counts: without the `%%` and `%(name)s` before it.
        position: usize,
    },
    /// A file that is not TOML.
    #[error("{place}: {message}")]
    Toml {
        /// Where.
        place: Place,
        /// What the parser says.
        message: String,
    },
    /// `[tool.alembic]` is no table.
    #[error("Incorrect TOML format")]
    TomlFormat,
    /// A TOML key whose value has a type that it cannot have.
    #[error("unsupported TOML value type for key: '{key}'")]
    TomlType {
        /// The file as the user named it.
        file: String,
        /// The key.
        key: String,
    },
    /// A TOML key that must be a boolean.
    #[error("boolean value expected for TOML parameter '{key}'")]
    TomlBoolean {
        /// The key.
        key: String,
    },
    /// A `%` in a TOML value that cannot be interpreted.
    #[error("{file}: key {key:?}")]
    TomlPercent {
        /// The file as the user named it.
        file: String,
        /// The key.
        key: String,
        /// What is wrong.
        source: PercentError,
    },
    /// A key in `limbeck.toml` that nothing reads.
    #[error("{file}: unknown key {key:?}; known keys are {known}")]
    UnknownKey {
        /// The file as the user named it.
        file: String,
        /// The key.
        key: String,
        /// All keys.
        known: String,
    },
    /// A key whose value has the right type but no meaning.
    #[error("{file}: {key} = {value:?}: expected {expected}")]
    Value {
        /// The file or files that the key may come from.
        file: String,
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// What it may be.
        expected: &'static str,
    },
    /// A key that every project needs.
    #[error("No '{0}' key found in configuration.")]
    MissingKey(&'static str),
    /// A section that an option was asked of.
    #[error("No config file {} found, or file has no '[{section}]' section", repr_or_none(.file))]
    MissingSection {
        /// The `.ini` file as the user named it.
        file: Option<String>,
        /// The section.
        section: String,
    },
    /// `path_separator` has a value that it cannot have.
    #[error(
        "'{value}' is not a valid value for {key}; expected 'space', 'newline', 'os', ':', ';'"
    )]
    PathSeparator {
        /// `path_separator` or `version_path_separator`.
        key: &'static str,
        /// Its value.
        value: String,
    },
    /// A key that must be true or false.
    #[error("String is not true/false: {}", super::percent::python_repr(.value))]
    NotBoolean {
        /// The key.
        key: String,
        /// Its value.
        value: String,
    },
    /// `sourceless = true`.
    #[error(
        "sourceless = true: revision files without a .py source cannot be read; \
         restore the .py files, or remove the key if they are there"
    )]
    Sourceless,
    /// `-c` names two `pyproject.toml` files.
    #[error("pyproject.toml indicated more than once")]
    SecondPyproject,
    /// `-c` names two `limbeck.toml` files.
    #[error("limbeck.toml indicated more than once")]
    SecondLimbeck,
    /// `-c` names two `.ini` files.
    #[error("only one ini file may be indicated")]
    SecondIni,
    /// A line of `.env` that is no `NAME=value`.
    #[error("{}:{line}: not NAME=value", .file.display())]
    DotEnv {
        /// The `.env` file.
        file: PathBuf,
        /// Counted from one.
        line: usize,
    },
}

impl ConfigError {
    /// Whether Alembic reports this as `FAILED: ...` with exit status 255.
    ///
    /// The others end it with a traceback and exit status 1.
    #[must_use]
    pub fn is_command_error(&self) -> bool {
        matches!(
            self,
            ConfigError::MissingKey(_)
                | ConfigError::MissingSection { .. }
                | ConfigError::TomlFormat
                | ConfigError::TomlType { .. }
                | ConfigError::TomlBoolean { .. }
        )
    }
}

/// What is wrong with the `%` in a value of an `.ini` file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IniProblem {
    /// `%` before something else than `%` or `(`; not more of the value than that, since most
    /// often it is a password.
    #[error("'%' must be followed by '%' or '(', found: {0:?}; write %% for a percent sign")]
    StrayPercent(String),
    /// `%(` that does not end in `)s`.
    #[error("bad interpolation variable reference {0:?}; a reference is written %(name)s")]
    BadReference(String),
    /// `%(name)s` with a name that neither the section nor `DEFAULT` has.
    #[error("it refers to {0:?}, which neither this section nor [DEFAULT] has")]
    UnknownReference(String),
    /// References more than ten deep.
    #[error("its references go more than 10 levels deep; do they go in a circle?")]
    TooDeep,
}

fn not_an_option(file: &str, lines: &[(usize, String)]) -> String {
    let lines: Vec<_> = lines
        .iter()
        .map(|(line, text)| format!("{file}:{line}: {text:?} is neither option nor section"))
        .collect();
    lines.join("\n")
}

fn repr_or_none(name: &Option<String>) -> String {
    name.as_deref().map_or_else(|| "None".to_owned(), super::percent::python_repr)
}
