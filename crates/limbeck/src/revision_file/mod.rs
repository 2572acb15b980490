//! New revision files: their ids, dates and names, how they are written, and the hooks after it.
//!
//! What stands in the file comes from the project's template and is passed in.

mod date;
mod hooks;
mod ids;
mod name;
mod request;

use std::path::Path;

pub use crate::writing::WriteError;
pub use date::{CreateDate, UnknownTimezone};
pub use hooks::{HookError, run_hooks, split_options};
pub use ids::new_id;
pub use name::{NameError, file_name, slug};
pub(crate) use request::{Request, Words};

use crate::events::Subscriber;
use crate::writing::{create_new, ensure_directory, status};

/// Renders and writes a new revision file, with the status lines of Alembic.
///
/// Its folder is made where needed. A file of that name is never overwritten.
///
/// # Errors
/// What `render` returns, or a folder or file that cannot be written.
pub fn write<E: From<WriteError>>(
    path: &Path,
    events: &Subscriber,
    render: impl FnOnce() -> Result<String, E>,
) -> Result<(), E> {
    if let Some(folder) = path.parent() {
        ensure_directory(folder, events)?;
    }
    status(events, format!("Generating {}", path.display()), || {
        let text = render()?;
        Ok(create_new(path, &text)?)
    })
}
