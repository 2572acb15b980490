//! What happens during a command, told as it happens.

use std::{fmt, sync::Arc};

use limbeck_core::plan::Step;

/// One thing that happened. A subscriber decides what becomes of it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Event {
    /// A line of what the command was asked for.
    Output(String),
    /// SQL that `--sql` asked for, as it is to stand in the file.
    Sql(String),
    /// What the project's own code printed.
    Printed(String),
    /// What the project's own code wrote to standard error, its log included.
    Complaint(String),
    /// What was handed over so far must be visible now: something else is about to print.
    Flush,
    /// A note to the user about what the command did.
    Message(String),
    /// Something that takes a moment begins: `Generating /abs/path.py`.
    StatusStarted(String),
    /// It ended, well or not.
    StatusFinished { done: bool },
    /// A log record, with the name of Alembic's logger that users configure. Where `logged` is
    /// set, the logging that env.py has set up has got it as well.
    Log { level: Level, logger: &'static str, message: String, logged: bool },
    /// A warning, with the Python category under which Alembic gives it.
    Warning { category: &'static str, message: String },
    /// A module that cannot be loaded, which a placeholder stood in for: what it is called,
    /// and the file and line that import it. Told when env.py and the scripts have run.
    Placeholder { module: String, file: String, line: u32 },
    /// A step is about to run.
    StepStarted(Step),
    /// A step has run and its version rows are written.
    StepFinished(Step),
}

/// The weight of a log record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Debug,
    Info,
    Warning,
    Error,
}

impl Level {
    /// Python's name of the level.
    pub fn name(self) -> &'static str {
        match self {
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
        }
    }
}

/// Where the events of a run go.
#[derive(Clone)]
pub struct Subscriber(Arc<dyn Fn(Event) + Send + Sync>);

impl Subscriber {
    /// A subscriber that calls `receive` for each event, on the thread of the run.
    pub fn new(receive: impl Fn(Event) + Send + Sync + 'static) -> Self {
        Subscriber(Arc::new(receive))
    }

    /// Hands over one event.
    pub fn send(&self, event: Event) {
        (self.0)(event);
    }
}

impl Default for Subscriber {
    /// A subscriber that lets every event pass.
    fn default() -> Self {
        Subscriber::new(|_| ())
    }
}

impl fmt::Debug for Subscriber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscriber")
    }
}
