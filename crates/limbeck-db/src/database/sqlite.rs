//! A SQLite database is a file, and those that SQLite keeps beside it.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use limbeck_core::statement::{DatabaseError, ErrorKind};

use super::Database;

/// What a database begins with, unless nothing has been written to it yet.
const HEADER: &[u8] = b"SQLite format 3\0";

/// What SQLite appends to the name of the file.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

pub(super) fn create(database: &Database) -> Result<bool, DatabaseError> {
    let file = file(database);
    match fs::File::create_new(&file) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            only_databases(&file)?;
            Ok(false)
        }
        Err(error) => Err(refused(&file, &error)),
    }
}

pub(super) fn drop(database: &Database) -> Result<bool, DatabaseError> {
    let file = file(database);
    let is_link = fs::symlink_metadata(&file).is_ok_and(|found| found.is_symlink());
    if is_link {
        let target = fs::read_link(&file).unwrap_or_default();
        let message = format!(
            "{} is a link to {}, and is left alone: name that file",
            file.display(),
            target.display()
        );
        return Err(DatabaseError::new(ErrorKind::Operational, message));
    }
    only_databases(&file)?;
    for suffix in BESIDE {
        let mut name = file.clone().into_os_string();
        name.push(suffix);
        remove(Path::new(&name))?;
    }
    remove(&file)
}

/// Refuses what no SQLite database can be: a folder, a file of something else.
fn only_databases(file: &Path) -> Result<(), DatabaseError> {
    let wrong = |what: &str| {
        let message = format!("{} is {what}", file.display());
        Err(DatabaseError::new(ErrorKind::Operational, message))
    };
    let found = match fs::metadata(file) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refused(file, &error)),
    };
    if !found.is_file() {
        return wrong("no file, and so no SQLite database");
    }
    let mut start = Vec::new();
    let read = fs::File::open(file)
        .and_then(|file| file.take(HEADER.len() as u64).read_to_end(&mut start));
    read.map_err(|error| refused(file, &error))?;
    match start.is_empty() || start == HEADER {
        true => Ok(()),
        false => wrong("no SQLite database: its first bytes are others"),
    }
}

fn remove(file: &Path) -> Result<bool, DatabaseError> {
    match fs::remove_file(file) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(refused(file, &error)),
    }
}

fn file(database: &Database) -> PathBuf {
    let name = database.name().unwrap_or_default();
    let name = name.strip_prefix("file:").unwrap_or(name);
    match &database.options().directory {
        Some(directory) => directory.join(name),
        None => PathBuf::from(name),
    }
}

fn refused(file: &Path, error: &io::Error) -> DatabaseError {
    DatabaseError::new(ErrorKind::Operational, format!("{}: {error}", file.display()))
}
