//! A connection that is lent, within a transaction of the program's or not.

use limbeck::{Error, Migrator, Result, Revisions};
use limbeck_sqlx::connection;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

use crate::{databases, texts};

fn migrator(second: &str) -> Result<Migrator> {
    let first = "-- revision: a\n-- down_revision:\n-- upgrade\nCREATE TABLE a (id INT);\n\
                 -- downgrade\nDROP TABLE a;\n";
    let second = format!("-- revision: b\n-- down_revision: a\n{second}");
    Migrator::lent(&Revisions::from_texts([("a.sql", first), ("b.sql", &second)]))
}

const FINE: &str = "-- upgrade\nINSERT INTO a VALUES (1);\n-- downgrade\n";
const WRONG: &str = "-- upgrade\nINSERT INTO none_such VALUES (1);\n";
const OUTSIDE: &str = "-- transaction: off\n-- upgrade\nINSERT INTO a VALUES (1);\n";

#[tokio::test]
async fn a_connection_is_lent_and_used_on() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    let migrator = migrator(OUTSIDE)?;
    assert_eq!(migrator.on(connection(&mut *pooled)).upgrade("head").await?.len(), 2);
    assert_eq!(texts!("SELECT id::text FROM a", &mut *pooled), ["1"]);
    assert!(migrator.on(connection(&mut *pooled)).current().await?.is_at_head());
    drop(pooled);
    postgresql.drop().await;

    let mariadb = databases::Mariadb::new().await;
    let mut pooled = mariadb.pool.acquire().await.expect("a connection");
    assert_eq!(migrator.on(connection(&mut *pooled)).upgrade("head").await?.len(), 2);
    assert_eq!(texts!("SELECT CAST(id AS CHAR) FROM a", &mut *pooled), ["1"]);
    assert!(migrator.on(connection(&mut *pooled)).current().await?.is_at_head());
    drop(pooled);
    mariadb.drop().await;

    let mut sqlite = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
    assert_eq!(migrator.on(connection(&mut sqlite)).pending().await?.len(), 2);
    assert_eq!(migrator.on(connection(&mut sqlite)).upgrade("head").await?.len(), 2);
    assert_eq!(texts!("SELECT version_num FROM alembic_version", &mut sqlite), ["b"]);
    migrator.on(connection(&mut sqlite)).stamp("a").await?;
    migrator.on(connection(&mut sqlite)).downgrade("base").await?;
    assert_eq!(texts!("SELECT name FROM sqlite_master WHERE name = 'a'", &mut sqlite).len(), 0);
    Ok(())
}

/// What is done in a transaction of the program's, by a run that may fail in between.
macro_rules! within {
    ($connection:expr, $count:expr) => {{
        let connection = $connection;
        // Undone with the transaction.
        let mut transaction = connection.begin().await.expect("a transaction");
        transaction.execute("CREATE TABLE own (id INT)").await.expect("a table");
        migrator(FINE)?.on(connection_of(&mut transaction)).upgrade("head").await?;
        assert!(migrator(FINE)?.on(connection_of(&mut transaction)).current().await?.is_at_head());
        transaction.rollback().await.expect("a rollback");
        assert_eq!(texts!($count, &mut *connection), ["0"]);

        // Kept with it, but for what failed.
        let mut transaction = connection.begin().await.expect("a transaction");
        transaction.execute("CREATE TABLE own (id INT)").await.expect("a table");
        migrator(FINE)?.on(connection_of(&mut transaction)).upgrade("a").await?;
        let run = migrator(WRONG)?.on(connection_of(&mut transaction)).upgrade("head").await;
        assert!(matches!(run, Err(Error::Statement { .. })), "{run:?}");
        let run = migrator(OUTSIDE)?.on(connection_of(&mut transaction)).upgrade("head").await;
        assert!(run.is_err_and(|error| error.to_string().contains("is inside a transaction")));
        transaction.execute("INSERT INTO own VALUES (1)").await.expect("the transaction goes on");
        transaction.commit().await.expect("a commit");
        // `own`, `a` and the version table.
        assert_eq!(texts!($count, &mut *connection), ["3"]);
        assert_eq!(
            migrator(FINE)?
                .on(limbeck_sqlx::connection(&mut *connection))
                .current()
                .await?
                .revisions,
            ["a"]
        );
    }};
}

fn connection_of<'c, D>(
    transaction: &'c mut sqlx::Transaction<'_, D>,
) -> impl FnOnce(limbeck::lent::Requests) -> limbeck::lent::Serving<'c> + Send + 'c
where
    D: limbeck_sqlx::Driver + sqlx::Database<Connection: Connection<Database = D>>,
{
    connection(&mut **transaction)
}

#[tokio::test]
async fn a_run_within_a_transaction_is_part_of_it() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    within!(
        &mut *pooled as &mut PgConnection,
        "SELECT count(*)::text FROM pg_tables WHERE schemaname = 'public'"
    );
    drop(pooled);
    postgresql.drop().await;
    let mut sqlite = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
    within!(&mut sqlite, "SELECT CAST(count(*) AS TEXT) FROM sqlite_master WHERE type = 'table'");
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_sqlx_does_not_know_is_refused() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    pooled.execute("BEGIN").await.expect("a transaction");
    let run = migrator(FINE)?.on(connection(&mut *pooled)).upgrade("head").await;
    assert!(run.is_err_and(|error| error.to_string().contains("sqlx does not know of")));
    pooled.execute("CREATE TABLE own (id INT)").await.expect("it goes on");
    pooled.execute("ROLLBACK").await.expect("a rollback");
    drop(pooled);
    postgresql.drop().await;
    let mariadb = databases::Mariadb::new().await;
    let mut pooled = mariadb.pool.acquire().await.expect("a connection");
    for (begins, ends, words) in [
        ("BEGIN", "ROLLBACK", "sqlx does not know of"),
        ("SET autocommit = 0", "SET autocommit = 1", "autocommit off"),
    ] {
        pooled.execute(begins).await.expect("a transaction");
        let run = migrator(FINE)?.on(connection(&mut *pooled)).upgrade("head").await;
        assert!(run.is_err_and(|error| error.to_string().contains(words)));
        pooled.execute(ends).await.expect("it goes on");
    }
    assert_eq!(texts!("SHOW TABLES", &mut *pooled).len(), 0);
    drop(pooled);
    mariadb.drop().await;
    let mut sqlite = SqliteConnection::connect("sqlite::memory:").await.expect("a database");
    sqlite.execute("BEGIN").await.expect("a transaction");
    let run = migrator(FINE)?.on(connection(&mut sqlite)).upgrade("head").await;
    assert!(run.is_err_and(|error| error.to_string().contains("within a transaction")));
    sqlite.execute("ROLLBACK").await.expect("the transaction is there");
    Ok(())
}
