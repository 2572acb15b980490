//! What `alembic.command` asks of the runtime: commands that Python code of a run calls.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use indexmap::IndexMap;
use limbeck_python::{HostError, Reply};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    Run,
    host::{read, unknown},
};
use crate::{
    Project, Result, commands,
    config::{Config, ConfigFiles, MAIN_SECTION},
    events::{Event, Subscriber},
    scripts::Scripts,
};

/// A configuration as `alembic.config.Config` describes itself.
#[derive(Deserialize)]
pub(super) struct Described {
    pub bound: bool,
    config_file_name: Option<String>,
    toml_file_name: Option<String>,
    ini_section: Option<String>,
    config_args: IndexMap<String, String>,
    overrides: IndexMap<String, IndexMap<String, Option<String>>>,
    x: Vec<String>,
    /// Its lines go to a file object of its own.
    captured: bool,
    /// Nothing is told but what went wrong.
    quiet: bool,
}

/// The arguments of all commands.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Arguments {
    autogenerate: bool,
    branch_label: Option<String>,
    check_heads: bool,
    depends_on: Option<Words>,
    directory: String,
    head: Option<String>,
    indicate_current: bool,
    message: Option<String>,
    package: bool,
    purge: bool,
    resolve_dependencies: bool,
    rev: String,
    rev_id: Option<String>,
    rev_range: Option<String>,
    revision: String,
    revisions: Option<Words>,
    splice: bool,
    sql: bool,
    tag: Option<String>,
    template: String,
    verbose: bool,
    version_path: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Many(Vec<String>),
}

fn words(given: Option<Words>) -> Vec<String> {
    match given {
        None => Vec::new(),
        Some(Words::One(one)) => vec![one],
        Some(Words::Many(many)) => many,
    }
}

impl Run {
    /// `_limbeck.call("command.<name>", ..)`: a command of `alembic.command`. Gives back the
    /// lines for a configuration with an output of its own, and the revisions made.
    pub(super) fn command_call(&self, name: &str, mut payload: Json) -> Result<Reply, HostError> {
        let described: Described = read(payload["config"].take())?;
        let arguments: Arguments = read(payload)?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        let mut project = self.project_of(&described).map_err(|error| self.raise(error))?;
        if described.quiet {
            project.subscriber = quiet(project.subscriber);
        }
        if described.captured {
            let (kept, rest) = (Arc::clone(&lines), project.subscriber.clone());
            project.subscriber = Subscriber::new(move |event| match event {
                Event::Output(line) => {
                    kept.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                }
                other => rest.send(other),
            });
        }
        let made = run_command(&project, name, arguments);
        let made = self.after_run_within(described.bound, made)?;
        let made = made.ok_or_else(|| unknown(&format!("command.{name}")))?;
        let lines = std::mem::take(&mut *lines.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(json!({ "lines": lines, "made": made }).into())
    }

    /// The project of a configuration: that of the run, or another.
    pub(super) fn project_of(&self, described: &Described) -> Result<Project> {
        let (config, direct) = match described.bound {
            true => (self.config.borrow().clone(), self.project.direct.clone()),
            false => (self.other_config(described)?, None),
        };
        Ok(Project { config, direct, ..self.project.clone() })
    }

    fn other_config(&self, described: &Described) -> Result<Config> {
        let environment = self.project.config.environment();
        let section = described.ini_section.as_deref().unwrap_or(MAIN_SECTION);
        let files = ConfigFiles {
            ini: described.config_file_name.clone(),
            pyproject: described.toml_file_name.clone(),
            ..ConfigFiles::default()
        };
        let mut config = match files.ini.is_some() || files.pyproject.is_some() {
            true => Config::from_files(files, section, &described.config_args, environment)?,
            false => Config::programmatic(environment),
        };
        for (section, options) in &described.overrides {
            for (name, value) in options {
                match value {
                    Some(value) => config.set_section_option(section, name, value)?,
                    None => drop(config.ini_mut().remove(section, name)),
                }
            }
        }
        config.set_x_arguments(described.x.clone());
        Ok(config)
    }

    /// The scripts that a question about the script directory is about.
    pub(super) fn scripts_of(&self, config: Option<&Json>) -> Result<Arc<Scripts>, HostError> {
        let Some(config) = config.filter(|config| !config.is_null()) else {
            return Ok(Arc::clone(&self.scripts));
        };
        let described: Described = read(config.clone())?;
        let scripts = self.project_of(&described).and_then(|project| Scripts::load(&project));
        scripts.map(Arc::new).map_err(|error| self.raise(error))
    }
}

/// A subscriber without the lines that `--quiet` silences.
fn quiet(rest: Subscriber) -> Subscriber {
    Subscriber::new(move |event| match event {
        Event::Output(_)
        | Event::Message(_)
        | Event::StatusStarted(_)
        | Event::StatusFinished { .. } => {}
        other => rest.send(other),
    })
}

/// Runs a command; gives back the revisions that it made, described. `None` for a name that
/// is no command's.
fn run_command(project: &Project, name: &str, given: Arguments) -> Result<Option<Json>> {
    let verbose = given.verbose;
    match name {
        "branches" => commands::branches(project, commands::Branches { verbose })?,
        "check" => commands::check(project, commands::Check::default())?,
        "current" => {
            let options = commands::Current { check_heads: given.check_heads, verbose };
            commands::current(project, options)?;
        }
        "downgrade" => {
            let options = commands::Downgrade { sql: given.sql, tag: given.tag };
            commands::downgrade(project, &given.revision, &options)?;
        }
        "edit" => commands::edit(project, &given.rev)?,
        "ensure_version" => {
            commands::ensure_version(project, commands::EnsureVersion { sql: given.sql })?;
        }
        "heads" => {
            let resolve_dependencies = given.resolve_dependencies;
            commands::heads(project, commands::Heads { verbose, resolve_dependencies })?;
        }
        "history" => {
            let (range, indicate_current) = (given.rev_range, given.indicate_current);
            commands::history(project, &commands::History { range, verbose, indicate_current })?;
        }
        "init" => {
            let environment = project.config.environment();
            let request = crate::config::ConfigRequest {
                files: project.config.config_file_name().map(str::to_owned).into_iter().collect(),
                ..Default::default()
            };
            let options = commands::Init { template: given.template, package: given.package };
            let directory = given.directory.as_ref();
            commands::init(&request, environment, directory, &options, &project.subscriber)?;
        }
        "list_templates" => commands::list_templates(&project.subscriber)?,
        "merge" | "revision" => return new_revision(project, name, given).map(Some),
        "show" => commands::show(project, &given.rev)?,
        "stamp" => {
            let options = commands::Stamp { sql: given.sql, tag: given.tag, purge: given.purge };
            commands::stamp(project, &words(given.revisions), &options)?;
        }
        "upgrade" => {
            let options = commands::Upgrade { sql: given.sql, tag: given.tag };
            commands::upgrade(project, &given.revision, &options)?;
        }
        _ => return Ok(None),
    }
    Ok(Some(Json::Null))
}

/// Runs `revision` or `merge`, and describes the revisions that were not there before.
fn new_revision(project: &Project, name: &str, given: Arguments) -> Result<Json> {
    let before: BTreeSet<_> = {
        let scripts = Scripts::load(project)?;
        scripts.graph.all().map(|ix| scripts.graph.id(ix).to_owned()).collect()
    };
    let (message, branch_label, rev_id) = (given.message, given.branch_label, given.rev_id);
    let splice = given.splice;
    if name == "merge" {
        let options = commands::Merge { message, branch_label, rev_id, splice };
        commands::merge(project, &words(given.revisions), options)?;
    } else {
        let options = commands::NewRevision {
            message,
            full: false,
            from: None,
            rename: Vec::new(),
            autogenerate: given.autogenerate,
            sql: given.sql,
            head: given.head,
            splice,
            branch_label,
            version_path: given.version_path,
            rev_id,
            depends_on: words(given.depends_on),
        };
        commands::revision(project, options)?;
    }
    let scripts = Scripts::load(project)?;
    let made = scripts.graph.all().filter(|ix| !before.contains(scripts.graph.id(*ix)));
    Ok(Json::Array(made.map(|ix| super::script_calls::described(&scripts, ix)).collect()))
}
