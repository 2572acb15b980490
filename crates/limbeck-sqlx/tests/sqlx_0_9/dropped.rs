//! Runs that nobody awaits any more.

use std::time::{Duration, Instant};

use limbeck::{
    Migrator, Result, Revisions, code,
    code::{Connection, Migration},
};
use limbeck_sqlx::{connection, pool};
use sqlx::Executor;

use crate::{databases, texts};

/// Waits for ever behind its first statement.
struct Waits;

impl Migration for Waits {
    async fn upgrade(&self, connection: &mut Connection<'_>) -> code::Result {
        connection.execute("INSERT INTO a VALUES (1)", []).await?;
        std::future::pending().await
    }
}

fn revisions() -> Revisions {
    let first = "-- revision: a\n-- down_revision:\n-- upgrade\nCREATE TABLE a (id INT);\n";
    let second = "-- revision: b\n-- down_revision: a\n-- code: rust\n";
    Revisions::from_texts([("a.sql", first), ("b.sql", second)]).with("b", Waits)
}

const SOON: Duration = Duration::from_millis(300);

#[tokio::test]
async fn a_run_on_a_pool_that_is_dropped_rolls_back() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    let migrator = Migrator::on_pool(&revisions(), pool(&postgresql.pool))?;
    migrator.upgrade("a").await?;
    assert!(tokio::time::timeout(SOON, migrator.upgrade("head")).await.is_err());
    // Waits for the lock of the run that has ended.
    postgresql.pool.execute("LOCK TABLE a").await.expect_err("only in a transaction");
    postgresql.pool.execute("ALTER TABLE a ADD x INT").await.expect("no lock is left");
    assert_eq!(texts!("SELECT count(*)::text FROM a", &postgresql.pool), ["0"]);
    assert_eq!(migrator.current().await?.revisions, ["a"]);
    postgresql.drop().await;

    let mariadb = databases::Mariadb::new().await;
    let migrator = Migrator::on_pool(&revisions(), pool(&mariadb.pool))?;
    assert!(tokio::time::timeout(SOON, migrator.upgrade("head")).await.is_err());
    mariadb.pool.execute("ALTER TABLE a ADD x INT").await.expect("no lock is left");
    assert_eq!(texts!("SELECT CAST(count(*) AS CHAR) FROM a", &mariadb.pool), ["0"]);
    assert_eq!(migrator.current().await?.revisions, ["a"]);
    mariadb.drop().await;

    let sqlite = databases::sqlite().await;
    let migrator = Migrator::on_pool(&revisions(), pool(&sqlite))?;
    assert!(tokio::time::timeout(SOON, migrator.upgrade("head")).await.is_err());
    assert_eq!(texts!("SELECT CAST(count(*) AS TEXT) FROM a", &sqlite), ["0"]);
    assert_eq!(migrator.current().await?.revisions, ["a"]);
    Ok(())
}

#[tokio::test]
async fn a_run_that_is_dropped_ends_after_its_statement() -> Result<()> {
    let text = "-- revision: a\n-- down_revision:\n-- upgrade\nCREATE TABLE a (id INT);\n\
                SELECT pg_sleep(2);\n";
    let migrator = Migrator::lent(&Revisions::from_texts([("a.sql", text)]))?;
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    let run = migrator.on(connection(&mut *pooled)).upgrade("head");
    assert!(tokio::time::timeout(SOON, run).await.is_err());
    let start = Instant::now();
    assert_eq!(texts!("SELECT coalesce(to_regclass('a')::text, '')", &mut *pooled), [""]);
    assert!(start.elapsed() > Duration::from_millis(500), "the statement was cancelled");
    drop(pooled);
    postgresql.drop().await;
    Ok(())
}

#[tokio::test]
async fn a_run_on_a_lent_connection_that_is_dropped_rolls_back() -> Result<()> {
    let migrator = Migrator::lent(&revisions())?;
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    let run = migrator.on(connection(&mut *pooled)).upgrade("head");
    assert!(tokio::time::timeout(SOON, run).await.is_err());
    let tables = "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(texts!(tables, &mut *pooled), ["0"]);
    drop(pooled);
    postgresql.drop().await;

    let mariadb = databases::Mariadb::new().await;
    let mut pooled = mariadb.pool.acquire().await.expect("a connection");
    let run = migrator.on(connection(&mut *pooled)).upgrade("head");
    assert!(tokio::time::timeout(SOON, run).await.is_err());
    assert_eq!(texts!("SELECT CAST(count(*) AS CHAR) FROM a", &mut *pooled), ["0"]);
    drop(pooled);
    mariadb.drop().await;

    let sqlite = databases::sqlite().await;
    let mut pooled = sqlite.acquire().await.expect("a connection");
    let run = migrator.on(connection(&mut *pooled)).upgrade("head");
    assert!(tokio::time::timeout(SOON, run).await.is_err());
    assert_eq!(texts!("SELECT CAST(count(*) AS TEXT) FROM a", &mut *pooled), ["0"]);
    Ok(())
}
