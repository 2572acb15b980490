//! Schema migration as a library: configuration, scripts, runtime and commands.

pub mod config;
