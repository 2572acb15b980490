//! Tasks over HTTP, in PostgreSQL or SQLite.

pub mod database;
mod routes;

use limbeck::{Revisions, Table, schema::Schema};

pub use database::Database;
pub use routes::router;

/// The revisions, in the binary.
pub static REVISIONS: Revisions = limbeck::migrate!("migrations");

/// Something to do: a row for sqlx, a document for serde, a table for Limbeck.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow, serde::Serialize, serde::Deserialize, Table)]
#[limbeck(name = "tasks", index(columns(priority), where = "NOT done", name = "ix_tasks_open"))]
pub struct Task {
    #[limbeck(primary_key)]
    pub id: i64,
    #[limbeck(length = 200)]
    pub title: String,
    #[limbeck(server_default = "false")]
    pub done: bool,
    #[limbeck(server_default = "0")]
    pub priority: i32,
}

/// The tables, as the service has them.
pub fn models() -> Schema {
    limbeck::metadata![Task]
}
