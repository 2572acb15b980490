//! Migrated databases for tests, one each, gone when the test ends.
//!
//! ```
//! # #[cfg(feature = "sqlite")] {
//! use limbeck::{Revisions, testing::TestDatabase};
//!
//! # let REVISIONS = Revisions::from_texts([(
//! #     "a1.sql",
//! #     "-- revision: a1\n-- down_revision:\n-- upgrade\nCREATE TABLE users (id INTEGER);\n",
//! # )]);
//! // In a service: `static REVISIONS: Revisions = limbeck::migrate!("migrations");`
//! let database = TestDatabase::in_memory(&REVISIONS)?;
//! assert!(database.migrator().current().wait()?.is_at_head());
//! // Hand `database.url()`, or `database.sqlite_uri()`, to what is tested.
//! # }
//! # Ok::<(), limbeck::Error>(())
//! ```

mod template;

/// What a chain of revisions has to stand, as `limbeck test` checks it, on a [`Project`](crate::Project).
pub use crate::checks;

use limbeck_core::dialect::Backend;
use limbeck_db::{Connection, database::Database};

use crate::{
    Migrator, Result, Revisions, config::RevisionIds, engine::direct, migrator::process_options,
    revision_file::new_id,
};

/// A database of a test's own, with all revisions applied.
///
/// When it is dropped the database is, with whatever the test wrote. A test that is killed leaves
/// a database named `limbeck_test_..` behind.
#[derive(Debug)]
#[must_use = "the database is gone with this value"]
pub struct TestDatabase {
    migrator: Migrator,
    url: String,
    held: Held,
}

/// What keeps the database there.
#[derive(Debug)]
enum Held {
    /// One in memory lives as long as a connection to it.
    InMemory { uri: String, _connection: Box<Connection> },
    /// One of a server, or a file.
    Made(Box<Database>),
}

impl TestDatabase {
    /// A SQLite database in memory, which all connections of the process share.
    ///
    /// # Errors
    /// A revision that cannot be applied.
    pub fn in_memory(revisions: &Revisions) -> Result<TestDatabase> {
        let name = new_name();
        let url = format!("sqlite:///file:{name}?mode=memory&cache=shared&uri=true");
        let parsed = direct::parse_url(&url)?;
        let connection = Box::new(Connection::open(&parsed, &process_options())?);
        let uri = format!("file:{name}?mode=memory&cache=shared");
        let migrator = Migrator::new(revisions, &url)?;
        migrator.upgrade("heads").wait()?;
        Ok(TestDatabase { migrator, url, held: Held::InMemory { uri, _connection: connection } })
    }

    /// A new database beside the one that `url` names, which only says where: on the same server,
    /// or in the same folder.
    ///
    /// On PostgreSQL the revisions run once: their outcome is kept as a database
    /// `limbeck_template_..`, which each test gets a copy of until the revisions change.
    ///
    /// # Errors
    /// A server that cannot be reached or gives no right to make databases, a revision that cannot
    /// be applied.
    pub fn beside(revisions: &Revisions, url: &str) -> Result<TestDatabase> {
        let named = Database::new(direct::parse_url(url)?, process_options())?;
        let database = match named.backend() {
            Backend::Postgresql => {
                let template = template::of(revisions, &named)?;
                let database = named.sibling(Some(&new_name()));
                template::copy(&template, &database)?;
                database
            }
            Backend::Sqlite => {
                let name = named.name().unwrap_or_default();
                let file = std::path::Path::new(name).with_file_name(new_name() + ".db");
                migrated(revisions, named.sibling(file.to_str()))?
            }
            Backend::Mysql | Backend::Mariadb => {
                migrated(revisions, named.sibling(Some(&new_name())))?
            }
        };
        let url = database.url().reveal();
        let migrator = Migrator::new(revisions, &url)?;
        Ok(TestDatabase { migrator, url, held: Held::Made(Box::new(database)) })
    }

    /// The URL, with its password, as [`Migrator::new`] takes it.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What SQLite's own drivers open for a database in memory: `file:..?mode=memory&cache=shared`.
    pub fn sqlite_uri(&self) -> Option<&str> {
        match &self.held {
            Held::InMemory { uri, .. } => Some(uri),
            Held::Made(_) => None,
        }
    }

    /// What migrates it further, or back.
    pub fn migrator(&self) -> &Migrator {
        &self.migrator
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Held::Made(database) = &self.held {
            // A test has no use for the error, and may be unwinding.
            let _ = Database::drop(database, true);
        }
    }
}

fn new_name() -> String {
    format!("limbeck_test_{}", new_id(&RevisionIds::Random, []))
}

/// Makes a database and applies all revisions.
fn migrated(revisions: &Revisions, database: Database) -> Result<Database> {
    database.create()?;
    let migrated = Migrator::new(revisions, &database.url().reveal());
    match migrated.and_then(|migrator| migrator.upgrade("heads").wait()) {
        Ok(_) => Ok(database),
        Err(error) => {
            // What went wrong says more than that the half of it could not be dropped.
            let _ = database.drop(true);
            Err(error)
        }
    }
}
