//! Connections to MariaDB against a real server, named by LIMBECK_TEST_MARIADB_URL.

use std::sync::atomic::{AtomicU32, Ordering};

use limbeck_core::{
    dialect::Backend,
    statement::{DatabaseError, Decimal, ErrorKind, Interval, Statement, Value},
};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session, Url};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;

fn server() -> Url {
    let text = std::env::var("LIMBECK_TEST_MARIADB_URL")
        .expect("LIMBECK_TEST_MARIADB_URL names a server where databases can be created");
    text.parse().expect("LIMBECK_TEST_MARIADB_URL is a database URL")
}

fn open(url: &Url) -> Result<Connection, DatabaseError> {
    Connection::open(url, &ConnectOptions::default())
}

/// A database of its own for one test, dropped at its end.
struct Scratch {
    url: Url,
    name: String,
}

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_db_{}_{count}", std::process::id());
        admin(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"));
        let url = Url { database: Some(name.clone()), ..server() };
        Scratch { url, name }
    }

    fn open(&self) -> Connection {
        open(&self.url).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        admin(&format!("DROP DATABASE IF EXISTS {}", self.name));
    }
}

fn admin(sql: &str) {
    let mut connection = open(&server()).unwrap();
    connection.set_isolation(Isolation::Autocommit).unwrap();
    connection.execute(&Statement::ddl(sql)).unwrap();
}

#[track_caller]
fn run(connection: &mut Connection, sql: &str) -> Vec<Vec<Value>> {
    connection.execute(&Statement::ddl(sql)).unwrap().rows
}

fn fail(connection: &mut Connection, sql: &str) -> DatabaseError {
    connection.execute(&Statement::ddl(sql)).unwrap_err()
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn seconds(seconds: i64, microseconds: i64) -> Value {
    Value::Interval(Interval { seconds, microseconds, ..Interval::default() })
}

#[test]
fn every_type_comes_back_as_its_value() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "SET sql_mode = ''");
    let cases = [
        ("TINYINT", "-7", "tinyint", Value::Int(-7)),
        ("TINYINT(1)", "1", "tinyint", Value::Int(1)),
        ("SMALLINT", "7", "smallint", Value::Int(7)),
        ("MEDIUMINT UNSIGNED", "7", "mediumint", Value::Int(7)),
        ("INT(5) ZEROFILL", "7", "int", Value::Int(7)),
        ("BIGINT", "9223372036854775807", "bigint", Value::Int(i64::MAX)),
        (
            "BIGINT UNSIGNED",
            "18446744073709551615",
            "bigint",
            Value::BigInt("18446744073709551615".into()),
        ),
        ("YEAR", "2025", "year", Value::Int(2025)),
        ("FLOAT", "1.5", "float", Value::Float(1.5)),
        ("DOUBLE", "0.1", "double", Value::Float(0.1)),
        ("DECIMAL(20,2)", "1.5", "decimal", Value::Decimal(Decimal("1.50".into()))),
        ("BIT(9)", "b'100000001'", "bit", Value::Bytes(vec![1, 1])),
        ("DATE", "'2025-01-02'", "date", Value::Date("2025-01-02".into())),
        ("DATE", "'0000-00-00'", "date", text("0000-00-00")),
        (
            "DATETIME",
            "'2025-01-02 10:00'",
            "datetime",
            Value::DateTime("2025-01-02T10:00:00".into()),
        ),
        (
            "DATETIME(3)",
            "'2025-01-02 10:00:00.5'",
            "datetime",
            Value::DateTime("2025-01-02T10:00:00.500000".into()),
        ),
        ("DATETIME", "'0000-00-00'", "datetime", text("0000-00-00 00:00:00")),
        (
            "TIMESTAMP NULL",
            "'2025-01-02 10:00'",
            "timestamp",
            Value::DateTime("2025-01-02T10:00:00".into()),
        ),
        ("TIME", "'10:00:01'", "time", seconds(36_001, 0)),
        ("TIME(6)", "'-800:00:00.000005'", "time", seconds(-2_880_000, -5)),
        ("CHAR(3)", "'x'", "char", text("x")),
        ("VARCHAR(9)", "'é😀'", "varchar", text("é😀")),
        ("VARCHAR(9) CHARACTER SET latin1", "'é'", "varchar", text("é")),
        ("LONGTEXT", "'x'", "text", text("x")),
        ("JSON", "'{\"a\": 1}'", "text", text("{\"a\": 1}")),
        ("BINARY(2)", "x'00ff'", "binary", Value::Bytes(vec![0, 255])),
        ("VARBINARY(9)", "x'00ff'", "varbinary", Value::Bytes(vec![0, 255])),
        ("LONGBLOB", "x'00ff'", "blob", Value::Bytes(vec![0, 255])),
        ("ENUM('a','b')", "'b'", "enum", text("b")),
        ("SET('a','b')", "'a,b'", "set", text("a,b")),
        (
            "UUID",
            "'00000000-0000-0000-0000-00000000000a'",
            "char",
            text("00000000-0000-0000-0000-00000000000a"),
        ),
        ("INET6", "'::1'", "char", text("::1")),
        ("INT", "NULL", "int", Value::Null),
    ];
    for (type_, literal, type_name, expected) in cases {
        run(&mut connection, &format!("CREATE TABLE t (x {type_})"));
        run(&mut connection, &format!("INSERT INTO t VALUES ({literal})"));
        let rows = connection.execute(&Statement::ddl("SELECT x FROM t")).unwrap();
        assert_eq!(rows.rows, [[expected]], "{type_} {literal}");
        assert_eq!(rows.columns[0].type_name, type_name, "{type_}");
        run(&mut connection, "DROP TABLE t");
    }
}

#[test]
fn values_sent_come_back() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let cases = [
        ("BIGINT", Value::Int(-4)),
        ("BOOLEAN", Value::Bool(true)),
        ("DECIMAL(40,0)", Value::BigInt("123456789012345678901".into())),
        ("DECIMAL(20,2)", Value::Decimal(Decimal("-1.50".into()))),
        ("DOUBLE", Value::Float(-1.5e300)),
        ("TEXT", text("it's \\ $1 ? %s :x {} 😀 \n\r\u{1a}\0\"")),
        ("BLOB", Value::Bytes((0..=255).collect())),
        ("DATE", Value::Date("2025-01-02".into())),
        ("TIME(6)", seconds(-36_000, -1)),
        ("DATETIME", Value::DateTime("2025-01-02T10:00:00".into())),
        ("UUID", Value::Uuid("00000000-0000-0000-0000-000000000001".into())),
        ("JSON", Value::Json(Box::new(json!({"it's": "\\"})))),
    ];
    for (type_name, value) in cases {
        run(&mut connection, &format!("CREATE TABLE t (x {type_name})"));
        let insert = Statement::with_params("INSERT INTO t VALUES (?)", vec![value.clone()]);
        assert_eq!(connection.execute(&insert).unwrap().affected, Some(1));
        let expected = match value {
            Value::Bool(flag) => Value::Int(i64::from(flag)),
            Value::BigInt(digits) => Value::Decimal(Decimal(digits)),
            Value::Uuid(uuid) => Value::Text(uuid),
            Value::Json(_) => text(r#"{"it's": "\\"}"#),
            value => value,
        };
        let select = "SELECT '?', `x` /* ? */ FROM t -- ?\n WHERE x = ?";
        let found = connection.execute(&Statement::with_params(select, insert.params)).unwrap();
        assert_eq!(found.rows, [[text("?"), expected]], "{type_name}");
        run(&mut connection, "DROP TABLE t");
    }
    for params in [vec![], vec![Value::Int(1), Value::Int(2), Value::Int(3)]] {
        let sql = "SELECT ? + ? + 0";
        let error = match params.is_empty() {
            true => Statement::with_params(sql, vec![Value::Int(1)]),
            false => Statement::with_params(sql, params),
        };
        let error = connection.execute(&error).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Programming, "{error}");
    }
}

#[test]
fn hostile_texts_come_back_in_every_mode_of_quoting() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE TABLE t (x LONGTEXT CHARACTER SET utf8mb4)");
    let pieces = prop_oneof![
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("\"".to_owned()),
        Just("\0".to_owned()),
        Just("`; -- # /* */ %s %% :x {} ? \n\r\u{1a}".to_owned()),
        Just("😀".to_owned()),
        any::<char>().prop_map(String::from),
    ];
    let texts = proptest::collection::vec(pieces, 0..12).prop_map(|parts| parts.concat());
    for mode in ["", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"] {
        run(&mut connection, &format!("SET sql_mode = '{mode}'"));
        // The mode holds after an error too.
        fail(&mut connection, "SELECT nothing");
        let mut runner = TestRunner::deterministic();
        let shared = std::cell::RefCell::new(&mut connection);
        let outcome = runner.run(&texts, |hostile| {
            let mut connection = shared.borrow_mut();
            let name = if mode.starts_with("ANSI") { "\"x\"" } else { "`x`" };
            run(&mut connection, "DELETE FROM t");
            let insert = Statement::with_params(
                format!("INSERT INTO t ({name}) VALUES (CONCAT(?, ?))"),
                vec![text("\\"), text(&hostile)],
            );
            connection.execute(&insert).unwrap();
            let found = run(&mut connection, "SELECT x FROM t");
            prop_assert_eq!(found, [[text(&format!("\\{hostile}"))]]);
            Ok(())
        });
        outcome.unwrap_or_else(|failure| panic!("{mode}: {failure}"));
    }
}

#[test]
fn placeholders_are_found_by_the_mode_of_the_moment() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let ask = |connection: &mut Connection, sql: &str| {
        let statement = Statement::with_params(sql, vec![text("v")]);
        connection.execute(&statement).unwrap().rows
    };
    let rows = ask(&mut connection, r#"SELECT 'a\'?', "b\"?", ?"#);
    assert_eq!(rows, [[text("a'?"), text("b\"?"), text("v")]]);
    run(&mut connection, "SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'");
    let rows = ask(&mut connection, r#"SELECT 'a\', ?, 1 AS "b\""#);
    assert_eq!(rows, [[text("a\\"), text("v"), Value::Int(1)]]);
}

#[test]
fn a_session_is_that_of_pymysql() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let settings = run(
        &mut connection,
        "SELECT @@autocommit, @@character_set_client, @@character_set_results, \
         @@character_set_connection, @@sql_mode = @@global.sql_mode, \
         @@time_zone = @@global.time_zone, @@foreign_key_checks, @@tx_isolation",
    );
    let utf8 = || text("utf8mb4");
    let one = Value::Int(1);
    assert_eq!(
        settings,
        [[
            Value::Int(0),
            utf8(),
            utf8(),
            utf8(),
            one.clone(),
            one.clone(),
            one,
            text("REPEATABLE-READ")
        ]]
    );
    assert_eq!(connection.default_schema(), Some(scratch.name.as_str()));
    assert_eq!(connection.dialect().backend, Backend::Mariadb);
    assert!(connection.dialect().server_version.is_some_and(|version| version >= (10, 6, 0)));
    let several = fail(&mut connection, "SELECT 1; SELECT 2");
    assert_eq!((several.kind, several.code), (ErrorKind::Programming, Some(1064)));
    run(&mut connection, "CREATE TABLE t (a INT)");
    run(&mut connection, "INSERT INTO t VALUES (1)");
    let same = connection.execute(&Statement::ddl("UPDATE t SET a = 1")).unwrap();
    assert_eq!(same.affected, Some(1), "rows found, not changed");
}

#[test]
fn options_of_the_url_reach_the_server() {
    let scratch = Scratch::new();
    let query = [
        ("charset", "utf8mb4"),
        ("collation", "utf8mb4_bin"),
        ("sql_mode", "ANSI_QUOTES"),
        ("init_command", "SET @x = 5"),
        ("connect_timeout", "5"),
        ("autocommit", "true"),
    ];
    let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let mut connection = open(&Url { query, ..scratch.url.clone() }).unwrap();
    let sql = "SELECT @@collation_connection, @@sql_mode, @x AS \"x\", @@autocommit";
    let found = run(&mut connection, sql);
    assert_eq!(found, [[text("utf8mb4_bin"), text("ANSI_QUOTES"), Value::Int(5), Value::Int(1)]]);
    let url = Url { query: vec![("nope".into(), "1".into())], ..scratch.url.clone() };
    let error = open(&url).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Programming);
    assert!(error.message.contains("\"nope\" that mariadb does not know"), "{error}");
    let tls = Url { query: vec![("ssl".into(), "true".into())], ..scratch.url.clone() };
    if let Err(error) = open(&tls) {
        assert_eq!(error.code, Some(2026), "{error}");
        assert_eq!(error.message, "SSL is required but the server doesn't support it");
    }
}

#[test]
fn every_spelling_of_the_dialect_connects() {
    let scratch = Scratch::new();
    for drivername in [
        "mysql+pymysql",
        "mysql+aiomysql",
        "mysql+asyncmy",
        "mariadb+pymysql",
        "mariadb+aiomysql",
        "mariadb",
        "mysql",
    ] {
        let url = Url { drivername: drivername.to_owned(), ..scratch.url.clone() };
        let connection = open(&url).unwrap();
        let name = drivername.split('+').next().unwrap_or_default();
        assert_eq!(connection.dialect().backend.name(), name, "{drivername}");
        assert_eq!(connection.dialect().grammar(), Backend::Mariadb, "{drivername}");
    }
}

#[test]
fn transactions_begin_by_themselves_and_end_when_told() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    assert!(!connection.in_transaction());
    run(&mut connection, "CREATE TABLE t (a INT PRIMARY KEY AUTO_INCREMENT, b INT)");
    assert!(!connection.in_transaction(), "DDL has committed");
    let inserted = connection.execute(&Statement::ddl("INSERT INTO t (b) VALUES (5), (6)"));
    let inserted = inserted.unwrap();
    assert_eq!((inserted.affected, inserted.last_insert_id), (Some(2), Some(1)));
    assert!(connection.in_transaction());
    connection.rollback().unwrap();
    assert_eq!(run(&mut connection, "SELECT * FROM t"), Vec::<Vec<Value>>::new());
    connection.commit().unwrap();
    connection.begin().unwrap();
    assert_eq!(connection.begin().unwrap_err().kind, ErrorKind::Programming);
    run(&mut connection, "INSERT INTO t (b) VALUES (7)");
    connection.savepoint("s`x").unwrap();
    run(&mut connection, "DELETE FROM t");
    connection.rollback_to("s`x").unwrap();
    connection.release("s`x").unwrap();
    assert!(connection.set_isolation(Isolation::Autocommit).is_err());
    connection.commit().unwrap();
    assert_eq!(run(&mut scratch.open(), "SELECT b FROM t"), [[Value::Int(7)]]);
    assert_eq!(connection.isolation(), Ok(Isolation::RepeatableRead));
    connection.set_isolation(Isolation::ReadCommitted).unwrap();
    assert_eq!(run(&mut connection, "SELECT @@tx_isolation"), [[text("READ-COMMITTED")]]);
    connection.commit().unwrap();
    connection.set_isolation(Isolation::Autocommit).unwrap();
    run(&mut connection, "INSERT INTO t (b) VALUES (8)");
    assert!(!connection.in_transaction());
    assert_eq!(run(&mut scratch.open(), "SELECT COUNT(*) FROM t"), [[Value::Int(2)]]);
}

#[test]
fn errors_carry_what_the_server_said_but_no_values() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE TABLE t (a VARCHAR(30) PRIMARY KEY, b INT NOT NULL)");
    run(&mut connection, "INSERT INTO t VALUES ('secret', 1)");
    let insert =
        |a: &str, b: Value| Statement::with_params("INSERT INTO t VALUES (?, ?)", vec![text(a), b]);
    let error = connection.execute(&insert("secret", Value::Int(1))).unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Integrity, Some(1062)));
    assert_eq!(error.sqlstate.as_deref(), Some("23000"));
    assert_eq!(error.message, "Duplicate entry '...' for key 'PRIMARY'");
    assert_eq!(error.detail.as_deref(), Some("Duplicate entry 'secret' for key 'PRIMARY'"));
    assert_eq!(error.statement.as_deref(), Some("INSERT INTO t VALUES (?, ?)"));
    let error = connection.execute(&insert("x", text("secret"))).unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Data, Some(1366)));
    assert!(!error.message.contains("secret"), "{error}");
    let cases = [
        ("INSERT INTO t VALUES ('y', NULL)", ErrorKind::Integrity, 1048),
        ("INSERT INTO t VALUES (REPEAT('x', 31), 1)", ErrorKind::Data, 1406),
        ("INSERT INTO t (a) VALUES ('z')", ErrorKind::Operational, 1364),
        ("SELECT * FROM nope", ErrorKind::Programming, 1146),
        ("SELECT nope", ErrorKind::Operational, 1054),
        ("SELEC", ErrorKind::Programming, 1064),
        ("CREATE TABLE t (a INT)", ErrorKind::Operational, 1050),
        ("LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE t", ErrorKind::Operational, 4166),
    ];
    for (sql, kind, code) in cases {
        let error = fail(&mut connection, sql);
        assert_eq!((error.kind, error.code), (kind, Some(code)), "{sql}: {error}");
        assert_eq!(error.statement.as_deref(), Some(sql));
    }
    assert_eq!(run(&mut connection, "SELECT COUNT(*) FROM t"), [[Value::Int(1)]]);
}

#[test]
fn batches_give_their_rows_in_the_order_of_the_statements() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE TABLE t (a int primary key, b int auto_increment unique, c text)");
    let insert = |value| {
        let sql = "INSERT INTO t (a, c) VALUES (?, ?) RETURNING a, b, c";
        Statement::with_params(sql, vec![Value::Int(value), text("it's; -- a \\ 'text")])
    };
    let many: Vec<Statement> = (0..3000).rev().map(insert).collect();
    let rows = connection.return_all(&many).unwrap();
    let row =
        |at: i64| vec![Value::Int(2999 - at), Value::Int(at + 1), text("it's; -- a \\ 'text")];
    assert_eq!(rows.rows, (0..3000).map(row).collect::<Vec<_>>());
    connection.commit().unwrap();
    let (place, error) =
        connection.return_all(&[insert(5000), insert(1), insert(5001)]).unwrap_err();
    assert_eq!((place, error.kind), (1, ErrorKind::Integrity));
    assert!(error.statement.is_some_and(|sql| sql.contains("?, ?")));
    assert_eq!(run(&mut connection, "SELECT count(*) FROM t"), [[Value::Int(3001)]]);
    connection.rollback().unwrap();
    assert_eq!(run(&mut connection, "SELECT count(*) FROM t"), [[Value::Int(3000)]]);
    fail(&mut connection, "SELECT 1; SELECT 2");
}

#[test]
fn procedures_give_their_first_result() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE PROCEDURE p() BEGIN SELECT 1 AS a; SELECT 2; SELECT 3; END");
    assert_eq!(run(&mut connection, "CALL p()"), [[Value::Int(1)]]);
    assert_eq!(run(&mut connection, "SELECT 4"), [[Value::Int(4)]]);
}

#[test]
fn texts_longer_than_a_packet_go_through() {
    let scratch = Scratch::new();
    admin("SET GLOBAL max_allowed_packet = 67108864");
    let mut connection = scratch.open();
    for length in [0xff_ffff - 12, 0xff_ffff, 0x100_0000, 0x1ff_fffd] {
        let long = Statement::with_params("SELECT ?, 1", vec![text(&"x".repeat(length))]);
        let rows = connection.execute(&long).unwrap().rows;
        let [[Value::Text(found), Value::Int(1)]] =
            rows.iter().map(Vec::as_slice).collect::<Vec<_>>()[..]
        else {
            panic!("not a text of length {length}")
        };
        assert_eq!(found.len(), length);
    }
}

#[test]
fn a_killed_connection_says_so_and_stays_closed() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let id = run(&mut connection, "SELECT CONNECTION_ID()");
    let [[Value::Int(id)]] = id.iter().map(Vec::as_slice).collect::<Vec<_>>()[..] else {
        panic!("no id")
    };
    admin(&format!("KILL {id}"));
    let error = fail(&mut connection, "SELECT 1");
    assert_eq!(error.kind, ErrorKind::Operational, "{error}");
    let error = fail(&mut connection, "SELECT 1");
    assert_eq!((error.kind, error.code), (ErrorKind::Interface, Some(0)));
    connection.rollback().unwrap();
    assert!(!connection.in_transaction());
}

#[test]
fn what_keeps_from_connecting_is_said() {
    let server = server();
    let missing = Url { database: Some("no_such_database".into()), ..server.clone() };
    let error = open(&missing).unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Operational, Some(1049)));
    assert_eq!(error.message, "Unknown database 'no_such_database'");

    let nobody: Url = "mysql+pymysql://u:tr0ub4dor@127.0.0.1:1/d".parse().unwrap();
    let error = open(&nobody).unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Operational, Some(2003)));
    assert_eq!(
        error.message,
        "Can't connect to MySQL server on '127.0.0.1' ([Errno 111] Connection refused)"
    );
    let unknown: Url = "mysql+pymysql://u:tr0ub4dor@no-such-host.invalid/d".parse().unwrap();
    let error = open(&unknown).unwrap_err();
    assert_eq!(error.code, Some(2003));
    assert!(error.message.contains("'no-such-host.invalid'"), "{error}");
    let socket: Url = "mysql+pymysql://u@/d?unix_socket=/no/such.sock".parse().unwrap();
    let error = open(&socket).unwrap_err();
    assert!(error.message.contains("No such file or directory"), "{error}");
}

#[test]
fn a_password_is_needed_and_must_be_right() {
    let text = std::env::var("LIMBECK_TEST_MARIADB_PASSWORD_URL")
        .expect("LIMBECK_TEST_MARIADB_PASSWORD_URL names a user who must give a password");
    let url: Url = text.parse().expect("LIMBECK_TEST_MARIADB_PASSWORD_URL is a database URL");
    assert_eq!(run(&mut open(&url).unwrap(), "SELECT 1"), [[Value::Int(1)]]);
    for password in [None, Some("tr0ub4dor".to_owned())] {
        let given = if password.is_some() { "YES" } else { "NO" };
        let error = open(&Url { password, ..url.clone() }).unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::Operational, Some(1045)));
        assert!(error.message.starts_with("Access denied for user '"), "{error}");
        assert!(error.message.ends_with(&format!("(using password: {given})")), "{error}");
        assert!(!error.message.contains("tr0ub4dor"), "{error}");
    }
}

#[test]
fn a_user_of_each_plugin_logs_in() {
    let scratch = Scratch::new();
    let name = format!("plugin_{}", std::process::id());
    let password = "pass'word ü";
    admin("INSTALL SONAME 'auth_ed25519'");
    for plugin in ["mysql_native_password", "ed25519"] {
        admin(&format!(
            "CREATE OR REPLACE USER {name} IDENTIFIED VIA {plugin} USING PASSWORD('pass''word ü')"
        ));
        admin(&format!("GRANT ALL ON {}.* TO {name}", scratch.name));
        let url = Url {
            username: Some(name.clone()),
            password: Some(password.to_owned()),
            ..scratch.url.clone()
        };
        let found = open(&url).map(|mut connection| run(&mut connection, "SELECT 1"));
        assert_eq!(found, Ok(vec![vec![Value::Int(1)]]), "{plugin}");
        let wrong = Url { password: Some("wrong".into()), ..url };
        assert_eq!(open(&wrong).unwrap_err().code, Some(1045), "{plugin}");
        admin(&format!("DROP USER {name}"));
    }
}
