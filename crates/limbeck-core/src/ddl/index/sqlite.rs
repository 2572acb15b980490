//! SQLite's indexes: the schema stands before the index, not before the table.

use super::{Parts, element_sql, push_with_schema};
use crate::{ddl::DdlError, dialect::Dialect};

pub(super) fn create(parts: &Parts<'_>, dialect: &Dialect) -> Result<String, DdlError> {
    let index = parts.index;
    let mut sql = format!("CREATE {}INDEX {}", parts.unique(), parts.if_not_exists());
    push_with_schema(&mut sql, index.schema.as_ref(), &parts.name, dialect);
    sql.push_str(&format!(" ON {} (", dialect.quote_ident(&index.table)));
    for (position, element) in index.elements.iter().enumerate() {
        if position > 0 {
            sql.push_str(", ");
        }
        sql.push_str(&element_sql(element, dialect)?);
    }
    sql.push(')');
    parts.push_where(&mut sql, "sqlite_where", dialect)?;
    Ok(sql)
}
