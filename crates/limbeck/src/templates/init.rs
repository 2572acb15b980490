//! `init`: makes a project's script directory and its configuration files.

use std::io;
use std::path::{Path, PathBuf};

use super::{SQL_TEMPLATES, TEMPLATES, Template, sql};
use crate::config::{ConfigError, ConfigFiles, Environment, TomlFile, posix, tidy_path};
use crate::events::{Event, Subscriber};
use crate::writing::{WriteError, append, create_new, ensure_directory, status};

/// What `init` is asked for.
#[derive(Debug, Clone)]
pub struct InitRequest<'a> {
    /// The script directory to make; relative ones are to the working directory.
    pub directory: &'a str,
    /// The name of a template.
    pub template: &'a str,
    /// Whether the script directory becomes a Python package.
    pub package: bool,
    /// The configuration files to write: the `.ini` file and `pyproject.toml`.
    pub files: &'a ConfigFiles,
}

/// Why a project could not be made.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// The directory has something in it.
    #[error("Directory {} already exists and is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// No template has that name.
    #[error(
        "No such template {0}; there are async, generic, multidb, pyproject, pyproject_async, rust, \
         sql"
    )]
    NoTemplate(String),
    /// `--package` for a template without Python.
    #[error("--package makes Python packages, of which the template {0} has none")]
    NoPackage(&'static str),
    /// The directory, or the existing `pyproject.toml`, cannot be read.
    #[error("{}: cannot be read", .path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The existing `pyproject.toml` is no TOML.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A file or folder cannot be made.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl InitError {
    /// Whether Alembic reports this as `FAILED: ...` with exit status 255.
    #[must_use]
    pub fn is_command_error(&self) -> bool {
        matches!(self, InitError::NotEmpty(_) | InitError::NoTemplate(_) | InitError::NoPackage(_))
    }
}

/// Makes the script directory and the configuration files, with a status line for each.
///
/// Configuration files that exist stay as they are; to a `pyproject.toml` without
/// `[tool.alembic]` that section is added.
///
/// # Errors
/// See [`InitError`]. What was made before the error stays.
pub fn init(
    request: &InitRequest<'_>,
    environment: &Environment,
    events: &Subscriber,
) -> Result<(), InitError> {
    let shown = tidy_path(request.directory);
    let root = environment.absolute(&shown);
    check_empty(&shown, &root)?;
    if let Some(template) = SQL_TEMPLATES.iter().find(|found| found.name == request.template) {
        if request.package {
            return Err(InitError::NoPackage(template.name));
        }
        let file = request.files.limbeck.as_deref();
        return sql::init(template, file, environment, (&shown, &root), events);
    }
    let template = TEMPLATES.iter().find(|template| template.name == request.template);
    let template = template.ok_or_else(|| InitError::NoTemplate(request.template.to_owned()))?;

    ensure_directory(&root, events)?;
    let versions = root.join("versions");
    ensure_directory(&versions, events)?;

    generate(&root.join("README"), template.readme, events)?;
    generate(&root.join("env.py"), template.env, events)?;
    generate(&root.join("script.py.mako"), template.script, events)?;
    let name = request.files.ini.as_deref().unwrap_or("alembic.ini");
    let ini = environment.absolute(name);
    let location = script_location(&shown, &root, &ini);
    let text = fill(&template.ini.concat(), &location);
    generate_unless_there(&ini, &text, events)?;
    let pyproject = write_pyproject(template, request, environment, &shown, &root, events)?;
    let dotenv = ini.with_file_name(".env.example");
    generate_unless_there(&dotenv, template.dotenv, events)?;
    if request.package {
        for path in [root.join("__init__.py"), versions.join("__init__.py")] {
            let text = format!("Adding {}", path.display());
            status(events, text, || create_new(&path, ""))?;
        }
    }
    events.send(Event::Message(closing_words(&ini, pyproject.as_deref())));
    Ok(())
}

fn check_empty(shown: &Path, root: &Path) -> Result<(), InitError> {
    let unreadable = |source| InitError::Read { path: root.to_owned(), source };
    match std::fs::read_dir(root) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(Ok(_)) => Err(InitError::NotEmpty(shown.to_owned())),
            Some(Err(source)) => Err(unreadable(source)),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(unreadable(error)),
    }
}

/// Writes or completes `pyproject.toml` where the template has one; returns its path.
fn write_pyproject(
    template: &Template,
    request: &InitRequest<'_>,
    environment: &Environment,
    shown: &Path,
    root: &Path,
    events: &Subscriber,
) -> Result<Option<PathBuf>, InitError> {
    let Some(text) = template.pyproject else {
        return Ok(None);
    };
    let name = request.files.pyproject.as_deref().unwrap_or("pyproject.toml");
    let path = environment.absolute(name);
    let text = fill(text, &script_location(shown, root, &path));
    let existing = match std::fs::read_to_string(&path) {
        Ok(existing) => existing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            generate(&path, &text, events)?;
            return Ok(Some(path));
        }
        Err(source) => return Err(InitError::Read { path, source }),
    };
    let tools = TomlFile::parse(name, &existing, &["tool"], Vec::new())?;
    if tools.keys().contains_key("alembic") {
        events.send(Event::Message(format!(
            "File {} already exists and already has a [tool.alembic] section, skipping",
            path.display()
        )));
    } else {
        let line = format!("Appending to existing {}", path.display());
        status(events, line, || append(&path, &format!("\n\n{text}")))?;
    }
    Ok(Some(path))
}

pub(super) fn generate(path: &Path, text: &str, events: &Subscriber) -> Result<(), WriteError> {
    status(events, format!("Generating {}", path.display()), || create_new(path, text))
}

pub(super) fn generate_unless_there(
    path: &Path,
    text: &str,
    events: &Subscriber,
) -> Result<(), WriteError> {
    if path.exists() {
        let text = format!("File {} already exists, skipping", path.display());
        events.send(Event::Message(text));
        return Ok(());
    }
    generate(path, text, events)
}

pub(super) fn fill(template: &str, script_location: &str) -> String {
    template.replace("${script_location}", script_location)
}

/// The script directory as a configuration file names it: from that file's folder on.
pub(super) fn script_location(shown: &Path, root: &Path, file: &Path) -> String {
    let escaped = |path: &Path| posix(path).replace('%', "%%");
    if shown.is_absolute() {
        return escaped(shown);
    }
    let here = file.parent().unwrap_or(file);
    let relative = relative_to(root, here);
    if relative.as_os_str().is_empty() {
        "%(here)s".to_owned()
    } else {
        format!("%(here)s/{}", escaped(&relative))
    }
}

/// `path` as seen from `folder`, through `..` where needed; both are absolute.
fn relative_to(path: &Path, folder: &Path) -> PathBuf {
    let common = folder.ancestors().find(|ancestor| path.starts_with(ancestor));
    let common = common.unwrap_or(Path::new("/"));
    let up = folder.components().count() - common.components().count();
    let below = path.strip_prefix(common).unwrap_or(path);
    std::iter::repeat_n(Path::new(".."), up).chain([below]).collect()
}

fn closing_words(ini: &Path, pyproject: Option<&Path>) -> String {
    let ini = ini.display();
    match pyproject {
        Some(pyproject) => format!(
            "Please edit configuration settings in {} and configuration/connection/logging \
             settings in {ini} before proceeding.",
            pyproject.display()
        ),
        None => format!(
            "Please edit configuration/connection/logging settings in {ini} before proceeding."
        ),
    }
}
