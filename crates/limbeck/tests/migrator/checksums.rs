//! Revisions that are changed after they were applied.

use limbeck::{Error, Migrator, Result, Revisions};

use crate::database::Database;

const FIRST: &str = "-- revision: a\n-- down_revision:\n-- upgrade\nCREATE TABLE a (id INT);\n\
                     -- downgrade\nDROP TABLE a;\n";
const SECOND: &str = "-- revision: b\n-- down_revision: a\n-- upgrade\nCREATE TABLE b (id INT);\n\
                      -- downgrade\nDROP TABLE b;\n";

fn migrator(database: &Database, first: &str) -> Result<Migrator> {
    let revisions = Revisions::from_texts([("a.sql", first), ("b.sql", SECOND)]);
    Ok(Migrator::new(&revisions, &database.url())?.with_checksums())
}

fn check_changed(outcome: Result<Vec<limbeck::Step>>) {
    let error = outcome.expect_err("a has changed");
    assert!(matches!(error, Error::Changed { ref revision, .. } if revision == "a"), "{error}");
    assert!(error.to_string().starts_with("a.sql: "), "{error}");
}

#[test]
fn a_change_is_refused_and_a_new_end_of_lines_is_none() -> Result<()> {
    let changed = FIRST.replace("id INT", "id BIGINT");
    for database in Database::both() {
        migrator(&database, FIRST)?.upgrade("a").wait()?;
        check_changed(migrator(&database, &changed)?.upgrade("head").wait());
        assert_eq!(database.tables(), ["a", "alembic_version", "alembic_version_checksums"]);
        let same = format!("-- told anew\n{}", FIRST.replace('\n', "\r\n")).replace("DROP", "drop");
        migrator(&database, &same)?.upgrade("head").wait()?;
        let query = "SELECT version_num FROM alembic_version_checksums ORDER BY 1";
        assert_eq!(database.query(query), ["a", "b"]);
        check_changed(migrator(&database, &changed)?.downgrade("a").wait());
        // What is undone may have changed: it will be applied as it is.
        migrator(&database, &changed)?.downgrade("base").wait()?;
        assert_eq!(database.query(query), Vec::<String>::new());
        migrator(&database, &changed)?.upgrade("head").wait()?;
        check_changed(migrator(&database, FIRST)?.upgrade("head").wait());
        assert_eq!(migrator(&database, FIRST)?.check(&limbeck::metadata![]).wait()?.len(), 2);
    }
    Ok(())
}

#[test]
fn a_stamp_takes_the_revisions_as_they_are() -> Result<()> {
    let changed = FIRST.replace("id INT", "id BIGINT");
    for database in Database::both() {
        let revisions = Revisions::from_texts([("a.sql", FIRST), ("b.sql", SECOND)]);
        Migrator::new(&revisions, &database.url())?.upgrade("a").wait()?;
        assert_eq!(database.tables(), ["a", "alembic_version"]);
        migrator(&database, FIRST)?.stamp("a").wait()?;
        check_changed(migrator(&database, &changed)?.upgrade("head").wait());
        migrator(&database, &changed)?.stamp("a").wait()?;
        migrator(&database, &changed)?.upgrade("head").wait()?;
        migrator(&database, &changed)?.stamp("base").wait()?;
        assert!(database.query("SELECT * FROM alembic_version_checksums").is_empty());
    }
    Ok(())
}

/// A second thing that is written when a revision is recorded, and fails.
fn refuse_checksums(database: &Database) {
    database.query("CREATE TABLE alembic_version_checksums (version_num VARCHAR(32) CHECK (version_num = 'none'), checksum VARCHAR(64))");
}

#[test]
fn a_revision_and_its_checksum_are_kept_together() -> Result<()> {
    for database in Database::both() {
        refuse_checksums(&database);
        migrator(&database, FIRST)?.upgrade("a").wait().expect_err("no checksum");
        migrator(&database, FIRST)?.stamp("head").wait().expect_err("no checksum");
        assert!(migrator(&database, FIRST)?.current().wait()?.revisions.is_empty());
        assert!(!database.tables().contains(&"a".to_owned()));
    }
    Ok(())
}
