//! Differences as a reader wants to see them: a line each, or the statements that end them.

use limbeck_core::{
    ddl::{
        self, Action, DdlError, Output,
        batch::{self, Source},
    },
    dialect::Backend,
    ops::{BatchAlterTable, Directive, Operation, Recreate},
    schema::Ident,
};

use super::{super::Run, Body};
use crate::{Result, commands::Compared};

impl Run {
    /// What the comparison found; the statements only where they are wanted.
    pub(crate) fn compared(&self, with_statements: bool) -> Result<Compared> {
        let mut compared = Compared { named: self.named_differences()?, ..Compared::default() };
        let found = self.upgrade_directives();
        let found = found.map_err(|error| self.host_error(self.raise_ask(error)))?;
        let bodies = self.generated.bodies.borrow();
        for (place, directives) in found {
            let Some(body) = bodies.get(place) else { continue };
            for directive in &directives {
                compared.lines.extend(lines(directive, body));
            }
            // A copy of a table is made of it as it stands, which is before its parts are renamed.
            let is_renamed = !self.job.borrow().renamings.is_empty();
            let is_sqlite = body.context.dialect.backend == Backend::Sqlite;
            if with_statements && !(is_renamed && is_sqlite) {
                compared.statements.extend(self.statements(body, &directives)?);
            }
        }
        Ok(compared)
    }

    fn statements(&self, body: &Body, directives: &[Directive]) -> Result<Vec<String>> {
        let mut output = Output::new();
        for directive in directives {
            match directive {
                Directive::Operation { operation } => {
                    self.spell_out(body, operation, &mut output)?
                }
                Directive::ModifyTable { table, schema, operations } => {
                    for operation in gathered(body, table, schema.as_ref(), operations) {
                        self.spell_out(body, &operation, &mut output)?;
                    }
                }
                // Python of the project's own, which only a script can run.
                Directive::Lines { .. } => {}
            }
        }
        let texts = output.actions.into_iter().filter_map(|action| match action {
            Action::Run(statement) | Action::RunIf { then: statement, .. } => Some(statement.sql),
            _ => None,
        });
        Ok(texts.map(|sql| format!("{};", sql.trim().trim_end_matches(';'))).collect())
    }

    fn spell_out(&self, body: &Body, operation: &Operation, output: &mut Output) -> Result<()> {
        let context = &body.context;
        let refused = |error: DdlError| crate::Error::Command(error.to_string());
        let surroundings = context.surroundings();
        let Operation::BatchAlterTable(alter) = operation else {
            return ddl::emit(operation, &surroundings, output).map_err(refused);
        };
        let mut tables = body.tables.iter();
        let table = tables
            .find(|table| table.name.name == alter.table.name && table.schema == alter.schema);
        let source = table.map(|table| Source { table, reflected: true });
        batch::emit(alter, source, &surroundings, output).map_err(refused)
    }
}

fn lines(directive: &Directive, body: &Body) -> Vec<String> {
    let dialect = &body.context.dialect;
    match directive {
        Directive::Operation { operation } => vec![ddl::summary(operation, dialect)],
        Directive::ModifyTable { operations, .. } => {
            operations.iter().map(|operation| ddl::summary(operation, dialect)).collect()
        }
        Directive::Lines { lines } => lines.clone(),
    }
}

/// What happens to one table; on SQLite as a batch, which may have to copy it.
fn gathered(
    body: &Body,
    table: &Ident,
    schema: Option<&Ident>,
    operations: &[Operation],
) -> Vec<Operation> {
    if body.context.dialect.backend != Backend::Sqlite {
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
    }))]
}
