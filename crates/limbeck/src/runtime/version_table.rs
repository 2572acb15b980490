//! The version table: reading its rows, creating it, and writing what a step changes.

use limbeck_core::{
    ddl::version_table::VersionTable,
    plan::{VersionChange, offline::start_rows},
};
use limbeck_python::HostError;

use super::{Run, context::MigrationContext};
use crate::{Error, engine::revision_of};

impl Run {
    /// The revisions that the database stands at; offline, where the script starts.
    pub(super) fn current_heads(
        &self,
        context: &MigrationContext,
    ) -> Result<Vec<String>, HostError> {
        let Some(id) = context.connection else {
            let start = context.options.starting_rev.as_deref();
            let rows = start_rows(&self.scripts.graph, start);
            return rows.map_err(|error| self.raise(error));
        };
        if !self.has_version_table(context, id)? {
            return Ok(Vec::new());
        }
        let select = table_of(context).select(&context.dialect);
        let rows = self.send(id, &select)?;
        let first = rows.rows.into_iter().filter_map(|row| row.into_iter().next());
        let revisions: Result<Vec<String>, Error> =
            first.filter_map(|value| revision_of(value).transpose()).collect();
        revisions.map_err(|error| self.raise(error))
    }

    pub(super) fn has_version_table(
        &self,
        context: &MigrationContext,
        id: u64,
    ) -> Result<bool, HostError> {
        let query = table_of(context).exists_query(&context.dialect);
        let rows = self.send(id, &query)?;
        Ok(!rows.rows.is_empty())
    }

    /// Creates the version table where it does not exist.
    pub(super) fn ensure_version_table(&self, context: &MigrationContext) -> Result<(), HostError> {
        let Some(id) = context.connection else { return self.create_version_table(context) };
        if self.has_version_table(context, id)? {
            return Ok(());
        }
        self.create_version_table(context)?;
        // Without a transaction around the run the table would go when the connection closes.
        if !context.transactional_ddl
            && !context.external_transaction
            && !context.own_transaction.get()
        {
            self.connections.commit(id).map_err(HostError::Database)?;
        }
        Ok(())
    }

    pub(super) fn create_version_table(&self, context: &MigrationContext) -> Result<(), HostError> {
        self.spell(context, |surroundings, output| table_of(context).create(surroundings, output))
            .map(drop)
    }

    pub(super) fn empty_version_table(&self, context: &MigrationContext) -> Result<(), HostError> {
        let delete = table_of(context).delete_all(&context.dialect);
        self.emit(context, &delete).map(drop)
    }

    /// Writes one change of a step, which must touch exactly one row.
    pub(super) fn write_version(
        &self,
        context: &MigrationContext,
        change: &VersionChange,
    ) -> Result<(), HostError> {
        let table = table_of(context);
        let statement = match change {
            VersionChange::Insert(id) => table.insert(id, &context.dialect),
            VersionChange::Delete(id) => table.delete(id, &context.dialect),
            VersionChange::Update { from, to } => table.update(from, to, &context.dialect),
        };
        let affected = self.emit(context, &statement)?.affected;
        let expected = match (change, affected) {
            (VersionChange::Insert(_), _) | (_, Some(1) | None) => return Ok(()),
            (VersionChange::Update { from, to }, Some(found)) => {
                (format!("updating '{from}' to '{to}'"), found)
            }
            (VersionChange::Delete(id), Some(found)) => (format!("deleting '{id}'"), found),
        };
        if context.offline() {
            return Ok(());
        }
        let (doing, found) = expected;
        Err(self.raise(Error::Command(format!(
            "Online migration expected to match one row when {doing} in '{}'; {found} found",
            context.version_table()
        ))))
    }
}

fn table_of(context: &MigrationContext) -> VersionTable {
    let options = &context.options;
    VersionTable {
        name: options.version_table.as_str().into(),
        schema: options.version_table_schema.as_deref().map(Into::into),
        primary_key: options.version_table_pk,
    }
}
