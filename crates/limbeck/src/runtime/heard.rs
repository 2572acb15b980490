//! Statements of the run that the project's own code hears of (`before_cursor_execute` and its
//! like, an engine's `echo`) and may change.

use std::cell::RefCell;

use limbeck_core::statement::{ResultColumn, Rows, Statement};
use limbeck_python::{HostError, Reply};
use serde_json::{Value as Json, json};

use super::{Run, host::unknown};

/// The statements on their way past the listeners, the innermost last: one may send others.
#[derive(Default)]
pub(super) struct Heard(RefCell<Vec<Pending>>);

struct Pending {
    connection: u64,
    statement: Statement,
    /// What the database answered, once it was asked.
    rows: Option<Rows>,
}

impl Run {
    /// Sends a statement on a connection, past those who listen to it.
    pub(super) fn send(&self, connection: u64, statement: &Statement) -> Result<Rows, HostError> {
        if !self.connections.is_heard() {
            return Ok(self.connections.execute(connection, statement)?);
        }
        let python = self.python()?;
        let module = python.import("alembic.runtime._heard")?;
        let pending = Pending { connection, statement: statement.clone(), rows: None };
        self.heard.0.borrow_mut().push(pending);
        let arguments = [json!(connection), json!(statement.sql)];
        let told = module.call(python, "send", &arguments, &Default::default());
        let sent = self.heard.0.borrow_mut().pop();
        told?;
        Ok(sent.and_then(|pending| pending.rows).unwrap_or_default())
    }

    /// `_limbeck.call("heard.<what>", ..)`: what Python asks of the statement on its way.
    pub(super) fn heard_call(&self, call: &str, payload: &Json) -> Result<Reply, HostError> {
        match call {
            "listen" => {
                self.connections.hear();
                Ok(Reply::NONE)
            }
            "values" => Ok(Reply::Rows(self.values_on_their_way())),
            "send" => self.send_on_its_way(payload["sql"].as_str()),
            _ => Err(unknown(&format!("heard.{call}"))),
        }
    }

    /// The values of the statement, as one row.
    fn values_on_their_way(&self) -> Rows {
        let pending = self.heard.0.borrow();
        let params = pending.last().map(|pending| pending.statement.params.clone());
        let params = params.unwrap_or_default();
        let column = || ResultColumn { name: String::new(), type_name: String::new() };
        let columns = params.iter().map(|_| column()).collect();
        Rows { columns, rows: vec![params], ..Rows::default() }
    }

    /// Sends the statement, or the text that a listener gave in its place; gives back how many
    /// rows it changed.
    fn send_on_its_way(&self, sql: Option<&str>) -> Result<Reply, HostError> {
        let (connection, statement) = {
            let pending = self.heard.0.borrow();
            let Some(last) = pending.last() else { return Ok(Reply::NONE) };
            let sql = sql.map_or_else(|| last.statement.sql.clone(), str::to_owned);
            (last.connection, Statement { sql, params: last.statement.params.clone() })
        };
        let rows = self.connections.execute(connection, &statement)?;
        let affected = json!(rows.affected);
        if let Some(last) = self.heard.0.borrow_mut().last_mut() {
            last.rows = Some(rows);
        }
        Ok(affected.into())
    }
}
