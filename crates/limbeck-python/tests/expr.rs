//! Expressions and statements of scripts, against what SQLAlchemy makes of them.

use limbeck_core::{
    dialect::{Backend, CompileError, Dialect},
    expr::handle_compile,
};
use limbeck_python::{Host, HostError, Options, Python, Reply};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, fs, path::Path, rc::Rc};

const RUNNER: &str = include_str!("expr_runner.py");

struct Compiles;

impl Host for Compiles {
    fn call(&self, name: &str, payload: Value) -> Result<Reply, HostError> {
        match name {
            "compile" => handle_compile(payload, &Dialect::new(Backend::Postgresql, None))
                .map(Reply::Json)
                .map_err(host_error),
            "dialect" => Ok(Reply::NONE),
            other => Err(HostError::NotImplemented(other.to_owned())),
        }
    }
}

fn host_error(error: CompileError) -> HostError {
    HostError::Other {
        module: "sqlalchemy.exc".to_owned(),
        class: error.class().to_owned(),
        message: error.to_string(),
    }
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/expr")
}

/// Runs every snippet of the recording and tells where an answer is another.
fn check(name: &str) {
    let recorded = fs::read_to_string(folder().join(format!("{name}.json"))).expect("a recording");
    let recorded: BTreeMap<String, Value> = serde_json::from_str(&recorded).expect("JSON");
    let prelude = fs::read_to_string(folder().join("prelude.py")).expect("a prelude");
    let snippets: Vec<&String> = recorded.keys().collect();
    let python = Python::start(&Options::default()).expect("the interpreter starts");
    let answers = python.with_host(Rc::new(Compiles), |python| {
        let module = python.run_source("runner.py", RUNNER)?;
        module.call(python, "main", &[json!(prelude), json!(snippets)], &Map::new())
    });
    let answers = answers.unwrap_or_else(|error| panic!("the runner fails: {error}"));
    let answers: Value = match answers {
        Value::String(text) => serde_json::from_str(&text).expect("JSON"),
        other => panic!("the runner gave {other}"),
    };
    let mut wrong = Vec::new();
    for (snippet, expected) in &recorded {
        differences(snippet, "", expected, &answers[snippet], &mut wrong);
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
}

fn differences(snippet: &str, at: &str, expected: &Value, found: &Value, wrong: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(one), Value::Object(other))
            if !one.contains_key("error") && at.len() < 40 =>
        {
            for (key, value) in one {
                let at = format!("{at}/{key}");
                differences(
                    snippet,
                    &at,
                    value,
                    &other.get(key).cloned().unwrap_or_default(),
                    wrong,
                );
            }
        }
        (one, other) if same_error(one, other) || same(one, other) => {}
        (one, other) => {
            wrong.push(format!("{snippet}\n  {at}\n    expected {one}\n    found    {other}"));
        }
    }
}

/// Errors agree in their class; messages that quote an object's address cannot be the same.
fn same_error(one: &Value, other: &Value) -> bool {
    let class = |value: &Value| value.get("error").and_then(Value::as_str).map(str::to_owned);
    match (class(one), class(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|found| same(value, found)))
        }
        _ => one == other,
    }
}

#[test]
fn operators() {
    check("operators");
}

#[test]
fn elements() {
    check("elements");
}

#[test]
fn selects() {
    check("select");
}

#[test]
fn statements_that_write() {
    check("dml");
}

#[test]
fn what_only_postgresql_has() {
    check("postgresql");
}

#[test]
fn what_only_mysql_has() {
    check("mysql");
}

#[test]
fn what_only_sqlite_has() {
    check("sqlite");
}

#[test]
fn types_that_stand_in_expressions() {
    check("type_expressions");
}

#[test]
fn common_table_expressions_within_others() {
    check("nested_ctes");
}

#[test]
fn what_migrations_write() {
    check("mixed");
}

/// Runs `main()` of a script and gives its value.
fn run(source: &str) -> Value {
    let python = Python::start(&Options::default()).expect("the interpreter starts");
    let result = python.with_host(Rc::new(Compiles), |python| {
        python.run_source("script.py", source)?.call(python, "main", &[], &Map::new())
    });
    result.unwrap_or_else(|error| panic!("the script fails: {error}"))
}

#[test]
fn functions_of_a_script_spell_its_own_constructs() {
    let found = run(r#"
from sqlalchemy import Integer, String, column, func, select, table, types
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ClauseElement, ColumnElement, Executable, FunctionElement

class utcnow(FunctionElement):
    type = types.DateTime()
    inherit_cache = True
    name = "utcnow"

@compiles(utcnow, "postgresql")
def pg_utcnow(element, compiler, **kw):
    return "TIMEZONE('utc', CURRENT_TIMESTAMP)"

@compiles(utcnow)
def any_utcnow(element, compiler, **kw):
    return "CURRENT_TIMESTAMP"

class greatest(FunctionElement):
    type = Integer()
    name = "greatest"

@compiles(greatest, "sqlite")
def lite_greatest(element, compiler, **kw):
    return "max(%s)" % compiler.process(element.clauses, **kw)

class CreateView(Executable, ClauseElement):
    def __init__(self, name, query):
        self.name, self.query = name, query

@compiles(CreateView)
def create_view(element, compiler, **kw):
    query = compiler.process(element.query, literal_binds=True)
    return "CREATE VIEW %s AS %s" % (compiler.preparer.quote(element.name), query)

t = table("t", column("a", Integer), column("b", String))

def main():
    pg, lite = postgresql.dialect(), sqlite.dialect()
    text = lambda element, dialect: str(element.compile(dialect=dialect))
    return [
        text(utcnow(), pg),
        text(select(utcnow().label("x")), lite),
        text(greatest(t.c.a, 5), lite),
        text(CreateView("V x", select(t.c.a).where(t.c.b == "it's")), pg),
        str(t.c.a + 1),
        str(select(t).where(t.c.a.in_([1, 2]))),
    ]
"#);
    assert_eq!(
        found,
        json!([
            "TIMEZONE('utc', CURRENT_TIMESTAMP)",
            "SELECT CURRENT_TIMESTAMP AS x",
            "max(t.a, ?)",
            "CREATE VIEW \"V x\" AS SELECT t.a \nFROM t \nWHERE t.b = 'it''s'",
            "t.a + :a_1",
            "SELECT t.a, t.b \nFROM t \nWHERE t.a IN (__[POSTCOMPILE_a_1])",
        ])
    );
}

#[test]
fn what_runs_has_the_servers_placeholders_and_values_in_order() {
    let found = run(r#"
import datetime
from sqlalchemy import Column, Integer, JSON, MetaData, String, Table, bindparam, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql._compiled import compile_for_execution

t = Table("t", MetaData(), Column("id", Integer, primary_key=True), Column("a", String, default="d"), Column("doc", JSON))
stamp = datetime.datetime(2024, 1, 2, 3, 4, 5)

def main():
    pg, lite = postgresql.dialect(), sqlite.dialect()
    def brief(statement, dialect, *args):
        made = compile_for_execution(statement, dialect, *args)
        return [made["sql"], made["params"], made["many"], made["columns"], made["returns_rows"]]
    return [
        brief(text("SELECT :a, :b, :a LIKE '%x'"), pg, {"a": 1, "b": "z"}),
        brief(select(t.c.id, t.c.doc).where(t.c.id.in_([1, 2]), t.c.a == "x"), lite),
        brief(insert(t).values(doc={"k": [1]}), pg),
        brief(insert(t), lite, None, [{"id": 1, "doc": {"x": 1}}, {"id": 2, "doc": None}]),
        brief(update(t).where(t.c.id == bindparam("b_id")), pg, {"b_id": 4, "a": "new"}),
    ]
"#);
    let integer = json!({ "type": "Integer" });
    let document = json!({ "type": "JSON" });
    assert_eq!(found[0][0], "SELECT $1, $2, $1 LIKE '%x'");
    assert_eq!(found[0][1], json!([1, "z"]));
    assert_eq!(found[1][0], "SELECT t.id, t.doc \nFROM t \nWHERE t.id IN (?, ?) AND t.a = ?");
    assert_eq!(found[1][1], json!([1, 2, "x"]));
    assert_eq!(found[1][3][0], json!({ "name": "id", "type": integer }));
    assert_eq!(found[1][3][1]["name"], "doc");
    assert_eq!(found[1][3][1]["type"]["type"], document["type"]);
    assert_eq!(found[1][4], json!(true));
    assert_eq!(found[2][0], "INSERT INTO t (a, doc) VALUES ($1::VARCHAR, $2::JSON) RETURNING t.id");
    assert_eq!(found[2][1][0], "d");
    assert_eq!(found[3][0], "INSERT INTO t (id, a, doc) VALUES (?, ?, ?)");
    assert_eq!(found[3][2].as_array().map(Vec::len), Some(2));
    assert_eq!(found[3][2][1][0], 2);
    assert_eq!(found[4][0], "UPDATE t SET a=$1::VARCHAR WHERE t.id = $2::INTEGER");
    assert_eq!(found[4][1], json!(["new", 4]));
}
