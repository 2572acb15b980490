//! What sessions hold of objects: attributes that say when they are set, and objects of rows.

use std::collections::HashSet;

use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyDictRef, PyList, PyStr, PyTupleRef, PyTypeRef},
    function::PySetterValue,
};

/// The key in an object's `__dict__` of what its session knows of it.
const STATE: &str = "_sa_instance_state";

/// The value of an attribute, which is in the object's `__dict__` under the attribute's `key`; what
/// is not there is what `prop._missing` gives.
///
/// # Errors
/// What Python raises.
pub(crate) fn value_of(
    attribute: PyObjectRef,
    instance: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    let Some(instance) = instance.filter(|instance| !vm.is_none(instance)) else {
        return Ok(attribute);
    };
    let key = key_of(&attribute, vm)?;
    let value = match instance.dict() {
        Some(own) => own.get_item_opt(&*key, vm)?,
        None => None,
    };
    match value {
        Some(value) => Ok(value),
        None => {
            let prop = attribute.get_attr(vm.ctx.intern_str("prop"), vm)?;
            vm.call_method(&prop, "_missing", (instance,))
        }
    }
}

/// Sets or deletes the value of an attribute, and tells the session that the object is in.
///
/// # Errors
/// What Python raises, `AttributeError` where nothing is there to be deleted,
/// `NotImplementedError` where a row would keep what is deleted: SQLAlchemy's flush fails there.
pub(crate) fn set_value(
    attribute: &PyObject,
    instance: &PyObject,
    value: PySetterValue<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let key = key_of(attribute, vm)?;
    let missing = || Err(vm.new_attribute_error(key.to_string_lossy().into_owned()));
    let Some(own) = instance.dict() else { return missing() };
    match value {
        PySetterValue::Assign(value) => own.set_item(&*key, value, vm)?,
        PySetterValue::Delete if is_kept(instance, vm)? => {
            return Err(vm.new_not_implemented_error(format!(
                "del of {key}: the object has a row, in which nothing would change; set it to None"
            )));
        }
        PySetterValue::Delete if own.contains_key(&*key, vm) => own.del_item(&*key, vm)?,
        PySetterValue::Delete => return missing(),
    }
    mark(instance, vm)
}

/// What an object's state says of it, by name; what is not there is as for any new object.
pub(crate) fn state_of(instance: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyDictRef>> {
    let Some(own) = instance.dict() else { return Ok(None) };
    let state = own.get_item_opt(vm.ctx.intern_str(STATE), vm)?;
    Ok(state.and_then(|state| state.dict()))
}

/// Whether an object stands for a row, which its session would have to change.
fn is_kept(instance: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    match state_of(instance, vm)? {
        Some(state) => has_row(&state, vm),
        None => Ok(false),
    }
}

/// Whether a state knows the key of a row.
fn has_row(state: &PyDictRef, vm: &VirtualMachine) -> PyResult<bool> {
    let identity = state.get_item_opt(vm.ctx.intern_str("identity"), vm)?;
    Ok(identity.is_some_and(|identity| !vm.is_none(&identity)))
}

fn key_of(attribute: &PyObject, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let key = match attribute.dict() {
        Some(own) => own.get_item_opt(vm.ctx.intern_str("key"), vm)?,
        None => None,
    };
    key.and_then(|key| key.downcast::<PyStr>().ok())
        .ok_or_else(|| vm.new_attribute_error("an attribute without a key".to_owned()))
}

/// Tells the session that an object is in that it may have something to write.
///
/// # Errors
/// What Python raises where the object's state is asked.
pub(crate) fn mark(instance: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let Some(known) = state_of(instance, vm)? else { return Ok(()) };
    let (session, marked) = (vm.ctx.intern_str("session"), vm.ctx.intern_str("marked"));
    let Some(session) = known.get_item_opt(session, vm)?.filter(|it| !vm.is_none(it)) else {
        return Ok(());
    };
    if known.get_item_opt(marked, vm)?.is_some_and(|by| by.is(&session)) {
        return Ok(());
    }
    let list = session.get_attr(vm.ctx.intern_str("_marked"), vm)?;
    if let Some(list) = list.downcast_ref::<PyList>() {
        list.borrow_vec_mut().push(instance.to_owned());
    }
    known.set_item(marked, session, vm)
}

/// The objects with rows, each once, of those that told `session` that they may have changed.
///
/// # Errors
/// What Python raises where an object's state is asked.
pub(crate) fn told(
    marked: &[PyObjectRef],
    session: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<Vec<PyObjectRef>> {
    let mut seen = HashSet::with_capacity(marked.len());
    let mut found = Vec::with_capacity(marked.len());
    for instance in marked {
        let Some(state) = state_of(instance, vm)? else { continue };
        let is_here = |name: &'static str| -> PyResult<bool> {
            let of = state.get_item_opt(vm.ctx.intern_str(name), vm)?;
            Ok(of.is_some_and(|of| of.is(session)))
        };
        if is_here("marked")?
            && is_here("session")?
            && has_row(&state, vm)?
            && seen.insert(instance.get_id())
        {
            found.push(instance.clone());
        }
    }
    Ok(found)
}

/// Forgets that the objects told `session` of anything.
///
/// # Errors
/// What Python raises where an object's state is asked.
pub(crate) fn unmark(
    marked: &[PyObjectRef],
    session: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let name = vm.ctx.intern_str("marked");
    for instance in marked {
        if let Some(state) = state_of(instance, vm)?
            && state.get_item_opt(name, vm)?.is_some_and(|of| of.is(session))
        {
            state.set_item(name, vm.ctx.none(), vm)?;
        }
    }
    Ok(())
}

/// Forgets what objects have of their rows: the attributes in `names`, by class, and what their
/// state keeps of them.
///
/// # Errors
/// `KeyError` for a class that is not in `names`.
pub(crate) fn expire(
    objects: &[PyObjectRef],
    names: &PyDictRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    for object in objects {
        let (Some(own), Some(state)) = (object.dict(), state_of(object, vm)?) else { continue };
        let names: PyTupleRef =
            names.get_item(object.class().as_object(), vm)?.try_into_value(vm)?;
        let stored = state.get_item_opt(vm.ctx.intern_str("stored"), vm)?;
        let stored = stored.and_then(|stored| stored.downcast::<PyDict>().ok());
        for name in names.as_slice() {
            for values in [Some(&own), stored.as_ref()].into_iter().flatten() {
                if values.contains_key(&**name, vm) {
                    values.del_item(&**name, vm)?;
                }
            }
        }
        for kept in ["marked", "related", "pending", "parents"] {
            let kept = vm.ctx.intern_str(kept);
            if state.contains_key(kept, vm) {
                state.set_item(kept, vm.ctx.none(), vm)?;
            }
        }
    }
    Ok(())
}

/// Makes objects of the rows of a query, whose class has nothing of its own to say when they are
/// made.
pub(crate) struct Maker {
    pub session: PyObjectRef,
    /// The session's objects, by class and key.
    pub identities: PyDictRef,
    pub class: PyTypeRef,
    /// The class under which the session knows the object.
    pub base: PyObjectRef,
    pub state: PyTypeRef,
    /// The attributes in the order of the columns.
    pub keys: PyTupleRef,
    /// Which of them are the key.
    pub identity: Vec<usize>,
    /// Gives an object that is known already what was read.
    pub take: PyObjectRef,
}

impl Maker {
    /// The object of one row; `None` where an outer join found no row for it.
    ///
    /// # Errors
    /// What Python raises.
    pub fn made(&self, values: &[PyObjectRef], vm: &VirtualMachine) -> PyResult {
        let identity: Vec<PyObjectRef> =
            self.identity.iter().filter_map(|place| values.get(*place).cloned()).collect();
        if identity.iter().all(|value| vm.is_none(value)) {
            return Ok(vm.ctx.none());
        }
        let identity: PyObjectRef = vm.ctx.new_tuple(identity).into();
        let key = vm.ctx.new_tuple(vec![self.base.clone(), identity.clone()]);
        let found = self.found(values, vm)?;
        if let Some(known) = self.identities.get_item_opt(key.as_object(), vm)? {
            self.take.call((known.clone(), found), vm)?;
            return Ok(known);
        }
        let instance = self.instance(&found, identity, vm)?;
        self.identities.set_item(key.as_object(), instance.clone(), vm)?;
        Ok(instance)
    }

    fn found(&self, values: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let found = vm.ctx.new_dict();
        for (key, value) in self.keys.iter().zip(values) {
            found.set_item(&**key, value.clone(), vm)?;
        }
        Ok(found)
    }

    fn instance(
        &self,
        found: &PyDict,
        identity: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<PyObjectRef> {
        let class: PyObjectRef = self.class.clone().into();
        let instance = vm.call_method(&class, "__new__", (class.clone(),))?;
        let state = vm.ctx.new_dict();
        state.set_item("session", self.session.clone(), vm)?;
        state.set_item("stored", found.copy().into_ref(&vm.ctx).into(), vm)?;
        state.set_item("identity", identity, vm)?;
        let state = vm.ctx.new_base_object(self.state.clone(), Some(state));
        match instance.dict() {
            Some(own) => {
                own.set_item(vm.ctx.intern_str(STATE), state, vm)?;
                for (key, value) in found.items_vec() {
                    own.set_item(&*key, value, vm)?;
                }
                Ok(instance)
            }
            None => Err(vm.new_type_error("an object of a mapped class without values".to_owned())),
        }
    }
}
