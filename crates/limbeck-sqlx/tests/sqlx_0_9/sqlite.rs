//! Foreign keys, which sqlx has SQLite enforce, and tables that are copied to be changed.

use std::time::Duration;

use limbeck::{
    Error, Migrator, Result, Revisions, code,
    code::{Connection as Code, Migration},
};
use limbeck_sqlx::{connection, pool};
use sqlx::{Connection, Executor, SqliteConnection};

use crate::{databases, texts};

const TABLES: &str = "-- revision: a\n-- down_revision:\n-- upgrade\n\
    CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT);\n\
    CREATE TABLE child (id INTEGER PRIMARY KEY, \
      parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE);\n\
    INSERT INTO parent VALUES (1, 'ann');\nINSERT INTO child VALUES (1, 1);\n";
const COPY: &str = "-- upgrade\n\
    CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n\
    INSERT INTO new_parent SELECT * FROM parent;\n\
    DROP TABLE parent;\n\
    ALTER TABLE new_parent RENAME TO parent;\n";

fn revisions(second: &str) -> Revisions {
    let second = format!("-- revision: b\n-- down_revision: a\n{second}");
    Revisions::from_texts([("a.sql", TABLES.to_owned()), ("b.sql", second)])
}

async fn children(connection: &mut SqliteConnection) -> Vec<String> {
    texts!("SELECT CAST(count(*) AS TEXT) FROM child", connection)
}

async fn check_enforced(connection: &mut SqliteConnection) {
    let broken = connection.execute("INSERT INTO child VALUES (9, 9)").await;
    assert!(broken.is_err_and(|error| error.to_string().contains("FOREIGN KEY")));
}

#[tokio::test]
async fn a_copied_table_keeps_its_children() -> Result<()> {
    for transaction in ["", "-- transaction: off\n"] {
        let sqlite = databases::sqlite().await;
        let revisions = revisions(&format!("{transaction}{COPY}"));
        Migrator::on_pool(&revisions, pool(&sqlite))?.upgrade("head").await?;
        let mut pooled = sqlite.acquire().await.expect("a connection");
        assert_eq!(children(&mut pooled).await, ["1"]);
        check_enforced(&mut pooled).await;
    }
    Ok(())
}

#[tokio::test]
async fn a_step_that_breaks_references_is_undone() -> Result<()> {
    let mut sqlite = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
    let breaks = COPY.replace("FROM parent", "FROM parent WHERE id > 1");
    let migrator = Migrator::lent(&revisions(&breaks))?;
    let error = migrator.on(connection(&mut sqlite)).upgrade("head").await.expect_err("broken");
    assert!(matches!(error, Error::Statement { .. }), "{error:?}");
    assert!(error.to_string().contains("1 rows of child refer to no row of parent"), "{error}");
    assert_eq!(texts!("SELECT name FROM parent", &mut sqlite), ["ann"]);
    check_enforced(&mut sqlite).await;
    // What was broken before is not the step's fault.
    sqlite.execute("PRAGMA foreign_keys = OFF").await.expect("a setting");
    sqlite.execute("INSERT INTO child VALUES (2, 2)").await.expect("a child of nobody");
    sqlite.execute("PRAGMA foreign_keys = ON").await.expect("a setting");
    let migrator = Migrator::lent(&revisions(COPY))?;
    migrator.on(connection(&mut sqlite)).upgrade("head").await?;
    assert_eq!(children(&mut sqlite).await, ["2"]);
    Ok(())
}

#[tokio::test]
async fn a_copy_is_refused_within_a_transaction() -> Result<()> {
    let mut sqlite = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
    let migrator = Migrator::lent(&revisions(COPY))?;
    let mut transaction = sqlite.begin().await.expect("a transaction");
    let error = migrator.on(connection(&mut *transaction)).upgrade("head").await;
    let error = error.expect_err("within a transaction").to_string();
    assert!(
        error.starts_with("b.sql:6: ") && error.contains("outside of a transaction"),
        "{error}"
    );
    migrator.on(connection(&mut *transaction)).upgrade("a").await?;
    transaction.commit().await.expect("a commit");
    assert_eq!(children(&mut sqlite).await, ["1"]);
    // Where the program has foreign keys off, nothing is deleted.
    sqlite.execute("PRAGMA foreign_keys = OFF").await.expect("a setting");
    let mut transaction = sqlite.begin().await.expect("a transaction");
    migrator.on(connection(&mut *transaction)).upgrade("head").await?;
    transaction.commit().await.expect("a commit");
    assert_eq!(children(&mut sqlite).await, ["1"]);
    Ok(())
}

#[tokio::test]
async fn a_setting_of_foreign_keys_is_refused_or_put_back() -> Result<()> {
    let mut sqlite = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
    let off = "PRAGMA foreign_keys = OFF;\n";
    let within = format!("-- upgrade\nINSERT INTO parent VALUES (2, 'bob');\n{off}");
    let run =
        Migrator::lent(&revisions(&within))?.on(connection(&mut sqlite)).upgrade("head").await;
    assert!(run.is_err_and(|error| error.to_string().starts_with("b.sql:5: PRAGMA foreign_keys")));
    // Another setting, which is for transactions.
    let defers = "-- upgrade\nINSERT INTO parent VALUES (2, 'bob');\n\
                  PRAGMA defer_foreign_keys = ON;\nINSERT INTO child VALUES (3, 3);\n\
                  INSERT INTO parent VALUES (3, 'eve');\n-- downgrade\n";
    let migrator = Migrator::lent(&revisions(defers))?;
    migrator.on(connection(&mut sqlite)).upgrade("head").await?;
    assert_eq!(children(&mut sqlite).await, ["2"]);
    migrator.on(connection(&mut sqlite)).downgrade("a").await?;
    sqlite.execute("DELETE FROM parent WHERE id > 1").await.expect("as before");
    // It ends with a transaction, or with the run in one of the program's.
    let fails = defers.replace("(3, 'eve')", "(2, 'eve')");
    for text in [defers, &fails] {
        let mut own = sqlite.begin().await.expect("a transaction");
        let run = Migrator::lent(&revisions(text))?.on(connection(&mut *own)).upgrade("head").await;
        assert_eq!(run.is_ok(), text == defers);
        check_enforced(&mut own).await;
        own.rollback().await.expect("a rollback");
    }
    let outside = format!("-- transaction: off\n-- upgrade\n{off}");
    Migrator::lent(&revisions(&outside))?.on(connection(&mut sqlite)).upgrade("head").await?;
    check_enforced(&mut sqlite).await;
    Ok(())
}

/// Drops a table, or waits for ever while foreign keys are off.
struct Drops;

impl Migration for Drops {
    async fn upgrade(&self, connection: &mut Code<'_>) -> code::Result {
        connection.execute("DROP TABLE parent", []).await?;
        Ok(())
    }
}

#[tokio::test]
async fn code_that_drops_a_table_is_refused() -> Result<()> {
    let mut sqlite = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
    let revisions = revisions("-- code: rust\n").with("b", Drops);
    let run = Migrator::lent(&revisions)?.on(connection(&mut sqlite)).upgrade("head").await;
    let error = run.expect_err("foreign keys are on").to_string();
    assert!(error.starts_with("b.sql: foreign keys are enforced"), "{error}");
    assert_eq!(children(&mut sqlite).await, ["1"]);
    Ok(())
}

#[tokio::test]
async fn foreign_keys_are_enforced_behind_a_run_that_was_dropped() -> Result<()> {
    let sqlite = databases::sqlite().await;
    // Some seconds of counting, with foreign keys off.
    let counts = "INSERT INTO parent WITH RECURSIVE n (i) AS \
                  (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 4000000) \
                  SELECT max(i), 'many' FROM n;\n";
    let slow = COPY.replace("-- upgrade\n", &format!("-- upgrade\n{counts}"));
    let migrator = Migrator::on_pool(&revisions(&slow), pool(&sqlite))?;
    migrator.upgrade("a").await?;
    let run = tokio::time::timeout(Duration::from_millis(30), migrator.upgrade("head"));
    assert!(run.await.is_err(), "it counts for longer");
    let mut pooled = sqlite.acquire().await.expect("a connection");
    assert_eq!(texts!("SELECT name FROM parent", &mut *pooled), ["ann"]);
    assert_eq!(children(&mut pooled).await, ["1"]);
    check_enforced(&mut pooled).await;
    Ok(())
}
