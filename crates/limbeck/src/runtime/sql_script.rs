//! SQL revisions in a run that env.py has set up, between scripts in Python.

use limbeck_core::{
    plan::Step,
    script::{ScriptStatement, SqlScript},
    statement::Statement,
};
use limbeck_python::HostError;

use super::{Run, context::MigrationContext, migrate::StepScript};
use crate::{Error, engine::step::text_of, scripts::ScriptError};

impl Run {
    /// The statements of a step for the context's database.
    pub(super) fn sql_script(
        &self,
        context: &MigrationContext,
        step: &Step,
        script: &SqlScript,
    ) -> Result<StepScript, HostError> {
        let statements = script.statements(step.direction, &context.dialect);
        let statements = statements.map_err(|error| self.raise(ScriptError::from(error)))?;
        Ok(StepScript::Sql { statements, transaction: script.transaction })
    }

    pub(super) fn run_sql(
        &self,
        context: &MigrationContext,
        step: &Step,
        statements: &[ScriptStatement],
        transaction: bool,
    ) -> Result<(), HostError> {
        if transaction {
            return self.run_statements(context, step, statements);
        }
        self.autocommit_begin(context)?;
        let outcome = self.run_statements(context, step, statements);
        self.autocommit_end(context)?;
        outcome
    }

    fn run_statements(
        &self,
        context: &MigrationContext,
        step: &Step,
        statements: &[ScriptStatement],
    ) -> Result<(), HostError> {
        for found in statements {
            let Some(id) = context.connection else {
                self.write_script(context, text_of(found, context.dialect.is_mysql()))?;
                continue;
            };
            let ran = self.connections.execute(id, &Statement::ddl(&*found.sql));
            ran.map_err(|source| {
                let path = step.path.clone().unwrap_or_default();
                let line = found.line_at(source.position);
                self.raise(Error::Statement { path, line, source: Box::new(source) })
            })?;
        }
        Ok(())
    }
}
