//! One step: its statements, its version rows, its transaction.

use limbeck_core::{
    plan::{Direction, Plan, Step},
    script::ScriptStatement,
    statement::{DatabaseError, Statement},
};
use limbeck_db::Isolation;

use super::{Engine, Sink};
use crate::{
    Error, Result,
    code::{Connection, drive},
    events::Event,
    scripts::ScriptError,
};

/// The statements of a step.
pub(super) struct Statements {
    statements: Vec<ScriptStatement>,
    /// The program does what they do not.
    code: bool,
    /// They run in a transaction.
    transaction: bool,
}

impl Statements {
    fn to_run(&self) -> Vec<Statement> {
        self.statements.iter().map(|found| Statement::ddl(&*found.sql)).collect()
    }

    /// An error of the step as a whole, at the statement that it names.
    fn refused(&self, step: &Step, source: DatabaseError) -> Error {
        let path = step.path.clone().unwrap_or_default();
        let is_it = |found: &&ScriptStatement| Some(&found.sql) == source.statement.as_ref();
        let found = self.statements.iter().find(is_it).or(self.statements.first());
        let line = found.map_or(1, |found| found.line);
        Error::Statement { path, line, source: Box::new(source) }
    }
}

impl Engine<'_> {
    /// The statements of all steps, so that what is wrong with a script is known before any runs.
    pub(super) fn statements(&self, plan: &Plan) -> Result<Vec<Statements>> {
        plan.steps.iter().map(|step| self.statements_of(step)).collect()
    }

    fn statements_of(&self, step: &Step) -> Result<Statements> {
        let Some(script) = self.scripts.of(step) else {
            return Ok(Statements { statements: Vec::new(), code: false, transaction: true });
        };
        // A stamp runs nothing, whatever the script says of its statements.
        let transaction = script.transaction || step.direction == Direction::Stamp;
        if script.code && self.scripts.migrations.has(&script.revision.id) {
            let code = step.direction != Direction::Stamp;
            return Ok(Statements { statements: Vec::new(), code, transaction });
        }
        let statements = script.statements(step.direction, &self.dialect);
        let statements = statements.map_err(ScriptError::from)?;
        Ok(Statements { statements, code: false, transaction })
    }

    pub(super) fn run_step(&mut self, step: &Step, statements: &Statements) -> Result<()> {
        self.check_cancelled()?;
        let own = !self.shares_transaction() && !self.settings.within_transaction;
        let writes = own && self.is_transactional() && !self.is_online();
        self.begin_step(step, statements)?;
        if own {
            self.begin()?;
        }
        if writes {
            self.write_line("BEGIN;");
        }
        if !self.is_online() && step.heads_before.is_empty() {
            self.create_version_table()?;
        }
        self.subscriber.send(Event::StepStarted(step.clone()));
        self.log(format!("Running {step}"));
        if !self.is_online() {
            self.write_line(&format!("-- Running {}", step.short_log()));
        }
        match statements.transaction {
            true => self.run_statements(step, statements)?,
            false => self.outside_transaction(step, statements)?,
        }
        for change in &step.version_changes {
            self.write_version(change)?;
        }
        self.write_checksum(step)?;
        if let Sink::Session(session) = &mut self.sink {
            session.end_step().map_err(|source| statements.refused(step, source))?;
        }
        if own || !statements.transaction {
            self.check_cancelled()?;
            self.commit()?;
        }
        if writes {
            self.write_line("COMMIT;");
        }
        if self.shares_transaction() && self.is_online() {
            self.begin()?;
        }
        self.finished(step);
        Ok(())
    }

    /// Has the session get ready, which it can only before the transaction.
    fn begin_step(&mut self, step: &Step, of: &Statements) -> Result<()> {
        let Sink::Session(session) = &mut self.sink else { return Ok(()) };
        session.begin_step(&of.to_run()).map_err(|source| of.refused(step, source))
    }

    fn run_statements(&mut self, step: &Step, of: &Statements) -> Result<()> {
        if of.code {
            return self.run_code(step, of.transaction);
        }
        let Sink::Session(session) = &mut self.sink else {
            return self.write_statements(of);
        };
        session.execute_all(&of.to_run()).map(drop).map_err(|(place, source)| {
            let found = &of.statements[place.min(of.statements.len().saturating_sub(1))];
            let path = step.path.clone().unwrap_or_default();
            Error::Statement {
                path,
                line: found.line_at(source.position),
                source: Box::new(source),
            }
        })
    }

    /// Has the program do what a revision does.
    fn run_code(&mut self, step: &Step, transaction: bool) -> Result<()> {
        let path = step.path.clone().unwrap_or_default();
        let Sink::Session(session) = &mut self.sink else {
            return Err(Error::Unsupported(format!(
                "{}: this revision is code, which only a run decides: --sql cannot write it down; \
                 leave it out by a range, FROM:TO",
                path.display()
            )));
        };
        let cancelled = &self.settings.cancelled;
        let mut connection = Connection::new(&mut **session, cancelled, transaction);
        let revision = step.revision.as_deref().unwrap_or_default();
        let migrations = &self.scripts.migrations;
        let connection = &mut connection;
        let done = drive(move || migrations.start(revision, step.direction, connection), cancelled);
        match done? {
            Ok(()) => Ok(()),
            Err(_) if cancelled.is_asked() => Err(Error::Cancelled),
            Err(source) => Err(Error::Code { path, source }),
        }
    }

    /// Runs the statements each by itself, between two transactions.
    fn outside_transaction(&mut self, step: &Step, of: &Statements) -> Result<()> {
        if self.settings.within_transaction {
            let path = step.path.clone().unwrap_or_default();
            return Err(Error::Unsupported(format!(
                "{}: this revision says `-- transaction: off`, and the connection given is inside \
                 a transaction; end it before the upgrade",
                path.display()
            )));
        }
        self.commit()?;
        if self.is_transactional() && !self.is_online() {
            self.write_line("COMMIT;");
        }
        let before = self.autocommit()?;
        let outcome = self.run_statements(step, of);
        if let (Some(before), Sink::Session(session)) = (before, &mut self.sink) {
            session.set_isolation(before)?;
        }
        outcome?;
        if self.is_transactional() && !self.is_online() {
            self.write_line("BEGIN;");
        }
        self.begin()
    }

    fn autocommit(&mut self) -> Result<Option<Isolation>> {
        let Sink::Session(session) = &mut self.sink else { return Ok(None) };
        let before = session.isolation()?;
        session.set_isolation(Isolation::Autocommit)?;
        Ok(Some(before))
    }

    fn write_statements(&self, of: &Statements) -> Result<()> {
        for statement in &of.statements {
            self.write(text_of(statement, self.dialect.is_mysql()));
        }
        Ok(())
    }
}

/// A statement as it stands in a script for the database's own client.
pub(crate) fn text_of(statement: &ScriptStatement, mysql: bool) -> String {
    match statement.has_body && mysql {
        // MySQL's client would end the statement within its body.
        true => format!("DELIMITER //\n{}//\nDELIMITER ;\n\n", statement.sql),
        false => format!("{};\n\n", statement.sql),
    }
}
