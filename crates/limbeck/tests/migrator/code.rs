//! Revisions in Rust, between those in SQL.

use std::time::Duration;

use limbeck::{
    Error, Migrator, Result, Revisions,
    code::{self, Connection, Migration},
};

use crate::database::Database;

const USERS: &str = "-- revision: a\n-- down_revision:\n-- upgrade\n\
                     CREATE TABLE users (id INT, name TEXT, initial TEXT);\n\
                     INSERT INTO users VALUES (1, 'ann', NULL), (2, NULL, NULL);\n\
                     -- downgrade\nDROP TABLE users;\n";
const INITIALS: &str = "-- initials\n-- revision: b\n-- down_revision: a\n-- code: rust\n";
const LAST: &str = "-- revision: c\n-- down_revision: b\n-- upgrade\n-- downgrade\n";

fn revisions(code: &str) -> Revisions {
    Revisions::from_texts([("a.sql", USERS), ("b.sql", code), ("c.sql", LAST)])
}

/// Fills the initials in, with a pause that only a runtime can time.
struct Initials;

impl Migration for Initials {
    async fn upgrade(&self, connection: &mut Connection<'_>) -> code::Result {
        if tokio::runtime::Handle::try_current().is_ok() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
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

    async fn downgrade(&self, connection: &mut Connection<'_>) -> code::Result {
        connection.execute("UPDATE users SET initial = 'none'", []).await?;
        Ok(())
    }
}

/// Runs a statement, and then goes wrong or waits for ever.
struct Broken {
    statement: &'static str,
    waits: bool,
}

impl Migration for Broken {
    async fn upgrade(&self, connection: &mut Connection<'_>) -> code::Result {
        connection.execute(self.statement, []).await?;
        if self.waits {
            std::future::pending::<()>().await;
        }
        Err("no more users".into())
    }
}

async fn goes_both_ways() -> Result<()> {
    for database in Database::both() {
        let initials = "SELECT coalesce(initial, '-') FROM users ORDER BY id";
        let migrator = Migrator::new(&revisions(INITIALS).with("b", Initials), &database.url())?;
        let planned = migrator.plan("head").await?;
        assert_eq!(planned.steps[1].statements, None);
        let run = migrator.clone();
        let steps = tokio::spawn(async move { run.upgrade("head").await });
        assert_eq!(steps.await.expect("no panic")?.len(), 3);
        assert_eq!(database.query(initials), ["A", "-"]);
        migrator.downgrade("a").await?;
        assert_eq!(database.query(initials), ["none", "none"]);
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn code_runs_on_one_thread() -> Result<()> {
    goes_both_ways().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn code_runs_on_several_threads() -> Result<()> {
    goes_both_ways().await
}

#[test]
fn code_runs_without_a_runtime() -> Result<()> {
    for database in Database::both() {
        let migrator = Migrator::new(&revisions(INITIALS).with("b", Initials), &database.url())?;
        assert_eq!(migrator.upgrade("head").wait()?.len(), 3);
    }
    Ok(())
}

#[test]
fn a_failure_rolls_back() -> Result<()> {
    let drops = || Broken { statement: "DELETE FROM users", waits: false };
    for (database, left) in
        Database::both().into_iter().zip([&["alembic_version", "users"][..], &[][..]])
    {
        let migrator = Migrator::new(&revisions(INITIALS).with("b", drops()), &database.url())?;
        let error = migrator.upgrade("head").wait().expect_err("no more users");
        assert!(matches!(error, Error::Code { .. }));
        assert_eq!(error.to_string(), "b.sql: no more users");
        assert_eq!(database.tables(), left);
        if !left.is_empty() {
            assert_eq!(database.query("SELECT count(*) FROM users"), ["2"]);
            assert_eq!(database.query("SELECT version_num FROM alembic_version"), ["a"]);
        }
    }
    Ok(())
}

/// Panics before there is a future, or within it.
struct Panics {
    early: bool,
}

impl Migration for Panics {
    fn upgrade(&self, connection: &mut Connection<'_>) -> impl Future<Output = code::Result> {
        assert!(!self.early, "before the first await");
        async {
            connection.execute("DELETE FROM users", []).await?;
            let row: Vec<u8> = Vec::new();
            Err(format!("not reached: {}", row[1]).into())
        }
    }
}

#[tokio::test]
async fn a_panic_is_an_error_and_rolls_back() -> Result<()> {
    for database in Database::both() {
        for (early, said) in [(true, "before the first await"), (false, "index out of bounds")] {
            let revisions = revisions(INITIALS).with("b", Panics { early });
            let migrator = Migrator::new(&revisions, &database.url())?;
            migrator.upgrade("a").await?;
            let error = migrator.upgrade("head").await.expect_err("a panic");
            assert!(matches!(error, Error::Code { .. }), "{error}");
            let expected = format!("b.sql: the migration panicked: {said}");
            assert!(error.to_string().starts_with(&expected), "{error}");
            assert_eq!(database.query("SELECT count(*) FROM users"), ["2"]);
            assert_eq!(migrator.current().await?.revisions, ["a"]);
        }
    }
    Ok(())
}

#[test]
fn the_transaction_is_the_runs_unless_the_file_says_otherwise() -> Result<()> {
    let commit = || Broken { statement: "COMMIT", waits: false };
    for database in Database::both() {
        let migrator = Migrator::new(&revisions(INITIALS).with("b", commit()), &database.url())?;
        let error = migrator.upgrade("head").wait().expect_err("a COMMIT").to_string();
        assert!(error.contains("begins and ends the transaction"), "{error}");
        let kept = Broken { statement: "DELETE FROM users WHERE id = 1", waits: false };
        let outside = format!("{INITIALS}-- transaction: off\n");
        let migrator = Migrator::new(&revisions(&outside).with("b", kept), &database.url())?;
        migrator.upgrade("head").wait().expect_err("no more users");
        assert_eq!(database.query("SELECT id FROM users"), ["2"]);
    }
    Ok(())
}

#[tokio::test]
async fn code_that_waits_for_ever_ends_with_its_run() -> Result<()> {
    let waits = || Broken { statement: "DELETE FROM users", waits: true };
    for database in Database::both() {
        let migrator = Migrator::new(&revisions(INITIALS).with("b", waits()), &database.url())?;
        migrator.upgrade("a").await?;
        let run = tokio::time::timeout(Duration::from_millis(300), migrator.upgrade("head"));
        assert!(run.await.is_err());
        // Waits for the lock of the run that is ending, if it still has it.
        database.query("UPDATE users SET name = 'kept'");
        assert_eq!(database.query("SELECT count(*) FROM users"), ["2"]);
    }
    Ok(())
}

#[test]
fn files_and_code_have_to_match() {
    let database = Database::sqlite();
    let new = |revisions: &Revisions| Migrator::new(revisions, &database.url()).map(drop);
    let cases = [
        (revisions(INITIALS), "b.sql: this revision is code, and the program gives none for it"),
        (revisions(INITIALS).with("b", Initials).with("x", Initials), "code for revision x"),
        (revisions(INITIALS).with("b", Initials).with("a", Initials), "code for revision a"),
        (revisions(&format!("{INITIALS}-- upgrade\n")), "b.sql:5: a revision with `-- code: rust`"),
        (revisions(&INITIALS.replace("rust", "go")), "b.sql:4: the header 'code' cannot be 'go'"),
    ];
    for (revisions, expected) in cases {
        let error = new(&revisions).expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
    }
}
