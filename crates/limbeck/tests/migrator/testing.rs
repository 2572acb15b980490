//! Databases that tests are given, and that go with them.

use std::hash::{DefaultHasher, Hash, Hasher};

use limbeck::{Result, Revisions, testing::TestDatabase};

use crate::database::{Database, query, server};

fn revisions(id: &str, extra: &str) -> Revisions {
    let text = format!(
        "-- revision: {id}\n-- down_revision:\n-- upgrade\nCREATE TABLE users (id INT);\n{extra}"
    );
    Revisions::from_texts([("a.sql", text)])
}

fn databases(pattern: &str) -> Vec<String> {
    query(
        &server("postgres"),
        &format!("SELECT datname::text FROM pg_database WHERE datname ~ '{pattern}' ORDER BY 1"),
    )
}

#[test]
fn a_database_in_memory_is_shared_by_the_process_and_goes_with_its_guard() -> Result<()> {
    let database = TestDatabase::in_memory(&revisions("a", ""))?;
    let other = TestDatabase::in_memory(&revisions("a", ""))?;
    assert!(database.migrator().current().wait()?.is_at_head());
    let uri = database.sqlite_uri().expect("it is SQLite").to_owned();
    let open = || rusqlite::Connection::open(&uri).expect("a URI");
    open().execute_batch("INSERT INTO users VALUES (1)").expect("a row");
    assert_eq!(query(database.url(), "SELECT count(*) FROM users"), ["1"]);
    assert_eq!(query(other.url(), "SELECT count(*) FROM users"), ["0"]);
    drop(database);
    assert!(open().execute_batch("INSERT INTO users VALUES (1)").is_err());
    Ok(())
}

#[test]
fn a_database_is_made_beside_the_one_that_is_named() -> Result<()> {
    for named in Database::both() {
        let database = TestDatabase::beside(&revisions("b", ""), &named.url())?;
        assert_ne!(database.url(), named.url());
        assert!(database.migrator().current().wait()?.is_at_head());
        query(database.url(), "INSERT INTO users VALUES (1)");
        let another = TestDatabase::beside(&revisions("b", ""), &named.url())?;
        assert_eq!(query(another.url(), "SELECT count(*) FROM users"), ["0"]);
        assert_eq!(named.tables(), Vec::<String>::new());
        let url = database.url().to_owned();
        drop(database);
        if let Database::Postgresql(_) = named {
            let name = url.rsplit('/').next().expect("a name").to_owned();
            assert_eq!(databases(&name), Vec::<String>::new());
        } else {
            assert!(!std::path::Path::new(url.trim_start_matches("sqlite:///")).exists());
        }
    }
    Ok(())
}

#[test]
fn a_template_serves_until_the_revisions_change() -> Result<()> {
    let named = Database::postgresql();
    let own = format!("own{}", std::process::id());
    let make = |extra: &str| TestDatabase::beside(&revisions(&own, extra), &named.url());
    // As the library tells the templates of one program from those of others.
    let mut family = DefaultHasher::new();
    (None::<&str>, vec![own.clone()]).hash(&mut family);
    let templates = || databases(&format!("^limbeck_template_{:016x}_", family.finish()));
    drop(make("")?);
    let first = templates();
    drop(make("")?);
    assert_eq!(templates(), first);
    drop(make("CREATE TABLE teams (id INT);\n")?);
    let second = templates();
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_ne!(second, first);
    for broken in ["CREATE TABLE users (id INT);\n", "SELECT 'open\n"] {
        make(broken).expect_err("the second statement is wrong");
    }
    assert!(!templates().iter().any(|name| name.ends_with("_making")));
    drop(make("CREATE TABLE teams (id INT);\n")?);
    assert_eq!(templates(), second);
    for name in second {
        query(&server("postgres"), &format!("DROP DATABASE IF EXISTS {name}"));
    }
    Ok(())
}

#[test]
fn tests_that_begin_at_once_make_one_template() {
    let named = Database::postgresql();
    let own = format!("same{}", std::process::id());
    std::thread::scope(|scope| {
        let one = || {
            let database = TestDatabase::beside(&revisions(&own, ""), &named.url())?;
            Ok(database.migrator().current().wait()?.is_at_head())
        };
        let tests: Vec<_> = (0..4).map(|_| scope.spawn(one)).collect();
        for test in tests {
            let outcome: Result<bool> = test.join().expect("no panic");
            assert!(outcome.expect("a database"));
        }
    });
}
