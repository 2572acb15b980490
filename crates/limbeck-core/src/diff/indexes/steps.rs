//! The operations that take an index or a constraint away, and give it back.

use crate::{
    diff::Reversible,
    ops::{CreateConstraint, CreateIndex, DropConstraint, DropIndex, Operation},
    schema::{Constraint, ConstraintKind, Index, Options as Kwargs, Table},
};

/// The removal of an index, and its making as the reverse.
pub(in crate::diff) fn index_step(table: &Table, index: &Index) -> Reversible {
    let index = Index { schema: table.schema.clone(), ..index.clone() };
    let drop = DropIndex {
        name: index.name.clone(),
        table: Some(index.table.clone()),
        schema: index.schema.clone(),
        if_exists: None,
        options: index.options.clone(),
    };
    let create = CreateIndex { index, if_not_exists: None };
    Reversible::new(Operation::DropIndex(drop), Operation::CreateIndex(create))
}

/// The removal of a constraint, and its making as the reverse.
pub(in crate::diff) fn constraint_step(table: &Table, constraint: Constraint) -> Reversible {
    let type_ = match &constraint.kind {
        ConstraintKind::Unique(_) => Some("unique"),
        ConstraintKind::ForeignKey(_) => Some("foreignkey"),
        ConstraintKind::Check(_) => Some("check"),
        ConstraintKind::PrimaryKey(_) => Some("primary"),
        ConstraintKind::Exclude(_) => None,
    };
    let drop = DropConstraint {
        name: constraint.name.clone(),
        table: table.name.clone(),
        schema: table.schema.clone(),
        type_: type_.map(str::to_owned),
        if_exists: None,
    };
    let create =
        CreateConstraint { table: table.name.clone(), schema: table.schema.clone(), constraint };
    Reversible::new(Operation::DropConstraint(drop), Operation::CreateConstraint(create))
}

pub(super) fn without_empty_include(options: &mut Kwargs) {
    let key = "postgresql_include";
    if options.get(key).and_then(|value| value.as_array()).is_some_and(Vec::is_empty) {
        options.shift_remove(key);
    }
}
