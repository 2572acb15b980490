//! What a Python object is and holds, as far as it is plain.

use limbeck_core::schema::Name;
use rustpython_vm::{
    AsObject, PyObject, PyObjectRef, VirtualMachine,
    builtins::{PyDictRef, PyInt, PyList, PyStr, PyTuple},
};

use super::{Plain, Stop};

/// What the class of an object says of its instances, and only of its own: a subclass may
/// do anything.
pub(super) fn kind(object: &PyObject, vm: &VirtualMachine) -> Plain<PyObjectRef> {
    let found = object.class().get_direct_attr(vm.ctx.intern_str("_plain_kind"));
    found.ok_or(Stop::NotPlain)
}

pub(super) fn is_kind(object: &PyObject, wanted: &str, vm: &VirtualMachine) -> bool {
    kind(object, vm).is_ok_and(|kind| str_of(&kind) == Some(wanted))
}

pub(super) fn str_of(object: &PyObject) -> Option<&str> {
    object.downcast_ref::<PyStr>().and_then(|text| text.to_str())
}

/// The text of a string, not of a subclass's instance.
pub(super) fn text(object: &PyObject, vm: &VirtualMachine) -> Plain<String> {
    match object.class().is(vm.ctx.types.str_type) {
        true => str_of(object).map(str::to_owned).ok_or(Stop::NotPlain),
        false => Err(Stop::NotPlain),
    }
}

pub(super) fn flag(object: &PyObject, vm: &VirtualMachine) -> Plain<bool> {
    match object.class().is(vm.ctx.types.bool_type) {
        true => Ok(object.is(vm.ctx.true_value.as_object())),
        false => Err(Stop::NotPlain),
    }
}

pub(super) fn int(object: &PyObject, vm: &VirtualMachine) -> Plain<i64> {
    match object.downcast_ref::<PyInt>() {
        Some(int) if object.class().is(vm.ctx.types.int_type) => {
            int.try_to_primitive(vm).map_err(|_| Stop::NotPlain)
        }
        _ => Err(Stop::NotPlain),
    }
}

/// The strings of a list or tuple.
pub(super) fn texts(object: &PyObject, vm: &VirtualMachine) -> Plain<Vec<String>> {
    if let Some(list) = object.downcast_ref::<PyList>() {
        return list.borrow_vec().iter().map(|item| text(item, vm)).collect();
    }
    let tuple = object.downcast_ref::<PyTuple>().ok_or(Stop::NotPlain)?;
    tuple.as_slice().iter().map(|item| text(item, vm)).collect()
}

/// The name of a constraint or an index: `op.f()` makes one final.
pub(super) fn name(object: &PyObject, vm: &VirtualMachine) -> Plain<Name> {
    if vm.is_none(object) {
        return Ok(Name::Unset);
    }
    if is_kind(object, "final_name", vm) {
        let text = str_of(object).ok_or(Stop::NotPlain)?;
        return Ok(Name::Final { r#final: text.to_owned() });
    }
    Ok(Name::Plain(text(object, vm)?.into()))
}

/// The attributes of an instance.
pub(super) struct Own<'a> {
    dict: PyDictRef,
    vm: &'a VirtualMachine,
}

impl<'a> Own<'a> {
    pub(super) fn of(object: &PyObject, vm: &'a VirtualMachine) -> Plain<Self> {
        object.dict().map(|dict| Own { dict, vm }).ok_or(Stop::NotPlain)
    }

    /// An attribute; None where it is absent or None.
    pub(super) fn get(&self, key: &'static str) -> Plain<Option<PyObjectRef>> {
        let key = self.vm.ctx.intern_str(key);
        Ok(self.dict.get_item_opt(key, self.vm)?.filter(|value| !self.vm.is_none(value)))
    }

    pub(super) fn text(&self, key: &'static str) -> Plain<Option<String>> {
        self.get(key)?.map(|value| text(&value, self.vm)).transpose()
    }

    pub(super) fn int(&self, key: &'static str) -> Plain<Option<i64>> {
        self.get(key)?.map(|value| int(&value, self.vm)).transpose()
    }

    pub(super) fn flag(&self, key: &'static str) -> Plain<Option<bool>> {
        self.get(key)?.map(|value| flag(&value, self.vm)).transpose()
    }

    pub(super) fn name(&self, key: &'static str) -> Plain<Name> {
        self.get(key)?.map_or(Ok(Name::Unset), |value| name(&value, self.vm))
    }

    /// That nothing is said under any of these keys: None, False or an empty collection.
    pub(super) fn nothing(&self, keys: &[&'static str]) -> Plain<()> {
        let types = &self.vm.ctx.types;
        for key in keys {
            let Some(value) = self.get(key)? else { continue };
            let class = value.class();
            let builtin = [types.bool_type, types.set_type, types.dict_type, types.list_type];
            if !builtin.iter().any(|known| class.is(*known)) || value.try_to_bool(self.vm)? {
                return Err(Stop::NotPlain);
            }
        }
        Ok(())
    }
}
