//! Reflection of live databases against what SQLAlchemy's Inspector said of the same schema.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use limbeck_core::{
    dialect::Dialect,
    reflect::{self, Detail, Scope, What},
    schema::Type,
    statement::{Statement, Value},
};
use limbeck_db::{CatalogReader, ConnectOptions, Connection, Isolation, Session, Url};
use serde_json::{Map, Value as Json, json};

#[path = "reflection/relay.rs"]
mod relay;

fn testdata(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../limbeck-core/testdata/reflect");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn open(url: &Url) -> Connection {
    Connection::open(url, &ConnectOptions::default()).unwrap()
}

fn run(connection: &mut Connection, sql: &str) {
    connection.execute(&Statement::ddl(sql)).unwrap();
}

fn ask(connection: &mut Connection, what: What, schema: Option<&str>, table: Option<&str>) -> Json {
    let dialect = connection.dialect().clone();
    let tables = table.map(|table| vec![table.to_owned()]);
    let scope = Scope { schema, tables: tables.as_deref(), views: false };
    let mut run = CatalogReader(connection);
    reflect::inspect(&dialect, what, scope, "", &mut run).unwrap()
}

const OF_TABLES: [(&str, What); 8] = [
    ("columns", What::Columns),
    ("pk_constraint", What::PkConstraint),
    ("foreign_keys", What::ForeignKeys),
    ("indexes", What::Indexes),
    ("unique_constraints", What::UniqueConstraints),
    ("check_constraints", What::CheckConstraints),
    ("table_comment", What::TableComment),
    ("table_options", What::TableOptions),
];
const OF_SCHEMAS: [(&str, What); 6] = [
    ("table_names", What::TableNames),
    ("view_names", What::ViewNames),
    ("materialized_view_names", What::MaterializedViewNames),
    ("sequence_names", What::SequenceNames),
    ("enums", What::Enums),
    ("domains", What::Domains),
];

/// Replaces types by their spelling and sorts what comes in no order.
fn comparable(answer: Json, dialect: &Dialect) -> Json {
    match answer {
        Json::Array(items) => {
            let mut items: Vec<Json> =
                items.into_iter().map(|item| comparable(item, dialect)).collect();
            if items.iter().all(|item| item.get("name").is_some() && item.get("type").is_none()) {
                items.sort_by_key(Json::to_string);
            }
            items.into()
        }
        Json::Object(map) => {
            let map: Map<String, Json> = map
                .into_iter()
                .map(|(key, value)| match key.as_str() {
                    "type" if value.is_object() => (key, spelling(value, dialect)),
                    "$expr" => ("$text".to_owned(), value["sql"].clone()),
                    _ => (key, comparable(value, dialect)),
                })
                .collect();
            let mut sorted: Vec<_> = map.into_iter().collect();
            sorted.sort_by(|a, b| a.0.cmp(&b.0));
            sorted.into_iter().collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

fn sorted(answer: Json) -> Json {
    let mut items = answer.as_array().cloned().unwrap_or_default();
    items.sort_by_key(Json::to_string);
    items.into()
}

fn spelling(type_: Json, dialect: &Dialect) -> Json {
    match serde_json::from_value(type_).unwrap() {
        Type::Null => Json::Null,
        type_ => json!(dialect.type_sql(&type_).unwrap()),
    }
}

/// Compares every answer about every table; `differs` are answers of ours that say more.
#[track_caller]
fn check(connection: &mut Connection, recorded: &str, differs: &[(&str, &str)]) {
    let recorded: Json = serde_json::from_str(&testdata(recorded)).unwrap();
    let dialect = connection.dialect().clone();
    let mut failures = Vec::new();
    for (schema_name, expected) in recorded["schemas"].as_object().unwrap() {
        let schema = Some(schema_name.as_str()).filter(|name| *name != "-");
        for (method, what) in OF_SCHEMAS {
            if expected[method].is_null() {
                continue;
            }
            let found = sorted(comparable(ask(connection, what, schema, None), &dialect));
            let expected = sorted(comparable(expected[method].clone(), &dialect));
            if found != expected {
                failures.push(format!("{schema_name} {method}\n  {found}\n  {expected}"));
            }
        }
        for (method, what) in OF_TABLES {
            let all = ask(connection, what, schema, None);
            for (table, answers) in expected["tables"].as_object().unwrap() {
                let one = ask(connection, what, schema, Some(table));
                assert_eq!(one[table], all[table], "{table} {method}: one or all");
                if answers[method].is_null() || differs.contains(&(table.as_str(), method)) {
                    continue;
                }
                let found = comparable(all[table].clone(), &dialect);
                let expected = comparable(answers[method].clone(), &dialect);
                if found != expected {
                    failures
                        .push(format!("{schema_name}.{table} {method}\n  {found}\n  {expected}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn with_postgresql(test: impl FnOnce(&mut Connection, &Url)) {
    let text = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL names a server where databases can be created");
    let server: Url = text.parse().unwrap();
    let name = format!("limbeck_reflect_{}", std::process::id());
    let mut admin = open(&server);
    admin.set_isolation(Isolation::Autocommit).unwrap();
    run(&mut admin, &format!("CREATE DATABASE {name}"));
    let url = Url { database: Some(name.clone()), ..server };
    let mut connection = open(&url);
    run(&mut connection, &testdata("postgresql.sql"));
    connection.commit().unwrap();
    test(&mut connection, &url);
    drop(connection);
    run(&mut admin, &format!("DROP DATABASE {name} WITH (FORCE)"));
}

fn sqlite() -> Connection {
    let mut connection = open(&"sqlite://".parse().unwrap());
    for sql in limbeck_db::sql::split(&testdata("sqlite.sql"), connection.dialect().backend) {
        run(&mut connection, sql);
    }
    connection
}

fn with_mariadb(drivername: &str, test: impl FnOnce(&mut Connection, &Url)) {
    let text = std::env::var("LIMBECK_TEST_MARIADB_URL")
        .expect("LIMBECK_TEST_MARIADB_URL names a server where databases can be created");
    let server: Url = text.parse().unwrap();
    let name = format!("limbeck_reflect_{drivername}_{}", std::process::id());
    let mut admin = open(&server);
    admin.set_isolation(Isolation::Autocommit).unwrap();
    run(
        &mut admin,
        &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
    );
    let drivername = format!("{drivername}+pymysql");
    let url = Url { database: Some(name.clone()), drivername, ..server };
    let mut connection = open(&url);
    for sql in limbeck_db::sql::split(&testdata("mariadb.sql"), connection.dialect().backend) {
        run(&mut connection, sql);
    }
    connection.commit().unwrap();
    test(&mut connection, &url);
    drop(connection);
    run(&mut admin, &format!("DROP DATABASE {name}"));
}

// The Inspector takes PAGE_CHECKSUM for CHECKSUM.
const OF_MARIADB: [(&str, &str); 1] = [("texts", "table_options")];

#[test]
fn mariadb_answers_as_the_inspector_does() {
    with_mariadb("mariadb", |connection, _| {
        check(connection, "mariadb.json", &OF_MARIADB);
        // The mode changes what the server puts around names, in expressions too.
        run(connection, "SET sql_mode = 'ANSI_QUOTES'");
        let differs = [
            ("Child `Table", "columns"),
            ("Child `Table", "check_constraints"),
            ("parts", "table_options"),
            OF_MARIADB[0],
        ];
        check(connection, "mariadb.json", &differs);
    });
}

#[test]
fn mysql_answers_as_the_inspector_does() {
    with_mariadb("mysql", |connection, _| check(connection, "mysql.json", &OF_MARIADB));
}

#[test]
fn views_of_mariadb_have_columns_and_a_definition() {
    with_mariadb("mariadb", |connection, _| {
        let recorded: Json = serde_json::from_str(&testdata("mariadb.json")).unwrap();
        let expected = &recorded["schemas"]["-"]["views"]["seen"];
        let dialect = connection.dialect().clone();
        let columns = ask(connection, What::Columns, None, Some("seen"));
        assert_eq!(
            comparable(columns["seen"].clone(), &dialect),
            comparable(expected["columns"].clone(), &dialect)
        );
        let scope = Scope::default();
        let mut run = CatalogReader(connection);
        let found = reflect::inspect(&dialect, What::ViewDefinition, scope, "seen", &mut run);
        assert_eq!(found.unwrap(), expected["view_definition"]);
        for (what, name, expected) in [
            (What::ViewDefinition, "parent", json!(null)),
            (What::ViewDefinition, "nope", json!(null)),
            (What::HasTable, "parent", json!(true)),
            (What::HasTable, "seen", json!(true)),
            (What::HasTable, "nope", json!(false)),
            (What::HasSequence, "counter", json!(true)),
            (What::HasSequence, "parent", json!(false)),
            (What::HasSchema, "mysql", json!(true)),
            (What::HasSchema, "nope", json!(false)),
        ] {
            let found = reflect::inspect(&dialect, what, scope, name, &mut run).unwrap();
            assert_eq!(found, expected, "{what:?} {name}");
        }
    });
}

#[test]
fn postgresql_answers_as_the_inspector_does() {
    with_postgresql(|connection, _| check(connection, "postgresql.json", &[]));
}

#[test]
fn sqlite_answers_as_the_inspector_does() {
    // The Inspector loses constraints written inside a column, and the names of foreign
    // keys there; what it finds of generated columns needs GENERATED ALWAYS.
    let differs = [
        ("Child Table", "columns"),
        ("Child Table", "foreign_keys"),
        ("Child Table", "unique_constraints"),
        ("nopk", "unique_constraints"),
    ];
    check(&mut sqlite(), "sqlite.json", &differs);
}

/// How many round trips a whole schema takes.
fn trips_of_schema(connection: &mut Connection, detail: Detail, trips: &AtomicUsize) -> usize {
    let dialect = connection.dialect().clone();
    let before = trips.load(Ordering::SeqCst);
    let mut run = CatalogReader(connection);
    reflect::schema(&dialect, &[None], detail, &mut run).unwrap();
    trips.load(Ordering::SeqCst) - before
}

/// Makes `more` tables, each with an index, a key and a CHECK.
fn make_tables(connection: &mut Connection, made: &mut usize, more: usize) {
    for number in *made..*made + more {
        let sql = format!(
            "CREATE TABLE more_{number} (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, \
             b INTEGER REFERENCES more_0 (id), CHECK (a > 0))"
        );
        run(connection, &sql);
        run(connection, &format!("CREATE INDEX ix_more_{number} ON more_{number} (a, id)"));
    }
    connection.commit().unwrap();
    *made += more;
}

/// A connection by way of a relay that counts the round trips.
fn counted(url: &Url) -> (Connection, Arc<AtomicUsize>) {
    let (port, trips) = relay::to(url);
    let url = Url { host: Some("127.0.0.1".to_owned()), port: Some(port), ..url.clone() };
    (open(&url), trips)
}

#[track_caller]
fn check_trips(connection: &mut Connection, url: &Url) {
    let (mut counting, trips) = counted(url);
    let mut made = 0;
    let mut both = || {
        let counted = [Detail::Inspector, Detail::Full]
            .map(|detail| trips_of_schema(&mut counting, detail, &trips));
        counting.commit().unwrap();
        counted
    };
    make_tables(connection, &mut made, 3);
    let few = both();
    make_tables(connection, &mut made, 27);
    assert_eq!(both(), few);
}

#[test]
fn a_kind_of_object_takes_one_round_trip() {
    with_postgresql(|connection, url| check_trips(connection, url));
    with_mariadb("mariadb", |connection, url| check_trips(connection, url));
}

/// What PostgreSQL's planner is told: of expressions and of workers.
fn planned(connection: &mut Connection) -> Vec<Value> {
    let sql = "SELECT current_setting('jit'), current_setting('max_parallel_workers_per_gather')";
    connection.execute(&Statement::ddl(sql)).unwrap().rows.remove(0)
}

#[test]
fn postgresqls_planner_is_told_of_the_catalog_while_it_is_read() {
    with_postgresql(|connection, _| {
        run(connection, "SET LOCAL max_parallel_workers_per_gather = 7");
        let (dialect, before) = (connection.dialect().clone(), planned(connection));
        let mut during = Vec::new();
        let mut run = |statement: &Statement| {
            if statement.sql.contains("pg_attribute") {
                during.push(planned(connection));
            }
            connection.execute(statement)
        };
        let scope = Scope::default();
        reflect::tables(&dialect, scope, &mut run).unwrap();
        assert!(
            during.iter().all(|told| told == &["off", "0"].map(|text| Value::Text(text.into())))
        );
        assert!(!during.is_empty());
        assert_eq!(planned(connection), before);
        assert_eq!(before[1], Value::Text("7".to_owned()));
    });
}

/// How many queries a whole schema takes.
fn queries(connection: &mut Connection, detail: Detail) -> usize {
    let dialect = connection.dialect().clone();
    let mut asked = 0;
    let mut run = |statement: &Statement| {
        asked += 1;
        connection.execute(statement)
    };
    reflect::schema(&dialect, &[None], detail, &mut run).unwrap();
    asked
}

#[test]
fn no_query_of_sqlite_is_asked_table_by_table() {
    let mut connection = sqlite();
    let mut made = 0;
    for detail in [Detail::Inspector, Detail::Full] {
        let few = queries(&mut connection, detail);
        make_tables(&mut connection, &mut made, 30);
        assert_eq!(queries(&mut connection, detail), few, "{detail:?}");
    }
}

#[test]
fn tables_that_have_gone_are_left_out_and_every_answer_is_its_own() {
    with_mariadb("mariadb", |connection, url| {
        let mut made = 0;
        make_tables(connection, &mut made, 10);
        run(connection, "CREATE VIEW more_seen AS SELECT a, id FROM more_3");
        let names: Vec<String> = ["gone", "more_0", "more_seen", "nope;", "seen`", "more_2"]
            .into_iter()
            .map(str::to_owned)
            .chain((3..10).flat_map(|number| [format!("more_{number}"), format!("no_{number}")]))
            .collect();
        let (mut counting, trips) = counted(url);
        let dialect = counting.dialect().clone();
        let scope = Scope { schema: None, tables: Some(&names), views: true };
        for _ in 0..2 {
            let mut run = CatalogReader(&mut counting);
            let found = reflect::tables(&dialect, scope, &mut run).unwrap();
            let found: Vec<&str> = found.iter().map(|table| table.name.as_str()).collect();
            let there = |name: &&str| name.starts_with("more_");
            let wanted: Vec<&str> = names.iter().map(String::as_str).filter(there).collect();
            assert_eq!(found, wanted);
        }
        assert!(trips.load(Ordering::SeqCst) > 0);
        // The session is as it was: in a transaction, and with one statement in a text.
        let refused = counting.execute(&Statement::ddl("SELECT 1; SELECT 2")).unwrap_err();
        assert_eq!(refused.code, Some(1064));
        let rows = counting.execute(&Statement::ddl("SELECT 3")).unwrap().rows;
        assert_eq!(rows, [[Value::Int(3)]]);
    });
}

#[test]
fn a_connection_that_is_cut_between_answers_is_closed() {
    with_mariadb("mariadb", |connection, url| {
        let (mut counting, _) = counted(url);
        let id = counting.execute(&Statement::ddl("SELECT connection_id()")).unwrap().rows;
        let Value::Int(id) = id[0][0] else { panic!("no number") };
        let kill = Statement::ddl(format!("KILL {id}"));
        let queries = [Statement::ddl("SELECT 1"), kill, Statement::ddl("SELECT 2")];
        let answers = counting.query_each(&queries);
        let worked: Vec<bool> = answers.iter().map(Result::is_ok).collect();
        assert_eq!(worked, [true, false, false]);
        let closed = counting.execute(&Statement::ddl("SELECT 4")).unwrap_err();
        assert_eq!(closed.message, "connection already closed");
        run(connection, "SELECT 1");
    });
}
