//! Schema migration as a library: configuration, scripts, runtime and commands.

pub mod config;
pub mod script_directory;
pub mod revision_file;
pub mod templates;
mod writing;

pub mod events;

pub use writing::WriteError;
