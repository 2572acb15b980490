//! `cargo xtask setup`: finds the servers that the tests need, or installs them where it may.

use std::process::Command;

use crate::dbmate;
use crate::process::{Outcome, find_program, is_root, run_retried};
use crate::servers::{mariadb, pgvector, postgresql};

pub fn run() -> Outcome {
    let binaries = postgresql::find_or_install()?;
    println!("PostgreSQL: {}", binaries.display());
    println!("PostgreSQL with pgvector: {}", pgvector::find_or_install()?.display());
    println!("MariaDB: {}", mariadb::find_or_install()?.server().display());
    println!("dbmate: {}", dbmate::find_or_install()?.display());
    if find_program("cargo-nextest").is_some() {
        println!("Test runner: cargo nextest");
    } else {
        println!("Test runner: cargo test (cargo-nextest, where installed, is quicker)");
    }
    Ok(())
}

/// Whether this task may install Debian packages: apt-get is here and we are root.
pub fn may_install() -> bool {
    find_program("apt-get").is_some() && is_root()
}

/// Installs a Debian package, trying again when the mirror fails.
pub fn apt_install(package: &str) -> Outcome {
    println!("installing Debian's {package}");
    run_retried("apt-get update", Command::new("apt-get").arg("update"))?;
    run_retried(
        "apt-get install",
        Command::new("apt-get")
            .args(["install", "-y", "--no-install-recommends", package])
            .env("DEBIAN_FRONTEND", "noninteractive"),
    )
}
