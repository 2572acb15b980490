//! Whether two types differ, by the words that the dialect spells them with.

use std::collections::HashSet;

use super::{DiffError, Hooks, columns::Comparison, context::Run, full, notice};
use crate::{
    dialect::{Backend, CompileError, Dialect, type_repr},
    reflect,
    schema::Type,
};

/// The script's `compare_type`; true where nothing is left to compare.
pub(super) fn compare_by_script<H: Hooks>(
    run: &mut Run<'_, H>,
    found: &mut Comparison<'_>,
) -> Result<bool, H::Error> {
    if !run.options.compare_type {
        return Ok(true);
    }
    if !set_up(run, found) {
        return Ok(false);
    }
    let pair = found.pair;
    let answer = run.hooks.compare_type(pair, &pair.database.type_, &pair.model.type_)?;
    if answer == Some(true) {
        note(run, found);
    }
    Ok(answer.is_some())
}

/// The dialect's own comparison.
pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    found: &mut Comparison<'_>,
) -> Result<(), H::Error> {
    if !set_up(run, found) {
        return Ok(());
    }
    let (old, new) = (&found.pair.database.type_, &found.pair.model.type_);
    let dialect = run.options.dialect;
    let mut differs = differ(dialect, old, new).map_err(DiffError::from)?;
    if differs && run.options.is_full() {
        differs = match dialect.backend {
            Backend::Mysql | Backend::Mariadb => differ_beside_charset(dialect, old, new),
            Backend::Sqlite => differ_as_declared(dialect, old, new),
            Backend::Postgresql => differ_as_stored(dialect, old, new),
        }
        .map_err(DiffError::from)?;
    }
    if !differs && run.options.is_full() {
        differs = differ_in_full(dialect, old, new)
            .and_then(|differ| Ok(differ || full::collation_differs(dialect, &found.pair)?))
            .map_err(DiffError::from)?;
    }
    // PostgreSQL alters it with the table that hands it down, and in no other way.
    if differs && !(run.options.is_full() && found.pair.database.inherited) {
        note(run, found);
    }
    Ok(())
}

/// Remembers the existing type; false where there is nothing to compare.
fn set_up<H: Hooks>(run: &mut Run<'_, H>, found: &mut Comparison<'_>) -> bool {
    let backend = run.options.dialect.backend;
    let (old, new) = (&found.pair.database.type_, &found.pair.model.type_);
    found.alter.existing_type = Some(old.clone());
    let place = found.place.clone();
    if *old.for_backend(backend) == Type::Null {
        run.log(notice::TYPES, format!("Couldn't determine database type for column '{place}'"));
        return false;
    }
    if *new.for_backend(backend) == Type::Null {
        let line = format!("Column '{place}' has no type within the model; can't compare");
        run.log(notice::TYPES, line);
        return false;
    }
    true
}

fn note<H: Hooks>(run: &mut Run<'_, H>, found: &mut Comparison<'_>) {
    let (old, new) = (&found.pair.database.type_, &found.pair.model.type_);
    // A full comparison changes the CHECK of a type in steps of its own.
    found.alter.type_ = Some(match run.options.is_full() {
        true => without_check(new),
        false => new.clone(),
    });
    let line = format!(
        "Detected type change from {} to {} on '{}'",
        type_repr(old),
        type_repr(new),
        found.place
    );
    run.log(notice::TYPES, line);
}

/// A type that brings no CHECK.
pub(super) fn without_check(type_: &Type) -> Type {
    let mut type_ = type_.clone();
    match &mut type_ {
        Type::Enum(enum_) => enum_.create_constraint = false,
        Type::Boolean { create_constraint, .. } => *create_constraint = false,
        Type::Variant { base, variants } => {
            **base = without_check(base);
            variants.values_mut().for_each(|own| *own = without_check(own));
        }
        _ => {}
    }
    type_
}

/// A type's spelling in its parts.
#[derive(Debug, PartialEq)]
struct Words {
    first: String,
    others: Vec<String>,
    arguments: Vec<String>,
}

impl Words {
    fn of(dialect: &Dialect, type_: &Type) -> Result<Words, CompileError> {
        Ok(Words::read(&dialect.type_sql(type_)?.to_lowercase()))
    }

    /// Those of the type that PostgreSQL makes of it.
    fn as_stored(dialect: &Dialect, type_: &Type) -> Result<Words, CompileError> {
        let sql = dialect.type_sql(type_)?.to_lowercase();
        let words = Words::read(&sql);
        Ok(match (dialect.backend, words.first.as_str()) {
            (Backend::Postgresql, "decimal") => Words::read(&sql.replacen("decimal", "numeric", 1)),
            // Precision says which of two types FLOAT is.
            (Backend::Postgresql, "float") => {
                match words.arguments.first().and_then(|digits| digits.parse::<u8>().ok()) {
                    Some(1..=24) => Words::read("real"),
                    _ => Words::read("double precision"),
                }
            }
            _ => words,
        })
    }

    /// Words of letters, digits, `_` and `-`; the last brackets hold the arguments.
    fn read(text: &str) -> Words {
        let mut words = Vec::new();
        let mut arguments = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find(|c: char| is_word(c) || c == '(') {
            rest = &rest[start..];
            if let Some(inside) = rest.strip_prefix('(') {
                // At least one character stands between brackets.
                let length = inside.char_indices().skip(1).find(|(_, c)| *c == ')');
                let Some((end, _)) = length else {
                    rest = inside;
                    continue;
                };
                arguments = split_arguments(&inside[..end]);
                rest = &inside[end + 1..];
            } else {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                words.push(rest[..end].to_owned());
                rest = &rest[end..];
            }
        }
        let mut words = words.into_iter();
        Words { first: words.next().unwrap_or_default(), others: words.collect(), arguments }
    }

    fn all(&self) -> String {
        let mut all = self.first.clone();
        for word in &self.others {
            all.push(' ');
            all.push_str(word);
        }
        all
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

fn split_arguments(text: &str) -> Vec<String> {
    let parts = text.split(['(', ')', ',']).filter(|part| !part.is_empty());
    parts.filter(|part| !part.contains('=')).map(|part| part.trim().to_owned()).collect()
}

/// Types that mean the same on a dialect.
fn synonyms(backend: Backend) -> &'static [[&'static str; 2]] {
    match backend {
        Backend::Postgresql => &[["numeric", "decimal"], ["float", "double precision"]],
        Backend::Sqlite => &[["numeric", "decimal"]],
        Backend::Mysql | Backend::Mariadb => {
            &[["numeric", "decimal"], ["bool", "tinyint"], ["json", "longtext"]]
        }
    }
}

/// Whether Alembic takes the types for different.
pub(super) fn differ(dialect: &Dialect, old: &Type, new: &Type) -> Result<bool, CompileError> {
    if dialect.is_mysql()
        && let (Type::Enum(old), Type::Enum(new)) =
            (old.for_backend(dialect.backend), new.for_backend(dialect.backend))
    {
        let set = |values: &'_ [String]| values.iter().cloned().collect::<HashSet<_>>();
        return Ok(set(&old.values) != set(&new.values));
    }
    let (old, new) = (Words::of(dialect, old)?, Words::of(dialect, new)?);
    Ok(!is_same_kind(dialect.backend, &old, &new) || !have_same_arguments(dialect, &old, &new))
}

/// The comparison once more, with one name for what MariaDB calls utf8 and utf8mb3, and with the
/// character set that NATIONAL stands for.
fn differ_beside_charset(dialect: &Dialect, old: &Type, new: &Type) -> Result<bool, CompileError> {
    if let (Type::Enum(_), Type::Enum(_)) =
        (old.for_backend(dialect.backend), new.for_backend(dialect.backend))
    {
        return differ(dialect, old, new);
    }
    let words = |type_: &Type| -> Result<Words, CompileError> {
        let sql = dialect.type_sql(type_)?.to_lowercase().replace("utf8mb3", "utf8");
        Ok(match sql.strip_prefix("national ") {
            Some(sql) => Words::read(&format!("{sql} character set utf8")),
            None => Words::read(&sql),
        })
    };
    let (old, new) = (words(old)?, words(new)?);
    Ok(!is_same_kind(dialect.backend, &old, &new) || !have_same_arguments(dialect, &old, &new))
}

/// The comparison once more, with the types that PostgreSQL stores.
fn differ_as_stored(dialect: &Dialect, old: &Type, new: &Type) -> Result<bool, CompileError> {
    let (old, new) = (Words::as_stored(dialect, old)?, Words::as_stored(dialect, new)?);
    Ok(!is_same_kind(dialect.backend, &old, &new) || !have_same_arguments(dialect, &old, &new))
}

/// The comparison once more, with the type that SQLite's declaration of the model's reads as.
fn differ_as_declared(dialect: &Dialect, old: &Type, new: &Type) -> Result<bool, CompileError> {
    let read = reflect::sqlite_type(&dialect.type_sql(new)?);
    Ok(read == Type::Null || differ(dialect, old, &read)?)
}

fn is_same_kind(backend: Backend, old: &Words, new: &Words) -> bool {
    if old.first == new.first {
        return true;
    }
    let all = (old.all(), new.all());
    synonyms(backend).iter().any(|pair| {
        let both = |one: &str, other: &str| pair.contains(&one) && pair.contains(&other);
        both(&all.0, &all.1) || both(&old.first, &new.first)
    })
}

/// Arguments count only where both sides give as many.
fn have_same_arguments(dialect: &Dialect, old: &Words, new: &Words) -> bool {
    let conflict = |one: &[String], other: &[String]| one.len() == other.len() && one != other;
    if conflict(&old.others, &new.others) || conflict(&old.arguments, &new.arguments) {
        return false;
    }
    if !dialect.is_mysql() {
        return true;
    }
    let (old, new) = (old.others.join(" "), new.others.join(" "));
    ["character set ", "collate "].iter().all(|word| {
        let value = |text: &str| {
            let rest = &text[text.find(word)? + word.len()..];
            rest.split(' ').next().map(str::to_owned)
        };
        match (value(&old), value(&new)) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    })
}

/// What Alembic overlooks: a length or a precision that only one side gives.
fn differ_in_full(dialect: &Dialect, old: &Type, new: &Type) -> Result<bool, CompileError> {
    if dialect.is_mysql() {
        // Widths that nobody gave come back as the server's own.
        return Ok(false);
    }
    let (old, new) = (Words::as_stored(dialect, old)?, Words::as_stored(dialect, new)?);
    let zero_scale = |words: &Words| match words.arguments.as_slice() {
        [precision, scale] if scale == "0" => vec![precision.clone()],
        arguments => arguments.to_vec(),
    };
    Ok(old.first == new.first && zero_scale(&old) != zero_scale(&new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_fall_into_words_and_arguments() {
        let check = |text: &str, first: &str, others: &[&str], arguments: &[&str]| {
            let words = Words::read(text);
            assert_eq!(words.first, first);
            assert_eq!((words.others, words.arguments), (owned(others), owned(arguments)));
        };
        fn owned(words: &[&str]) -> Vec<String> {
            words.iter().map(|word| (*word).to_owned()).collect()
        }
        check("numeric(10, 5)", "numeric", &[], &["10", "5"]);
        check("timestamp(3) with time zone", "timestamp", &["with", "time", "zone"], &["3"]);
        check("integer (10) unsigned", "integer", &["unsigned"], &["10"]);
        check("varchar(3)[]", "varchar", &[], &["3"]);
        check("enum('a','b')", "enum", &[], &["'a'", "'b'"]);
    }
}
