//! Runs the steps of the plan, each with its script and its version rows.

use std::{cell::RefCell, path::Path};

use limbeck_core::{
    ddl::Output,
    ops::Operation,
    plan::{Direction, Plan, Step},
    script::ScriptStatement,
};
use limbeck_python::{
    CompiledScript, HostError, Module, ReadScript, SourceScript, plain, read_scripts,
};
use serde_json::json;

use super::{MIGRATION_LOG, Run, Standing, context::MigrationContext};
use crate::{
    Error,
    events::{Event, Level},
    scripts::Scripts,
};

/// How many scripts are read at once: enough for all cores, little enough for memory.
const READ_AHEAD: usize = 256;

impl Run {
    /// `context.run_migrations()`: reads the version rows, makes the plan, runs it.
    pub(super) fn run_migrations(&self, context: &MigrationContext) -> Result<(), HostError> {
        let plan = self.prepare(context)?;
        self.warn(&plan);
        self.run_plan(context, &plan)
    }

    /// `MigrationContext.stamp()`: writes the rows of revisions of these scripts, whatever the
    /// command.
    pub(super) fn stamp(
        &self,
        context: &MigrationContext,
        scripts: &Scripts,
        revisions: &[String],
    ) -> Result<(), HostError> {
        let heads = self.current_heads(context)?;
        if heads.is_empty() && !context.offline() {
            self.ensure_version_table(context)?;
        }
        let plan = Plan::stamp(&scripts.graph, &heads, revisions);
        let plan = plan.map_err(|error| self.raise(error))?;
        plan.steps
            .iter()
            .flat_map(|step| &step.version_changes)
            .try_for_each(|change| self.write_version(context, change))
    }

    /// Reads the version rows and makes the plan.
    pub(super) fn prepare(&self, context: &MigrationContext) -> Result<Plan, HostError> {
        let heads = self.starting_heads(context)?;
        let url = context.connection.and_then(|id| self.connections.url(id));
        if self.job.borrow().ensure_version {
            self.ensure_version_table(context)?;
        }
        let plan = (self.job.borrow_mut().planner)(&Standing { heads, url });
        plan.map_err(|error| self.raise(error))
    }

    /// Tells what is questionable about a plan.
    pub(super) fn warn(&self, plan: &Plan) {
        for warning in &plan.warnings {
            let (category, message) = ("UserWarning", warning.to_string());
            self.project.subscriber.send(Event::Warning { category, message });
        }
    }

    /// Runs the steps of a plan.
    pub(super) fn run_plan(
        &self,
        context: &MigrationContext,
        plan: &Plan,
    ) -> Result<(), HostError> {
        self.look(context, None)?;
        for batch in plan.steps.chunks(READ_AHEAD) {
            let scripts = self.read_scripts(context, batch)?;
            for (step, script) in batch.iter().zip(scripts) {
                self.run_step(context, step, script)?;
                self.look(context, Some(step))?;
            }
        }
        Ok(())
    }

    /// Has the job's watch look at the database, in a transaction of its own where it can be.
    fn look(&self, context: &MigrationContext, step: Option<&Step>) -> Result<(), HostError> {
        let mut job = self.job.borrow_mut();
        let (Some(watch), Some(id)) = (&mut job.watch, context.connection) else { return Ok(()) };
        let seen = self.connections.reflect(id, |dialect, run| watch(step, dialect, run));
        let done = seen.and_then(|()| match context.external_transaction {
            true => Ok(()),
            false => self.connections.commit(id),
        });
        done.map_err(HostError::Database)
    }

    /// The version rows from which the plan starts; an absent version table is created
    /// where rows will be written.
    pub(super) fn starting_heads(
        &self,
        context: &MigrationContext,
    ) -> Result<Vec<String>, HostError> {
        let (purge, read_only) = {
            let job = self.job.borrow();
            (job.purge, job.read_only)
        };
        if purge {
            if context.offline() {
                let message = "Can't use --purge with --sql mode".to_owned();
                return Err(self.raise(Error::Command(message)));
            }
            self.ensure_version_table(context)?;
            self.empty_version_table(context)?;
            return Ok(Vec::new());
        }
        let heads = self.current_heads(context)?;
        if heads.is_empty() && !context.offline() && !read_only {
            self.ensure_version_table(context)?;
        }
        Ok(heads)
    }

    /// Reads the scripts of some steps; a syntax error in any stops all of them.
    fn read_scripts(
        &self,
        context: &MigrationContext,
        steps: &[Step],
    ) -> Result<Vec<Option<StepScript>>, HostError> {
        let is_sql = |step: &&Step| self.scripts.sql.of(step).is_some();
        let python = steps.iter().filter(|step| !is_sql(step));
        let with_path = python.filter_map(|step| Some((step.path.as_deref()?, step)));
        let sources: Result<Vec<_>, _> = with_path
            .map(|(path, step)| {
                let script = match self.scripts.carried.get(path) {
                    Some(bytes) => SourceScript::of(path, bytes.clone()),
                    None => SourceScript::read(path),
                };
                script.map(|script| (script, function(step)))
            })
            .collect();
        let scripts = read_scripts(sources?, context.options.naming_convention.as_ref());
        for script in &scripts {
            if let ReadScript::Compiled(script) = script {
                self.python()?.check_script(script)?;
            }
        }
        let mut scripts = scripts.into_iter();
        steps
            .iter()
            .map(|step| match self.scripts.sql.of(step) {
                Some(script) => self.sql_script(context, step, script).map(Some),
                None => {
                    let script = step.path.as_ref().and_then(|_| scripts.next());
                    Ok(script.map(StepScript::Python))
                }
            })
            .collect()
    }

    fn run_step(
        &self,
        context: &MigrationContext,
        step: &Step,
        script: Option<StepScript>,
    ) -> Result<(), HostError> {
        if self.job.borrow().steps_alone {
            // A type that a step made may be gone by the next: each run of one knows of none.
            context.output.replace(Output::new());
        }
        self.open_scope(context, true)?;
        let outcome = self.within_step(context, step, script);
        let closed = self.close_scope(context, outcome.is_err());
        outcome.and(closed)?;
        self.project.subscriber.send(Event::StepFinished(step.clone()));
        Ok(())
    }

    fn within_step(
        &self,
        context: &MigrationContext,
        step: &Step,
        script: Option<StepScript>,
    ) -> Result<(), HostError> {
        let body = script.map(|script| self.body(step, script)).transpose()?;
        let function = match &body {
            Some(Body::Module(module)) => self.function_name(step, module)?,
            _ => None,
        };
        let function = function.as_deref().unwrap_or(step.direction.log_name());
        if context.offline() && step.heads_before.is_empty() {
            self.create_version_table(context)?;
        }
        self.project.subscriber.send(Event::StepStarted(step.clone()));
        self.log(Level::Info, MIGRATION_LOG, &format!("Running {}", step.log_as(function)));
        if context.offline() {
            let line = format!("-- Running {}", step.short_log_as(function));
            self.static_output(context, &line)?;
        }
        match body {
            Some(Body::Plain { script, operations }) => {
                self.run_operations(context, step, script, &operations)?;
            }
            Some(Body::Module(module)) => {
                context.connection.map(|id| self.connections.take_undone(id));
                self.run_script(step, module)?;
                self.refuse_undone(context, step)?;
            }
            Some(Body::Sql { statements, transaction }) => {
                self.run_sql(context, step, &statements, transaction)?;
            }
            None => {}
        }
        for change in &step.version_changes {
            self.write_version(context, change)?;
        }
        if context.options.tells_of_steps() {
            self.version_applied(step)?;
        }
        Ok(())
    }

    /// Runs a script's top level, which comes before its step is told of.
    fn body(&self, step: &Step, script: StepScript) -> Result<Body, HostError> {
        Ok(match script {
            StepScript::Python(ReadScript::Plain { script, operations }) if plain::is_open() => {
                Body::Plain { script, operations }
            }
            // A script before it has hooked into directives.
            StepScript::Python(ReadScript::Plain { script, .. }) => {
                Body::Module(self.load(step, script.compile())?)
            }
            StepScript::Python(ReadScript::Compiled(script)) => {
                Body::Module(self.load(step, *script)?)
            }
            StepScript::Sql { statements, transaction } => Body::Sql { statements, transaction },
        })
    }

    /// Runs what a plain script consists of.
    fn run_operations(
        &self,
        context: &MigrationContext,
        step: &Step,
        script: SourceScript,
        operations: &[Operation],
    ) -> Result<(), HostError> {
        for (place, operation) in operations.iter().enumerate() {
            if let Err(error) = self.perform(context, operation) {
                self.refusal.replace(Some(Refusal { after: place, error }));
                let module = self.load(step, script.compile())?;
                return self.run_script(step, module);
            }
        }
        Ok(())
    }

    /// Runs the top level of a step's script.
    fn load(&self, step: &Step, script: CompiledScript) -> Result<Module, HostError> {
        let name = module_name(step.path.as_deref().unwrap_or(Path::new("")));
        Ok(self.python()?.load_script(&name, script)?)
    }

    /// What the function of a step's script calls itself; a decorator may have changed that.
    fn function_name(&self, step: &Step, module: &Module) -> Result<Option<String>, HostError> {
        let python = self.python()?;
        let Some(function) = module.object(python, function(step))? else { return Ok(None) };
        let name = function.get(python, "__name__")?;
        Ok(name.and_then(|name| name.as_str().map(str::to_owned)))
    }

    /// Calls the function of a loaded script for the step's direction.
    fn run_script(&self, step: &Step, module: Module) -> Result<(), HostError> {
        let python = self.python()?;
        let runner = format!("_run_{}", function(step));
        let migration = python.import("alembic.runtime.migration")?;
        migration.call_objects(python, &runner, &[module])?;
        Ok(())
    }

    /// Nothing is recorded of a step that took itself back, and with it what came before.
    fn refuse_undone(&self, context: &MigrationContext, step: &Step) -> Result<(), HostError> {
        let undone = context.connection.is_some_and(|id| self.connections.take_undone(id));
        match (undone, &step.path) {
            (true, Some(path)) => Err(self.raise(Error::RolledBack { path: path.clone() })),
            _ => Ok(()),
        }
    }

    /// Tells the callables of `on_version_apply` about a step.
    fn version_applied(&self, step: &Step) -> Result<(), HostError> {
        let python = self.python()?;
        let info = json!({
            "is_upgrade": step.is_upgrade,
            "is_stamp": step.direction == Direction::Stamp,
            "up_revisions": step.up_revisions,
            "down_revisions": step.down_revisions,
            "heads": step.heads_after,
        });
        let migration = python.import("alembic.runtime.migration")?;
        migration.call(python, "_version_applied", &[info], &Default::default())?;
        Ok(())
    }
}

/// The script of a step, read.
pub(super) enum StepScript {
    Python(ReadScript),
    Sql { statements: Vec<ScriptStatement>, transaction: bool },
}

/// The script of a step when its top level has run.
enum Body {
    Plain { script: SourceScript, operations: Vec<Operation> },
    Module(Module),
    Sql { statements: Vec<ScriptStatement>, transaction: bool },
}

/// The function of a step's script that runs.
fn function(step: &Step) -> &'static str {
    match step.direction {
        Direction::Downgrade => "downgrade",
        _ => "upgrade",
    }
}

/// An error of a plain script's operation, which is raised once more where the script calls
/// the directive, so that the traceback tells the line.
pub(super) struct Refusal {
    /// How many operations of the script went well before, and are not to be done again.
    after: usize,
    error: HostError,
}

impl Refusal {
    /// What the next operation of the script does, in place of being carried out.
    pub(super) fn next(slot: &RefCell<Option<Refusal>>) -> Option<Result<(), HostError>> {
        let refusal = slot.take()?;
        match refusal.after.checked_sub(1) {
            None => Some(Err(refusal.error)),
            Some(after) => {
                slot.replace(Some(Refusal { after, ..refusal }));
                Some(Ok(()))
            }
        }
    }
}

/// The name under which the script in this file is loaded, which no import finds.
pub(super) fn module_name(path: &Path) -> String {
    let file = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    file.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '_' }).collect()
}
