//! Migrations by Limbeck on the connections and pools of a program's own sqlx.
//!
//! [`pool`] and [`connection`] are for sqlx 0.9, with the features `sqlx-0_9-postgresql`,
//! `sqlx-0_9-mysql` (for MariaDB, too) and `sqlx-0_9-sqlite`.
//!
//! ```
//! # #[cfg(feature = "sqlx-0_9-sqlite")] {
//! use limbeck::{Migrator, Revisions};
//! use sqlx::{Connection, SqliteConnection, SqlitePool};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // In a service: `static REVISIONS: Revisions = limbeck::migrate!("migrations");`
//! let revisions = Revisions::from_texts([(
//!     "a1_users.sql",
//!     "-- revision: a1\n-- down_revision:\n-- upgrade\nCREATE TABLE users (id INTEGER);\n",
//! )]);
//!
//! let pool = SqlitePool::connect("sqlite::memory:").await?;
//! let migrator = Migrator::on_pool(&revisions, limbeck_sqlx::pool(&pool))?;
//! migrator.upgrade("head").await?;
//! assert!(migrator.current().await?.is_at_head());
//!
//! // One connection, in a transaction that the program ends.
//! let mut connection = SqliteConnection::connect("sqlite::memory:").await?;
//! let mut transaction = connection.begin().await?;
//! let lent = limbeck_sqlx::connection(&mut *transaction);
//! Migrator::lent(&revisions)?.on(lent).upgrade("head").await?;
//! transaction.rollback().await?;
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! What a run leaves of a connection is what it found: see the section on sqlx in `docs/rust.md`.

#[cfg(any(
    feature = "sqlx-0_9-mysql",
    feature = "sqlx-0_9-postgresql",
    feature = "sqlx-0_9-sqlite"
))]
mod sqlx_0_9;

#[cfg(any(
    feature = "sqlx-0_9-mysql",
    feature = "sqlx-0_9-postgresql",
    feature = "sqlx-0_9-sqlite"
))]
pub use sqlx_0_9::{Driver, connection, pool};
