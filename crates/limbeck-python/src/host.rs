//! What Python code asks of the program around it, and how the two find each other.

use crate::PythonError;
use limbeck_core::{
    expr::Prepared,
    statement::{DatabaseError, Rows, Statement},
};
use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine, builtins::PyBaseExceptionRef,
};
use std::{cell::RefCell, io::Write, rc::Rc};

/// The program around the interpreter.
///
/// Methods take `&self` because a call may come while another is still running: a host that
/// runs a script from within [`Host::call`] is called again by that script.
pub trait Host {
    /// Answers `_limbeck.call(name, payload)`.
    ///
    /// # Errors
    /// Raised in Python as the class that [`HostError`] names.
    fn call(&self, name: &str, payload: serde_json::Value) -> Result<Reply, HostError>;

    /// Answers `_limbeck.execute(connection, sql, params)`: one statement, already compiled.
    ///
    /// # Errors
    /// [`HostError::Database`] where the database refuses.
    fn execute(&self, connection: u64, statement: Statement) -> Result<Rows, HostError> {
        let _ = (connection, statement);
        Err(HostError::NotImplemented("executing a compiled statement".to_owned()))
    }

    /// Answers `_limbeck.execute_many(connection, sql, sets)`: the same statement with each set
    /// of values, whose rows nobody wants.
    ///
    /// # Errors
    /// As [`Host::execute`].
    fn execute_many(&self, connection: u64, statements: &[Statement]) -> Result<Rows, HostError> {
        let _ = (connection, statements);
        Err(HostError::NotImplemented("executing with several sets of values".to_owned()))
    }

    /// Answers `_limbeck.runner()(connection, request, again)`: a statement of the expression language,
    /// compiled and executed, once or with each of several sets of values.
    ///
    /// # Errors
    /// What the compilation refuses, and as [`Host::execute`].
    fn run(&self, connection: u64, request: serde_json::Value) -> Result<Rows, HostError> {
        let _ = (connection, request);
        Err(HostError::NotImplemented("compiling and executing".to_owned()))
    }

    /// Compiles what a runner is to send several times with other values.
    ///
    /// # Errors
    /// What the compilation refuses.
    fn prepare(&self, connection: u64, request: serde_json::Value) -> Result<Prepared, HostError> {
        let _ = (connection, request);
        Err(HostError::NotImplemented("compiling".to_owned()))
    }

    /// Whether the connection still takes what was compiled for it.
    fn speaks_as(&self, connection: u64, prepared: &Prepared) -> bool {
        let _ = (connection, prepared);
        false
    }

    /// Whether Ctrl-C was pressed while the host worked: asked once after each call.
    fn interrupted(&self) -> bool {
        false
    }

    /// Takes what Python prints. The default writes to the process's own streams.
    fn write(&self, stream: Stream, text: &str) {
        write_to_process(stream, text);
    }

    /// Completes what [`Host::write`] holds back.
    fn flush(&self, stream: Stream) {
        flush_process(stream);
    }
}

/// One of the two streams that Python prints to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Stdout,
    Stderr,
}

/// The levels of Python's logging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    Debug = 10,
    Info = 20,
    Warning = 30,
    Error = 40,
}

/// What a host gives back to Python.
#[derive(Debug)]
pub enum Reply {
    Json(serde_json::Value),
    /// Becomes `(columns, rows, affected, last_insert_id)`: columns are `(name, type)` pairs,
    /// rows are tuples.
    Rows(Rows),
    /// A module or another Python object, as it is.
    Object(crate::Module),
}

impl Reply {
    /// Python's `None`.
    pub const NONE: Reply = Reply::Json(serde_json::Value::Null);
}

impl From<serde_json::Value> for Reply {
    fn from(value: serde_json::Value) -> Self {
        Reply::Json(value)
    }
}

/// Why a host could not answer, by the Python class that it becomes.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// A subclass of `sqlalchemy.exc.DBAPIError`.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// Python code that the host ran failed: the same exception goes on.
    #[error(transparent)]
    Python(#[from] PythonError),
    /// `alembic.util.exc.CommandError`.
    #[error("{0}")]
    Command(String),
    /// `sqlalchemy.exc.CompileError`.
    #[error("{0}")]
    Compile(String),
    /// `sqlalchemy.exc.StatementError`, around what is wrong with the values of a statement.
    #[error("{0}")]
    Statement(String),
    /// `sqlalchemy.exc.InvalidRequestError`.
    #[error("{0}")]
    InvalidRequest(String),
    /// `sqlalchemy.exc.ArgumentError`.
    #[error("{0}")]
    Argument(String),
    /// `NotImplementedError`.
    #[error("{0}")]
    NotImplemented(String),
    /// Any other class, by module and name.
    #[error("{message}")]
    Other { module: String, class: String, message: String },
    /// Ctrl-C: `KeyboardInterrupt`.
    #[error("interrupted")]
    Interrupted,
}

thread_local! {
    static HOSTS: RefCell<Vec<Rc<dyn Host>>> = const { RefCell::new(Vec::new()) };
}

/// Takes the host off this thread when a run ends, however it ends.
pub(crate) struct HostGuard;

impl HostGuard {
    pub(crate) fn set(host: Rc<dyn Host>) -> Self {
        HOSTS.with_borrow_mut(|hosts| hosts.push(host));
        HostGuard
    }
}

impl Drop for HostGuard {
    fn drop(&mut self) {
        HOSTS.with_borrow_mut(Vec::pop);
    }
}

/// The host of the run on this thread. Nothing stays borrowed, so hosts may be re-entered.
pub(crate) fn current() -> Option<Rc<dyn Host>> {
    HOSTS.with_borrow(|hosts| hosts.last().cloned())
}

/// Hands `text` to the host, or to the process's own stream outside a run.
pub(crate) fn write(stream: Stream, text: &str) {
    match current() {
        Some(host) => host.write(stream, text),
        None => write_to_process(stream, text),
    }
}

pub(crate) fn flush(stream: Stream) {
    match current() {
        Some(host) => host.flush(stream),
        None => flush_process(stream),
    }
}

// A closed pipe must not end a migration, so failures to print are dropped as Python's own
// shutdown does.
#[expect(clippy::disallowed_methods, reason = "where no host takes what Python prints")]
fn write_to_process(stream: Stream, text: &str) {
    let _ = match stream {
        Stream::Stdout => std::io::stdout().lock().write_all(text.as_bytes()),
        Stream::Stderr => std::io::stderr().lock().write_all(text.as_bytes()),
    };
}

#[expect(clippy::disallowed_methods, reason = "where no host takes what Python prints")]
fn flush_process(stream: Stream) {
    let _ = match stream {
        Stream::Stdout => std::io::stdout().lock().flush(),
        Stream::Stderr => std::io::stderr().lock().flush(),
    };
}

/// Turns a host's error into the exception to raise.
pub(crate) fn to_exception(error: HostError, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let raised = match error {
        HostError::Database(error) => database_exception(&error, vm),
        HostError::Python(error) => return python_exception(error, vm),
        HostError::Command(message) => make(vm, "alembic.util.exc", "CommandError", message),
        HostError::Compile(message) => make(vm, "sqlalchemy.exc", "CompileError", message),
        HostError::Statement(message) => {
            raised_by("_refused_values", vm.ctx.new_str(message).into(), vm)
        }
        HostError::InvalidRequest(message) => {
            make(vm, "sqlalchemy.exc", "InvalidRequestError", message)
        }
        HostError::Argument(message) => make(vm, "sqlalchemy.exc", "ArgumentError", message),
        HostError::NotImplemented(message) => return vm.new_not_implemented_error(message),
        HostError::Other { module, class, message } => make(vm, &module, &class, message),
        HostError::Interrupted => {
            let class = vm.ctx.exceptions.keyboard_interrupt.to_owned();
            return vm.new_exception_empty(class);
        }
    };
    raised.unwrap_or_else(|failure| failure)
}

fn make(
    vm: &VirtualMachine,
    module: &str,
    class: &str,
    message: String,
) -> PyResult<PyBaseExceptionRef> {
    let class = import(module, vm)?.get_attr(&*vm.ctx.new_str(class), vm)?;
    as_exception(class.call((vm.ctx.new_str(message),), vm)?, vm)
}

fn database_exception(error: &DatabaseError, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
    let fields = serde_json::to_value(error).unwrap_or_default();
    raised_by("_from_database_error", crate::wire::to_python(&fields, vm)?, vm)
}

/// What a function of `sqlalchemy.exc` makes of an error.
fn raised_by(
    function: &'static str,
    told: PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<PyBaseExceptionRef> {
    let function = import("sqlalchemy.exc", vm)?.get_attr(function, vm)?;
    as_exception(function.call((told,), vm)?, vm)
}

fn as_exception(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
    object.downcast().map_err(|object| {
        vm.new_type_error(format!("{} is not an exception", object.class().name()))
    })
}

/// The module of this dotted name itself, not its topmost package.
pub(crate) fn import(name: &str, vm: &VirtualMachine) -> PyResult {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    if let Ok(module) = modules.get_item(name, vm) {
        return Ok(module);
    }
    vm.import(&*vm.ctx.new_utf8_str(name), 0)?;
    modules.get_item(name, vm)
}

fn python_exception(error: PythonError, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match error {
        PythonError::Raised(exception) => exception.object,
        PythonError::Exit { status, message } => {
            let argument: PyObjectRef = match message {
                Some(message) => vm.ctx.new_str(message).into(),
                None => vm.ctx.new_int(status).into(),
            };
            vm.new_exception(vm.ctx.exceptions.system_exit.to_owned(), vec![argument])
        }
        PythonError::Read { path, source } => vm.new_os_error(format!("{source}: '{path}'")),
        error @ PythonError::NoFunction { .. } => vm.new_exception_msg(
            vm.ctx.exceptions.attribute_error.to_owned(),
            error.to_string().into(),
        ),
    }
}
