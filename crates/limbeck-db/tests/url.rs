//! URLs read and written as SQLAlchemy reads and writes them.

use limbeck_db::{Url, UrlError};

/// Name, user, password, host, port, database; then masked and revealed text.
type Parts<'a> =
    (&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<u16>, Option<&'a str>);

#[track_caller]
fn check(text: &str, parts: Parts<'_>, masked: &str, revealed: &str) {
    let url: Url = text.parse().unwrap();
    let found = (
        url.drivername.as_str(),
        url.username.as_deref(),
        url.password.as_deref(),
        url.host.as_deref(),
        url.port,
        url.database.as_deref(),
    );
    assert_eq!(found, parts, "{text}");
    assert_eq!(url.to_string(), masked);
    assert_eq!(url.reveal(), revealed);
}

#[test]
fn parts_are_decoded_and_rendered() {
    let pg = "postgresql";
    check(
        "postgresql://u:p%40ss@h:5432/db?sslmode=require",
        (pg, Some("u"), Some("p@ss"), Some("h"), Some(5432), Some("db")),
        "postgresql://u:***@h:5432/db?sslmode=require",
        "postgresql://u:p%40ss@h:5432/db?sslmode=require",
    );
    check(
        "postgresql+psycopg2://u@/db?host=/tmp",
        ("postgresql+psycopg2", Some("u"), None, None, None, Some("db")),
        "postgresql+psycopg2://u@/db?host=%2Ftmp",
        "postgresql+psycopg2://u@/db?host=%2Ftmp",
    );
    check(
        "postgresql://u:p@[::1]:99/db",
        (pg, Some("u"), Some("p"), Some("::1"), Some(99), Some("db")),
        "postgresql://u:***@[::1]:99/db",
        "postgresql://u:p@[::1]:99/db",
    );
    check(
        "postgresql://us%20er:a b@h/d b?y=a%20b",
        (pg, Some("us er"), Some("a b"), Some("h"), None, Some("d b")),
        "postgresql://us er:***@h/d b?y=a+b",
        "postgresql://us er:a b@h/d b?y=a+b",
    );
    check(
        "postgresql://u:p:q@h/d",
        (pg, Some("u"), Some("p:q"), Some("h"), None, Some("d")),
        "postgresql://u:***@h/d",
        "postgresql://u:p%3Aq@h/d",
    );
    check(
        "postgresql://u:p/q@h/d",
        (pg, Some("u"), Some("p/q"), Some("h"), None, Some("d")),
        "postgresql://u:***@h/d",
        "postgresql://u:p%2Fq@h/d",
    );
    check(
        "postgresql://u@h/d@e",
        (pg, Some("u"), None, Some("h"), None, Some("d@e")),
        "postgresql://u@h/d%40e",
        "postgresql://u@h/d%40e",
    );
    check(
        "postgresql://u:@h/",
        (pg, Some("u"), Some(""), Some("h"), None, Some("")),
        "postgresql://u:***@h/",
        "postgresql://u:@h/",
    );
    check(
        "postgresql://h/d?b=2&a=1&c=&d",
        (pg, None, None, Some("h"), None, Some("d")),
        "postgresql://h/d?a=1&b=2",
        "postgresql://h/d?a=1&b=2",
    );
}

#[test]
fn sqlite_has_only_a_path() {
    let lite = "sqlite";
    let file = |path| (lite, None, None, None, None, path);
    check("sqlite://", file(None), "sqlite://", "sqlite://");
    check("sqlite:///rel.db", file(Some("rel.db")), "sqlite:///rel.db", "sqlite:///rel.db");
    check("sqlite:////a/x.db", file(Some("/a/x.db")), "sqlite:////a/x.db", "sqlite:////a/x.db");
    check(
        "sqlite:///:memory:",
        file(Some(":memory:")),
        "sqlite:///%3Amemory%3A",
        "sqlite:///%3Amemory%3A",
    );
    check("sqlite:///a:b@c", file(Some("a:b@c")), "sqlite:///a%3Ab%40c", "sqlite:///a%3Ab%40c");
}

#[test]
fn what_cannot_be_read_is_named() {
    let parse = |text: &str| text.parse::<Url>().map(drop);
    assert_eq!(parse("foo"), Err(UrlError::Unparsable));
    assert_eq!(parse(""), Err(UrlError::Unparsable));
    assert_eq!(parse(" postgresql://h/d"), Err(UrlError::Unparsable));
    assert_eq!(parse("postgresql://h:port/d"), Err(UrlError::Port("port".into())));
    let bad = UrlError::Encoding { part: "password" };
    assert_eq!(parse("postgresql://u:%ff@h/d"), Err(bad));
}

#[test]
fn dialects_are_those_of_sqlalchemy() {
    let dialect = |text: &str| text.parse::<Url>().unwrap().dialect();
    let named = |text: &str| dialect(text).unwrap_err().to_string();
    assert_eq!(dialect("postgresql+asyncpg://h/d").unwrap().driver, "asyncpg");
    assert_eq!(dialect("sqlite+aiosqlite://").unwrap().driver, "aiosqlite");
    assert_eq!(named("foo://u:secret@h/d"), "Can't load plugin: sqlalchemy.dialects:foo");
    assert_eq!(
        named("postgresql+nope://h/d"),
        "Can't load plugin: sqlalchemy.dialects:postgresql.nope"
    );
    assert_eq!(
        named("postgres://h/d"),
        "Can't load plugin: sqlalchemy.dialects:postgres (the dialect is spelled postgresql)"
    );
}
