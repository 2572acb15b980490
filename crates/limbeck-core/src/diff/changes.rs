//! The changes found, each with its reverse.

use super::{Notice, Rename};
use crate::{
    ops::{Directive, Operation},
    schema::Ident,
};

/// All that a comparison found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Differences {
    pub changes: Vec<Change>,
    pub notices: Vec<Notice>,
    /// Pairs of changes that may be a rename.
    pub renames: Vec<Rename>,
}

/// One entry of the migration.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)]
pub enum Change {
    /// A step that stands for itself: a table made or dropped, a type, a sequence.
    Single(Reversible),
    /// Operations of which the two directions need not have as many.
    Several { up: Vec<Operation>, down: Vec<Operation> },
    /// What happens to one table.
    Table { table: Ident, schema: Option<Ident>, steps: Vec<Reversible> },
}

/// An operation and the one that takes it back.
#[derive(Debug, Clone, PartialEq)]
pub struct Reversible {
    pub up: Operation,
    pub down: Operation,
}

impl Reversible {
    pub(super) fn new(up: Operation, down: Operation) -> Self {
        Reversible { up, down }
    }
}

impl Differences {
    /// Whether database and models agree.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What an upgrade does, in order.
    pub fn upgrade(&self) -> Vec<Directive> {
        self.changes.iter().flat_map(|change| directives(change, true)).collect()
    }

    /// What takes the upgrade back, in order.
    pub fn downgrade(&self) -> Vec<Directive> {
        self.changes.iter().rev().flat_map(|change| directives(change, false)).collect()
    }
}

fn directives(change: &Change, is_up: bool) -> Vec<Directive> {
    let single = |operation: &Operation| Directive::Operation { operation: operation.clone() };
    match (change, is_up) {
        (Change::Single(step), true) => vec![single(&step.up)],
        (Change::Single(step), false) => vec![single(&step.down)],
        (Change::Several { up, .. }, true) => up.iter().map(single).collect(),
        (Change::Several { down, .. }, false) => down.iter().map(single).collect(),
        (Change::Table { table, schema, steps }, _) => {
            let operations = match is_up {
                true => steps.iter().map(|step| step.up.clone()).collect(),
                false => steps.iter().rev().map(|step| step.down.clone()).collect(),
            };
            let (table, schema) = (table.clone(), schema.clone());
            vec![Directive::ModifyTable { table, schema, operations }]
        }
    }
}
