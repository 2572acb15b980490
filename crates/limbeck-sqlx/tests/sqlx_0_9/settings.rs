//! What a revision sets for its session on PostgreSQL.

use limbeck::{Migrator, Result, Revisions};
use limbeck_sqlx::connection;
use sqlx::{Connection, Executor, PgConnection};

use crate::{databases, texts};

/// A dump sets these for a connection of its own.
const SETS: &str = "SET statement_timeout = '7s';\n\
                    SELECT pg_catalog.set_config('search_path', '', false);\n\
                    CREATE TABLE public.a (id INT);\n\
                    SET search_path = public;\n\
                    SET lock_timeout = 50;\n";

async fn settings(connection: &mut PgConnection) -> Vec<String> {
    let mut found = Vec::new();
    for sql in
        ["SHOW statement_timeout", "SHOW search_path", "SHOW lock_timeout", "SHOW application_name"]
    {
        found.extend(texts!(sql, &mut *connection));
    }
    found
}

#[tokio::test]
async fn what_a_revision_sets_is_put_back() -> Result<()> {
    for transaction in ["", "-- transaction: off\n"] {
        let text = format!("-- revision: a\n-- down_revision:\n{transaction}-- upgrade\n{SETS}");
        let migrator = Migrator::lent(&Revisions::from_texts([("a.sql", text)]))?;
        let postgresql = databases::Postgresql::new().await;
        let mut pooled = postgresql.pool.acquire().await.expect("a connection");
        let mine = "SET statement_timeout = '12s'; SET application_name = 'mine'; \
                    SET search_path = \"Other\", public";
        pooled.execute(mine).await.expect("settings");
        let before = settings(&mut pooled).await;
        assert_eq!(before, ["12s", "\"Other\", public", "0", "mine"]);
        migrator.on(connection(&mut *pooled)).upgrade("head").await?;
        assert_eq!(settings(&mut pooled).await, before, "{transaction}");
        if transaction.is_empty() {
            pooled.execute("DROP TABLE a, alembic_version").await.expect("from the start");
            let mut own = pooled.begin().await.expect("a transaction");
            migrator.on(connection(&mut *own)).upgrade("head").await?;
            assert_eq!(settings(&mut own).await, before, "within a transaction");
            own.commit().await.expect("a commit");
            assert_eq!(settings(&mut pooled).await, before, "behind it");
        }
        drop(pooled);
        postgresql.drop().await;
    }
    Ok(())
}
