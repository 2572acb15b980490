//! The pool of the service, whichever database `DATABASE_URL` names, and its migrator.

use limbeck::Migrator;
use sqlx::{PgPool, SqlitePool, sqlite::SqliteConnectOptions};

use crate::{REVISIONS, Task};

/// A pool of one of the two.
#[derive(Debug, Clone)]
pub enum Database {
    Postgresql(PgPool),
    Sqlite(SqlitePool),
}

/// Runs a query of SQL that both understand on whichever pool there is.
macro_rules! on {
    ($database:expr, $query:expr, $method:ident) => {
        match $database {
            Database::Postgresql(pool) => $query.$method(pool).await,
            Database::Sqlite(pool) => $query.$method(pool).await,
        }
    };
}

impl Database {
    /// Connects to `postgresql://..` or `sqlite:..`, whose file is made where it is not there.
    ///
    /// # Errors
    /// What sqlx says of the URL or the database.
    pub async fn connect(url: &str) -> sqlx::Result<Database> {
        if url.starts_with("sqlite:") {
            let options: SqliteConnectOptions = url.parse()?;
            let pool = SqlitePool::connect_with(options.create_if_missing(true)).await?;
            return Ok(Database::Sqlite(pool));
        }
        Ok(Database::Postgresql(PgPool::connect(url).await?))
    }

    /// A migrator on the connections of the pool.
    ///
    /// # Errors
    /// A revision that cannot be read: it has been checked while compiling, so never.
    pub fn migrator(&self) -> limbeck::Result<Migrator> {
        let migrator = match self {
            Database::Postgresql(pool) => Migrator::on_pool(&REVISIONS, limbeck_sqlx::pool(pool)),
            Database::Sqlite(pool) => Migrator::on_pool(&REVISIONS, limbeck_sqlx::pool(pool)),
        };
        migrator.map(Migrator::with_checksums)
    }

    /// All tasks, the most urgent first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn tasks(&self) -> sqlx::Result<Vec<Task>> {
        let sql = "SELECT id, title, done, priority FROM tasks ORDER BY priority DESC, id";
        on!(self, sqlx::query_as(sql), fetch_all)
    }

    /// Adds a task.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add(&self, title: &str, priority: i32) -> sqlx::Result<Task> {
        let sql = "INSERT INTO tasks (title, priority) VALUES ($1, $2) \
                   RETURNING id, title, done, priority";
        on!(self, sqlx::query_as(sql).bind(title).bind(priority), fetch_one)
    }

    /// Notes that a task is done; `None` where there is none.
    ///
    /// # Errors
    /// What the database says.
    pub async fn finish(&self, id: i64) -> sqlx::Result<Option<Task>> {
        let sql = "UPDATE tasks SET done = true WHERE id = $1 \
                   RETURNING id, title, done, priority";
        on!(self, sqlx::query_as(sql).bind(id), fetch_optional)
    }
}
