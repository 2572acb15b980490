//! The database that a project names, by its configuration or by running its env.py.

use std::sync::Arc;

use limbeck_db::database::Database;

use super::Place;
use crate::{
    Project, Result,
    engine::{self, direct},
    scripts::Scripts,
};

/// The database that the project would work on; nothing is connected to.
///
/// # Errors
/// None is named, env.py ends before it connects to one, or there is nothing on disk or a server
/// that its URL names.
pub(crate) fn named(project: &Project) -> Result<Database> {
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
        Error,
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
