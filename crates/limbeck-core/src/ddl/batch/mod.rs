//! `batch_alter_table`: changes of a table that its database cannot make in place.
//!
//! Whether the table must be made anew ([`needs_recreate`]) and what that takes ([`emit`]) are
//! decided from values alone; the table as it is comes in as a [`Source`], read by the caller
//! or stated by the script (`copy_from`).

mod model;
mod order;
mod plan;

use super::{
    DdlContext, DdlError, Output,
    constraint::brings_check,
    naming::{self, NameKind, Named},
};
use crate::{
    dialect::Backend,
    ops::{AddColumn, AlterColumn, BatchAlterTable, Operation, Recreate},
    schema::{Constraint, ConstraintKind, Name, ServerDefault, Table},
};

use model::Model;

/// The table that a batch copies.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub table: &'a Table,
    /// Whether it was read from the database, rather than stated by the script.
    pub reflected: bool,
}

/// Whether the batch copies the table into a new one, rather than altering it in place.
///
/// SQLite does so for all but new columns with plain defaults and for indexes; the others only
/// where the script says `recreate="always"`.
pub fn needs_recreate(batch: &BatchAlterTable, context: &DdlContext<'_>) -> bool {
    match batch.recreate {
        Recreate::Always => true,
        Recreate::Never => false,
        Recreate::Auto => {
            context.dialect.backend == Backend::Sqlite
                && batch.operations.iter().any(demands_recreate)
        }
    }
}

fn demands_recreate(operation: &Operation) -> bool {
    match operation {
        Operation::CreateIndex(_) | Operation::DropIndex(_) | Operation::Execute(_) => false,
        Operation::AddColumn(add) => {
            let column = &add.column;
            let stored =
                column.computed.as_ref().is_some_and(|computed| computed.persisted == Some(true));
            let brings =
                |constraint: &Constraint| !matches!(constraint.kind, ConstraintKind::PrimaryKey(_));
            matches!(column.server_default, Some(ServerDefault::Expr(_)))
                || stored
                || add.constraints.iter().any(brings)
        }
        _ => true,
    }
}

/// Appends the steps of a batch to `out`: those of its operations, or of a new table that the
/// rows move to.
///
/// # Errors
/// [`DdlError::ReflectionOffline`] where a table must be copied that nobody can read, and what
/// Alembic raises for names that the table does not have.
pub fn emit(
    batch: &BatchAlterTable,
    source: Option<Source<'_>>,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    if !needs_recreate(batch, context) {
        for operation in in_place(batch)? {
            super::emit(operation, context, out)?;
        }
        return Ok(());
    }
    check_places(batch)?;
    let mut model = Model::new(batch, source_of(batch, source, context)?)?;
    for operation in &batch.operations {
        apply(&mut model, operation, context, out)?;
    }
    for warning in model.take_warnings() {
        out.warn(warning);
    }
    plan::emit(&model, context, out)
}

/// The table as a batch leaves it where it makes a new one.
///
/// # Errors
/// As for [`emit`].
pub fn outcome(
    batch: &BatchAlterTable,
    source: Option<Source<'_>>,
    context: &DdlContext<'_>,
) -> Result<Table, DdlError> {
    let mut model = Model::new(batch, source_of(batch, source, context)?)?;
    for operation in &batch.operations {
        apply(&mut model, operation, context, &mut Output::new())?;
    }
    plan::outcome(&model)
}

/// The name of the table that a batch fills in place of the one of this name.
pub fn temporary_name(table: &str) -> String {
    plan::temporary_name(table)
}

/// The table that is copied: the one that the script states, else the one that was read.
fn source_of<'a>(
    batch: &'a BatchAlterTable,
    source: Option<Source<'a>>,
    context: &DdlContext<'_>,
) -> Result<Source<'a>, DdlError> {
    let stated = batch.copy_from.as_ref().map(|table| Source { table, reflected: false });
    let table = || batch.table.name.clone();
    stated.or(source).ok_or_else(|| match context.offline {
        true => DdlError::ReflectionOffline { dialect: context.dialect.backend, table: table() },
        false => DdlError::ReflectionRequired { table: table() },
    })
}

/// The operations of a batch that alters its table in place, to be carried out one by one.
///
/// # Errors
/// [`DdlError::OrderWithoutRecreate`]: a place among the columns can only be had in a new table.
pub fn in_place(batch: &BatchAlterTable) -> Result<&[Operation], DdlError> {
    for operation in &batch.operations {
        check_place(batch, operation)?;
    }
    Ok(&batch.operations)
}

/// A place among the columns is given where the batch is known by then to make a new table.
fn check_places(batch: &BatchAlterTable) -> Result<(), DdlError> {
    if batch.recreate != Recreate::Auto {
        return Ok(());
    }
    let before = batch.operations.iter().take_while(|operation| !demands_recreate(operation));
    // The one that demands it may not have been known to when it was given its place.
    for operation in before.chain(batch.operations.iter().find(|each| demands_recreate(each))) {
        check_place(batch, operation)?;
    }
    Ok(())
}

fn check_place(batch: &BatchAlterTable, operation: &Operation) -> Result<(), DdlError> {
    match operation {
        Operation::AddColumn(add) if add.insert_before.is_some() || add.insert_after.is_some() => {
            Err(DdlError::OrderWithoutRecreate {
                table: batch.table.name.clone(),
                column: add.column.name.name.clone(),
            })
        }
        _ => Ok(()),
    }
}

fn apply(
    model: &mut Model<'_>,
    operation: &Operation,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    match operation {
        Operation::AddColumn(add) => add_column(model, add, context),
        Operation::AlterColumn(alter) => alter_column(model, alter, context),
        Operation::DropColumn(drop) => model.drop_column(&drop.column.name),
        Operation::CreateConstraint(create) => {
            model.add_constraint(named(&create.constraint, model, context)?)
        }
        Operation::DropConstraint(drop) => {
            let kind = match drop.type_.as_deref() {
                Some("foreignkey") => NameKind::ForeignKey,
                Some("primary") => NameKind::PrimaryKey,
                Some("unique") => NameKind::Unique,
                Some("check") => NameKind::Check,
                _ => NameKind::Other,
            };
            let name = dropped_name(&drop.name, kind, model, context)?;
            model.drop_constraint(&name, false)
        }
        Operation::CreateIndex(create) => {
            let name = naming::index_name(&create.index, context.naming_convention)?;
            model.create_index(crate::schema::Index { name, ..create.index.clone() });
            Ok(())
        }
        Operation::DropIndex(drop) => {
            let name = dropped_name(&drop.name, NameKind::Index, model, context)?;
            model.drop_index(&name)
        }
        Operation::CreateTableComment(_) | Operation::DropTableComment(_) => Ok(()),
        Operation::Execute(_) => super::emit(operation, context, out),
        Operation::CreateTable(_) => Err(DdlError::NotInBatch { what: "create table" }),
        Operation::DropTable(_) => Err(DdlError::NotInBatch { what: "drop table" }),
        Operation::RenameTable(_) => Err(DdlError::NotInBatch { what: "rename table" }),
        _ => Err(DdlError::NotInBatch { what: "run this operation" }),
    }
}

fn add_column(
    model: &mut Model<'_>,
    add: &AddColumn,
    context: &DdlContext<'_>,
) -> Result<(), DdlError> {
    model.add_column(&add.column, add.insert_before.as_deref(), add.insert_after.as_deref());
    for constraint in &add.constraints {
        if !matches!(constraint.kind, ConstraintKind::PrimaryKey(_)) {
            model.add_constraint(named(constraint, model, context)?)?;
        }
    }
    for index in &add.indexes {
        let name = naming::index_name(index, context.naming_convention)?;
        model.create_index(crate::schema::Index { name, ..index.clone() });
    }
    Ok(())
}

fn alter_column(
    model: &mut Model<'_>,
    alter: &AlterColumn,
    context: &DdlContext<'_>,
) -> Result<(), DdlError> {
    if let (Some(existing), Some(_)) = (&alter.existing_type, &alter.type_)
        && brings_check(existing, context.dialect)
    {
        for check in &alter.existing_type_checks {
            let check = named(check, model, context)?;
            model.drop_constraint(&check.name, true)?;
        }
    }
    model.alter_column(alter, context.dialect)?;
    if let Some(type_) = &alter.type_
        && brings_check(type_, context.dialect)
    {
        for check in &alter.type_checks {
            model.add_constraint(named(check, model, context)?)?;
        }
    }
    Ok(())
}

/// A constraint under the name that the convention gives it on the batch's table.
fn named(
    constraint: &Constraint,
    model: &Model<'_>,
    context: &DdlContext<'_>,
) -> Result<Constraint, DdlError> {
    let name = naming::constraint_name(
        constraint,
        model.table(),
        model.schema(),
        context.naming_convention,
    )?;
    Ok(Constraint { name, ..constraint.clone() })
}

fn dropped_name(
    name: &Name,
    kind: NameKind,
    model: &Model<'_>,
    context: &DdlContext<'_>,
) -> Result<Name, DdlError> {
    let named = Named {
        kind,
        name,
        table: model.table(),
        schema: model.schema(),
        columns: &[],
        references: None,
    };
    naming::apply(named, context.naming_convention)
}
