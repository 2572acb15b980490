//! Tables in the order in which each finds what it refers to.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value as Json;

use crate::schema::{ConstraintKind, ForeignKey, Table};

/// The key of a table among its metadata: `schema.name`.
pub(super) fn key(schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) => format!("{schema}.{name}"),
        None => name.to_owned(),
    }
}

pub(super) fn key_of(table: &Table) -> String {
    key(table.schema.as_ref().map(|schema| schema.name.as_str()), &table.name.name)
}

fn referred(reference: &ForeignKey) -> String {
    let schema = reference.referent_schema.as_ref().map(|schema| schema.name.as_str());
    key(schema, &reference.referent_table.name)
}

/// The foreign keys of a table that decide its place.
fn references(table: &Table) -> impl Iterator<Item = &ForeignKey> {
    table.constraints.iter().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::ForeignKey(reference) if !reference.use_alter => Some(reference),
        _ => None,
    })
}

/// The keys of the tables that one of PostgreSQL inherits from.
pub(super) fn inherited(table: &Table) -> Vec<String> {
    let schema = table.schema.as_ref().map(|schema| schema.name.as_str());
    let names = match table.options.get("postgresql_inherits") {
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        Some(Json::String(name)) => vec![name.as_str()],
        _ => Vec::new(),
    };
    names.into_iter().map(|name| key(schema, name)).collect()
}

/// `tables` by name, and so that each stands behind those it refers to; SQLAlchemy's
/// `sorted_tables`. The tables of a cycle lose the references that close it. SQLAlchemy does not
/// look at those that a table inherits from: `with_inherited` does.
pub(super) fn sorted<'a>(tables: &[&'a Table], with_inherited: bool) -> Vec<&'a Table> {
    let mut tables: Vec<(String, &Table)> =
        tables.iter().map(|table| (key_of(table), *table)).collect();
    tables.sort_by(|one, other| one.0.cmp(&other.0));
    let places: HashMap<&str, usize> =
        tables.iter().enumerate().map(|(place, (key, _))| (key.as_str(), place)).collect();
    let mut parents: Vec<BTreeSet<usize>> = tables
        .iter()
        .enumerate()
        .map(|(place, (_, table))| {
            let inherited = if with_inherited { inherited(table) } else { Vec::new() };
            references(table)
                .map(referred)
                .chain(inherited)
                .filter_map(|key| places.get(key.as_str()).copied())
                .filter(|parent| *parent != place)
                .collect()
        })
        .collect();
    let mut todo: Vec<usize> = (0..tables.len()).collect();
    let mut order = Vec::with_capacity(tables.len());
    while !todo.is_empty() {
        let waiting: HashSet<usize> = todo.iter().copied().collect();
        let (ready, rest): (Vec<usize>, Vec<usize>) =
            todo.into_iter().partition(|place| parents[*place].is_disjoint_from(&waiting));
        if ready.is_empty() {
            for place in in_cycles(&rest, &parents) {
                parents[place].clear();
            }
            // What refers to nothing now comes where its name puts it.
            order.clear();
            todo = (0..tables.len()).collect();
            continue;
        }
        order.extend(ready);
        todo = rest;
    }
    order.into_iter().map(|place| tables[place].1).collect()
}

trait Disjoint {
    fn is_disjoint_from(&self, waiting: &HashSet<usize>) -> bool;
}

impl Disjoint for BTreeSet<usize> {
    fn is_disjoint_from(&self, waiting: &HashSet<usize>) -> bool {
        self.iter().all(|parent| !waiting.contains(parent))
    }
}

/// The tables among `rest` that can be reached from themselves.
fn in_cycles(rest: &[usize], parents: &[BTreeSet<usize>]) -> Vec<usize> {
    let reaches_itself = |start: usize| {
        let mut seen = BTreeSet::new();
        let mut next: Vec<usize> = parents[start].iter().copied().collect();
        while let Some(place) = next.pop() {
            if place == start {
                return true;
            }
            if seen.insert(place) {
                next.extend(&parents[place]);
            }
        }
        false
    };
    rest.iter().copied().filter(|place| reaches_itself(*place)).collect()
}

/// The foreign keys that must wait until all of `ordered` stand, by table and constraint.
pub(super) fn postponed(ordered: &[&Table]) -> Vec<(usize, usize)> {
    let keys: Vec<String> = ordered.iter().map(|table| key_of(table)).collect();
    let later = |place: usize, reference: &ForeignKey| {
        let key = referred(reference);
        keys[place + 1..].contains(&key)
    };
    let mut found = Vec::new();
    for (place, table) in ordered.iter().enumerate() {
        for (number, constraint) in table.constraints.iter().enumerate() {
            if let ConstraintKind::ForeignKey(reference) = &constraint.kind
                && later(place, reference)
            {
                found.push((place, number));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn table(name: &str, parents: &[&str]) -> Table {
        let constraints: Vec<_> = parents
            .iter()
            .map(|parent| {
                json!({
                    "kind": "foreign_key", "columns": ["x"], "referent_table": parent,
                    "referent_columns": ["id"],
                })
            })
            .collect();
        serde_json::from_value(json!({ "name": name, "constraints": constraints })).unwrap()
    }

    #[track_caller]
    fn check(tables: &[(&str, &[&str])], expected: &str, late: &[(usize, usize)]) {
        let tables: Vec<Table> =
            tables.iter().map(|(name, parents)| table(name, parents)).collect();
        let ordered = sorted(&tables.iter().collect::<Vec<_>>(), true);
        let names: Vec<&str> = ordered.iter().map(|table| table.name.name.as_str()).collect();
        assert_eq!(names.join(" "), expected);
        assert_eq!(postponed(&ordered), late);
    }

    #[test]
    fn parents_come_first() {
        check(&[("b", &["z"]), ("a", &["b"]), ("z", &[]), ("m", &["m"])], "m z b a", &[]);
    }

    #[test]
    fn what_is_inherited_from_comes_first_where_that_counts() {
        let mut child = table("a", &[]);
        child.options.insert("postgresql_inherits".to_owned(), "z".into());
        let (other, parent) = (table("b", &[]), table("z", &[]));
        let tables = [&child, &other, &parent];
        let names = |with_inherited| {
            let ordered = sorted(&tables, with_inherited);
            ordered.iter().map(|table| table.name.name.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!((names(false), names(true)), ("a b z".to_owned(), "b z a".to_owned()));
    }

    #[test]
    fn a_cycle_is_broken_and_what_hangs_on_it_follows() {
        let tables: &[(&str, &[&str])] = &[("b", &["a"]), ("a", &["b"]), ("c", &["a"])];
        check(tables, "a b c", &[(0, 0)]);
        // One that refers to nothing does not go before those of the cycle.
        let tables: &[(&str, &[&str])] = &[("z", &[]), ("b", &["a"]), ("a", &["b"])];
        check(tables, "a b z", &[(0, 0)]);
    }
}
