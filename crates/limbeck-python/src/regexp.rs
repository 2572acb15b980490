//! Python's regular expressions, for a database that asks for them within a statement.

use rustpython_vm::{AsObject, vm::thread::with_current_vm};

use crate::host;

/// Whether Python's `re.search` finds the pattern in the text. A run has to be under way on this
/// thread.
///
/// # Errors
/// The message of what Python raises: the pattern is none.
pub fn search(pattern: &str, text: &str) -> Result<bool, String> {
    if host::current().is_none() {
        return Err("no Python runs beside this statement".to_owned());
    }
    with_current_vm(|vm| {
        let found = host::import("re", vm)
            .and_then(|re| re.get_attr("search", vm))
            .and_then(|search| search.call((vm.ctx.new_str(pattern), vm.ctx.new_str(text)), vm));
        match found {
            Ok(found) => Ok(!vm.is_none(&found)),
            Err(raised) => {
                let message = raised.as_object().str(vm);
                Err(message.map_or_else(|_| "re.search".to_owned(), |it| it.to_string()))
            }
        }
    })
}
