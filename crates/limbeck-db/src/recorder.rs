//! The session of `--sql`: it writes statements down instead of running them.

use limbeck_core::{
    dialect::Dialect,
    statement::{DatabaseError, Rows, Statement},
};

use crate::connection::{Isolation, Session, already_begun};

/// Hands the text of every statement to a sink and answers with no rows.
///
/// ```
/// use limbeck_core::{dialect::{Backend, Dialect}, statement::Statement};
/// use limbeck_db::{Recorder, Session};
///
/// let mut seen = Vec::new();
/// let mut recorder =
///     Recorder::new(Dialect::new(Backend::Sqlite, None), |sql: &str| seen.push(sql.to_owned()));
/// recorder.begin().unwrap();
/// recorder.execute(&Statement::ddl("DROP TABLE t")).unwrap();
/// recorder.commit().unwrap();
/// drop(recorder);
/// assert_eq!(seen, ["BEGIN", "DROP TABLE t", "COMMIT"]);
/// ```
pub struct Recorder<S> {
    dialect: Dialect,
    sink: S,
    begun: bool,
    isolation: Option<Isolation>,
}

impl<S: FnMut(&str)> Recorder<S> {
    /// A recorder for `dialect`; `sink` takes each statement without its semicolon.
    pub fn new(dialect: Dialect, sink: S) -> Self {
        Recorder { dialect, sink, begun: false, isolation: None }
    }
}

impl<S: FnMut(&str)> Session for Recorder<S> {
    fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    /// Writes the statement's text; its values must have been rendered into it.
    fn execute(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        (self.sink)(&statement.sql);
        Ok(Rows::default())
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        if self.begun {
            return Err(already_begun());
        }
        self.begun = true;
        (self.sink)("BEGIN");
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        if std::mem::take(&mut self.begun) {
            (self.sink)("COMMIT");
        }
        Ok(())
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        if std::mem::take(&mut self.begun) {
            (self.sink)("ROLLBACK");
        }
        Ok(())
    }

    fn in_transaction(&self) -> bool {
        self.begun
    }

    fn isolation(&mut self) -> Result<Isolation, DatabaseError> {
        Ok(self.isolation.unwrap_or(Isolation::ReadCommitted))
    }

    fn set_isolation(&mut self, isolation: Isolation) -> Result<(), DatabaseError> {
        self.isolation = Some(isolation);
        Ok(())
    }
}
