//! Flyway: `V1.2__name.sql`, `U1.2__name.sql` that undo them, and `.conf` files beside them, in a
//! folder and those below it.

use std::{cmp::Ordering, collections::BTreeSet, path::PathBuf};

use super::{
    File, Folder, ImportError, LeftOut, Migration, Pairs, checksum, has_extension, message,
};

pub(super) fn read(files: &[File]) -> Result<Folder, ImportError> {
    let mut pairs = Pairs::default();
    let mut left_out = Vec::new();
    let outside = outside_transactions(files)?;
    for file in files.iter().filter(|file| has_extension(file, "sql")) {
        let path = file.path.clone();
        let Some((prefix, version, name)) = parts(file.name()) else {
            left_out.push(match file.name().starts_with("R__") {
                true => LeftOut { path, reason: REPEATABLE },
                false => LeftOut::misnamed(path),
            });
            continue;
        };
        let text = file.text()?;
        let comparable = comparable(&version);
        match prefix {
            'B' => return Err(ImportError::Baseline { path }),
            'U' => pairs.add_downgrade(comparable, file)?,
            _ => pairs.add_upgrade(Migration {
                id: version,
                version: comparable,
                message: message(name),
                upgrade: text.to_owned(),
                downgrade: None,
                transaction: !outside.contains(&path),
                checksums: vec![checksum::flyway(text)],
                path,
            })?,
        }
        if text.contains("${") {
            left_out.push(LeftOut { path: file.path.clone(), reason: PLACEHOLDER });
        }
    }
    let mut found = pairs.join()?;
    found.migrations.sort_by(|one, other| compare(&one.version, &other.version));
    found.left_out.extend(left_out);
    Ok(found)
}

const REPEATABLE: &str = "left out, for it runs whenever it changes, which no revision does: \
                          write its statements into a revision of their own";
const PLACEHOLDER: &str = "has `${..}`, which only Flyway fills in: write the values into the \
                           revision";

/// The migrations whose settings say `executeInTransaction=false`.
fn outside_transactions(files: &[File]) -> Result<BTreeSet<PathBuf>, ImportError> {
    let mut outside = BTreeSet::new();
    for file in files.iter().filter(|file| has_extension(file, "conf")) {
        let settings = file.text()?.lines().filter_map(|line| line.split_once('='));
        let says = |(key, value): (&str, &str)| {
            let key = key.trim().trim_start_matches("flyway.");
            key == "executeInTransaction" && value.trim().eq_ignore_ascii_case("false")
        };
        if settings.into_iter().any(says) {
            outside.insert(file.path.with_extension(""));
        }
    }
    Ok(outside)
}

/// Prefix, version with dots and name.
fn parts(file: &str) -> Option<(char, String, &str)> {
    let (start, name) = file.strip_suffix(".sql")?.split_once("__")?;
    let prefix = start.chars().next().filter(|prefix| matches!(prefix, 'V' | 'U' | 'B'))?;
    let version = start[1..].replace('_', ".");
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    version.split('.').all(is_number).then_some((prefix, version, name))
}

/// A version without what does not count: zeros before its numbers, and `.0` at its end.
pub(super) fn comparable(version: &str) -> String {
    let numbers = version.split('.').map(|number| match number.trim_start_matches('0') {
        "" => "0",
        number => number,
    });
    let mut numbers: Vec<&str> = numbers.collect();
    while numbers.len() > 1 && numbers.last() == Some(&"0") {
        numbers.pop();
    }
    numbers.join(".")
}

/// The order of two comparable versions, number by number.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let key = |version: &str| -> Vec<(usize, String)> {
        version.split('.').map(|number| (number.len(), number.to_owned())).collect()
    };
    key(one).cmp(&key(other))
}
