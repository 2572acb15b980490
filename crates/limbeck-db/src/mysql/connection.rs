//! A connection over the server's own protocol, statement by statement as pymysql sends them.
//!
//! Values are put into the text as literals, and the text goes out as a plain query: nothing
//! is prepared. The session starts as pymysql's does: `SET NAMES`, autocommit off, and no
//! other setting changed.

use std::fmt;

use limbeck_core::{
    dialect::{Backend, Dialect},
    statement::{DatabaseError, ErrorKind, ResultColumn, Rows, Statement, Value},
};
use mysql_common::{constants::StatusFlags, io::ParseBuf, packets::Column};

use super::{
    column::{kind, type_name},
    decode::{Kind, decode},
    error::{is_lost, lost},
    message::without_values,
    settings::Settings,
    text::{self, modes, parse_version},
    wire::{Wire, closed},
};
use crate::{
    ConnectOptions, Isolation, Session, Url,
    connection::{already_begun, isolation_inside_transaction},
    sql::Quoting,
};

/// A connection to MySQL or MariaDB.
pub struct MysqlConnection {
    wire: Option<Wire>,
    dialect: Dialect,
    default_schema: Option<String>,
    isolation: Option<Isolation>,
    /// Double quotes stand around names, not strings.
    ansi_quotes: bool,
    /// The caller began a transaction in which nothing has run yet.
    begun: bool,
    /// Something ran since the last end of a transaction.
    used: bool,
}

impl fmt::Debug for MysqlConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MysqlConnection").field("dialect", &self.dialect).finish()
    }
}

impl MysqlConnection {
    /// Connects to the server that `url` names.
    ///
    /// # Errors
    /// What the server or the network said, an option of the URL that is wrong, or that a
    /// `mariadb://` URL names a server of MySQL.
    pub(crate) fn open(
        url: &Url,
        dialect: Dialect,
        options: &ConnectOptions,
    ) -> Result<Self, DatabaseError> {
        let settings = Settings::resolve(url, &dialect.driver, dialect.backend, options)
            .map_err(|error| DatabaseError::new(ErrorKind::Programming, error.to_string()))?;
        let wire = Wire::open(&settings)?;
        let mut connection = MysqlConnection {
            wire: Some(wire),
            dialect,
            default_schema: None,
            isolation: None,
            ansi_quotes: false,
            begun: false,
            used: false,
        };
        connection.prepare_session(&settings)?;
        connection.ask_server()?;
        Ok(connection)
    }

    fn prepare_session(&mut self, settings: &Settings) -> Result<(), DatabaseError> {
        // Texts are always sent as UTF-8, whatever else the URL asks for.
        let charset = match settings.charset.to_lowercase().as_str() {
            "utf8" | "utf8mb3" => settings.charset.as_str(),
            _ => "utf8mb4",
        };
        let collation = settings.collation.as_ref();
        let collate = collation.map(|name| format!(" COLLATE {name}")).unwrap_or_default();
        self.run(&format!("SET NAMES {charset}{collate}"))?;
        for sql in &settings.first {
            self.run(sql)?;
        }
        self.set_autocommit(settings.autocommit)?;
        if settings.autocommit {
            self.isolation = Some(Isolation::Autocommit);
        }
        Ok(())
    }

    /// Asks what SQLAlchemy asks of a new connection: the version, the schema, the mode.
    fn ask_server(&mut self) -> Result<(), DatabaseError> {
        let rows = self.run("SELECT VERSION(), DATABASE(), @@sql_mode")?.rows;
        let mut values = rows.into_iter().flatten().map(|value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        let mut next = || values.next().flatten();
        let (version, schema, mode) = (next(), next(), next());
        let greeting = self.wire.as_ref().map(|wire| wire.greeting.clone());
        let version = version.or(greeting).unwrap_or_default();
        let is_mariadb = version.to_lowercase().contains("mariadb");
        if self.dialect.backend == Backend::Mariadb && !is_mariadb {
            let message = format!("MySQL version {version} is not a MariaDB variant.");
            return Err(DatabaseError::new(ErrorKind::Interface, message));
        }
        self.dialect.server_version = parse_version(&version);
        self.dialect.is_mariadb = is_mariadb;
        self.default_schema = schema;
        let quoting = modes(&mode.unwrap_or_default());
        self.dialect.backslash_escapes = quoting.backslash_escapes;
        self.ansi_quotes = quoting.ansi_quotes;
        // The questions were none of the caller's transaction.
        self.end("ROLLBACK")
    }

    /// The database of the URL.
    pub(crate) fn default_schema(&self) -> Option<&str> {
        self.default_schema.as_deref()
    }

    pub(super) fn wire(&mut self) -> Result<&mut Wire, DatabaseError> {
        self.wire.as_mut().ok_or_else(closed)
    }

    pub(super) fn has(&self, flag: StatusFlags) -> bool {
        self.wire.as_ref().is_some_and(|wire| wire.status.contains(flag))
    }

    fn set_autocommit(&mut self, on: bool) -> Result<(), DatabaseError> {
        if self.has(StatusFlags::SERVER_STATUS_AUTOCOMMIT) == on {
            return Ok(());
        }
        self.run(&format!("SET AUTOCOMMIT = {}", u8::from(on))).map(drop)
    }

    /// Sends one text and reads all of its answer; the first result counts.
    fn run(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        let answer = self.wire()?.query(sql).and_then(|()| self.receive());
        if answer.as_ref().is_err_and(is_lost) {
            self.close();
        }
        answer
    }

    pub(super) fn close(&mut self) {
        self.wire = None;
        (self.begun, self.used) = (false, false);
    }

    /// Remembers that something runs.
    pub(super) fn use_transaction(&mut self) {
        self.begun = false;
        self.used = self.isolation != Some(Isolation::Autocommit);
    }

    fn receive(&mut self) -> Result<Rows, DatabaseError> {
        let first = self.receive_one()?;
        // What follows the first result of a procedure is passed over, as by SQLAlchemy.
        while self.has(StatusFlags::SERVER_MORE_RESULTS_EXISTS) {
            self.receive_one()?;
        }
        Ok(first)
    }

    pub(super) fn receive_one(&mut self) -> Result<Rows, DatabaseError> {
        let wire = self.wire()?;
        let payload = wire.read()?;
        match payload.first() {
            Some(0x00) => {
                let packet = wire.accept(&payload)?;
                let id = packet.last_insert_id().unwrap_or_default();
                return Ok(Rows {
                    affected: Some(packet.affected_rows()),
                    last_insert_id: i64::try_from(id).ok(),
                    ..Rows::default()
                });
            }
            // The server asks for a local file, which it never gets.
            Some(0xfb) => {
                let message = "LOAD DATA LOCAL INFILE cannot be used in a statement";
                return Err(DatabaseError::new(ErrorKind::NotSupported, message));
            }
            _ => {}
        }
        let count = ParseBuf(&payload).checked_eat_lenenc_int().unwrap_or_default();
        let mut columns: Vec<Column> = Vec::new();
        for _ in 0..count {
            let payload = wire.read()?;
            columns.push(ParseBuf(&payload).parse(()).map_err(|error| lost(&error))?);
        }
        let end = wire.read()?;
        wire.is_end(&end)?;
        let kinds: Vec<Kind> = columns.iter().map(kind).collect();
        let mut rows = Vec::new();
        loop {
            let payload = wire.read()?;
            if wire.is_end(&payload)? {
                break;
            }
            rows.push(row(&kinds, &payload));
        }
        let described = columns.iter().map(|column| ResultColumn {
            name: column.name_str().into_owned(),
            type_name: type_name(column).to_owned(),
        });
        let affected = u64::try_from(rows.len()).ok();
        Ok(Rows { columns: described.collect(), rows, affected, last_insert_id: None })
    }

    pub(super) fn text_of(&self, statement: &Statement) -> Result<String, DatabaseError> {
        let backslash_escapes = !self.has(StatusFlags::SERVER_STATUS_NO_BACKSLASH_ESCAPES);
        text::of(
            statement,
            &self.dialect,
            Quoting { backslash_escapes, ansi_quotes: self.ansi_quotes },
        )
    }

    fn end(&mut self, word: &str) -> Result<(), DatabaseError> {
        self.begun = false;
        let open = std::mem::take(&mut self.used) || self.has(StatusFlags::SERVER_STATUS_IN_TRANS);
        match open && self.wire.is_some() {
            true => self.run(word).map(drop),
            false => Ok(()),
        }
    }
}

impl Session for MysqlConnection {
    fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    fn execute(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        let template = |error| DatabaseError { statement: Some(statement.sql.clone()), ..error };
        let sql = self.text_of(statement).map_err(template)?;
        self.use_transaction();
        let has_values = !statement.params.is_empty();
        let rows = self.run(&sql).map_err(|error| template(without_values(error, has_values)))?;
        // The server tells of backslashes with every answer, but not of quotes.
        if statement.sql.to_lowercase().contains("sql_mode") {
            let mode = self.run("SELECT @@sql_mode")?.rows.pop().and_then(|mut row| row.pop());
            self.ansi_quotes = matches!(mode, Some(Value::Text(mode)) if modes(&mode).ansi_quotes);
        }
        Ok(rows)
    }

    fn return_all(&mut self, statements: &[Statement]) -> Result<Rows, (usize, DatabaseError)> {
        self.return_each(statements)
    }

    fn query_each(&mut self, queries: &[Statement]) -> Vec<Result<Rows, DatabaseError>> {
        self.run_each(queries)
    }

    fn begin(&mut self) -> Result<(), DatabaseError> {
        if self.in_transaction() {
            return Err(already_begun());
        }
        self.wire()?;
        self.begun = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.end("COMMIT")
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.end("ROLLBACK")
    }

    fn savepoint(&mut self, name: &str) -> Result<(), DatabaseError> {
        (self.begun, self.used) = (false, true);
        self.run(&format!("SAVEPOINT {}", quoted(name))).map(drop)
    }

    fn release(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.run(&format!("RELEASE SAVEPOINT {}", quoted(name))).map(drop)
    }

    fn rollback_to(&mut self, name: &str) -> Result<(), DatabaseError> {
        self.run(&format!("ROLLBACK TO SAVEPOINT {}", quoted(name))).map(drop)
    }

    fn in_transaction(&self) -> bool {
        self.begun || self.has(StatusFlags::SERVER_STATUS_IN_TRANS)
    }

    fn isolation(&mut self) -> Result<Isolation, DatabaseError> {
        if let Some(level) = self.isolation {
            return Ok(level);
        }
        // MariaDB has had the newer name only since 11.1, MySQL lost the older one in 8.0.
        let is_new = !self.dialect.is_mariadb && self.dialect.is_at_least((5, 7, 20));
        let name = if is_new { "transaction_isolation" } else { "tx_isolation" };
        let used = self.used;
        let rows = self.run(&format!("SELECT @@{name}"))?.rows;
        self.used = used;
        let level = match rows.first().map(Vec::as_slice) {
            Some([Value::Text(level)]) => Isolation::from_name(&level.replace('-', " ")),
            _ => None,
        };
        Ok(level.unwrap_or(Isolation::RepeatableRead))
    }

    fn set_isolation(&mut self, isolation: Isolation) -> Result<(), DatabaseError> {
        if self.used && self.has(StatusFlags::SERVER_STATUS_IN_TRANS) {
            return Err(isolation_inside_transaction());
        }
        self.set_autocommit(isolation == Isolation::Autocommit)?;
        if isolation != Isolation::Autocommit {
            let level = isolation.name();
            self.run(&format!("SET SESSION TRANSACTION ISOLATION LEVEL {level}"))?;
        }
        (self.begun, self.used) = (false, false);
        self.isolation = Some(isolation);
        Ok(())
    }
}

fn row(kinds: &[Kind], payload: &[u8]) -> Vec<Value> {
    const NULL: u8 = 0xfb;
    let mut rest = ParseBuf(payload);
    kinds
        .iter()
        .map(|kind| {
            if rest.0.first() == Some(&NULL) {
                rest.0 = &rest.0[1..];
                return Value::Null;
            }
            rest.checked_eat_lenenc_str().map_or(Value::Null, |bytes| decode(*kind, bytes))
        })
        .collect()
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
