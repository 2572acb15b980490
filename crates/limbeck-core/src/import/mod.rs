//! Folders of SQL migrations that other tools keep, and those tools' own history tables.
//!
//! In come a tool, the files of its folder and the rows of its history table; out come the
//! [`Migration`]s in the tool's order, and the last one that the database has. What a tool does
//! not permit to tell, nobody guesses: it is an [`ImportError`] that names the file.
//!
//! ```
//! use limbeck_core::import::{File, Tool, read};
//!
//! let files = [
//!     File::new("db/1_users.up.sql", "CREATE TABLE users (id INTEGER);\n"),
//!     File::new("db/1_users.down.sql", "DROP TABLE users;\n"),
//! ];
//! let folder = read(Tool::Sqlx, "db".as_ref(), &files)?;
//! assert_eq!((folder.migrations[0].id.as_str(), folder.migrations[0].message.as_str()), ("1", "users"));
//! assert_eq!(folder.migrations[0].downgrade.as_deref(), Some("DROP TABLE users;\n"));
//! # Ok::<(), limbeck_core::import::ImportError>(())
//! ```

mod checksum;
mod error;
mod history;

mod dbmate;
mod diesel;
mod flyway;
mod refinery;
mod sqlx;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub use error::{ImportError, LeftOut};
pub use history::{Outcome, Row, last_applied};

/// What keeps the migrations until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Dbmate,
    Diesel,
    Flyway,
    Refinery,
    Sqlx,
}

impl Tool {
    /// All of them, by name.
    pub const ALL: [Tool; 5] =
        [Tool::Dbmate, Tool::Diesel, Tool::Flyway, Tool::Refinery, Tool::Sqlx];

    /// The tool's name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Tool::Dbmate => "dbmate",
            Tool::Diesel => "diesel",
            Tool::Flyway => "flyway",
            Tool::Refinery => "refinery",
            Tool::Sqlx => "sqlx",
        }
    }

    /// The tool of this name.
    pub fn from_name(name: &str) -> Option<Tool> {
        Tool::ALL.into_iter().find(|tool| tool.name() == name)
    }
}

/// A file below the folder of the migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// As messages are to show it.
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

impl File {
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> File {
        File { path: path.into(), bytes: bytes.into() }
    }

    fn name(&self) -> &str {
        self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// What the file says, without a byte order mark.
    fn text(&self) -> Result<&str, ImportError> {
        let text = str::from_utf8(&self.bytes)
            .map_err(|_| ImportError::NotUtf8 { path: self.path.clone() })?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

/// One migration of another tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its version as its file writes it: the id of the revision that it becomes.
    pub id: String,
    /// Its version as the tool compares it.
    pub version: String,
    pub message: String,
    /// The file whose statements go up.
    pub path: PathBuf,
    pub upgrade: String,
    /// What undoes it, where the folder says so.
    pub downgrade: Option<String>,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// The checksums that the tool may have recorded for this content, whichever ends of lines
    /// the file had; none where the tool records none.
    pub checksums: Vec<String>,
}

/// What a folder holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// In the order in which the tool applies them.
    pub migrations: Vec<Migration>,
    /// Files that become no revision, which the user should know of.
    pub left_out: Vec<LeftOut>,
}

/// Reads the files of a folder as the tool reads them; `folder` is what their paths begin with.
///
/// # Errors
/// Two files of one version, a file that only the tool can run, text that is not UTF-8, a version
/// that is too long for the version table.
pub fn read(tool: Tool, folder: &Path, files: &[File]) -> Result<Folder, ImportError> {
    let mut found = match tool {
        Tool::Dbmate => dbmate::read(folder, files),
        Tool::Diesel => diesel::read(folder, files),
        Tool::Flyway => flyway::read(files),
        Tool::Refinery => refinery::read(files),
        Tool::Sqlx => sqlx::read(folder, files),
    }?;
    let mut seen: BTreeMap<&str, &Migration> = BTreeMap::new();
    for migration in &found.migrations {
        if migration.id.len() > LONGEST_ID {
            return Err(ImportError::LongVersion { path: migration.path.clone() });
        }
        if let Some(first) = seen.insert(&migration.version, migration) {
            let (first, second) = (first.path.clone(), migration.path.clone());
            return Err(ImportError::SameVersion { first, second });
        }
    }
    found.left_out.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// What `version_num` of the version table holds.
const LONGEST_ID: usize = 32;

/// Files that go up and files that undo, by version.
#[derive(Default)]
struct Pairs {
    up: BTreeMap<String, Migration>,
    down: BTreeMap<String, File>,
}

impl Pairs {
    fn add_upgrade(&mut self, migration: Migration) -> Result<(), ImportError> {
        let second = migration.path.clone();
        match self.up.insert(migration.version.clone(), migration) {
            None => Ok(()),
            Some(first) => Err(ImportError::SameVersion { first: first.path, second }),
        }
    }

    fn add_downgrade(&mut self, version: String, file: &File) -> Result<(), ImportError> {
        match self.down.insert(version, file.clone()) {
            None => Ok(()),
            Some(first) => {
                let second = file.path.clone();
                Err(ImportError::SameVersion { first: first.path, second })
            }
        }
    }

    /// The migrations in any order, and the files that undo what is not there.
    fn join(mut self) -> Result<Folder, ImportError> {
        let mut folder = Folder::default();
        for (version, migration) in self.up {
            let downgrade = self.down.remove(&version);
            let downgrade = downgrade.map(|file| file.text().map(str::to_owned)).transpose()?;
            folder.migrations.push(Migration { downgrade, ..migration });
        }
        let paths = self.down.into_values().map(|file| file.path);
        folder.left_out.extend(paths.map(LeftOut::undoes_nothing));
        Ok(folder)
    }
}

/// Whether a file stands in the folder itself rather than in one below it.
fn is_directly_in(folder: &Path, file: &File) -> bool {
    file.path.parent() == Some(folder)
}

fn has_extension(file: &File, extension: &str) -> bool {
    file.path.extension().is_some_and(|found| found == extension)
}

/// `add_users` as a message.
fn message(name: &str) -> String {
    name.replace('_', " ").trim().to_owned()
}
