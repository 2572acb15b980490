//! The database that a project names, by its configuration or by running its env.py.

use std::sync::Arc;

use limbeck_db::database::Database;

use super::Place;
use crate::{
    Error, Project, Result,
    engine::{self, direct},
    scripts::Scripts,
};

/// Which of a project's databases are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Which {
    /// The only one.
    #[default]
    Only,
    /// The one whose section in the configuration has this name.
    Section(String),
    /// Each that `databases` in the configuration names.
    All,
}

/// The databases that are meant; nothing is connected to.
///
/// # Errors
/// Those of [`named`]; a project with several of which none is named, a section that is not there
/// or gives no URL.
pub(crate) fn chosen(project: &Project, which: &Which) -> Result<Vec<Database>> {
    let listed = listed(project)?;
    let sections = match which {
        Which::Only if listed.len() < 2 || project.direct.is_some() => {
            return named(project).map(|database| vec![database]);
        }
        Which::Only => {
            return Err(Error::Usage(format!(
                "this project has the databases {}: name one of them, or say --all",
                listed.join(", ")
            )));
        }
        Which::All if listed.is_empty() => return named(project).map(|database| vec![database]),
        Which::All => listed,
        Which::Section(name) => vec![name.clone()],
    };
    if project.direct.is_some() {
        return Err(Error::Usage("--url names a database already".to_owned()));
    }
    sections.iter().map(|section| of_section(project, section)).collect()
}

/// What `databases` in the configuration names, as env.py of the template multidb reads it.
fn listed(project: &Project) -> Result<Vec<String>> {
    let listed = project.config.get_main_option("databases")?.unwrap_or_default();
    let names: Vec<&str> =
        listed.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    // A project may mean something else by the word.
    let ini = project.config.ini();
    let are_sections = names.iter().all(|name| ini.has_option(name, "sqlalchemy.url"));
    Ok(if are_sections { names.into_iter().map(str::to_owned).collect() } else { Vec::new() })
}

fn of_section(project: &Project, section: &str) -> Result<Database> {
    let given = match project.config.ini().has_section(section) {
        true => project.config.get_section_option(section, "sqlalchemy.url")?,
        false => None,
    };
    let Some(url) = given.filter(|url| !url.is_empty()) else {
        return Err(Error::Usage(format!(
            "the configuration has no section [{section}] with a sqlalchemy.url"
        )));
    };
    let options = direct::connect_options(project.config.environment());
    Ok(Database::new(direct::parse_url(&url)?, options)?)
}

/// The database that the project would work on; nothing is connected to.
///
/// # Errors
/// None is named, env.py ends before it connects to one, or there is nothing on disk or a server
/// that its URL names.
fn named(project: &Project) -> Result<Database> {
    let scripts = Arc::new(Scripts::load(project)?);
    let project = direct::or_without_env(project.clone(), &scripts)?;
    let (url, options) = match &project.direct {
        Some(direct) => {
            let options = direct::connect_options(project.config.environment());
            (direct::parse_url(&direct.url)?, options)
        }
        None if scripts.writes_sql(&project) => return Err(engine::no_database()),
        None => in_env(&project, &scripts)?,
    };
    Ok(Database::new(url, options)?)
}

/// Runs env.py as far as its first connection.
#[cfg(feature = "python")]
fn in_env(project: &Project, scripts: &Arc<Scripts>) -> Result<Place> {
    use limbeck_core::plan::Plan;

    use super::{Databases, Told};
    use crate::{
        job::{Job, Standing},
        runtime,
    };

    let told = Told::default();
    let project = Project { databases: Databases::Told(told.clone()), ..project.clone() };
    let planner = |standing: &Standing| Ok(Plan::nothing(&standing.heads));
    let outcome = runtime::run(&project, scripts, Job::new("current", Box::new(planner)));
    let place = told.slot().take();
    match (place, outcome) {
        // It was interrupted where it asked for the connection.
        (Some(place), _) => Ok(place),
        (None, Err(error)) => Err(error),
        (None, Ok(())) => Err(Error::Command(format!(
            "{} connects to no database; name one by --url",
            scripts.directory.env_py().display()
        ))),
    }
}

#[cfg(not(feature = "python"))]
fn in_env(_: &Project, scripts: &Arc<Scripts>) -> Result<Place> {
    Err(crate::scripts::ScriptError::NeedsPython(scripts.directory.env_py()).into())
}
