//! refinery: `V1__name.sql` and `U1__name.sql`, which run in the order of their versions, in a
//! folder and those below it.

use super::{File, Folder, ImportError, LeftOut, Migration, checksum, has_extension, message};

pub(super) fn read(files: &[File]) -> Result<Folder, ImportError> {
    let mut folder = Folder::default();
    for file in files {
        let is_program = has_extension(file, "rs");
        if !is_program && !has_extension(file, "sql") {
            continue;
        }
        match parts(file.name()) {
            Some(_) if is_program => {
                return Err(ImportError::Program { path: file.path.clone() });
            }
            Some((id, version, name)) => {
                folder.migrations.push(Migration {
                    id: id.to_owned(),
                    version: version.to_string(),
                    message: message(name),
                    path: file.path.clone(),
                    upgrade: file.text()?.to_owned(),
                    downgrade: None,
                    transaction: true,
                    checksums: checksum::refinery(name, version, &file.bytes),
                });
            }
            None if is_program => {}
            None => folder.left_out.push(LeftOut::misnamed(file.path.clone())),
        }
    }
    let number = |migration: &Migration| migration.version.parse::<i64>().unwrap_or_default();
    folder.migrations.sort_by_key(number);
    Ok(folder)
}

/// Version, as written and as a number, and name.
fn parts(file: &str) -> Option<(&str, i64, &str)> {
    let (stem, _) = file.rsplit_once('.')?;
    let (id, name) = stem.strip_prefix(['V', 'U'])?.split_once("__")?;
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_word.then_some((id, id.parse().ok()?, name))
}
