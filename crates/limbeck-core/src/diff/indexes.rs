//! Indexes and unique constraints, which databases are apt to take for each other.

mod item;
mod pair;
mod sides;
mod steps;

use std::collections::{BTreeMap, HashSet};

use self::{
    item::{Item, index_signature, signature, tuple},
    pair::{compare_indexes, compare_uniques},
    sides::{Sides, as_unique, correct, model_names, reflected, uniques},
    steps::without_empty_include,
};
pub(super) use self::{
    pair::Outcome,
    steps::{constraint_step, index_step},
};
use super::{
    Hooks, ObjectKind, Reversible,
    context::{Run, TableName},
    notice, tables,
};
use crate::schema::{Constraint, Index, Table};

/// Compares a table of the database, the models, or both.
pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: Option<&Table>,
    model: Option<&Table>,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let mut sides = Sides::default();
    let is_mysql = run.options.dialect.is_mysql();
    let doubled: Vec<Constraint> = match table {
        Some(table) if is_mysql => table.indexes.iter().filter_map(as_unique).collect(),
        _ => Vec::new(),
    };
    if let Some(table) = table {
        for unique in &doubled {
            let text = unique.name.text();
            let kind = ObjectKind::UniqueConstraint;
            if run.includes_name(text, kind, name.parents())? && model.is_some() {
                sides.conn_uniques.push(unique);
            }
        }
        reflected(run, name, table, model.is_none(), &mut sides)?;
    }
    if let Some(model) = model {
        sides.uniques = uniques(model).collect();
        sides.indexes = model.indexes.iter().collect();
    }
    correct(run, &mut sides, table)?;
    let owner = (table, model);
    let metadata_names = model_names(run, &sides, model)?;
    let mut conn_names: BTreeMap<String, Item<'_>> = BTreeMap::new();
    if let Some(table) = table {
        for unique in &sides.conn_uniques {
            if let Some(name) = unique.name.text() {
                conn_names.insert(name.to_owned(), Item::Unique(table, unique));
            }
        }
        for index in &sides.conn_indexes {
            if let Some(name) = index.name.text() {
                conn_names.insert(name.to_owned(), Item::Index(table, index));
            }
        }
    }
    let mut compared = Compared { run, name, whole: table.is_none() || model.is_none(), steps };
    compared.removed(&sides, &conn_names, &metadata_names)?;
    compared.kept(&sides, &conn_names, &metadata_names, owner)?;
    for (added, item) in &metadata_names {
        if !conn_names.contains_key(added) {
            compared.add(*item)?;
        }
    }
    let known: HashSet<Vec<&str>> = sides.conn_uniques.iter().map(|it| signature(it)).collect();
    let mut seen = HashSet::new();
    for unique in &sides.uniques {
        let is_new = unique.name.text().is_none()
            && !known.contains(&signature(unique))
            && seen.insert(signature(unique));
        if let Some(model) = model.filter(|_| is_new) {
            compared.add(Item::Unique(model, unique))?;
        }
    }
    Ok(())
}

/// The comparison of one table, and where its steps go.
struct Compared<'r, 'o, 'n, H> {
    run: &'r mut Run<'o, H>,
    name: &'r TableName<'n>,
    /// Whether the table comes or goes, and its unique constraints with it.
    whole: bool,
    steps: &'r mut Vec<Reversible>,
}

impl<H: Hooks> Compared<'_, '_, '_, H> {
    fn removed(
        &mut self,
        sides: &Sides<'_>,
        conn: &BTreeMap<String, Item<'_>>,
        metadata: &BTreeMap<String, Item<'_>>,
    ) -> Result<(), H::Error> {
        let unnamed: HashSet<Vec<&str>> = sides
            .uniques
            .iter()
            .filter(|unique| unique.name.text().is_none())
            .map(|unique| signature(unique))
            .collect();
        let wanted: HashSet<Vec<&str>> = sides.uniques.iter().map(|it| signature(it)).collect();
        for (name, item) in conn {
            if metadata.contains_key(name) {
                continue;
            }
            match (*item, self.doubled(sides, conn, name)) {
                (Item::Unique(_, unique), None) if unnamed.contains(&signature(unique)) => {}
                (_, Some((unique, index))) => {
                    let same = |other: &&Index| match index {
                        Item::Index(_, index) => index_signature(index) == index_signature(other),
                        Item::Unique(..) => false,
                    };
                    let is_wanted = match unique {
                        Item::Unique(_, unique) => wanted.contains(&signature(unique)),
                        Item::Index(..) => false,
                    };
                    if !is_wanted && !sides.indexes.iter().any(same) {
                        self.remove(unique)?;
                        self.remove(index)?;
                    }
                }
                (item, None) => self.remove(item)?,
            }
        }
        Ok(())
    }

    /// A unique constraint and an index that the database has under one name.
    fn doubled<'s>(
        &self,
        sides: &Sides<'s>,
        conn: &BTreeMap<String, Item<'s>>,
        name: &str,
    ) -> Option<(Item<'s>, Item<'s>)> {
        let table = match conn.get(name)? {
            Item::Unique(table, _) | Item::Index(table, _) => *table,
        };
        let unique = sides.conn_uniques.iter().find(|it| it.name.text() == Some(name))?;
        let index = sides.conn_indexes.iter().find(|it| it.name.text() == Some(name))?;
        Some((Item::Unique(table, unique), Item::Index(table, index)))
    }

    fn kept(
        &mut self,
        sides: &Sides<'_>,
        conn: &BTreeMap<String, Item<'_>>,
        metadata: &BTreeMap<String, Item<'_>>,
        owner: (Option<&Table>, Option<&Table>),
    ) -> Result<(), H::Error> {
        for (name, wanted) in metadata {
            let Some(item) = conn.get(name) else { continue };
            let item = match (self.doubled(sides, conn, name), wanted) {
                (Some((_, index)), Item::Index(..)) => index,
                (Some((unique, _)), Item::Unique(..)) => unique,
                (None, _) => *item,
            };
            let outcome = match (item, *wanted) {
                (Item::Unique(_, old), Item::Unique(_, new)) => compare_uniques(self.run, old, new),
                (Item::Index(_, old), Item::Index(_, new)) => {
                    compare_indexes(self.run, owner, old, new)?
                }
                (item, wanted) => {
                    self.remove(item)?;
                    self.add(wanted)?;
                    continue;
                }
            };
            match outcome {
                Outcome::Equal => {}
                Outcome::Different(reasons) => self.replace(item, *wanted, &reasons)?,
                Outcome::Skipped(reasons) => {
                    let line = format!(
                        "Cannot compare index {}, assuming equal and skipping. {}",
                        item.shown(),
                        reasons.join(", ")
                    );
                    self.run.log(notice::CONSTRAINTS, line);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, item: Item<'_>) -> Result<(), H::Error> {
        if matches!(item, Item::Unique(..)) && self.whole {
            return Ok(());
        }
        let (kind, object) = (item.kind(), item.object());
        if !self.run.includes(object, item.name(), kind, false, None)? {
            return Ok(());
        }
        let Reversible { up, down } = Self::step(item);
        self.steps.push(Reversible::new(down, up));
        let what = item.word();
        let columns = tuple(&item.columns());
        let line = format!("Detected added {what} {} on '{columns}'", item.shown());
        self.run.log(notice::CONSTRAINTS, line);
        Ok(())
    }

    fn remove(&mut self, item: Item<'_>) -> Result<(), H::Error> {
        if matches!(item, Item::Unique(..)) && self.whole {
            return Ok(());
        }
        let (kind, object) = (item.kind(), item.object());
        if !self.run.includes(object, item.name(), kind, true, None)? {
            return Ok(());
        }
        let step = Self::step(item);
        self.steps.push(step);
        let what = item.word();
        let table = tables::repr(&self.name.ident.name);
        self.run.log(
            notice::CONSTRAINTS,
            format!("Detected removed {what} {} on {table}", item.shown()),
        );
        Ok(())
    }

    fn replace(
        &mut self,
        old: Item<'_>,
        new: Item<'_>,
        reasons: &[String],
    ) -> Result<(), H::Error> {
        let (kind, object) = (new.kind(), new.object());
        if !self.run.includes(object, new.name(), kind, false, Some(old.object()))? {
            return Ok(());
        }
        let what = new.word();
        let table = tables::repr(&self.name.ident.name);
        let line =
            format!("Detected changed {what} {} on {table}: {}", old.shown(), reasons.join(", "));
        self.run.log(notice::CONSTRAINTS, line);
        let removal = Self::step(old);
        self.steps.push(removal);
        let Reversible { up, down } = Self::step(new);
        self.steps.push(Reversible::new(down, up));
        Ok(())
    }

    /// The removal of an item, and its making as the reverse.
    fn step(item: Item<'_>) -> Reversible {
        match item {
            Item::Unique(table, unique) => {
                let mut unique = unique.clone();
                without_empty_include(&mut unique.options);
                constraint_step(table, unique)
            }
            Item::Index(table, index) => index_step(table, index),
        }
    }
}
