//! A connection over PostgreSQL's own protocol, statement by statement as psycopg2 sends them.
//!
//! Values are put into the text as literals and the text goes out as a simple query: no
//! prepared statement is ever named, so a pooler between does not matter, and a text may
//! hold several statements. Rows come back as text, which every type has.

use std::{collections::VecDeque, fmt, sync::Arc};

use fallible_iterator::FallibleIterator;
use limbeck_core::{
    dialect::Dialect,
    statement::{DatabaseError, ErrorKind, Rows, Statement, Value},
};
use postgres_protocol::message::backend::{DataRowBody, Message, RowDescriptionBody};

use super::{
    joined::Joined,
    settings::{Host, Settings, Target},
    text::{self, Decoder, Types, describe, parse_version},
    wire::{Canceller, Wire, error_of, lost},
};
use crate::{
    ConnectOptions, Isolation, Notice, Session, Url,
    connection::{
        add_rows, already_begun, execute_one_by_one, isolation_inside_transaction,
        return_one_by_one,
    },
};

/// How much of [`Session::execute_all`] goes at once.
const WINDOW: usize = 8 * 1024;

/// How many times that much goes before answers are read: less than any socket holds, so that
/// neither side waits for the other to read, and the server has work while the next is written.
const FLYING: usize = 2;

/// A connection to PostgreSQL.
pub struct PostgresqlConnection {
    wire: Option<Wire>,
    dialect: Dialect,
    types: Types,
    default_schema: Option<String>,
    isolation: Option<Isolation>,
    /// A transaction was begun by the caller and BEGIN has not been sent yet.
    begun: bool,
    canceller: Option<Arc<Canceller>>,
}

impl fmt::Debug for PostgresqlConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresqlConnection").field("dialect", &self.dialect).finish()
    }
}

/// One statement's answer, before its rows are decoded.
#[derive(Default)]
struct Answer {
    columns: Vec<(String, u32)>,
    rows: Vec<DataRowBody>,
    affected: Option<u64>,
}

/// Statements that were sent at once and wait for their answers.
struct Flight {
    /// Whether a BEGIN went before them.
    opened: bool,
    texts: Vec<Joined>,
    /// The statement behind them that could not be sent.
    unsent: Option<(usize, DatabaseError)>,
}

impl PostgresqlConnection {
    /// Connects to the first of the URL's hosts that will do.
    ///
    /// # Errors
    /// What the last host said, or an option of the URL that is wrong.
    pub(crate) fn open(
        url: &Url,
        dialect: Dialect,
        options: &ConnectOptions,
    ) -> Result<Self, DatabaseError> {
        let settings = Settings::resolve(url, options)
            .map_err(|error| DatabaseError::new(ErrorKind::Programming, error.to_string()))?;
        let mut last = None;
        let passes: &[Target] = match settings.target {
            Target::PreferStandby => &[Target::Standby, Target::Any],
            ref target => std::slice::from_ref(target),
        };
        for target in passes {
            for host in &settings.hosts {
                match Self::open_host(&settings, host, &dialect, *target) {
                    Ok(connection) => return Ok(connection),
                    Err(error) => last = Some(error),
                }
            }
        }
        Err(last.unwrap_or_else(|| DatabaseError::new(ErrorKind::Operational, "no host to try")))
    }

    /// What cancels this session's statements from elsewhere.
    pub(crate) fn canceller(&self) -> Option<Arc<Canceller>> {
        self.canceller.clone()
    }

    fn open_host(
        settings: &Settings,
        host: &Host,
        dialect: &Dialect,
        target: Target,
    ) -> Result<Self, DatabaseError> {
        let wire = Wire::open(settings, host)?;
        let canceller = wire.canceller(settings, host).map(Arc::new);
        let parameter = |name: &str| {
            wire.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        let server_version = parameter("server_version").as_deref().and_then(parse_version);
        let backslash_escapes =
            parameter("standard_conforming_strings").is_some_and(|setting| setting == "off");
        let iso_dates = parameter("DateStyle").is_some_and(|style| style.starts_with("ISO"));
        let mut connection = PostgresqlConnection {
            wire: Some(wire),
            dialect: Dialect { server_version, backslash_escapes, ..dialect.clone() },
            types: Types::default(),
            default_schema: None,
            isolation: None,
            begun: false,
            canceller,
        };
        if !iso_dates {
            connection.run("SET datestyle TO 'ISO'")?;
        }
        let schema = connection.run("SELECT current_schema()")?;
        if let Some([Value::Text(schema)]) = schema.rows.first().map(Vec::as_slice) {
            connection.default_schema = Some(schema.clone());
        }
        connection.check_target(target)?;
        Ok(connection)
    }

    /// See [`Connection::serve_python`](crate::Connection::serve_python).
    pub(crate) fn read_as_driver(&mut self) {
        self.types.read_as(&self.dialect.driver);
    }

    fn check_target(&mut self, target: Target) -> Result<(), DatabaseError> {
        if target == Target::Any {
            return Ok(());
        }
        let sql = "SELECT pg_catalog.pg_is_in_recovery(), \
                   current_setting('transaction_read_only') = 'on'";
        let rows = self.run(sql)?.rows;
        let (standby, read_only) = match rows.first().map(Vec::as_slice) {
            Some([Value::Bool(standby), Value::Bool(read_only)]) => (*standby, *read_only),
            _ => (false, false),
        };
        let refusal = match target {
            Target::ReadWrite if read_only => "session is read-only",
            Target::ReadOnly if !read_only => "session is not read-only",
            Target::Primary if standby => "server is in hot standby mode",
            Target::Standby if !standby => "server is not in hot standby mode",
            _ => return Ok(()),
        };
        Err(DatabaseError::new(ErrorKind::Operational, refusal))
    }

    /// `current_schema()` as it was when the connection started.
    pub(crate) fn default_schema(&self) -> Option<&str> {
        self.default_schema.as_deref()
    }

    fn wire(&mut self) -> Result<&mut Wire, DatabaseError> {
        self.wire
            .as_mut()
            .ok_or_else(|| DatabaseError::new(ErrorKind::Interface, "connection already closed"))
    }

    fn status(&self) -> u8 {
        self.wire.as_ref().map_or(b'I', |wire| wire.status)
    }

    // What must be sent before the next statement.
    fn opening(&self) -> Option<String> {
        if self.status() != b'I' || self.isolation == Some(Isolation::Autocommit) {
            return None;
        }
        Some(match self.isolation {
            Some(level) => format!("BEGIN ISOLATION LEVEL {}", level.name()),
            None => "BEGIN".to_owned(),
        })
    }

    /// Sends one text outside of the transactions' bookkeeping and decodes its rows.
    fn run(&mut self, sql: &str) -> Result<Rows, DatabaseError> {
        let wire = self.wire()?;
        wire.queue(sql)?;
        let sent = wire.flush().map_err(|error| lost(&error));
        let answer = sent.and_then(|()| self.receive());
        self.close_if_lost(answer)?
            .map_err(|error| describe(error, &Statement::ddl(sql)))
            .and_then(|answer| self.decode(answer))
    }

    // A lost connection stays closed; an error that the server reported does not.
    fn close_if_lost<T>(
        &mut self,
        answer: Result<Result<T, DatabaseError>, DatabaseError>,
    ) -> Result<Result<T, DatabaseError>, DatabaseError> {
        if answer.is_err() {
            self.wire = None;
            self.begun = false;
        }
        answer
    }

    /// Reads up to the end of one text, of whose statements the last one's answer counts, as
    /// psycopg2 has it: outside, a lost connection; inside, the server's answer or error.
    fn receive(&mut self) -> Result<Result<Answer, DatabaseError>, DatabaseError> {
        let mut last = Answer::default();
        let end = self.receive_each(|answer| last = answer)?;
        Ok(end.map(|()| last))
    }

    /// The same with each statement's answer.
    fn receive_each(
        &mut self,
        mut take: impl FnMut(Answer),
    ) -> Result<Result<(), DatabaseError>, DatabaseError> {
        let wire = self.wire()?;
        let mut answer = Answer::default();
        let mut failure = None;
        loop {
            match wire.read()? {
                Message::RowDescription(body) => {
                    answer.columns = columns_of(&body).map_err(|error| lost(&error))?;
                }
                Message::DataRow(row) => answer.rows.push(row),
                Message::CommandComplete(body) => {
                    answer.affected = affected_of(body.tag().map_err(|error| lost(&error))?);
                    take(std::mem::take(&mut answer));
                }
                Message::EmptyQueryResponse => {}
                Message::ErrorResponse(body) => failure = Some(error_of(body.fields(), false)),
                Message::CopyInResponse(_) => {
                    wire.queue_copy_fail("COPY FROM STDIN cannot be used in a statement")?;
                    wire.flush().map_err(|error| lost(&error))?;
                }
                Message::CopyOutResponse(_) => {
                    failure.get_or_insert(DatabaseError::new(
                        ErrorKind::Programming,
                        "COPY TO STDOUT cannot be used in a statement",
                    ));
                }
                Message::ReadyForQuery(body) => {
                    wire.status = body.status();
                    return Ok(failure.map_or(Ok(()), Err));
                }
                _ => {}
            }
        }
    }

    fn decode(&mut self, answer: Answer) -> Result<Rows, DatabaseError> {
        if let Some(query) = self.types.unknown(&answer.columns) {
            for row in self.run(&query)?.rows {
                self.types.learn(&row);
            }
        }
        let decoder = Decoder::new(&self.types, &answer.columns);
        let mut rows = Vec::with_capacity(answer.rows.len());
        for row in answer.rows {
            rows.push(values_of(&row, &decoder).map_err(|error| lost(&error))?);
        }
        let columns = decoder.columns(answer.columns);
        Ok(Rows { columns, rows, affected: answer.affected, last_insert_id: None })
    }

    fn execute_text(&mut self, sql: &str) -> Result<Answer, DatabaseError> {
        let opening = self.opening();
        let wire = self.wire()?;
        Wire::check_text(sql)?;
        if let Some(opening) = &opening {
            wire.queue(opening)?;
        }
        wire.queue(sql)?;
        let sent = wire.flush().map_err(|error| lost(&error));
        let answer = sent.and_then(|()| {
            if opening.is_some() {
                let opened = self.receive()?;
                let answer = self.receive()?;
                return Ok(opened.and(answer));
            }
            self.receive()
        });
        self.begun = false;
        self.close_if_lost(answer)?
    }

    /// Sends statements without waiting for the answers of those before, and has `take` see each
    /// answer.
    fn send_all(
        &mut self,
        statements: &[Statement],
        mut take: impl FnMut(Answer),
    ) -> Result<(), (usize, DatabaseError)> {
        let (mut next, mut end, mut failure) = (0, statements.len(), None);
        let mut flying: VecDeque<Flight> = VecDeque::new();
        loop {
            while failure.is_none() && next < end && flying.len() < FLYING {
                let flight = self.send_some(statements, next, flying.is_empty())?;
                next = flight.texts.last().map_or(next, |text| text.first + text.starts.len());
                end = flight.unsent.as_ref().map_or(end, |(place, _)| *place);
                flying.push_back(flight);
            }
            let Some(flight) = flying.pop_front() else { break };
            let received = self.receive_some(&flight, &mut take);
            let failed = received.err().map(|(place, error)| match statements.get(place) {
                Some(statement) => (place, describe(error, statement)),
                None => (place, error),
            });
            // What flies behind a failure fails with it, and has to be read all the same.
            failure = failure.or(failed).or(flight.unsent);
            if self.wire.is_none() {
                break;
            }
        }
        failure.map_or(Ok(()), Err)
    }

    /// Sends some of `statements` from `next` on: as much as goes at once.
    fn send_some(
        &mut self,
        statements: &[Statement],
        next: usize,
        may_open: bool,
    ) -> Result<Flight, (usize, DatabaseError)> {
        let mut flight = Flight { opened: false, texts: Vec::new(), unsent: None };
        if let Some(opening) = self.opening().filter(|_| may_open) {
            self.wire().and_then(|wire| wire.queue(&opening)).map_err(|error| (next, error))?;
            flight.opened = true;
        }
        let mut at = next;
        while at < statements.len() && (at == next || self.queued() < WINDOW) {
            let text = Joined::of(&statements[at..], at, self.joins_statements());
            let queued = text.and_then(|text| {
                self.wire().and_then(|wire| wire.queue(&text.sql))?;
                Ok(text)
            });
            match queued {
                Ok(text) => {
                    at += text.starts.len();
                    flight.texts.push(text);
                }
                Err(error) => {
                    flight.unsent = Some((at, describe(error, &statements[at])));
                    break;
                }
            }
        }
        let sent = self.wire().and_then(|wire| wire.flush().map_err(|error| lost(&error)));
        let sent = self.close_if_lost(sent.map(Ok)).map_err(|error| (next, error))?;
        self.begun = false;
        sent.map(|()| flight).map_err(|error| (next, error))
    }

    /// Whether several statements may go as one text: before PostgreSQL 13 `statement_timeout`
    /// counted for all of them together.
    fn joins_statements(&self) -> bool {
        self.dialect.server_version.is_some_and(|version| version >= (13, 0, 0))
    }

    /// Reads the answers of what was sent at once.
    fn receive_some(
        &mut self,
        flight: &Flight,
        take: &mut impl FnMut(Answer),
    ) -> Result<(), (usize, DatabaseError)> {
        let mut failure = None;
        if flight.opened {
            let first = flight.texts.first().map_or(0, |text| text.first);
            let answer = self.receive();
            if let Err(error) = self.close_if_lost(answer).map_err(|error| (first, error))? {
                failure = Some((first, error));
            }
        }
        for text in &flight.texts {
            let mut done = 0;
            let received = match text.starts.len() {
                1 => self.receive().map(|answer| answer.map(&mut *take)),
                _ => self.receive_each(|answer| {
                    take(answer);
                    done += 1;
                }),
            };
            let received =
                self.close_if_lost(received).map_err(|error| text.at_fault(done, error))?;
            if let Err(error) = received {
                failure.get_or_insert(text.at_fault(done, error));
            }
        }
        failure.map_or(Ok(()), Err)
    }

    fn end(&mut self, word: &str) -> Result<(), DatabaseError> {
        self.begun = false;
        match self.status() {
            b'I' => Ok(()),
            // The server answers COMMIT of a failed transaction with ROLLBACK.
            _ => self.run(word).map(drop),
        }
    }
}

impl Session for PostgresqlConnection {
    fn dialect(&self) -> &Dialect {
        &self.dialect
    }

    fn execute(&mut self, statement: &Statement) -> Result<Rows, DatabaseError> {
        let sql = text::of(statement)?;
        let answer = self.execute_text(&sql).map_err(|error| describe(error, statement))?;
        self.decode(answer)
    }

    fn execute_all(&mut self, statements: &[Statement]) -> Result<u64, (usize, DatabaseError)> {
        // Outside a transaction a failure would not stop the statements behind it.
        if self.isolation == Some(Isolation::Autocommit) {
            return execute_one_by_one(self, statements);
        }
        let mut affected = 0;
        self.send_all(statements, |answer| affected += answer.affected.unwrap_or(0))?;
        Ok(affected)
    }

    fn return_all(&mut self, statements: &[Statement]) -> Result<Rows, (usize, DatabaseError)> {
        if self.isolation == Some(Isolation::Autocommit) {
            return return_one_by_one(self, statements);
        }
        let mut answers: Vec<Answer> = Vec::new();
        self.send_all(statements, |answer| match answers.last_mut() {
            Some(last) if last.columns == answer.columns => {
                last.rows.extend(answer.rows);
                last.affected = Some(last.affected.unwrap_or(0) + answer.affected.unwrap_or(0));
            }
            _ => answers.push(answer),
        })?;
        let mut all = Rows::default();
        for answer in answers {
            add_rows(&mut all, self.decode(answer).map_err(|error| (0, error))?);
        }
        Ok(all)
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
        if self.wire.is_none() {
            return Ok(());
        }
        self.end("ROLLBACK")
    }

    fn in_transaction(&self) -> bool {
        self.begun || self.status() != b'I'
    }

    fn isolation(&mut self) -> Result<Isolation, DatabaseError> {
        if let Some(level) = self.isolation {
            return Ok(level);
        }
        let rows = self.run("SHOW default_transaction_isolation")?.rows;
        let level = match rows.first().map(Vec::as_slice) {
            Some([Value::Text(name)]) => Isolation::from_name(name),
            _ => None,
        };
        Ok(level.unwrap_or(Isolation::ReadCommitted))
    }

    fn set_isolation(&mut self, isolation: Isolation) -> Result<(), DatabaseError> {
        if self.status() != b'I' {
            return Err(isolation_inside_transaction());
        }
        self.begun = false;
        self.isolation = Some(isolation);
        Ok(())
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        self.wire.as_mut().map(|wire| std::mem::take(&mut wire.notices)).unwrap_or_default()
    }
}

impl PostgresqlConnection {
    fn queued(&self) -> usize {
        self.wire.as_ref().map_or(0, Wire::queued)
    }
}

fn columns_of(body: &RowDescriptionBody) -> std::io::Result<Vec<(String, u32)>> {
    body.fields().map(|field| Ok((field.name().to_owned(), field.type_oid()))).collect()
}

// `INSERT 0 5`, `UPDATE 3`; DDL has no number.
fn affected_of(tag: &str) -> Option<u64> {
    tag.rsplit(' ').next().and_then(|count| count.parse().ok())
}

fn values_of(row: &DataRowBody, decoder: &Decoder) -> std::io::Result<Vec<Value>> {
    let buffer = row.buffer();
    let mut values = Vec::with_capacity(decoder.width());
    let mut ranges = row.ranges();
    while let Some(range) = ranges.next()? {
        let text = range.map(|range| String::from_utf8_lossy(&buffer[range]));
        values.push(decoder.value(values.len(), text.as_deref()));
    }
    Ok(values)
}
