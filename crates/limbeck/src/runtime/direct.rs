//! Runs with scripts in Python on a database that the caller names, without the project's env.py.

use std::rc::Rc;

use limbeck_core::ddl::version_table::VersionTable;
use serde_json::{Map, Value as Json, json};

use super::Run;
use crate::{Direct, Result, engine::direct};

/// What env.py would have been, with the options in `_options`.
const STAND_IN: &str = "\
from alembic import context
from sqlalchemy import create_engine, pool

if context.is_offline_mode():
    context.configure(url=URL, literal_binds=True, dialect_opts={'paramstyle': 'named'}, **OPTIONS)
    with context.begin_transaction():
        context.run_migrations()
else:
    with create_engine(URL, poolclass=pool.NullPool).connect() as connection:
        context.configure(connection=connection, **OPTIONS)
        with context.begin_transaction():
            context.run_migrations()
";

impl Run {
    /// Does the job on the database that `direct` names.
    pub(super) fn execute_direct(self: &Rc<Self>, direct: &Direct) -> Result<()> {
        let source = self.direct_source(direct)?;
        Rc::clone(self).with_python(|python| {
            python
                .run_source("<limbeck --url>", &source)
                .map(drop)
                .map_err(|error| self.error(error))
        })
    }

    /// What stands in for env.py.
    pub(super) fn direct_source(&self, direct: &Direct) -> Result<String> {
        Ok(stand_in(direct, &direct::version_table(direct, &self.scripts)?))
    }
}

/// The lines that stand in for env.py, with the caller's URL and version table.
fn stand_in(direct: &Direct, table: &VersionTable) -> String {
    let mut options = Map::new();
    options.insert("version_table".to_owned(), table.name.name.as_str().into());
    if let Some(schema) = &table.schema {
        options.insert("version_table_schema".to_owned(), schema.name.as_str().into());
    }
    // JSON of strings alone is Python as well.
    let (url, options) = (json!(direct.url), Json::Object(options));
    format!("URL = {url}\nOPTIONS = {options}\n{STAND_IN}")
}
