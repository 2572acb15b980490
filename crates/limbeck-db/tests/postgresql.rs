//! PostgreSQL connections against a real server, named by LIMBECK_TEST_POSTGRESQL_URL.

use std::sync::atomic::{AtomicU32, Ordering};

use limbeck_core::statement::{DatabaseError, Decimal, ErrorKind, Interval, Statement, Value};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session, Url};
use serde_json::json;

fn server() -> Url {
    let text = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL names a server where databases can be created");
    text.parse().expect("LIMBECK_TEST_POSTGRESQL_URL is a database URL")
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
        admin(&format!("CREATE DATABASE {name}"));
        let url = Url { database: Some(name.clone()), ..server() };
        Scratch { url, name }
    }

    fn open(&self) -> Connection {
        open(&self.url).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        admin(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
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

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn every_type_comes_back_as_its_value() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "SET TimeZone = 'Europe/Rome'");
    run(&mut connection, "CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN d AS int");
    run(&mut connection, "CREATE TYPE fr AS RANGE (subtype = float8); CREATE TYPE co AS (a int)");
    let cases = [
        ("true", "bool", Value::Bool(true)),
        ("7::smallint", "int2", Value::Int(7)),
        ("9223372036854775807", "int8", Value::Int(i64::MAX)),
        ("1.5::real", "float4", Value::Float(1.5)),
        ("0.1::float8", "float8", Value::Float(0.1)),
        ("1.50::numeric", "numeric", Value::Decimal(Decimal("1.50".into()))),
        ("'NaN'::numeric", "numeric", Value::Decimal(Decimal("NaN".into()))),
        ("'x'", "text", text("x")),
        ("'x'::varchar(3)", "varchar", text("x")),
        ("'x'::char(3)", "bpchar", text("x  ")),
        ("'x'::\"char\"", "char", text("x")),
        ("'x'::name", "name", text("x")),
        ("'\\x00ff'::bytea", "bytea", Value::Bytes(vec![0, 255])),
        ("date '2025-01-02'", "date", Value::Date("2025-01-02".into())),
        ("date 'infinity'", "date", text("infinity")),
        ("time '10:00:00.5'", "time", Value::Time("10:00:00.5".into())),
        ("timetz '10:00+02'", "timetz", Value::Time("10:00:00+02:00".into())),
        (
            "timestamp '2025-01-02 10:00'",
            "timestamp",
            Value::DateTime("2025-01-02T10:00:00".into()),
        ),
        (
            "timestamptz '2025-01-02 10:00+00'",
            "timestamptz",
            Value::DateTime("2025-01-02T11:00:00+01:00".into()),
        ),
        (
            "interval '1 year -3 days 00:00:01.5'",
            "interval",
            Value::Interval(Interval { months: 12, days: -3, seconds: 1, microseconds: 500_000 }),
        ),
        (
            "'00000000-0000-0000-0000-000000000001'::uuid",
            "uuid",
            Value::Uuid("00000000-0000-0000-0000-000000000001".into()),
        ),
        ("'{\"a\": [1]}'::json", "json", Value::Json(Box::new(json!({"a": [1]})))),
        ("'null'::jsonb", "jsonb", Value::Json(Box::new(json!(null)))),
        ("NULL::jsonb", "jsonb", Value::Null),
        ("ARRAY[1, NULL]", "int4[]", Value::Array(vec![Value::Int(1), Value::Null])),
        ("ARRAY['a,b', '\"']", "text[]", Value::Array(vec![text("a,b"), text("\"")])),
        ("'ok'::mood", "mood", text("ok")),
        ("ARRAY['ok'::mood]", "mood[]", Value::Array(vec![text("ok")])),
        ("1::d", "int4", Value::Int(1)),
        ("ROW(1)::co", "co", text("(1)")),
        ("int4range(1, 5)", "int4range", Value::Range("[1,5)".into())),
        ("fr(1, 2)", "fr", Value::Range("[1,2)".into())),
        ("inet '10.0.0.1/8'", "inet", text("10.0.0.1/8")),
        ("cidr '10.0.0.0/8'", "cidr", text("10.0.0.0/8")),
        ("macaddr '08:00:2b:01:02:03'", "macaddr", text("08:00:2b:01:02:03")),
        ("23::oid", "oid", Value::Int(23)),
        ("'pg_class'::regclass", "regclass", text("pg_class")),
        ("to_tsvector('simple', 'b a')", "tsvector", text("'a':2 'b':1")),
        ("'<a/>'::xml", "xml", text("<a/>")),
        ("'1.5'::money", "money", text("$1.50")),
        ("B'101'", "bit", text("101")),
        ("pg_sleep(0)", "void", text("")),
    ];
    run(&mut connection, "SET lc_monetary = 'C'");
    for (expression, type_name, expected) in cases {
        let select = Statement::ddl(format!("SELECT {expression} AS x"));
        let rows = connection.execute(&select).unwrap();
        assert_eq!(rows.rows, [[expected]], "{expression}");
        assert_eq!(rows.columns[0].type_name, type_name, "{expression}");
    }
}

#[test]
fn values_sent_come_back() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let cases = [
        ("int8", Value::Int(-4)),
        ("numeric", Value::BigInt("123456789012345678901".into())),
        ("numeric", Value::Decimal(Decimal("-1.50".into()))),
        ("float8", Value::Float(-1.5e300)),
        ("text", text("it's \\ $1 ? %s :x \n")),
        ("bytea", Value::Bytes((0..=255).collect())),
        ("date", Value::Date("2025-01-02".into())),
        ("time", Value::Time("10:00:00.000001".into())),
        ("timestamp", Value::DateTime("2025-01-02T10:00:00".into())),
        (
            "interval",
            Value::Interval(Interval { months: -1, days: 2, seconds: -3, microseconds: -4 }),
        ),
        ("uuid", Value::Uuid("00000000-0000-0000-0000-000000000001".into())),
        ("jsonb", Value::Json(Box::new(json!({"it's": "\\"})))),
        ("text[]", Value::Array(vec![text("a"), Value::Null, text("\\'")])),
        ("int4range", Value::Range("[1,5)".into())),
    ];
    for (type_name, value) in cases {
        let sql = format!("SELECT '$1', $1::{type_name} -- $2\n");
        let rows = connection.execute(&Statement::with_params(sql, vec![value.clone()])).unwrap();
        let expected = match value {
            Value::BigInt(digits) => Value::Decimal(Decimal(digits)),
            value => value,
        };
        assert_eq!(rows.rows, [[text("$1"), expected]], "{type_name}");
    }
    let nul = Statement::with_params("SELECT $1", vec![text("a\0")]);
    assert_eq!(connection.execute(&nul).unwrap_err().kind, ErrorKind::Data);
    let missing = Statement::with_params("SELECT $2", vec![text("a")]);
    let error = connection.execute(&missing).unwrap_err();
    assert!(error.message.contains("$2"), "{error}");
}

#[test]
fn transactions_begin_by_themselves_and_end_when_told() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    assert!(!connection.in_transaction());
    run(&mut connection, "CREATE TABLE t (a int)");
    assert!(connection.in_transaction());
    connection.rollback().unwrap();
    assert_eq!(run(&mut connection, "SELECT to_regclass('t')"), [[Value::Null]]);
    connection.commit().unwrap();
    connection.begin().unwrap();
    assert_eq!(connection.begin().unwrap_err().kind, ErrorKind::Programming);
    run(&mut connection, "CREATE TABLE t (a int)");
    connection.commit().unwrap();
    connection.savepoint("s").unwrap();
    connection.execute(&Statement::ddl("SELECT no")).unwrap_err();
    let aborted = connection.execute(&Statement::ddl("SELECT 1")).unwrap_err();
    assert_eq!(aborted.sqlstate.as_deref(), Some("25P02"));
    connection.rollback_to("s").unwrap();
    run(&mut connection, "INSERT INTO t VALUES (1)");
    connection.release("s").unwrap();
    assert!(connection.set_isolation(Isolation::Autocommit).is_err());
    connection.commit().unwrap();
    assert_eq!(connection.isolation(), Ok(Isolation::ReadCommitted));
    connection.set_isolation(Isolation::Serializable).unwrap();
    let level = run(&mut connection, "SHOW transaction_isolation");
    assert_eq!(level, [[text("serializable")]]);
    connection.rollback().unwrap();
    connection.set_isolation(Isolation::Autocommit).unwrap();
    run(&mut connection, "CREATE INDEX CONCURRENTLY i ON t (a)");
    assert!(!connection.in_transaction());
}

#[test]
fn several_statements_run_as_one_text() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let rows = run(&mut connection, "CREATE TABLE t (a int); INSERT INTO t VALUES (1); TABLE t");
    assert_eq!(rows, [[Value::Int(1)]]);
    let updated = connection.execute(&Statement::ddl("TABLE t; UPDATE t SET a = 2")).unwrap();
    assert_eq!((updated.affected, updated.columns.len()), (Some(1), 0));
    connection.commit().unwrap();
    connection.execute(&Statement::ddl("INSERT INTO t VALUES (3); SELECT no")).unwrap_err();
    connection.rollback().unwrap();
    assert_eq!(run(&mut connection, "TABLE t"), [[Value::Int(2)]]);
}

#[test]
fn batches_stop_at_the_first_failure_and_name_it() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE TABLE t (a int primary key)");
    connection.commit().unwrap();
    let insert = |value| Statement::with_params("INSERT INTO t VALUES ($1)", vec![value]);
    let many: Vec<Statement> = (0..3000).map(|number| insert(Value::Int(number))).collect();
    assert_eq!(connection.execute_all(&many), Ok(3000));
    connection.commit().unwrap();
    assert_eq!(run(&mut connection, "SELECT count(*) FROM t"), [[Value::Int(3000)]]);
    connection.commit().unwrap();
    let batch = [insert(Value::Int(5000)), insert(Value::Int(1)), insert(Value::Int(5001))];
    let (place, error) = connection.execute_all(&batch).unwrap_err();
    assert_eq!((place, error.kind), (1, ErrorKind::Integrity));
    assert_eq!(error.statement.as_deref(), Some("INSERT INTO t VALUES ($1)"));
    connection.rollback().unwrap();
    assert_eq!(run(&mut connection, "SELECT count(*) FROM t"), [[Value::Int(3000)]]);
}

#[test]
fn errors_of_batches_are_about_the_statement_at_fault() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE TABLE t (a int primary key, b text)");
    connection.commit().unwrap();
    // The template, which of 3,000 sets of values is wrong, by what, and where the server points.
    let cases = [
        ("INSERT INTO t VALUES ($1, 'é') -- all", 2500, text("x"), "22P02", Some(23)),
        ("INSERT INTO t VALUES ($1, 'a;b')", 2, text("x"), "22P02", Some(23)),
        ("INSERT INTO t VALUES ($1)", 7, Value::Int(3), "23505", None),
        ("INSERT INTO t VALUES (1 / $1)", 0, Value::Int(0), "22012", None),
        ("INSERT INTO t SELECT $1 WHERE no", 0, Value::Int(1), "42703", Some(31)),
        ("INSERT INTO t VALUES ($1) /* no end", 0, Value::Int(1), "42601", Some(27)),
    ];
    for (sql, at, wrong, state, position) in cases {
        let set = |value| Statement::with_params(sql, vec![value]);
        let mut batch: Vec<Statement> = (1..3001).map(|a| set(Value::Int(a))).collect();
        batch[at] = set(wrong);
        let (place, error) = connection.execute_all(&batch).unwrap_err();
        assert_eq!((place, error.sqlstate.as_deref()), (at, Some(state)), "{sql}");
        assert_eq!(error.position, position, "{sql}");
        connection.rollback().unwrap();
        assert_eq!(run(&mut connection, "SELECT count(*) FROM t"), [[Value::Int(0)]]);
        connection.rollback().unwrap();
    }
}

#[test]
fn a_batch_ends_with_its_connection() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let sql = "SELECT pg_terminate_backend(CASE WHEN $1 = 2500 THEN pg_backend_pid() END)";
    let batch: Vec<Statement> =
        (0..3000).map(|number| Statement::with_params(sql, vec![Value::Int(number)])).collect();
    let (place, error) = connection.execute_all(&batch).unwrap_err();
    assert_eq!((place, error.kind), (2500, ErrorKind::Operational));
    let (place, error) = connection.execute_all(&batch).unwrap_err();
    assert_eq!((place, error.message.as_str()), (0, "connection already closed"));
}

#[test]
fn batches_give_their_rows_in_the_order_of_the_statements() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE TABLE t (a int primary key, b serial)");
    connection.commit().unwrap();
    let insert = |value| {
        let sql = "INSERT INTO t (a) VALUES ($1) RETURNING a, b";
        Statement::with_params(sql, vec![Value::Int(value)])
    };
    let many: Vec<Statement> = (0..3000).rev().map(insert).collect();
    let rows = connection.return_all(&many).unwrap();
    let made = (0..3000).map(|at| vec![Value::Int(2999 - at), Value::Int(at + 1)]);
    assert_eq!(rows.rows, made.collect::<Vec<_>>());
    assert_eq!((rows.affected, rows.columns.len()), (Some(3000), 2));
    connection.commit().unwrap();
    let (place, error) =
        connection.return_all(&[insert(5000), insert(1), insert(5001)]).unwrap_err();
    assert_eq!((place, error.kind), (1, ErrorKind::Integrity));
    assert_eq!(error.statement.as_deref(), Some("INSERT INTO t (a) VALUES ($1) RETURNING a, b"));
    connection.rollback().unwrap();
    assert_eq!(run(&mut connection, "SELECT count(*) FROM t"), [[Value::Int(3000)]]);
    connection.rollback().unwrap();
    connection.set_isolation(Isolation::Autocommit).unwrap();
    connection.return_all(&[insert(5000), insert(1), insert(5001)]).unwrap_err();
    assert_eq!(run(&mut connection, "SELECT count(*) FROM t"), [[Value::Int(3001)]]);
}

#[test]
fn what_cannot_be_sent_leaves_the_connection_in_order() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let nul = Statement::with_params("SELECT $1", vec![text("a\0")]);
    let batch = [Statement::ddl("CREATE TABLE t (a int)"), nul.clone(), Statement::ddl("SELECT 1")];
    let (place, error) = connection.execute_all(&batch).unwrap_err();
    assert_eq!((place, error.kind), (1, ErrorKind::Data));
    connection.execute(&Statement::ddl("SELECT '\0'")).unwrap_err();
    assert_eq!(
        run(&mut connection, "SELECT 2, to_regclass('t')::text"),
        [[Value::Int(2), text("t")]]
    );
    connection.rollback().unwrap();
    connection.execute(&Statement::ddl("SELECT '\0'")).unwrap_err();
    assert_eq!(run(&mut connection, "SELECT 3"), [[Value::Int(3)]]);
}

#[test]
fn errors_carry_what_the_server_said() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    run(&mut connection, "CREATE TABLE t (a int CONSTRAINT c UNIQUE, b int NOT NULL)");
    connection.commit().unwrap();
    run(&mut connection, "INSERT INTO t VALUES (1, 1)");
    connection.commit().unwrap();
    let insert =
        Statement::with_params("INSERT INTO t VALUES ($1, $2)", vec![Value::Int(1), Value::Int(2)]);
    let error = connection.execute(&insert).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Integrity);
    assert_eq!(error.sqlstate.as_deref(), Some("23505"));
    assert_eq!(error.constraint.as_deref(), Some("c"));
    assert_eq!(error.table.as_deref(), Some("t"));
    assert_eq!(error.detail.as_deref(), Some("Key (a)=(1) already exists."));
    assert_eq!(error.statement.as_deref(), Some("INSERT INTO t VALUES ($1, $2)"));
    connection.rollback().unwrap();
    let insert = Statement::with_params("INSERT INTO t VALUES ($1, 1)", vec![text("secret")]);
    let error = connection.execute(&insert).unwrap_err();
    assert_eq!(error.message, "invalid input syntax for type integer: \"...\"");
    connection.rollback().unwrap();
    let error = connection.execute(&Statement::ddl("SELECT 1 FROM nope")).unwrap_err();
    assert_eq!((error.kind, error.position), (ErrorKind::Programming, Some(15)));
    assert_eq!(error.message, "relation \"nope\" does not exist");
    connection.rollback().unwrap();
    let sql = "SELECT $1, 'é' FROM nope WHERE a = $2";
    let error =
        connection.execute(&Statement::with_params(sql, vec![text("long value"), Value::Int(1)]));
    assert_eq!(error.unwrap_err().position, Some(21));
    connection.rollback().unwrap();
    for copy in ["COPY t FROM STDIN", "COPY t TO STDOUT"] {
        let error = connection.execute(&Statement::ddl(copy)).unwrap_err();
        assert!(error.message.contains("COPY"), "{error}");
        connection.rollback().unwrap();
    }
    run(&mut connection, "DROP TABLE IF EXISTS nope");
    let notices = connection.take_notices();
    assert_eq!(notices[0].to_string(), "NOTICE: table \"nope\" does not exist, skipping");
    assert!(connection.take_notices().is_empty());
}

#[test]
fn a_killed_connection_says_so_and_stays_closed() {
    let scratch = Scratch::new();
    let mut connection = scratch.open();
    let pid = run(&mut connection, "SELECT pg_backend_pid()");
    let [[Value::Int(pid)]] = pid.iter().map(Vec::as_slice).collect::<Vec<_>>()[..] else {
        panic!("no pid")
    };
    admin(&format!("SELECT pg_terminate_backend({pid})"));
    let error = connection.execute(&Statement::ddl("SELECT 1")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Operational);
    let error = connection.execute(&Statement::ddl("SELECT 1")).unwrap_err();
    assert_eq!(
        (error.kind, error.message.as_str()),
        (ErrorKind::Interface, "connection already closed")
    );
    connection.rollback().unwrap();
}

#[test]
fn what_keeps_from_connecting_is_said() {
    let scratch = Scratch::new();
    let server = server();
    let missing = Url { database: Some("no_such_database".into()), ..server.clone() };
    let error = open(&missing).unwrap_err();
    assert_eq!((error.kind, error.sqlstate.as_deref()), (ErrorKind::Operational, Some("3D000")));
    assert!(error.message.starts_with("connection to server at \""), "{error}");
    assert!(error.message.ends_with("FATAL:  database \"no_such_database\" does not exist"));

    let nobody: Url = "postgresql://u:secret@127.0.0.1:1/d".parse().unwrap();
    let error = open(&nobody).unwrap_err();
    assert_eq!(
        error.message,
        "connection to server at \"127.0.0.1\", port 1 failed: Connection refused\n\
         \tIs the server running on that host and accepting TCP/IP connections?"
    );
    let unknown: Url = "postgresql://u:secret@no.such.host.invalid/d".parse().unwrap();
    let error = open(&unknown).unwrap_err();
    assert!(error.message.contains("could not translate host name"), "{error}");
    let socket: Url = "postgresql://u@/d?host=/no/folder".parse().unwrap();
    let error = open(&socket).unwrap_err();
    assert!(error.message.contains("on socket \"/no/folder/.s.PGSQL.5432\" failed"), "{error}");
    let option = Url { query: vec![("sslmode".into(), "maybe".into())], ..scratch.url.clone() };
    let error = open(&option).unwrap_err();
    assert!(error.message.contains("\"maybe\""), "{error}");
    let tls = Url { query: vec![("sslmode".into(), "require".into())], ..scratch.url.clone() };
    let error = open(&tls);
    if let Err(error) = error {
        assert!(error.message.ends_with("server does not support SSL, but SSL was required"));
    }
}

#[test]
fn options_of_the_url_reach_the_server() {
    let scratch = Scratch::new();
    let query = [
        ("application_name", "limbeck test"),
        ("options", "-csearch_path=pg_catalog -c lock_timeout=5s"),
        ("connect_timeout", "10"),
        ("target_session_attrs", "read-write"),
        ("sslmode", "prefer"),
        ("prepared_statement_cache_size", "0"),
    ];
    let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let url = Url { query, ..scratch.url.clone() };
    let mut connection = open(&url).unwrap();
    for (setting, expected) in [
        ("application_name", "limbeck test"),
        ("search_path", "pg_catalog"),
        ("lock_timeout", "5s"),
        ("client_encoding", "UTF8"),
    ] {
        assert_eq!(run(&mut connection, &format!("SHOW {setting}")), [[text(expected)]]);
    }
    assert_eq!(connection.default_schema(), Some("pg_catalog"));
    assert!(connection.dialect().server_version.is_some_and(|version| version.0 >= 13));
    let standby = Url {
        query: vec![("target_session_attrs".into(), "standby".into())],
        ..scratch.url.clone()
    };
    assert_eq!(open(&standby).unwrap_err().message, "server is not in hot standby mode");
}

#[test]
fn the_zone_and_the_date_style_stay_the_servers() {
    let scratch = Scratch::new();
    admin(&format!("ALTER DATABASE {} SET TimeZone = 'Asia/Tokyo'", scratch.name));
    admin(&format!("ALTER DATABASE {} SET DateStyle = 'German'", scratch.name));
    let mut connection = scratch.open();
    assert_eq!(run(&mut connection, "SHOW TimeZone"), [[text("Asia/Tokyo")]]);
    let moment = run(&mut connection, "SELECT timestamptz '2025-01-01 00:00:00+00'");
    assert_eq!(moment, [[Value::DateTime("2025-01-01T09:00:00+09:00".into())]]);
    let same = run(&mut connection, "SELECT now()::timestamp = now() AT TIME ZONE 'Asia/Tokyo'");
    assert_eq!(same, [[Value::Bool(true)]]);
    let prepared = run(&mut connection, "SELECT count(*) FROM pg_prepared_statements");
    assert_eq!(prepared, [[Value::Int(0)]]);
}

#[test]
fn a_password_is_needed_and_must_be_right() {
    let text = std::env::var("LIMBECK_TEST_POSTGRESQL_PASSWORD_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_PASSWORD_URL names a role that must give its password");
    let url: Url = text.parse().expect("LIMBECK_TEST_POSTGRESQL_PASSWORD_URL is a database URL");
    assert_eq!(run(&mut open(&url).unwrap(), "SELECT 1"), [[Value::Int(1)]]);

    let environment = [("PGPASSWORD".to_owned(), url.password.clone().unwrap())].into();
    let options = ConnectOptions { environment, ..ConnectOptions::default() };
    let without = Url { password: None, ..url.clone() };
    Connection::open(&without, &options).unwrap();
    let error = open(&without).unwrap_err();
    assert!(error.message.ends_with("fe_sendauth: no password supplied"), "{error}");

    let wrong = Url { password: Some("tr0ub4dor".into()), ..url };
    let error = open(&wrong).unwrap_err();
    assert_eq!((error.kind, error.sqlstate.as_deref()), (ErrorKind::Operational, Some("28P01")));
    assert!(error.message.contains("FATAL:  password authentication failed for user"), "{error}");
    assert!(!error.message.contains("tr0ub4dor"), "{error}");
}
