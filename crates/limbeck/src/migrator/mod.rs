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

mod planned;
mod revisions;
mod run;

use std::sync::Arc;

use limbeck_core::{
    ddl::version_table::VersionTable,
    diff::Level,
    plan::{Plan, Step, offline::Target},
    schema::Schema,
};
use limbeck_db::{ConnectOptions, Connection, Session, Url};

pub use planned::{Planned, PlannedStep};
pub use revisions::{EmbeddedFile, Revisions};
pub use run::Run;

use self::revisions::Loaded;
use crate::{
    Error, Result,
    comparison::{self, How, State},
    engine::{Cancellation, Engine, Settings, Sink, direct},
    events::Subscriber,
    job::{Job, Planner},
};

/// Brings a database to revisions that a program carries.
///
/// Cheap to clone; a clone works on the same database by connections of its own.
#[derive(Debug, Clone)]
pub struct Migrator {
    loaded: Arc<Loaded>,
    url: Url,
    options: ConnectOptions,
    settings: Settings,
    subscriber: Subscriber,
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
        Ok(Migrator {
            loaded: Arc::new(revisions.load()?),
            url,
            options: process_options(),
            settings,
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
        let target = target.to_owned();
        self.run("upgrade", move |loaded, rows| {
            let target = Target::upgrade(&target, false)?.end;
            Ok(Plan::upgrade(&loaded.graph, rows, &target)?)
        })
    }

    /// Undoes revisions down to `target`: an id, `base`, `-1`.
    ///
    /// # Errors
    /// As [`Migrator::upgrade`]; a revision that has no `-- downgrade` section.
    pub fn downgrade(&self, target: &str) -> Run<Vec<Step>> {
        let target = target.to_owned();
        self.run("downgrade", move |loaded, rows| {
            let target = Target::downgrade(&target, false)?.end;
            Ok(Plan::downgrade(&loaded.graph, rows, &target)?)
        })
    }

    /// Records `target` in the version table without running anything.
    ///
    /// # Errors
    /// A target that leads nowhere.
    pub fn stamp(&self, target: &str) -> Run<Vec<Step>> {
        let target = [target.to_owned()];
        self.run("stamp", move |loaded, rows| Ok(Plan::stamp(&loaded.graph, rows, &target)?))
    }

    /// Where the database stands; nothing is written.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub fn current(&self) -> Run<Current> {
        self.look(|loaded, rows, _| {
            let heads = loaded.graph.ids(loaded.graph.heads());
            Ok(Current { revisions: rows.to_vec(), heads })
        })
    }

    /// The revisions that an upgrade to all heads would run; nothing is written.
    ///
    /// # Errors
    /// The database cannot be asked, or a newer program has migrated it.
    pub fn pending(&self) -> Run<Vec<Step>> {
        self.look(|loaded, rows, _| {
            loaded.check_rows(rows)?;
            Ok(Plan::upgrade(&loaded.graph, rows, "heads")?.steps)
        })
    }

    /// What an upgrade to `target` would do: its revisions, their statements, and what becomes of
    /// the version rows; nothing is written.
    ///
    /// # Errors
    /// As [`Migrator::pending`], and for a target that leads nowhere or a script that is wrong.
    pub fn plan(&self, target: &str) -> Run<Planned> {
        let target = target.to_owned();
        self.look(move |loaded, rows, dialect| {
            loaded.check_rows(rows)?;
            let target = Target::upgrade(&target, false)?.end;
            Planned::new(Plan::upgrade(&loaded.graph, rows, &target)?, &loaded.scripts, dialect)
        })
    }

    /// What a downgrade to `target` would do, as [`Migrator::plan`] tells it of an upgrade.
    ///
    /// # Errors
    /// As [`Migrator::plan`].
    pub fn plan_downgrade(&self, target: &str) -> Run<Planned> {
        let target = target.to_owned();
        self.look(move |loaded, rows, dialect| {
            loaded.check_rows(rows)?;
            let target = Target::downgrade(&target, false)?.end;
            Planned::new(Plan::downgrade(&loaded.graph, rows, &target)?, &loaded.scripts, dialect)
        })
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
        let migrator = self.clone();
        let wanted = State { schema: Arc::new(models.clone()), entities: Vec::new() };
        Run::new(move |cancelled| {
            let mut connection = migrator.connect(cancelled)?;
            let another = || Connection::open(&migrator.url, &migrator.options);
            let (settings, events) = (&migrator.settings, &migrator.subscriber);
            let how = &How::default();
            let compared =
                comparison::compare(&mut connection, another, &wanted, settings, how, events)?;
            connection.rollback()?;
            let told = compared.found.notices.into_iter();
            let told = told.filter(|notice| notice.level == Level::Info);
            let told = told.map(|notice| notice.message);
            Ok(told.filter(|message| message.starts_with("Detected ")).collect())
        })
    }

    /// A run that carries out what `plan` makes of the version rows.
    fn run(
        &self,
        command: &'static str,
        plan: impl Fn(&Loaded, &[String]) -> Result<Plan> + Send + 'static,
    ) -> Run<Vec<Step>> {
        let migrator = self.clone();
        Run::new(move |cancelled| {
            let loaded = Arc::clone(&migrator.loaded);
            let planner: Planner = Box::new(move |standing| {
                loaded.check_rows(&standing.heads)?;
                plan(&loaded, &standing.heads)
            });
            let mut connection = migrator.connect(cancelled)?;
            let mut job = Job::new(command, planner);
            let mut engine = migrator.engine(&mut connection, cancelled);
            if command == "upgrade" {
                engine.refuse_other_tools()?;
            }
            engine.run(&mut job)?.map_or_else(
                || Err(Error::Unsupported("a revision is no SQL".to_owned())),
                |plan| Ok(plan.steps),
            )
        })
    }

    /// A run that only looks at the version rows.
    fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Loaded, &[String], &limbeck_core::dialect::Dialect) -> Result<T>
        + Send
        + 'static,
    ) -> Run<T> {
        let migrator = self.clone();
        Run::new(move |cancelled| {
            let mut connection = migrator.connect(cancelled)?;
            let rows = migrator.engine(&mut connection, cancelled).rows()?;
            look(&migrator.loaded, &rows, connection.dialect())
        })
    }

    fn connect(&self, cancelled: &Cancellation) -> Result<Connection> {
        let connection = Connection::open(&self.url, &self.options)?;
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
        let Loaded { graph, scripts } = &*self.loaded;
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
