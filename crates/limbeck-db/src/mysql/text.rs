//! Statements as texts with their values in them, and rows as what the server writes.

use limbeck_core::{
    dialect::Dialect,
    sql::{Quoting, interpolate_quoted},
    statement::{DatabaseError, ErrorKind, ResultColumn, Statement, Value},
};

use super::{
    decode::{Kind, decode},
    literal::{Style, literal, quote},
};

/// The statement with its values as literals.
pub(crate) fn of(
    statement: &Statement,
    dialect: &Dialect,
    quoting: Quoting,
) -> Result<String, DatabaseError> {
    if statement.params.is_empty() {
        return Ok(statement.sql.clone());
    }
    let backslash_escapes = quoting.backslash_escapes;
    let style = Style { backslash_escapes, native_uuid: dialect.has_native_uuid() };
    let mut used = 0;
    let text = interpolate_quoted(&statement.sql, dialect.backend, quoting, |place| {
        used = place + 1;
        match statement.params.get(place) {
            Some(value) => literal(value, style),
            None => Err(wrong_count(statement)),
        }
    })?;
    match used == statement.params.len() {
        true => Ok(text),
        false => Err(wrong_count(statement)),
    }
}

fn wrong_count(statement: &Statement) -> DatabaseError {
    let given = statement.params.len();
    let message = format!("the statement's placeholders and its {given} values differ in number");
    DatabaseError::new(ErrorKind::Programming, message)
}

/// Rows of what the server wrote as values, by the names of their columns' types.
pub(crate) fn rows(columns: &[ResultColumn], rows: Vec<Vec<Option<Vec<u8>>>>) -> Vec<Vec<Value>> {
    let kinds: Vec<Kind> = columns.iter().map(|column| Kind::named(&column.type_name)).collect();
    let value = |(place, bytes): (usize, Option<Vec<u8>>)| match bytes {
        None => Value::Null,
        Some(bytes) => decode(kinds.get(place).copied().unwrap_or(Kind::Text), &bytes),
    };
    rows.into_iter().map(|row| row.into_iter().enumerate().map(value).collect()).collect()
}

/// A text in quotes.
pub(crate) fn quoted(text: &str, quoting: Quoting) -> String {
    quote(text, quoting.backslash_escapes)
}

/// How strings and names are quoted under an `sql_mode`.
pub(crate) fn modes(mode: &str) -> Quoting {
    let has = |words: &[&str]| mode.split(',').any(|word| words.contains(&word));
    Quoting {
        backslash_escapes: !has(&["NO_BACKSLASH_ESCAPES"]),
        ansi_quotes: has(&["ANSI_QUOTES", "ANSI"]),
    }
}

// `10.11.6-MariaDB-0+deb12u1`, `5.5.5-10.6.1-MariaDB`, `8.0.36`: the numbers before the name
// of the variant count.
pub(crate) fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut numbers: Vec<u32> = Vec::new();
    for token in text.split(['.', '-', '+']) {
        if token.to_lowercase().starts_with("mariadb") {
            numbers.drain(..numbers.len().saturating_sub(3));
            break;
        }
        if let Ok(number) = token.trim_end_matches(['a', 'b', 'c']).parse() {
            numbers.push(number);
        }
    }
    let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
    numbers.first().map(|major| (*major, at(1), at(2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_those_of_the_variant() {
        let cases = [
            ("10.11.6-MariaDB-0+deb12u1", Some((10, 11, 6))),
            ("5.5.5-10.6.1-MariaDB", Some((10, 6, 1))),
            ("8.0.36", Some((8, 0, 36))),
            ("8.0.36-0ubuntu0.22.04.1", Some((8, 0, 36))),
            ("", None),
        ];
        for (text, version) in cases {
            assert_eq!(parse_version(text), version, "{text}");
        }
    }
}
