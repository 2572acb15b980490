//! What can end a command, with the data that a message or a caller needs.

use std::path::PathBuf;

use limbeck_core::{
    graph::{GraphError, ResolveError, error::NotFound},
    plan::PlanError,
    statement::DatabaseError,
};

use crate::{
    config::ConfigError, script_directory::ScriptDirectoryError, templates::InitError,
    writing::WriteError,
};

/// What PostgreSQL says of CREATE INDEX CONCURRENTLY, VACUUM and their like.
const IN_TRANSACTION: &str = "cannot run inside a transaction block";

/// Why a command did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The command cannot be carried out as it was given.
    #[error("{0}")]
    Command(String),
    /// Models are wanted, and env.py has none.
    #[error(
        "Can't proceed with --autogenerate option; environment script {} does not provide a \
         MetaData object or sequence of objects to the context.",
        .env_py.display()
    )]
    NoMetadata { env_py: PathBuf },
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The script directory cannot be found or read.
    #[error(transparent)]
    ScriptDirectory(#[from] ScriptDirectoryError),
    /// A file among the scripts is none.
    #[error(transparent)]
    Script(#[from] crate::scripts::ScriptError),
    /// The template of new revisions is wrong.
    #[error("{0}")]
    Template(String),
    /// The name of a new revision's file cannot be made.
    #[error(transparent)]
    Name(#[from] crate::revision_file::NameError),
    /// No time zone has the configured name.
    #[error(transparent)]
    Timezone(#[from] crate::revision_file::UnknownTimezone),
    /// A hook on a new revision's file failed.
    #[error(transparent)]
    Hook(#[from] crate::revision_file::HookError),
    /// A project cannot be made.
    #[error(transparent)]
    Init(#[from] InitError),
    /// A file of the project cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The scripts do not make a graph.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// An identifier does not lead to a revision, or not from where the database stands.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// No plan can be made.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A failure in a command that Alembic ends with a traceback.
    #[error(transparent)]
    Uncaught(Box<Error>),
    /// A revision is not what was applied.
    #[error(
        "{}: revision {revision} has been changed since it was applied; restore it and write the \
         change as a revision of its own, or record it as it is by a stamp at where the database \
         stands",
        .path.display()
    )]
    Changed { path: PathBuf, revision: String },
    /// Another tool has migrated the database, and nothing is recorded of it here.
    #[error(
        "the database has a table {table} and no version table: {tool} has migrated it, so its \
         revision is unknown; record it by `limbeck import {tool} FOLDER --stamp`, or by a stamp \
         at base if none of the revisions has run"
    )]
    OtherTool { tool: &'static str, table: &'static str },
    /// The migrations of another tool cannot be taken over.
    #[error(transparent)]
    Import(#[from] limbeck_core::import::ImportError),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The server did not take connections in the time that it was given.
    #[error("{url} took no connection within {seconds} s: {source}")]
    Waited { url: String, seconds: u64, source: Box<DatabaseError> },
    /// The database refused a statement of an SQL script.
    #[error("{}:{line}: {source}", .path.display())]
    Statement { path: PathBuf, line: u32, source: Box<DatabaseError> },
    /// A revision's script took back the transaction that it runs in.
    #[error(
        "{}: the script rolled back the transaction that the revision runs in, and what was \
         written in it before is gone: the revision is not recorded; let the error through, or \
         put what may fail into a savepoint, `with session.begin_nested():`",
        .path.display()
    )]
    RolledBack { path: PathBuf },
    /// The code of a revision failed.
    #[error("{}: {source}", .path.display())]
    Code { path: PathBuf, source: Box<dyn std::error::Error + Send + Sync> },
    /// Python code of the project failed.
    #[error("{0}")]
    Python(PythonFailure),
    /// Who wanted the run no longer waits for it; nothing of what was open is kept.
    #[error("the run was cancelled")]
    Cancelled,
    /// A file of the embedded folder that the program was built without.
    #[error(
        "{}: this revision was added after the program was built; build it again, and give it a \
         build.rs with `println!(\"cargo:rerun-if-changed={}\")` so that Cargo does",
        .path.display(), .path.parent().and_then(|folder| folder.file_name()).unwrap_or_default().to_string_lossy()
    )]
    NotEmbedded { path: PathBuf },
    /// The version table has a revision that the program lacks.
    #[error(
        "the database stands at revision {revision}, which this program does not have (its heads: \
         {}): a newer program has migrated it",
        .heads.join(", ")
    )]
    UnknownRow { revision: String, heads: Vec<String> },
    /// Python code of the project ended the program with this status.
    #[error("a script ended the program with status {0}")]
    Exit(i32),
    /// A Python file cannot be read.
    #[cfg(feature = "python")]
    #[error("{}: {source}", .path.display())]
    Source { path: PathBuf, source: limbeck_python::SourceError },
    /// A file cannot be read or written.
    #[error("{}: {source}", .path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// The command line lacks something.
    #[error("{0}")]
    Usage(String),
    /// The models and the database differ.
    #[error("{}", .0.named)]
    Differences(Box<Differences>),
    /// Something that Limbeck does not do, and what to do instead.
    #[error("{0}")]
    Unsupported(String),
}

/// What `check` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differences {
    /// Alembic's line.
    pub named: String,
    /// A line for each difference, or the statements that would end them.
    pub details: Vec<String>,
}

/// An exception that nothing in the project caught.
#[derive(Debug, Clone)]
pub struct PythonFailure {
    /// The class with its module.
    pub class: String,
    pub message: String,
    /// The text that Python would print.
    pub traceback: String,
    /// The project's file and line where it was raised.
    pub location: Option<(String, u32)>,
}

impl std::fmt::Display for PythonFailure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((file, line)) = &self.location {
            write!(f, "{file}:{line}: ")?;
        }
        match self.message.is_empty() {
            true => f.write_str(&self.class),
            false => write!(f, "{}: {}", self.class, self.message),
        }
    }
}

#[cfg(feature = "python")]
impl From<limbeck_python::ExceptionReport> for PythonFailure {
    fn from(report: limbeck_python::ExceptionReport) -> PythonFailure {
        let limbeck_python::ExceptionReport { class, message, traceback, location } = report;
        PythonFailure { class, message, traceback, location }
    }
}

impl Error {
    /// Whether this is a plain failure, which Alembic reports as `FAILED: ...` with exit
    /// status 255; the rest ends Alembic with a traceback and exit status 1.
    pub fn is_failure(&self) -> bool {
        match self {
            Error::Command(_)
            | Error::NoMetadata { .. }
            | Error::Unsupported(_)
            | Error::Usage(_)
            | Error::NotEmbedded { .. }
            | Error::RolledBack { .. }
            | Error::UnknownRow { .. }
            | Error::Import(_)
            | Error::OtherTool { .. }
            | Error::Changed { .. }
            | Error::Differences(_) => true,
            Error::Config(error) => error.is_command_error(),
            Error::ScriptDirectory(error) => error.is_command_error(),
            Error::Script(error) => {
                use crate::scripts::ScriptError as Script;
                matches!(
                    error,
                    Script::NoRevision(_)
                        | Script::Sql(_)
                        | Script::SameId { .. }
                        | Script::NoCode { .. }
                        | Script::NoFileOfCode { .. }
                        | Script::NeedsPython(_)
                )
            }
            Error::Uncaught(_) => false,
            Error::Template(_) => false,
            Error::Name(_) => false,
            Error::Timezone(_) => true,
            Error::Hook(error) => error.is_command_error(),
            Error::Init(error) => error.is_command_error(),
            Error::Write(_) => false,
            Error::Graph(GraphError::Missing(_)) => false,
            Error::Graph(_) => true,
            Error::Resolve(error) => !error.is_uncaught_in_alembic(),
            Error::Plan(error) => !error.is_uncaught_in_alembic(),
            Error::Database(_)
            | Error::Statement { .. }
            | Error::Waited { .. }
            | Error::Code { .. }
            | Error::Cancelled
            | Error::Python(_)
            | Error::Exit(_)
            | Error::File { .. } => false,
            #[cfg(feature = "python")]
            Error::Source { .. } => false,
        }
    }
}

impl Error {
    /// The same error, shown as one that breaks the command if the graph is what is wrong.
    pub(crate) fn uncaught(self) -> Error {
        match self {
            Error::Graph(_) => Error::Uncaught(Box::new(self)),
            other => other,
        }
    }

    /// What the user can do about it, where there is more to say than the message says.
    pub fn hint(&self) -> Option<String> {
        let resolve = match self {
            Error::Python(failure) if failure.message.contains(IN_TRANSACTION) => {
                return Some(
                    "a statement runs outside of the transaction in a block \
                     `with op.get_context().autocommit_block():`"
                        .to_owned(),
                );
            }
            Error::Python(failure) if failure.class == "ModuleNotFoundError" => {
                return Some(
                    "Limbeck brings Python's standard library, alembic, sqlalchemy and the others of \
                     docs/env.md; what else is imported has to be in a folder of sys.path"
                        .to_owned(),
                );
            }
            Error::Statement { source, .. } if source.message.contains(IN_TRANSACTION) => {
                return Some(
                    "a revision runs outside of a transaction with `-- transaction: off` in its \
                     header"
                        .to_owned(),
                );
            }
            Error::Statement { source, .. } => return source.hint.as_deref().map(str::to_owned),
            Error::Resolve(error) | Error::Plan(PlanError::Resolve(error)) => error,
            _ => return None,
        };
        match resolve {
            ResolveError::NotFound { argument, .. } if argument.chars().all(|c| c == '0') => {
                Some("the state before the first revision is called base".to_owned())
            }
            ResolveError::NotFound {
                reason: NotFound::Ambiguous { candidates }, argument, ..
            } => Some(format!("{argument} begins several: {}", candidates.join(", "))),
            ResolveError::NotFound { nearest, .. } if !nearest.is_empty() => {
                Some(format!("did you mean {}?", nearest.join(" or ")))
            }
            ResolveError::MultipleHeads { heads, .. } => {
                Some(format!("the heads are {}", heads.join(", ")))
            }
            _ => None,
        }
    }
}

/// The result of the library's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;
