//! The one place that writes a project's files: folders, new files, additions to a file.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::events::{Event, Subscriber};

/// A file or folder that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be {action}", .path.display())]
pub struct WriteError {
    /// What was tried: `created`, `appended to`.
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// Why it failed.
    pub source: std::io::Error,
}

/// Runs `work` between the events of a status line: `text ...`, then `done` or `FAILED`.
pub(crate) fn status<T, E>(
    events: &Subscriber,
    text: String,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    events.send(Event::StatusStarted(text));
    let outcome = work();
    events.send(Event::StatusFinished { done: outcome.is_ok() });
    outcome
}

/// Creates a folder and those above it, with a status line, unless it exists.
pub(crate) fn ensure_directory(path: &Path, events: &Subscriber) -> Result<(), WriteError> {
    if path.exists() {
        return Ok(());
    }
    let text = format!("Creating directory {}", path.display());
    status(events, text, || fs::create_dir_all(path).map_err(failed("created", path)))
}

/// Writes a file that must not exist yet.
pub(crate) fn create_new(path: &Path, content: &str) -> Result<(), WriteError> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(content.as_bytes())).map_err(failed("created", path))
}

/// Adds to the end of a file.
pub(crate) fn append(path: &Path, content: &str) -> Result<(), WriteError> {
    let file = OpenOptions::new().append(true).open(path);
    file.and_then(|mut file| file.write_all(content.as_bytes()))
        .map_err(failed("appended to", path))
}

fn failed<'a>(
    action: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> WriteError + 'a {
    move |source| WriteError { action, path: path.to_owned(), source }
}
