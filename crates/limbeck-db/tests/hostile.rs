//! Hostile texts come back from every server as they went, bound or written as a literal,
//! whatever setting changes what a quote or a backslash means.

use limbeck_core::{
    dialect::Backend,
    statement::{Statement, Value},
};
use limbeck_db::{ConnectOptions, Connection, Session, Url};
use proptest::{prelude::*, test_runner::TestRunner};

fn server(variable: &str) -> Url {
    let text = std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names a server"));
    text.parse().expect("a database URL")
}

/// A connection with options of the URL.
fn open(url: &Url, options: &[(&str, String)]) -> Connection {
    let mut url = url.clone();
    url.query.extend(options.iter().map(|(name, value)| (name.to_string(), value.clone())));
    Connection::open(&url, &ConnectOptions::default()).expect("connects")
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("'".to_owned()),
        Just("''".to_owned()),
        Just("\\".to_owned()),
        Just("\"".to_owned()),
        Just("`; -- # /* */ %s %% :x {} ? $1 $$ $a$ E'\\'' \n\r\u{1a}".to_owned()),
        Just("😀".to_owned()),
        Just("\0".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|parts| parts.concat())
}

/// What a table holds after `text` was bound, written as a literal, and made a default.
fn kept(connection: &mut Connection, text: &str) -> Result<Vec<Value>, String> {
    let literal = connection.dialect().string_literal(text);
    let (mark, type_) = match connection.dialect().backend {
        Backend::Postgresql => ("$1", "TEXT"),
        Backend::Sqlite => ("?", "TEXT"),
        Backend::Mysql | Backend::Mariadb => ("?", "TEXT CHARACTER SET utf8mb4"),
    };
    let statements = [
        Statement::ddl("DROP TABLE IF EXISTS kept".to_owned()),
        Statement::ddl(format!("CREATE TEMPORARY TABLE kept (n INT, x {type_} DEFAULT {literal})")),
        Statement::with_params(
            format!("INSERT INTO kept VALUES (1, {mark})"),
            vec![Value::Text(text.to_owned())],
        ),
        Statement::ddl(format!("INSERT INTO kept VALUES (2, {literal})")),
        Statement::ddl("INSERT INTO kept (n) VALUES (3)".to_owned()),
    ];
    for statement in &statements {
        connection.execute(statement).map_err(|error| error.to_string())?;
    }
    let found = connection.execute(&Statement::ddl("SELECT x FROM kept ORDER BY n".to_owned()));
    let rows = found.map_err(|error| error.to_string())?.rows;
    Ok(rows.into_iter().flatten().collect())
}

/// `keeps_nul` tells whether the server's texts may hold a NUL; one that may not must say so.
fn check(mut connection: Connection, keeps_nul: bool, setting: &str) {
    let shared = std::cell::RefCell::new(&mut connection);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let outcome = TestRunner::new(config).run(&pieces(), |text| {
        let mut connection = shared.borrow_mut();
        let found = kept(&mut connection, &text);
        if text.contains('\0') && !keeps_nul {
            prop_assert!(found.is_err(), "a NUL was lost without a word: {found:?}");
            connection.rollback().expect("rolls back");
        } else {
            prop_assert_eq!(found, Ok(vec![Value::Text(text); 3]));
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{setting}: {failure}"));
}

#[test]
fn sqlite() {
    let url = "sqlite://".parse().expect("a database URL");
    check(open(&url, &[]), false, "SQLite");
}

#[test]
fn postgresql() {
    let url = server("LIMBECK_TEST_POSTGRESQL_URL");
    for setting in ["on", "off"] {
        let option = format!("-c standard_conforming_strings={setting}");
        check(open(&url, &[("options", option)]), false, setting);
    }
}

#[test]
fn mariadb() {
    let server = server("LIMBECK_TEST_MARIADB_URL");
    let name = format!("limbeck_hostile_{}", std::process::id());
    let run = |sql: String| open(&server, &[]).execute(&Statement::ddl(sql)).expect("runs");
    run(format!("CREATE DATABASE {name}"));
    let url = Url { database: Some(name.clone()), ..server.clone() };
    let modes = ["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"];
    // Under the name mysql a server of MariaDB has another dialect, which spells literals as well.
    let names = [("mariadb+pymysql", Backend::Mariadb), ("mysql+pymysql", Backend::Mysql)];
    for ((name, backend), mode) in names.iter().flat_map(|name| modes.map(|mode| (name, mode))) {
        let url = Url { drivername: (*name).to_owned(), ..url.clone() };
        let options =
            [("charset", "utf8mb4".to_owned()), ("init_command", format!("SET sql_mode='{mode}'"))];
        let connection = open(&url, &options);
        assert_eq!(connection.dialect().backend, *backend);
        check(connection, true, &format!("{name} {mode}"));
    }
    run(format!("DROP DATABASE {name}"));
}
