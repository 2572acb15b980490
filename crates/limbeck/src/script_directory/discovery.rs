//! Finds the revision files of all version locations and reads them.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::{io, thread};

use super::ScriptDirectoryError;

/// From so many files on, reading them on several threads pays.
const WORTH_A_THREAD: usize = 128;

/// One revision file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptSource {
    /// Absolute, links resolved.
    pub path: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// All revision files in the order in which Alembic loads them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Each file once.
    pub files: Vec<ScriptSource>,
    /// Files found a second time, and left out.
    pub duplicates: Vec<DuplicateFile>,
}

/// A file that several version locations lead to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "File {} loaded twice! ignoring. Please ensure version_locations is unique.",
    .0.display()
)]
pub struct DuplicateFile(pub PathBuf);

/// Reads the `.py` and `.sql` files of the folders that exist, by name within each folder.
pub(super) fn read(
    locations: &[PathBuf],
    recursive: bool,
) -> Result<Sources, ScriptDirectoryError> {
    let mut found = Vec::new();
    for location in locations.iter().filter(|location| location.exists()) {
        let real = fs::canonicalize(location).map_err(unreadable(location))?;
        list(&real, recursive, &mut found)?;
    }
    let mut seen = HashSet::new();
    let (paths, repeated): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|path| seen.insert(path.clone()));
    Ok(Sources {
        files: read_all(paths)?,
        duplicates: repeated.into_iter().map(DuplicateFile).collect(),
    })
}

/// Adds the files of a folder, then, where asked, those of its folders.
fn list(
    folder: &Path,
    recursive: bool,
    found: &mut Vec<PathBuf>,
) -> Result<(), ScriptDirectoryError> {
    let mut files: Vec<(OsString, PathBuf)> = Vec::new();
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let kind = entry.file_type().map_err(unreadable(folder))?;
        let name = entry.file_name();
        if kind.is_dir() {
            folders.push(name);
        } else if is_script(&name) {
            let path = entry.path();
            if !kind.is_symlink() {
                files.push((name, path));
            } else if !path.is_dir() {
                let real = fs::canonicalize(&path).map_err(unreadable(&path))?;
                files.push((name, real));
            }
        }
    }
    // What sits in a cache of compiled files is nobody's revision.
    let is_cache = folder.to_string_lossy().ends_with("__pycache__");
    if !is_cache {
        files.sort();
        found.extend(files.into_iter().map(|(_, path)| path));
    }
    if recursive {
        folders.sort();
        for name in folders {
            list(&folder.join(name), recursive, found)?;
        }
    }
    Ok(())
}

/// `.py` and `.sql` files but for `__init__*` and the locks that Emacs leaves.
fn is_script(name: &OsString) -> bool {
    name.to_str().is_some_and(|name| {
        (name.ends_with(".py") || name.ends_with(".sql"))
            && !name.starts_with("__init__")
            && !name.starts_with(".#")
    })
}

fn read_all(paths: Vec<PathBuf>) -> Result<Vec<ScriptSource>, ScriptDirectoryError> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    if paths.len() < WORTH_A_THREAD || threads == 1 {
        return paths.into_iter().map(read_one).collect();
    }
    let share = paths.len().div_ceil(threads);
    let mut paths = paths.into_iter();
    thread::scope(|scope| {
        let mut workers = Vec::new();
        loop {
            let chunk: Vec<PathBuf> = paths.by_ref().take(share).collect();
            if chunk.is_empty() {
                break;
            }
            workers.push(scope.spawn(|| {
                let sources = chunk.into_iter().map(read_one);
                sources.collect::<Result<Vec<_>, _>>()
            }));
        }
        let mut sources = Vec::new();
        for worker in workers {
            match worker.join() {
                Ok(chunk) => sources.extend(chunk?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(sources)
    })
}

fn read_one(path: PathBuf) -> Result<ScriptSource, ScriptDirectoryError> {
    let bytes = fs::read(&path).map_err(unreadable(&path))?;
    Ok(ScriptSource { path, bytes })
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> ScriptDirectoryError + '_ {
    move |source| ScriptDirectoryError::Read { path: path.to_owned(), source }
}
