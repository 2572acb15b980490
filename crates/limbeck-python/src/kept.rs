//! What sessions hold of objects: attributes that say when they are set, and objects of rows.

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
        PySetterValue::Delete if has_row(&own, vm)? => {
            return Err(vm.new_not_implemented_error(format!(
                "del of {key}: the object has a row, in which nothing would change; set it to None"
            )));
        }
        PySetterValue::Delete if own.contains_key(&*key, vm) => own.del_item(&*key, vm)?,
        PySetterValue::Delete => return missing(),
    }
    mark(instance, vm)
}

/// Whether an object stands for a row: its state knows the row's key.
fn has_row(own: &PyDictRef, vm: &VirtualMachine) -> PyResult<bool> {
    let state = own.get_item_opt(vm.ctx.intern_str(STATE), vm)?;
    let identity = match state.and_then(|state| state.dict()) {
        Some(known) => known.get_item_opt(vm.ctx.intern_str("identity"), vm)?,
        None => None,
    };
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
    let Some(own) = instance.dict() else { return Ok(()) };
    let Some(state) = own.get_item_opt(vm.ctx.intern_str(STATE), vm)? else { return Ok(()) };
    let Some(known) = state.dict() else { return Ok(()) };
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
