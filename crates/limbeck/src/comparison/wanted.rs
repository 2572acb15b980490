//! What a database is to be: the models of a program, or files of SQL.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use limbeck_core::{
    dialect::{Backend, Dialect},
    diff::Compare,
    reflect::{self, DatabaseObject, Detail, FoundEntity},
    schema::Schema,
    script::split,
    statement::Statement,
};
use limbeck_db::{CatalogReader, ConnectOptions, Connection, Isolation, Session, Url};

use super::warn;
use crate::{Error, Project, Result, databases::with_scratch, scripts::ScriptError};

/// Where the wanted state is written down.
#[derive(Debug, Clone)]
pub(crate) enum Wanted {
    Models(Arc<Schema>),
    /// A file, or a folder of files, whose statements make the database.
    Files(PathBuf),
}

/// What a database is to hold.
pub(crate) struct State {
    pub schema: Arc<Schema>,
    /// Views, functions and their like; models of a program have none.
    pub entities: Vec<FoundEntity>,
}

impl Wanted {
    /// The wanted tables, and what PostgreSQL has beside them. Files are loaded into a scratch database beside that of `url` and read
    /// back, so that all that the database takes may stand in them.
    ///
    /// Other objects are not compared: a warning names those that `connection` has not, or has
    /// otherwise.
    ///
    /// # Errors
    /// A file that cannot be read, a statement that the database refuses, no right to make a
    /// scratch database.
    pub fn state(
        &self,
        project: &Project,
        (url, options): (&Url, &ConnectOptions),
        connection: &mut Connection,
        compare: Compare,
    ) -> Result<State> {
        let path = match self {
            Wanted::Models(models) => {
                return Ok(State { schema: Arc::clone(models), entities: Vec::new() });
            }
            Wanted::Files(path) => path,
        };
        let files = files(path)?;
        let dialect = connection.dialect().clone();
        let (schema, objects, entities) = with_scratch(project, |scratch| {
            let (url, options) = scratch.databases.place_of_run(url, options)?;
            load(&files, &dialect, Connection::open(&url, &options)?)?;
            // A dump sets the search path of its own connection.
            read(&dialect, compare, &mut Connection::open(&url, &options)?)
        })?;
        let there = reflect::objects(&dialect, &mut CatalogReader(connection))?;
        let left_out = other_objects(&objects, &there, &dialect);
        if !left_out.is_empty() {
            let left_out = left_out.join(", ");
            warn(format!("Not compared; write it by hand: {left_out}"), &project.subscriber);
        }
        Ok(State { schema: Arc::new(schema), entities })
    }
}

/// The files by name, a folder's own before those of the folders in it.
fn files(path: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let failed = |source| Error::File { path: path.to_owned(), source };
    if !path.is_dir() {
        let text = std::fs::read_to_string(path).map_err(failed)?;
        return Ok(BTreeMap::from([(path.to_owned(), text)]));
    }
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() || crate::scripts::is_sql(&path) {
            found.extend(files(&path)?);
        }
    }
    Ok(found)
}

/// Runs all statements, each by itself: what begins and ends transactions in a dump is passed over.
fn load(
    files: &BTreeMap<PathBuf, String>,
    dialect: &Dialect,
    mut scratch: Connection,
) -> Result<()> {
    scratch.set_isolation(Isolation::Autocommit)?;
    for (path, text) in files {
        let found = split(text, 1, dialect.grammar()).map_err(|(line, problem)| {
            ScriptError::from(limbeck_core::script::ScriptError {
                path: path.clone(),
                line,
                problem,
            })
        })?;
        for statement in found.iter().filter(|statement| !statement.controls_transaction) {
            scratch.execute(&Statement::ddl(&*statement.sql)).map_err(|source| {
                let line = statement.line_at(source.position);
                Error::Statement { path: path.clone(), line, source: Box::new(source) }
            })?;
        }
    }
    Ok(())
}

fn read(
    dialect: &Dialect,
    compare: Compare,
    scratch: &mut Connection,
) -> Result<(Schema, Vec<DatabaseObject>, Vec<FoundEntity>)> {
    let detail = match compare {
        Compare::Alembic => Detail::Inspector,
        Compare::Full => Detail::Full,
    };
    let mut run = CatalogReader(scratch);
    let schemas = reflect::compared_schemas(dialect, &mut run)?;
    // The databases of a MySQL server are its schemas; only the scratch one is wanted.
    let schemas = if dialect.is_mysql() { vec![None] } else { schemas };
    let names: Vec<Option<&str>> = schemas.iter().map(Option::as_deref).collect();
    let schema = reflect::database(dialect, &names, detail, &mut run)?.schema;
    let entities = match dialect.backend {
        Backend::Postgresql => reflect::entities(None, &mut run)?,
        _ => Vec::new(),
    };
    Ok((schema, reflect::objects(dialect, &mut run)?, entities))
}

/// What is not compared, nor comes with a table, and is not there as it is wanted.
fn other_objects(
    wanted: &[DatabaseObject],
    there: &[DatabaseObject],
    dialect: &Dialect,
) -> Vec<String> {
    let is_compared = |object: &&DatabaseObject| match object.kind.as_str() {
        "type" | "sequence" => true,
        "view" | "materialized view" | "function" | "trigger" | "extension" => {
            dialect.backend == Backend::Postgresql
        }
        _ => false,
    };
    let missing = wanted.iter().filter(|object| !is_compared(object));
    let missing = missing.filter(|object| !there.contains(object));
    missing.map(|object| format!("{} {}", object.kind, object.name)).collect()
}
