//! Revisions whose work is Rust code: a file says where they stand in the graph, the program does
//! what they do.
//!
//! ```
//! # #[cfg(feature = "sqlite")] {
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> limbeck::Result<()> {
//! use limbeck::{Migrator, Revisions, code::{self, Connection, Migration}};
//!
//! /// `migrations/b2_initials.sql`: `-- revision: b2`, `-- down_revision: a1`, `-- code: rust`.
//! struct Initials;
//!
//! impl Migration for Initials {
//!     async fn upgrade(&self, connection: &mut Connection<'_>) -> code::Result {
//!         for row in connection.query("SELECT id, name FROM users", []).await? {
//!             let initial = row.text(1).and_then(|name| name.chars().next()).unwrap_or('?');
//!             let values = [initial.to_string().into(), row[0].clone()];
//!             connection.execute("UPDATE users SET initial = ? WHERE id = ?", values).await?;
//!         }
//!         Ok(())
//!     }
//!
//!     async fn downgrade(&self, connection: &mut Connection<'_>) -> code::Result {
//!         connection.execute("UPDATE users SET initial = NULL", []).await?;
//!         Ok(())
//!     }
//! }
//!
//! let revisions = Revisions::from_texts([
//!     ("a1.sql", "-- revision: a1\n-- down_revision:\n-- upgrade\n\
//!       CREATE TABLE users (id INTEGER, name TEXT, initial TEXT);\n\
//!       INSERT INTO users VALUES (1, 'ann', NULL);\n"),
//!     ("b2.sql", "-- revision: b2\n-- down_revision: a1\n-- code: rust\n"),
//! ]);
//! # let folder = tempfile::tempdir().unwrap();
//! # let url = format!("sqlite:///{}", folder.path().join("app.db").display());
//! let migrator = Migrator::new(&revisions.with("b2", Initials), &url)?;
//! assert_eq!(migrator.upgrade("head").await?.len(), 2);
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```

mod connection;
mod poll;

use std::{collections::BTreeMap, fmt, future::Future, pin::Pin, sync::Arc};

use limbeck_core::plan::Direction;

pub use connection::{Connection, Row};
pub(crate) use poll::{Reactor, drive};

/// What a migration answers; any error undoes its step.
pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The work of a revision.
///
/// It is done on the thread of the run, within the step's transaction: what an error ends has not
/// happened, where the database undoes schema changes. Futures of tokio can be awaited where the
/// [`Run`](crate::Run) is awaited within tokio.
pub trait Migration: Send + Sync + 'static {
    /// Goes forward.
    ///
    /// # Errors
    /// Whatever is to end the run.
    fn upgrade(&self, connection: &mut Connection<'_>) -> impl Future<Output = Result>;

    /// Goes back.
    ///
    /// # Errors
    /// Whatever is to end the run; without a method of its own, that there is no way back.
    fn downgrade(&self, connection: &mut Connection<'_>) -> impl Future<Output = Result> {
        let _ = connection;
        std::future::ready(Err("this revision has no way back".into()))
    }
}

/// What a migration does, under way.
type Work<'a> = Pin<Box<dyn Future<Output = Result> + 'a>>;

/// A [`Migration`] of any type.
trait AnyMigration: Send + Sync {
    fn run<'a>(&'a self, direction: Direction, connection: &'a mut Connection<'_>) -> Work<'a>;
}

impl<M: Migration> AnyMigration for M {
    fn run<'a>(&'a self, direction: Direction, connection: &'a mut Connection<'_>) -> Work<'a> {
        match direction {
            Direction::Upgrade => Box::pin(self.upgrade(connection)),
            Direction::Downgrade => Box::pin(self.downgrade(connection)),
            Direction::Stamp => Box::pin(std::future::ready(Ok(()))),
        }
    }
}

/// The migrations of a program by the ids of their revisions.
#[derive(Clone, Default)]
pub struct Migrations(BTreeMap<String, Arc<dyn AnyMigration>>);

impl Migrations {
    /// None.
    pub const fn new() -> Migrations {
        Migrations(BTreeMap::new())
    }

    /// The same with one more; a second one for an id takes its place.
    #[must_use]
    pub fn with(mut self, revision: &str, migration: impl Migration) -> Migrations {
        self.0.insert(revision.to_owned(), Arc::new(migration));
        self
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(crate) fn has(&self, revision: &str) -> bool {
        self.0.contains_key(revision)
    }

    /// Does the work of a revision, if it is here.
    pub(crate) fn start<'a>(
        &'a self,
        revision: &str,
        direction: Direction,
        connection: &'a mut Connection<'_>,
    ) -> Option<Work<'a>> {
        Some(self.0.get(revision)?.run(direction, connection))
    }
}

impl fmt::Debug for Migrations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
