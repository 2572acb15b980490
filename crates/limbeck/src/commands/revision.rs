//! `revision`: a new revision file.

#[cfg(feature = "python")]
mod by_template;

use std::{path::PathBuf, sync::Arc};

use limbeck_core::{
    diff::{Compare, Renaming},
    graph::Graph,
    script::{NewScript, render},
};

use super::load;
use crate::{
    Error, Project, Result,
    comparison::{Comparison, How},
    databases,
    revision_file::{self, CreateDate, Request, Words, file_name, new_id, run_hooks, slug},
    scripts::Scripts,
};

/// What a new revision is to be.
#[derive(Debug, Clone, Default)]
pub struct NewRevision {
    pub message: Option<String>,
    /// Fill it with what brings the database to the models.
    pub autogenerate: bool,
    /// With `autogenerate`: compare all that can be, as `compare = "full"` has it.
    pub full: bool,
    /// With `autogenerate`: what is renamed rather than dropped and added, `table=table` or
    /// `table.column=column`.
    pub rename: Vec<String>,
    /// With `autogenerate`: compare with a scratch database at this revision, in place of the
    /// project's own, and have the new one follow it.
    pub from: Option<String>,
    /// Print SQL in place of running it, where `revision_environment` is set.
    pub sql: bool,
    /// What it follows; the one head without it.
    pub head: Option<String>,
    /// Allow a parent that is no head.
    pub splice: bool,
    pub branch_label: Option<String>,
    /// Which of the version locations gets the file.
    pub version_path: Option<String>,
    pub rev_id: Option<String>,
    pub depends_on: Vec<String>,
}

/// Writes a new revision file from the project's template and runs the hooks on it.
///
/// # Errors
/// A parent or dependency that is not found or no head, an id that cannot be one, a file that
/// is there already or cannot be written, a template or hook that fails; with `autogenerate`
/// those of [`check`](super::check()).
pub fn revision(project: &Project, options: NewRevision) -> Result<()> {
    refuse_unfit(project, &options)?;
    match options.from.clone() {
        None => make(project, options),
        Some(from) => databases::at_revision(project, &from, |project, rows| {
            // Several rows are no parent: that is for --head to say.
            let parent = rows.first().filter(|_| rows.len() == 1).cloned();
            make(project, NewRevision { head: options.head.or(parent), ..options })
        }),
    }
}

/// Refuses options that do not go together.
fn refuse_unfit(project: &Project, options: &NewRevision) -> Result<()> {
    let environment = project.config.revision_environment()?;
    if options.autogenerate && options.sql {
        let message = "Using --sql with --autogenerate does not make any sense";
        return Err(Error::Command(message.to_owned()));
    }
    if options.sql && !environment {
        return Err(Error::Command(
            "Using --sql with the revision command when revision_environment is not configured \
             does not make any sense"
                .to_owned(),
        ));
    }
    if options.full && !options.autogenerate {
        let message = "--full says how much --autogenerate compares, and goes with it";
        return Err(Error::Usage(message.to_owned()));
    }
    if options.from.is_some() && !options.autogenerate {
        let message = "--from says what --autogenerate compares with, and goes with it";
        return Err(Error::Usage(message.to_owned()));
    }
    if !options.rename.is_empty() && !options.autogenerate {
        let message = "--rename says what --autogenerate finds renamed, and goes with it";
        return Err(Error::Usage(message.to_owned()));
    }
    Ok(())
}

fn make(project: &Project, options: NewRevision) -> Result<()> {
    let scripts = load(project)?;
    let asked = Asked {
        autogenerate: options.autogenerate,
        full: options.full,
        rename: options.rename,
        offline: options.sql,
    };
    let request = Request {
        rev_id: options.rev_id,
        message: options.message,
        head: Some(Words::One(options.head.unwrap_or_else(|| "head".to_owned()))),
        splice: options.splice,
        branch_label: options.branch_label.map(Words::One),
        version_path: options.version_path,
        depends_on: Words::of(options.depends_on),
    };
    write(project, &scripts, request, asked)
}

/// How the file comes about.
#[derive(Debug, Clone, Default)]
#[cfg_attr(not(feature = "python"), expect(dead_code, reason = "only env.py asks"))]
pub(super) struct Asked {
    pub autogenerate: bool,
    pub full: bool,
    pub rename: Vec<String>,
    /// Run env.py offline, where it runs.
    pub offline: bool,
}

/// How the comparison goes: as was asked for now, or as the project's configuration says.
pub(super) fn how(project: &Project, full: bool, renamings: &[String]) -> Result<How> {
    let read = |text: &String| {
        Renaming::parse(text).ok_or_else(|| {
            Error::Usage(format!(
                "--rename {text}: write table=table for a table, table.column=column for a column"
            ))
        })
    };
    let compare = if full { Compare::Full } else { project.config.compare()? };
    let renamings = renamings.iter().map(read).collect::<Result<_>>()?;
    Ok(How { compare, renamings, asker: project.asker.clone() })
}

/// The models are what env.py loads: without it there is nothing to compare.
pub(super) fn needs_env(project: &Project, scripts: &Scripts) -> Result<()> {
    if project.direct.is_some() {
        return Err(Error::Usage(
            "--url works without env.py, which is where the models come from; give env.py its \
             URL by the configuration or by -x"
                .to_owned(),
        ));
    }
    match scripts.writes_sql(project) {
        false => Ok(()),
        true => Err(Error::Unsupported(
            "this project has no models: `schema` in limbeck.toml names files of SQL for them, a \
             Rust program of its own gives them by `limbeck_cli::main(limbeck::metadata![..])`, \
             Python gives them by an env.py, which `limbeck init` makes"
                .to_owned(),
        )),
    }
}

/// Checks what was asked for, in Alembic's order, and writes the file, or those that the
/// project's `process_revision_directives` leaves.
pub(super) fn write(
    project: &Project,
    scripts: &Arc<Scripts>,
    request: Request,
    asked: Asked,
) -> Result<()> {
    project.config.check_output_encoding()?;
    let rev_id = match request.rev_id {
        Some(id) => id,
        None => {
            let ids = scripts.graph.all().map(|ix| scripts.graph.id(ix));
            new_id(&project.config.revision_ids()?, ids)
        }
    };
    let request = Request { rev_id: Some(rev_id), ..request };
    let models = match asked.autogenerate {
        true => super::models::of(project, scripts)?,
        false => None,
    };
    if asked.autogenerate && models.is_none() {
        needs_env(project, scripts)?;
    }
    if !scripts.writes_sql(project) {
        return by_template::write(project, scripts, request, asked);
    }
    let placed = Placed::of(project, scripts, request, "sql")?;
    let body = match models {
        Some(models) => {
            let how = how(project, asked.full, &asked.rename)?;
            Body::of(&super::models::compare(project, scripts, &models, &how)?)?
        }
        None => Body::default(),
    };
    placed.write(project, || Ok(placed.sql(&body)))?;
    // What the new file makes impossible, a second use of its id say, is told at once.
    Scripts::load(project).map(drop)
}

/// Without an interpreter no template can be filled.
#[cfg(not(feature = "python"))]
mod by_template {
    use std::sync::Arc;

    use super::{Asked, Request};
    use crate::{
        Project, Result,
        scripts::{ScriptError, Scripts},
    };

    pub fn write(_: &Project, scripts: &Arc<Scripts>, _: Request, _: Asked) -> Result<()> {
        Err(ScriptError::NeedsPython(scripts.directory.template()).into())
    }
}

/// The statements of a new revision in SQL.
#[derive(Default)]
struct Body {
    upgrade: String,
    downgrade: String,
}

impl Body {
    fn of(comparison: &Comparison) -> Result<Body> {
        Ok(Body {
            upgrade: [comparison.hints("--"), comparison.upgrade()?].concat().join("\n\n"),
            downgrade: comparison.downgrade()?.join("\n\n"),
        })
    }
}

/// A revision that has its place in the graph and among the files.
struct Placed {
    path: PathBuf,
    id: String,
    down_revision: Vec<String>,
    branch_labels: Vec<String>,
    depends_on: Vec<String>,
    date: CreateDate,
    message: String,
}

impl Placed {
    fn of(
        project: &Project,
        scripts: &Scripts,
        request: Request,
        extension: &str,
    ) -> Result<Placed> {
        let (config, graph) = (&project.config, &scripts.graph);
        let id = request.rev_id.unwrap_or_default();
        Graph::verify_new_id(&id)?;
        let heads = request.head.map(Words::into_vec).unwrap_or_default();
        // Whether they are heads is asked after the folders, as Alembic does.
        let parents = graph.new_parents(&heads, true)?;
        let date = CreateDate::now(config.timezone()?.as_deref(), config.environment())?;
        let parent_files: Vec<_> = parents.iter().map(|ix| graph.get(*ix).path.as_path()).collect();
        let version_path = request.version_path.as_deref();
        let folder = scripts.directory.location_for(version_path, &parent_files)?;
        let slug =
            slug(request.message.as_deref().unwrap_or_default(), config.truncate_slug_length()?);
        let path = folder.join(file_name(&config.file_template()?, &id, &slug, &date, extension)?);
        graph.new_parents(&heads, request.splice)?;
        let depends_on = request.depends_on.map(Words::into_vec).unwrap_or_default();
        let depends_on = depends_on.iter().map(|identifier| graph.new_dependency(identifier));
        Ok(Placed {
            path,
            down_revision: graph.ids(&parents),
            depends_on: depends_on
                .filter_map(std::result::Result::transpose)
                .collect::<Result<_, _>>()?,
            id,
            branch_labels: request.branch_label.map(Words::into_vec).unwrap_or_default(),
            date,
            message: request.message.unwrap_or_else(|| "empty message".to_owned()),
        })
    }

    /// Writes the file and runs the hooks on it.
    fn write(&self, project: &Project, text: impl FnOnce() -> Result<String>) -> Result<()> {
        let config = &project.config;
        revision_file::write(&self.path, &project.subscriber, text)?;
        let python = config.python()?;
        run_hooks(
            &self.path,
            &config.hooks()?,
            python.as_deref(),
            config.environment(),
            &project.subscriber,
        )?;
        Ok(())
    }

    fn sql(&self, body: &Body) -> String {
        render(&NewScript {
            message: &self.message,
            id: &self.id,
            down_revision: &self.down_revision,
            branch_labels: &self.branch_labels,
            depends_on: &self.depends_on,
            note: &format!("Create Date: {}", self.date),
            outside_transaction: false,
            upgrade: &body.upgrade,
            downgrade: Some(&body.downgrade),
        })
    }
}
