//! Has `type(name, bases, body)` take names that are of a subclass of `str`.

use rustpython_vm::{
    AsObject, PyObjectRef, PyResult, VirtualMachine,
    builtins::{PyDict, PyStr, PyType, PyTypeRef},
    function::FuncArgs,
    types::Constructor,
};

/// Names the attributes of a new class by plain strings, which rustpython-vm 0.5 takes for granted:
/// the names of SQLAlchemy's columns are of a class of their own.
pub(crate) fn take_names_of_any_class(vm: &VirtualMachine) {
    vm.ctx.types.type_type.slots.new.store(Some(new_class));
}

fn new_class(metaclass: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let Some(body) = args.args.get_mut(2)
        && let Some(plain) =
            body.downcast_ref::<PyDict>().map(|body| plain(body, vm)).transpose()?
    {
        *body = plain.unwrap_or_else(|| body.clone());
    }
    <PyType as Constructor>::slot_new(metaclass, args, vm)
}

/// The body under plain names, where it has others.
fn plain(body: &PyDict, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let names: Vec<(PyObjectRef, PyObjectRef)> = body.into_iter().collect();
    if names.iter().all(|(name, _)| name.class().is(vm.ctx.types.str_type)) {
        return Ok(None);
    }
    let made = vm.ctx.new_dict();
    for (name, value) in names {
        let Some(text) = name.downcast_ref::<PyStr>() else {
            let class = name.class().name().to_string();
            let message = format!("names of a class body must be strings, not {class}");
            return Err(vm.new_type_error(message));
        };
        made.set_item(&*vm.ctx.new_str(text.as_wtf8().to_owned()), value, vm)?;
    }
    Ok(Some(made.into()))
}
