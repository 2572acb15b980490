//! The packages of `xtask/conformance/packages.toml` or of another list: their wheels, unpacked to a project a script.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Tools, script};
use crate::process::{Context, Failure, Outcome, run_command, run_retried};
use crate::workspace;

#[derive(serde::Deserialize)]
struct File {
    packages: BTreeMap<String, String>,
    #[serde(default)]
    floor: BTreeMap<String, f64>,
    #[serde(default)]
    subset: Vec<String>,
    #[serde(default)]
    live: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    chains: Vec<String>,
}

/// What packages.toml says of the packages asked for.
pub struct Settings {
    pub packages: Vec<Package>,
    /// The least share of equal scripts, in percent, by dialect.
    pub floor: BTreeMap<String, f64>,
    /// Small packages that stand for all where time is short.
    pub subset: Vec<String>,
    /// The packages whose chains run on a database, by database.
    pub live: BTreeMap<String, Vec<String>>,
    /// The packages whose whole chains are timed.
    pub chains: Vec<String>,
}

#[derive(Clone)]
pub struct Package {
    pub name: String,
    pub version: String,
}

impl Settings {
    /// The packages of those names in that list, or all; without a list, of packages.toml.
    pub fn read(list: Option<&Path>, names: &[String]) -> Outcome<Settings> {
        let own = workspace::root().join("xtask/conformance/packages.toml");
        let path = list.unwrap_or(&own);
        let text = std::fs::read_to_string(path).context(path.display())?;
        let file: File = toml::from_str(&text).context(path.display())?;
        if let Some(unknown) = names.iter().find(|name| !file.packages.contains_key(*name)) {
            let path = path.display();
            return Err(Failure::Usage(format!("{path} has no package `{unknown}`")));
        }
        let File { packages, floor, subset, live, chains } = file;
        let packages = packages
            .into_iter()
            .filter(|(name, _)| names.is_empty() || names.contains(name))
            .map(|(name, version)| Package { name, version })
            .collect();
        Ok(Settings { packages, floor, subset, live, chains })
    }
}

impl Package {
    /// Where the package's scripts are, each in a project of its own; made when they are not there.
    pub fn scripts(&self, tools: &Tools) -> Outcome<PathBuf> {
        let folder = tools.cache.join("scripts").join(self.key());
        if !folder.join("_code").is_dir() || !folder.join("scripts.txt").is_file() {
            let wheel = self.wheel(&tools.cache, &tools.python)?;
            run_command(script(&tools.python, "unpack.py").arg(wheel).arg(&folder))?;
        }
        if let Some(packages) = &tools.packages {
            link(&site_packages(packages)?, &folder.join("site-packages"))?;
        }
        Ok(folder)
    }

    /// A name for the package at its version.
    pub fn key(&self) -> String {
        format!("{}-{}", self.name.replace('-', "_"), self.version)
    }

    fn wheel(&self, cache: &Path, python: &Path) -> Outcome<PathBuf> {
        let folder = cache.join("wheels");
        std::fs::create_dir_all(&folder).context(folder.display())?;
        if let Some(wheel) = self.find_wheel(&folder)? {
            return Ok(wheel);
        }
        run_retried(
            "pip download",
            Command::new(python)
                .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"])
                .arg("--dest")
                .arg(&folder)
                .arg(format!("{}=={}", self.name, self.version)),
        )?;
        let wheel = self.find_wheel(&folder)?;
        wheel.ok_or_else(|| format!("pip downloaded no wheel for {}", self.key()).into())
    }

    fn find_wheel(&self, folder: &Path) -> Outcome<Option<PathBuf>> {
        let start = format!("{}-", self.key().to_lowercase());
        for entry in std::fs::read_dir(folder).context(folder.display())? {
            let path = entry.context(folder.display())?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase());
            if name.is_some_and(|name| name.starts_with(&start) && name.ends_with(".whl")) {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }
}

/// The folder of a virtual environment's modules.
pub fn site_packages(venv: &Path) -> Outcome<PathBuf> {
    let library = venv.join("lib");
    for entry in std::fs::read_dir(&library).context(library.display())? {
        let folder = entry.context(library.display())?.path().join("site-packages");
        if folder.is_dir() {
            return Ok(folder);
        }
    }
    Err(format!("{} has no site-packages", venv.display()).into())
}

fn link(target: &Path, link: &Path) -> Outcome {
    let target = std::path::absolute(target).context(target.display())?;
    if std::fs::read_link(link).is_ok_and(|there| there == target) {
        return Ok(());
    }
    if link.is_symlink() {
        std::fs::remove_file(link).context(link.display())?;
    }
    std::os::unix::fs::symlink(&target, link).context(link.display())
}
