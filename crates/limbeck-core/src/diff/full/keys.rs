//! Changes of a table's primary key.

use crate::{
    diff::{
        DiffError, Hooks, ObjectKind, Reversible, SchemaObject, context::Run,
        indexes::constraint_step, notice,
    },
    ops::{AlterColumn, Operation},
    schema::{Autoincrement, Column, Constraint, ConstraintKind, Name, PrimaryKey, Table},
};

pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    table: &Table,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let (old, new) = (primary_key(table), primary_key(model));
    let columns = |key: &Option<Constraint>| match key.as_ref().map(|key| &key.kind) {
        Some(ConstraintKind::PrimaryKey(key)) => {
            let mut names: Vec<String> =
                key.columns.iter().map(|column| column.name.clone()).collect();
            names.sort();
            names
        }
        _ => Vec::new(),
    };
    if columns(&old) == columns(&new) {
        return Ok(());
    }
    let kind = ObjectKind::PrimaryKeyConstraint;
    if let Some(key) = old {
        let object = SchemaObject::Constraint(table, &key);
        if !run.includes(object, key.name.text(), kind, true, None)? {
            return Ok(());
        }
        if run.options.dialect.is_mysql() {
            let counts = |column: &&Column| column.autoincrement == Autoincrement::True;
            steps.extend(table.columns.iter().filter(counts).map(|it| stop_counting(table, it)));
        }
        steps.push(constraint_step(table, key));
    }
    if let Some(mut key) = new {
        let object = SchemaObject::Constraint(model, &key);
        if !run.includes(object, key.name.text(), kind, false, None)? {
            return Ok(());
        }
        // The reverse must know what to drop.
        let limit = run.options.dialect.stored_name(&key.name).map_err(DiffError::from)?;
        if limit.is_none() {
            key.name = Name::Plain(format!("{}_pkey", model.name).into());
        }
        let Reversible { up, down } = constraint_step(model, key);
        steps.push(Reversible::new(down, up));
    }
    let table = crate::dialect::text_repr(&model.name.name);
    run.log(notice::CONSTRAINTS, format!("Detected changed primary key on table {table}"));
    Ok(())
}

/// A column that counts must have a key, so that it stops before the key goes.
fn stop_counting(table: &Table, column: &Column) -> Reversible {
    let alter = |counts: bool| {
        Operation::AlterColumn(Box::new(AlterColumn {
            table: table.name.clone(),
            column: column.name.clone(),
            schema: table.schema.clone(),
            existing_type: Some(column.type_.clone()),
            existing_nullable: Some(column.nullable),
            existing_comment: column.comment.clone(),
            autoincrement: Some(counts),
            existing_autoincrement: Some(!counts),
            ..AlterColumn::default()
        }))
    };
    Reversible::new(alter(false), alter(true))
}

/// The key as written, or as the columns are marked.
fn primary_key(table: &Table) -> Option<Constraint> {
    let written = table.constraints.iter().find(
        |item| matches!(&item.kind, ConstraintKind::PrimaryKey(key) if !key.columns.is_empty()),
    );
    if let Some(key) = written {
        return Some(key.clone());
    }
    let marked = table.columns.iter().filter(|column| column.primary_key);
    let columns: Vec<_> = marked.map(|column| column.name.clone()).collect();
    let key = ConstraintKind::PrimaryKey(PrimaryKey { columns });
    match &key {
        ConstraintKind::PrimaryKey(key) if key.columns.is_empty() => None,
        _ => Some(super::unnamed(key)),
    }
}
