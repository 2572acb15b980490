//! Runs on a database that the caller names, without the project's env.py.
//!
//! What needs no Python runs without an interpreter. Where scripts are to run, a few lines of
//! our own stand in for env.py.

use std::rc::Rc;

use limbeck_core::{
    plan::Plan,
    reflect::{self, Scope, What},
    statement::Statement,
};
use limbeck_db::Url;
use limbeck_python::{
    HostError,
    configure_call::{ConfiguredTable, read_configured_table},
};

use super::{
    Run,
    context::{ContextOptions, MigrationContext},
};
use crate::{Direct, Error, Project, Result, scripts::Scripts};

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

impl Project {
    /// The same project; in one with a `limbeck.toml` and without an env.py, on the database
    /// that `DATABASE_URL`, `.env` or the file's `url` names.
    pub(super) fn or_without_env(self, scripts: &Scripts) -> Result<Project> {
        if self.direct.is_some() || scripts.directory.env_py().exists() {
            return Ok(self);
        }
        let found = self.config.database_url()?;
        let direct = found.map(|found| Direct { url: found.url, version_table: None });
        Ok(self.with_direct(direct))
    }
}

impl Run {
    /// Does the job on the database that `direct` names.
    pub(super) fn execute_direct(self: &Rc<Self>, direct: &Direct) -> Result<()> {
        let url: Url = direct.url.parse().map_err(|error: limbeck_db::UrlError| {
            Error::Usage(format!(
                "the database URL: {error}; a URL is written dialect://user:password@host/database, or \
                 sqlite:///file"
            ))
        })?;
        let table = self.direct_table(direct)?;
        if !self.job.borrow().offline && self.without_python(&url, &table)? {
            return Ok(());
        }
        let source = stand_in(direct, &table);
        Rc::clone(self).with_python(|python| {
            python
                .run_source("<limbeck --url>", &source)
                .map(drop)
                .map_err(|error| self.error(error))
        })
    }

    /// What stands in for env.py.
    pub(super) fn direct_source(&self, direct: &Direct) -> Result<String> {
        Ok(stand_in(direct, &self.direct_table(direct)?))
    }

    /// The version table: named by the caller, else by env.py in so many words.
    fn direct_table(&self, direct: &Direct) -> Result<ConfiguredTable> {
        if let Some(named) = &direct.version_table {
            let (schema, name) = match named.split_once('.') {
                Some((schema, name)) => (Some(schema.to_owned()), name),
                None => (None, named.as_str()),
            };
            if name.is_empty() || schema.as_deref() == Some("") {
                return Err(Error::Usage(format!(
                    "--version-table {named:?} is no [SCHEMA.]TABLE"
                )));
            }
            return Ok(ConfiguredTable { name: Some(name.to_owned()), schema });
        }
        let env_py = self.scripts.directory.env_py();
        if !env_py.exists() {
            return Ok(ConfiguredTable::default());
        }
        read_configured_table(&env_py).map_err(|error| {
            Error::Command(format!("{error}; name the version table by --version-table"))
        })
    }

    /// Does the job where it needs no scripts; says whether it did.
    fn without_python(&self, url: &Url, table: &ConfiguredTable) -> Result<bool> {
        let id = self.connections.open(url)?;
        let dialect = self.connections.dialect(id)?;
        let options = ContextOptions {
            connection: Some(id),
            version_table: table
                .name
                .clone()
                .unwrap_or_else(|| ContextOptions::default().version_table),
            version_table_schema: table.schema.clone(),
            ..ContextOptions::default()
        };
        let context = MigrationContext::new(dialect, options, Some(id), false);
        let outcome = self.job_without_python(&context, id);
        let done =
            matches!(&outcome, Ok(plan) if plan.steps.iter().all(|step| step.path.is_none()));
        if done {
            self.connections.commit(id)?;
        }
        self.connections.close(id);
        outcome
            .map(|_| done)
            .map_err(|error| self.failure.take().unwrap_or_else(|| host_error(error)))
    }

    fn job_without_python(&self, context: &MigrationContext, id: u64) -> Result<Plan, HostError> {
        self.refuse_unknown_database(context, id)?;
        let plan = self.prepare(context)?;
        if plan.steps.iter().any(|step| step.path.is_some()) {
            self.connections.rollback(id).map_err(HostError::Database)?;
            return Ok(plan);
        }
        self.announce(context);
        self.warn(&plan);
        self.run_plan(context, &plan)?;
        Ok(plan)
    }

    /// A database with tables and without a version table is more likely the wrong one, or one
    /// whose version table has another name, than one to be filled from base.
    fn refuse_unknown_database(
        &self,
        context: &MigrationContext,
        id: u64,
    ) -> Result<(), HostError> {
        if self.job.borrow().command != "upgrade" || self.has_version_table(context, id)? {
            return Ok(());
        }
        let schema = context.options.version_table_schema.as_deref();
        for schema in [None, schema] {
            let mut run = |query: &Statement| self.connections.execute(id, query);
            let scope = Scope { schema, ..Scope::default() };
            let names = reflect::inspect(&context.dialect, What::TableNames, scope, "", &mut run);
            let names = names.map_err(HostError::Database)?;
            let Some(found) = names.as_array().and_then(|names| names.first()) else { continue };
            return Err(self.raise(Error::Command(format!(
                "The database has tables ({} is one) but no version table '{}', so its revision \
                 is unknown; name the table by --version-table, or record the revision by \
                 `limbeck stamp` (`stamp base` to run all scripts)",
                found.as_str().unwrap_or_default(),
                context.version_table()
            ))));
        }
        Ok(())
    }
}

/// The lines that stand in for env.py, with the caller's URL and version table.
fn stand_in(direct: &Direct, table: &ConfiguredTable) -> String {
    let mut options = serde_json::Map::new();
    if let Some(name) = &table.name {
        options.insert("version_table".to_owned(), name.as_str().into());
    }
    if let Some(schema) = &table.schema {
        options.insert("version_table_schema".to_owned(), schema.as_str().into());
    }
    // JSON of strings alone is Python as well.
    let (url, options) = (serde_json::json!(direct.url), serde_json::Value::Object(options));
    format!("URL = {url}\nOPTIONS = {options}\n{STAND_IN}")
}

fn host_error(error: HostError) -> Error {
    match error {
        HostError::Database(error) => Error::Database(error),
        HostError::Python(error) => error.into(),
        other => Error::Command(other.to_string()),
    }
}
