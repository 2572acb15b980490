//! The version table: reading its rows, creating it, and writing what a step changes.

use limbeck_core::{
    plan::{VersionChange, offline::start_rows},
    statement::Value,
};

use super::Engine;
use crate::{Error, Result, job::Job};

/// The revision that a row of the version table names; NULL names none.
pub(crate) fn revision_of(value: Value) -> Result<Option<String>> {
    match value {
        Value::Text(revision) => Ok(Some(revision)),
        Value::Null => Ok(None),
        other => Err(Error::Command(format!(
            "revision identifier {} is not a string; ensure database driver settings are correct",
            other.to_json()
        ))),
    }
}

impl Engine<'_> {
    /// The version rows from which the plan starts; an absent version table is created
    /// where rows will be written.
    pub(super) fn starting_heads(&mut self, job: &Job) -> Result<Vec<String>> {
        if !self.is_online() {
            return match job.purge {
                true => Err(Error::Command("Can't use --purge with --sql mode".to_owned())),
                false => Ok(start_rows(self.graph, job.starting.as_deref())?),
            };
        }
        if job.purge {
            self.ensure_version_table()?;
            let delete = self.settings.version_table.delete_all(&self.dialect);
            self.execute(&delete)?;
            return Ok(Vec::new());
        }
        let heads = self.current_heads()?;
        if heads.is_empty() && !job.read_only {
            self.ensure_version_table()?;
        }
        Ok(heads)
    }

    /// The revisions that the database stands at.
    pub(super) fn current_heads(&mut self) -> Result<Vec<String>> {
        if !self.has_version_table()? {
            return Ok(Vec::new());
        }
        let select = self.settings.version_table.select(&self.dialect);
        let rows = self.execute(&select)?.rows;
        let first = rows.into_iter().filter_map(|row| row.into_iter().next());
        first.filter_map(|value| revision_of(value).transpose()).collect()
    }

    /// The rows of the version table, `None` where there is none; nothing is written.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub fn recorded_rows(&mut self) -> Result<Option<Vec<String>>> {
        match self.has_version_table()? {
            true => self.rows().map(Some),
            false => Ok(None),
        }
    }

    pub(super) fn has_version_table(&mut self) -> Result<bool> {
        let query = self.settings.version_table.exists_query(&self.dialect);
        Ok(!self.execute(&query)?.rows.is_empty())
    }

    /// Creates the version table where it does not exist.
    pub(super) fn ensure_version_table(&mut self) -> Result<()> {
        if self.has_version_table()? {
            return Ok(());
        }
        self.create_version_table()?;
        // Without a transaction around the run the table would go with the connection.
        match self.shares_transaction() || self.settings.within_transaction {
            true => Ok(()),
            false => self.commit(),
        }
    }

    pub(super) fn create_version_table(&mut self) -> Result<()> {
        let created = self.settings.version_table.create_plainly(&self.dialect);
        let created = created.map_err(|error| Error::Command(error.to_string()))?;
        self.execute(&created)?;
        Ok(())
    }

    /// Writes one change of a step, which must touch exactly one row.
    pub(super) fn write_version(&mut self, change: &VersionChange) -> Result<()> {
        let (table, dialect) = (&self.settings.version_table, &self.dialect);
        let statement = match change {
            VersionChange::Insert(id) => table.insert(id, dialect),
            VersionChange::Delete(id) => table.delete(id, dialect),
            VersionChange::Update { from, to } => table.update(from, to, dialect),
        };
        let affected = self.execute(&statement)?.affected;
        let (doing, found) = match (change, affected) {
            (VersionChange::Insert(_), _) | (_, Some(1) | None) => return Ok(()),
            (VersionChange::Update { from, to }, Some(found)) => {
                (format!("updating '{from}' to '{to}'"), found)
            }
            (VersionChange::Delete(id), Some(found)) => (format!("deleting '{id}'"), found),
        };
        Err(Error::Command(format!(
            "Online migration expected to match one row when {doing} in '{}'; {found} found",
            self.settings.version_table.name
        )))
    }
}
