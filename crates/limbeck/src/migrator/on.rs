//! A migrator on a connection that the program lends it for one run.

use std::future::Future;

use limbeck_core::{plan::Step, schema::Schema};

use super::{
    Current, Migrator, Planned,
    run::Running,
    work::{self, Work},
};
use crate::{Result, lent};

type Lend<'c> = Box<dyn FnOnce(lent::Requests) -> lent::Serving<'c> + Send + 'c>;

/// A [`Migrator`] on a connection of the program's own, which it has for one run: each method does
/// what the migrator's of that name does.
///
/// Within a transaction of the program's the run is part of that: what it did is kept with the
/// transaction, an error undoes no more than the run, and a revision with `-- transaction: off` is
/// refused. What a revision sets for the session is put back.
#[must_use = "nothing happens before one of its methods is awaited"]
pub struct On<'c> {
    migrator: Migrator,
    lend: Lend<'c>,
}

impl<'c> On<'c> {
    pub(super) fn new(migrator: Migrator, lend: Lend<'c>) -> On<'c> {
        On { migrator, lend }
    }

    /// As [`Migrator::upgrade`].
    pub fn upgrade(self, target: &str) -> impl Future<Output = Result<Vec<Step>>> + Send + use<'c> {
        let work = work::upgrade(target);
        self.run(work)
    }

    /// As [`Migrator::downgrade`].
    pub fn downgrade(
        self,
        target: &str,
    ) -> impl Future<Output = Result<Vec<Step>>> + Send + use<'c> {
        let work = work::downgrade(target);
        self.run(work)
    }

    /// As [`Migrator::stamp`].
    pub fn stamp(self, target: &str) -> impl Future<Output = Result<Vec<Step>>> + Send + use<'c> {
        let work = work::stamp(target);
        self.run(work)
    }

    /// As [`Migrator::current`].
    pub fn current(self) -> impl Future<Output = Result<Current>> + Send + use<'c> {
        self.run(work::current())
    }

    /// As [`Migrator::pending`].
    pub fn pending(self) -> impl Future<Output = Result<Vec<Step>>> + Send + use<'c> {
        self.run(work::pending())
    }

    /// As [`Migrator::plan`].
    pub fn plan(self, target: &str) -> impl Future<Output = Result<Planned>> + Send + use<'c> {
        let work = work::plan(target);
        self.run(work)
    }

    /// As [`Migrator::plan_downgrade`].
    pub fn plan_downgrade(
        self,
        target: &str,
    ) -> impl Future<Output = Result<Planned>> + Send + use<'c> {
        let work = work::plan_downgrade(target);
        self.run(work)
    }

    /// As [`Migrator::check`].
    pub fn check(
        self,
        models: &Schema,
    ) -> impl Future<Output = Result<Vec<String>>> + Send + use<'c> {
        let work = work::check(models);
        self.run(work)
    }

    fn run<T: Send + 'static>(self, work: Work<T>) -> Running<'c, T> {
        let (channel, requests) = lent::channel();
        let serving = (self.lend)(requests);
        let migrator = self.migrator;
        Running::served(serving, move |cancelled| migrator.on_lent(channel, work, cancelled))
    }
}

impl std::fmt::Debug for On<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("On").field("migrator", &self.migrator).finish_non_exhaustive()
    }
}
