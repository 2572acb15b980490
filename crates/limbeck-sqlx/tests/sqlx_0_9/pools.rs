//! A migrator on a pool.

use limbeck::{Direction, Error, Migrator, Result, Revisions, code, code::Migration};
use limbeck_sqlx::{Driver, pool};
use sqlx::{MySql, Pool, Postgres, Sqlite};

use crate::{databases, texts};

const USERS: &str = "-- create users\n-- revision: a\n-- down_revision:\n-- upgrade\n\
                     CREATE TABLE users (id INT, name VARCHAR(20), initial TEXT);\n\
                     INSERT INTO users VALUES (1, 'it''s me; you', NULL);\n\
                     -- downgrade\nDROP TABLE users;\n";
const INITIALS: &str = "-- revision: b\n-- down_revision: a\n-- code: rust\n";
const LAST: &str = "-- revision: c\n-- down_revision: b\n-- upgrade\n\
                    CREATE INDEX ix_name ON users (name);\n-- downgrade\nDROP INDEX ix_name;\n\
                    -- downgrade: mysql\nDROP INDEX ix_name ON users;\n";

struct Initials;

impl Migration for Initials {
    async fn upgrade(&self, connection: &mut code::Connection<'_>) -> code::Result {
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        let update = match connection.backend() {
            limbeck::Backend::Postgresql => "UPDATE users SET initial = $1 WHERE id = $2",
            _ => "UPDATE users SET initial = ? WHERE id = ?",
        };
        for row in connection.query("SELECT id, name FROM users", []).await? {
            let initial = row.text(1).map(|name| name[..1].to_uppercase());
            assert_eq!(connection.execute(update, [initial.into(), row[0].clone()]).await?, 1);
        }
        Ok(())
    }

    async fn downgrade(&self, _: &mut code::Connection<'_>) -> code::Result {
        Ok(())
    }
}

fn revisions() -> Revisions {
    Revisions::from_texts([("a.sql", USERS), ("b.sql", INITIALS), ("c.sql", LAST)])
        .with("b", Initials)
}

async fn there_and_back<D: Driver>(on: &Pool<D>) -> Result<()> {
    let migrator = Migrator::on_pool(&revisions(), pool(on))?.with_checksums();
    assert!(migrator.current().await?.revisions.is_empty());
    assert_eq!(migrator.pending().await?.len(), 3);
    let planned = migrator.plan("head").await?;
    assert_eq!(planned.steps[1].statements, None);
    assert_eq!(migrator.plan_downgrade("base").await?.steps.len(), 0);
    let run = migrator.clone();
    let steps = tokio::spawn(async move { run.upgrade("head").await }).await.expect("no panic")?;
    assert_eq!(
        steps.iter().map(|step| step.direction).collect::<Vec<_>>(),
        [Direction::Upgrade; 3]
    );
    assert!(migrator.current().await?.is_at_head() && migrator.upgrade("head").await?.is_empty());
    let found = migrator.check(&limbeck::metadata![]).await?;
    assert!(found.iter().any(|line| line.contains("'users'")), "{found:?}");
    migrator.downgrade("b").await?;
    migrator.stamp("head").await?;
    migrator.stamp("b").await?;
    migrator.downgrade("base").await?;
    migrator.upgrade("head").await?;
    Ok(())
}

async fn on_all() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    there_and_back::<Postgres>(&postgresql.pool).await?;
    assert_eq!(texts!("SELECT initial FROM users", &postgresql.pool), ["I"]);
    let kept = "SELECT version_num::text FROM alembic_version_checksums ORDER BY 1";
    assert_eq!(texts!(kept, &postgresql.pool), ["a", "c"]);
    postgresql.drop().await;
    let mariadb = databases::Mariadb::new().await;
    there_and_back::<MySql>(&mariadb.pool).await?;
    assert_eq!(texts!("SELECT initial FROM users", &mariadb.pool), ["I"]);
    let kept = "SELECT version_num FROM alembic_version_checksums ORDER BY 1";
    assert_eq!(texts!(kept, &mariadb.pool), ["a", "c"]);
    mariadb.drop().await;
    let sqlite = databases::sqlite().await;
    there_and_back::<Sqlite>(&sqlite).await?;
    assert_eq!(texts!("SELECT initial FROM users", &sqlite), ["I"]);
    assert_eq!(texts!("SELECT version_num FROM alembic_version", &sqlite), ["c"]);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_pool_serves_runs_on_one_thread() -> Result<()> {
    on_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_serves_runs_on_several_threads() -> Result<()> {
    on_all().await
}

async fn fails<D: Driver>(on: &Pool<D>) -> Result<()> {
    let broken = "-- revision: b\n-- down_revision: a\n-- upgrade\n\nCREATE TABLE b (id INT);\n\
                  SELECT none_such;\n";
    let revisions = Revisions::from_texts([("a.sql", USERS), ("b.sql", broken)]);
    let migrator = Migrator::on_pool(&revisions, pool(on))?.with_transaction_per_revision();
    let error = migrator.upgrade("head").await.expect_err("no such column");
    assert!(matches!(error, Error::Statement { line: 6, .. }), "{error:?}");
    assert!(error.to_string().starts_with("b.sql:6: "), "{error}");
    assert_eq!(migrator.current().await?.revisions, ["a"]);
    Ok(())
}

#[tokio::test]
async fn an_error_names_its_line_and_undoes_its_step() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    fails::<Postgres>(&postgresql.pool).await?;
    let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    assert_eq!(texts!(tables, &postgresql.pool), ["alembic_version", "users"]);
    postgresql.drop().await;
    // It commits a table that is made.
    let mariadb = databases::Mariadb::new().await;
    fails::<MySql>(&mariadb.pool).await?;
    assert_eq!(texts!("SHOW TABLES", &mariadb.pool), ["alembic_version", "b", "users"]);
    mariadb.drop().await;
    let sqlite = databases::sqlite().await;
    fails::<Sqlite>(&sqlite).await?;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1";
    assert_eq!(texts!(tables, &sqlite), ["alembic_version", "users"]);
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_had_is_told() -> Result<()> {
    let sqlite = databases::sqlite().await;
    let migrator = Migrator::on_pool(&revisions(), pool(&sqlite))?;
    let error = migrator.current().wait().expect_err("nobody serves it");
    assert!(error.to_string().contains("await it"), "{error}");
    sqlite.close().await;
    let error = migrator.current().await.expect_err("a closed pool");
    assert!(error.to_string().contains("closed pool"), "{error}");
    let error = Migrator::lent(&revisions())?.current().await.expect_err("no connection");
    assert!(error.to_string().contains("give it a connection"), "{error}");
    Ok(())
}
