//! New revisions by the project's `script.py.mako`, after env.py where that has a say in them.

use std::{path::Path, sync::Arc};

use limbeck_core::plan::Plan;
use limbeck_python::{
    Python,
    mako::{MakoError, MakoTemplate, TemplateValue},
};

use super::{Asked, Placed};
use crate::{
    Error, Project, Result,
    comparison::How,
    job::{Generation, Job, Standing},
    revision_file::{CreateDate, Request},
    runtime,
    scripts::Scripts,
};

/// Runs env.py if need be, and writes what it leaves to write.
pub(super) fn write(
    project: &Project,
    scripts: &Arc<Scripts>,
    request: Request,
    asked: Asked,
) -> Result<()> {
    let generation = match (asked.autogenerate, project.config.revision_environment()?) {
        (true, _) => Some(Generation::Compare),
        (false, true) => Some(Generation::Empty),
        (false, false) => None,
    };
    let planner = |standing: &Standing| Ok(Plan::nothing(&standing.heads));
    let offline = asked.offline;
    let How { compare, renamings, asker } = super::how(project, asked.full, &asked.rename)?;
    let job = Job {
        offline,
        generation,
        compare,
        renamings,
        asker,
        ..Job::new("revision", Box::new(planner))
    };
    let (owned, shared, wanted) = (project.clone(), Arc::clone(scripts), request.clone());
    let for_env = generation.map(|_| request);
    runtime::run_then(project, scripts, job, for_env, move |run, python| {
        let mut scripts = shared;
        for revision in run.revisions(wanted)? {
            let placed = Placed::of(&owned, &scripts, revision.request, "py")?;
            let mut values = values(&placed);
            values.extend(run.template_args()?);
            values.extend(revision.values);
            let template = scripts.directory.template();
            placed.write(&owned, || render(&template, &values, python))?;
            // What the new file makes impossible, a second use of its id say, is told at once.
            scripts = Arc::new(Scripts::load(&owned)?);
        }
        Ok(())
    })
}

fn values(placed: &Placed) -> Vec<(String, TemplateValue)> {
    let values = [
        ("up_revision", TemplateValue::Str(placed.id.clone())),
        ("down_revision", scalar(placed.down_revision.clone())),
        ("branch_labels", tuple(placed.branch_labels.clone())),
        ("depends_on", depends_on(placed.depends_on.clone())),
        ("create_date", datetime(&placed.date)),
        ("message", TemplateValue::Str(placed.message.clone())),
        ("comma", TemplateValue::Comma),
        ("imports", TemplateValue::Str(String::new())),
    ];
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The text of a revision's file.
fn render(path: &Path, values: &[(String, TemplateValue)], python: &Python) -> Result<String> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| Error::File { path: path.to_owned(), source })?;
    let refused = |error| match error {
        MakoError::Python(error) => runtime::python_error(error),
        error => Error::Template(error.to_string()),
    };
    let parsed = MakoTemplate::parse(&path.to_string_lossy(), &text).map_err(refused)?;
    let context = python.import("alembic.context")?;
    let config = context.object(python, "config")?.map(|config| ("config", config));
    let objects: Vec<_> = config.into_iter().collect();
    let values: Vec<_> =
        values.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    parsed.render(python, &values, &objects).map_err(refused)
}

/// One id as itself, several as a tuple, none as None.
fn scalar(mut ids: Vec<String>) -> TemplateValue {
    match ids.len() {
        1 => TemplateValue::Str(ids.remove(0)),
        _ => tuple(ids),
    }
}

/// As [`scalar`], but several make a list, as Alembic writes them.
fn depends_on(ids: Vec<String>) -> TemplateValue {
    if ids.len() > 1 { TemplateValue::List(ids) } else { scalar(ids) }
}

/// Strings as a tuple, none as None.
fn tuple(items: Vec<String>) -> TemplateValue {
    if items.is_empty() { TemplateValue::None } else { TemplateValue::Tuple(items) }
}

fn datetime(date: &CreateDate) -> TemplateValue {
    let clock = date.clock;
    let parts = [
        i64::from(clock.year()),
        clock.month().into(),
        clock.day().into(),
        clock.hour().into(),
        clock.minute().into(),
        clock.second().into(),
        i64::from(clock.subsec_nanosecond()) / 1000,
    ];
    TemplateValue::Date { parts, offset: date.offset.map(|offset| offset.seconds()) }
}
