//! Runs Alembic scripts, `env.py` files and model files in an embedded Python interpreter.
//!
//! In go the text of a script and what [`Host`] answers while it runs; out come the values
//! that the script's own calls recorded, as JSON, or a [`PythonError`] with the traceback
//! that Python would print. What only has to be read ([`header`]) is read from the syntax
//! tree without an interpreter.
//!
//! Deliberately absent: database drivers, configuration files and the graph of revisions.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod header;
pub mod mako;
pub mod configure_call;
pub mod plain;

mod compiled;
mod source;
mod frozen;
mod interpreter;
mod interrupt;
mod kept;
mod module;

mod class_bodies;
mod columns;
mod exceptions;
mod fingerprint;
mod statements;
mod host;
mod hidden;
mod moment;
mod native;
mod placeholder;
mod regexp;
mod wire;

mod error;
mod ini;
mod tzif;
mod parallel;
mod caret;
mod touched;
mod traceback;

pub use compiled::{CompiledScript, ReadScript, SourceScript, read_scripts};
pub use error::{Exception, ExceptionReport, PythonError};
pub use hidden::HiddenModels;
pub use host::{Host, HostError, LogLevel, Reply, Stream};
pub use interpreter::{Options, Python, STACK_SIZE};
pub use interrupt::Interrupter;
pub use module::Module;
pub use placeholder::PlaceholderImport;
pub use regexp::search;
pub use source::{SourceError, read_source};
