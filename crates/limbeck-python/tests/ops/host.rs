//! A host that keeps the operations a script asks for and prints their SQL.

use limbeck_core::{
    ddl::{self, Action, DdlContext, Output, script_line},
    dialect::{Backend, Dialect, Paramstyle},
    expr::handle_compile,
    ops::{Execute, Operation},
};
use limbeck_python::{Host, HostError, Module, Options, Python, PythonError, Reply, Stream};
use serde_json::{Map, Value, json};
use std::{
    cell::{Cell, RefCell},
    path::Path,
    rc::Rc,
};

/// The interpreter with one run of one dialect.
pub struct Recorder {
    python: Python,
    host: Rc<Recording>,
}

struct Recording {
    dialect: RefCell<Dialect>,
    literal_binds: Cell<bool>,
    convention: RefCell<Option<limbeck_core::schema::NamingConvention>>,
    output: RefCell<Output>,
    printed: RefCell<String>,
    operations: RefCell<Vec<Operation>>,
    unreadable: RefCell<Vec<String>>,
}

const PRELUDE: &str = r#"
import sqlalchemy as sa

def run(path, source, dialect):
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext, _reset

    _reset()
    scope = {"__name__": "case", "__file__": path, "sa": sa}
    exec(compile(source, path, "exec"), scope)
    given = scope.get("options", {})
    opts = {"as_sql": True, "literal_binds": given.get("literal_binds", True)}
    if "target_metadata" in scope:
        opts["target_metadata"] = scope["target_metadata"]
    context = MigrationContext.configure(
        dialect_name=dialect, dialect_opts={"paramstyle": given.get("paramstyle", "named")},
        opts=opts,
    )
    with Operations.context(context):
        scope["upgrade"]()
"#;

impl Recorder {
    pub fn start(dialect: &str) -> Self {
        let python = Python::start(&Options::default()).expect("the interpreter starts");
        Recorder::with_python(python, dialect)
    }

    /// A new run in an interpreter that has run others.
    pub fn with_python(python: Python, dialect: &str) -> Self {
        let backend = Backend::from_name(dialect).expect("a dialect that Limbeck speaks");
        let host = Rc::new(Recording {
            dialect: RefCell::new(Dialect::new(backend, None)),
            literal_binds: Cell::new(true),
            convention: RefCell::new(None),
            output: RefCell::new(Output::new()),
            printed: RefCell::new(String::new()),
            operations: RefCell::new(Vec::new()),
            unreadable: RefCell::new(Vec::new()),
        });
        Recorder { python, host }
    }

    /// Runs the script's `upgrade()`.
    pub fn run_file(&self, path: &Path, _direction: &str) -> Result<(), String> {
        let source = std::fs::read_to_string(path).expect("the script can be read");
        let dialect = self.host.dialect.borrow().backend.name();
        self.python.with_host(self.host.clone(), |python| {
            let module: Module = python.run_source("<prelude>", PRELUDE).map_err(shown)?;
            let args = [json!(path.to_string_lossy()), json!(source), json!(dialect)];
            module.call(python, "run", &args, &Map::new()).map(drop).map_err(shown)
        })
    }

    pub fn count(&self) -> usize {
        self.host.operations.borrow().len()
    }

    pub fn unreadable(&self) -> Vec<String> {
        self.host.unreadable.borrow().clone()
    }
}

/// `-- Class: message`, as the recorder of the oracle writes failures.
fn shown(error: PythonError) -> String {
    match error.report() {
        Some(report) => {
            let class = report.class.rsplit('.').next().unwrap_or_default();
            let message = report.message.split("(Background on this error at").next();
            let words: Vec<&str> = message.unwrap_or_default().split_whitespace().collect();
            let trace = match std::env::var_os("LIMBECK_TRACE") {
                Some(_) => report.traceback.clone(),
                None => String::new(),
            };
            format!("{trace}-- {class}: {}", words.join(" "))
        }
        None => format!("-- {error}"),
    }
}

/// What the case prints on a dialect, a failure being its last line.
pub fn run_case(python: &Python, path: &Path, dialect: &str) -> String {
    let recorder = Recorder::with_python(python.clone(), dialect);
    let result = recorder.run_file(path, "upgrade");
    let mut printed = recorder.host.printed.borrow().clone();
    for text in recorder.unreadable() {
        printed += &format!("unreadable: {text}\n");
    }
    if let Err(line) = result {
        printed += &line;
        printed.push('\n');
    }
    printed
}

/// The operations of a case, as they are recorded.
pub fn operations_of(python: &Python, path: &Path, dialect: &str) -> Vec<Operation> {
    let recorder = Recorder::with_python(python.clone(), dialect);
    recorder.run_file(path, "upgrade").ok();
    recorder.host.operations.take()
}

impl Recording {
    fn configure(&self, payload: &Value) -> Value {
        if let Some(style) = payload["dialect_opts"]["paramstyle"].as_str() {
            self.dialect.borrow_mut().paramstyle = match style {
                "named" => Paramstyle::Named,
                "qmark" => Paramstyle::Qmark,
                "format" => Paramstyle::Format,
                _ => Paramstyle::Pyformat,
            };
        }
        self.literal_binds.set(payload["literal_binds"].as_bool().unwrap_or(false));
        *self.convention.borrow_mut() =
            serde_json::from_value(payload["naming_convention"].clone()).unwrap_or_default();
        json!({ "context": 1, "as_sql": true, "dialect": self.dialect_json() })
    }

    fn dialect_json(&self) -> Value {
        let dialect = self.dialect.borrow();
        json!({ "name": dialect.backend.name(), "driver": dialect.driver })
    }

    fn invoke(&self, payload: Value) -> Result<Reply, HostError> {
        let operation: Operation = match serde_json::from_value(payload.clone()) {
            Ok(operation) => operation,
            Err(error) => {
                self.unreadable.borrow_mut().push(format!("{error} in {payload}"));
                return Ok(Reply::NONE);
            }
        };
        self.carry_out(operation).map(|()| Reply::NONE)
    }

    fn carry_out(&self, operation: Operation) -> Result<(), HostError> {
        self.operations.borrow_mut().push(operation.clone());
        let (dialect, convention) = (self.dialect.borrow(), self.convention.borrow());
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: convention.as_ref(),
            offline: true,
            literal_binds: self.literal_binds.get(),
        };
        let mut output = self.output.borrow_mut();
        let result = ddl::emit(&operation, &context, &mut output);
        let mut printed = self.printed.borrow_mut();
        for action in output.actions.drain(..) {
            print(&action, &mut printed);
        }
        result.map_err(|error| HostError::Other {
            module: module_of(error.class()).to_owned(),
            class: error.class().to_owned(),
            // Python adds the quotes to a missing key.
            message: match error.class() {
                "KeyError" => error.to_string().trim_matches('\'').to_owned(),
                _ => error.to_string(),
            },
        })
    }

    fn compile_operation(&self, payload: &Value) -> Result<Reply, HostError> {
        let unreadable = |error: serde_json::Error| HostError::Compile(error.to_string());
        let operation: Operation =
            serde_json::from_value(payload["operation"].clone()).map_err(unreadable)?;
        let dialect = self.dialect.borrow();
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: true,
            literal_binds: true,
        };
        let actions = ddl::statements(&operation, &context)
            .map_err(|error| HostError::Compile(error.to_string()))?;
        let texts = actions.iter().filter_map(|action| match action {
            Action::Run(statement) => Some(statement.sql.clone()),
            _ => None,
        });
        let texts = texts.collect::<Vec<_>>();
        Ok(json!({ "sql": texts.join("; "), "statements": texts }).into())
    }
}

fn module_of(class: &str) -> &'static str {
    match class {
        "CommandError" => "alembic.util.exc",
        "CompileError"
        | "ArgumentError"
        | "InvalidRequestError"
        | "IdentifierError"
        | "UnsupportedCompilationError"
        | "StatementError" => "sqlalchemy.exc",
        _ => "builtins",
    }
}

fn print(action: &Action, printed: &mut String) {
    match action {
        Action::Run(statement) => printed.push_str(&script_line(&statement.sql)),
        Action::RunEach { sql, rows } => {
            for _ in rows {
                printed.push_str(&script_line(sql));
            }
        }
        Action::RunIf { then, .. } => printed.push_str(&script_line(&then.sql)),
        Action::Guard { statements, .. } => {
            for statement in statements {
                printed.push_str(&script_line(&statement.sql));
            }
        }
        Action::Warn(_) => {}
    }
}

impl Host for Recording {
    fn call(&self, name: &str, payload: Value) -> Result<Reply, HostError> {
        match name {
            "context.info" => Ok(Reply::NONE),
            "context.configure" => Ok(self.configure(&payload).into()),
            "dialect" => Ok(self.dialect_json().into()),
            "invoke" => self.invoke(payload),
            "context.execute" => match serde_json::from_value(payload["executable"].clone()) {
                Ok(statement) => {
                    let run = Operation::Execute(Execute {
                        statement,
                        options: Map::new().into_iter().collect(),
                    });
                    self.invoke(serde_json::to_value(run).unwrap_or_default())
                }
                Err(error) => {
                    self.unreadable.borrow_mut().push(format!("{error} in {payload}"));
                    Ok(Reply::NONE)
                }
            },
            "context.static_output" => {
                let text = payload["text"].as_str().unwrap_or_default();
                self.printed.borrow_mut().push_str(&format!("{text}\n\n"));
                Ok(Reply::NONE)
            }
            "compile" => {
                let dialect = self.dialect.borrow();
                let answer = handle_compile(payload, &dialect)
                    .map_err(|error| HostError::Compile(error.to_string()))?;
                Ok(answer.into())
            }
            "compile.operation" => self.compile_operation(&payload),
            other => Err(HostError::NotImplemented(other.to_owned())),
        }
    }

    fn write(&self, _stream: Stream, _text: &str) {}
}
