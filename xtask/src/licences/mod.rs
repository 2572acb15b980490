//! `cargo xtask licences`: checks every dependency's licence and keeps THIRD_PARTY_NOTICES.md.

mod notices;
mod policy;

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use crate::process::{Context, Failure, Outcome};
use crate::workspace::{WITH_SQLX, metadata, read, root};

const NOTICES: &str = "THIRD_PARTY_NOTICES.md";

/// A dependency and what its author says of its licence.
pub struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    repository: Option<String>,
    folder: PathBuf,
}

/// Without arguments, fails when a licence is not allowed or the notices are out of date.
pub fn run(arguments: &[String]) -> Outcome {
    let write = match arguments {
        [] => false,
        [argument] if argument == "--write" => true,
        [argument, ..] => {
            return Err(Failure::Usage(format!("`{argument}` is not an option of this task")));
        }
    };
    let metadata = metadata(&["--all-features", "--locked"])?;
    let arguments = ["--all-features", "--locked", "--manifest-path", WITH_SQLX];
    let mut packages = all(&metadata);
    packages.extend(all(&self::metadata(&arguments)?));
    let refused: BTreeSet<String> = packages.iter().filter_map(policy::refusal).collect();
    let refused: Vec<String> = refused.into_iter().collect();
    if !refused.is_empty() {
        return Err(refused.join("\n").into());
    }
    let notices = notices::text(&shipped(&metadata))?;
    if write {
        let path = root().join(NOTICES);
        return std::fs::write(&path, notices).context(path.display());
    }
    if read(NOTICES).is_ok_and(|text| text == notices) {
        return Ok(());
    }
    Err(format!("{NOTICES} is out of date: run `cargo xtask licences --write`").into())
}

/// Every package but the workspace's own.
fn all(metadata: &Value) -> Vec<Package> {
    let mut packages: Vec<Package> = items(&metadata["packages"])
        .iter()
        .filter(|package| !package["source"].is_null())
        .map(Package::read)
        .collect();
    packages.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    packages
}

/// The packages that the binary or the libraries are built from, on any system; what only tests
/// and development need is left out.
fn shipped(metadata: &Value) -> Vec<Package> {
    let nodes = items(&metadata["resolve"]["nodes"]);
    let packages = items(&metadata["packages"]);
    let mut reached: BTreeSet<&str> = packages
        .iter()
        .filter(|package| package["source"].is_null() && package["name"] != "xtask")
        .filter_map(|package| package["id"].as_str())
        .collect();
    let mut waiting: Vec<&str> = reached.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        let node = nodes.iter().find(|node| node["id"] == id);
        for dependency in node.map_or(&[][..], |node| items(&node["deps"])) {
            let ships = items(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev");
            if let (true, Some(next)) = (ships, dependency["pkg"].as_str())
                && reached.insert(next)
            {
                waiting.push(next);
            }
        }
    }
    let mut shipped = all(metadata);
    let names: BTreeSet<(&str, &str)> = packages
        .iter()
        .filter(|package| package["id"].as_str().is_some_and(|id| reached.contains(id)))
        .filter_map(|package| Some((package["name"].as_str()?, package["version"].as_str()?)))
        .collect();
    shipped.retain(|package| names.contains(&(package.name.as_str(), package.version.as_str())));
    shipped
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

impl Package {
    fn read(package: &Value) -> Package {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        let manifest = PathBuf::from(text("manifest_path").unwrap_or_default());
        Package {
            name: text("name").unwrap_or_default(),
            version: text("version").unwrap_or_default(),
            licence: text("license").or_else(|| policy::read_licence(package["name"].as_str()?)),
            repository: text("repository"),
            folder: manifest.parent().map(PathBuf::from).unwrap_or_default(),
        }
    }
}
