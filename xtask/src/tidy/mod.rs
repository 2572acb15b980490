//! `cargo xtask tidy`: holds the rules of the source tree that the compiler does not know.

mod dependencies;
mod files;
mod map;
mod order;
mod rust;
mod surface;

use crate::process::Outcome;
use crate::workspace::files as workspace_files;

/// Prints every breach of a rule, and fails when there is one.
pub fn run() -> Outcome {
    let complaints = complaints()?;
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    match complaints.len() {
        0 => Ok(()),
        1 => Err("a rule is broken".into()),
        count => Err(format!("{count} rules are broken").into()),
    }
}

/// What breaks a rule, one sentence each, with the file first.
fn complaints() -> Outcome<Vec<String>> {
    let files = workspace_files()?;
    let mut complaints = files::check(&files)?;
    complaints.extend(order::check(&files)?);
    complaints.extend(map::check(&files)?);
    complaints.extend(dependencies::check()?);
    complaints.extend(surface::check(&files)?);
    Ok(complaints)
}

#[test]
fn the_workspace_is_tidy() {
    let complaints = complaints().expect("tidy can read the workspace");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
