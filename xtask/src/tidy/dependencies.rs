//! What each crate must not depend on, and where the packages of Cargo.lock come from.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::process::Outcome;
use crate::workspace::{metadata, read};

const DRIVERS: &[&str] = &[
    "postgres",
    "tokio-postgres",
    "rusqlite",
    "libsqlite3-sys",
    "mysql",
    "mysql_common",
    "sqlx-core",
];
const ASYNC: &[&str] = &["tokio", "futures-executor", "smol"];
const INTERPRETER: &[&str] = &["rustpython-vm", "rustpython-stdlib", "rustpython-pylib"];

/// A crate and what it must not reach, through however many others.
const FORBIDDEN: &[(&str, &[&[&str]])] = &[
    (
        "limbeck-core",
        &[DRIVERS, ASYNC, INTERPRETER, &["clap", "limbeck-python", "limbeck-db", "limbeck"]],
    ),
    ("limbeck-python", &[DRIVERS, ASYNC, &["clap", "limbeck-db", "limbeck"]]),
    ("limbeck-db", &[INTERPRETER, &["clap", "limbeck-python", "limbeck"]]),
    ("limbeck", &[&["clap", "limbeck-cli"]]),
];

/// A crate and what it must reach through another crate only.
const NOT_DIRECTLY: &[(&str, &[&str])] =
    &[("limbeck-cli", &["limbeck-core", "limbeck-db", "limbeck-python"])];

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub fn check() -> Outcome<Vec<String>> {
    let graph = Graph::read(&metadata(&["--all-features", "--locked"])?);
    let mut complaints = graph.forbidden();
    complaints.extend(graph.not_directly());
    for lock in [
        "Cargo.lock",
        "crates/limbeck-sqlx/Cargo.lock",
        "crates/limbeck-cli/tests/other_tools/Cargo.lock",
    ] {
        complaints.extend(foreign_sources(lock, &read(lock)?));
    }
    Ok(complaints)
}

/// Names of packages and what each is built from; what only tests need is left out.
#[derive(Default)]
struct Graph {
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    fn read(metadata: &Value) -> Graph {
        let items = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let names: BTreeMap<String, String> = items(&metadata["packages"])
            .iter()
            .map(|package| (text(&package["id"]), text(&package["name"])))
            .collect();
        let mut graph = Graph::default();
        for node in items(&metadata["resolve"]["nodes"]) {
            let uses = items(&node["deps"])
                .iter()
                .filter(|dependency| {
                    items(&dependency["dep_kinds"])
                        .iter()
                        .any(|kind| kind["kind"].as_str() != Some("dev"))
                })
                .filter_map(|dependency| names.get(&text(&dependency["pkg"])).cloned())
                .collect::<Vec<_>>();
            if let Some(name) = names.get(&text(&node["id"])) {
                graph.uses.entry(name.clone()).or_default().extend(uses);
            }
        }
        graph
    }

    fn forbidden(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (package, groups) in FORBIDDEN {
            for forbidden in groups.iter().flat_map(|group| group.iter()) {
                if let Some(way) = self.way(package, forbidden) {
                    complaints.push(format!(
                        "{package}: must not depend on {forbidden}, but does: {}",
                        way.join(" > ")
                    ));
                }
            }
        }
        complaints
    }

    fn not_directly(&self) -> Vec<String> {
        let mut complaints = Vec::new();
        for (package, forbidden) in NOT_DIRECTLY {
            for name in *forbidden {
                if self.uses.get(*package).is_some_and(|uses| uses.contains(*name)) {
                    complaints.push(format!("{package}: must not name {name} in its Cargo.toml"));
                }
            }
        }
        complaints
    }

    /// The packages from one to another, where there is a way.
    fn way(&self, from: &str, to: &str) -> Option<Vec<String>> {
        let mut ways = vec![vec![from.to_owned()]];
        let mut seen = BTreeSet::new();
        while let Some(way) = ways.pop() {
            let last = way.last()?;
            if last == to {
                return Some(way);
            }
            for next in self.uses.get(last).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    ways.push(way.iter().chain([next]).cloned().collect());
                }
            }
        }
        None
    }
}

/// Packages that the lock file takes from elsewhere than the public registry.
fn foreign_sources(path: &str, lock: &str) -> Vec<String> {
    lock.lines()
        .filter_map(|line| line.strip_prefix("source = "))
        .map(|source| source.trim_matches('"'))
        .filter(|source| *source != REGISTRY)
        .map(|source| format!("{path}: takes a package from {source}, not from crates.io"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&str, &str)]) -> Graph {
        let mut graph = Graph::default();
        for (from, to) in edges {
            graph.uses.entry((*from).into()).or_default().insert((*to).into());
        }
        graph
    }

    #[test]
    fn a_way_to_a_forbidden_package_is_shown() {
        let complaints =
            graph(&[("limbeck-core", "a"), ("a", "b"), ("b", "a"), ("b", "tokio")]).forbidden();
        assert_eq!(
            complaints,
            ["limbeck-core: must not depend on tokio, but does: limbeck-core > a > b > tokio"]
        );
        assert!(graph(&[("limbeck-db", "tokio")]).forbidden().is_empty());
    }

    #[test]
    fn the_command_knows_the_library_only() {
        assert!(
            graph(&[("limbeck-cli", "limbeck"), ("limbeck", "limbeck-core")])
                .not_directly()
                .is_empty()
        );
        assert_eq!(graph(&[("limbeck-cli", "limbeck-core")]).not_directly().len(), 1);
    }

    #[test]
    fn packages_come_from_the_public_registry() {
        let line = |source: &str| format!("name = \"a\"\nsource = \"{source}\"\n");
        assert!(foreign_sources("Cargo.lock", &line(REGISTRY)).is_empty());
        assert_eq!(foreign_sources("Cargo.lock", &line("git+https://example.org/a")).len(), 1);
    }
}
