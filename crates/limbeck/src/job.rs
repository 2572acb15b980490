//! What a command wants of a run: the plan it makes of the rows it finds.

use std::sync::Arc;

use limbeck_core::{
    dialect::Dialect,
    diff::{Compare, Renaming},
    plan::{Plan, Step},
    reflect,
    statement::DatabaseError,
};

use crate::{Asker, Project, Result, engine, scripts::Scripts};

/// Makes the plan of a run from the version rows that stand in the database.
pub(crate) type Planner = Box<dyn FnMut(&Standing) -> Result<Plan> + Send>;

/// Looks at the database before the first step, and after each.
pub(crate) type Watch = Box<
    dyn FnMut(Option<&Step>, &Dialect, &mut reflect::Run<'_>) -> Result<(), DatabaseError> + Send,
>;

/// What a planner may look at.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// The revisions of the version table; offline, where the script is to start.
    pub heads: Vec<String>,
    /// The database, its password masked; `None` offline.
    pub url: Option<String>,
}

/// One run of the project's `env.py`, or of what stands in for it.
pub(crate) struct Job {
    pub planner: Planner,
    /// Write SQL down instead of running it.
    pub offline: bool,
    /// Offline: the revisions from which to start.
    pub starting: Option<String>,
    /// The revision argument, as env.py may ask for it.
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "only env.py asks"))]
    pub destination: Vec<String>,
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "only env.py asks"))]
    pub tag: Option<String>,
    /// Empty the version table before anything else.
    pub purge: bool,
    /// Leave a missing version table missing, since nothing will be written.
    pub read_only: bool,
    /// Create the version table even where there is nothing to run.
    pub ensure_version: bool,
    /// Have each step in a transaction of its own, whatever env.py says.
    pub steps_alone: bool,
    /// Who looks at the database between the steps.
    pub watch: Option<Watch>,
    /// The command's name, `config.cmd_opts.cmd`.
    pub command: &'static str,
    /// Makes a revision rather than running any.
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "models are Python"))]
    pub generation: Option<Generation>,
    /// How much a generating run compares.
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "models are Python"))]
    pub compare: Compare,
    /// What is renamed rather than dropped and added.
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "models are Python"))]
    pub renamings: Vec<Renaming>,
    /// Who is asked about what else looks like a rename.
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "models are Python"))]
    pub asker: Option<Asker>,
}

/// What a generating run does once env.py has configured a context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "python"), expect(dead_code, reason = "models are Python"))]
pub(crate) enum Generation {
    /// Nothing but to ask the project's hooks, as `revision_environment` wants.
    Empty,
    /// Compare the models with the database.
    Compare,
}

impl Job {
    /// A job that only looks at the version rows.
    pub fn new(command: &'static str, planner: Planner) -> Self {
        Job {
            planner,
            offline: false,
            starting: None,
            destination: Vec::new(),
            tag: None,
            purge: false,
            read_only: false,
            ensure_version: false,
            steps_alone: false,
            watch: None,
            command,
            generation: None,
            compare: Compare::default(),
            renamings: Vec::new(),
            asker: None,
        }
    }
}

/// Does a job: with the engine alone where all that runs is SQL, else with the interpreter.
///
/// # Errors
/// Whatever ends the run; the database is then as the transactions of the run leave it.
pub(crate) fn run(project: &Project, scripts: &Arc<Scripts>, mut job: Job) -> Result<()> {
    let project = engine::direct::or_without_env(project.clone(), scripts)?;
    if let Some(direct) = &project.direct
        && !is_nested()
        && engine::direct::run(&project, scripts, direct, &mut job)?
    {
        return Ok(());
    }
    if project.direct.is_none() && scripts.writes_sql(&project) {
        return Err(engine::no_database());
    }
    with_python(&project, scripts, job)
}

/// A run that Python code of another run asks for uses that one's connections.
fn is_nested() -> bool {
    #[cfg(feature = "python")]
    return crate::runtime::is_nested();
    #[cfg(not(feature = "python"))]
    false
}

#[cfg(feature = "python")]
fn with_python(project: &Project, scripts: &Arc<Scripts>, job: Job) -> Result<()> {
    crate::runtime::run(project, scripts, job)
}

#[cfg(not(feature = "python"))]
fn with_python(_: &Project, scripts: &Arc<Scripts>, _: Job) -> Result<()> {
    Err(crate::scripts::ScriptError::NeedsPython(scripts.directory.env_py()).into())
}
