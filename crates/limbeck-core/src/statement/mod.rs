//! What travels to a database and comes back: statements, values, rows and errors.

mod convert;
mod error;
mod json_text;
mod value;

pub use error::{DatabaseError, ErrorKind};
pub use json_text::json_text;
pub use value::{Decimal, Interval, Value};

use serde::{Deserialize, Serialize};

/// One statement for one round trip: the text and the values for its placeholders.
///
/// DDL carries no `params`. The text uses the dialect's own placeholder (`$1` on
/// PostgreSQL, `?` elsewhere), one for each entry of `params` in order.
///
/// ```
/// use limbeck_core::statement::{Statement, Value};
///
/// let insert = Statement::with_params("INSERT INTO t (a) VALUES (?)", vec![Value::Int(1)]);
/// assert_eq!(insert.params.len(), 1);
/// assert!(Statement::ddl("DROP TABLE t").params.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    pub sql: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Value>,
}

impl Statement {
    /// A statement without parameters.
    pub fn ddl(sql: impl Into<String>) -> Self {
        Statement { sql: sql.into(), params: Vec::new() }
    }

    /// A statement whose placeholders are filled, in order, by `params`.
    pub fn with_params(sql: impl Into<String>, params: Vec<Value>) -> Self {
        Statement { sql: sql.into(), params }
    }
}

/// A column of a result: its name and the database's own name for its type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultColumn {
    pub name: String,
    /// `int4`, `timestamptz`, `VARCHAR(20)`: empty where the driver does not tell.
    pub type_name: String,
}

/// The answer to one statement.
///
/// `columns` is empty for statements that return no rows; `affected` is the count that
/// the server reports, and `last_insert_id` is set by SQLite and MySQL only.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    pub columns: Vec<ResultColumn>,
    pub rows: Vec<Vec<Value>>,
    pub affected: Option<u64>,
    pub last_insert_id: Option<i64>,
}
