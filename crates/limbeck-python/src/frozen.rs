//! The Python modules compiled into the binary: ours and the standard library.

use rustpython_vm::frozen::{FrozenLib, FrozenModule};
use std::collections::HashSet;

/// Everything under `modules/`, compiled when this crate is.
pub(crate) const OURS: &FrozenLib = rustpython_vm::py_freeze!(dir = "../modules");

/// Where a standard module that one of ours replaces can still be found.
pub(crate) const REPLACED_PREFIX: &str = "_replaced_";

/// All frozen modules; where a name is in both, ours wins and the standard one moves to
/// [`REPLACED_PREFIX`] + name, with all its submodules.
pub(crate) fn modules() -> Vec<(&'static str, FrozenModule)> {
    let ours: Vec<_> = OURS.decode().collect();
    let names: HashSet<&str> = ours.iter().map(|(name, _)| *name).collect();
    let mut all: Vec<(&'static str, FrozenModule)> = Vec::with_capacity(ours.len() + 2048);
    for (name, module) in rustpython_pylib::FROZEN_STDLIB.decode() {
        if !names.contains(name) {
            all.push((name, module));
        }
    }
    all.extend(ours);
    all
}
