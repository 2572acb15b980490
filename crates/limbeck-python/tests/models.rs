//! Models and settings, against what SQLAlchemy, SQLModel, pydantic and python-dotenv make of them.

use limbeck_core::{
    ddl::{self, Action, DdlContext},
    dialect::{Backend, Dialect},
    expr::handle_compile,
    ops::Operation,
    schema::NamingConvention,
};
use limbeck_python::{Host, HostError, Options, Python, Reply};
use serde_json::{Map, Value, json};
use std::{fs, path::PathBuf, rc::Rc};

struct Compiles;

impl Compiles {
    fn operation(payload: &Value) -> Result<Value, HostError> {
        let unreadable = |error: serde_json::Error| HostError::Compile(error.to_string());
        let operation: Operation =
            serde_json::from_value(payload["operation"].clone()).map_err(unreadable)?;
        let name = payload["dialect"].as_str().unwrap_or_default();
        let backend = Backend::from_name(name)
            .ok_or_else(|| HostError::Argument(format!("no dialect {name}")))?;
        let dialect = Dialect::new(backend, None);
        let convention: Option<NamingConvention> =
            serde_json::from_value(payload["convention"].clone()).map_err(unreadable)?;
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: convention.as_ref(),
            offline: true,
            literal_binds: true,
        };
        let actions = ddl::statements(&operation, &context)
            .map_err(|error| HostError::Compile(error.to_string()))?;
        let texts = actions.into_iter().filter_map(|action| match action {
            Action::Run(statement) => Some(statement.sql),
            _ => None,
        });
        Ok(json!(texts.collect::<Vec<_>>()))
    }
}

impl Host for Compiles {
    fn call(&self, name: &str, payload: Value) -> Result<Reply, HostError> {
        match name {
            "compile" => handle_compile(payload, &Dialect::new(Backend::Postgresql, None))
                .map(Reply::Json)
                .map_err(|error| HostError::Compile(error.to_string())),
            "statements" => Self::operation(&payload).map(Reply::Json),
            "dialect" => Ok(Reply::NONE),
            other => Err(HostError::NotImplemented(other.to_owned())),
        }
    }
}

/// What the runner is given in place of SQLAlchemy's own compiler.
const COMPILERS: &str = r#"
import warnings
import _limbeck
from sqlalchemy.dialects._base import dialect_named
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.base import for_dialect
from sqlalchemy.sql.ddl import create_table_operation
from sqlalchemy.sql.naming import convention_templates

warnings.simplefilter("ignore")
DIALECTS = {name: dialect_named(name) for name in ("postgresql", "sqlite")}

def compiled(make, dialect, metadata):
    convention = convention_templates(metadata.naming_convention)
    with for_dialect(DIALECTS[dialect]):
        payload = {"operation": make(), "dialect": dialect, "convention": convention}
        found = _limbeck.call("statements", payload)
    return next(text for text in found if text.strip().startswith("CREATE") and "TYPE" not in text[:14])

def table(item, dialect):
    return compiled(lambda: create_table_operation(item, False, only_table=True), dialect, item.metadata)

def index(item, dialect):
    return compiled(CreateIndex(item)._operation, dialect, item.table.metadata)

def main(runner, kind, text, folder):
    import json
    space = {}
    exec(compile(runner, "runner.py", "exec"), space)
    if kind == "settings":
        found = space["run_settings"](text, folder)
    else:
        found = space["run_models"](text, table, index)
    return json.dumps(found)
"#;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/models")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Runs the snippets of a file and tells where an answer is another than the recorded one.
fn check(name: &'static str) {
    let run = move || {
        let recorded: Map<String, Value> =
            serde_json::from_str(&read(&format!("{name}.json"))).expect("a recording");
        let found = answers(name);
        let only = std::env::var("LIMBECK_CASE").unwrap_or_default();
        let wrong: Vec<String> = recorded
            .iter()
            .filter(|(snippet, _)| snippet.contains(&only))
            .filter(|(snippet, expected)| found[snippet.as_str()] != **expected)
            .map(|(snippet, expected)| {
                let found = &found[snippet.as_str()];
                format!("== {snippet}\n-- expected\n{expected:#}\n-- found\n{found:#}\n")
            })
            .collect();
        let count = recorded.len();
        assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    };
    let thread = std::thread::Builder::new().stack_size(limbeck_python::STACK_SIZE).spawn(run);
    if let Err(panic) = thread.expect("a thread starts").join() {
        std::panic::resume_unwind(panic);
    }
}

fn answers(name: &str) -> Value {
    let scratch =
        std::env::temp_dir().join(format!("limbeck-models-{}-{name}", std::process::id()));
    fs::create_dir_all(&scratch).expect("a scratch folder");
    let python = Python::start(&Options::default()).expect("the interpreter starts");
    let arguments = [
        json!(read("runner.py")),
        json!(name),
        json!(read(&format!("{name}.py"))),
        json!(scratch.to_string_lossy()),
    ];
    let answer = python.with_host(Rc::new(Compiles), |python| {
        let module = python.run_source("compilers.py", COMPILERS)?;
        module.call(python, "main", &arguments, &Map::new())
    });
    let removed = fs::remove_dir_all(&scratch);
    let answer = answer.unwrap_or_else(|error| panic!("the runner fails: {error}"));
    removed.expect("the scratch folder goes");
    serde_json::from_str(answer.as_str().expect("JSON text")).expect("JSON")
}

#[test]
fn declarative_classes() {
    check("declarative");
}

#[test]
fn annotated_classes() {
    check("annotated");
}

#[test]
fn sqlmodel_classes() {
    check("sqlmodels");
}

#[test]
fn settings_and_env_files() {
    check("settings");
}
