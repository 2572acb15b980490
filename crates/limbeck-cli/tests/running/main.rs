//! What the binary does where things go wrong, or go without env.py: in projects made on the
//! spot, on SQLite files and on the servers that `cargo xtask test` starts.

mod project;

mod bad_input;
mod commands;
mod direct;
mod full;
mod interrupted;
mod own_python;
mod placeholders;
