//! SQLite's `text REGEXP pattern`, which whoever opens a connection has to define.

use rusqlite::{
    Error,
    functions::{Context, FunctionFlags},
    types::ValueRef,
};

use crate::Search;

/// Defines the function that the operator stands for.
pub(crate) fn define(connection: &rusqlite::Connection, search: Search) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("regexp", 2, flags, move |context| {
        found(context, search).map_err(|message| Error::UserFunctionError(message.into()))
    })
}

fn found(context: &Context<'_>, search: Search) -> Result<Option<bool>, String> {
    // Python's driver says no more than the first words of this.
    let raised = |message: &str| format!("user-defined function raised exception: {message}");
    let text = match context.get_raw(1) {
        ValueRef::Null => return Ok(None),
        value => value.as_str().map_err(|_| raised("REGEXP takes texts"))?,
    };
    let pattern = context.get_raw(0).as_str().map_err(|_| raised("the pattern is no text"))?;
    search(pattern, text).map(Some).map_err(|message| raised(&message))
}
