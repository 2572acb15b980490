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
