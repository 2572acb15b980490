//! What the database and the models have of one table, without what a dialect adds by itself.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::item::{Item, index_columns, signature};
use crate::{
    dialect::Backend,
    diff::{
        DiffError, Hooks, ObjectKind,
        context::{Run, TableName},
        full, tables,
    },
    expr::Expr,
    schema::{Constraint, ConstraintKind, Index, IndexElement, Table, UniqueConstraint},
};

/// Both sides of one table.
#[derive(Default)]
pub(super) struct Sides<'a> {
    pub conn_uniques: Vec<&'a Constraint>,
    pub conn_indexes: Vec<&'a Index>,
    pub uniques: Vec<&'a Constraint>,
    pub indexes: Vec<&'a Index>,
}

/// A unique index of MySQL as the constraint that it is too.
pub(super) fn as_unique(index: &Index) -> Option<Constraint> {
    let columns = index.elements.iter().filter_map(|element| match element {
        IndexElement::Column { column } => Some(column.clone()),
        IndexElement::Expr { .. } => None,
    });
    let unique = UniqueConstraint { columns: columns.collect() };
    let name = index.name.clone();
    index.unique.then(|| Constraint { name, ..full::unnamed(ConstraintKind::Unique(unique)) })
}

pub(super) fn uniques(table: &Table) -> impl Iterator<Item = &Constraint> {
    table.constraints.iter().filter(|item| matches!(item.kind, ConstraintKind::Unique(_)))
}

pub(super) fn reflected<'a, H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &'a Table,
    is_dropped: bool,
    sides: &mut Sides<'a>,
) -> Result<(), H::Error> {
    for unique in uniques(table) {
        let text = unique.name.text();
        if run.includes_name(text, ObjectKind::UniqueConstraint, name.parents())? && !is_dropped {
            sides.conn_uniques.push(unique);
        }
    }
    for index in &table.indexes {
        if run.includes_name(index.name.text(), ObjectKind::Index, name.parents())? {
            sides.conn_indexes.push(index);
        }
    }
    Ok(())
}

/// The named items of the models by the name that the database would know them by.
pub(super) fn model_names<'a, H: Hooks>(
    run: &Run<'_, H>,
    sides: &Sides<'a>,
    model: Option<&'a Table>,
) -> Result<BTreeMap<String, Item<'a>>, DiffError> {
    let mut names = BTreeMap::new();
    let Some(model) = model else { return Ok(names) };
    let dialect = run.options.dialect;
    for unique in &sides.uniques {
        if let Some(name) = dialect.stored_name(&unique.name)? {
            names.insert(name.into_owned(), Item::Unique(model, unique));
        }
    }
    for index in &sides.indexes {
        if let Some(name) = dialect.stored_name(&index.name)? {
            names.insert(name.into_owned(), Item::Index(model, index));
        }
    }
    Ok(names)
}

/// Leaves out what a dialect adds by itself or cannot tell of.
pub(super) fn correct<H: Hooks>(
    run: &mut Run<'_, H>,
    sides: &mut Sides<'_>,
    table: Option<&Table>,
) -> Result<(), H::Error> {
    match run.options.dialect.backend {
        Backend::Postgresql => {}
        Backend::Sqlite if run.options.is_full() => {}
        Backend::Sqlite => skip_expressions(run, sides),
        Backend::Mysql | Backend::Mariadb => {
            merge_doubled(run, sides)?;
            if let Some(table) = table {
                skip_implicit(sides, table);
            }
        }
    }
    Ok(())
}

fn skip_expressions<H: Hooks>(run: &mut Run<'_, H>, sides: &mut Sides<'_>) {
    let known: HashSet<&str> =
        sides.conn_indexes.iter().filter_map(|index| index.name.text()).collect();
    let is_left_out = |index: &Index| {
        let name = index.name.text().unwrap_or_default();
        !known.contains(name) && index.elements.iter().any(is_expression)
    };
    for index in sides.indexes.iter().filter(|index| is_left_out(index)) {
        run.warn(format!(
            "autogenerate skipping metadata-specified expression-based index {}; dialect 'sqlite' \
             under SQLAlchemy 2.1.9 can't reflect these indexes so they can't be compared",
            tables::repr(index.name.text().unwrap_or_default())
        ));
    }
    sides.indexes.retain(|index| !is_left_out(index));
}

/// Whether an element is more than a column in some order.
fn is_expression(element: &IndexElement) -> bool {
    let IndexElement::Expr { expr, .. } = element else { return false };
    let mut expr = &**expr;
    while let Expr::Unary { operand, .. } = expr {
        expr = operand;
    }
    !matches!(expr, Expr::Column(_))
}

/// MySQL holds a unique constraint as an index: each is kept as the models have it.
fn merge_doubled<H: Hooks>(run: &Run<'_, H>, sides: &mut Sides<'_>) -> Result<(), DiffError> {
    let dialect = run.options.dialect;
    let mut unique_names = HashSet::new();
    let mut unnamed = HashSet::new();
    for unique in &sides.uniques {
        match dialect.stored_name(&unique.name)? {
            Some(name) => drop(unique_names.insert(name.into_owned())),
            None => drop(unnamed.insert(signature(unique))),
        }
    }
    let mut index_names = HashSet::new();
    for index in sides.indexes.iter().filter(|index| index.unique) {
        index_names.extend(dialect.stored_name(&index.name)?.map(|name| name.into_owned()));
    }
    let indexes: HashSet<String> = sides
        .conn_indexes
        .iter()
        .filter(|index| index.unique)
        .filter_map(|index| index.name.text().map(str::to_owned))
        .collect();
    let mut dropped_indexes = HashSet::new();
    sides.conn_uniques.retain(|unique| {
        let Some(name) = unique.name.text().filter(|name| indexes.contains(*name)) else {
            return true;
        };
        if !unique_names.contains(name) {
            return unnamed.contains(&signature(unique));
        }
        if !index_names.contains(name) {
            dropped_indexes.insert(name.to_owned());
        }
        true
    });
    sides
        .conn_indexes
        .retain(|index| index.name.text().is_none_or(|name| !dropped_indexes.contains(name)));
    Ok(())
}

/// The indexes that MySQL makes for foreign keys, and what the models call the same.
fn skip_implicit(sides: &mut Sides<'_>, table: &Table) {
    let keys: HashMap<&str, Vec<&str>> = table
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.kind {
            ConstraintKind::ForeignKey(key) => {
                let columns = key.columns.iter().map(|column| column.name.as_str()).collect();
                Some((constraint.name.text()?, columns))
            }
            _ => None,
        })
        .collect();
    let mut removed = HashSet::new();
    sides.conn_indexes.retain(|index| {
        let Some(name) = index.name.text().filter(|_| !index.unique) else { return true };
        let columns = index_columns(index);
        let serves =
            keys.get(name).is_some_and(|key| columns.iter().any(|column| key.contains(column)));
        let implicit = columns.contains(&name) || serves;
        if implicit {
            removed.insert(name.to_owned());
        }
        !implicit
    });
    sides.indexes.retain(|index| index.name.text().is_none_or(|name| !removed.contains(name)));
}
