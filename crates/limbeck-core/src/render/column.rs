//! Columns inside Python, and their alteration.

use super::{Item, RenderItem, Renderer, flag, repr};
use crate::{
    ops::{AddColumn, AlterColumn, Change, ColumnGenerator, DropColumn},
    schema::{Autoincrement, Column, Ident},
};

impl<R: RenderItem> Renderer<'_, R> {
    /// `sa.Column(..)`; `None` where the script leaves it out.
    pub(super) fn column(&mut self, column: &Column) -> Result<Option<String>, R::Error> {
        if let Some(text) = self.ask(Item::Column(column))? {
            return Ok(text);
        }
        let mut parts = vec![repr(&column.name.name), self.type_(&column.type_)?];
        if let Some(identity) = &column.identity {
            parts.push(self.identity(identity));
        } else if let Some(computed) = &column.computed {
            parts.push(self.computed(computed)?);
        } else if let Some(default) = &column.server_default
            && let Some(default) = self.server_default(default)?
        {
            parts.push(format!("server_default={default}"));
        }
        match column.autoincrement {
            Autoincrement::Auto => {}
            Autoincrement::True => parts.push("autoincrement=True".to_owned()),
            Autoincrement::False => parts.push("autoincrement=False".to_owned()),
            Autoincrement::IgnoreFk => parts.push("autoincrement='ignore_fk'".to_owned()),
        }
        parts.push(format!("nullable={}", flag(column.nullable)));
        if column.system {
            parts.push("system=True".to_owned());
        }
        if let Some(comment) = &column.comment {
            parts.push(format!("comment={}", repr(comment)));
        }
        parts.extend(self.kwargs(&column.options)?);
        Ok(Some(format!("{}Column({})", self.sa(), parts.join(", "))))
    }

    pub(super) fn add_column(&mut self, add: &AddColumn) -> Result<String, R::Error> {
        // Alembic writes what a hook returned.
        let column = self.column(&add.column)?.unwrap_or_else(|| "None".to_owned());
        let mut parts = Vec::new();
        if !self.in_batch {
            parts.push(repr(&add.table.name));
        }
        parts.push(column);
        if !self.in_batch {
            parts.extend(schema(add.schema.as_ref()));
            parts.extend(add.if_not_exists.map(|it| format!("if_not_exists={}", flag(it))));
        }
        Ok(format!("{}add_column({})", self.op(), parts.join(", ")))
    }

    pub(super) fn drop_column(&self, drop: &DropColumn) -> String {
        let mut parts = Vec::new();
        if !self.in_batch {
            parts.push(repr(&drop.table.name));
        }
        parts.push(repr(&drop.column.name));
        if !self.in_batch {
            parts.extend(schema(drop.schema.as_ref()));
            parts.extend(drop.if_exists.map(|it| format!("if_exists={}", flag(it))));
        }
        format!("{}drop_column({})", self.op(), parts.join(", "))
    }

    pub(super) fn alter_column(&mut self, alter: &AlterColumn) -> Result<String, R::Error> {
        let mut parts = vec![repr(&alter.column.name)];
        if !self.in_batch {
            parts.insert(0, repr(&alter.table.name));
        }
        let first = parts.join(", ");
        let mut parts = Vec::new();
        if let Some(type_) = &alter.existing_type {
            parts.push(format!("existing_type={}", self.type_(type_)?));
        }
        if let Change::To { to } = &alter.server_default {
            let default = match to {
                Some(generator) => self.generator(generator)?,
                None => "None".to_owned(),
            };
            parts.push(format!("server_default={default}"));
        }
        if let Some(name) = &alter.new_name {
            parts.push(format!("new_column_name={}", repr(&name.name)));
        }
        if let Some(type_) = &alter.type_ {
            parts.push(format!("type_={}", self.type_(type_)?));
        }
        parts.extend(alter.nullable.map(|nullable| format!("nullable={}", flag(nullable))));
        if let Change::To { to } = &alter.comment {
            let comment = to.as_deref().map_or_else(|| "None".to_owned(), repr);
            parts.push(format!("comment={comment}"));
        }
        let existing = alter.existing_comment.as_deref();
        parts.extend(existing.map(|comment| format!("existing_comment={}", repr(comment))));
        if alter.nullable.is_none() {
            let existing = alter.existing_nullable;
            parts.extend(existing.map(|nullable| format!("existing_nullable={}", flag(nullable))));
        }
        parts.extend(alter.autoincrement.map(|it| format!("autoincrement={}", flag(it))));
        if let Change::To { to: Some(existing) } = &alter.existing_server_default
            && (alter.server_default.is_unset()
                || self.options.all_arguments && is_identity(existing))
        {
            parts.push(format!("existing_server_default={}", self.generator(existing)?));
        }
        if !self.in_batch {
            parts.extend(schema(alter.schema.as_ref()));
        }
        if let Some(using) = alter.options.get("postgresql_using").and_then(|it| it.as_str()) {
            parts.push(format!("postgresql_using={}", repr(using)));
        }
        let mut text = format!("{}alter_column({first}", self.op());
        for part in parts {
            text.push_str(&format!(",\n           {part}"));
        }
        text.push(')');
        Ok(text)
    }
}

/// What is an identity must be told when it changes: without it the new one would be added.
fn is_identity(default: &ColumnGenerator) -> bool {
    matches!(default, ColumnGenerator::Identity(_))
}

/// `schema='s'`, where there is one.
pub(super) fn schema(schema: Option<&Ident>) -> Option<String> {
    schema.map(|schema| format!("schema={}", repr(&schema.name)))
}
