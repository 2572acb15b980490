//! The script directory: where `env.py`, the template and the revision files are.
//!
//! In comes a [`Config`]; out come paths, and the bytes of all revision files in the order
//! in which Alembic would load them. What the files say is not known here.

mod discovery;
mod resource;

use std::path::{Path, PathBuf};

use crate::config::{Config, ConfigError, ConfigWarning, Environment, tidy_path};

pub use discovery::{DuplicateFile, ScriptSource, Sources};

/// Why a script directory, or the place for a new revision file, cannot be determined.
#[derive(Debug, thiserror::Error)]
pub enum ScriptDirectoryError {
    /// A key that the directory depends on.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// `script_location` names no folder.
    #[error(
        "Path doesn't exist: {}.  Please use the 'init' command to create a new scripts folder.",
        .0.display()
    )]
    Missing(PathBuf),
    /// The package of a `package:folder` location is on none of the paths that were searched.
    #[error(
        "{location}: no folder of package {package:?} in {searched}; add its parent to prepend_sys_path"
    )]
    NoPackage {
        /// The location as configured.
        location: String,
        /// The part before the colon.
        package: String,
        /// The paths, joined by commas.
        searched: String,
    },
    /// A folder or file that exists but cannot be read.
    #[error("{}: cannot be read", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A new revision file could go to several folders.
    #[error("Multiple version locations present, please specify --version-path")]
    SeveralLocations,
    /// `--version-path` is none of the version locations.
    #[error("Path {} is not represented in current version locations", .0.display())]
    UnknownLocation(PathBuf),
}

impl ScriptDirectoryError {
    /// Whether Alembic reports this as `FAILED: ...` with exit status 255.
    #[must_use]
    pub fn is_command_error(&self) -> bool {
        match self {
            ScriptDirectoryError::Config(error) => error.is_command_error(),
            ScriptDirectoryError::Missing(_)
            | ScriptDirectoryError::SeveralLocations
            | ScriptDirectoryError::UnknownLocation(_) => true,
            ScriptDirectoryError::NoPackage { .. } | ScriptDirectoryError::Read { .. } => false,
        }
    }
}

/// A project's scripts: a folder that exists, and the folders of its revision files.
#[derive(Debug, Clone)]
pub struct ScriptDirectory {
    dir: PathBuf,
    root: PathBuf,
    locations: Vec<PathBuf>,
    locations_configured: bool,
    recursive: bool,
    sys_path: Vec<String>,
    warnings: Vec<ConfigWarning>,
    environment: Environment,
}

impl ScriptDirectory {
    /// Finds the directory that the configuration names.
    ///
    /// # Errors
    /// No `script_location`, no such folder, a bad value of a key read here.
    pub fn from_config(config: &Config) -> Result<Self, ScriptDirectoryError> {
        let environment = config.environment();
        let location = config.script_location()?;
        let sys_path = config.prepend_sys_path()?;
        let recursive = config.recursive_version_locations()?;
        config.check_sourceless()?;
        let locations = config.version_locations()?;
        let mut warnings = sys_path.warnings;
        let searched = resource::search_path(&sys_path.paths, environment);
        let dir = resource::locate(&location, &searched)?;
        let root = environment.absolute(&dir);
        if !root.exists() {
            return Err(ScriptDirectoryError::Missing(dir));
        }
        let configured = match locations {
            Some(list) => {
                warnings.extend(list.warnings);
                list.paths
            }
            None => Vec::new(),
        };
        let locations_configured = !configured.is_empty();
        let locations = if locations_configured {
            let located = configured.iter().map(|location| {
                let path = resource::locate(location, &searched)?;
                Ok(environment.absolute(path))
            });
            located.collect::<Result<_, ScriptDirectoryError>>()?
        } else {
            vec![root.join("versions")]
        };
        Ok(ScriptDirectory {
            dir,
            root,
            locations,
            locations_configured,
            recursive,
            sys_path: sys_path.paths,
            warnings,
            environment: environment.clone(),
        })
    }

    /// That of a program that carries its scripts: nothing is there.
    #[cfg(feature = "python")]
    pub(crate) fn nowhere(environment: &Environment) -> ScriptDirectory {
        ScriptDirectory {
            dir: PathBuf::new(),
            root: PathBuf::new(),
            locations: Vec::new(),
            locations_configured: false,
            recursive: false,
            sys_path: Vec::new(),
            warnings: Vec::new(),
            environment: environment.clone(),
        }
    }

    /// The directory as configured; relative ones are to the working directory.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The directory, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folders of revision files, absolute; they need not exist.
    #[must_use]
    pub fn version_locations(&self) -> &[PathBuf] {
        &self.locations
    }

    /// What a script may import from before all else (`prepend_sys_path`), as configured.
    #[must_use]
    pub fn sys_path(&self) -> &[String] {
        &self.sys_path
    }

    /// What there is to say about the configuration.
    #[must_use]
    pub fn warnings(&self) -> &[ConfigWarning] {
        &self.warnings
    }

    /// The script that sets up the run.
    #[must_use]
    pub fn env_py(&self) -> PathBuf {
        self.root.join("env.py")
    }

    /// The template of new revision files.
    #[must_use]
    pub fn template(&self) -> PathBuf {
        self.root.join("script.py.mako")
    }

    /// Reads all revision files, on several threads where there are many.
    ///
    /// # Errors
    /// A folder or file that exists but cannot be read.
    pub fn sources(&self) -> Result<Sources, ScriptDirectoryError> {
        discovery::read(&self.locations, self.recursive)
    }

    /// The folder for a new revision file, absolute.
    ///
    /// `version_path` is the one asked for; `parents` are the files of the revisions that the
    /// new one follows.
    ///
    /// # Errors
    /// The folder asked for is no version location, or there are several and none is asked for
    /// nor given by a parent.
    pub fn location_for(
        &self,
        version_path: Option<&str>,
        parents: &[&Path],
    ) -> Result<PathBuf, ScriptDirectoryError> {
        let (shown, path) = match (version_path, self.locations.as_slice()) {
            (Some(path), _) => (tidy_path(path), self.environment.absolute(path)),
            (None, [only]) => return Ok(only.clone()),
            (None, _) => {
                let folder = parents.first().and_then(|path| path.parent());
                let folder = folder.ok_or(ScriptDirectoryError::SeveralLocations)?;
                (folder.to_owned(), folder.to_owned())
            }
        };
        if self.locations.contains(&path) {
            Ok(path)
        } else {
            Err(ScriptDirectoryError::UnknownLocation(shown))
        }
    }

    /// Whether `version_locations` is configured: then its folders are made where needed.
    #[must_use]
    pub fn has_configured_locations(&self) -> bool {
        self.locations_configured
    }
}
