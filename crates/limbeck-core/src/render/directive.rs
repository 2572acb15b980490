//! One directive after another.

use super::{RenderError, RenderItem, Renderer, repr};
use crate::{
    ddl::{self, Action, DdlContext},
    expr::Executable,
    ops::{Directive, Execute, Operation},
};

impl<R: RenderItem> Renderer<'_, R> {
    /// The lines of a directive; an operation of several lines is one of them.
    pub(super) fn directive(&mut self, directive: &Directive) -> Result<Vec<String>, R::Error> {
        match directive {
            Directive::Operation { operation } => self.operation(operation),
            Directive::Lines { lines } => Ok(lines.clone()),
            Directive::ModifyTable { operations, .. } if operations.is_empty() => Ok(Vec::new()),
            Directive::ModifyTable { table, schema, operations } => {
                let mut lines = Vec::new();
                if self.options.render_as_batch {
                    let schema =
                        schema.as_ref().map_or("None".to_owned(), |schema| repr(&schema.name));
                    let table = repr(&table.name);
                    lines.push(format!(
                        "with op.batch_alter_table({table}, schema={schema}) as batch_op:"
                    ));
                }
                self.in_batch = self.options.render_as_batch;
                for operation in operations {
                    let rendered = self.operation(operation);
                    if rendered.is_err() {
                        self.in_batch = false;
                    }
                    lines.extend(rendered?);
                }
                if self.in_batch {
                    lines.push(String::new());
                }
                self.in_batch = false;
                Ok(lines)
            }
        }
    }

    fn operation(&mut self, operation: &Operation) -> Result<Vec<String>, R::Error> {
        self.items.begin(operation);
        Ok(vec![match operation {
            Operation::CreateTable(create) => self.create_table(create)?,
            Operation::DropTable(drop) => self.drop_table(drop),
            Operation::RenameTable(rename) => {
                let mut parts = vec![repr(&rename.old.name), repr(&rename.new.name)];
                parts.extend(super::column::schema(rename.schema.as_ref()));
                format!("{}rename_table({})", self.op(), parts.join(", "))
            }
            Operation::AddColumn(add) => self.add_column(add)?,
            Operation::AlterColumn(alter) => self.alter_column(alter)?,
            Operation::DropColumn(drop) => self.drop_column(drop),
            Operation::CreateIndex(create) => self.create_index(create)?,
            Operation::DropIndex(drop) => self.drop_index(drop)?,
            Operation::CreateConstraint(create) => self.create_constraint(create)?,
            Operation::DropConstraint(drop) => return Ok(self.drop_constraint(drop)),
            Operation::CreateTableComment(set) => self.create_table_comment(set),
            Operation::DropTableComment(set) => self.drop_table_comment(set),
            Operation::Execute(Execute { statement, .. }) => self.execute(statement)?,
            Operation::CreateEnum { .. }
            | Operation::DropEnum { .. }
            | Operation::CreateSequence { .. }
            | Operation::DropSequence { .. }
            | Operation::CreateSchema { .. }
            | Operation::DropSchema { .. } => return Ok(self.as_sql(operation)?),
            Operation::Entity(operation) => self.entity(operation),
            Operation::BulkInsert(_) => {
                return Err(RenderError::NotRendered { directive: "bulk_insert" }.into());
            }
            Operation::BatchAlterTable(_) => {
                return Err(RenderError::NotRendered { directive: "batch_alter_table" }.into());
            }
        }])
    }

    fn execute(&self, statement: &Executable) -> Result<String, RenderError> {
        match statement {
            Executable::Text { sql, binds, .. } if binds.is_empty() => {
                Ok(format!("{}execute({})", self.op(), repr(sql)))
            }
            _ => Err(RenderError::NotRendered { directive: "execute of an expression" }),
        }
    }

    /// What Alembic has no directive for is written as its SQL.
    fn as_sql(&self, operation: &Operation) -> Result<Vec<String>, RenderError> {
        let context = DdlContext {
            dialect: self.options.dialect,
            naming_convention: None,
            offline: false,
            literal_binds: false,
        };
        let actions = ddl::statements(operation, &context)?;
        let texts = actions.into_iter().filter_map(|action| match action {
            Action::Run(statement) | Action::RunIf { then: statement, .. } => Some(statement.sql),
            _ => None,
        });
        let lines = texts.map(|sql| {
            let sql = sql.trim().replace(':', "\\:");
            format!("{}execute({})", self.op(), repr(&sql))
        });
        Ok(lines.collect())
    }
}
