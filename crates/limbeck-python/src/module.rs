//! A Python module, or any other object, as the runtime holds it.

use crate::{Python, PythonError, wire};
use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine,
    function::{FuncArgs, KwArgs},
    protocol::PyIterReturn,
};
use serde_json::{Map, Value};
use std::fmt;

/// A Python object, mostly a module that a script or `env.py` became.
#[derive(Clone)]
pub struct Module {
    object: PyObjectRef,
}

impl fmt::Debug for Module {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Module({})", self.object.class().name())
    }
}

impl Module {
    pub(crate) fn new(object: PyObjectRef) -> Self {
        Module { object }
    }

    pub(crate) fn into_object(self) -> PyObjectRef {
        self.object
    }

    /// Whether the module defines this name.
    pub fn has(&self, python: &Python, name: &str) -> Result<bool, PythonError> {
        python.enter(|vm| Ok(self.attribute(name, vm)?.is_some()))
    }

    /// The value of an attribute, if the module has it and it has a JSON form.
    ///
    /// # Errors
    /// A `TypeError` where the value has no JSON form.
    pub fn get(&self, python: &Python, name: &str) -> Result<Option<Value>, PythonError> {
        python.enter(|vm| match self.attribute(name, vm)? {
            Some(value) => wire::to_json(&value, vm).map(Some),
            None => Ok(None),
        })
    }

    /// An attribute as it is.
    pub fn object(&self, python: &Python, name: &str) -> Result<Option<Module>, PythonError> {
        python.enter(|vm| Ok(self.attribute(name, vm)?.map(Module::new)))
    }

    /// Sets an attribute.
    ///
    /// # Errors
    /// What the object raises on assignment.
    pub fn set(&self, python: &Python, name: &str, value: &Value) -> Result<(), PythonError> {
        python.enter(|vm| {
            let value = wire::to_python(value, vm)?;
            self.object.set_attr(&*vm.ctx.new_str(name), value, vm)
        })
    }

    /// Calls a function of the module and reads what it returns.
    ///
    /// # Errors
    /// [`PythonError::NoFunction`], what the function raises, or a `TypeError` where its
    /// result has no JSON form.
    pub fn call(
        &self,
        python: &Python,
        name: &str,
        args: &[Value],
        kwargs: &Map<String, Value>,
    ) -> Result<Value, PythonError> {
        let function = self.function(python, name)?;
        python.enter(|vm| {
            let returned = invoke(&function, args, kwargs, vm)?;
            wire::to_json(&returned, vm)
        })
    }

    /// Calls a function of the module and reads, one after the other, the values that it gives;
    /// `false` where it returns None instead.
    ///
    /// # Errors
    /// Those of [`Module::call`], and what `each` fails with.
    pub fn call_each<E: From<PythonError>>(
        &self,
        python: &Python,
        name: &str,
        args: &[Value],
        mut each: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<bool, E> {
        let function = self.function(python, name)?;
        let values = python.enter(|vm| {
            let returned = invoke(&function, args, &Map::new(), vm)?;
            (!vm.is_none(&returned)).then(|| returned.get_iter(vm)).transpose()
        })?;
        let Some(values) = values else { return Ok(false) };
        let next = || {
            python.enter(|vm| match values.next(vm)? {
                PyIterReturn::Return(value) => wire::to_json(&value, vm).map(Some),
                PyIterReturn::StopIteration(_) => Ok(None),
            })
        };
        while let Some(value) = next()? {
            each(value)?;
        }
        Ok(true)
    }

    /// Calls a function of the module for its effect: `upgrade()`, `downgrade()`.
    ///
    /// # Errors
    /// [`PythonError::NoFunction`], or what the function raises.
    pub fn run(
        &self,
        python: &Python,
        name: &str,
        kwargs: &Map<String, Value>,
    ) -> Result<(), PythonError> {
        let function = self.function(python, name)?;
        python.enter(|vm| invoke(&function, &[], kwargs, vm).map(drop))
    }

    /// Calls a function of the module with other Python objects and keeps what it returns.
    ///
    /// # Errors
    /// [`PythonError::NoFunction`], or what the function raises.
    pub fn call_objects(
        &self,
        python: &Python,
        name: &str,
        args: &[Module],
    ) -> Result<Module, PythonError> {
        let function = self.function(python, name)?;
        let args: Vec<PyObjectRef> = args.iter().map(|arg| arg.object.clone()).collect();
        python.enter(|vm| function.call_with_args(args.into(), vm).map(Module::new))
    }

    fn attribute(&self, name: &str, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        vm.get_attribute_opt(self.object.clone(), &*vm.ctx.new_str(name))
    }

    fn function(&self, python: &Python, name: &str) -> Result<PyObjectRef, PythonError> {
        let found = python.enter(|vm| self.attribute(name, vm))?;
        found.ok_or_else(|| PythonError::NoFunction {
            module: self.name(python),
            name: name.to_owned(),
        })
    }

    /// The file behind the module, else its name.
    fn name(&self, python: &Python) -> String {
        let read = |name| python.enter(|vm| self.attribute(name, vm)).ok().flatten();
        let object = read("__file__").or_else(|| read("__name__"));
        let text = object.map(|text| python.enter(|vm| Ok(crate::error::text(&text, vm))));
        text.and_then(Result::ok).unwrap_or_else(|| "the module".to_owned())
    }
}

fn invoke(
    function: &PyObjectRef,
    args: &[Value],
    kwargs: &Map<String, Value>,
    vm: &VirtualMachine,
) -> PyResult {
    let args = args.iter().map(|arg| wire::to_python(arg, vm)).collect::<PyResult<Vec<_>>>()?;
    let kwargs = kwargs
        .iter()
        .map(|(name, value)| Ok((name.clone(), wire::to_python(value, vm)?)))
        .collect::<PyResult<Vec<_>>>()?;
    let kwargs: KwArgs = kwargs.into_iter().collect();
    function.call_with_args(FuncArgs::new(args, kwargs), vm)
}
