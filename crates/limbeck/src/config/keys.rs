//! The keys that commands read, each with its type, default and errors.

use indexmap::IndexMap;

use super::error::ConfigError;
use super::{Config, OptionValue};

/// Something in a configuration that works but should be written otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigWarning {
    /// `version_path_separator` instead of `path_separator`.
    #[error(
        "The version_path_separator configuration parameter is deprecated; \
         please use path_separator"
    )]
    VersionPathSeparator,
    /// No `path_separator`, so that paths are split as old releases did.
    #[error(
        "No path_separator found in configuration; falling back to legacy splitting on \
         {splitting} for {key}.  Consider adding path_separator=os to Alembic config."
    )]
    NoPathSeparator {
        /// The key whose value is split.
        key: &'static str,
        /// What it is split on.
        splitting: &'static str,
    },
}

/// Paths as written, and what there is to say about how they were split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathList {
    /// Relative ones are relative to the working directory.
    pub paths: Vec<String>,
    /// At most two.
    pub warnings: Vec<ConfigWarning>,
}

/// A program to run on each new revision file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hook {
    /// The name, for messages.
    pub name: String,
    /// `type`, `options`, `cwd` and what the type needs.
    pub options: IndexMap<String, String>,
}

impl Config {
    /// `script_location`, as written.
    ///
    /// # Errors
    /// It is absent, or no string.
    pub fn script_location(&self) -> Result<String, ConfigError> {
        self.string("script_location")?.ok_or(ConfigError::MissingKey("script_location"))
    }

    /// `version_locations`; `None` where the default, `versions` in the script location, holds.
    ///
    /// # Errors
    /// A bad `path_separator`, a TOML value that is no list of strings.
    pub fn version_locations(&self) -> Result<Option<PathList>, ConfigError> {
        self.path_list(
            "version_locations",
            &["path_separator", "version_path_separator"],
            &[',', ' '],
            "spaces/commas",
        )
    }

    /// `prepend_sys_path`: where a project's own modules are looked for first.
    ///
    /// # Errors
    /// As [`Config::version_locations`].
    pub fn prepend_sys_path(&self) -> Result<PathList, ConfigError> {
        let paths = self.path_list(
            "prepend_sys_path",
            &["path_separator"],
            &[',', ' ', ':'],
            "spaces, commas, and colons",
        )?;
        Ok(paths.unwrap_or_default())
    }

    /// `recursive_version_locations`: whether version folders are searched to their depth.
    ///
    /// # Errors
    /// A TOML value that is no boolean. In an `.ini` file all but `true` is false.
    pub fn recursive_version_locations(&self) -> Result<bool, ConfigError> {
        self.boolean("recursive_version_locations")
    }

    /// Refuses `sourceless = true`, which asks for compiled files to be read.
    ///
    /// # Errors
    /// It is true, or a TOML value that is no boolean.
    pub fn check_sourceless(&self) -> Result<(), ConfigError> {
        if self.boolean("sourceless")? {
            return Err(ConfigError::Sourceless);
        }
        Ok(())
    }

    /// `revision_environment`: whether every `revision` runs `env.py`.
    ///
    /// # Errors
    /// Neither of true/yes/on/y/t/1 and false/no/off/n/f/0.
    pub fn revision_environment(&self) -> Result<bool, ConfigError> {
        match self.get_alembic_option("revision_environment")? {
            None => Ok(false),
            Some(OptionValue::Bool(flag)) => Ok(flag),
            Some(OptionValue::Int(number)) => Ok(number != 0),
            Some(OptionValue::Str(text)) => match text.trim().to_lowercase().as_str() {
                "true" | "yes" | "on" | "y" | "t" | "1" => Ok(true),
                "false" | "no" | "off" | "n" | "f" | "0" => Ok(false),
                value => Err(ConfigError::NotBoolean {
                    key: "revision_environment".to_owned(),
                    value: value.to_owned(),
                }),
            },
            Some(_) => Err(self.wrong_type("revision_environment")),
        }
    }

    /// `file_template`: how a revision file is named, without `.py`.
    ///
    /// # Errors
    /// It is no string.
    pub fn file_template(&self) -> Result<String, ConfigError> {
        let template = self.string("file_template")?;
        Ok(template.unwrap_or_else(|| "%(rev)s_%(slug)s".to_owned()))
    }

    /// `truncate_slug_length`: how many characters of a message a file name has; 40 for none or 0.
    ///
    /// # Errors
    /// It is no whole number from 0 up.
    pub fn truncate_slug_length(&self) -> Result<usize, ConfigError> {
        let value = match self.get_alembic_option("truncate_slug_length")? {
            None => return Ok(40),
            Some(OptionValue::Int(number)) => number.to_string(),
            Some(OptionValue::Str(text)) => text,
            Some(_) => return Err(self.wrong_type("truncate_slug_length")),
        };
        match value.trim().parse() {
            Ok(0) => Ok(40),
            Ok(length) => Ok(length),
            Err(_) => Err(ConfigError::Value {
                file: self.files.describe(),
                key: "truncate_slug_length".to_owned(),
                value,
                expected: "a whole number",
            }),
        }
    }

    /// `timezone` of the date in new revision files; `None` (or empty) for local time.
    ///
    /// # Errors
    /// It is no string.
    pub fn timezone(&self) -> Result<Option<String>, ConfigError> {
        Ok(self.string("timezone")?.filter(|name| !name.is_empty()))
    }

    /// Checks `output_encoding`: UTF-8, by any of its names, is the one that there is.
    ///
    /// # Errors
    /// Any other encoding.
    pub fn check_output_encoding(&self) -> Result<(), ConfigError> {
        let Some(value) = self.string("output_encoding")? else {
            return Ok(());
        };
        let name = value.to_lowercase().replace(['_', ' '], "-");
        if matches!(name.as_str(), "utf-8" | "utf8" | "u8" | "utf") {
            return Ok(());
        }
        Err(ConfigError::Value {
            file: self.files.describe(),
            key: "output_encoding".to_owned(),
            value,
            expected: "utf-8, the only encoding that revision files are written in",
        })
    }

    /// The hooks to run on new revision files, in order.
    ///
    /// # Errors
    /// A value that cannot be interpolated, a TOML hook without a name.
    pub fn hooks(&self) -> Result<Vec<Hook>, ConfigError> {
        match self.get_section("post_write_hooks")? {
            Some(options) => Ok(ini_hooks(&options)),
            None => self.toml_hooks(),
        }
    }

    fn toml_hooks(&self) -> Result<Vec<Hook>, ConfigError> {
        let key = "post_write_hooks";
        let tables = match self.toml_option(key)? {
            None => return Ok(Vec::new()),
            Some(OptionValue::Tables(tables)) => tables,
            Some(OptionValue::List(list)) if list.is_empty() => return Ok(Vec::new()),
            Some(_) => return Err(self.wrong_type(key)),
        };
        let hooks = tables.into_iter().map(|mut options| {
            let name = options.shift_remove("name").ok_or_else(|| ConfigError::Value {
                file: self.files.describe(),
                key: key.to_owned(),
                value: format!("{options:?}"),
                expected: "a table with a name",
            })?;
            Ok(Hook { name, options })
        });
        hooks.collect()
    }

    pub(super) fn string(&self, key: &str) -> Result<Option<String>, ConfigError> {
        match self.get_alembic_option(key)? {
            None => Ok(None),
            Some(OptionValue::Str(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong_type(key)),
        }
    }

    fn boolean(&self, key: &str) -> Result<bool, ConfigError> {
        if let Some(value) = self.ini.get(&self.section, key)? {
            return Ok(value == "true");
        }
        if let Some(flag) = self.pyproject.boolean(key)? {
            return Ok(flag);
        }
        match &self.limbeck {
            Some(file) => Ok(file.boolean(key)?.unwrap_or(false)),
            None => Ok(false),
        }
    }

    /// Splits a key of the `.ini` file by the first of `separators` there is, else on `legacy`.
    fn path_list(
        &self,
        key: &'static str,
        separators: &[&'static str],
        legacy: &[char],
        splitting: &'static str,
    ) -> Result<Option<PathList>, ConfigError> {
        let text = self.ini.get(&self.section, key)?.unwrap_or_default();
        if text.is_empty() {
            let paths = match self.toml_option(key)? {
                None => return Ok(None),
                Some(OptionValue::Str(path)) => vec![path],
                Some(OptionValue::List(paths)) => paths,
                Some(_) => return Err(self.wrong_type(key)),
            };
            return Ok(Some(PathList { paths, warnings: Vec::new() }));
        }
        for separator in separators {
            let Some(value) = self.get_main_option(separator)? else {
                continue;
            };
            let Some(split_on) = separator_char(&value) else {
                return Err(ConfigError::PathSeparator { key: separator, value });
            };
            let warnings = match *separator {
                "version_path_separator" => vec![ConfigWarning::VersionPathSeparator],
                _ => Vec::new(),
            };
            let paths = text.split(split_on).filter(|path| !path.is_empty());
            return Ok(Some(PathList {
                paths: paths.map(|path| path.trim().to_owned()).collect(),
                warnings,
            }));
        }
        Ok(Some(PathList {
            paths: legacy_split(&text, legacy),
            warnings: vec![ConfigWarning::NoPathSeparator { key, splitting }],
        }))
    }

    fn wrong_type(&self, key: &str) -> ConfigError {
        ConfigError::TomlType { file: self.files.describe(), key: key.to_owned() }
    }
}

fn separator_char(name: &str) -> Option<char> {
    match name {
        "space" => Some(' '),
        "newline" => Some('\n'),
        "os" if cfg!(windows) => Some(';'),
        "os" | ":" => Some(':'),
        ";" => Some(';'),
        _ => None,
    }
}

/// Splits at a comma with the spaces after it, at a run of spaces, or at any other of `at`.
fn legacy_split(text: &str, at: &[char]) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(position) = rest.find(at) {
        parts.push(rest[..position].to_owned());
        let separator = &rest[position..];
        rest = &separator[1..];
        if !separator.starts_with(':') {
            rest = rest.trim_start_matches(' ');
        }
    }
    parts.push(rest.to_owned());
    parts
}

fn ini_hooks(options: &IndexMap<String, String>) -> Vec<Hook> {
    let names = options.get("hooks").map_or("", String::as_str);
    legacy_split(names, &[',', ' '])
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(|name| {
            let prefix = format!("{name}.");
            let options = options
                .iter()
                .filter_map(|(key, value)| Some((key.strip_prefix(&prefix)?, value)))
                .map(|(key, value)| (key.to_owned(), value.clone()))
                .collect();
            Hook { name, options }
        })
        .collect()
}
