//! The Python modules compiled into the binary: ours and the standard library.

use rustpython_vm::frozen::{FrozenLib, FrozenModule};
use std::{collections::HashSet, sync::OnceLock};

/// Everything under `modules/`, compiled when this crate is.
static OURS: &FrozenLib = rustpython_vm::py_freeze!(dir = "../modules");

/// The standard library. A constant would be in the binary once for each place that names it.
static STANDARD: &FrozenLib = rustpython_pylib::FROZEN_STDLIB;

/// Where a standard module that a lighter one of ours replaces can still be imported from.
const REPLACED_PREFIX: &str = "_replaced_";

/// All frozen modules; where a name is in both, ours wins, and the standard package is
/// also there under [`REPLACED_PREFIX`] and its name.
pub(crate) fn modules() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    static ALL: OnceLock<Vec<(&'static str, FrozenModule)>> = OnceLock::new();
    ALL.get_or_init(collect).iter().copied()
}

/// Packages that a project installs and that modules of ours stand for.
const STAND_INS: [&str; 10] = [
    "alembic",
    "alembic_utils",
    "dotenv",
    "pgvector",
    "pydantic",
    "pydantic_core",
    "pydantic_settings",
    "sqlalchemy",
    "sqlalchemy_utils",
    "sqlmodel",
];

/// Whether a module belongs to a package that ours stand for.
pub(crate) fn is_stand_in(name: &str) -> bool {
    name.split('.').next().is_some_and(|top| STAND_INS.contains(&top))
}

/// Whether a module of the standard library has this name, be it with us or not.
pub(crate) fn is_standard(name: &str) -> bool {
    static NAMES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| STANDARD.decode().map(|(name, _)| name).collect());
    names.contains(name) || name.starts_with('_')
}

fn collect() -> Vec<(&'static str, FrozenModule)> {
    let ours: Vec<_> = OURS.decode().collect();
    let names: HashSet<&str> = ours.iter().map(|(name, _)| *name).collect();
    let tops: HashSet<&str> = names.iter().filter_map(|name| name.split('.').next()).collect();
    let mut all = Vec::new();
    for (name, module) in STANDARD.decode() {
        if name.split('.').next().is_some_and(|top| tops.contains(top)) {
            // One leak per process: frozen modules are looked up by static names.
            let moved: &'static str = format!("{REPLACED_PREFIX}{name}").leak();
            all.push((moved, module));
        }
        if !names.contains(name) {
            all.push((name, module));
        }
    }
    all.extend(ours);
    all
}
