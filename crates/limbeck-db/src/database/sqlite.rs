//! A SQLite database is a file, and those that SQLite keeps beside it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use limbeck_core::statement::{DatabaseError, ErrorKind};

use super::Database;

/// What SQLite appends to the name of the file.
const BESIDE: [&str; 3] = ["-journal", "-wal", "-shm"];

pub(super) fn create(database: &Database) -> Result<bool, DatabaseError> {
    let file = file(database);
    match fs::File::create_new(&file) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(refused(&file, &error)),
    }
}

pub(super) fn drop(database: &Database) -> Result<bool, DatabaseError> {
    let file = file(database);
    for suffix in BESIDE {
        let mut name = file.clone().into_os_string();
        name.push(suffix);
        remove(Path::new(&name))?;
    }
    remove(&file)
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
