//! The migrator of a program: on SQLite and PostgreSQL, on both flavours of tokio, and cancelled.

#![cfg(all(feature = "sqlite", feature = "postgresql"))]

mod cancelled;
mod checksums;
mod code;
mod database;
mod embedded;
mod errors;
mod everywhere;
#[cfg(feature = "python")]
mod python;
#[cfg(feature = "testing")]
mod testing;
