//! What has changed of objects since they were read.

use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyTuple, PyTupleRef},
};

use crate::kept::state_of;

/// The values of an object that are not those that were read, by name, for the names in `keys`.
///
/// # Errors
/// What Python raises where two values are compared.
pub(crate) fn changed(
    object: &PyObject,
    keys: &PyTupleRef,
    vm: &VirtualMachine,
) -> PyResult<PyDictRef> {
    let found = vm.ctx.new_dict();
    each_changed(object, keys, vm, |key, value| found.set_item(key, value, vm))?;
    Ok(found)
}

/// `(object, its changes)` of those objects that have any; `keys` has the names by class.
///
/// # Errors
/// What Python raises where two values are compared, `KeyError` for a class that is not in `keys`.
pub(crate) fn all_changed(
    objects: &[PyObjectRef],
    keys: &PyDictRef,
    vm: &VirtualMachine,
) -> PyResult<Vec<PyObjectRef>> {
    let mut pairs = Vec::new();
    let mut class_keys: Option<(PyObjectRef, PyTupleRef)> = None;
    for object in objects {
        let class = object.class();
        let known = class_keys.take().filter(|(of, _)| of.is(class));
        let (_, keys) = match known {
            Some(known) => class_keys.insert(known),
            None => {
                let own = keys.get_item(class.as_object(), vm)?.try_into_value(vm)?;
                class_keys.insert((class.to_owned().into(), own))
            }
        };
        let mut found = None;
        each_changed(object, keys, vm, |key, value| {
            found.get_or_insert_with(|| vm.ctx.new_dict()).set_item(key, value, vm)
        })?;
        if let Some(found) = found {
            pairs.push(vm.ctx.new_tuple(vec![object.clone(), found.into()]).into());
        }
    }
    Ok(pairs)
}

/// Parts `(object, its changes)` into neighbours of one class whose same attributes changed.
///
/// # Errors
/// `TypeError` for what is no such pair.
pub(crate) fn alike(pairs: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in 1..=pairs.len() {
        if at == pairs.len() || !is_alike(pair(&pairs[start], vm)?, pair(&pairs[at], vm)?) {
            parts.push(vm.ctx.new_list(pairs[start..at].to_vec()).into());
            start = at;
        }
    }
    Ok(parts)
}

fn is_alike(one: (&PyObject, &PyDict), other: (&PyObject, &PyDict)) -> bool {
    let (before, after) = (one.1.items_vec(), other.1.items_vec());
    one.0.class().is(other.0.class())
        && before.len() == after.len()
        // The names are those of the class, and so the same objects.
        && before.iter().zip(&after).all(|((before, _), (after, _))| before.is(after))
}

/// Notes for `(object, its changes)` that the database has what changed.
///
/// # Errors
/// `TypeError` for what is no such pair, and what Python raises where a state is asked.
pub(crate) fn stored(pairs: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<()> {
    let name = vm.ctx.intern_str("stored");
    for both in pairs {
        let (object, changed) = pair(both, vm)?;
        let Some(state) = state_of(object, vm)? else { continue };
        let known = state.get_item_opt(name, vm)?.and_then(|it| it.downcast::<PyDict>().ok());
        let known = match known {
            Some(known) => known,
            None => {
                let made = vm.ctx.new_dict();
                state.set_item(name, made.clone().into(), vm)?;
                made
            }
        };
        for (key, value) in changed.items_vec() {
            known.set_item(&*key, value, vm)?;
        }
    }
    Ok(())
}

fn pair<'a>(both: &'a PyObject, vm: &VirtualMachine) -> PyResult<(&'a PyObject, &'a PyDict)> {
    let parts = both.downcast_ref::<PyTuple>().map(|tuple| tuple.as_slice());
    if let Some([object, changed]) = parts
        && let Some(changed) = changed.downcast_ref::<PyDict>()
    {
        return Ok((object, changed));
    }
    Err(vm.new_type_error("an object and its changes are wanted".to_owned()))
}

/// Calls `found` with each name of `keys` whose value is not the one that was read.
fn each_changed(
    object: &PyObject,
    keys: &PyTupleRef,
    vm: &VirtualMachine,
    mut found: impl FnMut(&PyObject, PyObjectRef) -> PyResult<()>,
) -> PyResult<()> {
    let Some(own) = object.dict() else { return Ok(()) };
    let read = match state_of(object, vm)? {
        Some(state) => state.get_item_opt(vm.ctx.intern_str("stored"), vm)?,
        None => None,
    };
    let read = read.as_ref().and_then(|read| read.downcast_ref_if_exact::<PyDict>(vm));
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
            found(key, value)?;
        }
    }
    Ok(())
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
