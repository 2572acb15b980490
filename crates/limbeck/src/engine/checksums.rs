//! The checksums of applied revisions: checked before a run, kept with its steps.

use std::collections::BTreeMap;

use limbeck_core::{
    ddl::checksums::ChecksumTable,
    graph::Links,
    plan::{Direction, Plan, Step},
};

use super::{Engine, Sink};
use crate::{Error, Result, job::Job};

/// What the table says; `None` where there is none.
pub(super) type Recorded = Option<BTreeMap<String, String>>;

impl Engine<'_> {
    /// Reads what is recorded, and refuses a plan where a revision that is applied, and stays so,
    /// is not what it was then.
    ///
    /// # Errors
    /// The first such revision, by its file.
    pub(super) fn check_checksums(&mut self, job: &Job, plan: &Plan) -> Result<()> {
        if !self.keeps_checksums() || job.read_only {
            return Ok(());
        }
        let table = self.checksum_table();
        if !self.execute(&table.exists_query(&self.dialect))?.rows.is_empty() {
            let rows = self.execute(&table.select(&self.dialect))?.rows;
            self.recorded = Some(rows.into_iter().filter_map(ChecksumTable::row).collect());
        } else if !plan.steps.is_empty() || job.command == "stamp" {
            // Beforehand, since MySQL and MariaDB end the transaction of a step where a table is
            // made: a run that is killed there would have kept the step without its checksum.
            self.execute(&table.create(&self.dialect))?;
            self.recorded = Some(BTreeMap::new());
            if !self.shares_transaction() && !self.settings.within_transaction {
                self.commit()?;
            }
        }
        let Some(recorded) = self.recorded.as_ref().filter(|_| job.command != "stamp") else {
            return Ok(());
        };
        let undone = |id: &str| plan.steps.iter().any(|step| step.revision.as_deref() == Some(id));
        let applied = recorded.iter().filter(|(id, _)| !undone(id));
        for (revision, recorded) in applied {
            if let Some(checksum) = self.checksum_of(revision)
                && checksum != *recorded
            {
                let place = self.graph.find(revision);
                let path = place.map(|place| self.graph.get(place).path.clone());
                let path = path.unwrap_or_default();
                return Err(Error::Changed { path, revision: revision.clone() });
            }
        }
        Ok(())
    }

    /// Records what a step has done.
    pub(super) fn write_checksum(&mut self, step: &Step) -> Result<()> {
        let Some(revision) = step.revision.as_deref().filter(|_| self.keeps_checksums()) else {
            return Ok(());
        };
        self.forget_checksum(revision)?;
        match step.direction {
            Direction::Upgrade => self.record_checksum(revision),
            Direction::Downgrade | Direction::Stamp => Ok(()),
        }
    }

    /// After a stamp at `heads`, the files are what is applied.
    pub(super) fn take_as_they_are(&mut self, heads: &[String]) -> Result<()> {
        if !self.keeps_checksums() {
            return Ok(());
        }
        let recorded: Vec<String> =
            self.recorded.iter().flatten().map(|(id, _)| id.clone()).collect();
        for revision in recorded {
            self.forget_checksum(&revision)?;
        }
        let heads = self.graph.revisions(heads)?;
        let applied = self.graph.ancestors(&heads, Links::WithDependencies);
        for place in self.graph.all().filter(|place| applied.contains(place.index())) {
            self.record_checksum(self.graph.id(place))?;
        }
        Ok(())
    }

    fn record_checksum(&mut self, revision: &str) -> Result<()> {
        let Some(checksum) = self.checksum_of(revision) else { return Ok(()) };
        let table = self.checksum_table();
        self.execute(&table.insert(revision, &checksum, &self.dialect))?;
        self.recorded.get_or_insert_default().insert(revision.to_owned(), checksum);
        Ok(())
    }

    fn forget_checksum(&mut self, revision: &str) -> Result<()> {
        let recorded = self.recorded.as_mut().and_then(|recorded| recorded.remove(revision));
        if recorded.is_some() {
            let delete = self.checksum_table().delete(revision, &self.dialect);
            self.execute(&delete)?;
        }
        Ok(())
    }

    /// The checksum of a revision as it is now; nothing of one that is no SQL.
    fn checksum_of(&self, revision: &str) -> Option<String> {
        let path = &self.graph.get(self.graph.find(revision)?).path;
        let script = self.scripts.at(path).filter(|script| !script.code)?;
        Some(script.checksum())
    }

    fn checksum_table(&self) -> ChecksumTable {
        ChecksumTable::of(&self.settings.version_table)
    }

    /// A script for somebody else's client does without: it cannot see what is recorded.
    fn keeps_checksums(&self) -> bool {
        self.settings.checksums && matches!(self.sink, Sink::Session(_))
    }
}
