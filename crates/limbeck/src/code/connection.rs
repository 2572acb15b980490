//! The connection that a migration in Rust works on.

use std::ops::Index;

use limbeck_core::{
    dialect::Backend,
    script::split,
    statement::{DatabaseError, ErrorKind, Rows, Statement, Value},
};
use limbeck_db::Session;

use crate::engine::Cancellation;

/// The database of a run, within the transaction of the step.
pub struct Connection<'a> {
    session: &'a mut dyn Session,
    cancelled: &'a Cancellation,
    /// Whether the step has a transaction, which only the run ends.
    transaction: bool,
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(Vec<Value>);

impl Row {
    /// The values, in the order of the columns.
    pub fn values(&self) -> &[Value] {
        &self.0
    }

    /// The text in a column; nothing where it is NULL or no text.
    pub fn text(&self, column: usize) -> Option<&str> {
        match self.0.get(column)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The integer in a column; nothing where it is NULL or no integer.
    pub fn integer(&self, column: usize) -> Option<i64> {
        match self.0.get(column)? {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }
}

impl Index<usize> for Row {
    type Output = Value;

    fn index(&self, column: usize) -> &Value {
        &self.0[column]
    }
}

impl<'a> Connection<'a> {
    pub(crate) fn new(
        session: &'a mut dyn Session,
        cancelled: &'a Cancellation,
        transaction: bool,
    ) -> Connection<'a> {
        Connection { session, cancelled, transaction }
    }

    /// Which database this is; a MariaDB server is one by whatever name the URL has for it.
    pub fn backend(&self) -> Backend {
        self.session.dialect().grammar()
    }

    /// Runs a statement and tells how many rows it changed.
    ///
    /// The placeholders are the database's own: `$1` on PostgreSQL, `?` elsewhere.
    ///
    /// # Errors
    /// What the database reports; a statement that begins or ends the transaction.
    pub async fn execute(
        &mut self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<u64, DatabaseError> {
        Ok(self.run(sql, values)?.affected.unwrap_or_default())
    }

    /// Runs a query and gives its rows.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn query(
        &mut self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<Row>, DatabaseError> {
        Ok(self.run(sql, values)?.rows.into_iter().map(Row).collect())
    }

    fn run(
        &mut self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Rows, DatabaseError> {
        if self.cancelled.is_asked() {
            return Err(wrong("the run was cancelled"));
        }
        let found = split(sql, 1, self.backend());
        let found = found.map_err(|(_, problem)| wrong(&problem.to_string()))?;
        if self.transaction && found.iter().any(|statement| statement.controls_transaction) {
            return Err(wrong(
                "the run begins and ends the transaction of a revision; one without says \
                 `-- transaction: off` in its file",
            ));
        }
        self.session.execute(&Statement::with_params(sql, values.into_iter().collect()))
    }
}

impl std::fmt::Debug for Connection<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("backend", &self.backend()).finish_non_exhaustive()
    }
}

fn wrong(message: &str) -> DatabaseError {
    DatabaseError::new(ErrorKind::Programming, message)
}
