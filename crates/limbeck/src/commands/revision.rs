//! `revision`: a new revision file.

use std::sync::Arc;

use limbeck_core::{
    graph::Graph,
    script::{NewScript, render},
};

use super::load;
use crate::{
    Error, Project, Result,
    revision_file::{self, CreateDate, file_name, new_id, run_hooks, slug},
    scripts::Scripts,
};

/// What a new revision is to be.
#[derive(Debug, Clone, Default)]
pub struct NewRevision {
    pub message: Option<String>,
    /// Fill it with what brings the database to the models.
    pub autogenerate: bool,
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
/// is there already or cannot be written, a template or hook that fails.
pub fn revision(project: &Project, options: NewRevision) -> Result<()> {
    let scripts = load(project)?;
    let environment = project.config.revision_environment()?;
    if options.autogenerate {
        return Err(refuse_autogenerate(options.sql));
    }
    if options.sql && !environment {
        return Err(Error::Command(
            "Using --sql with the revision command when revision_environment is not configured \
             does not make any sense"
                .to_owned(),
        ));
    }
    let head = options.head.clone().unwrap_or_else(|| "head".to_owned());
    let new = New {
        heads: vec![head],
        message: options.message,
        splice: options.splice,
        branch_label: options.branch_label,
        version_path: options.version_path,
        rev_id: options.rev_id,
        depends_on: options.depends_on,
        offline: options.sql,
    };
    write(project, &scripts, new)
}

fn refuse_autogenerate(sql: bool) -> Error {
    Error::Command(match sql {
        true => "Using --sql with --autogenerate does not make any sense".to_owned(),
        false => "Limbeck cannot compare models with a database yet: write the revision with \
                  `limbeck revision -m ...` and fill it by hand, or run `alembic revision \
                  --autogenerate`, whose file Limbeck runs"
            .to_owned(),
    })
}

/// What `revision` and `merge` share.
pub(super) struct New {
    pub heads: Vec<String>,
    pub message: Option<String>,
    pub splice: bool,
    pub branch_label: Option<String>,
    pub version_path: Option<String>,
    pub rev_id: Option<String>,
    pub depends_on: Vec<String>,
    pub offline: bool,
}

/// Checks what was asked for, in Alembic's order, and writes the file.
pub(super) fn write(project: &Project, scripts: &Arc<Scripts>, new: New) -> Result<()> {
    let (config, graph) = (&project.config, &scripts.graph);
    config.check_output_encoding()?;
    let ids = graph.all().map(|ix| graph.id(ix));
    let id = match new.rev_id {
        Some(id) => id,
        None => new_id(&config.revision_ids()?, ids),
    };
    Graph::verify_new_id(&id)?;
    // Whether they are heads is asked after the folders, as Alembic does.
    let parents = graph.new_parents(&new.heads, true)?;
    let date = CreateDate::now(config.timezone()?.as_deref(), config.environment())?;
    let parent_files: Vec<_> = parents.iter().map(|ix| graph.get(*ix).path.as_path()).collect();
    let folder = scripts.directory.location_for(new.version_path.as_deref(), &parent_files)?;
    let slug = slug(new.message.as_deref().unwrap_or_default(), config.truncate_slug_length()?);
    let extension = if scripts.writes_sql(project) { "sql" } else { "py" };
    let path = folder.join(file_name(&config.file_template()?, &id, &slug, &date, extension)?);
    graph.new_parents(&new.heads, new.splice)?;
    let dependencies = new.depends_on.iter().map(|identifier| graph.new_dependency(identifier));
    let dependencies: Vec<String> =
        dependencies.filter_map(std::result::Result::transpose).collect::<Result<_, _>>()?;
    let text = Text {
        id: &id,
        down_revision: graph.ids(&parents),
        branch_labels: new.branch_label.into_iter().collect(),
        depends_on: dependencies,
        date: &date,
        message: new.message.as_deref().unwrap_or("empty message"),
        offline: new.offline,
    };
    revision_file::write(&path, &project.subscriber, || match scripts.writes_sql(project) {
        true => Ok(text.sql()),
        false => template::render(project, scripts, text),
    })?;
    let python = config.python()?;
    run_hooks(
        &path,
        &config.hooks()?,
        python.as_deref(),
        config.environment(),
        &project.subscriber,
    )?;
    // What the new file makes impossible, a second use of its id say, is told at once.
    Scripts::load(project).map(drop)
}

/// What the new file is to say.
pub(super) struct Text<'a> {
    id: &'a str,
    down_revision: Vec<String>,
    branch_labels: Vec<String>,
    depends_on: Vec<String>,
    date: &'a CreateDate,
    message: &'a str,
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "only env.py asks"))]
    offline: bool,
}

impl Text<'_> {
    fn sql(&self) -> String {
        render(&NewScript {
            message: self.message,
            id: self.id,
            down_revision: &self.down_revision,
            branch_labels: &self.branch_labels,
            depends_on: &self.depends_on,
            create_date: &self.date.to_string(),
            upgrade: "",
            downgrade: "",
        })
    }
}

/// The text by the project's `script.py.mako`.
#[cfg(feature = "python")]
mod template {
    use std::sync::Arc;

    use limbeck_python::mako::TemplateValue;

    use super::Text;
    use crate::{
        Project, Result,
        revision_file::CreateDate,
        runtime::{self, Template},
        scripts::Scripts,
    };

    pub fn render(project: &Project, scripts: &Arc<Scripts>, text: Text<'_>) -> Result<String> {
        let values = vec![
            ("up_revision", TemplateValue::Str(text.id.to_owned())),
            ("down_revision", scalar(text.down_revision)),
            ("branch_labels", tuple(text.branch_labels)),
            ("depends_on", depends_on(text.depends_on)),
            ("create_date", datetime(text.date)),
            ("message", TemplateValue::Str(text.message.to_owned())),
            ("comma", TemplateValue::Comma),
            ("imports", TemplateValue::Str(String::new())),
        ];
        let template = Template {
            path: scripts.directory.template(),
            values,
            runs_env: project.config.revision_environment()?,
            offline: text.offline,
        };
        runtime::render(project, scripts, template)
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
}

/// A build without an interpreter has no templates either.
#[cfg(not(feature = "python"))]
mod template {
    use std::sync::Arc;

    use super::Text;
    use crate::{
        Project, Result,
        scripts::{ScriptError, Scripts},
    };

    pub fn render(_: &Project, scripts: &Arc<Scripts>, _: Text<'_>) -> Result<String> {
        Err(ScriptError::NeedsPython(scripts.directory.template()).into())
    }
}
