//! Scratch databases: each stands for one that the project names, and goes when it is done with.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use limbeck_core::{dialect::Backend, statement::DatabaseError};
use limbeck_db::{ConnectOptions, Url, database::Database};

use super::{Databases, Place, Withheld};
use crate::{
    Project, Result, config::RevisionIds, interrupt::Interruptible, revision_file::new_id,
};

/// How much of a database's name its scratch database has: both stay within 63 bytes, unless the
/// name is of other letters than ASCII's, which the server then shortens or refuses.
const LENGTH: usize = 40;
/// Options of SQLite's driver that are about the file that a scratch file stands for.
const OF_FILE: [&str; 6] = ["uri", "mode", "cache", "vfs", "nolock", "immutable"];

/// Databases in place of those that URLs name: on the same server, for SQLite a temporary file.
///
/// One is made when the database that it stands for is first connected to. Clones share them;
/// they are dropped by [`Scratch::close`], or with the last clone.
#[derive(Debug, Clone, Default)]
pub struct Scratch(Arc<Made>);

#[derive(Debug, Default)]
struct Made {
    /// Each with the key of the one that it stands for.
    databases: Mutex<Vec<(String, Database)>>,
    interrupted: AtomicBool,
}

impl Scratch {
    /// Drops the databases; the first error is given once all have been tried.
    ///
    /// # Errors
    /// A server that cannot be reached any more.
    pub fn close(&self) -> Result<()> {
        Ok(self.0.close()?)
    }

    pub(super) fn place(&self, url: &Url, options: &ConnectOptions) -> Result<Place, Withheld> {
        if self.0.interrupted.load(Ordering::Relaxed) {
            return Err(Withheld::Ended);
        }
        let of = |database: &Database| (database.url().clone(), database.options().clone());
        let key = key(url);
        let mut databases = self.0.databases();
        if let Some((_, database)) = databases.iter().find(|(of, _)| *of == key) {
            return Ok(of(database));
        }
        let refused = |error| Withheld::Refused(Box::new(error));
        let database = stand_in(url, options).map_err(refused)?;
        database.create().map_err(refused)?;
        let place = of(&database);
        databases.push((key, database));
        Ok(place)
    }
}

impl Made {
    fn databases(&self) -> MutexGuard<'_, Vec<(String, Database)>> {
        self.databases.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) -> Result<(), DatabaseError> {
        let databases = std::mem::take(&mut *self.databases());
        let dropped: Vec<_> = databases.iter().map(|(_, database)| database.drop(true)).collect();
        dropped.into_iter().collect::<Result<Vec<bool>, _>>().map(drop)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.close();
    }
}

/// What tells the database of a URL from others: two drivers' URLs may name the same.
fn key(url: &Url) -> String {
    let host = url.host.as_deref().or(url.option("host")).unwrap_or_default();
    let (port, name) = (url.port.unwrap_or_default(), url.database.as_deref().unwrap_or_default());
    format!("{}://{host}:{port}/{name}", url.backend_name())
}

fn stand_in(url: &Url, options: &ConnectOptions) -> Result<Database, DatabaseError> {
    let name = format!("limbeck_{}", new_id(&RevisionIds::Random, []));
    if url.backend_name() != Backend::Sqlite.name() {
        let database = Database::new(url.clone(), options.clone())?;
        // Who finds it sees what it is for; names of databases are short.
        let of: String = database.name().unwrap_or_default().chars().take(LENGTH).collect();
        return Ok(database.sibling(Some(&format!("{of}_{name}"))));
    }
    let file = std::env::temp_dir().join(name + ".db");
    let (mut url, mut options) = (url.clone(), options.clone());
    url.database = Some(file.to_string_lossy().into_owned());
    url.query.retain(|(name, _)| !OF_FILE.contains(&name.as_str()));
    options.arguments.retain(|(name, _)| !OF_FILE.contains(&name.as_str()));
    Database::new(url, options)
}

/// Has `work` done on scratch databases of the project, which are gone afterwards whatever
/// happens: Ctrl-C ends the run that is under way, or keeps the next from beginning.
///
/// # Errors
/// Those of `work`; that a scratch database cannot be dropped.
pub(crate) fn with_scratch<T>(
    project: &Project,
    work: impl FnOnce(&Project) -> Result<T>,
) -> Result<T> {
    let scratch = Scratch::default();
    let _interruptible = project.interrupt.during(Box::new(scratch.clone()));
    let databases = Databases::Scratch(scratch.clone());
    let done = work(&Project { databases, ..project.clone() });
    let closed = scratch.close();
    let done = done?;
    closed.map(|()| done)
}

impl Interruptible for Scratch {
    fn interrupt(&self) {
        self.0.interrupted.store(true, Ordering::Relaxed);
    }

    fn is_deaf(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().expect(text)
    }

    #[test]
    fn a_database_has_one_scratch_whatever_driver_names_it() {
        assert_eq!(key(&url("postgresql+asyncpg://u:p@h/a")), key(&url("postgresql://v@h/a")));
        assert_ne!(key(&url("postgresql://h/a")), key(&url("postgresql://h/b")));
        assert_ne!(key(&url("postgresql://h/a")), key(&url("postgresql://h:5433/a")));
    }

    #[test]
    fn a_scratch_file_is_made_once_and_goes_with_the_scratch() {
        let scratch = Scratch::default();
        let options = ConnectOptions::default();
        let place = |text: &str| match scratch.place(&url(text), &options) {
            Ok((url, _)) => url.database.unwrap_or_default(),
            Err(_) => String::new(),
        };
        let first = place("sqlite:///app.db?mode=ro");
        assert_eq!(place("sqlite+aiosqlite:///app.db"), place("sqlite+aiosqlite:///app.db"));
        assert_eq!(place("sqlite:///app.db"), first);
        assert!(std::path::Path::new(&first).exists());
        assert_ne!(place("sqlite://"), first);
        drop(scratch.clone());
        assert!(std::path::Path::new(&first).exists());
        scratch.close().expect("closed");
        assert!(!std::path::Path::new(&first).exists());
    }

    #[test]
    fn an_interrupted_scratch_gives_no_more() {
        let scratch = Scratch::default();
        scratch.interrupt();
        let place = scratch.place(&url("sqlite:///app.db"), &ConnectOptions::default());
        assert!(matches!(place, Err(Withheld::Ended)));
    }
}
