//! Changes of a table's primary key.

use crate::{
    diff::{
        DiffError, Hooks, ObjectKind, Reversible, SchemaObject, context::Run,
        indexes::constraint_step, notice,
    },
    schema::{Constraint, ConstraintKind, Name, PrimaryKey, Table},
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
