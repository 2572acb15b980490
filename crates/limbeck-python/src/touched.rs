//! Which objects of a session need a look: most have not changed since they were read.

use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyTupleRef},
};

/// Those of `objects` that hold anything but the values that were read. Under `state` in its
/// `__dict__` each has an object that knows these values, `stored`, and what is `pending`.
///
/// # Errors
/// What Python raises where an attribute of the state is asked for.
pub(crate) fn touched(
    objects: &[PyObjectRef],
    state: &str,
    vm: &VirtualMachine,
) -> PyResult<Vec<PyObjectRef>> {
    let mut found = Vec::new();
    let (stored, pending) = (vm.ctx.intern_str("stored"), vm.ctx.intern_str("pending"));
    for object in objects {
        let known = object.dict().and_then(|own| {
            let state = own.get_item_opt(state, vm).ok().flatten()?;
            Some((own, state))
        });
        let is_as_read = match known {
            None => false,
            Some((own, state)) => {
                let read = state.get_attr(stored, vm)?;
                let pending = state.get_attr(pending, vm)?;
                !pending.try_to_bool(vm)? && holds_what_was_read(&own, &state, &read, vm)?
            }
        };
        if !is_as_read {
            found.push(object.clone());
        }
    }
    Ok(found)
}

fn holds_what_was_read(
    own: &PyDict,
    state: &PyObject,
    read: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<bool> {
    let Some(read) = read.downcast_ref_if_exact::<PyDict>(vm) else { return Ok(false) };
    for (name, value) in own.items_vec() {
        if value.is(state) {
            continue;
        }
        match read.get_item_opt(&*name, vm)? {
            Some(known) if known.is(&value) => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

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
