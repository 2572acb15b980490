//! Comments on tables and columns.

use super::{DdlContext, DdlError, Output};
use crate::{
    dialect::Dialect,
    ops::TableComment,
    schema::{Column, Ident},
};

pub(super) fn set_table(
    set: &TableComment,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    out.run(table_sql(set.schema.as_ref(), &set.table, set.comment.as_deref(), context));
    Ok(())
}

pub(super) fn drop_table(
    set: &TableComment,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    let nothing = context.dialect.is_mysql().then_some("");
    out.run(table_sql(set.schema.as_ref(), &set.table, nothing, context));
    Ok(())
}

/// The statement that sets a table's comment. SQLite gets it too, though it has no comments:
/// so does it from Alembic.
pub(super) fn table_sql(
    schema: Option<&Ident>,
    table: &Ident,
    comment: Option<&str>,
    context: &DdlContext<'_>,
) -> String {
    let dialect = context.dialect;
    let table = dialect.qualified(schema, table);
    let comment = literal(comment, dialect);
    match dialect.is_mysql() {
        true => format!("ALTER TABLE {table} COMMENT {comment}"),
        false => format!("COMMENT ON TABLE {table} IS {comment}"),
    }
}

/// The comment of a column that was just created, where it is no part of the column.
pub(super) fn created_column(
    schema: Option<&Ident>,
    table: &Ident,
    column: &Column,
    context: &DdlContext<'_>,
    out: &mut Output,
) {
    let dialect = context.dialect;
    if let Some(comment) = &column.comment
        && dialect.has_comments()
        && !dialect.has_inline_comments()
    {
        let table = dialect.qualified(schema, table);
        let name = dialect.quote_ident(&column.name);
        let comment = dialect.string_literal(comment);
        out.run(format!("COMMENT ON COLUMN {table}.{name} IS {comment}"));
    }
}

/// `'text'` or `NULL`.
pub(super) fn literal(comment: Option<&str>, dialect: &Dialect) -> String {
    comment.map_or_else(|| "NULL".to_owned(), |comment| dialect.string_literal(comment))
}
