//! What is MySQL's and MariaDB's own: commits by themselves, session variables, types, procedures.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use limbeck::{
    Migrator, Result, Revisions, code,
    code::Migration,
    events::{Event, Subscriber},
    lent::Value,
};
use limbeck_sqlx::{connection, pool};
use sqlx::{Connection, Executor, MySqlConnection, mysql::MySqlPoolOptions, raw_sql};

use crate::{databases::Mariadb, texts};

const FIRST: &str = "-- revision: a\n-- down_revision:\n-- upgrade\n\
    CREATE TABLE a (id INT PRIMARY KEY, n INT);\n\
    DELIMITER //\n\
    CREATE PROCEDURE commits() BEGIN INSERT INTO a VALUES (90, 0); COMMIT; END//\n\
    CREATE PROCEDURE several() BEGIN SELECT 1 AS x; SELECT 2 AS y, 3 AS z; UPDATE a SET n = 7; END//\n\
    DELIMITER ;\n";

fn revisions(second: &str) -> Revisions {
    let second = format!("-- revision: b\n-- down_revision: a\n{second}");
    Revisions::from_texts([("a.sql", FIRST.to_owned()), ("b.sql", second)])
}

/// What a migrator says while it upgrades, and how that ends.
async fn heard(migrator: Migrator) -> Vec<String> {
    let events = Arc::new(Mutex::new(Vec::new()));
    let shared = Arc::clone(&events);
    let subscriber = Subscriber::new(move |event| {
        let text = match event {
            Event::Log { message, .. } => message,
            Event::StepStarted(step) => format!("{step} begins"),
            Event::StepFinished(step) => format!("{step} ends"),
            other => format!("{other:?}"),
        };
        shared.lock().expect("the events").push(text);
    });
    let outcome = migrator.with_subscriber(subscriber).upgrade("head").await;
    let mut heard = events.lock().expect("the events").clone();
    heard.push(outcome.map_or_else(|error| error.to_string(), |_| "done".to_owned()));
    heard
}

/// Tables and rows, as text.
async fn left(mariadb: &Mariadb) -> Vec<String> {
    let mut found = texts!("SHOW TABLES", &mariadb.pool);
    found.extend(texts!("SELECT CONCAT(id, '=', n) FROM a ORDER BY id", &mariadb.pool));
    found.extend(texts!("SELECT version_num FROM alembic_version", &mariadb.pool));
    found
}

const BROKEN: &str = "SELECT none_such;\n";

/// What is left, and said, is the same as on a connection of Limbeck's own; whether the second
/// revision ends well or not, and where it is run once more after that.
#[tokio::test]
async fn what_the_server_commits_stays_as_on_connections_of_our_own() -> Result<()> {
    for (second, expected) in [
        ("-- upgrade\nINSERT INTO a VALUES (1, 1);\n", &["1=1"][..]),
        ("-- upgrade\nINSERT INTO a VALUES (1, 1);\nSELECT none_such;\n", &[]),
        (
            "-- upgrade\nINSERT INTO a VALUES (1, 1);\nCREATE TABLE b (id INT);\n\
             INSERT INTO a VALUES (2, 2);\nSELECT none_such;\n",
            &["1=1"],
        ),
        (
            "-- upgrade\nINSERT INTO a VALUES (1, 1);\nCREATE TEMPORARY TABLE b (id INT);\n\
             DROP TEMPORARY TABLE b;\nINSERT INTO a VALUES (2, 2);\nSELECT none_such;\n",
            &[],
        ),
        (
            "-- upgrade\nCALL commits();\nINSERT INTO a VALUES (2, 2);\nSELECT none_such;\n",
            &["90=0"],
        ),
        (
            "-- upgrade\nINSERT INTO a VALUES (1, 1);\nCALL several();\nINSERT INTO a VALUES (2, 2);\n",
            &["1=7", "2=2"],
        ),
        (
            "-- upgrade\nINSERT INTO a VALUES (1, 1);\n/*!40101 SET @x = 5 */;\n\
             /*!50003 CREATE TABLE b (id INT) */;\nINSERT INTO a VALUES (2, @x);\nSELECT none_such;\n",
            &["1=1"],
        ),
        (
            "-- upgrade\nLOCK TABLES a WRITE;\nINSERT INTO a VALUES (1, 1);\nUNLOCK TABLES;\n\
             INSERT INTO a VALUES (2, 2);\nSELECT none_such;\n",
            &["1=1"],
        ),
        (
            "-- transaction: off\n-- upgrade\nINSERT INTO a VALUES (1, 1);\n\
             INSERT INTO a VALUES (2, 2);\nSELECT none_such;\n",
            &["1=1", "2=2"],
        ),
        ("-- upgrade\nCREATE TABLE b (id INT);\nDROP TABLE none_such;\n", &[]),
    ] {
        let (own, lent) = (Mariadb::new().await, Mariadb::new().await);
        let revisions = revisions(second);
        for _ in 0..2 {
            let said = heard(Migrator::new(&revisions, &own.url())?).await;
            let said_of_lent = heard(Migrator::on_pool(&revisions, pool(&lent.pool))?).await;
            let said_of_lent: Vec<String> =
                said_of_lent.iter().map(|line| line.replace(lent.name(), own.name())).collect();
            assert_eq!(said_of_lent, said, "{second}");
            assert_eq!(
                said.last().is_some_and(|last| last == "done"),
                !second.contains("none_such")
            );
            assert_eq!(left(&lent).await, left(&own).await, "{second}");
            let rows = texts!("SELECT CONCAT(id, '=', n) FROM a ORDER BY id", &lent.pool);
            assert_eq!(rows, expected, "{second}");
        }
        own.drop().await;
        lent.drop().await;
    }
    Ok(())
}

#[tokio::test]
async fn within_a_transaction_what_commits_is_refused() -> Result<()> {
    let mariadb = Mariadb::new().await;
    let mut pooled = mariadb.pool.acquire().await.expect("a connection");
    let run = |second: &str| Migrator::lent(&revisions(second));
    let fine = "-- upgrade\nINSERT INTO a VALUES (1, 1);\n";
    // The version table would be made in it.
    let mut own = pooled.begin().await.expect("a transaction");
    let refused = run(fine)?.on(connection(&mut *own)).upgrade("a").await;
    let error = refused.expect_err("a table is made").to_string();
    assert!(error.contains("the server commits where this statement runs"), "{error}");
    own.rollback().await.expect("a rollback");
    run(fine)?.on(connection(&mut *pooled)).upgrade("a").await?;

    let rows = "SELECT CONCAT(id, '=', n) FROM a ORDER BY id";
    let mut own = pooled.begin().await.expect("a transaction");
    own.execute("INSERT INTO a VALUES (9, 9)").await.expect("a row");
    run(fine)?.on(connection(&mut *own)).upgrade("head").await?;
    assert_eq!(texts!(rows, &mut *own), ["1=1", "9=9"]);
    own.rollback().await.expect("a rollback");
    assert_eq!(texts!(rows, &mut *pooled).len(), 0);

    for (second, words) in [
        (format!("{fine}CREATE INDEX i ON a (n);\n"), "b.sql:5: "),
        (format!("{fine}TRUNCATE a;\n"), "b.sql:5: "),
        (format!("{fine}SET autocommit = 0;\n"), "b.sql:5: "),
        (format!("{fine}{BROKEN}"), "b.sql:5: "),
        (format!("-- transaction: off\n{fine}"), "inside a transaction"),
    ] {
        let mut own = pooled.begin().await.expect("a transaction");
        own.execute("INSERT INTO a VALUES (9, 9)").await.expect("a row");
        let refused = run(&second)?.on(connection(&mut *own)).upgrade("head").await;
        let error = refused.expect_err(&second).to_string();
        assert!(error.contains(words), "{error}");
        // Only the run is undone.
        assert_eq!(texts!(rows, &mut *own), ["9=9"], "{second}");
        own.rollback().await.expect("a rollback");
        assert_eq!(texts!(rows, &mut *pooled).len(), 0, "{second}");
    }

    // What nobody can know beforehand is told.
    let mut own = pooled.begin().await.expect("a transaction");
    let run = run("-- upgrade\nCALL commits();\n")?.on(connection(&mut *own)).upgrade("head").await;
    let error = run.expect_err("it commits").to_string();
    assert!(error.contains("has ended the program's transaction"), "{error}");
    drop(own);
    drop(pooled);
    mariadb.drop().await;
    Ok(())
}

/// As dumps have them, and more.
const SETS: &str = "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO', foreign_key_checks = 0, unique_checks = 0;\n\
    SET NAMES latin1;\nSET character_set_results = NULL;\nSET time_zone = '+05:00';\n\
    SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n\
    SET lock_wait_timeout = 3, innodb_lock_wait_timeout = 4, max_statement_time = 5.5;\n\
    SET sql_select_limit = 1000, group_concat_max_len = 17, lc_time_names = 'de_DE';\n\
    SET default_storage_engine = 'MEMORY', sql_notes = 0;\n\
    SET autocommit = 0;\n";

async fn variables(connection: &mut MySqlConnection) -> BTreeMap<String, String> {
    let rows: Vec<(String, String)> = sqlx::query_as("SHOW SESSION VARIABLES")
        .fetch_all(&mut *connection)
        .await
        .expect("variables");
    let mut found: BTreeMap<String, String> = rows.into_iter().collect();
    for by_itself in ["timestamp", "last_insert_id", "identity", "warning_count", "error_count"] {
        found.remove(by_itself);
    }
    // Whoever else is connected.
    found.retain(|name, _| !name.contains("gtid") && !name.starts_with("rand_seed"));
    let database = "SELECT CONCAT(DATABASE(), ' ', COALESCE(CURRENT_ROLE(), 'none'))";
    found.insert("database and role".into(), texts!(database, &mut *connection).remove(0));
    found
}

#[tokio::test]
async fn what_a_revision_sets_is_put_back() -> Result<()> {
    let mine = "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES', \
                lock_wait_timeout = 77, time_zone = 'SYSTEM', sql_select_limit = 9999; \
                SET NAMES utf8mb4 COLLATE utf8mb4_bin";
    let mariadb = Mariadb::new().await;
    let mut pooled = mariadb.pool.acquire().await.expect("a connection");
    let role = format!("role_{}", mariadb.name());
    let makes = format!("CREATE ROLE {role}; GRANT ALL ON *.* TO {role}");
    pooled.execute(raw_sql(sqlx::AssertSqlSafe(makes))).await.expect("a role");
    pooled.execute(mine).await.expect("settings");
    let before = variables(&mut pooled).await;
    assert_eq!(before["lock_wait_timeout"], "77");
    let sets = format!("{SETS}SET ROLE {role};\n");
    let insert = "INSERT INTO a VALUES (1, 1);\n";
    for (place, second) in [
        format!("-- upgrade\n{insert}{sets}"),
        format!("-- transaction: off\n-- upgrade\n{insert}{sets}"),
        format!("-- upgrade\n{insert}{sets}SELECT none_such;\n"),
        format!("-- upgrade\n{sets}LOCK TABLES a READ;\nSELECT none_such;\n"),
        format!("-- upgrade\n{sets}USE information_schema;\nSELECT none_such;\n"),
    ]
    .iter()
    .enumerate()
    {
        let migrator = Migrator::lent(&revisions(second))?;
        let run = migrator.on(connection(&mut *pooled)).upgrade("head").await;
        assert_eq!(run.is_ok(), !second.contains("none_such"), "{run:?}");
        assert_eq!(variables(&mut pooled).await, before, "{second}");
        pooled.execute("UPDATE a SET n = 2").await.expect("no lock is left");
        if place < 2 {
            let mut other = mariadb.pool.acquire().await.expect("a second connection");
            assert_eq!(texts!("SELECT CAST(n AS CHAR) FROM a", &mut *other), ["2"]);
        }
        pooled.execute("DROP TABLE a, alembic_version").await.expect("from the start");
        pooled.execute("DROP PROCEDURE commits").await.expect("a procedure");
        pooled.execute("DROP PROCEDURE several").await.expect("a procedure");
    }
    let within = SETS.replace("SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n", "");
    let within = within.replace("SET autocommit = 0;\n", "");
    for ends in ["", BROKEN] {
        let migrator = Migrator::lent(&revisions(&format!("-- upgrade\n{insert}{within}{ends}")))?;
        if ends.is_empty() {
            migrator.on(connection(&mut *pooled)).upgrade("a").await?;
        }
        let mut own = pooled.begin().await.expect("a transaction");
        let run = migrator.on(connection(&mut *own)).upgrade("head").await;
        assert_eq!(run.is_ok(), ends.is_empty(), "{run:?}");
        assert_eq!(variables(&mut own).await, variables_in_transaction(&before), "{ends}");
        own.rollback().await.expect("a rollback");
        assert_eq!(texts!("SELECT CAST(COUNT(*) AS CHAR) FROM a", &mut *pooled), ["0"]);
    }
    let drops = format!("DROP ROLE {role}");
    pooled.execute(raw_sql(sqlx::AssertSqlSafe(drops))).await.expect("a role");
    drop(pooled);
    mariadb.drop().await;
    Ok(())
}

fn variables_in_transaction(outside: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut expected = outside.clone();
    expected.insert("in_transaction".into(), "1".into());
    expected
}

/// Writes values and reads them; what comes back is kept.
#[derive(Clone, Default)]
struct Values(Arc<Mutex<Kept>>);

/// By the name of their type.
type Kept = Vec<(String, Vec<Value>)>;

const TYPES: [(&str, &str); 27] = [
    ("BIGINT UNSIGNED", "18446744073709551615"),
    ("BIGINT", "-9223372036854775808"),
    ("TINYINT(1)", "1"),
    ("TINYINT UNSIGNED", "200"),
    ("DECIMAL(30,10)", "12345678901234567890.0123456789"),
    ("DOUBLE", "-1.5e300"),
    ("FLOAT", "1.5"),
    ("BIT(9)", "b'100000001'"),
    ("JSON", "'{\"a\": [1]}'"),
    ("DATE", "'2025-01-02'"),
    ("DATETIME(6)", "'2025-01-02 10:00:00.000005'"),
    ("TIMESTAMP NULL", "'2025-01-02 10:00:00'"),
    ("TIME(6)", "'-800:00:00.000005'"),
    ("YEAR", "2025"),
    ("ENUM('a', 'b')", "'b'"),
    ("SET('a', 'b')", "'a,b'"),
    ("CHAR(3)", "'é'"),
    ("VARCHAR(9) COLLATE utf8mb4_bin", "'é😀'"),
    ("CHAR(9) CHARACTER SET latin1", "'é'"),
    ("LONGTEXT", "'it''s \\\\ \"?\"'"),
    ("TEXT COLLATE utf8mb4_bin", "'x'"),
    ("BINARY(2)", "x'00ff'"),
    ("VARBINARY(9)", "x'00ff'"),
    ("LONGBLOB", "x'00ff'"),
    ("UUID", "'00000000-0000-0000-0000-00000000000a'"),
    ("INT", "NULL"),
    ("DATETIME", "'0000-00-00'"),
];

impl Migration for Values {
    async fn upgrade(&self, connection: &mut code::Connection<'_>) -> code::Result {
        connection.execute("SET sql_mode = ''", []).await?;
        for (type_name, literal) in TYPES {
            connection.execute("DROP TABLE IF EXISTS v", []).await?;
            connection.execute(&format!("CREATE TABLE v (id INT, x {type_name})"), []).await?;
            connection.execute(&format!("INSERT INTO v VALUES (1, {literal})"), []).await?;
            let first = connection.query("SELECT x FROM v", []).await?;
            let value = first[0][0].clone();
            // Back in as it came out.
            connection.execute("INSERT INTO v VALUES (?, ?)", [2.into(), value.clone()]).await?;
            let mut found = vec![value];
            for row in connection.query("SELECT x FROM v WHERE id = ?", [2.into()]).await? {
                found.push(row[0].clone());
            }
            self.0.lock().expect("the values").push((type_name.to_owned(), found));
        }
        // Quotes mean something else from here on.
        connection.execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES'", []).await?;
        let text: Value = "it's \\ ?".to_owned().into();
        let sql = "SELECT ?, 1 AS \"it's ?\" /* ? */";
        let rows = connection.query(sql, [text]).await?;
        self.0.lock().expect("the values").push(("quotes".into(), rows[0].values().to_vec()));
        let wrong = connection.query("SELECT 1; SELECT 2", []).await;
        assert!(wrong.is_err(), "two statements: {wrong:?}");
        Ok(())
    }
}

#[tokio::test]
async fn values_are_those_of_connections_of_our_own() -> Result<()> {
    let mut kept = Vec::new();
    for own in [true, false] {
        let mariadb = Mariadb::new().await;
        let values = Values::default();
        let revisions = revisions("-- code: rust\n").with("b", values.clone());
        match own {
            true => Migrator::new(&revisions, &mariadb.url())?.upgrade("head").await?,
            false => Migrator::on_pool(&revisions, pool(&mariadb.pool))?.upgrade("head").await?,
        };
        kept.push(values.0.lock().expect("the values").clone());
        mariadb.drop().await;
    }
    let of =
        |name: &str| kept[1].iter().find(|(it, _)| it == name).map(|(_, values)| values[1].clone());
    assert_eq!(kept[1].len(), TYPES.len() + 1);
    assert_eq!(kept[1], kept[0]);
    assert_eq!(of("BIGINT UNSIGNED"), Some(Value::BigInt("18446744073709551615".into())));
    assert_eq!(of("BIT(9)"), Some(Value::Bytes(vec![1, 1])));
    assert_eq!(of("DATETIME(6)"), Some(Value::DateTime("2025-01-02T10:00:00.000005".into())));
    assert_eq!(of("SET('a', 'b')"), Some(Value::Text("a,b".into())));
    assert_eq!(of("LONGBLOB"), Some(Value::Bytes(vec![0, 255])));
    assert_eq!(of("INT"), Some(Value::Null));
    Ok(())
}

/// The pool's connection goes with what it is set to.
#[tokio::test]
async fn a_run_that_is_dropped_leaves_no_setting_in_the_pool() -> Result<()> {
    let mariadb = Mariadb::new().await;
    let one =
        MySqlPoolOptions::new().max_connections(1).connect(&mariadb.url()).await.expect("one");
    let slow = "-- upgrade\nINSERT INTO a VALUES (1, 1);\nSET foreign_key_checks = 0;\n\
                DO SLEEP(1);\n";
    let migrator = Migrator::on_pool(&revisions(slow), pool(&one))?;
    let run = tokio::time::timeout(Duration::from_millis(300), migrator.upgrade("head"));
    assert!(run.await.is_err(), "it sleeps for longer");
    assert_eq!(texts!("SELECT CONCAT(@@foreign_key_checks)", &one), ["ON"]);
    one.execute("ALTER TABLE a ADD x INT").await.expect("no lock is left");
    assert_eq!(texts!("SELECT CAST(COUNT(*) AS CHAR) FROM a", &one), ["0"]);
    assert_eq!(migrator.current().await?.revisions, ["a"]);
    one.close().await;
    mariadb.drop().await;
    Ok(())
}

/// Errors are of the kinds, and without the values, that connections of our own give them.
#[tokio::test]
async fn errors_are_those_of_connections_of_our_own() -> Result<()> {
    for second in [
        "-- upgrade\nINSERT INTO a VALUES (1, 1);\nINSERT INTO a VALUES (1, 2);\n",
        "-- upgrade\nSELEC 1;\n",
        "-- upgrade\nINSERT INTO a VALUES ('secret', 1);\n",
        "-- upgrade\nDROP TABLE none_such;\n",
    ] {
        let (own, lent) = (Mariadb::new().await, Mariadb::new().await);
        let revisions = revisions(second);
        let ours = Migrator::new(&revisions, &own.url())?.upgrade("head").await;
        let theirs = Migrator::on_pool(&revisions, pool(&lent.pool))?.upgrade("head").await;
        let told =
            |error: limbeck::Error, of: &Mariadb| format!("{error:?}").replace(of.name(), "d");
        let ours = told(ours.expect_err(second), &own);
        assert_eq!(told(theirs.expect_err(second), &lent), ours);
        own.drop().await;
        lent.drop().await;
    }
    Ok(())
}
