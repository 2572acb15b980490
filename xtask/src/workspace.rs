//! Where the workspace is and what is in it: folders, files, packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::process::{Context, Outcome, capture};

/// The manifest of the workspace with sqlx, which no other build has and which has a lock file of
/// its own.
pub const WITH_SQLX: &str = "crates/limbeck-sqlx/Cargo.toml";

/// The folder that holds the workspace's Cargo.toml.
pub fn root() -> PathBuf {
    // Cargo sets the variable when it runs the task; a shared target folder may hold a binary
    // that another clone compiled.
    let manifest_dir = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest_dir.parent().map_or(manifest_dir.clone(), Path::to_path_buf)
}

/// A `cargo` command in the workspace, of the toolchain that runs the task.
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Cargo's target folder.
pub fn target_dir() -> Outcome<PathBuf> {
    let metadata = metadata(&["--no-deps"])?;
    let folder =
        metadata["target_directory"].as_str().ok_or("cargo metadata names no target folder")?;
    Ok(PathBuf::from(folder))
}

/// What `cargo metadata` says, with the given extra arguments.
pub fn metadata(arguments: &[&str]) -> Outcome<Value> {
    let text = capture(cargo().args(["metadata", "--format-version", "1"]).args(arguments))?;
    serde_json::from_str(&text).context("cannot read cargo metadata")
}

/// The files that git tracks or would track, as sorted paths from the root.
pub fn files() -> Outcome<Vec<String>> {
    let root = root();
    let listed = capture(Command::new("git").current_dir(&root).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]))?;
    let mut files: Vec<String> = listed
        .split('\0')
        .filter(|path| !path.is_empty() && root.join(path).is_file())
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// The text of a file below the root.
pub fn read(path: &str) -> Outcome<String> {
    std::fs::read_to_string(root().join(path)).context(path)
}
