//! Runs the operations that scripts ask for: spelled by the core, sent to the connection or
//! written to the script.

use limbeck_core::{
    ddl::{
        self, DdlContext, DdlError, DdlErrorKind, Output,
        batch::{self, Source},
    },
    dialect::{Backend, Dialect},
    expr::{Speaker, handle_compile},
    ops::{Execute, Operation},
    schema::Table,
    statement::{Rows, Statement},
};
use limbeck_db::Isolation;
use limbeck_python::{HostError, Reply};
use serde_json::{Value as Json, json};

use super::{
    Run,
    context::{MigrationContext, Scope},
    host::{compile_error, read, unknown},
    migrate::Refusal,
};
use crate::events::Event;

impl Run {
    /// Runs an operation and answers with the rows of its last statement.
    pub(super) fn perform(
        &self,
        context: &MigrationContext,
        operation: &Operation,
    ) -> Result<Rows, HostError> {
        if let Some(met) = Refusal::next(&self.refusal) {
            return met.map(|()| Rows::default());
        }
        self.uninterrupted()?;
        let done = self.run_operation(context, operation);
        // A statement that was cancelled fails because of the interrupt: the better reason.
        self.uninterrupted().and(done)
    }

    fn run_operation(
        &self,
        context: &MigrationContext,
        operation: &Operation,
    ) -> Result<Rows, HostError> {
        match operation {
            Operation::BatchAlterTable(alter) => {
                let table = self.table_to_copy(context, alter)?;
                let source = table.as_ref().map(|table| Source { table, reflected: true });
                self.spell(context, |surroundings, output| {
                    batch::emit(alter, source, surroundings, output)
                })
            }
            operation => self
                .spell(context, |surroundings, output| ddl::emit(operation, surroundings, output)),
        }
    }

    /// Carries out what `emit` spells, and answers with the rows of the last statement.
    pub(super) fn spell(
        &self,
        context: &MigrationContext,
        emit: impl FnOnce(&DdlContext<'_>, &mut Output) -> Result<(), DdlError>,
    ) -> Result<Rows, HostError> {
        let mut output = context.output.take();
        let spelled = emit(&context.surroundings(), &mut output);
        let actions = std::mem::take(&mut output.actions);
        context.output.replace(output);
        // What comes before an error has been run under Alembic, too.
        let mut rows = Rows::default();
        for action in &actions {
            rows = self.carry_out(context, action)?;
        }
        spelled.map(|()| rows).map_err(|error| self.raise_ddl(error))
    }

    /// Runs an operation (`Table.create`, `Index.drop`) on a connection, outside of a
    /// migration context.
    pub(super) fn invoke_on_connection(&self, mut payload: Json) -> Result<Reply, HostError> {
        let operation: Operation = read(payload["operation"].take())?;
        let id: u64 = read(payload["connection"].take())?;
        let dialect = self.connections.dialect(id)?;
        let surroundings = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: false,
            literal_binds: false,
        };
        let mut output = Output::default();
        let spelled = ddl::emit(&operation, &surroundings, &mut output);
        for action in &output.actions {
            self.run_action(id, action)?;
        }
        spelled
            .map(|()| Reply::NONE)
            .map_err(|error: DdlError| HostError::Compile(error.to_string()))
    }

    /// Does one thing that an operation came to; the rows are those of its last statement.
    fn run_action(&self, id: u64, action: &ddl::Action) -> Result<Rows, HostError> {
        match action {
            ddl::Action::Run(statement) => self.send(id, statement),
            ddl::Action::RunEach { sql, rows } => {
                let mut last = Rows::default();
                for params in rows {
                    last = self.send(id, &Statement::with_params(sql, params.clone()))?;
                }
                Ok(last)
            }
            ddl::Action::RunIf { query, exists, then } => {
                match self.send(id, query)?.rows.is_empty() != *exists {
                    true => self.send(id, then),
                    false => Ok(Rows::default()),
                }
            }
            ddl::Action::Guard { statements, otherwise } => {
                let mut last = Ok(Rows::default());
                for statement in statements {
                    last = self.send(id, statement);
                    if last.is_err() {
                        // What failed first says why.
                        let _ = self.send(id, otherwise);
                        break;
                    }
                }
                last
            }
            ddl::Action::Warn(_) => Ok(Rows::default()),
        }
    }

    fn carry_out(
        &self,
        context: &MigrationContext,
        action: &ddl::Action,
    ) -> Result<Rows, HostError> {
        if let (Some(id), false) = (context.connection, matches!(action, ddl::Action::Warn(_))) {
            return self.run_action(id, action);
        }
        match action {
            ddl::Action::Run(statement) => self.emit(context, statement),
            ddl::Action::RunEach { sql, rows } => {
                for params in rows {
                    self.emit(context, &Statement::with_params(sql, params.clone()))?;
                }
                Ok(Rows::default())
            }
            // Nobody can be asked: what is to be made is taken not to be there, and the reverse.
            ddl::Action::RunIf { then, .. } => self.emit(context, then),
            ddl::Action::Guard { statements, .. } => {
                for statement in statements {
                    self.emit(context, statement)?;
                }
                Ok(Rows::default())
            }
            ddl::Action::Warn(message) => {
                let message = message.clone();
                self.project.subscriber.send(Event::Warning { category: "UserWarning", message });
                Ok(Rows::default())
            }
        }
    }

    /// Sends one statement where the context's statements go.
    pub(super) fn emit(
        &self,
        context: &MigrationContext,
        statement: &Statement,
    ) -> Result<Rows, HostError> {
        match context.connection {
            Some(id) => self.send(id, statement),
            None => self.write_script(context, ddl::script_line(&statement.sql)),
        }
    }

    /// Adds a line of its own kind to the script of `--sql`.
    pub(super) fn static_output(
        &self,
        context: &MigrationContext,
        text: &str,
    ) -> Result<(), HostError> {
        self.write_script(context, format!("{text}\n\n")).map(drop)
    }

    pub(super) fn write_script(
        &self,
        context: &MigrationContext,
        text: String,
    ) -> Result<Rows, HostError> {
        if context.options.output_buffer {
            let python = self.python()?;
            let migration = python.import("alembic.runtime.migration")?;
            migration.call(python, "_write_output", &[json!(text)], &Default::default())?;
        } else {
            self.project.subscriber.send(Event::Sql(text));
        }
        Ok(Rows::default())
    }

    /// `_limbeck.call("context.execute", ..)`: `op.execute` and the offline connection.
    pub(super) fn context_execute(
        &self,
        context: &MigrationContext,
        mut payload: Json,
    ) -> Result<Rows, HostError> {
        let execute =
            Execute { statement: read(payload["executable"].take())?, options: Default::default() };
        self.perform(context, &Operation::Execute(execute))
    }

    /// `_limbeck.call("compile", ..)`: the text of an expression, a type or a directive.
    pub(super) fn compile(&self, payload: Json) -> Result<Reply, HostError> {
        let compiled = handle_compile(payload, &self.speaking());
        compiled.map(Reply::Json).map_err(compile_error)
    }

    /// `_limbeck.call("compile.<what>", ..)`: the text of a directive, or a name with quotes.
    pub(super) fn compile_call(&self, call: &str, payload: Json) -> Result<Reply, HostError> {
        let named: Option<Speaker> = read(payload["dialect"].clone())?;
        let dialect = named.map_or_else(|| self.speaking(), |named| named.dialect());
        let surroundings = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: true,
            literal_binds: true,
        };
        match call {
            "operation" => {
                let operation: Operation = read(payload["operation"].clone())?;
                let actions = ddl::statements(&operation, &surroundings);
                let actions = actions.map_err(|error| self.raise_ddl(error))?;
                let mut texts: Vec<&str> = actions
                    .iter()
                    .filter_map(|action| match action {
                        ddl::Action::Run(statement) => Some(statement.sql.as_str()),
                        _ => None,
                    })
                    .collect();
                if matches!(operation, Operation::AddColumn(_)) {
                    // The column's constraints, indexes and comment likewise.
                    texts.truncate(1);
                }
                Ok(json!({ "sql": texts.join("; "), "statements": texts }).into())
            }
            "table" => {
                let table: Table = read(payload["table"].clone())?;
                let parts = ddl::table_parts(&table, &surroundings);
                Ok(json!(parts.map_err(|error| self.raise_ddl(error))?).into())
            }
            "identifier" => {
                let name = payload["name"].as_str().unwrap_or_default();
                Ok(json!(match payload["force"].as_bool() {
                    Some(true) => dialect.always_quote(name),
                    _ => dialect.quote_ident(&name.into()).into_owned(),
                })
                .into())
            }
            _ => Err(unknown(&format!("compile.{call}"))),
        }
    }

    /// The dialect of the configured context, PostgreSQL's words before there is one.
    fn speaking(&self) -> Dialect {
        match self.contexts.borrow().last() {
            Some(context) => context.dialect.clone(),
            None => Dialect::new(Backend::Postgresql, None),
        }
    }

    /// Leaves the transaction for a block whose statements run each by itself.
    pub(super) fn autocommit_begin(&self, context: &MigrationContext) -> Result<(), HostError> {
        let Some(id) = context.connection else {
            return match context.transactional_ddl {
                true => self.static_output(context, "COMMIT;"),
                false => Ok(()),
            };
        };
        if context.external_transaction {
            return Err(HostError::Command(
                "autocommit_block() needs the transaction to be Limbeck's own, and env.py began it \
                 before context.configure(); pass a connection without a transaction"
                    .to_owned(),
            ));
        }
        if self.connections.in_transaction(id) {
            self.connections.commit(id).map_err(HostError::Database)?;
        }
        self.connections.set_isolation(id, Isolation::Autocommit).map_err(HostError::Database)
    }

    /// Returns to the transaction that `autocommit_begin` left.
    pub(super) fn autocommit_end(&self, context: &MigrationContext) -> Result<(), HostError> {
        let Some(id) = context.connection else {
            return match context.transactional_ddl {
                true => self.static_output(context, "BEGIN;"),
                false => Ok(()),
            };
        };
        self.connections.reset_isolation(id).map_err(HostError::Database)?;
        if context.scopes.borrow().contains(&Scope::Transaction) {
            self.connections.begin(id).map_err(HostError::Database)?;
        }
        Ok(())
    }

    /// An error of the DDL as the class that a script can catch.
    pub(super) fn raise_ddl(&self, error: DdlError) -> HostError {
        let message = error.to_string();
        let module = match error.kind() {
            DdlErrorKind::Command => return HostError::Command(message),
            DdlErrorKind::Statement => return HostError::Statement(message),
            DdlErrorKind::NotImplemented => return HostError::NotImplemented(message),
            DdlErrorKind::Value | DdlErrorKind::Type | DdlErrorKind::Key => "builtins",
            _ => "sqlalchemy.exc",
        };
        HostError::Other { module: module.to_owned(), class: error.class().to_owned(), message }
    }
}
