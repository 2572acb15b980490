//! CREATE INDEX and DROP INDEX as Python.

use super::{RenderError, RenderItem, Renderer, column::schema, flag, repr};
use crate::{
    ddl::index::{is_grouped_on_mysql, is_grouped_on_postgresql},
    dialect::Backend,
    expr::Expr,
    ops::{CreateIndex, DropIndex},
    schema::{Index, IndexElement},
};

impl<R: RenderItem> Renderer<'_, R> {
    pub(super) fn create_index(&self, create: &CreateIndex) -> Result<String, RenderError> {
        let index = &create.index;
        let mut parts = vec![self.name(&index.name)];
        if !self.in_batch {
            parts.push(repr(&index.table.name));
        }
        parts.push(format!("[{}]", self.elements(index)?.join(", ")));
        let unique = if index.unique_is_number { "1" } else { flag(index.unique) };
        parts.push(format!("unique={unique}"));
        if !self.in_batch {
            parts.extend(schema(index.schema.as_ref()));
        }
        parts.extend(self.kwargs(&index.options)?);
        parts.extend(create.if_not_exists.map(|it| format!("if_not_exists={}", flag(it))));
        Ok(format!("{}create_index({})", self.op(), parts.join(", ")))
    }

    fn elements(&self, index: &Index) -> Result<Vec<String>, RenderError> {
        index.elements.iter().map(|element| self.element(element)).collect()
    }

    fn element(&self, element: &IndexElement) -> Result<String, RenderError> {
        let (expr, label) = match element {
            IndexElement::Column { column } => return Ok(repr(&column.name)),
            IndexElement::Expr { expr, .. } => match &**expr {
                Expr::Label(label) => (&label.operand, label.name.as_ref()),
                expr => (expr, None),
            },
        };
        let sql = self.sql(expr)?;
        let is_grouped = match self.options.dialect.backend {
            Backend::Postgresql => is_grouped_on_postgresql(expr),
            // Below a label nothing is grouped.
            Backend::Mysql | Backend::Mariadb => label.is_none() && is_grouped_on_mysql(expr),
            Backend::Sqlite => false,
        };
        let sql = if is_grouped { format!("({sql})") } else { sql };
        let mut text = format!("{}literal_column({})", self.sa(), repr(&sql));
        if let Some(label) = label {
            text.push_str(&format!(".label({})", repr(&label.name)));
        }
        Ok(text)
    }

    pub(super) fn drop_index(&self, drop: &DropIndex) -> Result<String, RenderError> {
        let mut parts = vec![self.name(&drop.name)];
        if !self.in_batch {
            let table = drop.table.as_ref().map_or("None".to_owned(), |table| repr(&table.name));
            parts.push(format!("table_name={table}"));
            parts.extend(schema(drop.schema.as_ref()));
        }
        parts.extend(self.kwargs(&drop.options)?);
        parts.extend(drop.if_exists.map(|it| format!("if_exists={}", flag(it))));
        Ok(format!("{}drop_index({})", self.op(), parts.join(", ")))
    }
}
