//! Words that a script hands over and that go into SQL as they are.

use crate::dialect::CompileError;

/// SQLAlchemy's patterns for phrases, as its messages show them.
const WORDS: &str = r"^\\w+(?:\\s+\\w+)*$";
const WORDS_AND_COLUMNS: &str = concat!(
    r"^\\w+(?:\\s+\\w+)*",
    r#"(?:\\s*\\(\\s*(?:[\\w$]+|"(?:[^"]|"")+")"#,
    r#"(?:\\s*,\\s*(?:[\\w$]+|"(?:[^"]|"")+"))*\\s*\\))?$"#
);

/// Lets only words through, and after them PostgreSQL's list of columns.
pub(super) fn phrase(text: &str, columns: bool) -> Result<&str, CompileError> {
    let words = match text.find('(') {
        Some(at) if columns && text.trim_end().ends_with(')') => text[..at].trim_end(),
        _ => text,
    };
    let is_word = |word: &str| word.chars().all(|part| part.is_alphanumeric() || part == '_');
    let bounded = !words.starts_with(char::is_whitespace) && !words.ends_with(char::is_whitespace);
    match bounded && !words.is_empty() && words.split_whitespace().all(is_word) {
        true => Ok(text),
        false => Err(CompileError::UnexpectedPhrase {
            phrase: text.to_owned(),
            pattern: if columns { WORDS_AND_COLUMNS } else { WORDS },
        }),
    }
}

/// The name of an index method, in lower case.
pub(in crate::ddl) fn access_method(name: &str) -> Result<String, CompileError> {
    match !name.is_empty() && name.chars().all(|part| part.is_alphanumeric() || part == '_') {
        true => Ok(name.to_lowercase()),
        false => Err(CompileError::UnexpectedPhrase {
            phrase: name.to_owned(),
            pattern: "^(?:btree|hash|gist|gin|[\\\\w_]+)$",
        }),
    }
}
