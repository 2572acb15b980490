//! Scripts of nothing but plain directives, read from their syntax tree as operations.
//!
//! The interpreter can run everything, and takes its time to compile a script and to call into
//! it. Most of what `revision --autogenerate` writes is plain: directives one after another,
//! whose arguments are literals, columns and constraints of common types. Such a function is a
//! list of operations already. Anything else, and every script as soon as something has been
//! hooked into directives or schema objects, is left to the interpreter.

mod arguments;
mod columns;
mod constraints;
mod directives;
mod names;
mod types;

use crate::SourceScript;
use limbeck_core::{ops::Operation, schema::NamingConvention};
use rustpython_vm::compiler::parser;
use std::cell::Cell;

use names::Names;

thread_local! {
    /// Whether nothing has been hooked into directives or schema objects.
    static OPEN: Cell<bool> = const { Cell::new(true) };
}

/// Leaves every script to the interpreter from now on.
pub(crate) fn close() {
    OPEN.set(false);
}

/// For a new interpreter, in which nothing is hooked in yet.
pub(crate) fn open() {
    OPEN.set(true);
}

/// Whether scripts may do without the interpreter on this thread.
///
/// A listener (`sqlalchemy.event`), `@compiles`, a directive or an implementation of the
/// project's own, once loaded, sees what plain directives make, so that none is plain any more.
pub fn is_open() -> bool {
    OPEN.get()
}

/// What calling the script's function `function` (`upgrade`, `downgrade`) would do; None where
/// only the interpreter can tell.
///
/// `convention` is that of the target metadata, which tables are made under.
///
/// ```
/// use limbeck_python::{SourceScript, plain::operations};
/// let source = "from alembic import op\ndef upgrade():\n    op.drop_table('t')\n";
/// let script = SourceScript { path: "a.py".into(), source: source.into() };
/// assert_eq!(operations(&script, "upgrade", None).map(|found| found.len()), Some(1));
/// assert_eq!(operations(&script, "downgrade", None), None);
/// ```
pub fn operations(
    script: &SourceScript,
    function: &str,
    convention: Option<&NamingConvention>,
) -> Option<Vec<Operation>> {
    let parsed = parser::parse_module(&script.source).ok()?;
    let body = &parsed.syntax().body;
    let (names, function) = Names::of_module(body, function)?;
    directives::read_all(&function.body, &names, convention)
}
