//! The tables that batches copy, and what must hold before they do.

use limbeck_core::{
    ddl::batch::{self, Source},
    dialect::Backend,
    ops::{BatchAlterTable, Operation},
    reflect::{self, Serial},
    schema::Table,
};
use limbeck_python::{HostError, Reply};
use serde_json::{Value as Json, json};

use super::{Run, context::MigrationContext, host::read};
use crate::events::Level;

impl Run {
    /// The table that a batch copies, after telling the log of its sequences.
    pub(super) fn table_to_copy(
        &self,
        context: &MigrationContext,
        alter: &BatchAlterTable,
    ) -> Result<Option<Table>, HostError> {
        self.refuse_losses(context, alter)?;
        Ok(self.table_for_batch(context, alter)?.map(|(table, serials)| {
            self.log_serials(&serials);
            table
        }))
    }

    /// Refuses to copy a table whose drop would take rows of others along.
    fn refuse_losses(
        &self,
        context: &MigrationContext,
        alter: &BatchAlterTable,
    ) -> Result<(), HostError> {
        let (true, Backend::Sqlite, Some(id)) = (
            batch::needs_recreate(alter, &context.surroundings()),
            context.dialect.backend,
            context.connection,
        ) else {
            return Ok(());
        };
        let (table, schema) = (&alter.table.name, alter.schema.as_ref().map(|it| it.name.as_str()));
        let lost =
            self.connections.reflect(id, |_, run| reflect::dependents(table, schema, run))?;
        if lost.is_empty() {
            return Ok(());
        }
        let lost: Vec<String> = lost.iter().map(ToString::to_string).collect();
        let message = format!(
            "a batch copies the table {table} and drops the old one: as foreign keys are enforced, \
             SQLite would then delete or empty what refers to it, {}. Begin the script with \
             op.execute(\"PRAGMA foreign_keys=OFF\"), or have env.py do so once it has connected",
            lost.join(", ")
        );
        let (module, class) = ("sqlalchemy.exc".to_owned(), "InvalidRequestError".to_owned());
        Err(HostError::Other { module, class, message })
    }

    pub(super) fn log_serials(&self, serials: &[Serial]) {
        for serial in serials {
            self.log(Level::Info, "alembic.ddl.postgresql", &serial.to_string());
        }
    }

    /// The table that a batch copies, as it stands in the database.
    fn table_for_batch(
        &self,
        context: &MigrationContext,
        alter: &BatchAlterTable,
    ) -> Result<Option<(Table, Vec<Serial>)>, HostError> {
        let (true, None, Some(id)) = (
            batch::needs_recreate(alter, &context.surroundings()),
            &alter.copy_from,
            context.connection,
        ) else {
            return Ok(None);
        };
        let schema = alter.schema.as_ref().map(|schema| schema.name.as_str());
        let name = &alter.table.name;
        let table = self.connections.reflect_table(id, name, schema)?;
        table.map(Some).ok_or_else(|| HostError::Other {
            module: "sqlalchemy.exc".to_owned(),
            class: "NoSuchTableError".to_owned(),
            message: schema.map_or_else(|| name.clone(), |schema| format!("{schema}.{name}")),
        })
    }

    /// `_limbeck.call("batch.outcome", operation)`: the table that a batch makes anew, under its
    /// own and its temporary name; nothing where it alters the table in place.
    pub(super) fn batch_outcome(&self, payload: Json) -> Result<Reply, HostError> {
        let context = self.context_of(&payload)?;
        let Operation::BatchAlterTable(alter) = read(payload)? else { return Ok(Reply::NONE) };
        if !batch::needs_recreate(&alter, &context.surroundings()) {
            return Ok(Reply::NONE);
        }
        let table = self.table_for_batch(&context, &alter)?;
        let source = table.as_ref().map(|(table, _)| Source { table, reflected: true });
        let outcome = batch::outcome(&alter, source, &context.surroundings());
        let outcome = outcome.map_err(|error| self.raise_ddl(error))?;
        let temporary = batch::temporary_name(&outcome.name.name);
        Ok(json!({ "table": outcome, "temporary": temporary }).into())
    }
}
