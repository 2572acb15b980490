//! Foreign keys of MySQL and the indexes that they need: which must stand first, and which stay.

use crate::{
    diff::{Change, Reversible, indexes::index_step},
    ops::Operation,
    schema::{Constraint, ConstraintKind, ForeignKey, Ident, Index, IndexElement, Schema, Table},
};

/// Puts changes so that no index is dropped while a foreign key needs it, and none that the
/// server made for a key stays when the key goes.
pub(super) fn order_keys(changes: &mut Vec<Change>, database: &Schema) {
    let made = tables(changes, |step| match &step.up {
        Operation::CreateTable(create) => Some(&create.table),
        _ => None,
    });
    let gone = tables(changes, |step| match (&step.up, &step.down) {
        (Operation::DropTable(_), Operation::CreateTable(create)) => Some(&create.table),
        _ => None,
    });
    let mut ordered = Vec::with_capacity(changes.len());
    for change in changes.drain(..) {
        let Change::Table { table, schema, steps } = change else {
            ordered.push(change);
            continue;
        };
        let key = (schema.as_ref().map(|it| it.name.clone()), table.name.clone());
        let (is_made, is_gone) = (made.contains(&key), gone.contains(&key));
        let steps = if is_made || is_gone {
            let (indexes, others): (Vec<_>, Vec<_>) =
                steps.into_iter().partition(|step| index_of(step).is_some());
            // The table takes its indexes with it.
            ordered.extend(indexes.into_iter().map(|Reversible { up, down }| match is_made {
                true => Change::Several { up: vec![up], down: Vec::new() },
                false => Change::Several { up: Vec::new(), down: vec![down] },
            }));
            others
        } else {
            let known = database.tables.iter().find(|it| key_of(it) == key);
            in_order(steps, known)
        };
        if !steps.is_empty() {
            ordered.push(Change::Table { table, schema, steps });
        }
    }
    *changes = ordered;
}

type Key = (Option<String>, String);

fn key_of(table: &Table) -> Key {
    (table.schema.as_ref().map(|it| it.name.clone()), table.name.name.clone())
}

fn tables(changes: &[Change], of: impl Fn(&Reversible) -> Option<&Table>) -> Vec<Key> {
    let steps = changes.iter().filter_map(|change| match change {
        Change::Single(step) => of(step).map(key_of),
        _ => None,
    });
    steps.collect()
}

/// The index that a step makes or drops.
fn index_of(step: &Reversible) -> Option<&Index> {
    match (&step.up, &step.down) {
        (Operation::CreateIndex(create), _) | (_, Operation::CreateIndex(create)) => {
            Some(&create.index)
        }
        _ => None,
    }
}

/// Foreign keys go first and come last, each with the index that the server makes for it.
fn in_order(steps: Vec<Reversible>, known: Option<&Table>) -> Vec<Reversible> {
    let (mut first, mut rest, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for step in steps {
        match key_of_step(&step) {
            Some((true, _, _)) => first.push(step),
            Some((false, _, _)) => last.push(step),
            None => rest.push(step),
        }
    }
    let mut freed = Vec::new();
    for step in &first {
        let Some((_, constraint, _)) = key_of_step(step) else { continue };
        let Some(table) = known else { continue };
        let implicit = table.indexes.iter().find(|index| {
            !index.unique
                && index.name.text().is_some_and(|name| constraint.name.text() == Some(name))
        });
        let is_dropped = |index: &Index| {
            rest.iter().any(|step| {
                index_of(step).is_some_and(|other| other.name.text() == index.name.text())
            })
        };
        if let Some(index) = implicit.filter(|index| !is_dropped(index)) {
            freed.push(index_step(table, index));
        }
    }
    let mut needed = Vec::new();
    for step in &last {
        let Some((_, constraint, key)) = key_of_step(step) else { continue };
        let Operation::CreateConstraint(create) = &step.up else { continue };
        let has_one = known.is_some_and(|table| is_covered(table, key))
            || rest.iter().filter_map(made_index).any(|index| starts_with(index, key))
            || needed.iter().filter_map(made_index).any(|index| starts_with(index, key));
        if has_one {
            continue;
        }
        let mut table = Table::new(create.table.clone());
        table.schema = create.schema.clone();
        let index = Index {
            name: constraint.name.clone(),
            table: create.table.clone(),
            schema: create.schema.clone(),
            elements: columns_of(key),
            unique: false,
            unique_is_number: false,
            options: Default::default(),
        };
        let Reversible { up, down } = index_step(&table, &index);
        needed.push(Reversible::new(down, up));
    }
    first.into_iter().chain(freed).chain(rest).chain(needed).chain(last).collect()
}

fn columns_of(key: &ForeignKey) -> Vec<IndexElement> {
    key.columns.iter().map(|column| IndexElement::Column { column: column.clone() }).collect()
}

/// Whether a step drops a foreign key (true) or makes one, and the key.
fn key_of_step(step: &Reversible) -> Option<(bool, &Constraint, &ForeignKey)> {
    let (is_drop, create) = match (&step.up, &step.down) {
        (Operation::CreateConstraint(create), _) => (false, create),
        (_, Operation::CreateConstraint(create)) => (true, create),
        _ => return None,
    };
    match &create.constraint.kind {
        ConstraintKind::ForeignKey(key) => Some((is_drop, &create.constraint, key)),
        _ => None,
    }
}

fn made_index(step: &Reversible) -> Option<&Index> {
    match &step.up {
        Operation::CreateIndex(create) => Some(&create.index),
        _ => None,
    }
}

fn starts_with(index: &Index, key: &ForeignKey) -> bool {
    let columns: Vec<&Ident> = index
        .elements
        .iter()
        .filter_map(|element| match element {
            IndexElement::Column { column } => Some(column),
            IndexElement::Expr { .. } => None,
        })
        .collect();
    leads(&columns, key)
}

fn leads(columns: &[&Ident], key: &ForeignKey) -> bool {
    columns.len() >= key.columns.len()
        && columns.iter().zip(&key.columns).all(|(one, other)| one.name == other.name)
}

/// Whether the table has an index that serves the key: a unique one, the primary key or another.
fn is_covered(table: &Table, key: &ForeignKey) -> bool {
    let constraints = table.constraints.iter().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::PrimaryKey(primary) => Some(&primary.columns),
        ConstraintKind::Unique(unique) => Some(&unique.columns),
        _ => None,
    });
    table.indexes.iter().any(|index| starts_with(index, key))
        || constraints.into_iter().any(|columns| leads(&columns.iter().collect::<Vec<_>>(), key))
}
