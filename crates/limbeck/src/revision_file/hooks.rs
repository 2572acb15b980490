//! Programs that run on each new revision file: formatters, linters.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::config::percent::python_repr;
use crate::config::{Environment, Hook};
use crate::events::{Event, Subscriber};

/// Stands for the new file in a hook's options.
const FILE_TOKEN: &str = "REVISION_SCRIPT_FILENAME";

/// Why a hook did not run. How its program ended is not looked at, as under Alembic.
#[derive(Debug, thiserror::Error)]
pub enum HookError {
    /// No `type`.
    #[error(
        "Key '{name}.type' (or 'type' in toml) is required for post write hook {}",
        python_repr(.name)
    )]
    NoType {
        /// The hook.
        name: String,
    },
    /// A key that the type needs.
    #[error("Key {hook}.{key} is required for post write hook {}", python_repr(.hook))]
    NoKey {
        /// The hook.
        hook: String,
        /// `executable`, `entrypoint` or `module`.
        key: &'static str,
    },
    /// A type other than `exec`, `console_scripts` and `module`.
    #[error("No formatter with name '{0}' registered")]
    UnknownType(String),
    /// The script of a `console_scripts` hook is nowhere.
    #[error("Could not find entrypoint console_scripts.{0}")]
    NoEntrypoint(String),
    /// A `module` hook without a Python to run it.
    #[error(
        "post write hook {} has type 'module', which needs the project's Python: activate its \
         virtual environment, set python in limbeck.toml, or use type 'exec' with executable \
         {module}",
        python_repr(.hook)
    )]
    NoPython {
        /// The hook.
        hook: String,
        /// The module.
        module: String,
    },
    /// `options` cannot be split into words.
    #[error("post write hook {}: options: no closing quotation", python_repr(.0))]
    OpenQuote(String),
    /// The program cannot be started.
    #[error("post write hook {}: cannot run {}", python_repr(.hook), .program.display())]
    Start {
        /// The hook.
        hook: String,
        /// The program.
        program: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl HookError {
    /// Whether Alembic reports this as `FAILED: ...` with exit status 255.
    #[must_use]
    pub fn is_command_error(&self) -> bool {
        !matches!(self, HookError::Start { .. } | HookError::OpenQuote(_))
    }
}

/// Runs the hooks on the file at `path`, one after the other.
///
/// `python` is the project's interpreter; without it that of an active virtual environment runs
/// `module` hooks. What the programs print goes where the process prints.
///
/// # Errors
/// The first hook that cannot be run; those after it do not run.
pub fn run_hooks(
    path: &Path,
    hooks: &[Hook],
    python: Option<&Path>,
    environment: &Environment,
    events: &Subscriber,
) -> Result<(), HookError> {
    for hook in hooks {
        let Some(kind) = hook.options.get("type") else {
            return Err(HookError::NoType { name: hook.name.clone() });
        };
        let text = format!("Running post write hook {} ...", python_repr(&hook.name));
        events.send(Event::Message(text));
        events.send(Event::Flush);
        let outcome = run(path, hook, kind, python, environment);
        events.send(Event::StatusFinished { done: outcome.is_ok() });
        outcome?;
    }
    Ok(())
}

fn run(
    path: &Path,
    hook: &Hook,
    kind: &str,
    python: Option<&Path>,
    environment: &Environment,
) -> Result<(), HookError> {
    let folder = hook.options.get("cwd").map_or("", String::as_str);
    let folder = environment.absolute(folder);
    let (program, first) = program(hook, kind, python, &folder, environment)?;
    let options = hook.options.get("options").map_or("", String::as_str);
    let options = options_for(options, &path.to_string_lossy())
        .ok_or_else(|| HookError::OpenQuote(hook.name.clone()))?;
    let started = Command::new(&program)
        .args(first)
        .args(options)
        .current_dir(folder)
        .env_clear()
        .envs(&environment.vars)
        .status();
    match started {
        Ok(_) => Ok(()),
        Err(source) => Err(HookError::Start { hook: hook.name.clone(), program, source }),
    }
}

/// The program of a hook and its first arguments.
fn program(
    hook: &Hook,
    kind: &str,
    python: Option<&Path>,
    folder: &Path,
    environment: &Environment,
) -> Result<(PathBuf, Vec<String>), HookError> {
    let required = |key| {
        hook.options.get(key).ok_or_else(|| HookError::NoKey { hook: hook.name.clone(), key })
    };
    let venv = venv_scripts(environment);
    match kind {
        "exec" => {
            let name = required("executable")?;
            let found = find_program(name, folder, search_path(environment));
            // One that is nowhere fails when started, with the system's words.
            Ok((found.unwrap_or_else(|| PathBuf::from(name)), Vec::new()))
        }
        "console_scripts" => {
            let name = required("entrypoint")?;
            let beside_python = python.and_then(Path::parent).map(Path::to_owned);
            let folders = beside_python.into_iter().chain(venv);
            find_program(name, folder, folders.chain(search_path(environment)))
                .map(|program| (program, Vec::new()))
                .ok_or_else(|| HookError::NoEntrypoint(name.clone()))
        }
        "module" => {
            let module = required("module")?;
            let python = python.map(Path::to_owned);
            let python = python.or_else(|| find_program("python", folder, venv.into_iter()));
            let python = python.ok_or_else(|| HookError::NoPython {
                hook: hook.name.clone(),
                module: module.clone(),
            })?;
            Ok((python, vec!["-m".to_owned(), module.clone()]))
        }
        other => Err(HookError::UnknownType(other.to_owned())),
    }
}

fn venv_scripts(environment: &Environment) -> Option<PathBuf> {
    let venv = environment.absolute(environment.var("VIRTUAL_ENV")?);
    Some(venv.join(if cfg!(windows) { "Scripts" } else { "bin" }))
}

fn search_path(environment: &Environment) -> impl Iterator<Item = PathBuf> + '_ {
    let path = environment.var("PATH").unwrap_or_default();
    std::env::split_paths(path).map(|folder| environment.absolute(folder))
}

/// The file of a program: below `folder` if its name is a path, else in one of `folders`.
fn find_program(
    name: &str,
    folder: &Path,
    folders: impl Iterator<Item = PathBuf>,
) -> Option<PathBuf> {
    if name.contains(['/', std::path::MAIN_SEPARATOR]) {
        return Some(folder.join(name));
    }
    let mut candidates = folders.map(|folder| folder.join(name));
    candidates.find_map(|path| {
        let with_suffix = path.with_extension(std::env::consts::EXE_EXTENSION);
        if is_program(&path) { Some(path) } else { is_program(&with_suffix).then_some(with_suffix) }
    })
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// The words of a hook's options with the file in its place, or before them.
fn options_for(options: &str, path: &str) -> Option<Vec<String>> {
    let options = if options.contains(FILE_TOKEN) {
        options.to_owned()
    } else {
        format!("{FILE_TOKEN} {options}")
    };
    let words = split_options(&options)?;
    Some(words.iter().map(|w| w.replace(FILE_TOKEN, path)).collect())
}

/// Splits a command line as Python's `shlex.split` does; `None` for an open quote or escape.
///
/// ```
/// use limbeck::revision_file::split_options;
///
/// let words = split_options(r#"-l 79 "a \"b\" \n" 'c d' e\ f #g"#).unwrap();
/// assert_eq!(words, ["-l", "79", r#"a "b" \n"#, "c d", "e f", "#g"]);
/// ```
#[must_use]
pub fn split_options(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\\' => word.get_or_insert_default().push(chars.next()?),
            '\'' | '"' => {
                let word = word.get_or_insert_default();
                loop {
                    let inner = chars.next()?;
                    if inner == c {
                        break;
                    }
                    if inner != '\\' || c == '\'' {
                        word.push(inner);
                        continue;
                    }
                    let escaped = chars.next()?;
                    if !matches!(escaped, '"' | '\\') {
                        word.push('\\');
                    }
                    word.push(escaped);
                }
            }
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Some(words)
}
