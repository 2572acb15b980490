//! What a run does once it has a connection, wherever that comes from.

use std::sync::Arc;

use limbeck_core::{
    dialect::Dialect,
    diff::Level,
    plan::{Plan, Step, offline::Target},
    schema::Schema,
};
use limbeck_db::{Connection, Session};

use super::{Current, Migrator, Place, Planned, revisions::Loaded};
use crate::{
    Result,
    comparison::{self, How, State},
    engine::Cancellation,
    job::{Job, Planner},
};

/// The work of a run on the connection that it is given.
pub(super) type Work<T> =
    Box<dyn FnOnce(&Migrator, &mut Connection, &Arc<Cancellation>) -> Result<T> + Send>;

pub(super) fn upgrade(target: &str) -> Work<Vec<Step>> {
    let target = target.to_owned();
    steps("upgrade", move |loaded, rows| {
        let target = Target::upgrade(&target, false)?.end;
        Ok(Plan::upgrade(&loaded.graph, rows, &target)?)
    })
}

pub(super) fn downgrade(target: &str) -> Work<Vec<Step>> {
    let target = target.to_owned();
    steps("downgrade", move |loaded, rows| {
        let target = Target::downgrade(&target, false)?.end;
        Ok(Plan::downgrade(&loaded.graph, rows, &target)?)
    })
}

pub(super) fn stamp(target: &str) -> Work<Vec<Step>> {
    let target = [target.to_owned()];
    steps("stamp", move |loaded, rows| Ok(Plan::stamp(&loaded.graph, rows, &target)?))
}

pub(super) fn current() -> Work<Current> {
    look(|loaded, rows, _| {
        let heads = loaded.graph.ids(loaded.graph.heads());
        Ok(Current { revisions: rows.to_vec(), heads })
    })
}

pub(super) fn pending() -> Work<Vec<Step>> {
    look(|loaded, rows, _| {
        loaded.check_rows(rows)?;
        Ok(Plan::upgrade(&loaded.graph, rows, "heads")?.steps)
    })
}

pub(super) fn plan(target: &str) -> Work<Planned> {
    let target = target.to_owned();
    look(move |loaded, rows, dialect| {
        loaded.check_rows(rows)?;
        let target = Target::upgrade(&target, false)?.end;
        Planned::new(Plan::upgrade(&loaded.graph, rows, &target)?, &loaded.scripts, dialect)
    })
}

pub(super) fn plan_downgrade(target: &str) -> Work<Planned> {
    let target = target.to_owned();
    look(move |loaded, rows, dialect| {
        loaded.check_rows(rows)?;
        let target = Target::downgrade(&target, false)?.end;
        Planned::new(Plan::downgrade(&loaded.graph, rows, &target)?, &loaded.scripts, dialect)
    })
}

pub(super) fn check(models: &Schema) -> Work<Vec<String>> {
    let wanted = State { schema: Arc::new(models.clone()), entities: Vec::new() };
    Box::new(move |migrator, connection, _| {
        let another = || match &migrator.place {
            Place::Url { url, options } => Connection::open(url, options),
            Place::Pool(_) | Place::Lent => Err(crate::lent::DatabaseError::new(
                crate::lent::ErrorKind::Interface,
                "a lent connection has no second one beside it",
            )),
        };
        let (settings, events) = (&migrator.settings, &migrator.subscriber);
        let how = &How::default();
        let compared = comparison::compare(connection, another, &wanted, settings, how, events)?;
        connection.rollback()?;
        let told = compared.found.notices.into_iter();
        let told = told.filter(|notice| notice.level == Level::Info);
        let told = told.map(|notice| notice.message);
        Ok(told.filter(|message| message.starts_with("Detected ")).collect())
    })
}

/// Work that carries out what `plan` makes of the version rows.
fn steps(
    command: &'static str,
    plan: impl Fn(&Loaded, &[String]) -> Result<Plan> + Send + 'static,
) -> Work<Vec<Step>> {
    Box::new(move |migrator, connection, cancelled| {
        let loaded = Arc::clone(&migrator.loaded);
        let planner: Planner = Box::new(move |standing| {
            loaded.check_rows(&standing.heads)?;
            plan(&loaded, &standing.heads)
        });
        let mut job = Job::new(command, planner);
        let mut engine = migrator.engine(connection, cancelled);
        if command == "upgrade" {
            engine.refuse_other_tools()?;
        }
        match engine.run(&mut job)? {
            Some(plan) => Ok(plan.steps),
            None => with_python(migrator, job, cancelled),
        }
    })
}

/// Work that only looks at the version rows.
fn look<T>(
    look: impl FnOnce(&Loaded, &[String], &Dialect) -> Result<T> + Send + 'static,
) -> Work<T> {
    Box::new(move |migrator, connection, cancelled| {
        let rows = migrator.engine(connection, cancelled).rows()?;
        look(&migrator.loaded, &rows, connection.dialect())
    })
}

/// Does a job whose plan has Python in it, which the engine has left alone.
#[cfg(feature = "python")]
fn with_python(migrator: &Migrator, job: Job, cancelled: &Arc<Cancellation>) -> Result<Vec<Step>> {
    super::python::run(migrator, job, cancelled)
}

#[cfg(not(feature = "python"))]
fn with_python(_: &Migrator, _: Job, _: &Arc<Cancellation>) -> Result<Vec<Step>> {
    Err(crate::Error::Unsupported("a revision is no SQL".to_owned()))
}
