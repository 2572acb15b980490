//! The connections of a run, by the ids under which Python code holds them.

use std::cell::Cell;

use limbeck_core::{
    dialect::Dialect,
    diff::{self, Doubt, WantedEntity},
    ops::Entity,
    reflect::{self, FoundEntity, What},
    schema::Table,
    sql,
    statement::{DatabaseError, ErrorKind, Rows, Statement},
};
use limbeck_db::{
    CatalogReader, ConnectOptions, Connection, Isolation, Session, Url, UrlError,
    scratch::{self, ScratchError, Settled},
};
use limbeck_python::{HostError, Reply};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use super::{
    environment::dialect_json,
    host::{read, unknown},
    interruption::Statements,
    open::{Open, OpenConnections},
};
use crate::{
    Databases, Project,
    databases::{self, Withheld},
    engine::direct::connect_options,
};

fn closed() -> DatabaseError {
    DatabaseError::new(ErrorKind::Interface, "this connection is closed")
}

/// All connections that a run has opened and not closed.
pub(crate) struct Connections {
    options: ConnectOptions,
    databases: Databases,
    open: OpenConnections,
    statements: Statements,
    /// Whether the project's code listens to statements.
    heard: Cell<bool>,
}

#[derive(Deserialize)]
struct Connect {
    url: String,
    /// SQLAlchemy's `connect_args`.
    #[serde(default)]
    arguments: Map<String, Json>,
}

#[derive(Deserialize)]
struct Of {
    connection: u64,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    sql: Option<String>,
}

/// A question of the Inspector.
#[derive(Deserialize)]
struct Question {
    connection: u64,
    what: What,
    #[serde(default)]
    schema: Option<String>,
    #[serde(default)]
    tables: Option<Vec<String>>,
    #[serde(default)]
    views: bool,
    #[serde(default)]
    name: String,
}

impl Connections {
    /// No connection yet; drivers see the variables of the project's surroundings.
    pub fn new(project: &Project) -> Self {
        Connections {
            options: connect_options(project.config.environment()),
            databases: project.databases.clone(),
            open: OpenConnections::default(),
            statements: Statements::default(),
            heard: Cell::new(false),
        }
    }

    /// Whether the project's own code is to hear of each statement.
    pub fn is_heard(&self) -> bool {
        self.heard.get()
    }

    /// Has the project's own code hear of each statement from now on.
    pub fn hear(&self) {
        self.heard.set(true);
    }

    /// What runs on these connections, to be cancelled by another thread.
    pub fn statements(&self) -> Statements {
        self.statements.clone()
    }

    /// Connects to a database and gives the connection its id.
    fn open_with(&self, url: &Url, options: &ConnectOptions) -> Result<u64, DatabaseError> {
        let mut connection = Connection::open(url, options).map_err(|error| DatabaseError {
            driver: url.dialect().ok().map(|dialect| dialect.driver.into()),
            connecting: true,
            statement: None,
            ..error
        })?;
        connection.serve_python(limbeck_python::search)?;
        let id = self.open.next_id();
        let runs = self.statements.of(id, &connection);
        let (url, options) = (url.clone(), options.clone());
        let open = Open::new(connection, url, options, runs);
        self.open.insert(id, open);
        Ok(id)
    }

    /// Closes a connection; what it has not committed is undone.
    pub fn close(&self, id: u64) {
        self.keep(|other| other != id);
    }

    /// The id of the connection opened last of those that are open.
    pub fn newest(&self) -> u64 {
        self.open.newest()
    }

    /// Closes what was opened after the connection of this id.
    pub fn close_after(&self, id: u64) {
        self.keep(|other| other <= id);
    }

    /// Closes what is still open.
    pub fn close_all(&self) {
        self.keep(|_| false);
    }

    fn keep(&self, wanted: impl Fn(u64) -> bool) {
        self.statements.retain(&wanted);
        self.open.retain(wanted);
    }

    /// The dialect of a connection, with its server's version.
    pub fn dialect(&self, id: u64) -> Result<Dialect, DatabaseError> {
        self.with(id, |open| Ok(open.connection.dialect().clone()))
    }

    /// The URL of a connection, its password masked.
    pub fn url(&self, id: u64) -> Option<String> {
        self.open.with(id, |open| open.url.to_string())
    }

    pub fn execute(&self, id: u64, statement: &Statement) -> Result<Rows, DatabaseError> {
        self.with(id, |open| {
            open.uses(&statement.sql);
            open.connection.execute(statement)
        })
    }

    /// Runs statements whose rows nobody wants and counts the rows that they changed.
    pub fn execute_all(&self, id: u64, statements: &[Statement]) -> Result<u64, DatabaseError> {
        self.with(id, |open| {
            open.uses_each(statements);
            open.connection.execute_all(statements).map_err(|(_, error)| error)
        })
    }

    /// Runs statements and gives the rows of all.
    pub fn return_all(&self, id: u64, statements: &[Statement]) -> Result<Rows, DatabaseError> {
        self.with(id, |open| {
            open.uses_each(statements);
            open.connection.return_all(statements).map_err(|(_, error)| error)
        })
    }

    pub fn in_transaction(&self, id: u64) -> bool {
        let begun = self.open.with(id, |open| open.used || open.connection.in_transaction());
        begun.unwrap_or(false)
    }

    pub fn begin(&self, id: u64) -> Result<(), DatabaseError> {
        self.with(id, |open| open.connection.begin())
    }

    pub fn commit(&self, id: u64) -> Result<(), DatabaseError> {
        self.with(id, |open| {
            open.ends();
            open.connection.commit().map_err(without_statement)
        })
    }

    pub fn rollback(&self, id: u64) -> Result<(), DatabaseError> {
        self.with(id, |open| {
            open.ends();
            open.connection.rollback().map_err(without_statement)
        })
    }

    /// Rolls back for a script, which may lose what its step has done.
    fn undo(&self, id: u64) -> Result<(), DatabaseError> {
        self.with(id, |open| {
            open.undone |= open.wrote && open.connection.in_transaction();
            Ok(())
        })?;
        self.rollback(id)
    }

    /// Whether a script has taken back what was written, since this was asked last.
    pub fn take_undone(&self, id: u64) -> bool {
        let undone = self.open.with(id, |open| std::mem::take(&mut open.undone));
        undone.unwrap_or(false)
    }

    /// Prepares the transaction for its end under this name; the server keeps it.
    fn prepare(&self, id: u64, name: &str) -> Result<(), DatabaseError> {
        self.with(id, |open| {
            let name = quoted(name);
            let statement = Statement::ddl(format!("PREPARE TRANSACTION {name}"));
            open.connection.execute(&statement).map_err(without_statement)?;
            open.ends();
            Ok(())
        })
    }

    /// Ends a transaction that was prepared, which needs a connection without one.
    fn end_prepared(&self, id: u64, word: &str, name: &str) -> Result<(), DatabaseError> {
        self.with(id, |open| {
            let name = quoted(name);
            let before = open.connection.isolation()?;
            open.connection.rollback()?;
            open.connection.set_isolation(Isolation::Autocommit)?;
            let statement = Statement::ddl(format!("{word} PREPARED {name}"));
            let ended = open.connection.execute(&statement).map(drop).map_err(without_statement);
            open.connection.set_isolation(before)?;
            open.used = false;
            ended
        })
    }

    /// Sets another isolation, to be taken back by [`Connections::reset_isolation`].
    pub fn set_isolation(&self, id: u64, isolation: Isolation) -> Result<(), DatabaseError> {
        self.with(id, |open| {
            let before = open.connection.isolation()?;
            open.connection.set_isolation(isolation)?;
            open.ends();
            open.isolation.get_or_insert(before);
            Ok(())
        })
    }

    /// Takes back what [`Connections::set_isolation`] changed.
    pub fn reset_isolation(&self, id: u64) -> Result<(), DatabaseError> {
        self.with(id, |open| match open.isolation.take() {
            Some(before) => {
                open.ends();
                open.connection.set_isolation(before)
            }
            None => Ok(()),
        })
    }

    /// A table as it stands in the database; None where there is no table of that name.
    pub fn reflect_table(
        &self,
        id: u64,
        name: &str,
        schema: Option<&str>,
    ) -> Result<Option<(Table, Vec<reflect::Serial>)>, DatabaseError> {
        self.with(id, |open| {
            let dialect = open.connection.dialect().clone();
            let tables = [name.to_owned()];
            let scope = reflect::Scope { schema, tables: Some(&tables), views: false };
            let mut run = CatalogReader(&mut open.connection);
            let found = reflect::tables(&dialect, scope, &mut run)?;
            Ok(found.into_iter().next().map(|table| table.to_copy(dialect.backend)))
        })
    }

    /// Has `work` ask the catalog of a connection's database.
    pub fn reflect<T>(
        &self,
        id: u64,
        work: impl FnOnce(&Dialect, &mut reflect::Run<'_>) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        self.with(id, |open| open.reflect(work))
    }

    /// Has `work` ask the catalog on a thread of its own, and does `meanwhile` here, which waits
    /// where it asks for this connection.
    pub fn reflect_beside<T: Send, O>(
        &self,
        id: u64,
        work: impl FnOnce(&Dialect, &mut reflect::Run<'_>) -> Result<T, DatabaseError> + Send,
        meanwhile: impl FnOnce() -> O,
    ) -> (Result<T, DatabaseError>, O) {
        let read = |open: &mut Open| open.work(|open| open.reflect(work));
        let (found, other) = self.open.beside(id, read, meanwhile);
        (found.unwrap_or_else(|| Err(closed())), other)
    }

    /// Has the database spell texts in doubt.
    pub fn settle(&self, id: u64, doubts: &[Doubt]) -> Result<Settled, ScratchError> {
        let settled = self.open.with(id, |Open { connection, url, options, used, .. }| {
            *used = true;
            scratch::settle(connection, || Connection::open(url, options), doubts)
        });
        settled.unwrap_or_else(|| Err(closed().into()))
    }

    /// Has a PostgreSQL database spell views, functions and triggers.
    pub fn spell(
        &self,
        id: u64,
        wanted: &[Entity],
        there: &[FoundEntity],
    ) -> Result<Vec<WantedEntity>, DatabaseError> {
        self.with(id, |open| {
            open.used = true;
            scratch::spell(&mut open.connection, wanted, there)
        })
    }

    /// Runs a query that may fail without an end of the transaction around it.
    pub fn try_query(&self, id: u64, statement: &Statement) -> Result<diff::Answer, DatabaseError> {
        const NAME: &str = "limbeck_question";
        self.with(id, |open| {
            open.used = true;
            open.connection.savepoint(NAME)?;
            match open.connection.execute(statement) {
                Ok(rows) => open.connection.release(NAME).map(|()| Ok(rows)),
                Err(error) => open.connection.rollback_to(NAME).map(|()| Err(error)),
            }
        })
    }

    fn with<T>(
        &self,
        id: u64,
        work: impl FnOnce(&mut Open) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        self.open.with(id, |open| open.work(work)).unwrap_or_else(|| Err(closed()))
    }

    /// Answers `_limbeck.call("db.<call>", payload)`.
    pub fn call(&self, call: &str, payload: Json) -> Result<Reply, HostError> {
        match call {
            "connect" => return self.connect(read(payload)?),
            "parse_url" => return Ok(parse_url(&payload)?.parts().into()),
            "inspect" => return self.inspect(&read(payload)?),
            _ => {}
        }
        let of: Of = read(payload)?;
        let id = of.connection;
        let name = of.name.as_deref().unwrap_or_default();
        let done = match call {
            "begin" => self.begin(id),
            "commit" => self.commit(id),
            "rollback" => self.undo(id),
            "savepoint" => self.with(id, |open| open.connection.savepoint(name)),
            "release" => self.with(id, |open| open.connection.release(name)),
            "rollback_to" => self.with(id, |open| open.connection.rollback_to(name)),
            "prepare" => self.prepare(id, name),
            "commit_prepared" => self.end_prepared(id, "COMMIT", name),
            "rollback_prepared" => self.end_prepared(id, "ROLLBACK", name),
            "close" => {
                self.close(id);
                Ok(())
            }
            "in_transaction" => return Ok(json!(self.in_transaction(id)).into()),
            // The same as the driver alone sees it, to whom reading begins none.
            "has_begun" => {
                let begun = self.open.with(id, |open| open.connection.in_transaction());
                return Ok(json!(begun.unwrap_or(false)).into());
            }
            "split" => {
                let backend = self.dialect(id)?.backend;
                return Ok(json!(sql::split(&of.sql.unwrap_or_default(), backend)).into());
            }
            "dialect" => return self.describe(id),
            "isolation" => return self.isolation(id, of.level.as_deref()),
            _ => return Err(unknown(&format!("db.{call}"))),
        };
        done.map(|()| Reply::NONE).map_err(HostError::Database)
    }

    fn connect(&self, wanted: Connect) -> Result<Reply, HostError> {
        let url: Url = wanted.url.parse().map_err(url_error)?;
        url.dialect().map_err(url_error)?;
        let mut options = self.options.clone();
        for (name, value) in wanted.arguments {
            add_argument(&mut options.arguments, name, value);
        }
        let (url, options) =
            self.databases.place(&url, &options).map_err(|withheld| match withheld {
                Withheld::Ended => HostError::Interrupted,
                Withheld::Refused(error) => HostError::Command(databases::refusal(&error)),
            })?;
        let id = self.open_with(&url, &options).map_err(HostError::Database)?;
        self.describe(id)
    }

    /// The id of a connection and what its dialect is.
    fn describe(&self, id: u64) -> Result<Reply, HostError> {
        let described = self.with(id, |open| {
            let mut dialect = dialect_json(open.connection.dialect());
            dialect["default_schema_name"] = json!(open.connection.default_schema());
            Ok(json!({ "id": id, "dialect": dialect, "url": open.url.to_string() }))
        });
        described.map(Reply::Json).map_err(HostError::Database)
    }

    fn isolation(&self, id: u64, level: Option<&str>) -> Result<Reply, HostError> {
        let Some(name) = level else {
            let level = self.with(id, |open| open.connection.isolation());
            return level.map(|level| json!(level.name()).into()).map_err(HostError::Database);
        };
        let level = Isolation::from_name(name).ok_or_else(|| {
            HostError::Argument(format!("Invalid value '{name}' for isolation_level."))
        })?;
        let set = self.with(id, |open| open.connection.set_isolation(level));
        set.map(|()| Reply::NONE).map_err(HostError::Database)
    }

    fn inspect(&self, question: &Question) -> Result<Reply, HostError> {
        let scope = reflect::Scope {
            schema: question.schema.as_deref(),
            tables: question.tables.as_deref(),
            views: question.views,
        };
        let answer = self.with(question.connection, |open| {
            let dialect = open.connection.dialect().clone();
            let mut run = CatalogReader(&mut open.connection);
            open.used = true;
            reflect::inspect(&dialect, question.what, scope, &question.name, &mut run)
        });
        answer.map(Reply::Json).map_err(HostError::Database)
    }
}

// What a driver does by a call of its own is no statement to a script.
fn without_statement(error: DatabaseError) -> DatabaseError {
    DatabaseError { statement: None, ..error }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

// `server_settings={"search_path": ..}` is the one argument that holds others.
fn add_argument(arguments: &mut Vec<(String, String)>, name: String, value: Json) {
    match value {
        Json::Null => {}
        Json::String(text) => arguments.push((name, text)),
        Json::Object(map) => {
            for (key, value) in map {
                add_argument(arguments, format!("{name}.{key}"), value);
            }
        }
        other => arguments.push((name, other.to_string())),
    }
}

/// The URL of a payload, or the error that SQLAlchemy raises for it.
fn parse_url(payload: &Json) -> Result<Url, HostError> {
    payload["url"].as_str().unwrap_or_default().parse().map_err(url_error)
}

fn url_error(error: UrlError) -> HostError {
    HostError::Other {
        module: "sqlalchemy.exc".to_owned(),
        class: match error {
            UrlError::Dialect { .. } => "NoSuchModuleError",
            _ => "ArgumentError",
        }
        .to_owned(),
        message: error.to_string(),
    }
}
