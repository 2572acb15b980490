//! SQLite through rusqlite, as a connection of Python's sqlite3 behaves.
//!
//! A transaction opens at the first statement that changes rows or the schema; statements
//! that SQLite only runs, or that only take effect, outside of one run outside.

use std::{path::PathBuf, time::Duration};

use limbeck_core::{
    dialect::{Backend, Dialect},
    statement::{DatabaseError, ErrorKind, ResultColumn, Rows, Statement, Value},
};
use rusqlite::{
    Error, OpenFlags,
    config::DbConfig,
    ffi,
    types::{Value as Stored, ValueRef},
};

use crate::{
    ConnectOptions, Isolation, Notice, Session, Url, UrlError,
    connection::{already_begun, execute_one_by_one, isolation_inside_transaction},
    regexp,
    sql::{StatementClass, classify, split},
    stored::{sqlite_error_kind, stored},
};

/// A connection to SQLite.
#[derive(Debug)]
pub struct SqliteConnection {
    connection: rusqlite::Connection,
    dialect: Dialect,
    isolation: Isolation,
    /// The caller began a transaction whose BEGIN has not been run yet.
    begun: bool,
    /// Rows were changed in the open transaction: it cannot be ended in between.
    changed: bool,
    notices: Vec<Notice>,
}

/// What a URL says of the file.
struct Target {
    name: PathBuf,
    flags: OpenFlags,
    timeout: Duration,
    isolation: Isolation,
}

impl SqliteConnection {
    /// Opens the file that `url` names, or a database in memory.
    ///
    /// # Errors
    /// The URL is not one of SQLite's forms, or the file cannot be opened.
    pub(crate) fn open(
        url: &Url,
        dialect: Dialect,
        options: &ConnectOptions,
    ) -> Result<Self, DatabaseError> {
        let programming =
            |error: UrlError| DatabaseError::new(ErrorKind::Programming, error.to_string());
        let target = target(url, options).map_err(programming)?;
        let connection = rusqlite::Connection::open_with_flags(&target.name, target.flags)
            .map_err(|error| open_error(&error, &target))?;
        let configured = connection
            // The bundled SQLite is compiled with foreign keys on; Python's is not.
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, false)
            .and_then(|_| connection.busy_timeout(target.timeout));
        configured.map_err(|error| database_error(&error, ""))?;
        let version = version_of(rusqlite::version());
        Ok(SqliteConnection {
            connection,
            dialect: Dialect { server_version: version, ..dialect },
            isolation: target.isolation,
            begun: false,
            changed: false,
            notices: Vec::new(),
        })
    }

    /// What ends the statement that is running from another thread.
    pub(crate) fn interrupter(&self) -> rusqlite::InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    /// See [`Connection::serve_python`](crate::Connection::serve_python).
    pub(crate) fn search_by(&self, search: crate::Search) -> Result<(), DatabaseError> {
        regexp::define(&self.connection, search).map_err(|error| database_error(&error, ""))
    }

    fn is_open(&self) -> bool {
        !self.connection.is_autocommit()
    }

    // Opens or leaves the transaction as the statement to come demands.
    fn prepare_transaction(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let class = classify(sql, Backend::Sqlite);
        match class {
            StatementClass::Dml | StatementClass::Ddl => {
                if !self.is_open() && self.isolation != Isolation::Autocommit {
                    self.run_plain("BEGIN")?;
                }
                self.begun = false;
                self.changed |= class == StatementClass::Dml;
            }
            StatementClass::Outside => self.leave_transaction()?,
            StatementClass::Pragma => self.check_pragma(sql)?,
            _ => {}
        }
        Ok(())
    }

    // What only changed the schema would have been kept by Python's driver at once, so
    // that it can be kept now; changed rows cannot, and SQLite's own error follows.
    fn leave_transaction(&mut self) -> Result<(), DatabaseError> {
        if self.is_open() && !self.changed {
            self.run_plain("COMMIT")?;
        }
        Ok(())
    }

    fn check_pragma(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let Some(wanted) = foreign_keys_wanted(sql) else {
            return Ok(());
        };
        self.leave_transaction()?;
        if !self.is_open() || wanted == self.foreign_keys()? {
            return Ok(());
        }
        if wanted {
            self.notices.push(Notice {
                severity: "WARNING".to_owned(),
                message: "PRAGMA foreign_keys does nothing inside a transaction: \
                          foreign keys stay off"
                    .to_owned(),
                detail: Some(sql.trim().to_owned()),
                hint: None,
            });
            return Ok(());
        }
        let mut error = DatabaseError::new(
            ErrorKind::Operational,
            "PRAGMA foreign_keys=OFF does nothing inside a transaction, and this one has \
             changed rows already",
        );
        error.hint = Some(
            "run the PRAGMA first in the script, or inside `with \
             op.get_context().autocommit_block():`"
                .into(),
        );
        error.statement = Some(sql.to_owned());
        Err(error)
    }

    fn foreign_keys(&self) -> Result<bool, DatabaseError> {
        self.connection
            .db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY)
            .map_err(|error| database_error(&error, ""))
    }

    fn run_plain(&mut self, sql: &str) -> Result<(), DatabaseError> {
        self.connection.execute_batch(sql).map_err(|error| database_error(&error, sql))?;
        if !self.is_open() {
            self.changed = false;
        }
        Ok(())
    }

    fn run(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        let sql = statement.sql.as_str();
        let failed = |error: Error| database_error(&error, sql);
        let mut prepared = self.connection.prepare(sql).map_err(failed)?;
        bind(&mut prepared, statement)?;
        let mut columns = Vec::new();
        // A list or an iterator, by the version of rusqlite.
        for column in prepared.columns() {
            columns.push(ResultColumn {
                name: column.name().to_owned(),
                type_name: column.decl_type().unwrap_or_default().to_owned(),
            });
        }
        let mut rows = Vec::new();
        let before = self.connection.total_changes();
        let mut cursor = prepared.raw_query();
        while let Some(row) = cursor.next().map_err(failed)? {
            let values: Result<Vec<Value>, DatabaseError> = (0..columns.len())
                .map(|place| from_stored(row.get_ref(place).map_err(failed)?, sql))
                .collect();
            rows.push(values?);
        }
        drop(cursor);
        drop(prepared);
        let is_dml = classify(sql, Backend::Sqlite) == StatementClass::Dml;
        let changed = self.connection.total_changes() != before;
        let affected = is_dml.then(|| if changed { self.connection.changes() } else { 0 });
        let last_insert_id = is_dml.then(|| self.connection.last_insert_rowid());
        Ok(Rows { columns, rows, affected, last_insert_id })
    }
}

impl SqliteConnection {
    /// Runs statements of one text, which is prepared once, and counts the changed rows.
    fn run_same(&mut self, statements: &[Statement]) -> Result<u64, (usize, DatabaseError)> {
        let sql = statements.first().map(|first| first.sql.as_str()).unwrap_or_default();
        let first = |error| (0, error);
        check_single(sql).map_err(first)?;
        self.prepare_transaction(sql).map_err(first)?;
        let prepared = self.connection.prepare(sql);
        let mut prepared = prepared.map_err(|error| (0, database_error(&error, sql)))?;
        let mut affected = 0;
        for (place, statement) in statements.iter().enumerate() {
            bind(&mut prepared, statement).map_err(|error| (place, error))?;
            let before = self.connection.total_changes();
            let mut cursor = prepared.raw_query();
            while cursor.next().map_err(|error| (place, database_error(&error, sql)))?.is_some() {}
            if self.connection.total_changes() != before {
                affected += self.connection.changes();
            }
        }
        Ok(affected)
    }
}

/// Refuses what Python's driver refuses before it asks SQLite.
fn check_single(sql: &str) -> Result<(), DatabaseError> {
    if sql.contains('\0') {
        let message = "the query contains a null character".to_owned();
        return Err(described(ErrorKind::Programming, message, sql));
    }
    if split(sql, Backend::Sqlite).len() > 1 {
        let message = "You can only execute one statement at a time.".to_owned();
        return Err(described(ErrorKind::Programming, message, sql));
    }
    Ok(())
}

fn bind(
    prepared: &mut rusqlite::Statement<'_>,
    statement: &Statement,
) -> Result<(), DatabaseError> {
    let sql = statement.sql.as_str();
    let expected = prepared.parameter_count();
    let given = statement.params.len();
    if expected != given {
        let message = format!(
            "Incorrect number of bindings supplied. The current statement uses \
             {expected}, and there are {given} supplied."
        );
        return Err(described(ErrorKind::Programming, message, sql));
    }
    for (place, value) in statement.params.iter().enumerate() {
        let stored = to_stored(value).map_err(|message| {
            described(ErrorKind::Interface, format!("parameter {}: {message}", place + 1), sql)
        })?;
        let bound = prepared.raw_bind_parameter(place + 1, stored);
        bound.map_err(|error| database_error(&error, sql))?;
    }
    Ok(())
}

impl Session for SqliteConnection {
    fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    fn execute_all(&mut self, statements: &[Statement]) -> Result<u64, (usize, DatabaseError)> {
        let is_same = |one: &Statement, other: &Statement| one.sql == other.sql;
        let (mut place, mut affected) = (0, 0);
        for same in statements.chunk_by(is_same) {
            let class = classify(&same[0].sql, Backend::Sqlite);
            let run = match class {
                StatementClass::Dml => self.run_same(same),
                _ => execute_one_by_one(self, same),
            };
            if !self.is_open() {
                self.changed = false;
            }
            affected += run.map_err(|(at, error)| (place + at, error))?;
            place += same.len();
        }
        Ok(affected)
    }

    fn execute(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        let sql = &statement.sql;
        check_single(sql)?;
        if classify(sql, Backend::Sqlite) == StatementClass::Empty {
            return Ok(Rows::default());
        }
        self.prepare_transaction(sql)?;
        let rows = self.run(statement);
        if !self.is_open() {
            self.changed = false;
        }
        rows
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        if self.in_transaction() {
            return Err(already_begun());
        }
        self.begun = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.begun = false;
        if self.is_open() { self.run_plain("COMMIT") } else { Ok(()) }
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.begun = false;
        if self.is_open() { self.run_plain("ROLLBACK") } else { Ok(()) }
    }

    fn in_transaction(&self) -> bool {
        self.begun || self.is_open()
    }

    fn savepoint(&mut self, name: &str) -> Result<(), DatabaseError> {
        // Outside a transaction a savepoint would open one that RELEASE commits.
        if !self.is_open() && self.isolation != Isolation::Autocommit {
            self.run_plain("BEGIN")?;
        }
        self.begun = false;
        self.run_plain(&format!("SAVEPOINT {}", quoted(name)))
    }

    fn release(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.run_plain(&format!("RELEASE SAVEPOINT {}", quoted(name)))
    }

    fn rollback_to(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.run_plain(&format!("ROLLBACK TO SAVEPOINT {}", quoted(name)))
    }

    fn isolation(&mut self) -> Result<Isolation, DatabaseError> {
        Ok(self.isolation)
    }

    fn set_isolation(&mut self, isolation: Isolation) -> Result<(), DatabaseError> {
        if self.is_open() {
            return Err(isolation_inside_transaction());
        }
        match isolation {
            Isolation::Autocommit => {}
            Isolation::Serializable => self.run_plain("PRAGMA read_uncommitted = 0")?,
            Isolation::ReadUncommitted => self.run_plain("PRAGMA read_uncommitted = 1")?,
            other => {
                let message = format!(
                    "Invalid value '{}' for isolation_level. Valid isolation levels for \
                     'sqlite' are READ UNCOMMITTED, SERIALIZABLE, AUTOCOMMIT",
                    other.name()
                );
                return Err(DatabaseError::new(ErrorKind::Interface, message));
            }
        }
        self.begun = false;
        self.isolation = isolation;
        Ok(())
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What a `PRAGMA foreign_keys = ..` asks for.
fn foreign_keys_wanted(sql: &str) -> Option<bool> {
    let text: String = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .collect::<String>()
        .to_ascii_lowercase();
    let rest = text.trim().strip_prefix("pragma")?.trim_start();
    let rest = rest.strip_prefix("main.").unwrap_or(rest);
    let value = rest.strip_prefix("foreign_keys")?.trim_start();
    let value = value.strip_prefix('=').or_else(|| value.strip_prefix('('))?;
    let value = value.trim_matches(|c: char| c.is_whitespace() || ";)'\"".contains(c));
    Some(matches!(value, "on" | "true" | "yes") || value.parse::<i64>().is_ok_and(|n| n != 0))
}

const DRIVER_OPTIONS: &[&str] = &[
    "cached_statements",
    "check_same_thread",
    "detect_types",
    "isolation_level",
    "timeout",
    "uri",
];

fn target(url: &Url, options: &ConnectOptions) -> Result<Target, UrlError> {
    if url.host.is_some() || url.username.is_some() || url.port.is_some() {
        return Err(UrlError::Sqlite(url.to_string()));
    }
    let argument = |name: &str| {
        let mut arguments = options.arguments.iter().rev();
        let found = arguments.find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        found.or_else(|| url.option(name))
    };
    for (name, _) in &options.arguments {
        let known = DRIVER_OPTIONS.contains(&name.as_str());
        if !known {
            let option = name.clone();
            return Err(UrlError::UnknownOption { option, backend: Backend::Sqlite });
        }
    }
    let wrong = |option: &str, value: &str, expected| UrlError::Option {
        option: option.to_owned(),
        value: value.to_owned(),
        expected,
    };
    let timeout = match argument("timeout") {
        None => Duration::from_secs(5),
        Some(value) => value
            .parse()
            .ok()
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .ok_or_else(|| wrong("timeout", value, "it is a number of seconds"))?,
    };
    let isolation = match argument("isolation_level") {
        Some("" | "None" | "none" | "AUTOCOMMIT") => Isolation::Autocommit,
        _ => Isolation::Serializable,
    };
    let truth = |value: &str| matches!(value.to_lowercase().as_str(), "true" | "1" | "yes" | "on");
    let is_uri = argument("uri").is_some_and(truth);
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = url.database.as_deref().unwrap_or_default();
    let (name, has_uri) = file_name(url, database, is_uri);
    let named = !has_uri && name != ":memory:";
    let name = match &options.directory {
        Some(directory) if named => directory.join(name),
        _ => PathBuf::from(name),
    };
    if has_uri {
        flags |= OpenFlags::SQLITE_OPEN_URI;
    }
    // Python's driver takes `mode=ro` only in a `file:` name; asked for outright, it holds.
    if let (false, Some(mode)) = (has_uri, url.option("mode")) {
        let create = OpenFlags::SQLITE_OPEN_CREATE;
        match mode {
            "ro" => {
                flags -= create | OpenFlags::SQLITE_OPEN_READ_WRITE;
                flags |= OpenFlags::SQLITE_OPEN_READ_ONLY;
            }
            "rw" => flags -= create,
            "rwc" => {}
            "memory" => flags |= OpenFlags::SQLITE_OPEN_MEMORY,
            other => return Err(wrong("mode", other, "it is one of ro, rw, rwc, memory")),
        }
    }
    Ok(Target { name, flags, timeout, isolation })
}

// The name for SQLite, and whether it is one of its URIs, which take the options along.
fn file_name(url: &Url, database: &str, is_uri: bool) -> (String, bool) {
    if database.is_empty() {
        return (":memory:".to_owned(), false);
    }
    if !is_uri {
        return (database.to_owned(), database.starts_with("file:"));
    }
    let own: Vec<String> = url
        .query
        .iter()
        .filter(|(name, _)| !DRIVER_OPTIONS.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let mark = if own.is_empty() { "" } else { "?" };
    let scheme = if database.starts_with("file:") { "" } else { "file:" };
    (format!("{scheme}{database}{mark}{}", own.join("&")), true)
}

fn open_error(error: &Error, target: &Target) -> DatabaseError {
    let mut made = database_error(error, "");
    made.message = match error {
        Error::SqliteFailure(failure, _) if failure.code == rusqlite::ErrorCode::CannotOpen => {
            format!("unable to open database file: {}", target.name.display())
        }
        _ => made.message,
    };
    made.statement = None;
    made
}

fn described(kind: ErrorKind, message: String, sql: &str) -> DatabaseError {
    let statement = (!sql.is_empty()).then(|| sql.to_owned());
    DatabaseError { statement, ..DatabaseError::new(kind, message) }
}

/// The error as Python's sqlite3 classes it.
fn database_error(error: &Error, sql: &str) -> DatabaseError {
    let (code, message) = match error {
        Error::SqliteFailure(failure, message) => (failure.extended_code, message.clone()),
        Error::SqlInputError { error, msg, .. } => (error.extended_code, Some(msg.clone())),
        other => return described(ErrorKind::Interface, other.to_string(), sql),
    };
    let message = message.unwrap_or_else(|| ffi::code_to_str(code).to_owned());
    let kind = sqlite_error_kind(code);
    DatabaseError { code: Some(i64::from(code)), ..described(kind, message, sql) }
}

fn to_stored(value: &Value) -> Result<Stored, String> {
    Ok(match stored(value)? {
        Value::Int(value) => Stored::Integer(value),
        Value::Float(value) => Stored::Real(value),
        Value::Text(text) => Stored::Text(text),
        Value::Bytes(bytes) => Stored::Blob(bytes),
        _ => Stored::Null,
    })
}

fn from_stored(value: ValueRef<'_>, sql: &str) -> Result<Value, DatabaseError> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(value) => Value::Int(value),
        ValueRef::Real(value) => Value::Float(value),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Value::Text(text.to_owned()),
            Err(_) => {
                let message = "Could not decode to UTF-8 a text of the result".to_owned();
                return Err(described(ErrorKind::Operational, message, sql));
            }
        },
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
    })
}

fn version_of(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0)))
}
