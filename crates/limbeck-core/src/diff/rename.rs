//! Pairs of changes that look like a rename.

use std::collections::HashSet;

use super::{Change, Reversible};
use crate::{
    ops::Operation,
    schema::{Column, Ident, Table},
};

/// Something that goes while something like it comes. The changes stay a removal and an addition
/// until someone says that it is a rename.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rename {
    Table { schema: Option<Ident>, old: Ident, new: Ident },
    Column { table: Ident, schema: Option<Ident>, old: Ident, new: Ident },
}

/// The renames that the changes may hide: of columns of one type, of tables of the same columns.
pub(super) fn hints(changes: &[Change]) -> Vec<Rename> {
    let mut found = tables(changes);
    for change in changes {
        if let Change::Table { table, schema, steps } = change {
            found.extend(columns(table, schema.as_ref(), steps));
        }
    }
    found
}

fn tables(changes: &[Change]) -> Vec<Rename> {
    let steps = || {
        changes.iter().filter_map(|change| match change {
            Change::Single(step) => Some(step),
            _ => None,
        })
    };
    let added = steps().filter_map(|step| match &step.up {
        Operation::CreateTable(create) => Some(&create.table),
        _ => None,
    });
    let mut removed: Vec<&Table> = steps()
        .filter_map(|step| match (&step.up, &step.down) {
            (Operation::DropTable(_), Operation::CreateTable(create)) => Some(&create.table),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for new in added {
        let alike = removed.iter().position(|old| old.schema == new.schema && are_alike(old, new));
        if let Some(place) = alike {
            let old = removed.remove(place);
            found.push(Rename::Table {
                schema: new.schema.clone(),
                old: old.name.clone(),
                new: new.name.clone(),
            });
        }
    }
    found
}

/// Whether most columns of the two tables have the same names.
fn are_alike(old: &Table, new: &Table) -> bool {
    let names = |table: &'_ Table| -> HashSet<String> {
        table.columns.iter().map(|column| column.name.name.clone()).collect()
    };
    let (old, new) = (names(old), names(new));
    let common = old.intersection(&new).count();
    common > 1 && common * 10 >= old.len().max(new.len()) * 8
}

fn columns(table: &Ident, schema: Option<&Ident>, steps: &[Reversible]) -> Vec<Rename> {
    let added = steps.iter().filter_map(|step| match &step.up {
        Operation::AddColumn(add) => Some(&add.column),
        _ => None,
    });
    let mut removed: Vec<&Column> = steps
        .iter()
        .filter_map(|step| match (&step.up, &step.down) {
            (Operation::DropColumn(_), Operation::AddColumn(add)) => Some(&add.column),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for new in added {
        let alike = removed.iter().position(|old| {
            old.nullable == new.nullable && family(old) == family(new) && old.name != new.name
        });
        if let Some(place) = alike {
            found.push(Rename::Column {
                table: table.clone(),
                schema: schema.cloned(),
                old: removed.remove(place).name.clone(),
                new: new.name.clone(),
            });
        }
    }
    found
}

fn family(column: &Column) -> crate::ddl::Affinity {
    crate::ddl::Affinity::of(&column.type_)
}
