//! What a full comparison sees beyond Alembic's: CHECK, primary keys, EXCLUDE, the options of
//! indexes, computed columns that must be remade, cycles of foreign keys.

use std::collections::HashMap;

use super::{
    Change, DiffError, DoubtKind, Hooks, ObjectKind, Options, Reversible, SchemaObject, computed,
    context::{Run, TableName},
    indexes::{Outcome, constraint_step},
    normalise::{self, Subject},
    notice, order,
};
use crate::{
    dialect::{Backend, Dialect},
    expr::compile_ddl,
    ops::Operation,
    schema::{
        CheckConstraint, Constraint, ConstraintKind, Ident, Index, Name, Options as Kwargs, Table,
    },
};

mod collation;
mod exclude;
mod finish;
mod keys;
mod mysql;
mod named;
mod references;
mod remade;

pub(super) use collation::differs as collation_differs;
pub(super) use exclude::{compare as compare_excludes, excludes};
pub(super) use finish::finish;
pub(super) use named::{compare_objects, execute};
pub(super) use remade::remake;

/// A constraint of which only the kind is known.
pub(super) fn unnamed(kind: ConstraintKind) -> Constraint {
    Constraint {
        name: Name::Unset,
        kind,
        deferrable: None,
        initially: None,
        comment: None,
        options: Kwargs::new(),
    }
}

/// The CHECKs of a table, those written inside columns included.
pub(super) fn checks(table: &Table) -> Vec<(Constraint, CheckConstraint)> {
    let own = table.constraints.iter().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::Check(check) => Some((constraint.clone(), check.clone())),
        _ => None,
    });
    let inside = table.columns.iter().flat_map(|column| &column.checks).map(|check| {
        let name = check.column_name.clone().unwrap_or_default();
        let check = CheckConstraint { column_name: None, ..check.clone() };
        (Constraint { name, ..unnamed(ConstraintKind::Check(check.clone())) }, check)
    });
    own.chain(inside).collect()
}

/// A table to be made: what stands inside its columns becomes the table's own, since a script
/// has no other place for it.
pub(super) fn new_table(options: &Options<'_>, table: &Table) -> Table {
    let mut made = table.clone();
    made.constraints.retain(|item| !matches!(item.kind, ConstraintKind::Check(_)));
    made.constraints.extend(checks(table).into_iter().map(|(constraint, _)| constraint));
    for column in &mut made.columns {
        column.checks.clear();
    }
    // SQLite can have no reference later, and minds none that comes too early.
    for constraint in &mut made.constraints {
        if let ConstraintKind::ForeignKey(key) = &mut constraint.kind
            && options.dialect.backend == Backend::Sqlite
        {
            key.use_alter = false;
        }
    }
    made
}

/// Takes the references that close a cycle out of CREATE TABLE and adds them at the end.
pub(super) fn postpone_foreign_keys<H: Hooks>(
    run: &mut Run<'_, H>,
    made: &[(TableName<'_>, Table)],
) {
    // SQLite does not mind a reference to a table that comes later, and cannot add one.
    if run.options.dialect.backend == Backend::Sqlite {
        return;
    }
    let tables: Vec<&Table> = made.iter().map(|(_, table)| table).collect();
    let mut late = order::postponed(&tables);
    // CREATE TABLE leaves these out.
    for (place, table) in tables.iter().enumerate() {
        let is_late = |constraint: &Constraint| match &constraint.kind {
            ConstraintKind::ForeignKey(key) => key.use_alter,
            _ => false,
        };
        let numbers = (0..table.constraints.len()).filter(|it| is_late(&table.constraints[*it]));
        late.extend(numbers.map(|number| (place, number)));
    }
    late.sort_unstable();
    late.dedup();
    for (place, number) in late {
        let table = tables[place];
        let mut constraint = table.constraints[number].clone();
        for change in &mut run.changes {
            if let Change::Single(step) = change {
                without(step, table, &constraint);
            }
        }
        if let ConstraintKind::ForeignKey(key) = &mut constraint.kind {
            key.use_alter = false;
            if constraint.name.text().is_none() {
                let columns: Vec<&str> =
                    key.columns.iter().map(|column| column.name.as_str()).collect();
                let name = format!("{}_{}_fkey", table.name, columns.join("_"));
                constraint.name = Name::Plain(Ident::from(name));
            }
        }
        let Reversible { up, down } = constraint_step(table, constraint);
        run.push_table(&made[place].0, vec![Reversible::new(down, up)]);
    }
}

/// Leaves a constraint out of the CREATE TABLE of its table, in either direction.
fn without(step: &mut Reversible, table: &Table, constraint: &Constraint) {
    for operation in [&mut step.up, &mut step.down] {
        let made = match operation {
            Operation::CreateTable(create) => Some(&mut create.table),
            Operation::DropTable(drop) => drop.table.as_mut(),
            _ => None,
        };
        if let Some(made) =
            made.filter(|made| made.name == table.name && made.schema == table.schema)
        {
            made.constraints.retain(|other| other != constraint);
        }
    }
}

/// Drops the references that tie tables to each other before the tables go.
pub(super) fn release_foreign_keys<H: Hooks>(
    run: &mut Run<'_, H>,
    removed: &[&Table],
) -> Result<(), H::Error> {
    if run.options.dialect.backend == Backend::Sqlite {
        return Ok(());
    }
    // The tables stand in the order of their removal, so what is tied refers backwards.
    let by_making: Vec<&Table> = removed.iter().rev().copied().collect();
    for (place, number) in order::postponed(&by_making) {
        let table = by_making[place];
        let object = SchemaObject::Table(table);
        let name = Some(table.name.name.as_str());
        if !run.includes(object, name, ObjectKind::Table, true, None)? {
            continue;
        }
        let schema = table.schema.as_ref().map(|schema| schema.name.as_str());
        let named = TableName { ident: &table.name, schema };
        run.push_table(&named, vec![constraint_step(table, table.constraints[number].clone())]);
    }
    Ok(())
}

/// What may come once columns stand: keys and EXCLUDE.
pub(super) fn compare_added<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    keys::compare(run, table, model, steps)?;
    compare_excludes(run, name, table, model, steps)
}

/// CHECKs: by name alone where Alembic's plugin asks for it, by their text in full.
pub(super) fn compare_checks<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let options = run.options;
    if !options.is_full() && !options.checks_by_name {
        return Ok(());
    }
    let mut old = Vec::new();
    for (constraint, check) in checks(table) {
        let text = constraint.name.text();
        let kind = ObjectKind::CheckConstraint;
        if (text.is_some() || options.is_full()) && run.includes_name(text, kind, name.parents())? {
            old.push((constraint, check));
        }
    }
    let mut changes = CheckChanges { run, table, model, steps };
    match options.is_full() {
        true => changes.in_full(old),
        false => changes.by_name(old),
    }
}

struct CheckChanges<'r, 'o, H> {
    run: &'r mut Run<'o, H>,
    table: &'r Table,
    model: &'r Table,
    steps: &'r mut Vec<Reversible>,
}

impl<H: Hooks> CheckChanges<'_, '_, H> {
    fn by_name(&mut self, old: Vec<(Constraint, CheckConstraint)>) -> Result<(), H::Error> {
        let named = |list: Vec<(Constraint, CheckConstraint)>| -> std::collections::BTreeMap<_, _> {
            list.into_iter()
                .filter_map(|(constraint, _)| {
                    Some((constraint.name.text()?.to_owned(), constraint))
                })
                .collect()
        };
        let (old, new) = (named(old), named(checks(self.model)));
        for (name, constraint) in &old {
            if !new.contains_key(name) {
                self.remove(constraint)?;
            }
        }
        for (name, constraint) in &new {
            if !old.contains_key(name) {
                self.add(constraint)?;
            }
        }
        Ok(())
    }

    /// Pairs the checks by name, or else by text, and remakes those whose text differs.
    fn in_full(&mut self, mut old: Vec<(Constraint, CheckConstraint)>) -> Result<(), H::Error> {
        let dialect = self.run.options.dialect;
        let mut added = Vec::new();
        for (number, (constraint, check)) in checks(self.model).into_iter().enumerate() {
            let subject = Subject::of(self.model, DoubtKind::Check, &number.to_string());
            let unsettled = self.run.options.normalised.is_some_and(|it| it.is_unsettled(&subject));
            let text = self.text(&subject, &check, dialect)?;
            let name = dialect.stored_name(&constraint.name).map_err(DiffError::from)?;
            let mut same = None;
            for (place, (other, known)) in old.iter().enumerate() {
                let is_same_text = same_text(known, &text, dialect)?;
                match name.as_deref() {
                    Some(name) if other.name.text() == Some(name) => {
                        same = Some((place, is_same_text || unsettled))
                    }
                    // A type's CHECK has no name of its own.
                    None if is_same_text => same = same.or(Some((place, true))),
                    _ => {}
                }
            }
            match same {
                Some((place, true)) => drop(old.remove(place)),
                Some((place, false)) => {
                    let (other, _) = old.remove(place);
                    self.remove(&other)?;
                    added.push(constraint);
                }
                None => added.push(constraint),
            }
        }
        for (constraint, _) in &old {
            self.remove(constraint)?;
        }
        for constraint in &added {
            self.add(constraint)?;
        }
        Ok(())
    }

    fn text(
        &self,
        subject: &Subject,
        check: &CheckConstraint,
        dialect: &Dialect,
    ) -> Result<String, DiffError> {
        let normal = self.run.options.normalised.and_then(|known| known.get(subject));
        match normal {
            Some(normal) => Ok(normal.to_owned()),
            None => Ok(compile_ddl(&check.condition, dialect)?),
        }
    }

    fn remove(&mut self, constraint: &Constraint) -> Result<(), H::Error> {
        let object = SchemaObject::Constraint(self.table, constraint);
        let name = constraint.name.text();
        if self.run.includes(object, name, ObjectKind::CheckConstraint, true, None)? {
            self.steps.push(constraint_step(self.table, constraint.clone()));
            let line = self.line("removed", constraint);
            self.run.log(notice::CHECKS, line);
        }
        Ok(())
    }

    fn add(&mut self, constraint: &Constraint) -> Result<(), H::Error> {
        let object = SchemaObject::Constraint(self.model, constraint);
        let name = constraint.name.text();
        if self.run.includes(object, name, ObjectKind::CheckConstraint, false, None)? {
            let Reversible { up, down } = constraint_step(self.model, constraint.clone());
            self.steps.push(Reversible::new(down, up));
            let line = self.line("added", constraint);
            self.run.log(notice::CHECKS, line);
        }
        Ok(())
    }

    fn line(&self, what: &str, constraint: &Constraint) -> String {
        let name = constraint.name.text().map_or("None".to_owned(), super::tables::repr);
        let table = super::tables::repr(&self.model.name.name);
        format!("Detected {what} check constraint {name} on table {table}")
    }
}

fn same_text(check: &CheckConstraint, wanted: &str, dialect: &Dialect) -> Result<bool, DiffError> {
    let known = compile_ddl(&check.condition, dialect)?;
    Ok(known == wanted || computed::normal(&known) == computed::normal(wanted))
}

/// Whether the database has spelled the models' index just as it spells its own.
pub(super) fn is_settled<H: Hooks>(run: &Run<'_, H>, model: Option<&Table>, index: &Index) -> bool {
    settled_text(run, model, index).is_some()
}

/// Whether the database could not be asked.
fn is_unsettled<H: Hooks>(
    run: &Run<'_, H>,
    model: Option<&Table>,
    kind: DoubtKind,
    index: &Index,
) -> bool {
    let name = run.options.dialect.stored_name(&index.name);
    let (Some(model), Ok(Some(name)), Some(known)) = (model, name, run.options.normalised) else {
        return false;
    };
    known.is_unsettled(&Subject::of(model, kind, &name))
}

fn settled_text<'a, H: Hooks>(
    run: &Run<'a, H>,
    model: Option<&Table>,
    index: &Index,
) -> Option<&'a str> {
    let name = run.options.dialect.stored_name(&index.name).ok()??;
    let subject = Subject::of(model?, DoubtKind::Index, &name);
    run.options.normalised?.get(&subject)
}

/// What differs in two indexes beyond Alembic's comparison.
pub(super) fn compare_index<H: Hooks>(
    run: &Run<'_, H>,
    owner: (Option<&Table>, Option<&Table>),
    old: &Index,
    new: &Index,
) -> Result<Vec<String>, DiffError> {
    let dialect = run.options.dialect;
    let mut reasons = Vec::new();
    let plain = |text: &str| computed::normal(&super::index_text::cleaned(&new.table.name, text));
    let settled = settled_text(run, owner.1, new);
    let (old_text, new_text) = match settled {
        Some(text) => (normalise::whole_text(old, dialect)?, text.to_owned()),
        None => (normalise::index_text(old, dialect)?, normalise::index_text(new, dialect)?),
    };
    let differs = match settled {
        Some(_) => old_text != new_text,
        None => {
            plain(&old_text) != plain(&new_text)
                && !is_unsettled(run, owner.1, DoubtKind::Index, new)
        }
    };
    if differs {
        reasons.push(format!("text {old_text} to {new_text}"));
    }
    let keys: &[(&str, &str)] = match dialect.backend {
        Backend::Postgresql => &[
            ("postgresql_using", "\"btree\""),
            ("postgresql_include", "[]"),
            ("postgresql_ops", "{}"),
            ("postgresql_nulls_not_distinct", "false"),
        ],
        _ => &[],
    };
    for (key, usual) in keys {
        // The text has the operator classes in it.
        if settled.is_some() && *key == "postgresql_ops" {
            continue;
        }
        let value = |index: &Index| {
            let given = index.options.get(*key).filter(|value| !value.is_null());
            given.map_or_else(|| (*usual).to_owned(), |value| value.to_string().to_lowercase())
        };
        let (one, other) = (value(old), value(new));
        if one != other {
            reasons.push(format!("{key} {one} to {other}"));
        }
    }
    Ok(reasons)
}

/// What differs in two unique constraints beyond Alembic's comparison.
pub(super) fn compare_unique_options(old: &Constraint, new: &Constraint) -> Outcome {
    let mut reasons = Vec::new();
    let deferral = |constraint: &Constraint| {
        let is_late =
            constraint.initially.as_deref().is_some_and(|it| it.eq_ignore_ascii_case("deferred"));
        (constraint.deferrable == Some(true) || is_late, is_late)
    };
    if deferral(old) != deferral(new) {
        reasons.push("deferrability".to_owned());
    }
    let include = |constraint: &Constraint| {
        let given =
            constraint.options.get("postgresql_include").and_then(|it| it.as_array().cloned());
        given.unwrap_or_default()
    };
    if include(old) != include(new) {
        reasons.push("included columns".to_owned());
    }
    Outcome::of(reasons)
}

/// Names of what a schema holds.
pub(super) fn by_name<'a, T>(
    items: impl IntoIterator<Item = &'a T>,
    name: impl Fn(&T) -> (Option<String>, String),
) -> HashMap<(Option<String>, String), &'a T> {
    items.into_iter().map(|item| (name(item), item)).collect()
}
