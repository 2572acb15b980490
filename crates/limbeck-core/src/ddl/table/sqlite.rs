//! What SQLite takes after the closing parenthesis of CREATE TABLE.

use crate::schema::Table;

pub(super) fn options(sql: &mut String, table: &Table) {
    let is = |key: &str, value: bool| {
        table.options.get(key).and_then(|option| option.as_bool()) == Some(value)
    };
    let mut words = Vec::new();
    if is("sqlite_with_rowid", false) {
        words.push("WITHOUT ROWID");
    }
    if is("sqlite_strict", true) {
        words.push("STRICT");
    }
    if !words.is_empty() {
        sql.push_str("\n ");
        sql.push_str(&words.join(",\n "));
    }
}
