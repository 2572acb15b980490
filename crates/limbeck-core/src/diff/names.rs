//! The names that a naming convention makes for what the models leave without one.

use std::borrow::Cow;

use super::{DiffError, full};
use crate::{
    ddl::naming,
    schema::{Constraint, ConstraintKind, Index, Name, Schema, Table},
};

/// Names all that the conventions of `models` name. A comparison does so, too, but on a copy of
/// each table that lacks a name.
///
/// ```
/// use limbeck_core::{diff, schema::{Schema, Table}};
///
/// let mut table = Table::new("t");
/// let index = serde_json::json!({ "table": "t", "elements": [{ "column": "a" }] });
/// table.indexes.push(serde_json::from_value(index).unwrap());
/// let mut models = Schema { tables: vec![table], ..Schema::default() };
/// diff::name(&mut models).unwrap();
/// assert_eq!(models.tables[0].indexes[0].name.text(), Some("ix_t_a"));
/// ```
///
/// # Errors
/// A convention that asks for what a constraint does not have.
pub fn name(models: &mut Schema) -> Result<(), DiffError> {
    for table in &mut models.tables {
        Names::of(table)?.put(table);
    }
    Ok(())
}

/// A table of the models with the names that its convention makes.
pub(super) fn with_names(table: &Table) -> Result<Cow<'_, Table>, DiffError> {
    let names = Names::of(table)?;
    if names.are_in(table) {
        return Ok(Cow::Borrowed(table));
    }
    let mut named = table.clone();
    names.put(&mut named);
    Ok(Cow::Owned(named))
}

/// The names of a table's parts, in their order.
struct Names {
    constraints: Vec<Name>,
    /// Those of the CHECKs inside of columns.
    checks: Vec<Option<Name>>,
    indexes: Vec<Name>,
}

impl Names {
    fn of(table: &Table) -> Result<Self, DiffError> {
        let constraints = table.constraints.iter().map(|it| constraint_name(it, table));
        let checks = table.columns.iter().flat_map(|column| &column.checks).map(|check| {
            let kind = ConstraintKind::Check(check.clone());
            let name = check.column_name.clone().unwrap_or_default();
            constraint_name(&Constraint { name, ..full::unnamed(kind) }, table).map(Some)
        });
        let indexes = table.indexes.iter().map(|index| index_name(index, table));
        Ok(Names {
            constraints: constraints.collect::<Result<_, _>>()?,
            checks: checks.collect::<Result<_, _>>()?,
            indexes: indexes.collect::<Result<_, _>>()?,
        })
    }

    fn are_in(&self, table: &Table) -> bool {
        let checks = table.columns.iter().flat_map(|column| &column.checks);
        table.constraints.iter().map(|constraint| &constraint.name).eq(&self.constraints)
            && checks.map(|check| &check.column_name).eq(&self.checks)
            && table.indexes.iter().map(|index| &index.name).eq(&self.indexes)
    }

    fn put(self, table: &mut Table) {
        for (constraint, name) in table.constraints.iter_mut().zip(self.constraints) {
            constraint.name = name;
        }
        let checks = table.columns.iter_mut().flat_map(|column| &mut column.checks);
        for (check, name) in checks.zip(self.checks) {
            check.column_name = name;
        }
        for (index, name) in table.indexes.iter_mut().zip(self.indexes) {
            index.name = name;
        }
    }
}

fn index_name(index: &Index, table: &Table) -> Result<Name, DiffError> {
    match naming::index_name(index, table.naming_convention.as_ref())? {
        // A convention that says nothing of indexes leaves them without a name.
        Name::Unset => Ok(naming::index_name(index, None)?),
        name => Ok(name),
    }
}

fn constraint_name(constraint: &Constraint, table: &Table) -> Result<Name, DiffError> {
    let convention = table.naming_convention.as_ref();
    let name = naming::constraint_name(constraint, &table.name, table.schema.as_ref(), convention);
    match name {
        Ok(name) => Ok(name),
        // SQLAlchemy leaves a type's CHECK without a name where the convention needs one.
        Err(crate::ddl::DdlError::NameRequired { .. }) => Ok(Name::Unset),
        Err(error) => Err(error.into()),
    }
}
