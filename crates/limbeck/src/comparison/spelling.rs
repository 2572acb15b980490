//! Differences as a reader wants to see them: a line each, or the statements that end them.

use limbeck_core::{
    ddl::{
        self, Action, DdlContext, DdlError, Output,
        batch::{self, Source},
    },
    dialect::{Backend, Dialect},
    ops::{BatchAlterTable, Directive, Operation, Recreate},
    schema::{Ident, Table},
};

use crate::{Error, Result, events::Subscriber};

/// How the statements of a comparison are written.
pub(crate) struct Spelling<'a> {
    pub context: DdlContext<'a>,
    /// The tables that a batch on SQLite may have to copy, as they stand before the statements.
    pub tables: &'a [Table],
    /// Who hears what a copy of a table leaves out.
    pub events: &'a Subscriber,
}

impl Spelling<'_> {
    /// The statements, each ended by a semicolon.
    pub fn statements(&self, directives: &[Directive]) -> Result<Vec<String>> {
        let mut output = Output::new();
        for directive in directives {
            match directive {
                Directive::Operation { operation } => self.spell_out(operation, &mut output)?,
                Directive::ModifyTable { table, schema, operations } => {
                    for operation in self.gathered(table, schema.as_ref(), operations) {
                        self.spell_out(&operation, &mut output)?;
                    }
                }
                // Python of the project's own, which only a script can run.
                Directive::Lines { .. } => {}
            }
        }
        for action in &output.actions {
            if let Action::Warn(message) = action {
                super::warn(message.clone(), self.events);
            }
        }
        let statements = output.actions.into_iter().flat_map(Action::into_statements);
        let texts = statements.map(|statement| statement.sql);
        Ok(texts.map(|sql| format!("{};", sql.trim().trim_end_matches(';'))).collect())
    }

    /// The tables that a batch may have to copy, as these directives leave them.
    pub fn left_by(&self, directives: &[Directive]) -> Result<Vec<Table>> {
        let mut tables = Vec::new();
        for directive in directives {
            let Directive::ModifyTable { table, schema, operations } = directive else { continue };
            for operation in self.gathered(table, schema.as_ref(), operations) {
                let Operation::BatchAlterTable(alter) = operation else { continue };
                let Some(source) = self.source(&alter) else { continue };
                let left = batch::outcome(&alter, Some(source), &self.context);
                tables.push(left.map_err(refused)?);
            }
        }
        Ok(tables)
    }

    fn source(&self, alter: &BatchAlterTable) -> Option<Source<'_>> {
        let mut tables = self.tables.iter();
        let table = tables
            .find(|table| table.name.name == alter.table.name && table.schema == alter.schema)?;
        Some(Source { table, reflected: true })
    }

    fn spell_out(&self, operation: &Operation, output: &mut Output) -> Result<()> {
        let Operation::BatchAlterTable(alter) = operation else {
            return ddl::emit(operation, &self.context, output).map_err(refused);
        };
        batch::emit(alter, self.source(alter), &self.context, output).map_err(refused)
    }

    /// What happens to one table; on SQLite as a batch, which may have to copy it.
    fn gathered(
        &self,
        table: &Ident,
        schema: Option<&Ident>,
        operations: &[Operation],
    ) -> Vec<Operation> {
        if self.context.dialect.backend != Backend::Sqlite {
            return operations.to_vec();
        }
        vec![Operation::BatchAlterTable(Box::new(BatchAlterTable {
            table: table.clone(),
            schema: schema.cloned(),
            recreate: Recreate::Auto,
            operations: operations.to_vec(),
            copy_from: None,
            table_args: Vec::new(),
            table_options: Default::default(),
            partial_reordering: Vec::new(),
            reflect_columns: Vec::new(),
            reflect_constraints: Vec::new(),
            naming_convention: None,
            client_defaults: Default::default(),
        }))]
    }
}

fn refused(error: DdlError) -> Error {
    Error::Command(error.to_string())
}

/// A line for each operation.
pub(crate) fn lines(directive: &Directive, dialect: &Dialect) -> Vec<String> {
    match directive {
        Directive::Operation { operation } => vec![ddl::summary(operation, dialect)],
        Directive::ModifyTable { operations, .. } => {
            operations.iter().map(|operation| ddl::summary(operation, dialect)).collect()
        }
        Directive::Lines { lines } => lines.clone(),
    }
}
