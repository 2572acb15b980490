//! Renders the template of a new revision, after env.py where the project wants it run.

use std::{path::PathBuf, rc::Rc, sync::Arc};

use limbeck_core::plan::Plan;
use limbeck_python::mako::{MakoError, MakoTemplate, TemplateValue};

use super::{Job, Run, Standing, on_own_thread, python_error};
use crate::{Error, Project, Result, scripts::Scripts};

/// A template and what it refers to.
pub(crate) struct Template {
    /// `script.py.mako`.
    pub path: PathBuf,
    pub values: Vec<(&'static str, TemplateValue)>,
    /// Run env.py first, which may add to the template's values.
    pub runs_env: bool,
    pub offline: bool,
}

/// The text of the new revision.
///
/// # Errors
/// The template cannot be read or fails, or what ends the run of env.py.
pub(crate) fn render(
    project: &Project,
    scripts: &Arc<Scripts>,
    template: Template,
) -> Result<String> {
    let path = template.path.clone();
    let text = std::fs::read_to_string(&path).map_err(|source| Error::File { path, source })?;
    let parsed = MakoTemplate::parse(&template.path.to_string_lossy(), &text);
    let parsed = parsed.map_err(template_error)?;
    let (project, scripts) = (project.clone(), Arc::clone(scripts));
    let planner = |standing: &Standing| Ok(Plan::nothing(&standing.heads));
    let job = Job { offline: template.offline, ..Job::new("revision", Box::new(planner)) };
    on_own_thread(move || {
        let run = Rc::new(Run::new(project, scripts, job));
        Rc::clone(&run).with_python(|python| {
            if template.runs_env {
                run.load_env(python)?;
            }
            let context = python.import("alembic.context")?;
            let config = context.object(python, "config")?.map(|config| ("config", config));
            let objects: Vec<_> = config.into_iter().collect();
            parsed.render(python, &template.values, &objects).map_err(template_error)
        })
    })
}

fn template_error(error: MakoError) -> Error {
    match error {
        MakoError::Python(error) => python_error(error),
        error => Error::Template(error.to_string()),
    }
}
