//! Configuration: `alembic.ini`, `[tool.alembic]` of `pyproject.toml`, and `limbeck.toml`.
//!
//! In come the names of files and an [`Environment`]; out comes a [`Config`] whose keys are
//! read one by one, so that an error in a key that a command does not use does not stop it.
//! A key is looked up in the `.ini` file, then in `pyproject.toml`, then in `limbeck.toml`:
//! Alembic and Limbeck see the same value in the same folder.

mod dotenv;
mod environment;
mod error;
mod files;
mod ini;
mod keys;
mod own;
mod secret;
pub mod percent;
mod toml_file;

use indexmap::IndexMap;

pub use environment::{Environment, posix, tidy_path};
pub use error::{ConfigError, IniProblem};
pub use files::ConfigFiles;
pub use ini::{Ini, Place};
pub use keys::{ConfigWarning, Hook, PathList};
pub use own::{DatabaseUrl, RevisionIds, UrlSource};
pub use secret::without_passwords;
pub use toml_file::{OptionValue, TomlFile};

use percent::Value as PercentValue;

/// The section of an `.ini` file that a command reads unless told otherwise.
pub const MAIN_SECTION: &str = "alembic";

/// What a command line says about configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigRequest {
    /// Each `-c`.
    pub files: Vec<String>,
    /// `-n`.
    pub section: Option<String>,
    /// Each `-x`.
    pub x: Vec<String>,
}

/// A project's configuration; a program or a script may change options at run time.
#[derive(Debug, Clone)]
pub struct Config {
    files: ConfigFiles,
    section: String,
    x: Vec<String>,
    ini: Ini,
    pyproject: TomlFile,
    /// `None` in projects that have no `limbeck.toml`.
    limbeck: Option<TomlFile>,
    environment: Environment,
}

impl Config {
    /// Reads the files for a command line.
    ///
    /// A file that does not exist is empty, as under Alembic.
    ///
    /// # Errors
    /// Two files of one kind, a file that cannot be read or parsed.
    pub fn load(request: &ConfigRequest, environment: &Environment) -> Result<Self, ConfigError> {
        let files = ConfigFiles::resolve(&request.files, environment)?;
        let section = request.section.as_deref().unwrap_or(MAIN_SECTION);
        let mut config = Config::from_files(files, section, &IndexMap::new(), environment)?;
        config.x.clone_from(&request.x);
        Ok(config)
    }

    /// Reads just the named files, as Alembic's `Config(file_, toml_file, ini_section,
    /// config_args)` does; `arguments` are names for `%(name)s` beside `here`.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn from_files(
        files: ConfigFiles,
        section: &str,
        arguments: &IndexMap<String, String>,
        environment: &Environment,
    ) -> Result<Self, ConfigError> {
        let ini = read_ini(files.ini.as_deref(), section, arguments, environment)?;
        let pyproject = match &files.pyproject {
            Some(name) => read_toml(name, &["tool", "alembic"], arguments, environment)?,
            None => None,
        };
        let limbeck = match &files.limbeck {
            Some(name) => read_toml(name, &[], arguments, environment)?,
            None => None,
        };
        if let Some(file) = &limbeck {
            own::check_keys(file)?;
        }
        Ok(Config {
            files,
            section: section.to_owned(),
            x: Vec::new(),
            ini,
            pyproject: pyproject.unwrap_or_default(),
            limbeck,
            environment: environment.clone(),
        })
    }

    /// A configuration without files, to be filled by [`Config::set_main_option`].
    #[must_use]
    pub fn programmatic(environment: &Environment) -> Self {
        let mut ini = Ini::empty("", [("here", ".")]);
        ini.add_section(MAIN_SECTION);
        Config {
            files: ConfigFiles::default(),
            section: MAIN_SECTION.to_owned(),
            x: Vec::new(),
            ini,
            pyproject: TomlFile::default(),
            limbeck: None,
            environment: environment.clone(),
        }
    }

    /// The working directory and variables that the configuration was read in.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The files that keys come from.
    #[must_use]
    pub fn files(&self) -> &ConfigFiles {
        &self.files
    }

    /// The `.ini` file's name as given (`config.config_file_name` in `env.py`).
    #[must_use]
    pub fn config_file_name(&self) -> Option<&str> {
        self.files.ini.as_deref()
    }

    /// The `pyproject.toml` file's name as given (`config.toml_file_name` in `env.py`).
    #[must_use]
    pub fn toml_file_name(&self) -> Option<&str> {
        self.files.pyproject.as_deref()
    }

    /// The section that main options are in (`config.config_ini_section` in `env.py`).
    #[must_use]
    pub fn section_name(&self) -> &str {
        &self.section
    }

    /// The values of `-x` as given.
    #[must_use]
    pub fn x_arguments(&self) -> &[String] {
        &self.x
    }

    /// Replaces the values of `-x`.
    pub fn set_x_arguments(&mut self, x: Vec<String>) {
        self.x = x;
    }

    /// The values of `-x` by name: `name=value`, or `name` with an empty value; the last wins.
    #[must_use]
    pub fn x_dictionary(&self) -> IndexMap<&str, &str> {
        self.x.iter().map(|argument| argument.split_once('=').unwrap_or((argument, ""))).collect()
    }

    /// The options of the `.ini` file as `config.file_config` sees them.
    #[must_use]
    pub fn ini(&self) -> &Ini {
        &self.ini
    }

    /// The options of the `.ini` file, to change.
    pub fn ini_mut(&mut self) -> &mut Ini {
        &mut self.ini
    }

    /// `[tool.alembic]` as `config.toml_alembic_config` sees it.
    #[must_use]
    pub fn toml(&self) -> &TomlFile {
        &self.pyproject
    }

    /// `limbeck.toml`, in projects that have one.
    #[must_use]
    pub fn limbeck_toml(&self) -> Option<&TomlFile> {
        self.limbeck.as_ref()
    }

    /// All options of a section, `here` included; `None` where there is no such section.
    ///
    /// # Errors
    /// A value of the section that cannot be interpolated.
    pub fn get_section(&self, name: &str) -> Result<Option<IndexMap<String, String>>, ConfigError> {
        if self.ini.has_section(name) { self.ini.items(name) } else { Ok(None) }
    }

    /// An option of a section; `None` where the section has no such option.
    ///
    /// # Errors
    /// No such section, or a value that cannot be interpolated.
    pub fn get_section_option(
        &self,
        section: &str,
        name: &str,
    ) -> Result<Option<String>, ConfigError> {
        if !self.ini.has_section(section) {
            return Err(ConfigError::MissingSection {
                file: self.files.ini.clone(),
                section: section.to_owned(),
            });
        }
        self.ini.get(section, name)
    }

    /// Sets an option of a section, adding the section where needed.
    ///
    /// # Errors
    /// A `%` in `value` that is neither `%%` nor part of `%(name)s`.
    pub fn set_section_option(
        &mut self,
        section: &str,
        name: &str,
        value: &str,
    ) -> Result<(), ConfigError> {
        self.ini.set(section, name, value)
    }

    /// An option of the main section of the `.ini` file.
    ///
    /// # Errors
    /// As [`Config::get_section_option`].
    pub fn get_main_option(&self, name: &str) -> Result<Option<String>, ConfigError> {
        self.get_section_option(&self.section, name)
    }

    /// Sets an option of the main section.
    ///
    /// # Errors
    /// As [`Config::set_section_option`].
    pub fn set_main_option(&mut self, name: &str, value: &str) -> Result<(), ConfigError> {
        self.ini.set(&self.section, name, value)
    }

    /// Removes an option of the main section; says whether it was there.
    pub fn remove_main_option(&mut self, name: &str) -> bool {
        self.ini.remove(&self.section, name)
    }

    /// A key from the main section, else from `pyproject.toml`, else from `limbeck.toml`.
    ///
    /// # Errors
    /// A value that cannot be interpolated, or a TOML type that no key has.
    pub fn get_alembic_option(&self, name: &str) -> Result<Option<OptionValue>, ConfigError> {
        if let Some(value) = self.ini.get(&self.section, name)? {
            return Ok(Some(OptionValue::Str(value)));
        }
        self.toml_option(name)
    }

    /// A key from `pyproject.toml`, else from `limbeck.toml`.
    fn toml_option(&self, name: &str) -> Result<Option<OptionValue>, ConfigError> {
        if let Some(value) = self.pyproject.get(name)? {
            return Ok(Some(value));
        }
        match &self.limbeck {
            Some(file) => file.get(name),
            None => Ok(None),
        }
    }
}

fn read_ini(
    name: Option<&str>,
    section: &str,
    arguments: &IndexMap<String, String>,
    environment: &Environment,
) -> Result<Ini, ConfigError> {
    let mut defaults: Vec<(&str, String)> =
        arguments.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let here = name.map_or_else(|| ".".to_owned(), |name| here(name, environment));
    // `here` is interpolated like any value, but a folder's name is no reference.
    defaults.push(("here", here.replace('%', "%%")));
    let defaults = defaults.iter().map(|(name, value)| (*name, value.as_str()));
    let Some(name) = name else {
        let mut ini = Ini::empty("", defaults);
        ini.add_section(section);
        return Ok(ini);
    };
    match files::read(name, &environment.absolute(name))? {
        Some(text) => Ini::parse(name, &text, defaults),
        None => Ok(Ini::empty(name, defaults)),
    }
}

fn read_toml(
    name: &str,
    table: &[&str],
    arguments: &IndexMap<String, String>,
    environment: &Environment,
) -> Result<Option<TomlFile>, ConfigError> {
    let Some(text) = files::read(name, &environment.absolute(name))? else {
        return Ok(None);
    };
    let mut arguments: Vec<_> = arguments
        .iter()
        .map(|(name, value)| (name.clone(), PercentValue::Str(value.clone())))
        .filter(|(name, _)| name != "here")
        .collect();
    let here = here(name, environment);
    arguments.push(("here".to_owned(), PercentValue::Str(here)));
    TomlFile::parse(name, &text, table, arguments).map(Some)
}

/// The absolute folder of a file, whether or not the file exists.
fn here(name: &str, environment: &Environment) -> String {
    let path = environment.absolute(name);
    posix(path.parent().unwrap_or(&path))
}
