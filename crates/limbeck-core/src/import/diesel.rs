//! diesel: a folder `VERSION_name` for each migration, with `up.sql`, `down.sql` and
//! `metadata.toml`.

use std::{collections::BTreeMap, path::Path};

use super::{File, Folder, ImportError, LeftOut, Migration, Pairs, message};

pub(super) fn read(folder: &Path, files: &[File]) -> Result<Folder, ImportError> {
    let mut pairs = Pairs::default();
    let mut left_out = Vec::new();
    let mut outside: BTreeMap<&Path, bool> = BTreeMap::new();
    for file in files.iter().filter(|file| file.name() == "metadata.toml") {
        let parent = file.path.parent().unwrap_or(folder);
        outside.insert(parent, runs_outside(file)?);
    }
    for file in files {
        let Some(parent) = file.path.parent().filter(|parent| *parent != folder) else {
            continue;
        };
        let named = parent.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (id, name) = named.split_once('_').unwrap_or((named, ""));
        let version = id.replace('-', "");
        match file.name() {
            _ if named.starts_with('.') => {}
            "up.sql" => pairs.add_upgrade(Migration {
                id: version.clone(),
                version,
                message: message(name),
                path: file.path.clone(),
                upgrade: file.text()?.to_owned(),
                downgrade: None,
                transaction: !outside.get(parent).copied().unwrap_or_default(),
                checksums: Vec::new(),
            })?,
            "down.sql" => pairs.add_downgrade(version, file)?,
            other if other.ends_with(".sql") => {
                left_out.push(LeftOut::misnamed(file.path.clone()));
            }
            _ => {}
        }
    }
    let mut found = pairs.join()?;
    found.migrations.sort_by(|one, other| one.version.cmp(&other.version));
    found.left_out.extend(left_out);
    Ok(found)
}

/// `run_in_transaction = false`, the one key that changes how a migration runs; a file without it
/// says the same.
fn runs_outside(file: &File) -> Result<bool, ImportError> {
    for line in file.text()?.lines() {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once('=') else { continue };
        if key.trim() != "run_in_transaction" {
            continue;
        }
        return match value.trim() {
            "true" => Ok(false),
            "false" => Ok(true),
            other => Err(ImportError::Settings {
                path: file.path.clone(),
                message: format!("run_in_transaction is {other}, neither true nor false"),
            }),
        };
    }
    Ok(true)
}
