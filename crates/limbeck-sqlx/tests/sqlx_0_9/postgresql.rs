//! What a revision sets for its session on PostgreSQL.

use limbeck::{Migrator, Result, Revisions};
use limbeck_sqlx::connection;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

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

/// What the server does not list.
async fn unlisted(connection: &mut PgConnection) -> Vec<String> {
    let sql = "SELECT unnest(ARRAY[current_setting('role'), session_user, \
               current_setting('app.owner', true), current_setting('app.new', true)])";
    let found = sqlx::query_scalar::<_, Option<String>>(sql).fetch_all(connection).await;
    found.expect(sql).into_iter().map(Option::unwrap_or_default).collect()
}

#[tokio::test]
async fn roles_and_parameters_of_the_program_are_put_back() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    let sets = [
        "SET app.owner = 'migration';\nSET app.new = 'x';\nSET SESSION AUTHORIZATION pg_monitor;\n",
        "SET ROLE pg_monitor;\nSELECT set_config('app.owner', 'migration', false);\n",
        "SET LOCAL ROLE pg_monitor;\nSET LOCAL app.owner = 'migration';\n\
         SET LOCAL lock_timeout = 50;\n",
        "DO $$BEGIN PERFORM set_config('app.owner', 'migration', true); END$$;\n",
    ];
    for (place, sets) in sets.into_iter().enumerate() {
        pooled.execute("SET app.owner = 'ann'").await.expect("a setting");
        let before = unlisted(&mut pooled).await;
        assert_eq!((before[0].as_str(), before[2].as_str()), ("none", "ann"));
        let table = format!("versions_{place}");
        // The version row is written by the role that the revision leaves.
        let text = format!(
            "-- revision: a\n-- down_revision:\n-- upgrade\n\
             GRANT ALL ON {table} TO pg_monitor;\n{sets}"
        );
        let migrator = Migrator::lent(&Revisions::from_texts([("a.sql", text)]))?
            .with_version_table(&table, None);
        migrator.on(connection(&mut *pooled)).upgrade("head").await?;
        assert_eq!(unlisted(&mut pooled).await, before, "{sets}");
        pooled.execute(AssertSqlSafe(format!("DROP TABLE {table}"))).await.expect("a table");

        // What the program sets for its transaction ends with that.
        let mut own = pooled.begin().await.expect("a transaction");
        own.execute("SET LOCAL app.owner = 'bob'; SET LOCAL lock_timeout = '9s'")
            .await
            .expect(sets);
        let within = unlisted(&mut own).await;
        migrator.on(connection(&mut *own)).upgrade("head").await?;
        assert_eq!(unlisted(&mut own).await, within, "{sets}");
        assert_eq!(texts!("SHOW lock_timeout", &mut *own), ["9s"]);
        own.commit().await.expect("a commit");
        assert_eq!(texts!("SHOW lock_timeout", &mut *pooled), ["0"]);
        // It lasts where the revision sets the same for the session: what that hides is not told.
        let lasts = !sets.contains("LOCAL") && !sets.contains("true");
        let expected = if lasts { &within } else { &before };
        assert_eq!(&unlisted(&mut pooled).await, expected, "{sets}");
    }
    drop(pooled);
    postgresql.drop().await;
    Ok(())
}

#[tokio::test]
async fn what_else_a_session_holds_stays() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    let text = "-- revision: a\n-- down_revision:\n-- upgrade\n\
                CREATE TEMPORARY TABLE kept (id INT);\nPREPARE kept AS SELECT 1;\n\
                SELECT pg_advisory_lock(7);\nSET CONSTRAINTS ALL DEFERRED;\n";
    let migrator = Migrator::lent(&Revisions::from_texts([("a.sql", text.to_owned())]))?;
    let tables = "CREATE TABLE p (id INT PRIMARY KEY);\n\
                  CREATE TABLE c (id INT REFERENCES p DEFERRABLE)";
    pooled.execute(tables).await.expect("tables");
    let mut own = pooled.begin().await.expect("a transaction");
    migrator.on(connection(&mut *own)).upgrade("head").await?;
    own.execute("INSERT INTO c VALUES (1); INSERT INTO p VALUES (1)").await.expect("deferred");
    own.commit().await.expect("a commit");
    pooled.execute("INSERT INTO c VALUES (2)").await.expect_err("it ended with the transaction");
    pooled.execute("SELECT * FROM kept; EXECUTE kept").await.expect("what stays");
    let locks = "SELECT objid::text FROM pg_locks WHERE locktype = 'advisory' \
                 AND pid = pg_backend_pid()";
    assert_eq!(texts!(locks, &mut *pooled), ["7"]);
    drop(pooled);
    postgresql.drop().await;
    Ok(())
}

#[tokio::test]
async fn parameters_that_no_statement_names_are_not_put_back() -> Result<()> {
    let postgresql = databases::Postgresql::new().await;
    let mut pooled = postgresql.pool.acquire().await.expect("a connection");
    pooled.execute("SET app.owner = 'ann'").await.expect("a setting");
    let text = "-- revision: a\n-- down_revision:\n-- upgrade\n\
                SELECT set_config('app.' || 'owner', 'migration', false);\n";
    let migrator = Migrator::lent(&Revisions::from_texts([("a.sql", text.to_owned())]))?;
    migrator.on(connection(&mut *pooled)).upgrade("head").await?;
    assert_eq!(unlisted(&mut pooled).await[2], "migration");
    drop(pooled);
    postgresql.drop().await;
    Ok(())
}
