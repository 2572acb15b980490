//! dbmate: `VERSION_name.sql` with the blocks `-- migrate:up` and `-- migrate:down`.

use std::path::Path;

use super::{
    File, Folder, ImportError, LeftOut, Migration, has_extension, is_directly_in, message,
};

pub(super) fn read(folder: &Path, files: &[File]) -> Result<Folder, ImportError> {
    let mut found = Folder::default();
    let own = |file: &&File| is_directly_in(folder, file) && has_extension(file, "sql");
    let mut files: Vec<&File> = files.iter().filter(own).collect();
    files.sort_by_key(|file| file.name());
    for file in files {
        let digits = file.name().find(|c: char| !c.is_ascii_digit()).unwrap_or_default();
        if digits == 0 {
            found.left_out.push(LeftOut::misnamed(file.path.clone()));
            continue;
        }
        let (version, name) = file.name().split_at(digits);
        found.migrations.push(migration(file, version, name.trim_end_matches(".sql"))?);
    }
    Ok(found)
}

fn migration(file: &File, version: &str, name: &str) -> Result<Migration, ImportError> {
    let mut up: Option<Block> = None;
    let mut down: Option<Block> = None;
    for (place, line) in file.text()?.split_inclusive('\n').enumerate() {
        match (block(line), &mut up, &mut down) {
            (Some(("up", transaction)), None, None) => {
                up = Some(Block { transaction, text: String::new() });
            }
            (Some(("down", transaction)), Some(_), None) => {
                down = Some(Block { transaction, text: String::new() });
            }
            (_, _, Some(block)) | (_, Some(block), None) => block.text.push_str(line),
            (_, None, None) => {
                let line = line.trim_start();
                if !line.is_empty() && !line.starts_with("--") {
                    let path = file.path.clone();
                    return Err(ImportError::AboveUpBlock { path, line: place + 1 });
                }
            }
        }
    }
    let up = up.ok_or_else(|| ImportError::NoUpBlock { path: file.path.clone() })?;
    Ok(Migration {
        id: version.to_owned(),
        version: version.to_owned(),
        message: message(name),
        path: file.path.clone(),
        transaction: up.transaction && down.as_ref().is_none_or(|down| down.transaction),
        upgrade: up.text,
        downgrade: down.map(|down| down.text),
        checksums: Vec::new(),
    })
}

struct Block {
    transaction: bool,
    text: String,
}

/// `-- migrate:up transaction:false`: which block a line opens, and whether in a transaction.
fn block(line: &str) -> Option<(&'static str, bool)> {
    let mut words = line.strip_prefix("--")?.split_whitespace();
    let which = match words.next()? {
        "migrate:up" => "up",
        "migrate:down" => "down",
        _ => return None,
    };
    Some((which, !words.any(|option| option == "transaction:false")))
}
