//! The models of a program beside the database of its project.

use std::sync::Arc;

use limbeck_core::schema::Schema;
use limbeck_db::{Connection, Session};

use crate::{
    Error, Project, Result,
    comparison::{self, Comparison, How},
    engine::{self, Engine, Settings, Sink, direct},
    scripts::Scripts,
};

/// The models that the program gave, if it gave any.
///
/// # Errors
/// The project has an env.py, or is none whose revisions are SQL: whose models are meant would
/// be a guess.
pub(super) fn of<'p>(project: &'p Project, scripts: &Scripts) -> Result<Option<&'p Arc<Schema>>> {
    match &project.models {
        Some(_) if !scripts.writes_sql(project) => Err(Error::Unsupported(format!(
            "this program gives models of its own, which go with a limbeck.toml and revisions in \
             SQL; {} is the place of an env.py, whose models `limbeck` compares",
            scripts.directory.env_py().display()
        ))),
        models => Ok(models.as_ref()),
    }
}

/// Compares the models with the database, which has to stand at the heads.
///
/// # Errors
/// No database is named, it cannot be reached or read, or does not stand at the heads.
pub(super) fn compare(
    project: &Project,
    scripts: &Scripts,
    models: &Schema,
    how: &How,
) -> Result<Comparison> {
    let project = direct::or_without_env(project.clone(), scripts)?;
    let direct = project.direct.as_ref().ok_or_else(engine::no_database)?;
    let url = direct::parse_url(&direct.url)?;
    let version_table = direct::version_table(direct, scripts)?;
    let settings = Settings { version_table, url: Some(url.to_string()), ..Settings::default() };
    let options = direct::connect_options(project.config.environment());
    let (url, options) = project.databases.place_of_run(&url, &options)?;
    let mut connection = Connection::open(&url, &options)?;
    let dialect = connection.dialect().clone();
    let sink = Sink::Session(&mut connection);
    let (graph, events) = (&scripts.graph, &project.subscriber);
    let heads = Engine::new(graph, &scripts.sql, events, settings.clone(), dialect, sink).rows()?;
    let stands = graph.revisions(&heads)?;
    let wanted = graph.heads();
    let same = stands.len() == wanted.len() && wanted.iter().all(|head| stands.contains(head));
    if !same && !project.databases.are_scratch() {
        return Err(Error::Command("Target database is not up to date.".to_owned()));
    }
    let another = || Connection::open(&url, &options);
    let compared = comparison::compare(&mut connection, another, models, &settings, how, events)?;
    connection.rollback()?;
    Ok(compared)
}
