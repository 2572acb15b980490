//! Renames that someone has confirmed, carried out on the database's side before it is compared.

use std::borrow::Cow;

use super::{Change, DiffError, Differences, Rename, Reversible, columns};
use crate::{
    ops::{AlterColumn, Change as Set, Operation, RenameTable},
    schema::{Column, ConstraintKind, Ident, IndexElement, Schema, Table},
};

/// A rename as it was asked for: `[schema.]table=table` or `[schema.]table.column=column`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    old: Vec<String>,
    new: String,
}

impl Renaming {
    /// Reads `old=new`; the last part of `new` counts, so that it may name the table too.
    ///
    /// ```
    /// use limbeck_core::diff::Renaming;
    ///
    /// assert!(Renaming::parse("t.a=b").is_some());
    /// assert_eq!(Renaming::parse("t.a=t.b"), Renaming::parse("t.a=b"));
    /// assert_eq!(Renaming::parse("t"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Renaming> {
        let (old, new) = text.split_once('=')?;
        let old: Vec<String> = old.split('.').map(|part| part.trim().to_owned()).collect();
        let new = new.rsplit('.').next()?.trim().to_owned();
        let is_whole = !new.is_empty() && old.len() < 4 && old.iter().all(|part| !part.is_empty());
        is_whole.then_some(Renaming { old, new })
    }

    fn text(&self) -> String {
        format!("{}={}", self.old.join("."), self.new)
    }
}

impl From<&Rename> for Renaming {
    fn from(rename: &Rename) -> Self {
        let text = |ident: &Ident| ident.name.clone();
        let (schema, table, old, new) = match rename {
            Rename::Table { schema, old, new } => (schema, None, old, new),
            Rename::Column { table, schema, old, new } => (schema, Some(table), old, new),
        };
        let old = schema.iter().chain(table).chain([old]).map(text).collect();
        Renaming { old, new: text(new) }
    }
}

/// `database` as it is once what `renamings` name is renamed, in their order, and the changes that
/// do so.
///
/// # Errors
/// A rename of what the database does not have.
pub fn renamed<'s>(
    database: &'s Schema,
    renamings: &[Renaming],
) -> Result<(Cow<'s, Schema>, Vec<Change>), DiffError> {
    if renamings.is_empty() {
        return Ok((Cow::Borrowed(database), Vec::new()));
    }
    let mut database = database.clone();
    let changes = rename(&mut database, renamings)?;
    Ok((Cow::Owned(database), changes))
}

fn rename(database: &mut Schema, renamings: &[Renaming]) -> Result<Vec<Change>, DiffError> {
    let mut changes = Vec::with_capacity(renamings.len());
    for renaming in renamings {
        let found =
            table_of(database, renaming, true).map(|place| of_table(database, place, renaming));
        let found = found.or_else(|| {
            let place = table_of(database, renaming, false)?;
            of_column(database, place, renaming)
        });
        let renaming = renaming.text();
        changes.push(found.ok_or(DiffError::NothingToRename { renaming })?);
    }
    Ok(changes)
}

/// The table that the old name means, whole or but for a column at its end.
fn table_of(database: &Schema, renaming: &Renaming, is_whole: bool) -> Option<usize> {
    let names = match (is_whole, renaming.old.split_last()) {
        (true, _) => renaming.old.as_slice(),
        (false, Some((_, table))) => table,
        (false, None) => return None,
    };
    database.tables.iter().position(|table| {
        let schema = table.schema.as_ref().map(|schema| schema.name.as_str());
        match names {
            [name] => schema.is_none() && table.name.name == *name,
            [first, name] => schema == Some(first) && table.name.name == *name,
            _ => false,
        }
    })
}

fn of_table(database: &mut Schema, place: usize, renaming: &Renaming) -> Change {
    let new = Ident::from(renaming.new.as_str());
    let Table { name: old, schema, .. } = database.tables[place].clone();
    for index in &mut database.tables[place].indexes {
        index.table = new.clone();
    }
    for constraint in database.tables.iter_mut().flat_map(|table| &mut table.constraints) {
        if let ConstraintKind::ForeignKey(key) = &mut constraint.kind
            && key.referent_table.name == old.name
            && key.referent_schema == schema
        {
            key.referent_table = new.clone();
        }
    }
    database.tables[place].name = new.clone();
    let step = |old: &Ident, new: &Ident| {
        let (old, new, schema) = (old.clone(), new.clone(), schema.clone());
        Operation::RenameTable(RenameTable { old, new, schema })
    };
    Change::Single(Reversible { up: step(&old, &new), down: step(&new, &old) })
}

fn of_column(database: &mut Schema, place: usize, renaming: &Renaming) -> Option<Change> {
    let old = renaming.old.last()?;
    let new = Ident::from(renaming.new.as_str());
    let table = &mut database.tables[place];
    let column = table.columns.iter_mut().find(|column| column.name.name == *old)?;
    let before = column.clone();
    column.name = new.clone();
    let rename = |names: &mut [Ident]| {
        for name in names.iter_mut().filter(|name| name.name == *old) {
            *name = new.clone();
        }
    };
    for constraint in &mut table.constraints {
        match &mut constraint.kind {
            ConstraintKind::PrimaryKey(key) => rename(&mut key.columns),
            ConstraintKind::Unique(unique) => rename(&mut unique.columns),
            ConstraintKind::ForeignKey(key) => rename(&mut key.columns),
            ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => {}
        }
    }
    for element in table.indexes.iter_mut().flat_map(|index| &mut index.elements) {
        if let IndexElement::Column { column } = element {
            rename(std::slice::from_mut(column));
        }
    }
    let (name, schema) = (table.name.clone(), table.schema.clone());
    for constraint in database.tables.iter_mut().flat_map(|table| &mut table.constraints) {
        if let ConstraintKind::ForeignKey(key) = &mut constraint.kind
            && (&key.referent_table.name, &key.referent_schema) == (&name.name, &schema)
        {
            rename(&mut key.referent_columns);
        }
    }
    let after = Column { name: new, ..before.clone() };
    let step = Reversible {
        up: alteration(&name, schema.as_ref(), &before, &after),
        down: alteration(&name, schema.as_ref(), &after, &before),
    };
    Some(Change::Table { table: name, schema, steps: vec![step] })
}

fn alteration(table: &Ident, schema: Option<&Ident>, from: &Column, to: &Column) -> Operation {
    Operation::AlterColumn(Box::new(AlterColumn {
        new_name: Some(to.name.clone()),
        existing_type: Some(from.type_.clone()),
        existing_nullable: Some(from.nullable),
        existing_server_default: Set::To { to: columns::generator(from) },
        existing_comment: from.comment.clone(),
        ..columns::untouched(table, schema, from)
    }))
}

impl Differences {
    /// Puts changes before all others.
    pub fn put_first(&mut self, changes: Vec<Change>) {
        self.changes.splice(0..0, changes);
    }
}
