//! A run that nobody waits for any more leaves nothing behind.

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use limbeck::{
    Migrator, Result, Revisions,
    events::{Event, Subscriber},
};

use crate::database::Database;

/// Two revisions, of which the second takes long on the database.
fn slow(database: &Database) -> Revisions {
    let wait = match database {
        Database::Postgresql(_) => "SELECT pg_sleep(60);",
        Database::Sqlite(_) => {
            "INSERT INTO first WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n \
             LIMIT 1000000000) SELECT count(*) FROM n;"
        }
    };
    let first = "-- revision: a\n-- down_revision:\n-- upgrade\nCREATE TABLE first (id INT);\n";
    let second = format!(
        "-- revision: b\n-- down_revision: a\n-- upgrade\nCREATE TABLE second (id INT);\n{wait}\n"
    );
    Revisions::from_texts([("a.sql", first.to_owned()), ("b.sql", second)])
}

async fn check(database: Database, left: &[&str]) -> Result<()> {
    let (sender, receiver) = mpsc::channel();
    let subscriber = Subscriber::new(move |event| {
        if let Event::StepStarted(step) = event {
            sender.send(step.to.join(",")).ok();
        }
    });
    let migrator = Migrator::new(&slow(&database), &database.url())?.with_subscriber(subscriber);
    let task = tokio::spawn(async move { migrator.upgrade("head").await });
    let in_second = || receiver.try_iter().any(|id| id == "b");
    while !in_second() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Long enough for the statement to be running.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let begun = Instant::now();
    task.abort();
    assert!(task.await.expect_err("it was aborted").is_cancelled());
    let rows = match database {
        Database::Sqlite(_) => "SELECT count(*) FROM sqlite_master",
        Database::Postgresql(_) => {
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() \
             AND pid <> pg_backend_pid()"
        }
    };
    // The session is gone, or for SQLite its lock is, long before the statement would have ended.
    let url = database.url();
    let free = || match &database {
        Database::Postgresql(_) => database.query(rows) == ["0"],
        Database::Sqlite(_) => {
            let file = url.trim_start_matches("sqlite:///");
            let connection = rusqlite::Connection::open(file).expect("the file");
            connection.busy_timeout(Duration::ZERO).expect("a setting");
            connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok()
        }
    };
    while !free() {
        assert!(begun.elapsed() < Duration::from_secs(20), "the run goes on");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(database.tables(), left);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn postgresql_rolls_back_the_run() -> Result<()> {
    check(Database::postgresql(), &[]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_rolls_back_the_revision() -> Result<()> {
    check(Database::sqlite(), &["alembic_version", "first"]).await
}

#[tokio::test]
async fn a_run_that_is_never_polled_does_nothing() -> Result<()> {
    let database = Database::sqlite();
    drop(Migrator::new(&slow(&database), &database.url())?.upgrade("head"));
    assert_eq!(database.tables(), Vec::<String>::new());
    Ok(())
}
