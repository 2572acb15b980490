//! Answers what Python code asks of the run, each call by the part that knows.

use limbeck_core::{
    dialect::CompileError,
    expr::{Prepared, handle_run},
    statement::{Rows, Statement},
};
use limbeck_python::{Host, HostError, Reply, Stream};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::Run;
use crate::events::Event;

/// How many statements go out between two looks at Ctrl-C.
const PART: usize = 4096;

impl Host for Run {
    fn call(&self, name: &str, payload: Json) -> Result<Reply, HostError> {
        match name.split_once('.') {
            None if name == "invoke" => self.invoke(payload).map(|()| Reply::NONE),
            None if name == "compile" => self.compile(payload),
            None if name == "dialect" => Ok(self.configured_dialect().into()),
            Some(("context", call)) => self.context_call(call, payload),
            Some(("command", call)) => self.command_call(call, payload),
            Some(("batch", "outcome")) => self.batch_outcome(payload),
            Some(("compile", call)) => self.compile_call(call, payload),
            Some(("render", "operation")) => self.render_operation(payload),
            Some(("render", "body")) => self.render_body(payload),
            Some(("autogenerate", "changes")) => self.changes(&payload),
            Some(("autogenerate", "serials")) => Ok(self.serials().into()),
            Some(("config", call)) => self.config_call(call, payload),
            Some(("script", call)) => self.script_call(call, payload),
            Some(("db", "invoke")) => self.invoke_on_connection(payload),
            Some(("db", call)) => self.connections.call(call, payload),
            Some(("heard", call)) => self.heard_call(call, &payload),
            _ => Err(unknown(name)),
        }
    }

    fn execute(&self, connection: u64, statement: Statement) -> Result<Rows, HostError> {
        self.connections.execute(connection, &statement).map_err(HostError::Database)
    }

    fn execute_many(&self, connection: u64, statements: &[Statement]) -> Result<Rows, HostError> {
        let mut affected = 0;
        // Drivers that cannot be interrupted are asked to stop between the parts.
        for part in statements.chunks(PART) {
            self.uninterrupted()?;
            affected += self.connections.execute_all(connection, part)?;
        }
        Ok(Rows { affected: Some(affected), ..Rows::default() })
    }

    fn run(&self, connection: u64, request: Json) -> Result<Rows, HostError> {
        let wants_rows = request.get("returning") == Some(&Json::Bool(true));
        let dialect = self.connections.dialect(connection)?;
        let statements = handle_run(request, &dialect).map_err(compile_error)?;
        match statements.as_slice() {
            [statement] => Ok(self.connections.execute(connection, statement)?),
            several if wants_rows => {
                let mut all = Rows::default();
                for part in several.chunks(PART) {
                    self.uninterrupted()?;
                    let rows = self.connections.return_all(connection, part)?;
                    all.columns = rows.columns;
                    all.rows.extend(rows.rows);
                    all.affected = Some(all.affected.unwrap_or(0) + rows.affected.unwrap_or(0));
                }
                Ok(all)
            }
            several => self.execute_many(connection, several),
        }
    }

    fn prepare(&self, connection: u64, request: Json) -> Result<Prepared, HostError> {
        let dialect = self.connections.dialect(connection)?;
        Prepared::new(request, &dialect).map_err(compile_error)
    }

    fn speaks_as(&self, connection: u64, prepared: &Prepared) -> bool {
        self.connections.dialect(connection).is_ok_and(|dialect| prepared.is_for(&dialect))
    }

    fn interrupted(&self) -> bool {
        self.uninterrupted().is_err()
    }

    fn write(&self, stream: Stream, text: &str) {
        let text = text.to_owned();
        self.project.subscriber.send(match stream {
            Stream::Stdout => Event::Printed(text),
            Stream::Stderr => Event::Complaint(text),
        });
    }

    fn flush(&self, _: Stream) {
        self.project.subscriber.send(Event::Flush);
    }
}

/// The error for a call that no part answers: our modules and the runtime do not match.
pub(super) fn unknown(name: &str) -> HostError {
    HostError::NotImplemented(format!("Limbeck's runtime has no {name}"))
}

/// A refusal to compile, as the class of SQLAlchemy's that says so.
pub(super) fn compile_error(error: CompileError) -> HostError {
    HostError::Other {
        module: "sqlalchemy.exc".to_owned(),
        class: error.class().to_owned(),
        message: error.to_string(),
    }
}

/// Reads what a call was given.
pub(super) fn read<T: DeserializeOwned>(payload: Json) -> Result<T, HostError> {
    serde_json::from_value(payload).map_err(|error| HostError::Argument(error.to_string()))
}
