//! Runs on pools and connections of sqlx 0.9, on PostgreSQL and on SQLite in memory.

#![cfg(all(feature = "sqlx-0_9-postgresql", feature = "sqlx-0_9-sqlite"))]

mod databases;
mod dropped;
mod lent;
mod pools;
mod settings;
mod sqlite;
