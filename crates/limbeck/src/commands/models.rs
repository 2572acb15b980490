//! The models of a program, or the files of SQL in their place, beside the database of its project.

use std::sync::Arc;

use limbeck_db::{Connection, Session};

use crate::{
    Error, Project, Result,
    comparison::{self, Comparison, How, Wanted},
    engine::{self, Engine, Settings, Sink, direct},
    scripts::Scripts,
};

/// The models that the program gave, or the files that `schema` names, if there are any.
///
/// # Errors
/// The project has an env.py, or is none whose revisions are SQL, or has both: whose models are
/// meant would be a guess.
pub(super) fn of(project: &Project, scripts: &Scripts) -> Result<Option<Wanted>> {
    let files = project.config.schema_files()?;
    let (whose, wanted) = match (&project.models, files) {
        (None, None) => return Ok(None),
        (Some(_), Some(path)) => {
            return Err(Error::Unsupported(format!(
                "this program gives models of its own, and `schema` in limbeck.toml names {} as \
                 well: take one of them out",
                path.display()
            )));
        }
        (Some(models), None) => {
            ("this program gives models of its own, which go", Wanted::Models(Arc::clone(models)))
        }
        (None, Some(path)) => {
            ("`schema` in limbeck.toml names the wanted tables, which goes", Wanted::Files(path))
        }
    };
    match scripts.writes_sql(project) {
        true => Ok(Some(wanted)),
        false => Err(Error::Unsupported(format!(
            "{whose} with a limbeck.toml and revisions in SQL; {} is the place of an env.py, whose \
             models `limbeck` compares",
            scripts.directory.env_py().display()
        ))),
    }
}

/// Compares the models with the database, which has to stand at the heads.
///
/// # Errors
/// No database is named, it cannot be reached or read, or does not stand at the heads.
pub(super) fn compare(
    project: &Project,
    scripts: &Scripts,
    wanted: &Wanted,
    how: &How,
) -> Result<Comparison> {
    let project = &direct::or_without_env(project.clone(), scripts)?;
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
    let newest = graph.heads();
    let same = stands.len() == newest.len() && newest.iter().all(|head| stands.contains(head));
    if !same && !project.databases.are_scratch() {
        return Err(Error::Command("Target database is not up to date.".to_owned()));
    }
    let state = wanted.state(project, (&url, &options), &mut connection, how.compare)?;
    let another = || Connection::open(&url, &options);
    let compared = comparison::compare(&mut connection, another, &state, &settings, how, events)?;
    connection.rollback()?;
    Ok(compared)
}
