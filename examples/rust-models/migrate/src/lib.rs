//! The tables of the service.

use limbeck::{DbEnum, Table, schema::Schema};

/// A person who has tasks.
#[derive(Table)]
#[limbeck(name = "users")]
pub struct User {
    #[limbeck(primary_key)]
    pub id: i64,
    #[limbeck(length = 320, unique)]
    pub email: String,
    pub name: Option<String>,
    #[limbeck(server_default = "CURRENT_TIMESTAMP")]
    pub created_at: chrono::NaiveDateTime,
}

/// How far a task is.
#[derive(DbEnum)]
#[limbeck(name = "task_state", rename_all = "snake_case")]
pub enum State {
    Open,
    InProgress,
    Done,
}

/// Something to do.
#[derive(Table)]
#[limbeck(
    name = "tasks",
    index(columns(user_id, state), name = "ix_tasks_user_id_state"),
    check(name = "ck_tasks_title", condition = "length(title) > 0")
)]
pub struct Task {
    #[limbeck(primary_key)]
    pub id: i64,
    #[limbeck(references = "users.id", on_delete = "CASCADE")]
    pub user_id: i64,
    #[limbeck(length = 200)]
    pub title: String,
    #[limbeck(server_default = "'open'")]
    pub state: State,
    pub note: Option<String>,
}

/// All of them, as the database is to have them.
pub fn models() -> Schema {
    limbeck::metadata![User, Task]
}
