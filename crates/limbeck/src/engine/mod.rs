//! Runs plans whose scripts are SQL: on a session, or as text for `--sql`. No interpreter.
//!
//! In come a graph, the scripts and a [`Job`]; out come statements on the session, or events
//! with their text. What is in a transaction is as under Alembic: on PostgreSQL the whole run,
//! unless each revision is to have its own; elsewhere each revision.

mod cancel;
mod checksums;
pub(crate) mod direct;
pub(crate) mod step;
mod unknown;
mod version_rows;

use std::sync::Arc;

use limbeck_core::{
    ddl::version_table::VersionTable,
    dialect::{Backend, Dialect},
    graph::Graph,
    plan::{Plan, Step},
    statement::{Rows, Statement},
};
use limbeck_db::{CatalogReader, Session};

pub(crate) use cancel::Cancellation;
#[cfg(feature = "python")]
pub(crate) use version_rows::revision_of;

use crate::{
    Error, Result,
    events::{Event, Level, Subscriber},
    job::{Job, Standing},
    scripts::SqlScripts,
};

/// Logger of the lines that tell what a run does.
const MIGRATION_LOG: &str = "alembic.runtime.migration";

/// Where statements go.
pub(crate) enum Sink<'a> {
    Session(&'a mut dyn Session),
    /// To the subscriber, as text.
    Text,
}

/// How a run is done.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub version_table: VersionTable,
    /// The checksums of applied revisions are kept, and looked at before a run.
    pub checksums: bool,
    /// Each revision in a transaction of its own, also where all could share one.
    pub transaction_per_revision: bool,
    /// The caller's transaction is open: nothing is begun, committed or rolled back.
    pub within_transaction: bool,
    /// The database, its password masked.
    pub url: Option<String>,
    /// Set by who wants the run to stop.
    pub cancelled: Arc<Cancellation>,
}

/// One run.
pub(crate) struct Engine<'a> {
    graph: &'a Graph,
    scripts: &'a SqlScripts,
    subscriber: &'a Subscriber,
    settings: Settings,
    dialect: Dialect,
    sink: Sink<'a>,
    recorded: checksums::Recorded,
    /// Nothing runs but what is recorded, which is kept as a whole.
    only_records: bool,
}

impl<'a> Engine<'a> {
    pub fn new(
        graph: &'a Graph,
        scripts: &'a SqlScripts,
        subscriber: &'a Subscriber,
        settings: Settings,
        dialect: Dialect,
        sink: Sink<'a>,
    ) -> Self {
        Engine {
            graph,
            scripts,
            subscriber,
            settings,
            dialect,
            sink,
            recorded: None,
            only_records: false,
        }
    }

    /// Does a job; `None` if a step of its plan is no SQL, and then nothing is changed.
    ///
    /// # Errors
    /// Whatever ends the run; what was open is rolled back.
    pub fn run(&mut self, job: &mut Job) -> Result<Option<Plan>> {
        self.only_records = job.command == "stamp" && self.is_online();
        let outcome = self.in_transactions(job);
        if !matches!(outcome, Ok(Some(_))) {
            self.undo(&outcome)?;
        }
        outcome
    }

    /// The version rows; nothing is written.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub fn rows(&mut self) -> Result<Vec<String>> {
        let rows = self.current_heads();
        if !self.settings.within_transaction
            && let Sink::Session(session) = &mut self.sink
        {
            session.rollback()?;
        }
        rows
    }

    fn in_transactions(&mut self, job: &mut Job) -> Result<Option<Plan>> {
        // The script of --sql begins where its first line is written.
        if self.is_online() && self.shares_transaction() {
            self.begin()?;
        }
        let heads = self.starting_heads(job)?;
        if job.ensure_version && self.is_online() {
            self.ensure_version_table()?;
        }
        let standing = Standing { heads, url: self.settings.url.clone() };
        let plan = (job.planner)(&standing)?;
        if plan.steps.iter().any(|step| step.path.is_some() && self.scripts.of(step).is_none()) {
            return Ok(None);
        }
        let statements = self.statements(&plan)?;
        self.check_checksums(job, &plan)?;
        self.announce();
        for warning in &plan.warnings {
            let (category, message) = ("UserWarning", warning.to_string());
            self.subscriber.send(Event::Warning { category, message });
        }
        if !self.is_online() && self.shares_transaction() {
            self.write_line("BEGIN;");
        }
        if job.ensure_version && !self.is_online() {
            self.create_version_table()?;
        }
        self.look(job, None)?;
        for (step, statements) in plan.steps.iter().zip(statements) {
            self.run_step(step, &statements)?;
            self.look(job, Some(step))?;
        }
        if job.command == "stamp" {
            self.take_as_they_are(plan.end())?;
        }
        match self.is_online() {
            true if self.settings.within_transaction => {}
            true => self.commit()?,
            false if self.shares_transaction() => self.write_line("COMMIT;"),
            false => {}
        }
        Ok(Some(plan))
    }

    /// Has the job's watch look at the database, which ends what that began.
    fn look(&mut self, job: &mut Job, step: Option<&Step>) -> Result<()> {
        let (Some(watch), Sink::Session(session)) = (&mut job.watch, &mut self.sink) else {
            return Ok(());
        };
        watch(step, &self.dialect, &mut CatalogReader(&mut **session))?;
        self.commit()
    }

    fn undo(&mut self, outcome: &Result<Option<Plan>>) -> Result<()> {
        if self.settings.within_transaction {
            return Ok(());
        }
        let Sink::Session(session) = &mut self.sink else { return Ok(()) };
        let undone = session.rollback();
        match outcome {
            // The error that ended the run says more than that the connection is lost.
            Err(_) => Ok(()),
            Ok(_) => Ok(undone?),
        }
    }

    /// Says what kind of run begins.
    fn announce(&self) {
        let name = match self.dialect.backend {
            Backend::Postgresql => "PostgresqlImpl",
            Backend::Sqlite => "SQLiteImpl",
            Backend::Mysql => "MySQLImpl",
            Backend::Mariadb => "MariaDBImpl",
        };
        self.log(format!("Context impl {name}."));
        if !self.is_online() {
            self.log("Generating static SQL".to_owned());
        }
        let kind = if self.is_transactional() { "transactional" } else { "non-transactional" };
        self.log(format!("Will assume {kind} DDL."));
    }

    fn log(&self, message: String) {
        let (level, logger) = (Level::Info, MIGRATION_LOG);
        self.subscriber.send(Event::Log { level, logger, message, logged: false });
    }

    fn is_online(&self) -> bool {
        matches!(self.sink, Sink::Session(_))
    }

    /// Whether the database undoes DDL as a matter of course; Alembic's `transactional_ddl`.
    fn is_transactional(&self) -> bool {
        self.dialect.backend == Backend::Postgresql
    }

    /// Whether one transaction spans the run.
    fn shares_transaction(&self) -> bool {
        let shares = self.is_transactional() && !self.settings.transaction_per_revision;
        (shares || self.only_records) && !self.settings.within_transaction
    }

    fn begin(&mut self) -> Result<()> {
        match &mut self.sink {
            Sink::Session(session) if !session.in_transaction() => Ok(session.begin()?),
            _ => Ok(()),
        }
    }

    fn commit(&mut self) -> Result<()> {
        match &mut self.sink {
            Sink::Session(session) => Ok(session.commit()?),
            Sink::Text => Ok(()),
        }
    }

    /// Sends one statement where the run's statements go.
    fn execute(&mut self, statement: &Statement) -> Result<Rows> {
        match &mut self.sink {
            Sink::Session(session) => Ok(session.execute(statement)?),
            Sink::Text => {
                self.write(limbeck_core::ddl::script_line(&statement.sql));
                Ok(Rows::default())
            }
        }
    }

    fn write_line(&self, line: &str) {
        self.write(format!("{line}\n\n"));
    }

    fn write(&self, text: String) {
        self.subscriber.send(Event::Sql(text));
    }

    /// Ends the run if its caller no longer waits for it.
    fn check_cancelled(&self) -> Result<()> {
        match self.settings.cancelled.is_asked() {
            true => Err(Error::Cancelled),
            false => Ok(()),
        }
    }

    /// What was done for a step, told once it is kept or part of what will be.
    fn finished(&self, step: &Step) {
        self.subscriber.send(Event::StepFinished(step.clone()));
    }
}

/// The error where neither the caller nor the configuration names a database.
pub(crate) fn no_database() -> Error {
    Error::Command(
        "No database is named: give --url, set DATABASE_URL, or write `url` into limbeck.toml"
            .to_owned(),
    )
}
