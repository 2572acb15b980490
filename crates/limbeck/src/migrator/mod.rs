//! Migrations from within a program: the revisions it carries, on the database it names.
//!
//! ```
//! # #[cfg(feature = "sqlite")] {
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> limbeck::Result<()> {
//! use limbeck::{Migrator, Revisions};
//!
//! // In a service: `static REVISIONS: Revisions = limbeck::migrate!("migrations");`
//! static REVISIONS: Revisions = Revisions::embedded(None, &[limbeck::EmbeddedFile {
//!     name: "migrations/a1_users.sql",
//!     text: b"-- revision: a1\n-- down_revision:\n-- upgrade\nCREATE TABLE users (id INTEGER);\n",
//! }]);
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # let url = format!("sqlite:///{}", folder.path().join("app.db").display());
//! let migrator = Migrator::new(&REVISIONS, &url)?;
//! assert_eq!(migrator.pending().await?.len(), 1);
//! migrator.upgrade("head").await?;
//! assert!(migrator.current().await?.is_at_head());
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! Each call runs on a thread of its own, which opens a connection, and is a [`Run`] to await on
//! any executor or to [wait](Run::wait) for. Nothing is global, and the events of a run go to the
//! migrator's own [`Subscriber`].

mod on;
mod planned;
#[cfg(feature = "python")]
mod python;
mod revisions;
mod run;
mod work;

use std::sync::Arc;

use limbeck_core::{ddl::version_table::VersionTable, plan::Step, schema::Schema};
use limbeck_db::{ConnectOptions, Connection, Session, Url, lent::LentConnection};

pub use on::On;
pub use planned::{Planned, PlannedStep};
pub use revisions::{EmbeddedFile, Revisions};
pub use run::Run;

use self::{revisions::Loaded, work::Work};
use crate::{
    Error, Result,
    engine::{Cancellation, Engine, Settings, Sink, direct},
    events::Subscriber,
    lent,
};

/// Brings a database to revisions that a program carries.
///
/// Cheap to clone; a clone works on the same database by connections of its own.
#[derive(Debug, Clone)]
pub struct Migrator {
    loaded: Arc<Loaded>,
    place: Place,
    settings: Settings,
    subscriber: Subscriber,
}

/// Where a migrator's connections come from.
#[derive(Debug, Clone)]
enum Place {
    /// Each run opens one.
    Url { url: Box<Url>, options: Box<ConnectOptions> },
    /// The program gives one for each run.
    Pool(lent::Pool),
    /// The program lends one where it wants a run.
    Lent,
}

/// Where a database stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// The rows of the version table; none for a database that no revision has touched.
    pub revisions: Vec<String>,
    /// The heads of the program's revisions.
    pub heads: Vec<String>,
}

impl Current {
    /// Whether all revisions of the program are applied.
    pub fn is_at_head(&self) -> bool {
        self.revisions.len() == self.heads.len()
            && self.revisions.iter().all(|row| self.heads.contains(row))
    }
}

impl Migrator {
    /// A migrator for the database that `url` names, in SQLAlchemy's or the driver's spelling.
    ///
    /// What the variables of the process say to database clients (`PGPASSWORD`, `~/.pgpass`)
    /// holds here too.
    ///
    /// # Errors
    /// A revision that cannot be read, revisions that make no graph, a URL that is none.
    pub fn new(revisions: &Revisions, url: &str) -> Result<Migrator> {
        let url = direct::parse_url(url)?;
        let settings = Settings { url: Some(url.to_string()), ..Settings::default() };
        let (url, options) = (Box::new(url), Box::new(process_options()));
        let place = Place::Url { url, options };
        Ok(Migrator { settings, ..Migrator::at(place, revisions)? })
    }

    /// A migrator whose runs have the connections that `lend` gives, of a pool of the program's.
    ///
    /// It is what a crate for a driver calls: see [`lent`]. Its runs can only be awaited.
    ///
    /// # Errors
    /// A revision that cannot be read, revisions that make no graph.
    pub fn on_pool(
        revisions: &Revisions,
        lend: impl Fn(lent::Requests) -> lent::Serving<'static> + Send + Sync + 'static,
    ) -> Result<Migrator> {
        Migrator::at(Place::Pool(lent::Pool(Arc::new(lend))), revisions)
    }

    /// A migrator without a database, for connections that it is lent: see [`Migrator::on`].
    ///
    /// # Errors
    /// A revision that cannot be read, revisions that make no graph.
    pub fn lent(revisions: &Revisions) -> Result<Migrator> {
        Migrator::at(Place::Lent, revisions)
    }

    /// This migrator for one run on a connection that the program lends it.
    ///
    /// `lend` is what a crate for a driver makes of the connection: see [`lent`].
    pub fn on<'c>(
        &self,
        lend: impl FnOnce(lent::Requests) -> lent::Serving<'c> + Send + 'c,
    ) -> On<'c> {
        On::new(self.clone(), Box::new(lend))
    }

    fn at(place: Place, revisions: &Revisions) -> Result<Migrator> {
        Ok(Migrator {
            loaded: Arc::new(revisions.load()?),
            place,
            settings: Settings::default(),
            subscriber: Subscriber::default(),
        })
    }

    /// The same migrator with its events going to `subscriber`, on the thread of the run.
    #[must_use]
    pub fn with_subscriber(self, subscriber: Subscriber) -> Migrator {
        Migrator { subscriber, ..self }
    }

    /// The same migrator with its rows in another table than `alembic_version`.
    #[must_use]
    pub fn with_version_table(mut self, name: &str, schema: Option<&str>) -> Migrator {
        let schema = schema.map(Into::into);
        self.settings.version_table =
            VersionTable { name: name.into(), schema, ..VersionTable::default() };
        self
    }

    /// The same migrator, which records the checksum of every revision that it applies in a table
    /// beside the version table, `alembic_version_checksums`, and refuses to run where a revision
    /// is not what was applied any more. How lines end, comments above `-- upgrade` and
    /// `-- downgrade` do not count; a stamp takes the revisions as they are.
    #[must_use]
    pub fn with_checksums(mut self) -> Migrator {
        self.settings.checksums = true;
        self
    }

    /// The same migrator with each revision in a transaction of its own, also on PostgreSQL,
    /// where otherwise all revisions of a run share one.
    #[must_use]
    pub fn with_transaction_per_revision(mut self) -> Migrator {
        self.settings.transaction_per_revision = true;
        self
    }

    /// Runs the revisions from where the database stands up to `target`: an id, `head`, `heads`,
    /// `label@head`, `+1`.
    ///
    /// Answers with the steps that ran. Dropping the run before it is done rolls back.
    ///
    /// # Errors
    /// A target that leads nowhere, a database that a newer program or another tool has migrated, a
    /// statement that the database refuses. What of the run then stays is what transactions have kept.
    pub fn upgrade(&self, target: &str) -> Run<Vec<Step>> {
        self.run(work::upgrade(target))
    }

    /// Undoes revisions down to `target`: an id, `base`, `-1`.
    ///
    /// # Errors
    /// As [`Migrator::upgrade`]; a revision that has no `-- downgrade` section.
    pub fn downgrade(&self, target: &str) -> Run<Vec<Step>> {
        self.run(work::downgrade(target))
    }

    /// Records `target` in the version table without running anything.
    ///
    /// # Errors
    /// A target that leads nowhere.
    pub fn stamp(&self, target: &str) -> Run<Vec<Step>> {
        self.run(work::stamp(target))
    }

    /// Where the database stands; nothing is written.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub fn current(&self) -> Run<Current> {
        self.run(work::current())
    }

    /// The revisions that an upgrade to all heads would run; nothing is written.
    ///
    /// # Errors
    /// The database cannot be asked, or a newer program has migrated it.
    pub fn pending(&self) -> Run<Vec<Step>> {
        self.run(work::pending())
    }

    /// What an upgrade to `target` would do: its revisions, their statements, and what becomes of
    /// the version rows; nothing is written.
    ///
    /// # Errors
    /// As [`Migrator::pending`], and for a target that leads nowhere or a script that is wrong.
    pub fn plan(&self, target: &str) -> Run<Planned> {
        self.run(work::plan(target))
    }

    /// What a downgrade to `target` would do, as [`Migrator::plan`] tells it of an upgrade.
    ///
    /// # Errors
    /// As [`Migrator::plan`].
    pub fn plan_downgrade(&self, target: &str) -> Run<Planned> {
        self.run(work::plan_downgrade(target))
    }

    /// How the database differs from what models declare, a line for each difference; none where
    /// they agree. Nothing is written.
    ///
    /// Compared is what Alembic compares: tables, columns, their types and whether they may be
    /// NULL, indexes, unique constraints, foreign keys and comments; and the schemas that the
    /// models name beside the default one. What cannot be compared is told as a warning event.
    ///
    /// # Errors
    /// The database cannot be asked, or a model that no database has.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// #[derive(limbeck::Table)]
    /// #[limbeck(name = "users")]
    /// struct User {
    ///     #[limbeck(primary_key)]
    ///     id: i32,
    ///     name: Option<String>,
    /// }
    ///
    /// let revisions = limbeck::Revisions::from_texts([(
    ///     "a1.sql",
    ///     "-- revision: a1\n-- down_revision:\n-- upgrade\n\
    ///      CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY);\n",
    /// )]);
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let url = format!("sqlite:///{}", folder.path().join("app.db").display());
    /// let migrator = limbeck::Migrator::new(&revisions, &url)?;
    /// migrator.upgrade("head").wait()?;
    /// let found = migrator.check(&limbeck::metadata![User]).wait()?;
    /// assert_eq!(found, ["Detected added column 'users.name'"]);
    /// # }
    /// # Ok::<(), limbeck::Error>(())
    /// ```
    pub fn check(&self, models: &Schema) -> Run<Vec<String>> {
        self.run(work::check(models))
    }

    /// Work as a run, on a connection from where this migrator has its own.
    fn run<T: Send + 'static>(&self, work: Work<T>) -> Run<T> {
        let migrator = self.clone();
        match &self.place {
            Place::Url { .. } => Run::new(move |cancelled| {
                let mut connection = migrator.connect(cancelled)?;
                work(&migrator, &mut connection, cancelled)
            }),
            Place::Pool(pool) => {
                let (channel, requests) = lent::channel();
                Run::served((pool.0)(requests), move |cancelled| {
                    migrator.on_lent(channel, work, cancelled)
                })
            }
            Place::Lent => Run::new(|_| {
                Err(Error::Usage(
                    "this migrator has no database: give it a connection by `on(..)`".to_owned(),
                ))
            }),
        }
    }

    /// Does work on a connection of the program's, and gives it back.
    fn on_lent<T>(
        mut self,
        channel: lent::Channel,
        work: Work<T>,
        cancelled: &Arc<Cancellation>,
    ) -> Result<T> {
        let lent = LentConnection::new(Box::new(channel));
        let outcome = lent.map_err(Error::from).and_then(|lent| {
            self.settings.within_transaction = lent.is_within();
            let mut connection = Connection::Lent(Box::new(lent));
            let outcome = work(&self, &mut connection, cancelled);
            let given_back = connection.give_back(outcome.is_ok());
            // The error that ended the run says more than what followed from it.
            outcome.and_then(|done| Ok(given_back.map(|()| done)?))
        });
        match cancelled.is_asked() {
            true => Err(Error::Cancelled),
            false => outcome,
        }
    }

    fn connect(&self, cancelled: &Cancellation) -> Result<Connection> {
        let Place::Url { url, options } = &self.place else { return Err(Error::Cancelled) };
        let connection = Connection::open(url, options)?;
        cancelled.watch(&connection);
        match cancelled.is_asked() {
            true => Err(Error::Cancelled),
            false => Ok(connection),
        }
    }

    fn engine<'a>(
        &'a self,
        connection: &'a mut Connection,
        cancelled: &Arc<Cancellation>,
    ) -> Engine<'a> {
        let settings = Settings { cancelled: Arc::clone(cancelled), ..self.settings.clone() };
        let dialect = connection.dialect().clone();
        let Loaded { graph, scripts, .. } = &*self.loaded;
        Engine::new(graph, scripts, &self.subscriber, settings, dialect, Sink::Session(connection))
    }
}

/// What the process tells database clients.
pub(crate) fn process_options() -> ConnectOptions {
    let variable = |name| std::env::var(name).ok();
    ConnectOptions {
        environment: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect(),
        user: variable("USER"),
        home: variable("HOME").map(Into::into),
        directory: None,
        arguments: Vec::new(),
    }
}
