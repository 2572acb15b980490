//! Revisions in Python that a program carries, between those in SQL.

use std::time::Duration;

use limbeck::{Error, Migrator, Result, Revisions};

use crate::database::Database;

static REVISIONS: Revisions = limbeck::migrate!("testdata/mixed");

#[tokio::test]
async fn python_and_sql_are_one_chain() -> Result<()> {
    for database in Database::both() {
        let migrator = Migrator::new(&REVISIONS, &database.url())?;
        let planned = migrator.plan("head").await?;
        assert_eq!(planned.steps.len(), 3);
        assert_eq!(planned.steps[1].statements, None, "only a run decides them");
        let run = migrator.clone();
        let steps = tokio::spawn(async move { run.upgrade("head").await }).await.expect("no panic");
        let ids: Vec<_> = steps?.iter().filter_map(|step| step.revision.clone()).collect();
        assert_eq!(ids, ["a1", "b2", "c3"]);
        assert_eq!(database.query("SELECT upper(name) FROM users"), ["ANN"]);
        assert_eq!(database.query("SELECT initial FROM users"), ["a"]);
        assert!(migrator.current().await?.is_at_head());
        assert_eq!(migrator.downgrade("a1").await?.len(), 2);
        assert_eq!(migrator.upgrade("head").wait()?.len(), 2);
        migrator.downgrade("base").await?;
        assert_eq!(database.tables(), ["alembic_version"]);
    }
    Ok(())
}

fn revisions(body: &str) -> Revisions {
    let script = format!(
        "\"\"\"a script\"\"\"\nfrom alembic import op\nrevision = 'b2'\ndown_revision = 'a1'\n\n\
         def upgrade():\n    {body}\n\n\ndef downgrade():\n    pass\n"
    );
    let first = "-- revision: a1\n-- down_revision:\n-- upgrade\nCREATE TABLE a (id INT);\n";
    Revisions::from_texts([("a1.sql", first), ("b2.py", &script)])
}

#[test]
fn what_python_raises_names_the_file_that_was_compiled_in() -> Result<()> {
    let database = Database::sqlite();
    let wrong = revisions("op.execute('INSERT INTO none_such VALUES (1)')");
    let migrator = Migrator::new(&wrong, &database.url())?.with_transaction_per_revision();
    let error = migrator.upgrade("head").wait().expect_err("no such table");
    let Error::Python(failure) = &error else { panic!("{error:?}") };
    assert!(failure.message.contains("none_such"), "{failure:?}");
    assert_eq!(failure.location, Some(("b2.py".to_owned(), 7)));
    assert_eq!(migrator.current().wait()?.revisions, ["a1"]);
    let error = migrator.with_checksums().upgrade("head").wait().expect_err("checksums");
    assert!(error.to_string().contains("of SQL alone"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_script_that_runs_for_ever_ends_with_its_run() -> Result<()> {
    let database = Database::sqlite();
    let waits = revisions("op.execute('INSERT INTO a VALUES (1)')\n    while True: pass");
    let migrator = Migrator::new(&waits, &database.url())?;
    migrator.upgrade("a1").await?;
    let run = tokio::time::timeout(Duration::from_millis(500), migrator.upgrade("head"));
    assert!(run.await.is_err());
    // Waits for the lock of the run that is ending.
    database.query("UPDATE a SET id = 2");
    assert_eq!(database.query("SELECT count(*) FROM a"), ["0"]);
    Ok(())
}

#[test]
fn headers_are_read_when_the_program_starts() {
    let text = "revision = str(1)\ndown_revision = None\n";
    let error = Migrator::new(&Revisions::from_texts([("a.py", text)]), "sqlite://").unwrap_err();
    assert!(error.to_string().starts_with("a.py: the header is computed"), "{error}");
    let orphan = "revision = 'b'\ndown_revision = 'none_such'\n";
    let error = Migrator::new(&Revisions::from_texts([("b.py", orphan)]), "sqlite://").unwrap_err();
    assert!(error.to_string().contains("none_such"), "{error}");
}
