//! `cargo xtask conformance --census`: what scripts take from the modules they import, and Limbeck's
//! lack.

use std::process::Command;

use super::packages::Package;
use super::{Tools, script};
use crate::process::{Context, Outcome, capture};

/// Prints the names, with how many scripts use each.
pub fn run(tools: &Tools, packages: &[Package]) -> Outcome {
    let project = tools.cache.join("census");
    let python = match &tools.packages {
        Some(venv) => venv.join("bin/python"),
        None => tools.python.clone(),
    };
    let mut command = script(&python, "census.py");
    command.arg(&project);
    for package in packages {
        command.arg(package.scripts(tools)?);
    }
    print!("{}", capture(&mut command)?);
    let ini = project.join("alembic.ini");
    let missing =
        capture(Command::new(&tools.limbeck).arg("-c").arg(&ini).args(["upgrade", "head"]))
            .context("the census under Limbeck")?;
    println!("{}", missing.trim_end());
    println!("missing names: {}", missing.lines().count());
    Ok(())
}
