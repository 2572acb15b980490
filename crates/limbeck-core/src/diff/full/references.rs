//! Foreign keys among the changes of several tables: each goes before what it refers to, and comes
//! once that stands.

use std::collections::HashSet;

use crate::{
    diff::{Change, Reversible, indexes::constraint_step},
    ops::Operation,
    schema::{ConstraintKind, ForeignKey, Ident, Table},
};

/// Schema and name, the schema being `None` for the default one.
type Place = (Option<String>, String);

/// Takes foreign keys out of new tables whose referent gets its key later.
pub(super) fn part_from_tables(changes: &mut Vec<Change>, default_schema: Option<&str>) {
    let made = changed(changes, default_schema, makes_key);
    let mut late = Vec::new();
    for change in changes.iter_mut() {
        let Change::Single(step) = change else { continue };
        let (Operation::CreateTable(create), Operation::DropTable(drop)) =
            (&mut step.up, &mut step.down)
        else {
            continue;
        };
        let table = Table { constraints: Vec::new(), ..create.table.clone() };
        let is_late = |item: &crate::schema::Constraint| match &item.kind {
            ConstraintKind::ForeignKey(key) => made.contains(&referent(key, default_schema)),
            _ => false,
        };
        let (parted, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut create.table.constraints).into_iter().partition(is_late);
        create.table.constraints = kept;
        if let Some(table) = &mut drop.table {
            table.constraints.retain(|item| !parted.contains(item));
        }
        let steps: Vec<Reversible> = parted
            .into_iter()
            .map(|key| constraint_step(&table, key))
            .map(|Reversible { up, down }| Reversible::new(down, up))
            .collect();
        if !steps.is_empty() {
            late.push(Change::Table { table: table.name, schema: table.schema, steps });
        }
    }
    changes.extend(late);
}

/// Has foreign keys go first and come last where another change needs it.
pub(super) fn order(changes: &mut Vec<Change>, default_schema: Option<&str>) {
    let mut gone = changed(changes, default_schema, takes_key);
    gone.extend(changes.iter().filter_map(|change| match change {
        Change::Single(Reversible { up: Operation::DropTable(drop), .. }) => {
            Some(place(drop.schema.as_ref(), &drop.name, default_schema))
        }
        _ => None,
    }));
    let made = changed(changes, default_schema, makes_key);
    let (mut first, mut rest, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for change in changes.drain(..) {
        let Change::Table { table, schema, steps } = change else {
            rest.push(change);
            continue;
        };
        let mut parts = [Vec::new(), Vec::new(), Vec::new()];
        for step in steps {
            let part = match foreign_key(&step) {
                Some((key, true)) if gone.contains(&referent(key, default_schema)) => 0,
                Some((key, false)) if made.contains(&referent(key, default_schema)) => 2,
                _ => 1,
            };
            parts[part].push(step);
        }
        for (list, steps) in [&mut first, &mut rest, &mut last].into_iter().zip(parts) {
            if !steps.is_empty() {
                list.push(Change::Table { table: table.clone(), schema: schema.clone(), steps });
            }
        }
    }
    changes.extend(first.into_iter().chain(rest).chain(last));
}

fn place(schema: Option<&Ident>, name: &Ident, default_schema: Option<&str>) -> Place {
    let schema = schema.map(|schema| &schema.name).filter(|it| Some(it.as_str()) != default_schema);
    (schema.cloned(), name.name.clone())
}

fn referent(key: &ForeignKey, default_schema: Option<&str>) -> Place {
    place(key.referent_schema.as_ref(), &key.referent_table, default_schema)
}

/// The tables that have a step of which `is` holds.
fn changed(
    changes: &[Change],
    default_schema: Option<&str>,
    is: fn(&Operation, &Operation) -> bool,
) -> HashSet<Place> {
    let mut found = HashSet::new();
    for change in changes {
        let Change::Table { table, schema, steps } = change else { continue };
        if steps.iter().any(|step| is(&step.up, &step.down)) {
            found.insert(place(schema.as_ref(), table, default_schema));
        }
    }
    found
}

/// Whether a step makes what a foreign key may refer to.
fn makes_key(up: &Operation, _: &Operation) -> bool {
    match up {
        Operation::CreateConstraint(create) => matches!(
            create.constraint.kind,
            ConstraintKind::Unique(_) | ConstraintKind::PrimaryKey(_)
        ),
        Operation::CreateIndex(create) => create.index.unique,
        _ => false,
    }
}

/// Whether a step takes that away.
fn takes_key(up: &Operation, down: &Operation) -> bool {
    matches!(up, Operation::DropColumn(_)) || makes_key(down, up)
}

/// The foreign key that a step drops (true) or makes.
fn foreign_key(step: &Reversible) -> Option<(&ForeignKey, bool)> {
    let (create, is_drop) = match (&step.up, &step.down) {
        (Operation::CreateConstraint(create), _) => (create, false),
        (_, Operation::CreateConstraint(create)) => (create, true),
        _ => return None,
    };
    match &create.constraint.kind {
        ConstraintKind::ForeignKey(key) => Some((key, is_drop)),
        _ => None,
    }
}
