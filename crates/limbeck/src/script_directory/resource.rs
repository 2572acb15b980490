//! Locations written `package:folder`, found where Python would look for the package.

use std::path::{Path, PathBuf};

use super::ScriptDirectoryError;
use crate::config::{Environment, tidy_path};

/// The folders in which packages are looked for, absolute and in order.
///
/// They are `prepend_sys_path`, `PYTHONPATH`, and the packages of an active virtual environment.
pub(super) fn search_path(prepended: &[String], environment: &Environment) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = prepended.iter().map(|path| environment.absolute(path)).collect();
    if let Some(path) = environment.var("PYTHONPATH") {
        let folders = std::env::split_paths(path).filter(|path| !path.as_os_str().is_empty());
        paths.extend(folders.map(|path| environment.absolute(path)));
    }
    if let Some(venv) = environment.var("VIRTUAL_ENV") {
        paths.extend(site_packages(&environment.absolute(venv)));
    }
    paths
}

fn site_packages(venv: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(venv.join("lib"))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("site-packages")))
        .chain([venv.join("Lib").join("site-packages")])
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}

/// The path that a location stands for: itself, or the folder in its package.
pub(super) fn locate(
    location: &str,
    search_path: &[PathBuf],
) -> Result<PathBuf, ScriptDirectoryError> {
    if Path::new(location).is_absolute() || !location.contains(':') {
        return Ok(tidy_path(location));
    }
    let mut parts = location.split(':');
    let package = parts.next().unwrap_or_default();
    let folder: PathBuf = package.split('.').collect();
    let found = search_path
        .iter()
        .map(|path| path.join(&folder))
        .find(|path| !package.is_empty() && path.is_dir());
    let Some(mut path) = found else {
        let searched: Vec<String> =
            search_path.iter().map(|path| path.display().to_string()).collect();
        return Err(ScriptDirectoryError::NoPackage {
            location: location.to_owned(),
            package: package.to_owned(),
            searched: if searched.is_empty() {
                "an empty search path".to_owned()
            } else {
                searched.join(", ")
            },
        });
    };
    path.extend(parts);
    Ok(path)
}
