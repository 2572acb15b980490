//! Answers what Python code asks of the run, each call by the part that knows.

use limbeck_core::statement::{Rows, Statement};
use limbeck_python::{Host, HostError, Reply, Stream};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::Run;
use crate::events::Event;

impl Host for Run {
    fn call(&self, name: &str, payload: Json) -> Result<Reply, HostError> {
        match name.split_once('.') {
            None if name == "invoke" => self.invoke(payload).map(|()| Reply::NONE),
            None if name == "compile" => self.compile(payload),
            None if name == "dialect" => Ok(self.configured_dialect().into()),
            Some(("context", call)) => self.context_call(call, payload),
            Some(("command", call)) => self.command_call(call, payload),
            Some(("compile", call)) => self.compile_call(call, payload),
            Some(("render", "operation")) => self.render_operation(payload),
            Some(("config", call)) => self.config_call(call, payload),
            Some(("script", call)) => self.script_call(call, payload),
            Some(("db", call)) => self.connections.call(call, payload),
            _ => Err(unknown(name)),
        }
    }

    fn execute(&self, connection: u64, statement: Statement) -> Result<Rows, HostError> {
        self.connections.execute(connection, &statement).map_err(HostError::Database)
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

/// Reads what a call was given.
pub(super) fn read<T: DeserializeOwned>(payload: Json) -> Result<T, HostError> {
    serde_json::from_value(payload).map_err(|error| HostError::Argument(error.to_string()))
}
