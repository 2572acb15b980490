//! Entities, as `alembic_utils` writes them: a variable of their class, then the directive.

use super::{RenderItem, Renderer, flag, repr};
use crate::ops::{Entity, EntityAct, EntityKind, EntityOperation};

impl<R: RenderItem> Renderer<'_, R> {
    pub(super) fn entity(&mut self, operation: &EntityOperation) -> String {
        let EntityOperation { act, cascade, entity } = operation;
        let class = entity.class();
        let module = match entity.kind {
            EntityKind::View => "pg_view",
            EntityKind::MaterializedView { .. } => "pg_materialized_view",
            EntityKind::Function => "pg_function",
            EntityKind::Trigger { .. } => "pg_trigger",
            EntityKind::Extension => "pg_extension",
        };
        self.imports.insert(format!(
            "from alembic_utils.{module} import {class}\nfrom sqlalchemy import text as sql_text"
        ));
        let variable = variable(entity);
        let (directive, end) = match act {
            EntityAct::Create => ("create_entity", "\n"),
            EntityAct::Replace => ("replace_entity", "\n"),
            EntityAct::Revert => ("replace_entity", ""),
            EntityAct::Drop => ("drop_entity", "\n"),
        };
        let cascade = if *cascade { ", cascade=True" } else { "" };
        let (indent, close) = match entity.kind {
            EntityKind::MaterializedView { .. } => ("            ", "        )\n\n"),
            _ => ("    ", ")\n"),
        };
        let arguments = arguments(entity).into_iter();
        let lines: Vec<String> = arguments.map(|argument| format!("{indent}{argument}")).collect();
        let lines = lines.join(",\n");
        let op = self.op();
        format!("{variable} = {class}(\n{lines}\n{close}{op}{directive}({variable}{cascade}){end}")
    }
}

fn variable(entity: &Entity) -> String {
    let dashless = |name: &str| name.to_lowercase().replace('-', "_");
    let (schema, name) = (entity.schema.to_lowercase(), entity.name());
    match &entity.kind {
        EntityKind::Trigger { on_entity, .. } => {
            let place = on_entity.to_lowercase().replace('"', "");
            let table = place.split_once('.').map_or("", |(_, table)| table);
            identifier(&format!("{schema}_{table}_{}", name.to_lowercase()))
        }
        _ => identifier(&format!("{schema}_{}", dashless(name))),
    }
}

/// A name that Python takes for a variable's.
fn identifier(name: &str) -> String {
    let fit = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '_' };
    let name: String = name.chars().map(fit).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// The arguments of the class, each on a line of its own.
fn arguments(entity: &Entity) -> Vec<String> {
    let Entity { schema, signature, definition, kind } = entity;
    let mut listed = vec![
        format!("schema={}", in_quotes(schema)),
        format!("signature={}", in_quotes(signature)),
    ];
    let definition = format!("definition={}", repr(definition));
    match kind {
        EntityKind::View | EntityKind::Function => listed.push(definition),
        EntityKind::MaterializedView { with_data } => {
            listed.push(definition);
            listed.push(format!("with_data={}", flag(*with_data)));
        }
        EntityKind::Trigger { on_entity, is_constraint } => {
            listed.push(format!("on_entity={}", in_quotes(on_entity)));
            listed.push(format!("is_constraint={}", flag(*is_constraint)));
            listed.push(definition);
        }
        EntityKind::Extension => {}
    }
    listed
}

/// In double quotes wherever that is right.
fn in_quotes(text: &str) -> String {
    let is_plain = !text.contains(['"', '\\']) && !text.contains(char::is_control);
    if is_plain { format!("\"{text}\"") } else { repr(text) }
}
