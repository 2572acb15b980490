//! CREATE TABLE and DROP TABLE as Python.

use super::{RenderItem, Renderer, column::schema, flag, repr};
use crate::{
    ops::{CreateTable, DropTable, TableComment},
    schema::Table,
};

/// As many arguments as Alembic trusts a call with.
const MAX_ARGUMENTS: usize = 255;

impl<R: RenderItem> Renderer<'_, R> {
    pub(super) fn create_table(&mut self, create: &CreateTable) -> Result<String, R::Error> {
        let table = &create.table;
        let mut arguments = Vec::new();
        for column in &table.columns {
            arguments.extend(self.column(column)?.filter(|text| !text.is_empty()));
        }
        let mut constraints = Vec::new();
        for constraint in &table.constraints {
            constraints.extend(self.inline_constraint(constraint)?);
        }
        constraints.sort();
        arguments.extend(constraints);
        let arguments = match arguments.len() > MAX_ARGUMENTS {
            true => format!("*[{}]", arguments.join(",\n")),
            false => arguments.join(",\n"),
        };
        let name = repr(&table.name.name);
        let mut text = format!("{}create_table({name},\n{arguments}", self.op());
        for option in self.table_options(table)? {
            text.push_str(&format!(",\n{option}"));
        }
        if create.if_not_exists {
            text.push_str(",\nif_not_exists=True");
        }
        text.push_str("\n)");
        Ok(text)
    }

    fn table_options(&self, table: &Table) -> Result<Vec<String>, R::Error> {
        let mut options: Vec<String> = schema(table.schema.as_ref()).into_iter().collect();
        if let Some(comment) = &table.comment {
            options.push(format!("comment={}", repr(comment)));
        }
        if let Some(info) = table.options.get("info") {
            options.push(format!("info={}", self.value(info)?));
        }
        let is_written = |key: &&String| *key != "info" && !key.starts_with("limbeck_");
        let mut keys: Vec<&String> = table.options.keys().filter(is_written).collect();
        keys.sort();
        for key in keys {
            let value = match (key.as_str(), table.options[key].as_array()) {
                // Reflection gives a tuple.
                ("postgresql_inherits", Some(parents)) if parents.len() == 1 => {
                    format!("({},)", self.value(&parents[0])?)
                }
                _ => self.value(&table.options[key])?,
            };
            options.push(format!("{}={value}", key.replace(' ', "_")));
        }
        if !table.prefixes.is_empty() {
            let prefixes: Vec<String> =
                table.prefixes.iter().map(|prefix| format!("'{prefix}'")).collect();
            options.push(format!("prefixes=[{}]", prefixes.join(", ")));
        }
        Ok(options)
    }

    pub(super) fn drop_table(&self, drop: &DropTable) -> String {
        let mut parts = vec![repr(&drop.name.name)];
        parts.extend(schema(drop.schema.as_ref()));
        if drop.if_exists {
            parts.push(format!("if_exists={}", flag(true)));
        }
        format!("{}drop_table({})", self.op(), parts.join(", "))
    }

    pub(super) fn create_table_comment(&self, set: &TableComment) -> String {
        let mut lines = Vec::new();
        if !self.in_batch {
            lines.push(format!("'{}'", set.table.name));
        }
        lines.push(optional(set.comment.as_deref()));
        lines.push(format!("existing_comment={}", optional(set.existing_comment.as_deref())));
        self.comment_call("create_table_comment", lines, set)
    }

    pub(super) fn drop_table_comment(&self, set: &TableComment) -> String {
        let mut lines = Vec::new();
        if !self.in_batch {
            lines.push(format!("'{}'", set.table.name));
        }
        lines.push(format!("existing_comment={}", optional(set.existing_comment.as_deref())));
        self.comment_call("drop_table_comment", lines, set)
    }

    fn comment_call(&self, name: &str, mut lines: Vec<String>, set: &TableComment) -> String {
        if !self.in_batch {
            let schema = set.schema.as_ref().map(|schema| format!("'{schema}'"));
            lines.push(format!("schema={}", schema.unwrap_or_else(|| "None".to_owned())));
        }
        format!("{}{name}(\n    {}\n)", self.op(), lines.join(",\n    "))
    }
}

fn optional(text: Option<&str>) -> String {
    text.map_or_else(|| "None".to_owned(), repr)
}
