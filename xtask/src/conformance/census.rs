//! `cargo xtask conformance --census`: what scripts take from the modules they import, and Limbeck's
//! lack.

use std::process::Command;

use super::packages::Package;
use super::{Tools, script};
use crate::process::{Context, Outcome, capture};

/// Prints the names, with how many scripts use each.
pub fn run(tools: &Tools, packages: &[Package]) -> Outcome {
    let project = tools.cache.join("census");
    let mut command = script(&tools.python, "census.py");
    command.arg(&project);
    for package in packages {
        command.arg(package.scripts(tools)?);
    }
    print!("{}", capture(&mut command)?);
    let ini = project.join("alembic.ini");
    let missing =
        capture(Command::new(&tools.limbeck).arg("-c").arg(&ini).args(["upgrade", "head"]))
            .context("the census under Limbeck")?;
    let missing: Vec<&str> = missing.lines().filter(|line| line.starts_with("missing:")).collect();
    missing.iter().for_each(|line| println!("{line}"));
    println!("missing names: {}", missing.len());
    Ok(())
}
