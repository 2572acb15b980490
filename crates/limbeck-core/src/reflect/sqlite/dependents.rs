//! What SQLite changes in other tables when it drops one.

use std::fmt;

use super::{super::Run, Row, quote, text};
use crate::statement::{DatabaseError, Statement, Value};

/// A column with values that SQLite deletes or empties when the table that they refer to is
/// dropped. As a text: `child.parent_id (ON DELETE CASCADE)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependent {
    pub table: String,
    pub column: String,
    /// `CASCADE`, `SET NULL` or `SET DEFAULT`.
    pub on_delete: String,
}

impl fmt::Display for Dependent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} (ON DELETE {})", self.table, self.column, self.on_delete)
    }
}

/// The columns whose rows would not survive that `table` is dropped: none where the connection
/// does not enforce foreign keys.
///
/// SQLite deletes the rows of a table before it drops it, with all that their deletion entails,
/// also where the table is dropped only for a copy to take its place.
///
/// # Errors
/// What the database answers a query with.
///
/// ```
/// use limbeck_core::{reflect, statement::{Rows, Statement}};
///
/// let mut without_foreign_keys = |_: &Statement| Ok(Rows::default());
/// assert!(reflect::dependents("author", None, &mut without_foreign_keys)?.is_empty());
/// # Ok::<(), limbeck_core::statement::DatabaseError>(())
/// ```
pub fn dependents(
    table: &str,
    schema: Option<&str>,
    run: &mut Run<'_>,
) -> Result<Vec<Dependent>, DatabaseError> {
    let enforced = run.ask(&Statement::ddl("PRAGMA foreign_keys"))?;
    if enforced.rows.first().and_then(|row| row.first()) != Some(&Value::Int(1)) {
        return Ok(Vec::new());
    }
    let schema = schema.unwrap_or("main");
    let sql = format!(
        "SELECT m.name, p.\"from\", p.on_delete FROM {}.sqlite_master AS m \
         JOIN pragma_foreign_key_list(m.name, ?) AS p WHERE m.type = 'table' \
         AND p.\"table\" = ? COLLATE NOCASE \
         AND p.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT') ORDER BY m.name, p.id, p.seq",
        quote(schema)
    );
    let keys = run.ask(&Statement::with_params(sql, vec![text(schema), text(table)]))?;
    let mut found = Vec::new();
    for values in keys.rows {
        let mut row = Row::new(values);
        let key = Dependent { table: row.text(), column: row.text(), on_delete: row.text() };
        let used = format!(
            "SELECT 1 FROM {}.{} WHERE {} IS NOT NULL LIMIT 1",
            quote(schema),
            quote(&key.table),
            quote(&key.column)
        );
        if !run.ask(&Statement::ddl(used))?.rows.is_empty() {
            found.push(key);
        }
    }
    Ok(found)
}
