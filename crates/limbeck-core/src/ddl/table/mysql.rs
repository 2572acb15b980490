//! What MySQL takes after the closing parenthesis of CREATE TABLE.

use serde_json::Value as Json;

use crate::{dialect::Dialect, schema::Table};

/// Options whose value is a string literal.
const QUOTED: [&str; 3] = ["COMMENT", "PASSWORD", "CONNECTION"];

/// Options that follow all others, in this order.
const PARTITIONING: [&str; 4] = ["PARTITION_BY", "PARTITIONS", "SUBPARTITION_BY", "SUBPARTITIONS"];

pub(super) fn options(sql: &mut String, table: &Table, dialect: &Dialect) {
    let prefix = format!("{}_", dialect.backend.name());
    let mut options: Vec<(String, String)> = table
        .options
        .iter()
        .filter_map(|(key, value)| {
            let name = key.strip_prefix(&prefix)?.to_uppercase();
            let value = match value {
                Json::String(text) => text.clone(),
                value => value.to_string(),
            };
            Some((name, value))
        })
        .collect();
    if let Some(comment) = &table.comment {
        options.retain(|(name, _)| name != "COMMENT");
        options.push(("COMMENT".to_owned(), comment.clone()));
    }
    let (mut partitioning, mut plain): (Vec<_>, Vec<_>) =
        options.into_iter().partition(|(name, _)| PARTITIONING.contains(&name.as_str()));
    collation_last(&mut plain);
    partitioning.sort_by_key(|(name, _)| PARTITIONING.iter().position(|known| known == name));
    let plain = plain.into_iter().map(|option| write(option, dialect, false));
    let written: Vec<String> =
        plain.chain(partitioning.into_iter().map(|option| write(option, dialect, true))).collect();
    sql.push_str(&written.join(" "));
}

/// COLLATE follows all else where there is a character set that it belongs to.
fn collation_last(options: &mut Vec<(String, String)>) {
    let is_charset = |name: &str| {
        matches!(name, "DEFAULT_CHARSET" | "DEFAULT_CHARACTER_SET" | "CHARSET" | "CHARACTER_SET")
    };
    if options.iter().any(|(name, _)| is_charset(name))
        && let Some(collation) = options.iter().position(|(name, _)| name == "COLLATE")
    {
        let option = options.remove(collation);
        options.push(option);
    }
}

fn write((name, value): (String, String), dialect: &Dialect, partitioning: bool) -> String {
    let value = match QUOTED.contains(&name.as_str()) {
        true => dialect.string_literal(&value),
        false => value,
    };
    let spaced = partitioning
        || matches!(
            name.as_str(),
            "DATA_DIRECTORY"
                | "INDEX_DIRECTORY"
                | "DEFAULT_CHARACTER_SET"
                | "CHARACTER_SET"
                | "DEFAULT_CHARSET"
                | "DEFAULT_COLLATE"
        );
    let name = if spaced { name.replace('_', " ") } else { name };
    let bare = matches!(
        name.as_str(),
        "TABLESPACE" | "DEFAULT CHARACTER SET" | "CHARACTER SET" | "COLLATE"
    );
    let joiner = if bare || partitioning { " " } else { "=" };
    format!("{name}{joiner}{value}")
}
