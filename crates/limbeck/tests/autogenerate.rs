//! Models read by the interpreter and databases read by reflection, as the diff is handed them.
//!
//! The two sides of each case of `limbeck-core/testdata/autogenerate` must be those that are
//! recorded beside the oracle's answers, which limbeck-core compares its own with.
//! `LIMBECK_BLESS=1` records them anew.
#![cfg(all(feature = "python", feature = "sqlite", feature = "postgresql"))]

use std::{
    cell::RefCell,
    fs,
    path::PathBuf,
    rc::Rc,
    sync::atomic::{AtomicUsize, Ordering},
};

use limbeck_core::{
    dialect::Dialect,
    diff::{self, DiffError, Hooks},
    expr::handle_compile,
    reflect::{self, Detail},
    schema::Schema,
    statement::Statement,
};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session, Url};
use limbeck_python::{Host, HostError, Module, Options, Python, Reply};
use serde_json::{Map, Value, json};

const PRELUDE: &str = r#"
import warnings
import _limbeck
from alembic.autogenerate._models import metadata_wires
from sqlalchemy.dialects._base import dialect_named

warnings.simplefilter("ignore")
SPACE = {"__name__": "models"}

def load(runner, cases):
    exec(compile(runner, "runner.py", "exec"), SPACE)
    exec(compile(cases, "cases.py", "exec"), SPACE)

def given(name):
    case = SPACE["CASES"][name]
    return {key: case[key] for key in ("options", "exclude", "exclude_names", "unordered")}

def models(name, dialect):
    before, after = SPACE["models_of"](name)
    _limbeck.call("models", list(metadata_wires(after, dialect_named(dialect))))
"#;

#[derive(Default)]
struct Models(RefCell<Value>);

impl Host for Models {
    fn call(&self, name: &str, payload: Value) -> Result<Reply, HostError> {
        match name {
            "models" => {
                *self.0.borrow_mut() = payload;
                Ok(Reply::NONE)
            }
            "compile" => {
                let dialect = Dialect::new(limbeck_core::dialect::Backend::Postgresql, None);
                handle_compile(payload, &dialect)
                    .map(Reply::Json)
                    .map_err(|error| HostError::Compile(error.to_string()))
            }
            "dialect" => Ok(Reply::NONE),
            other => Err(HostError::NotImplemented(other.to_owned())),
        }
    }
}

fn testdata() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../limbeck-core/testdata/autogenerate")
}

fn read(path: &str) -> String {
    fs::read_to_string(testdata().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// A database of its own, which goes when this does.
struct Database {
    connection: Option<Connection>,
    server: Option<(Connection, String)>,
}

impl Database {
    fn open(dialect: &str) -> Database {
        if dialect == "sqlite" {
            let connection = connect(&"sqlite://".parse().expect("a URL"));
            return Database { connection: Some(connection), server: None };
        }
        let is_mysql = matches!(dialect, "mysql" | "mariadb");
        let variable = match is_mysql {
            true => "LIMBECK_TEST_MARIADB_URL",
            false => "LIMBECK_TEST_POSTGRESQL_URL",
        };
        let text = std::env::var(variable)
            .unwrap_or_else(|_| panic!("{variable} names a server where databases can be created"));
        let mut url: Url = text.parse().expect("a URL");
        if is_mysql {
            url.drivername = format!("{dialect}+pymysql");
        }
        let mut server = connect(&url);
        server.set_isolation(Isolation::Autocommit).expect("a setting that every server has");
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_autogenerate_{}_{number}", std::process::id());
        run(&mut server, &format!("CREATE DATABASE {name}"));
        let mut connection = connect(&Url { database: Some(name.clone()), ..url });
        if !is_mysql {
            run(&mut connection, "CREATE EXTENSION citext; CREATE EXTENSION hstore");
        }
        Database { connection: Some(connection), server: Some((server, name)) }
    }

    /// The schema, which schemas were looked at, and the answers that a comparison asks for.
    fn side(&mut self, given: &Value, models: &Schema) -> Value {
        let connection = self.connection.as_mut().expect("an open connection");
        let dialect = connection.dialect().clone();
        let mut run = |statement: &Statement| connection.execute(statement);
        let all = given["options"]["include_schemas"] == json!(true);
        let schemas = match all {
            true => reflect::compared_schemas(&dialect, &mut run).expect("the schemas"),
            false => vec![None],
        };
        let names: Vec<Option<&str>> = schemas.iter().map(Option::as_deref).collect();
        let database = reflect::schema(&dialect, &names, Detail::Inspector, &mut run)
            .expect("the schema can be read");
        let mut options = diff::Options::new(&dialect);
        options.compare_server_default = given["options"]["compare_server_default"] == json!(true);
        let mut asked = Asked { connection, answers: Map::new() };
        diff::compare(&database, std::slice::from_ref(models), &options, &mut asked)
            .expect("the comparison");
        json!({
            "schemas": schemas,
            "database": database,
            "models": models,
            "answers": asked.answers,
        })
    }
}

/// Asks the database, and remembers what it said.
struct Asked<'a> {
    connection: &'a mut Connection,
    answers: Map<String, Value>,
}

impl Hooks for Asked<'_> {
    type Error = DiffError;

    fn query(&mut self, statement: &Statement) -> Result<diff::Answer, DiffError> {
        let rows = self.connection.execute(statement)?;
        let answer = rows.rows.first().and_then(|row| row.first());
        let answer = answer == Some(&limbeck_core::statement::Value::Bool(true));
        self.answers.insert(statement.sql.clone(), json!(answer));
        Ok(Ok(rows))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.connection = None;
        if let Some((server, name)) = &mut self.server {
            let force = match server.dialect().is_mysql() {
                true => "",
                false => " WITH (FORCE)",
            };
            run(server, &format!("DROP DATABASE {name}{force}"));
        }
    }
}

fn connect(url: &Url) -> Connection {
    Connection::open(url, &ConnectOptions::default()).expect("the database can be reached")
}

fn run(connection: &mut Connection, sql: &str) {
    let done = connection.execute(&Statement::ddl(sql)).and_then(|_| connection.commit());
    done.unwrap_or_else(|error| panic!("{error} in {sql}"));
}

/// Without the numbers that tell the objects of one run apart.
fn without_ids(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_ids).collect(),
        Value::Object(map) => map
            .into_iter()
            .filter(|(key, value)| !(matches!(key.as_str(), "id" | "from_id") && value.is_u64()))
            .map(|(key, value)| (key, without_ids(value)))
            .collect(),
        other => other,
    }
}

fn sides(python: &Python, module: &Module, host: &Models, name: &str, answers: &Value) -> Value {
    let call = |function: &str, arguments: &[Value]| {
        module
            .call(python, function, arguments, &Map::new())
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    let given = call("given", &[json!(name)]);
    let mut found = Map::new();
    found.insert("given".to_owned(), given.clone());
    for (dialect, answer) in answers.as_object().into_iter().flatten() {
        call("models", &[json!(name), json!(dialect)]);
        let parts: Vec<Schema> = serde_json::from_value(host.0.take())
            .unwrap_or_else(|error| panic!("{name}: the models cannot be read: {error}"));
        let mut models = Schema::default();
        parts.into_iter().for_each(|part| models.append(part));
        let mut database = Database::open(dialect);
        for statement in answer["database"].as_array().into_iter().flatten() {
            run(database.connection.as_mut().expect("open"), statement.as_str().expect("SQL"));
        }
        found.insert(dialect.clone(), without_ids(database.side(&given, &models)));
    }
    found.into()
}

/// The sides of each case of a file, as they are recorded.
fn check(file: &'static str) {
    let work = move || {
        let recorded: Value =
            serde_json::from_str(&read(&format!("recorded/{file}.json"))).expect("a recording");
        let python = Python::start(&Options::default()).expect("the interpreter starts");
        let host = Rc::new(Models::default());
        let mut found = Map::new();
        python.with_host(host.clone(), |python| {
            let module = python.run_source("prelude.py", PRELUDE).expect("the prelude runs");
            let sources =
                [read("runner.py"), read(&format!("cases/{file}.py"))].map(|it| json!(it));
            module.call(python, "load", &sources, &Map::new()).expect("the cases load");
            for (name, answers) in recorded.as_object().into_iter().flatten() {
                found.insert(name.clone(), sides(python, &module, &host, name, answers));
            }
        });
        let path = testdata().join(format!("sides/{file}.json"));
        if std::env::var_os("LIMBECK_BLESS").is_some() {
            let lines: Vec<String> =
                found.iter().map(|(name, sides)| format!("{}: {sides}", json!(name))).collect();
            fs::write(&path, format!("{{\n{}\n}}\n", lines.join(",\n"))).expect("it is written");
            return;
        }
        let expected: Value =
            serde_json::from_str(&read(&format!("sides/{file}.json"))).expect("the sides");
        let differ: Vec<String> = found
            .iter()
            .filter(|(name, sides)| expected[name.as_str()] != **sides)
            .map(|(name, sides)| format!("{name}\n{sides}\n{}", expected[name.as_str()]))
            .collect();
        assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
    };
    let thread = std::thread::Builder::new().stack_size(limbeck_python::STACK_SIZE).spawn(work);
    if let Err(panic) = thread.expect("a thread starts").join() {
        std::panic::resume_unwind(panic);
    }
}

macro_rules! files {
    ($($name:ident),*) => { $(#[test] fn $name() { check(stringify!($name)); })* };
}

files!(
    tables,
    columns,
    types,
    defaults,
    indexes,
    constraints,
    names,
    comments,
    filters,
    schemas,
    rendering,
    mysql,
    matrix,
    matrix_constraints
);
