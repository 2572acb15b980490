//! What is wrong is told with file and line, and leaves what transactions have kept.

use limbeck::{Error, Migrator, Result, Revisions};

use crate::database::Database;

fn revisions(files: &[(&'static str, &str)]) -> Revisions {
    Revisions::from_texts(files.iter().map(|(name, text)| (*name, *text)))
}

const FIRST: (&str, &str) =
    ("a.sql", "-- revision: a\n-- down_revision:\n-- upgrade\nCREATE TABLE a (id INT);\n");
const BROKEN: (&str, &str) = (
    "b.sql",
    "-- revision: b\n-- down_revision: a\n-- upgrade\nCREATE TABLE b (id INT);\nDROP TABLE none;\n",
);

#[test]
fn a_refused_statement_names_file_and_line() -> Result<()> {
    for (database, left) in
        Database::both().into_iter().zip([&["a", "alembic_version"][..], &[][..]])
    {
        let migrator = Migrator::new(&revisions(&[FIRST, BROKEN]), &database.url())?;
        let error = migrator.upgrade("head").wait().expect_err("b is broken");
        assert!(error.to_string().starts_with("b.sql:5: "), "{error}");
        assert!(matches!(error, Error::Statement { line: 5, .. }));
        assert_eq!(database.tables(), left);
        let each = migrator.with_transaction_per_revision();
        each.upgrade("head").wait().expect_err("b is broken");
        assert_eq!(database.tables(), ["a", "alembic_version"]);
    }
    Ok(())
}

#[test]
fn a_script_that_is_wrong_stops_the_run_before_its_first_statement() -> Result<()> {
    let open = ("b.sql", "-- revision: b\n-- down_revision: a\n-- upgrade\nSELECT 'open;\n");
    for database in Database::both() {
        let migrator = Migrator::new(&revisions(&[FIRST, open]), &database.url())?;
        let error = migrator.upgrade("head").wait().expect_err("b is broken").to_string();
        assert_eq!(error, "b.sql:4: a single quote is opened here and never closed");
        assert!(!database.tables().contains(&"a".to_owned()));
        let error = migrator.plan("head").wait().expect_err("b is broken").to_string();
        assert!(error.starts_with("b.sql:4: "), "{error}");
    }
    Ok(())
}

#[test]
fn a_database_that_a_newer_program_has_migrated_is_left_alone() -> Result<()> {
    let second = ("b.sql", "-- revision: b\n-- down_revision: a\n-- upgrade\n-- downgrade\n");
    let database = Database::sqlite();
    Migrator::new(&revisions(&[FIRST, second]), &database.url())?.upgrade("head").wait()?;
    let older = Migrator::new(&revisions(&[FIRST]), &database.url())?;
    let message = "the database stands at revision b, which this program does not have (its \
                   heads: a): a newer program has migrated it";
    for error in [
        older.upgrade("head").wait().map(drop).expect_err(message),
        older.pending().wait().map(drop).expect_err(message),
        older.plan("head").wait().map(drop).expect_err(message),
        older.downgrade("base").wait().map(drop).expect_err(message),
    ] {
        assert_eq!(error.to_string(), message);
    }
    let current = older.current().wait()?;
    assert_eq!((current.revisions, current.heads), (vec!["b".into()], vec!["a".into()]));
    Ok(())
}

#[test]
fn targets_and_urls_that_lead_nowhere_are_told() -> Result<()> {
    let database = Database::sqlite();
    let migrator = Migrator::new(&revisions(&[FIRST]), &database.url())?;
    for (target, part) in [("x", "'x'"), ("a:b", "Range"), ("+5", "+5")] {
        let error = migrator.upgrade(target).wait().expect_err(target).to_string();
        assert!(error.contains(part), "{error}");
    }
    let error = migrator.downgrade("base").wait().map(drop);
    assert!(error.is_ok(), "{error:?}");
    let error = Migrator::new(&revisions(&[FIRST]), "nonsense").expect_err("no URL").to_string();
    assert!(error.contains("dialect://user:password@host/database"), "{error}");
    let twice = revisions(&[FIRST, ("c.sql", FIRST.1)]);
    let error = Migrator::new(&twice, "sqlite://").expect_err("one id").to_string();
    assert_eq!(
        error,
        "Revision a stands in two files: a.sql and c.sql; give one of them another id"
    );
    Ok(())
}

#[test]
fn a_revision_added_after_the_build_is_noticed() -> Result<()> {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("new.sql"), "").expect("a file");
    let place: &'static str = Box::leak(folder.path().display().to_string().into_boxed_str());
    let error = Migrator::new(&Revisions::embedded(Some(place), &[]), "sqlite://");
    let error = error.expect_err("new.sql is not embedded").to_string();
    assert!(error.contains("new.sql: this revision was added after"), "{error}");
    assert!(error.contains("cargo:rerun-if-changed="), "{error}");
    Ok(())
}

#[test]
fn a_database_that_another_tool_has_migrated_is_left_alone() -> Result<()> {
    for database in Database::both() {
        database.query("CREATE TABLE _sqlx_migrations (version BIGINT)");
        let migrator = Migrator::new(&revisions(&[FIRST]), &database.url())?;
        let error = migrator.upgrade("head").wait().expect_err("sqlx was here");
        assert!(matches!(error, Error::OtherTool { tool: "sqlx", .. }), "{error}");
        assert_eq!(database.tables(), ["_sqlx_migrations"]);
        migrator.stamp("base").wait()?;
        assert_eq!(migrator.upgrade("head").wait()?.len(), 1);
    }
    Ok(())
}

#[test]
fn a_migrator_shows_no_passwords() -> Result<()> {
    let first = ("a.sql", "-- revision: a\n-- down_revision:\n-- upgrade\n");
    let url = "postgresql://me:secret@localhost/app";
    let shown = format!("{:?}", Migrator::new(&Revisions::from_texts([first]), url)?);
    let path = std::env::var("PATH").expect("a path");
    assert!(!shown.contains("secret") && !shown.contains(&path), "{shown}");
    Ok(())
}
