//! Schema migration as a library: configuration, scripts, the runtime and the commands.
//!
//! A program loads a [`Project`] and calls the functions in [`commands`]; what happens is told
//! to its [`events::Subscriber`]. Nothing is printed here and no state is global: runs on two
//! threads, on two databases, do not know of each other.

mod asker;
mod databases;
mod error;
mod interrupt;
mod project;

pub mod config;
pub mod events;
pub mod script_directory;
pub mod scripts;

pub mod model;
pub mod revision_file;
pub mod templates;
mod writing;

mod engine;
mod comparison;
mod migrator;
mod job;
#[cfg(feature = "python")]
mod runtime;

pub mod code;
pub mod lent;
pub mod commands;
pub mod checks;
#[cfg(feature = "testing")]
pub mod testing;

pub use asker::Asker;
pub use databases::{Databases, Scratch, Which};
pub use error::{Differences, Error, PythonFailure, Result};
pub use interrupt::Interrupt;
pub use limbeck_core::dialect::Backend;
pub use limbeck_core::plan::{Direction, Step, VersionChange};
pub use limbeck_core::schema;
pub use limbeck_core::statement::Value;
pub use limbeck_derive::{DbEnum, Table, migrate};
pub use migrator::{Current, EmbeddedFile, Migrator, On, Planned, PlannedStep, Revisions, Run};
pub use model::Table;
pub use project::{Direct, Project};
