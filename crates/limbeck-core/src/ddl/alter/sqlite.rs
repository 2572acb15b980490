//! SQLite's ALTER COLUMN: what Alembic prints, though SQLite itself only renames.

use super::{
    DefaultChange, default_change, identity_unsupported, nullable, plain_default, table_prefix,
    type_sql, warn_of_autoincrement,
};
use crate::{
    ddl::{DdlContext, DdlError, Output},
    dialect::CompileError,
    ops::AlterColumn,
};

pub(super) fn alter(
    alter: &AlterColumn,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let dialect = context.dialect;
    warn_of_autoincrement(alter, out);
    nullable(alter, dialect, out);
    match default_change(alter)? {
        DefaultChange::None => {}
        DefaultChange::Plain(default) => plain_default(alter, default, dialect, out)?,
        DefaultChange::Identity(_) => return Err(identity_unsupported().into()),
    }
    if let Some(type_) = &alter.type_ {
        out.run(type_sql(type_, alter, dialect)?);
    }
    if !alter.comment.is_unset() {
        return Err(CompileError::no_handler(dialect.backend, "ColumnComment").into());
    }
    if let Some(name) = &alter.new_name {
        out.run(format!(
            "{} RENAME COLUMN {} TO {}",
            table_prefix(alter, dialect),
            dialect.quote_ident(&alter.column),
            dialect.quote_ident(name)
        ));
    }
    Ok(())
}
