//! Constraints that name their columns, and the tables that hold them.

use limbeck_core::schema::{
    CheckConstraint, Column, Constraint, ConstraintKind, ForeignKey, Ident, Name, PrimaryKey,
    UniqueConstraint,
};
use rustpython_vm::{PyObject, PyObjectRef, VirtualMachine};

use super::{
    Plain, Stop, Surroundings,
    columns::{column, expression},
    object::{Own, is_kind, kind, str_of, texts},
};

/// The columns and constraints of a table, each in the order that the table gives them.
pub(super) fn parts(
    items: &[PyObjectRef],
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<(Vec<Column>, Vec<Constraint>)> {
    let (mut columns, mut constraints) = (Vec::<Column>::new(), Vec::new());
    let mut unsaid = Vec::new();
    for item in items {
        if !is_kind(item, "column", vm) {
            constraints.push(constraint(item, surroundings, vm)?);
            continue;
        }
        let column = column(item, surroundings, vm)?;
        if columns.iter().any(|other| other.name == column.name) {
            return Err(Stop::NotPlain);
        }
        unsaid.push(says_nothing_of_null(item, vm)?);
        columns.push(column);
    }
    constraints.sort_by_key(|(order, _)| *order);
    let mut constraints: Vec<_> = constraints.into_iter().map(|(_, made)| made).collect();
    if !constraints.iter().all(|made| knows_its_columns(&made.kind, &columns)) {
        return Err(Stop::NotPlain);
    }
    let key = take_primary_key(&mut constraints)?;
    let marked: Vec<_> =
        columns.iter().filter(|column| column.primary_key).map(|c| c.name.clone()).collect();
    let key = match (key, marked.as_slice()) {
        (Some(_), [_, ..]) | (None, [_, _, ..]) => return Err(Stop::NotPlain),
        (Some(key), []) => Some(key),
        (None, [_]) => Some(unnamed(ConstraintKind::PrimaryKey(PrimaryKey { columns: marked }))),
        (None, []) => None,
    };
    if let Some(ConstraintKind::PrimaryKey(key)) = key.as_ref().map(|key| &key.kind) {
        for (column, unsaid) in columns.iter_mut().zip(unsaid) {
            if key.columns.contains(&column.name) && !column.primary_key {
                column.primary_key = true;
                column.nullable &= !unsaid;
            }
        }
    }
    if let Some(key) = key {
        constraints.insert(0, key);
    }
    Ok((columns, constraints))
}

/// Whether a column was made without `nullable=`.
fn says_nothing_of_null(item: &PyObject, vm: &VirtualMachine) -> Plain<bool> {
    let said = Own::of(item, vm)?.get("_user_defined_nullable")?;
    Ok(said.is_some_and(|said| super::object::flag(&said, vm).is_err()))
}

fn take_primary_key(constraints: &mut Vec<Constraint>) -> Plain<Option<Constraint>> {
    let is_key = |made: &Constraint| matches!(made.kind, ConstraintKind::PrimaryKey(_));
    let Some(at) = constraints.iter().position(is_key) else { return Ok(None) };
    let key = constraints.remove(at);
    match constraints.iter().any(is_key) {
        true => Err(Stop::NotPlain),
        false => Ok(Some(key)),
    }
}

fn knows_its_columns(kind: &ConstraintKind, columns: &[Column]) -> bool {
    let named: &[Ident] = match kind {
        ConstraintKind::PrimaryKey(key) => &key.columns,
        ConstraintKind::Unique(unique) => &unique.columns,
        ConstraintKind::ForeignKey(key) => &key.columns,
        _ => &[],
    };
    named.iter().all(|name| columns.iter().any(|column| column.name == *name))
}

pub(super) fn unnamed(kind: ConstraintKind) -> Constraint {
    Constraint {
        name: Name::Unset,
        kind,
        deferrable: None,
        initially: None,
        comment: None,
        options: Default::default(),
    }
}

/// A constraint that has joined no table, with its place among all that were made.
fn constraint(
    object: &PyObject,
    surroundings: &Surroundings,
    vm: &VirtualMachine,
) -> Plain<(i64, Constraint)> {
    let kind = kind(object, vm)?;
    let own = Own::of(object, vm)?;
    own.nothing(&["parent", "_ddl_if", "_type_bound", "_create_rule", "dialect_kwargs"])?;
    let columns = || -> Plain<Vec<Ident>> {
        let given = own.get("_pending_colargs")?.ok_or(Stop::NotPlain)?;
        Ok(texts(&given, vm)?.into_iter().map(Ident::from).collect())
    };
    let kind = match str_of(&kind) {
        Some("primary_key") => ConstraintKind::PrimaryKey(PrimaryKey { columns: columns()? }),
        Some("unique") => ConstraintKind::Unique(UniqueConstraint { columns: columns()? }),
        Some("foreign_key") => ConstraintKind::ForeignKey(foreign_key(columns()?, &own, vm)?),
        Some("check") => {
            let condition = own.get("sqltext")?.ok_or(Stop::NotPlain)?;
            if !is_kind(&condition, "text", vm) {
                return Err(Stop::NotPlain);
            }
            let condition = Box::new(expression(&condition, surroundings, vm)?);
            ConstraintKind::Check(CheckConstraint {
                condition,
                column_name: None,
                type_bound: false,
            })
        }
        _ => return Err(Stop::NotPlain),
    };
    let made = Constraint {
        name: own.name("name")?,
        deferrable: own.flag("deferrable")?,
        initially: own.text("initially")?,
        comment: own.text("comment")?,
        ..unnamed(kind)
    };
    Ok((own.int("_creation_order")?.ok_or(Stop::NotPlain)?, made))
}

/// A foreign key whose targets were given as `table.column` or `schema.table.column`.
fn foreign_key(columns: Vec<Ident>, own: &Own<'_>, vm: &VirtualMachine) -> Plain<ForeignKey> {
    own.nothing(&["use_alter", "link_to_name", "elements"])?;
    let given = own.get("_refcolumns")?.ok_or(Stop::NotPlain)?;
    let targets = texts(&given, vm)?;
    if targets.is_empty() || targets.len() != columns.len() {
        return Err(Stop::NotPlain);
    }
    let split: Option<Vec<_>> = targets.iter().map(|target| target.rsplit_once('.')).collect();
    let split = split.ok_or(Stop::NotPlain)?;
    let table = split[0].0;
    if table.is_empty() || split.iter().any(|(other, _)| *other != table) {
        return Err(Stop::NotPlain);
    }
    let (schema, table) = match table.rsplit_once('.') {
        Some((schema, table)) => (Some(schema), table),
        None => (None, table),
    };
    Ok(ForeignKey {
        columns,
        referent_table: table.into(),
        referent_schema: schema.filter(|schema| !schema.is_empty()).map(Ident::from),
        referent_columns: split.iter().map(|(_, column)| Ident::from(*column)).collect(),
        onupdate: own.text("onupdate")?,
        ondelete: own.text("ondelete")?,
        match_: own.text("match")?,
        use_alter: false,
        link_to_name: false,
    })
}
