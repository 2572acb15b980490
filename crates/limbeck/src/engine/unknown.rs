//! Databases that are refused, since what they hold is not known.

use limbeck_core::{
    ddl::version_table::VersionTable,
    import::Tool,
    reflect::{self, Scope, What},
};

use super::{Engine, Sink};
use limbeck_db::CatalogReader;

use crate::{Error, Result};

impl Engine<'_> {
    /// Refuses a database that another tool has migrated and that nobody has recorded here: its
    /// revisions would run a second time.
    ///
    /// # Errors
    /// There is no version table, but that of another tool.
    pub(crate) fn refuse_other_tools(&mut self) -> Result<()> {
        if self.has_version_table()? {
            return Ok(());
        }
        for tool in Tool::ALL {
            let table = VersionTable {
                name: tool.history_table().into(),
                schema: self.settings.version_table.schema.clone(),
                ..VersionTable::default()
            };
            let query = table.exists_query(&self.dialect);
            if !self.execute(&query)?.rows.is_empty() {
                return Err(Error::OtherTool { tool: tool.name(), table: tool.history_table() });
            }
        }
        Ok(())
    }

    /// A database with tables and without a version table is more likely the wrong one, or one
    /// whose version table has another name, than one to be filled from base.
    pub(crate) fn refuse_unknown_database(&mut self) -> Result<()> {
        if self.has_version_table()? {
            return Ok(());
        }
        let schema = self.settings.version_table.schema.clone();
        let Sink::Session(session) = &mut self.sink else { return Ok(()) };
        for schema in [None, schema.as_ref().map(|schema| schema.name.as_str())] {
            let mut run = CatalogReader(&mut **session);
            let scope = Scope { schema, ..Scope::default() };
            let names = reflect::inspect(&self.dialect, What::TableNames, scope, "", &mut run)?;
            let Some(found) = names.as_array().and_then(|names| names.first()) else { continue };
            return Err(Error::Command(format!(
                "The database has tables ({} is one) but no version table '{}', so its revision \
                 is unknown; name the table by --version-table, or record the revision by \
                 `limbeck stamp` (`stamp base` to run all scripts)",
                found.as_str().unwrap_or_default(),
                self.settings.version_table.name
            )));
        }
        Ok(())
    }
}
