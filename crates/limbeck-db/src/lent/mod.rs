//! A connection that a program lends: its own driver runs the statements, this decides which.
//!
//! What the driver is asked for goes through a [`Link`], which leads to where the program awaits
//! its driver. A transaction begins as on connections of our own; what a run changes of the
//! session is put back by [`LentConnection::give_back`].

mod mysql;
mod postgresql;
mod sqlite;

use std::fmt;

use limbeck_core::{
    dialect::{Backend, Dialect},
    sql::{StatementClass, classify, split},
    statement::{DatabaseError, ErrorKind, ResultColumn, Rows, Statement, Value},
};

use self::{postgresql::Settings, sqlite::ForeignKeys};
use crate::{
    Isolation, Session,
    connection::{already_begun, isolation_inside_transaction},
    postgresql::text::{self, Types},
    stored::stored,
};

pub use crate::{mysql::message::kind_of as mysql_error_kind, stored::sqlite_error_kind};

/// What the driver of a lent connection is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// What database it is, and whether the program has begun a transaction.
    Open,
    /// Run a text. On PostgreSQL it is a simple query: it may hold several statements, whose last
    /// one's rows count, and its values stand in it. Elsewhere it is one statement; on MySQL and
    /// MariaDB its values stand in it, it goes out as text, and its first result counts.
    Execute { sql: String, params: Vec<Value> },
    /// Begin a transaction; a savepoint within the program's own.
    Begin,
    /// Keep what was done since.
    Commit,
    /// Undo what was done since.
    Rollback,
}

/// What the driver says.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// To [`Ask::Open`].
    Opened { backend: Backend, in_transaction: bool },
    /// To [`Ask::Execute`] on PostgreSQL: columns by name and number of their type, values as the
    /// server writes them.
    Texts { columns: Vec<(String, u32)>, rows: Vec<Vec<Option<String>>>, affected: Option<u64> },
    /// To [`Ask::Execute`] on MySQL and MariaDB: values as the server writes them in a text
    /// result. Types go by its own names in small letters, without length and sign: `bigint`,
    /// `datetime`, `varbinary` for bytes, `varchar` for texts.
    Written {
        columns: Vec<ResultColumn>,
        rows: Vec<Vec<Option<Vec<u8>>>>,
        affected: Option<u64>,
        last_insert_id: Option<i64>,
    },
    /// To [`Ask::Execute`] on SQLite.
    Rows(Rows),
    /// To what ends or begins a transaction.
    Done,
}

/// The way to the driver.
pub trait Link: Send {
    /// Asks, and waits for the answer.
    ///
    /// # Errors
    /// What the database says, or that nobody answers any more.
    fn ask(&mut self, ask: Ask) -> Result<Answer, DatabaseError>;
}

/// A connection of the program's.
pub struct LentConnection {
    link: Box<dyn Link>,
    dialect: Dialect,
    default_schema: Option<String>,
    types: Types,
    isolation: Option<Isolation>,
    /// A transaction was begun by the caller and is opened by the first statement that needs it.
    begun: bool,
    open: bool,
    /// The program had begun a transaction, in which all of the run is.
    within: bool,
    settings: Option<Settings>,
    foreign_keys: ForeignKeys,
    mysql: mysql::State,
}

impl fmt::Debug for LentConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LentConnection").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

impl LentConnection {
    /// Asks what is lent. Within the program's own transaction one of the run's own begins.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub fn new(mut link: Box<dyn Link>) -> Result<LentConnection, DatabaseError> {
        let Answer::Opened { backend, in_transaction } = link.ask(Ask::Open)? else {
            return Err(misunderstood());
        };
        let mut connection = LentConnection {
            link,
            dialect: Dialect::new(backend, None),
            default_schema: None,
            types: Types::default(),
            isolation: None,
            begun: false,
            open: false,
            within: in_transaction,
            settings: None,
            foreign_keys: ForeignKeys::default(),
            mysql: mysql::State::default(),
        };
        if in_transaction {
            connection.send(Ask::Begin)?;
            connection.open = true;
        }
        match backend {
            Backend::Postgresql => connection.learn_postgresql()?,
            Backend::Sqlite => connection.learn_sqlite()?,
            Backend::Mysql | Backend::Mariadb => connection.learn_mysql()?,
        }
        Ok(connection)
    }

    /// Whether the program had begun a transaction.
    pub fn is_within(&self) -> bool {
        self.within
    }

    /// `public`, `main`.
    pub(crate) fn default_schema(&self) -> Option<&str> {
        self.default_schema.as_deref()
    }

    /// Puts back what the run changed of the session, and ends what it did within the program's
    /// transaction: kept, or undone.
    ///
    /// # Errors
    /// What the database says.
    pub fn give_back(&mut self, keep: bool) -> Result<(), DatabaseError> {
        if !self.within {
            self.rollback()?;
        } else if !keep {
            self.send(Ask::Rollback)?;
            // PostgreSQL alone undoes its settings with it.
            return match self.dialect.backend {
                Backend::Postgresql => Ok(()),
                _ => self.restore(),
            };
        }
        self.restore()?;
        match self.within {
            true => self.send(Ask::Commit),
            false => Ok(()),
        }
    }

    fn restore(&mut self) -> Result<(), DatabaseError> {
        match self.dialect.backend {
            Backend::Postgresql => self.restore_settings(),
            Backend::Sqlite => self.restore_foreign_keys(),
            Backend::Mysql | Backend::Mariadb => self.restore_variables(),
        }
    }

    fn send(&mut self, ask: Ask) -> Result<(), DatabaseError> {
        self.link.ask(ask).map(drop)
    }

    /// Runs a text outside of the transactions' bookkeeping.
    fn run(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DatabaseError> {
        let (sql, params) = (sql.to_owned(), params.to_vec());
        match self.link.ask(Ask::Execute { sql, params })? {
            Answer::Rows(rows) => Ok(rows),
            Answer::Texts { columns, rows, affected } => self.decode(columns, rows, affected),
            Answer::Written { columns, rows, affected, last_insert_id } => {
                Ok(Self::decode_written(columns, rows, affected, last_insert_id))
            }
            Answer::Opened { .. } | Answer::Done => Err(misunderstood()),
        }
    }

    /// The first column of the first row.
    fn value(&mut self, sql: &str) -> Result<Option<Value>, DatabaseError> {
        Ok(self.run(sql, &[])?.rows.into_iter().next().and_then(|row| row.into_iter().next()))
    }

    fn open_transaction(&mut self) -> Result<(), DatabaseError> {
        if !self.open && self.isolation != Some(Isolation::Autocommit) {
            self.send(Ask::Begin)?;
            self.open = true;
        }
        self.begun = false;
        Ok(())
    }

    fn end(&mut self, ask: Ask) -> Result<(), DatabaseError> {
        self.begun = false;
        // The statements of a step outside of a transaction come behind such a commit.
        if self.within || !self.open && ask == Ask::Commit {
            return Ok(());
        }
        let ended = match std::mem::take(&mut self.open) {
            true => self.send(ask),
            false => Ok(()),
        };
        let restored = self.restore_after_step();
        ended.and(restored)
    }
}

impl Session for LentConnection {
    fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    fn execute(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        let sql = statement.sql.as_str();
        if self.dialect.is_mysql() {
            return self.execute_mysql(statement);
        }
        if self.dialect.backend == Backend::Postgresql {
            self.open_transaction()?;
            self.keep_parameters(sql)?;
            let text = text::of(statement)?;
            return self.run(&text, &[]).map_err(|error| text::describe(error, statement));
        }
        let described = |error| DatabaseError { statement: Some(sql.to_owned()), ..error };
        if split(sql, Backend::Sqlite).len() > 1 {
            let message = "You can only execute one statement at a time.";
            return Err(described(DatabaseError::new(ErrorKind::Programming, message)));
        }
        let class = classify(sql, Backend::Sqlite);
        match class {
            StatementClass::Empty => return Ok(Rows::default()),
            StatementClass::Dml | StatementClass::Ddl => self.open_transaction()?,
            _ => {}
        }
        self.check_foreign_keys(sql, class).map_err(described)?;
        let params = statement.params.iter().map(stored).collect::<Result<Vec<_>, _>>();
        let params = params
            .map_err(|message| described(DatabaseError::new(ErrorKind::Interface, message)))?;
        let mut rows = self.run(sql, &params).map_err(described)?;
        rows.affected = rows.affected.filter(|_| class == StatementClass::Dml);
        Ok(rows)
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        if self.in_transaction() {
            return Err(already_begun());
        }
        self.begun = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.end(Ask::Commit)
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.end(Ask::Rollback)
    }

    fn in_transaction(&self) -> bool {
        self.begun || self.open
    }

    fn isolation(&mut self) -> Result<Isolation, DatabaseError> {
        Ok(self.isolation.unwrap_or(match self.dialect.backend {
            Backend::Postgresql => Isolation::ReadCommitted,
            Backend::Sqlite => Isolation::Serializable,
            Backend::Mysql | Backend::Mariadb => Isolation::RepeatableRead,
        }))
    }

    /// Beside autocommit the isolation stays the program's own.
    fn set_isolation(&mut self, isolation: Isolation) -> Result<(), DatabaseError> {
        if self.open {
            return Err(isolation_inside_transaction());
        }
        self.begun = false;
        self.isolation = (isolation == Isolation::Autocommit).then_some(isolation);
        Ok(())
    }

    fn begin_step(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        match self.dialect.backend {
            Backend::Postgresql => self.keep_settings(),
            Backend::Sqlite => self.turn_foreign_keys_off(statements),
            Backend::Mysql | Backend::Mariadb => {
                self.check_commits(statements)?;
                self.keep_variables()
            }
        }
    }

    fn end_step(&mut self) -> Result<(), DatabaseError> {
        match self.dialect.is_mysql() {
            true => self.check_commits(&[]),
            false => self.check_references(),
        }
    }
}

fn misunderstood() -> DatabaseError {
    DatabaseError::new(ErrorKind::Internal, "the driver of the lent connection gave another answer")
}
