//! sqlx: `VERSION_DESCRIPTION.sql`, or `.up.sql` and `.down.sql`, in one folder.

use std::path::Path;

use super::{
    File, Folder, ImportError, LeftOut, Migration, Pairs, checksum, has_extension, is_directly_in,
    message,
};

pub(super) fn read(folder: &Path, files: &[File]) -> Result<Folder, ImportError> {
    let mut pairs = Pairs::default();
    let mut left_out = Vec::new();
    let own = |file: &&File| is_directly_in(folder, file) && has_extension(file, "sql");
    for file in files.iter().filter(own) {
        let parts = file.name().strip_suffix(".sql").and_then(|stem| stem.split_once('_'));
        let parts = parts.and_then(|(id, rest)| Some((id, id.parse::<i64>().ok()?, rest)));
        let Some((id, version, description)) = parts else {
            left_out.push(LeftOut::misnamed(file.path.clone()));
            continue;
        };
        let (version, text) = (version.to_string(), file.text()?);
        if description.ends_with(".down") {
            pairs.add_downgrade(version, file)?;
            continue;
        }
        pairs.add_upgrade(Migration {
            id: id.to_owned(),
            version,
            message: message(description.strip_suffix(".up").unwrap_or(description)),
            path: file.path.clone(),
            upgrade: text.to_owned(),
            downgrade: None,
            transaction: !text.starts_with("-- no-transaction"),
            checksums: checksum::sqlx(&file.bytes),
        })?;
    }
    let mut found = pairs.join()?;
    found.migrations.sort_by_key(|migration| migration.version.parse::<i64>().unwrap_or_default());
    found.left_out.extend(left_out);
    Ok(found)
}
