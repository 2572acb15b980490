//! Python exceptions as Rust errors.

use rustpython_vm::{
    AsObject, PyObjectRef, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyStr},
};
use std::fmt;

/// What can end a call into Python.
#[derive(Debug, thiserror::Error)]
pub enum PythonError {
    /// The code raised and nothing caught it.
    #[error("{0}")]
    Raised(Box<Exception>),
    /// The code called `sys.exit`, with what Python would print and the status it would end with.
    #[error("the script ended the program with status {status}")]
    Exit { status: i32, message: Option<String> },
    /// A file to run could not be read.
    #[error("cannot read {path}: {source}")]
    Read { path: String, source: crate::SourceError },
    /// A module has no such function.
    #[error("{module} has no function {name}")]
    NoFunction { module: String, name: String },
}

/// An exception that Python code raised, ready to be shown or to be raised again.
pub struct Exception {
    /// The parts that can be shown and sent to other threads.
    pub report: ExceptionReport,
    pub(crate) object: PyBaseExceptionRef,
}

/// The readable parts of an exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionReport {
    /// The class with its module, `sqlalchemy.exc.IntegrityError`; builtins without one.
    pub class: String,
    /// What `str()` gives.
    pub message: String,
    /// The text that Python prints, ended by a newline.
    pub traceback: String,
    /// The user's file and line where it was raised.
    pub location: Option<(String, u32)>,
}

impl fmt::Debug for Exception {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report.fmt(formatter)
    }
}

impl fmt::Display for Exception {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.report.message.is_empty() {
            true => formatter.write_str(&self.report.class),
            false => write!(formatter, "{}: {}", self.report.class, self.report.message),
        }
    }
}

impl PythonError {
    /// Reads what there is to know of a raised exception.
    pub(crate) fn from_raised(object: PyBaseExceptionRef, vm: &VirtualMachine) -> Self {
        if object.fast_isinstance(vm.ctx.exceptions.system_exit) {
            return exit(&object, vm);
        }
        let report = ExceptionReport {
            class: class_name(object.as_object(), vm),
            message: text(object.as_object(), vm),
            traceback: crate::traceback::render(&object, vm),
            location: crate::traceback::location(&object, vm),
        };
        PythonError::Raised(Box::new(Exception { report, object }))
    }

    /// The readable parts, if an exception is behind this error.
    pub fn report(&self) -> Option<&ExceptionReport> {
        match self {
            PythonError::Raised(exception) => Some(&exception.report),
            _ => None,
        }
    }
}

fn exit(object: &PyBaseExceptionRef, vm: &VirtualMachine) -> PythonError {
    let args = object.args();
    let (status, message) = match args.as_slice() {
        [] => (0, None),
        [code] if vm.is_none(code) => (0, None),
        [code] if code.fast_isinstance(vm.ctx.types.int_type) => {
            (code.try_to_value::<i32>(vm).unwrap_or(-1), None)
        }
        [message] => (1, Some(text(message, vm))),
        _ => (1, Some(text(args.as_object(), vm))),
    };
    PythonError::Exit { status, message }
}

/// `str(object)`, or a note that it failed.
pub(crate) fn text(object: &rustpython_vm::PyObject, vm: &VirtualMachine) -> String {
    match object.str(vm) {
        Ok(text) => text.to_string_lossy().into_owned(),
        Err(_) => "<exception str() failed>".to_owned(),
    }
}

/// The name that a traceback gives a class: with its module unless that is `builtins`.
pub(crate) fn class_name(object: &rustpython_vm::PyObject, vm: &VirtualMachine) -> String {
    let class = object.class();
    let string = |value: PyObjectRef| {
        value.downcast_ref::<PyStr>().map(|text| text.to_string_lossy().into_owned())
    };
    let name = string(class.__qualname__(vm)).unwrap_or_else(|| class.name().to_string());
    match string(class.__module__(vm)) {
        Some(module) if module != "builtins" && module != "__main__" => format!("{module}.{name}"),
        _ => name,
    }
}
