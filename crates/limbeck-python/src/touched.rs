//! What has changed of an object since it was read.

use rustpython_vm::{
    AsObject, PyObject, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyTupleRef},
};

/// The values of an object that are not those that were read, by name, for the names in `keys`.
///
/// # Errors
/// What Python raises where two values are compared.
pub(crate) fn changed(
    object: &PyObject,
    state: &str,
    keys: &PyTupleRef,
    vm: &VirtualMachine,
) -> PyResult<PyDictRef> {
    let found = vm.ctx.new_dict();
    let Some(own) = object.dict() else { return Ok(found) };
    let read = match own.get_item_opt(vm.ctx.intern_str(state), vm)? {
        Some(state) => state.get_attr(vm.ctx.intern_str("stored"), vm)?,
        None => vm.ctx.none(),
    };
    let read = read.downcast_ref_if_exact::<PyDict>(vm);
    for key in keys.as_slice() {
        let Some(value) = own.get_item_opt(&**key, vm)? else { continue };
        let before = match read {
            Some(read) => read.get_item_opt(&**key, vm)?,
            None => None,
        };
        let is_same = match before {
            Some(before) => is_same(&value, &before, vm)?,
            None => false,
        };
        if !is_same {
            found.set_item(&**key, value, vm)?;
        }
    }
    Ok(found)
}

/// Whether there is nothing to write: an expression is written even where it equals another.
fn is_same(value: &PyObject, before: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if value.is(before) {
        return Ok(true);
    }
    if !value.class().is(before.class())
        || value.class().has_attr(vm.ctx.intern_str("__clause_element__"))
    {
        return Ok(false);
    }
    vm.bool_eq(value, before)
}
