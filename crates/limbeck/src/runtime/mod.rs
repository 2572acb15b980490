//! Runs `env.py`, or stands in for it, and what it asks for: connections, the context, the
//! steps of the plan.
//!
//! In come a [`Project`] and a [`Job`]; out come statements on a database, or as text, and
//! events. A run lives on a thread of its own, since the interpreter's objects cannot leave
//! the thread that made them and recurse deeply.

mod batch;
mod chosen;
mod command_calls;
mod connections;
mod context;
mod convention;
mod direct;
mod environment;
mod generate;
mod heard;
mod host;
mod interruption;
mod migrate;
mod nested;
mod open;
mod operations;
mod program;
mod script_calls;
mod spelled;
mod sql_script;
mod version_table;

use std::{
    cell::{OnceCell, RefCell},
    path::PathBuf,
    rc::Rc,
    sync::Arc,
    thread,
};

use limbeck_python::{HostError, LogLevel, Options, Python, PythonError, STACK_SIZE};

use self::{
    connections::Connections, context::MigrationContext, interruption::Interruption,
    migrate::Refusal,
};
use crate::{
    Error, Project, Result,
    config::{Config, ConfigError},
    events::{Event, Level},
    job::{Job, Standing},
    revision_file::Request,
    scripts::Scripts,
};

/// Logger of the lines that tell what a run does.
const MIGRATION_LOG: &str = "alembic.runtime.migration";
/// Logger of the line that tells why a command failed.
const MESSAGE_LOG: &str = "alembic.util.messaging";

/// Runs the project's `env.py` with `job` as what `context.run_migrations()` does.
///
/// # Errors
/// Whatever ends the run; the database is then as the transactions of the run leave it.
pub(crate) fn run(project: &Project, scripts: &Arc<Scripts>, job: Job) -> Result<()> {
    if let Some(outer) = nested::outer() {
        return nested::run(&outer, project, scripts, job);
    }
    let (project, scripts) = (project.clone(), Arc::clone(scripts));
    on_own_thread(move || Rc::new(Run::new(project, scripts, job)).execute())
}

pub(crate) use program::run_program;

/// Whether Python code of a run on this thread asks for another.
pub(crate) fn is_nested() -> bool {
    nested::outer().is_some()
}

/// Runs the project's `env.py` where `with_env` is set, and then has `work` done in its
/// interpreter.
///
/// # Errors
/// What ends the run, or those of `work`.
pub(crate) fn run_then<T: Send + 'static>(
    project: &Project,
    scripts: &Arc<Scripts>,
    job: Job,
    request: Option<Request>,
    work: impl FnOnce(&Run, &Python) -> Result<T> + Send + 'static,
) -> Result<T> {
    if let Some(outer) = nested::outer() {
        return nested::run_then(&outer, project, scripts, job, request, work);
    }
    let (project, scripts) = (project.clone(), Arc::clone(scripts));
    on_own_thread(move || {
        let run = Rc::new(Run::new(project, scripts, job));
        Rc::clone(&run).with_python(|python| {
            if let Some(request) = request {
                run.begin_generation(&request)?;
                run.load_env(python)?;
            }
            work(&run, python)
        })
    })
}

/// Runs `work` on a thread with the stack that the interpreter needs.
pub(crate) fn on_own_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let thread = thread::Builder::new().name("limbeck run".to_owned()).stack_size(STACK_SIZE);
    let running = thread
        .spawn(work)
        .map_err(|source| Error::File { path: "a thread for the run".into(), source })?;
    running.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The state of one run; the host that Python code talks to.
pub(crate) struct Run {
    project: Project,
    /// `project.config` as env.py has changed it.
    config: RefCell<Config>,
    scripts: Arc<Scripts>,
    job: RefCell<Job>,
    connections: Rc<Connections>,
    /// Every context that env.py configured, in that order; directives act on the last.
    contexts: RefCell<Vec<Rc<MigrationContext>>>,
    python: OnceCell<Python>,
    /// The error behind the exception that is on its way through Python.
    failure: RefCell<Option<Error>>,
    /// What the operations of a script that runs for its traceback meet.
    refusal: RefCell<Option<Refusal>>,
    /// What a generating run has found.
    generated: generate::Generated,
    /// The statements on their way past listeners.
    heard: heard::Heard,
    /// What runs in place of env.py.
    program: Option<program::Program>,
}

impl Run {
    fn new(project: Project, scripts: Arc<Scripts>, job: Job) -> Self {
        Run {
            config: RefCell::new(project.config.clone()),
            connections: Rc::new(Connections::new(&project)),
            project,
            scripts,
            job: RefCell::new(job),
            contexts: RefCell::default(),
            python: OnceCell::new(),
            failure: RefCell::new(None),
            refusal: RefCell::new(None),
            generated: generate::Generated::default(),
            heard: heard::Heard::default(),
            program: None,
        }
    }

    fn execute(self: Rc<Self>) -> Result<()> {
        let run = Rc::clone(&self);
        match &run.project.direct {
            Some(direct) => run.execute_direct(direct),
            None => self.with_python(|python| run.load_env(python)),
        }
    }

    /// Starts the interpreter, has `work` done in it, and closes what it left open.
    fn with_python<T>(self: Rc<Self>, work: impl FnOnce(&Python) -> Result<T>) -> Result<T> {
        let python = Python::start(&self.options())?;
        let python = self.python.get_or_init(|| python);
        let _interruptible = self.project.interrupt.during(Box::new(Interruption {
            interrupter: python.interrupter().clone(),
            statements: self.connections.statements(),
        }));
        let host = Rc::clone(&self) as Rc<dyn limbeck_python::Host>;
        let outcome = python.with_host(host, |python| {
            let outcome = nested::within(python, &self.connections, || work(python));
            if let Err(error) = &outcome
                && error.is_failure()
            {
                self.log(Level::Error, MESSAGE_LOG, &error.to_string());
            }
            outcome
        });
        self.connections.close_all();
        for limbeck_python::PlaceholderImport { module, file, line } in python.placeholders() {
            self.project.subscriber.send(Event::Placeholder { module, file, line });
        }
        if self.project.process_ends {
            // Tearing an interpreter down in order takes longer than most commands.
            std::mem::forget(Rc::clone(&self));
        }
        outcome
    }

    /// Runs the project's env.py.
    fn load_env(&self, python: &Python) -> Result<()> {
        let env_py = self.scripts.directory.env_py();
        python.load_file("env_py", &env_py).map(drop).map_err(|error| self.error(error))
    }

    fn options(&self) -> Options {
        if let Some(program) = &self.program {
            return program.options();
        }
        Options { argv: vec!["limbeck".to_owned()], sys_path: self.sys_path() }
    }

    /// The folders from which the project's own modules come (`prepend_sys_path`), absolute.
    fn sys_path(&self) -> Vec<PathBuf> {
        let environment = self.project.config.environment();
        let folders = self.scripts.directory.sys_path();
        folders.iter().map(|path| environment.absolute(path)).collect()
    }

    /// Fails where Ctrl-C was pressed since this was asked last.
    fn uninterrupted(&self) -> Result<(), HostError> {
        match self.python.get().is_some_and(|python| python.interrupter().take()) {
            true => Err(HostError::Interrupted),
            false => Ok(()),
        }
    }

    /// The interpreter of this run; it is there as soon as anything can ask for it.
    fn python(&self) -> Result<&Python, HostError> {
        self.python.get().ok_or_else(|| HostError::Command("no interpreter is running".to_owned()))
    }

    /// Sends a record through Python's logging, which the project has configured.
    fn log(&self, level: Level, logger: &'static str, message: &str) {
        let python = self.python.get().filter(|_| self.project.direct.is_none());
        let (logged, text) = (python.is_some(), message.to_owned());
        self.project.subscriber.send(Event::Log { level, logger, message: text, logged });
        let Some(python) = python else { return };
        self.project.subscriber.send(Event::Flush);
        let level = match level {
            Level::Debug => LogLevel::Debug,
            Level::Info => LogLevel::Info,
            Level::Warning => LogLevel::Warning,
            Level::Error => LogLevel::Error,
        };
        // A handler of the project's own that fails must not end a migration half-way; Python
        // reports such errors aside as well.
        let _ = python.log(logger, level, message);
    }

    /// Turns an error of ours into the exception that the project's code sees, and keeps it
    /// for the end of the run.
    fn raise(&self, error: impl Into<Error>) -> HostError {
        let error = error.into();
        if let Error::Database(error) = error {
            return HostError::Database(error);
        }
        let message = error.to_string();
        let raised = match error.is_failure() {
            true if matches!(error, Error::Differences(_)) => HostError::Other {
                module: "alembic.util.exc".to_owned(),
                class: "AutogenerateDiffsDetected".to_owned(),
                message,
            },
            true => HostError::Command(message),
            false => HostError::Other {
                module: "builtins".to_owned(),
                class: match &error {
                    Error::Config(ConfigError::StrayPercent { .. }) => "ValueError",
                    _ => "RuntimeError",
                }
                .to_owned(),
                message,
            },
        };
        self.failure.replace(Some(error));
        raised
    }

    /// What ended the run, by the exception that nothing in the project caught.
    fn error(&self, error: PythonError) -> Error {
        if let PythonError::Exit { message: Some(message), .. } = &error {
            self.project.subscriber.send(Event::Complaint(format!("{message}\n")));
        }
        let raised = error.report().map(|report| report.message.clone());
        let ours = self.failure.take().filter(|ours| Some(ours.to_string()) == raised);
        // Which line of env.py set the value is all that this error lacks.
        let ours =
            ours.filter(|ours| !matches!(ours, Error::Config(ConfigError::StrayPercent { .. })));
        ours.unwrap_or_else(|| python_error(error))
    }
}

/// An error of the interpreter as one of ours, free of the interpreter's objects.
pub(crate) fn python_error(error: PythonError) -> Error {
    let message = error.to_string();
    match error {
        PythonError::Raised(exception) if is_command_error(&exception.report.class) => {
            Error::Command(exception.report.message)
        }
        PythonError::Raised(exception) => Error::Python(exception.report.into()),
        PythonError::Exit { status, .. } => Error::Exit(status),
        PythonError::Read { path, source } => Error::Source { path: path.into(), source },
        PythonError::NoFunction { .. } => Error::Command(message),
    }
}

/// Whether Alembic ends a command with `FAILED` for an exception of this class.
fn is_command_error(class: &str) -> bool {
    matches!(
        class,
        "alembic.util.exc.CommandError"
            | "alembic.util.exc.AutogenerateDiffsDetected"
            | "alembic.util.exc.DatabaseNotAtHead"
    )
}
