//! SQLite connections behave as those that Python's sqlite3 opens.

use limbeck_core::statement::{Decimal, ErrorKind, Statement, Value};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session};

fn open(url: &str) -> Result<Connection, limbeck_core::statement::DatabaseError> {
    Connection::open(&url.parse().unwrap(), &ConnectOptions::default())
}

fn memory() -> Connection {
    open("sqlite://").unwrap()
}

#[track_caller]
fn run(connection: &mut Connection, sql: &str) -> Vec<Vec<Value>> {
    connection.execute(&Statement::ddl(sql)).unwrap().rows
}

#[track_caller]
fn fails(connection: &mut Connection, sql: &str) -> (ErrorKind, String) {
    let error = connection.execute(&Statement::ddl(sql)).unwrap_err();
    assert_eq!(error.statement.as_deref(), Some(sql));
    (error.kind, error.message)
}

#[test]
fn values_come_back_as_sqlite_stores_them() {
    let mut connection = memory();
    let text = |text: &str| Value::Text(text.into());
    let cases = [
        (Value::Null, Value::Null),
        (Value::Bool(true), Value::Int(1)),
        (Value::Int(i64::MIN), Value::Int(i64::MIN)),
        (Value::Float(1.5), Value::Float(1.5)),
        (Value::Decimal(Decimal("1.50".into())), Value::Float(1.5)),
        (text("ü'"), text("ü'")),
        (Value::Bytes(vec![0, 255]), Value::Bytes(vec![0, 255])),
        (Value::Date("2025-01-01".into()), text("2025-01-01")),
        (Value::DateTime("2025-01-01T10:00:00".into()), text("2025-01-01 10:00:00")),
    ];
    for (given, expected) in cases {
        let select = Statement::with_params("SELECT ?", vec![given.clone()]);
        assert_eq!(connection.execute(&select).unwrap().rows, [[expected]], "{given:?}");
    }
    let wrong = Statement::with_params("SELECT ?", vec![Value::Array(vec![])]);
    assert_eq!(connection.execute(&wrong).unwrap_err().kind, ErrorKind::Interface);
    let missing = Statement::ddl("SELECT ?");
    assert_eq!(connection.execute(&missing).unwrap_err().kind, ErrorKind::Programming);
}

#[test]
fn foreign_keys_are_off_and_nothing_else_is_set() {
    let mut connection = memory();
    assert_eq!(run(&mut connection, "PRAGMA foreign_keys"), [[Value::Int(0)]]);
    assert_eq!(run(&mut connection, "PRAGMA busy_timeout"), [[Value::Int(5000)]]);
    assert_eq!(run(&mut connection, "PRAGMA legacy_alter_table"), [[Value::Int(0)]]);
    assert_eq!(run(&mut connection, "PRAGMA recursive_triggers"), [[Value::Int(0)]]);
    assert_eq!(run(&mut connection, "SELECT \"no column\""), [[Value::Text("no column".into())]]);
}

#[test]
fn rebuilding_a_parent_keeps_its_children() {
    let mut connection = memory();
    for sql in [
        "CREATE TABLE p (id INTEGER PRIMARY KEY)",
        "CREATE TABLE c (p REFERENCES p ON DELETE CASCADE)",
        "INSERT INTO p VALUES (1)",
        "INSERT INTO c VALUES (1)",
        "CREATE TABLE _alembic_tmp_p (id INTEGER PRIMARY KEY)",
        "INSERT INTO _alembic_tmp_p SELECT * FROM p",
        "DROP TABLE p",
        "ALTER TABLE _alembic_tmp_p RENAME TO p",
    ] {
        run(&mut connection, sql);
    }
    connection.commit().unwrap();
    assert_eq!(run(&mut connection, "SELECT count(*) FROM c"), [[Value::Int(1)]]);
}

#[test]
fn a_transaction_opens_at_the_first_change_and_undoes_ddl() {
    let mut connection = memory();
    connection.begin().unwrap();
    assert!(connection.in_transaction());
    run(&mut connection, "CREATE TABLE t (a)");
    connection.rollback().unwrap();
    assert!(!connection.in_transaction());
    assert_eq!(run(&mut connection, "SELECT count(*) FROM sqlite_master"), [[Value::Int(0)]]);
    assert!(!connection.in_transaction(), "reading opens none");
    run(&mut connection, "CREATE TABLE t (a)");
    assert!(connection.in_transaction(), "DDL opens one without being asked");
    connection.commit().unwrap();
    connection.set_isolation(Isolation::Autocommit).unwrap();
    run(&mut connection, "INSERT INTO t VALUES (1)");
    assert!(!connection.in_transaction());
}

#[test]
fn savepoints_nest() {
    let mut connection = memory();
    run(&mut connection, "CREATE TABLE t (a)");
    connection.savepoint("a b").unwrap();
    run(&mut connection, "INSERT INTO t VALUES (1)");
    connection.rollback_to("a b").unwrap();
    run(&mut connection, "INSERT INTO t VALUES (2)");
    connection.release("a b").unwrap();
    connection.commit().unwrap();
    assert_eq!(run(&mut connection, "SELECT a FROM t"), [[Value::Int(2)]]);
}

#[test]
fn pragma_and_vacuum_run_outside_while_only_the_schema_changed() {
    let mut connection = memory();
    run(&mut connection, "CREATE TABLE t (a)");
    run(&mut connection, "PRAGMA foreign_keys=ON");
    assert_eq!(run(&mut connection, "PRAGMA foreign_keys"), [[Value::Int(1)]]);
    run(&mut connection, "CREATE TABLE u (a)");
    run(&mut connection, "VACUUM");
    connection.rollback().unwrap();
    assert_eq!(run(&mut connection, "SELECT count(*) FROM u"), [[Value::Int(0)]]);
}

#[test]
fn a_pragma_without_effect_does_not_pass_in_silence() {
    let mut connection = memory();
    run(&mut connection, "PRAGMA foreign_keys=ON");
    run(&mut connection, "CREATE TABLE t (a)");
    run(&mut connection, "INSERT INTO t VALUES (1)");
    run(&mut connection, "PRAGMA foreign_keys(on)");
    let (kind, message) = fails(&mut connection, "PRAGMA foreign_keys = OFF;");
    assert_eq!(kind, ErrorKind::Operational);
    assert!(message.contains("does nothing inside a transaction"), "{message}");
    connection.commit().unwrap();
    run(&mut connection, "PRAGMA foreign_keys = OFF;");
    run(&mut connection, "INSERT INTO t VALUES (1)");
    run(&mut connection, "PRAGMA foreign_keys = 1");
    let notices = connection.take_notices();
    assert_eq!(notices.len(), 1);
    assert!(notices[0].message.contains("foreign keys stay off"), "{}", notices[0]);
}

#[test]
fn errors_are_classed_as_in_python() {
    let mut connection = memory();
    run(&mut connection, "CREATE TABLE t (a INTEGER PRIMARY KEY, b NOT NULL)");
    let cases = [
        ("SELEC 1", ErrorKind::Operational, "near \"SELEC\": syntax error"),
        ("SELECT * FROM no", ErrorKind::Operational, "no such table: no"),
        ("INSERT INTO t VALUES (1, NULL)", ErrorKind::Integrity, "NOT NULL constraint failed: t.b"),
        ("INSERT INTO t VALUES ('x', 1)", ErrorKind::Integrity, "datatype mismatch"),
        (
            "SELECT 1; SELECT 2",
            ErrorKind::Programming,
            "You can only execute one statement at a time.",
        ),
    ];
    for (sql, kind, message) in cases {
        assert_eq!(fails(&mut connection, sql), (kind, message.to_owned()));
    }
}

#[test]
fn counts_and_columns_are_reported() {
    let mut connection = memory();
    let ddl = connection.execute(&Statement::ddl("CREATE TABLE t (a VARCHAR(20))")).unwrap();
    assert_eq!((ddl.affected, ddl.last_insert_id), (None, None));
    let insert = Statement::ddl("INSERT INTO t VALUES ('x'), ('y')");
    let inserted = connection.execute(&insert).unwrap();
    assert_eq!((inserted.affected, inserted.last_insert_id), (Some(2), Some(2)));
    let none = connection.execute(&Statement::ddl("DELETE FROM t WHERE 0")).unwrap();
    assert_eq!(none.affected, Some(0));
    let read = connection.execute(&Statement::ddl("SELECT a, 1 AS b FROM t WHERE 0")).unwrap();
    let columns: Vec<_> =
        read.columns.iter().map(|c| (c.name.as_str(), c.type_name.as_str())).collect();
    assert_eq!(columns, [("a", "VARCHAR(20)"), ("b", "")]);
    let returning = Statement::ddl("INSERT INTO t VALUES ('z') RETURNING a");
    assert_eq!(connection.execute(&returning).unwrap().rows, [[Value::Text("z".into())]]);
    assert!(connection.execute(&Statement::ddl("-- nothing")).unwrap().rows.is_empty());
}

#[test]
fn files_are_found_made_and_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b.db");
    let url = format!("sqlite:///{}", path.display());
    let mut connection = open(&url).unwrap();
    run(&mut connection, "CREATE TABLE t (a)");
    connection.commit().unwrap();
    let mut reader = open(&format!("{url}?mode=ro")).unwrap();
    assert_eq!(run(&mut reader, "SELECT count(*) FROM t"), [[Value::Int(0)]]);
    let (_, message) = fails(&mut reader, "INSERT INTO t VALUES (1)");
    assert_eq!(message, "attempt to write a readonly database");
    let uri = format!("sqlite:///file:{}?mode=ro&uri=true", path.display());
    let (_, message) = fails(&mut open(&uri).unwrap(), "DROP TABLE t");
    assert_eq!(message, "attempt to write a readonly database");
    let missing = format!("sqlite:///{}/no/x.db", folder.path().display());
    let error = open(&missing).unwrap_err();
    assert!(error.message.starts_with("unable to open database file: "), "{error}");
    let error = open("sqlite://u:secret@host/db").unwrap_err().to_string();
    assert!(error.starts_with("Invalid SQLite URL: sqlite://u:***@host/db\n"), "{error}");
    let error = open("sqlite:///x.db?timeout=soon").unwrap_err().to_string();
    assert!(error.contains("\"timeout\""), "{error}");
}

#[test]
fn a_locked_database_is_an_error_after_its_timeout() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:///{}?timeout=0.05", folder.path().join("x.db").display());
    let mut first = open(&url).unwrap();
    run(&mut first, "CREATE TABLE t (a)");
    let (kind, message) = fails(&mut open(&url).unwrap(), "CREATE TABLE u (a)");
    assert_eq!((kind, message.as_str()), (ErrorKind::Operational, "database is locked"));
}
