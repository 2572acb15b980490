//! An operation as one line for a reader: `add column t.a INTEGER NOT NULL`.

use std::fmt::Write;

use super::Dialect;
use crate::{
    expr::Executable,
    ops::{AlterColumn, Change, Entity, EntityAct, EntityKind, EntityOperation, Operation},
    schema::{Column, Constraint, ConstraintKind, Ident, IndexElement, Name, Type},
};

/// What an operation does, in a line.
///
/// ```
/// use limbeck_core::{ddl, dialect::{Backend, Dialect}, ops::Operation};
/// use serde_json::json;
///
/// let dialect = Dialect::new(Backend::Sqlite, None);
/// let operation: Operation =
///     serde_json::from_value(json!({ "op": "drop_table", "name": "t", "schema": "s" }))?;
/// assert_eq!(ddl::summary(&operation, &dialect), "drop table s.t");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn summary(operation: &Operation, dialect: &Dialect) -> String {
    match operation {
        Operation::CreateTable(create) => {
            let table = &create.table;
            let columns = names(table.columns.iter().map(|column| column.name.name.as_str()));
            format!("add table {} ({columns})", place(table.schema.as_ref(), &table.name))
        }
        Operation::DropTable(drop) => {
            format!("drop table {}", place(drop.schema.as_ref(), &drop.name))
        }
        Operation::RenameTable(rename) => {
            format!("rename table {} to {}", place(rename.schema.as_ref(), &rename.old), rename.new)
        }
        Operation::AddColumn(add) => {
            let table = place(add.schema.as_ref(), &add.table);
            format!("add column {table}.{}", column(&add.column, dialect))
        }
        Operation::DropColumn(drop) => {
            format!("drop column {}.{}", place(drop.schema.as_ref(), &drop.table), drop.column)
        }
        Operation::AlterColumn(alter) => alteration(alter, dialect),
        Operation::CreateIndex(create) => {
            let index = &create.index;
            let unique = if index.unique { "unique " } else { "" };
            let elements = names(index.elements.iter().map(|element| match element {
                IndexElement::Column { column } => column.name.as_str(),
                IndexElement::Expr { name, .. } => name.as_deref().unwrap_or("an expression"),
            }));
            let table = place(index.schema.as_ref(), &index.table);
            format!("add {unique}index {} on {table} ({elements})", named(&index.name))
        }
        Operation::DropIndex(drop) => match &drop.table {
            Some(table) => {
                let table = place(drop.schema.as_ref(), table);
                format!("drop index {} on {table}", named(&drop.name))
            }
            None => format!("drop index {}", named(&drop.name)),
        },
        Operation::CreateConstraint(create) => {
            let table = place(create.schema.as_ref(), &create.table);
            format!("add {} on {table}", constraint(&create.constraint))
        }
        Operation::DropConstraint(drop) => {
            let kind = drop.type_.as_deref().unwrap_or("");
            let table = place(drop.schema.as_ref(), &drop.table);
            format!("drop {} {} on {table}", kind_word(kind), named(&drop.name))
        }
        Operation::CreateTableComment(set) => {
            format!("set the comment of table {}", place(set.schema.as_ref(), &set.table))
        }
        Operation::DropTableComment(set) => {
            format!("drop the comment of table {}", place(set.schema.as_ref(), &set.table))
        }
        Operation::CreateEnum { type_, .. } => format!("add type {}", named(&type_.name)),
        Operation::DropEnum { type_, .. } => format!("drop type {}", named(&type_.name)),
        Operation::CreateSequence { sequence, .. } => format!("add sequence {}", sequence.name),
        Operation::DropSequence { sequence, .. } => format!("drop sequence {}", sequence.name),
        Operation::CreateSchema { name, .. } => format!("add schema {name}"),
        Operation::DropSchema { name, .. } => format!("drop schema {name}"),
        Operation::Entity(operation) => entity(operation),
        Operation::Execute(execute) => match &execute.statement {
            Executable::Raw { sql } | Executable::Text { sql, .. } => {
                format!("run {}", sql.trim().lines().next().unwrap_or_default())
            }
            _ => "run a statement".to_owned(),
        },
        Operation::BulkInsert(insert) => format!("insert rows into {}", insert.table.name),
        Operation::BatchAlterTable(batch) => {
            format!("change table {}", place(batch.schema.as_ref(), &batch.table))
        }
    }
}

fn entity(operation: &EntityOperation) -> String {
    let act = match operation.act {
        EntityAct::Create => "add",
        EntityAct::Replace | EntityAct::Revert => "replace",
        EntityAct::Drop => "drop",
    };
    let Entity { schema, signature, kind, .. } = &operation.entity;
    match kind {
        EntityKind::View => format!("{act} view {schema}.{signature}"),
        EntityKind::MaterializedView { .. } => {
            format!("{act} materialized view {schema}.{signature}")
        }
        EntityKind::Function => format!("{act} function {schema}.{signature}"),
        EntityKind::Trigger { on_entity, .. } => {
            format!("{act} trigger {signature} on {on_entity}")
        }
        EntityKind::Extension => format!("{act} extension {signature}"),
    }
}

fn place(schema: Option<&Ident>, table: &Ident) -> String {
    schema.map_or_else(|| table.to_string(), |schema| format!("{schema}.{table}"))
}

fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

fn named(name: &Name) -> &str {
    name.text().unwrap_or("without a name")
}

fn spelled(type_: &Type, dialect: &Dialect) -> String {
    dialect.type_sql(type_).unwrap_or_else(|_| "a type of its own".to_owned())
}

fn column(column: &Column, dialect: &Dialect) -> String {
    let nullable = if column.nullable { "" } else { " NOT NULL" };
    format!("{} {}{nullable}", column.name, spelled(&column.type_, dialect))
}

fn alteration(alter: &AlterColumn, dialect: &Dialect) -> String {
    let table = place(alter.schema.as_ref(), &alter.table);
    let mut text = format!("alter column {table}.{}:", alter.column);
    let mut parts = Vec::new();
    if let Some(type_) = &alter.type_ {
        let old = alter.existing_type.as_ref().map(|old| spelled(old, dialect) + " to ");
        parts.push(format!("type {}{}", old.unwrap_or_default(), spelled(type_, dialect)));
    }
    if let Some(nullable) = alter.nullable {
        parts.push(if nullable { "NULL" } else { "NOT NULL" }.to_owned());
    }
    match &alter.server_default {
        Change::Unset => {}
        Change::To { to: None } => parts.push("no default".to_owned()),
        Change::To { to: Some(_) } => parts.push("another default".to_owned()),
    }
    match &alter.comment {
        Change::Unset => {}
        Change::To { to: None } => parts.push("no comment".to_owned()),
        Change::To { to: Some(comment) } => parts.push(format!("comment {comment:?}")),
    }
    if let Some(name) = &alter.new_name {
        parts.push(format!("name {name}"));
    }
    // Writing to a String cannot fail.
    let _ = write!(text, " {}", parts.join(", "));
    text
}

fn kind_word(kind: &str) -> &str {
    match kind {
        "foreignkey" => "foreign key",
        "unique" => "unique constraint",
        "check" => "check constraint",
        "primary" => "primary key",
        _ => "constraint",
    }
}

fn constraint(constraint: &Constraint) -> String {
    let listed = |columns: &[Ident]| names(columns.iter().map(|column| column.name.as_str()));
    let name = constraint.name.text().map(|name| format!(" {name}")).unwrap_or_default();
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => format!("primary key{name} ({})", listed(&key.columns)),
        ConstraintKind::Unique(unique) => {
            format!("unique constraint{name} ({})", listed(&unique.columns))
        }
        ConstraintKind::ForeignKey(key) => {
            let target = place(key.referent_schema.as_ref(), &key.referent_table);
            let (own, other) = (listed(&key.columns), listed(&key.referent_columns));
            format!("foreign key{name} ({own}) to {target} ({other})")
        }
        ConstraintKind::Check(_) => format!("check constraint{name}"),
        ConstraintKind::Exclude(_) => format!("exclude constraint{name}"),
    }
}
