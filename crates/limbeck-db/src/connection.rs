//! One connection type over every database, and the interface that the recorder shares.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use limbeck_core::{
    dialect::{Backend, Dialect},
    reflect::Ask,
    statement::{DatabaseError, ErrorKind, Rows, Statement},
};

use crate::{Url, lent::LentConnection};

/// What a connection is opened with, beyond its URL.
#[derive(Clone, Default)]
pub struct ConnectOptions {
    /// The variables that database clients read (`PGHOST`, `PGPASSWORD` ..).
    pub environment: BTreeMap<String, String>,
    /// The name of the operating system's user, PostgreSQL's user where nothing names one.
    pub user: Option<String>,
    /// Where `.pgpass` and `.postgresql/root.crt` are looked up.
    pub home: Option<PathBuf>,
    /// What the relative path of a SQLite file is relative to; otherwise the process's own.
    pub directory: Option<PathBuf>,
    /// SQLAlchemy's `connect_args`: options by name, which win over those in the URL.
    pub arguments: Vec<(String, String)>,
}

impl fmt::Debug for ConnectOptions {
    /// Without the variables and arguments, which may hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectOptions").field("user", &self.user).finish_non_exhaustive()
    }
}

/// How much of other transactions a transaction sees; or no transaction at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    Autocommit,
    ReadUncommitted,
    ReadCommitted,
    RepeatableRead,
    Serializable,
}

impl Isolation {
    /// SQLAlchemy's name.
    pub fn name(self) -> &'static str {
        match self {
            Isolation::Autocommit => "AUTOCOMMIT",
            Isolation::ReadUncommitted => "READ UNCOMMITTED",
            Isolation::ReadCommitted => "READ COMMITTED",
            Isolation::RepeatableRead => "REPEATABLE READ",
            Isolation::Serializable => "SERIALIZABLE",
        }
    }

    /// The level of this name, in any case, with blanks or underscores.
    pub fn from_name(name: &str) -> Option<Isolation> {
        let levels = [
            Isolation::Autocommit,
            Isolation::ReadUncommitted,
            Isolation::ReadCommitted,
            Isolation::RepeatableRead,
            Isolation::Serializable,
        ];
        let wanted = name.to_uppercase().replace('_', " ");
        levels.into_iter().find(|level| level.name() == wanted)
    }
}

/// Something a database or its driver said that is no error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `NOTICE`, `WARNING`, `INFO`.
    pub severity: String,
    pub message: String,
    pub detail: Option<String>,
    pub hint: Option<String>,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, self.message)
    }
}

/// What runs statements in transactions: a connection, or the recorder of `--sql`.
///
/// A transaction begins by itself with the first statement that needs one, as under
/// Python's drivers, unless the isolation is [`Isolation::Autocommit`].
pub trait Session {
    /// The database that is spoken to.
    fn dialect(&self) -> &Dialect;

    /// Runs one statement.
    ///
    /// # Errors
    /// What the database reports, with the statement's template in `statement`.
    fn execute(&mut self, statement: &Statement) -> Result<Rows, DatabaseError>;

    /// Runs statements whose rows nobody wants, with as few round trips as the database
    /// allows, and gives the count of rows that they changed.
    ///
    /// # Errors
    /// The first failure, with the place of its statement; those after it had no effect
    /// inside a transaction.
    fn execute_all(&mut self, statements: &[Statement]) -> Result<u64, (usize, DatabaseError)> {
        execute_one_by_one(self, statements)
    }

    /// Runs statements like [`Session::execute_all`] and gives the rows of all, in the order of
    /// the statements.
    ///
    /// # Errors
    /// As [`Session::execute_all`].
    fn return_all(&mut self, statements: &[Statement]) -> Result<Rows, (usize, DatabaseError)> {
        return_one_by_one(self, statements)
    }

    /// Runs queries of which none needs another's answer, with as few round trips as the
    /// database allows, and gives all answers in their order: one that fails keeps none of the
    /// others from being answered, but for a lost connection.
    fn query_each(&mut self, queries: &[Statement]) -> Vec<Result<Rows, DatabaseError>> {
        queries.iter().map(|query| self.execute(query)).collect()
    }

    /// Begins a transaction, perhaps not before its first statement.
    ///
    /// # Errors
    /// When one has begun already.
    fn begin(&mut self) -> Result<(), DatabaseError>;

    /// Ends the transaction, if one has begun, and keeps what it did.
    ///
    /// # Errors
    /// What the database reports, deferred constraints among it.
    fn commit(&mut self) -> Result<(), DatabaseError>;

    /// Ends the transaction, if one has begun, and undoes what it did.
    ///
    /// # Errors
    /// When the connection is lost.
    fn rollback(&mut self) -> Result<(), DatabaseError>;

    /// Sets a savepoint.
    ///
    /// # Errors
    /// What the database reports.
    fn savepoint(&mut self, name: &str) -> Result<(), DatabaseError> {
        let name = quote(name);
        self.execute(&Statement::ddl(format!("SAVEPOINT {name}"))).map(drop)
    }

    /// Forgets a savepoint and keeps what was done since.
    ///
    /// # Errors
    /// What the database reports.
    fn release(&mut self, name: &str) -> Result<(), DatabaseError> {
        let name = quote(name);
        self.execute(&Statement::ddl(format!("RELEASE SAVEPOINT {name}"))).map(drop)
    }

    /// Undoes what was done since a savepoint.
    ///
    /// # Errors
    /// What the database reports.
    fn rollback_to(&mut self, name: &str) -> Result<(), DatabaseError> {
        let name = quote(name);
        self.execute(&Statement::ddl(format!("ROLLBACK TO SAVEPOINT {name}"))).map(drop)
    }

    /// Whether a transaction has begun.
    fn in_transaction(&self) -> bool;

    /// The isolation of the transactions to come.
    ///
    /// # Errors
    /// When the database has to be asked and does not answer.
    fn isolation(&mut self) -> Result<Isolation, DatabaseError>;

    /// Sets the isolation of the transactions to come.
    ///
    /// # Errors
    /// Inside a transaction, or for a level that the database lacks.
    fn set_isolation(&mut self, isolation: Isolation) -> Result<(), DatabaseError>;

    /// What was said since the last call.
    fn take_notices(&mut self) -> Vec<Notice> {
        Vec::new()
    }

    /// Gets ready for the statements of a step, before its transaction begins.
    ///
    /// # Errors
    /// What they must not do on this connection.
    fn begin_step(&mut self, _statements: &[Statement]) -> Result<(), DatabaseError> {
        Ok(())
    }

    /// Looks at what a step has done, before its transaction is committed.
    ///
    /// # Errors
    /// What must not be kept.
    fn end_step(&mut self) -> Result<(), DatabaseError> {
        Ok(())
    }
}

fn quote(name: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    match name.chars().all(plain) && !name.starts_with(|c: char| c.is_ascii_digit()) {
        true => name.to_owned(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

/// Whether a pattern is found in a text; the message of an error where it is no pattern.
pub type Search = fn(pattern: &str, text: &str) -> Result<bool, String>;

/// A connection to a database.
///
/// It equals one that psycopg, pymysql or Python's sqlite3 opens: no setting is changed beyond what
/// those change.
#[derive(Debug)]
pub enum Connection {
    #[cfg(feature = "postgresql")]
    Postgresql(Box<crate::postgresql::PostgresqlConnection>),
    #[cfg(feature = "mysql")]
    Mysql(Box<crate::mysql::MysqlConnection>),
    #[cfg(feature = "sqlite")]
    Sqlite(crate::sqlite::SqliteConnection),
    /// Of the program's own driver, with the program's settings.
    Lent(Box<LentConnection>),
}

impl Connection {
    /// Connects to the database that `url` names.
    ///
    /// # Errors
    /// The URL is wrong, the server cannot be reached or refuses, or this build has no
    /// driver for the dialect. The password is never part of the error.
    pub fn open(url: &Url, options: &ConnectOptions) -> Result<Connection, DatabaseError> {
        let interface = |message: String| DatabaseError::new(ErrorKind::Interface, message);
        let dialect = url.dialect().map_err(|error| interface(error.to_string()))?;
        match dialect.backend {
            #[cfg(feature = "postgresql")]
            Backend::Postgresql => {
                crate::postgresql::PostgresqlConnection::open(url, dialect, options)
                    .map(|connection| Connection::Postgresql(Box::new(connection)))
            }
            #[cfg(feature = "mysql")]
            Backend::Mysql | Backend::Mariadb => {
                crate::mysql::MysqlConnection::open(url, dialect, options)
                    .map(|connection| Connection::Mysql(Box::new(connection)))
            }
            #[cfg(feature = "sqlite")]
            Backend::Sqlite => {
                crate::sqlite::SqliteConnection::open(url, dialect, options).map(Connection::Sqlite)
            }
            // With every driver built in nothing is left for this.
            #[allow(unreachable_patterns)]
            backend => Err(interface(format!(
                "this build of Limbeck has no driver for {backend}: turn on its feature"
            ))),
        }
    }

    /// The schema that unqualified names mean: `public`, `main`.
    pub fn default_schema(&self) -> Option<&str> {
        match *self {
            Connection::Lent(ref connection) => connection.default_schema(),
            #[cfg(feature = "postgresql")]
            Connection::Postgresql(ref connection) => connection.default_schema(),
            #[cfg(feature = "mysql")]
            Connection::Mysql(ref connection) => connection.default_schema(),
            #[cfg(feature = "sqlite")]
            Connection::Sqlite(_) => Some("main"),
        }
    }

    /// Has the connection do what SQLAlchemy's does with the driver that the URL names: SQLite's
    /// REGEXP asks `search`, and psycopg leaves arrays of types that it does not know as text.
    ///
    /// # Errors
    /// REGEXP cannot be defined.
    pub fn serve_python(&mut self, search: Search) -> Result<(), DatabaseError> {
        match *self {
            #[cfg(feature = "sqlite")]
            Connection::Sqlite(ref connection) => connection.search_by(search),
            #[cfg(feature = "postgresql")]
            Connection::Postgresql(ref mut connection) => {
                connection.read_as_driver();
                Ok(())
            }
            _ => {
                let _ = search;
                Ok(())
            }
        }
    }

    /// Has a lent connection be as it was lent, with what was done or without: see
    /// [`LentConnection::give_back`]. One of our own is nobody else's.
    ///
    /// # Errors
    /// What the database says.
    pub fn give_back(&mut self, keep: bool) -> Result<(), DatabaseError> {
        match *self {
            Connection::Lent(ref mut connection) => connection.give_back(keep),
            #[cfg(any(feature = "postgresql", feature = "mysql", feature = "sqlite"))]
            _ => Ok(()),
        }
    }

    /// What has this connection's statements end early, from another thread.
    pub fn canceller(&self) -> Option<Canceller> {
        match *self {
            // It is the program's, which drops what it awaits.
            Connection::Lent(_) => None,
            #[cfg(feature = "postgresql")]
            Connection::Postgresql(ref connection) => {
                connection.canceller().map(|by| Canceller(Way::Postgresql(by)))
            }
            // Its server has no way but KILL, on a connection with the right to it.
            #[cfg(feature = "mysql")]
            Connection::Mysql(_) => None,
            #[cfg(feature = "sqlite")]
            Connection::Sqlite(ref connection) => {
                Some(Canceller(Way::Sqlite(connection.interrupter())))
            }
        }
    }

    fn session(&self) -> &dyn Session {
        match *self {
            Connection::Lent(ref connection) => connection.as_ref(),
            #[cfg(feature = "postgresql")]
            Connection::Postgresql(ref connection) => connection.as_ref(),
            #[cfg(feature = "mysql")]
            Connection::Mysql(ref connection) => connection.as_ref(),
            #[cfg(feature = "sqlite")]
            Connection::Sqlite(ref connection) => connection,
        }
    }

    fn session_mut(&mut self) -> &mut dyn Session {
        match *self {
            Connection::Lent(ref mut connection) => connection.as_mut(),
            #[cfg(feature = "postgresql")]
            Connection::Postgresql(ref mut connection) => connection.as_mut(),
            #[cfg(feature = "mysql")]
            Connection::Mysql(ref mut connection) => connection.as_mut(),
            #[cfg(feature = "sqlite")]
            Connection::Sqlite(ref mut connection) => connection,
        }
    }
}

/// Ends statements of a connection from another thread; they then fail.
pub struct Canceller(Way);

enum Way {
    #[cfg(feature = "postgresql")]
    Postgresql(std::sync::Arc<crate::postgresql::Canceller>),
    #[cfg(feature = "sqlite")]
    Sqlite(rusqlite::InterruptHandle),
}

impl Canceller {
    /// Asks for the end of what runs now; it may have ended already, or go on where the server
    /// cannot be reached. On PostgreSQL this opens a connection.
    ///
    /// # Errors
    /// The server cannot be asked.
    pub fn cancel(&self) -> Result<(), DatabaseError> {
        match self.0 {
            #[cfg(feature = "postgresql")]
            Way::Postgresql(ref canceller) => canceller.cancel(),
            #[cfg(feature = "sqlite")]
            Way::Sqlite(ref handle) => {
                handle.interrupt();
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Canceller")
    }
}

impl Session for Connection {
    fn dialect(&self) -> &Dialect {
        self.session().dialect()
    }

    fn execute(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        self.session_mut().execute(statement)
    }

    fn execute_all(&mut self, statements: &[Statement]) -> Result<u64, (usize, DatabaseError)> {
        self.session_mut().execute_all(statements)
    }

    fn return_all(&mut self, statements: &[Statement]) -> Result<Rows, (usize, DatabaseError)> {
        self.session_mut().return_all(statements)
    }

    fn query_each(&mut self, queries: &[Statement]) -> Vec<Result<Rows, DatabaseError>> {
        self.session_mut().query_each(queries)
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        self.session_mut().begin()
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.session_mut().commit()
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.session_mut().rollback()
    }

    fn savepoint(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.session_mut().savepoint(name)
    }

    fn release(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.session_mut().release(name)
    }

    fn rollback_to(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.session_mut().rollback_to(name)
    }

    fn in_transaction(&self) -> bool {
        self.session().in_transaction()
    }

    fn isolation(&mut self) -> Result<Isolation, DatabaseError> {
        self.session_mut().isolation()
    }

    fn set_isolation(&mut self, isolation: Isolation) -> Result<(), DatabaseError> {
        self.session_mut().set_isolation(isolation)
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        self.session_mut().take_notices()
    }

    fn begin_step(&mut self, statements: &[Statement]) -> Result<(), DatabaseError> {
        self.session_mut().begin_step(statements)
    }

    fn end_step(&mut self) -> Result<(), DatabaseError> {
        self.session_mut().end_step()
    }
}

/// A session that is asked about the catalog.
pub struct CatalogReader<'s>(pub &'s mut dyn Session);

impl fmt::Debug for CatalogReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CatalogReader")
    }
}

impl Ask for CatalogReader<'_> {
    fn ask(&mut self, query: &Statement) -> Result<Rows, DatabaseError> {
        self.0.execute(query)
    }

    fn ask_each(&mut self, queries: &[Statement]) -> Vec<Result<Rows, DatabaseError>> {
        self.0.query_each(queries)
    }
}

/// [`Session::execute_all`] where each statement needs its answer before the next.
pub(crate) fn execute_one_by_one<S: Session + ?Sized>(
    session: &mut S,
    statements: &[Statement],
) -> Result<u64, (usize, DatabaseError)> {
    let mut affected = 0;
    for (place, statement) in statements.iter().enumerate() {
        let rows = session.execute(statement).map_err(|error| (place, error))?;
        affected += rows.affected.unwrap_or(0);
    }
    Ok(affected)
}

/// [`Session::return_all`] where each statement needs its answer before the next.
pub(crate) fn return_one_by_one<S: Session + ?Sized>(
    session: &mut S,
    statements: &[Statement],
) -> Result<Rows, (usize, DatabaseError)> {
    let mut all = Rows::default();
    for (place, statement) in statements.iter().enumerate() {
        add_rows(&mut all, session.execute(statement).map_err(|error| (place, error))?);
    }
    Ok(all)
}

/// Adds what another statement of the same kind gave.
pub(crate) fn add_rows(all: &mut Rows, rows: Rows) {
    all.columns = rows.columns;
    all.rows.extend(rows.rows);
    all.affected = Some(all.affected.unwrap_or(0) + rows.affected.unwrap_or(0));
}

/// The error of [`Session::begin`] inside a transaction.
pub(crate) fn already_begun() -> DatabaseError {
    DatabaseError::new(ErrorKind::Programming, "a transaction has begun already")
}

/// The error of [`Session::set_isolation`] inside a transaction.
pub(crate) fn isolation_inside_transaction() -> DatabaseError {
    DatabaseError::new(
        ErrorKind::Programming,
        "the isolation level cannot be changed inside a transaction: commit or roll back first",
    )
}
