//! Runs on pools and connections of sqlx 0.9, on PostgreSQL, on MariaDB and on SQLite in memory.

#![cfg(all(
    feature = "sqlx-0_9-mysql",
    feature = "sqlx-0_9-postgresql",
    feature = "sqlx-0_9-sqlite"
))]

mod databases;
mod dropped;
mod lent;
mod mysql;
mod pools;
mod postgresql;
mod sqlite;
