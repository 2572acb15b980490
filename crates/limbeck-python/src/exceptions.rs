//! Has built-in exceptions share the function that makes them, which tells which may be mixed.

use rustpython_vm::{AsObject, Py, VirtualMachine, builtins::PyType, types::PyTypeFlags};

/// Gives each built-in exception its base's function, where its own only calls that one.
///
/// rustpython-vm 0.5 takes a class of `(Exception, AttributeError)` for unsafe where the two have
/// functions at different addresses, and whether they do is up to the compiler's optimisations.
pub(crate) fn share_constructors(vm: &VirtualMachine) {
    let exceptions = &vm.ctx.exceptions;
    let own =
        [exceptions.base_exception_type, exceptions.os_error, exceptions.base_exception_group];
    inherit_below(exceptions.base_exception_type, &own);
}

fn inherit_below(base: &Py<PyType>, own: &[&Py<PyType>]) {
    let below: Vec<_> = base.subclasses.read().iter().filter_map(|weak| weak.upgrade()).collect();
    for class in below {
        let Ok(class) = class.downcast::<PyType>() else { continue };
        if class.slots.flags.has_feature(PyTypeFlags::HEAPTYPE) {
            continue;
        }
        if !own.iter().any(|other| class.is(*other)) {
            class.slots.new.store(base.slots.new.load());
        }
        inherit_below(&class, own);
    }
}
