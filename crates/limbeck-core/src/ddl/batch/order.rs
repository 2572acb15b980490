//! The order of columns in a table that a batch makes anew.

use std::collections::{HashMap, HashSet};

/// Sorts `columns` so that of each pair the first stands before the second, and otherwise as
/// early, and in the given order, as can be. `None` where the pairs run in a circle.
pub(super) fn sort(columns: &[String], pairs: &[(String, String)]) -> Option<Vec<String>> {
    let mut before: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (first, second) in pairs.iter().filter(|(first, second)| first != second) {
        before.entry(second).or_default().insert(first);
    }
    let mut open: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut sorted = Vec::with_capacity(columns.len());
    while !open.is_empty() {
        let waiting: HashSet<&str> = open.iter().copied().collect();
        let is_free =
            |column: &&str| before.get(*column).is_none_or(|before| before.is_disjoint(&waiting));
        let (free, rest): (Vec<&str>, Vec<&str>) = open.iter().copied().partition(is_free);
        if free.is_empty() {
            return None;
        }
        sorted.extend(free.into_iter().map(str::to_owned));
        open = rest;
    }
    Some(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[&str], pairs: &[(&str, &str)], expected: Option<&[&str]>) {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let columns: Vec<String> = owned(columns);
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(first, second)| ((*first).to_owned(), (*second).to_owned()))
            .collect();
        assert_eq!(sort(&columns, &pairs), expected.map(owned));
    }

    #[test]
    fn wishes_are_kept_and_circles_found() {
        check(&["a", "b", "c"], &[("a", "b"), ("b", "c")], Some(&["a", "b", "c"]));
        check(&["a", "b", "n"], &[("a", "b"), ("a", "n"), ("n", "b")], Some(&["a", "n", "b"]));
        check(&["a", "b", "c"], &[("c", "a")], Some(&["b", "c", "a"]));
        check(&["a", "b"], &[("a", "b"), ("b", "a")], None);
    }
}
