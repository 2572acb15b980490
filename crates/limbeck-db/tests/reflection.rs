//! Reflection of live databases against what SQLAlchemy's Inspector said of the same schema.

use std::{fs, path::PathBuf};

use limbeck_core::{
    dialect::Dialect,
    reflect::{self, Detail, Scope, What},
    schema::Type,
    statement::Statement,
};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session, Url};
use serde_json::{Map, Value as Json, json};

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
    let mut run = |statement: &Statement| connection.execute(statement);
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

fn with_postgresql(test: impl FnOnce(&mut Connection)) {
    let text = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL names a server where databases can be created");
    let server: Url = text.parse().unwrap();
    let name = format!("limbeck_reflect_{}", std::process::id());
    let mut admin = open(&server);
    admin.set_isolation(Isolation::Autocommit).unwrap();
    run(&mut admin, &format!("CREATE DATABASE {name}"));
    let mut connection = open(&Url { database: Some(name.clone()), ..server });
    run(&mut connection, &testdata("postgresql.sql"));
    connection.commit().unwrap();
    test(&mut connection);
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

fn with_mariadb(drivername: &str, test: impl FnOnce(&mut Connection)) {
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
    let mut connection = open(&Url { database: Some(name.clone()), drivername, ..server });
    for sql in limbeck_db::sql::split(&testdata("mariadb.sql"), connection.dialect().backend) {
        run(&mut connection, sql);
    }
    connection.commit().unwrap();
    test(&mut connection);
    drop(connection);
    run(&mut admin, &format!("DROP DATABASE {name}"));
}

// The Inspector takes PAGE_CHECKSUM for CHECKSUM.
const OF_MARIADB: [(&str, &str); 1] = [("texts", "table_options")];

#[test]
fn mariadb_answers_as_the_inspector_does() {
    with_mariadb("mariadb", |connection| {
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
    with_mariadb("mysql", |connection| check(connection, "mysql.json", &OF_MARIADB));
}

#[test]
fn views_of_mariadb_have_columns_and_a_definition() {
    with_mariadb("mariadb", |connection| {
        let recorded: Json = serde_json::from_str(&testdata("mariadb.json")).unwrap();
        let expected = &recorded["schemas"]["-"]["views"]["seen"];
        let dialect = connection.dialect().clone();
        let columns = ask(connection, What::Columns, None, Some("seen"));
        assert_eq!(
            comparable(columns["seen"].clone(), &dialect),
            comparable(expected["columns"].clone(), &dialect)
        );
        let scope = Scope::default();
        let mut run = |statement: &Statement| connection.execute(statement);
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
    with_postgresql(|connection| check(connection, "postgresql.json", &[]));
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

/// Makes tables, each of which may take `more` queries.
#[track_caller]
fn check_queries(connection: &mut Connection, more: usize) {
    const TABLES: usize = 20;
    for detail in [Detail::Inspector, Detail::Full] {
        let before = queries(connection, detail);
        for number in 0..TABLES {
            let table = format!("more_{detail:?}_{number}");
            let sql = format!("CREATE TABLE {table} (id INTEGER PRIMARY KEY, a INTEGER UNIQUE)");
            run(connection, &sql);
            run(connection, &format!("CREATE INDEX ix_{table} ON {table} (a, id)"));
        }
        assert_eq!(queries(connection, detail), before + TABLES * more, "{detail:?}");
    }
}

#[test]
fn no_query_is_asked_table_by_table() {
    check_queries(&mut sqlite(), 0);
    with_postgresql(|connection| check_queries(connection, 0));
    // The server tells of CHECKs, expressions and options by `SHOW CREATE TABLE` alone.
    with_mariadb("mariadb", |connection| check_queries(connection, 1));
}
