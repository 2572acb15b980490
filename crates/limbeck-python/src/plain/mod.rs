//! Directives as generated scripts write them, read from the script's objects as they are.
//!
//! The recorders can describe everything, by JSON that Python code builds, and the interpreter
//! takes its time over that. What `revision --autogenerate` writes is plain: names, flags,
//! columns of common types. Such a call becomes an operation here. Anything else, and anything
//! that a script has hooked into, is left to the recorders, which then see the call untouched.

mod arguments;
mod columns;
mod constraints;
mod directives;
mod object;

use limbeck_core::{ops::Operation, schema::NamingConvention};
use rustpython_vm::{
    Py, PyObjectRef, PyRef, PyResult, VirtualMachine,
    builtins::{PyBaseExceptionRef, PyDict, PyList, PyTuple},
};
use std::cell::Cell;

use crate::wire;

thread_local! {
    /// Whether nothing has been hooked into directives or schema objects.
    static OPEN: Cell<bool> = const { Cell::new(true) };
}

/// Sends every directive to the recorders from now on: a script may see or change them there.
pub(crate) fn close() {
    OPEN.set(false);
}

/// For a new interpreter, in which nothing is hooked in yet.
pub(crate) fn open() {
    OPEN.set(true);
}

/// What a directive acts in.
pub(crate) struct Surroundings {
    /// `sqlalchemy.sql.base._dialects`: the last is what schema objects describe themselves for.
    dialects: PyRef<PyList>,
    dialect: PyObjectRef,
    /// The templates of the target metadata's naming convention, or None.
    convention: PyObjectRef,
}

impl Surroundings {
    /// From `(dialects, dialect, convention)`.
    pub(crate) fn of(context: &PyTuple, vm: &VirtualMachine) -> PyResult<Self> {
        let [dialects, dialect, convention] = context.as_slice() else {
            return Err(vm.new_type_error("(dialects, dialect, convention) is expected"));
        };
        Ok(Surroundings {
            dialects: dialects.clone().downcast().map_err(|_| vm.new_type_error("no list"))?,
            dialect: dialect.clone(),
            convention: convention.clone(),
        })
    }

    fn convention(&self, vm: &VirtualMachine) -> Plain<Option<NamingConvention>> {
        let templates = wire::to_json(&self.convention, vm)?;
        serde_json::from_value(templates).map_err(|_| Stop::NotPlain)
    }
}

/// Why a call is no operation here.
pub(crate) enum Stop {
    /// It is for the recorders.
    NotPlain,
    /// An object of the script's failed when it was asked.
    Raised(PyBaseExceptionRef),
}

impl From<PyBaseExceptionRef> for Stop {
    fn from(raised: PyBaseExceptionRef) -> Self {
        Stop::Raised(raised)
    }
}

type Plain<T> = Result<T, Stop>;

/// The operation of `op.<name>(*args, **kwargs)`; None where the recorders must see it.
///
/// # Errors
/// What an object in the arguments raises.
pub(crate) fn operation(
    name: &str,
    args: &[PyObjectRef],
    kwargs: &Py<PyDict>,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> PyResult<Option<Operation>> {
    if !OPEN.get() {
        return Ok(None);
    }
    match directives::read(name, args, kwargs, surroundings, vm) {
        Ok(operation) => Ok(Some(operation)),
        Err(Stop::NotPlain) => Ok(None),
        Err(Stop::Raised(raised)) => Err(raised),
    }
}
