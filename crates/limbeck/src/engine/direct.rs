//! Runs on a database that the caller names, without the project's env.py.

use std::{path::PathBuf, sync::Arc};

use limbeck_core::{ddl::version_table::VersionTable, dialect::Paramstyle};
use limbeck_db::{ConnectOptions, Connection, Session, Url};

use super::{Engine, Settings, Sink};
use crate::{Direct, Error, Project, Result, config::Environment, job::Job, scripts::Scripts};

/// The same project; in one with a `limbeck.toml` and without an env.py, on the database
/// that `DATABASE_URL`, `.env` or the file's `url` names.
pub(crate) fn or_without_env(project: Project, scripts: &Scripts) -> Result<Project> {
    if project.direct.is_some() || scripts.directory.env_py().exists() {
        return Ok(project);
    }
    let found = project.config.database_url()?;
    let direct = found.map(|found| Direct { url: found.url, version_table: None });
    Ok(project.with_direct(direct))
}

/// Does the job where it needs no interpreter; says whether it did.
pub(crate) fn run(
    project: &Project,
    scripts: &Scripts,
    direct: &Direct,
    job: &mut Job,
) -> Result<bool> {
    let url = parse_url(&direct.url)?;
    let version_table = version_table(direct, scripts)?;
    let settings = Settings {
        version_table,
        // What a scratch database was, nobody asks later.
        checksums: project.config.checksums()? && !project.databases.are_scratch(),
        transaction_per_revision: job.steps_alone,
        url: Some(url.to_string()),
        ..Settings::default()
    };
    let (graph, subscriber) = (&scripts.graph, &project.subscriber);
    if job.offline {
        let mut dialect = url.dialect().map_err(|error| Error::Usage(error.to_string()))?;
        // The script is for the database's own client: no driver halves its percent signs.
        dialect.paramstyle = Paramstyle::Named;
        let settings = Settings { url: None, ..settings };
        let mut engine =
            Engine::new(graph, &scripts.sql, subscriber, settings, dialect, Sink::Text);
        return Ok(engine.run(job)?.is_some());
    }
    let options = connect_options(project.config.environment());
    let (url, options) = project.databases.place_of_run(&url, &options)?;
    let mut connection = Connection::open(&url, &options)?;
    let cancelled = Arc::clone(&settings.cancelled);
    cancelled.watch(&connection);
    let _interruptible = project.interrupt.during(Box::new(Arc::clone(&cancelled)));
    let dialect = connection.dialect().clone();
    let sink = Sink::Session(&mut connection);
    let mut engine = Engine::new(graph, &scripts.sql, subscriber, settings, dialect, sink);
    if job.command == "upgrade" {
        engine.refuse_other_tools()?;
        engine.refuse_unknown_database()?;
    }
    let outcome = engine.run(job);
    match cancelled.is_asked() {
        // A statement that was cancelled fails because of that, which is the better reason.
        true => Err(Error::Cancelled),
        false => Ok(outcome?.is_some()),
    }
}

pub(crate) fn parse_url(url: &str) -> Result<Url> {
    url.parse().map_err(|error: limbeck_db::UrlError| {
        Error::Usage(format!(
            "the database URL: {error}; a URL is written dialect://user:password@host/database, or \
             sqlite:///file"
        ))
    })
}

/// What drivers see of the surroundings.
pub(crate) fn connect_options(environment: &Environment) -> ConnectOptions {
    ConnectOptions {
        environment: environment.vars.clone(),
        user: environment.var("USER").map(str::to_owned),
        home: environment.var("HOME").map(PathBuf::from),
        directory: Some(environment.cwd.clone()),
        arguments: Vec::new(),
    }
}

/// The version table: named by the caller, else by env.py in so many words.
pub(crate) fn version_table(direct: &Direct, scripts: &Scripts) -> Result<VersionTable> {
    match &direct.version_table {
        Some(named) => named_table("--version-table", named),
        None => configured_table(scripts),
    }
}

/// The table that an option names as `[SCHEMA.]TABLE`.
pub(crate) fn named_table(option: &str, named: &str) -> Result<VersionTable> {
    let (schema, name) = match named.split_once('.') {
        Some((schema, name)) => (Some(schema), name),
        None => (None, named),
    };
    if name.is_empty() || schema == Some("") {
        return Err(Error::Usage(format!("{option} {named:?} is no [SCHEMA.]TABLE")));
    }
    let schema = schema.map(Into::into);
    Ok(VersionTable { name: name.into(), schema, ..VersionTable::default() })
}

#[cfg(feature = "python")]
fn configured_table(scripts: &Scripts) -> Result<VersionTable> {
    let env_py = scripts.directory.env_py();
    let default = VersionTable::default();
    if !env_py.exists() {
        return Ok(default);
    }
    let found = limbeck_python::configure_call::read_configured_table(&env_py);
    let found = found.map_err(|error| {
        Error::Command(format!("{error}; name the version table by --version-table"))
    })?;
    Ok(VersionTable {
        name: found.name.map_or(default.name, Into::into),
        schema: found.schema.map(Into::into),
        ..default
    })
}

#[cfg(not(feature = "python"))]
fn configured_table(scripts: &Scripts) -> Result<VersionTable> {
    match scripts.directory.env_py() {
        env_py if env_py.exists() => Err(crate::scripts::ScriptError::NeedsPython(env_py).into()),
        _ => Ok(VersionTable::default()),
    }
}
