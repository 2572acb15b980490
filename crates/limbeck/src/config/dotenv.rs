//! `.env` files: `NAME=value` lines by the rules of python-dotenv.

use std::path::Path;

use indexmap::IndexMap;

use super::environment::Environment;
use super::error::ConfigError;

/// Reads the variables of a `.env` file; `${NAME}` is looked up in the environment, then above.
///
/// # Errors
/// A line that is neither blank, a comment, `NAME` nor `NAME=value`; an open quote.
pub(super) fn parse(
    file: &Path,
    text: &str,
    environment: &Environment,
) -> Result<IndexMap<String, String>, ConfigError> {
    let mut variables = IndexMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let line = 1 + text[..text.len() - rest.len()].matches('\n').count();
        let bad = || ConfigError::DotEnv { file: file.to_owned(), line };
        let trimmed = rest.trim_start();
        if trimmed.len() != rest.len() {
            rest = trimmed;
            continue;
        }
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
            continue;
        }
        let declaration = match rest.strip_prefix("export") {
            Some(after) if after.starts_with([' ', '\t']) => after.trim_start(),
            _ => rest,
        };
        let end = declaration.find(['=', '\n', '#', ' ', '\t', '\r']).unwrap_or(declaration.len());
        let (name, after) = declaration.split_at(end);
        let after = after.trim_start_matches([' ', '\t']);
        if name.is_empty() {
            return Err(bad());
        }
        let Some(value) = after.strip_prefix('=') else {
            // A bare NAME declares no value.
            let (tail, next) = after.split_once('\n').unwrap_or((after, ""));
            if !tail.trim().is_empty() && !tail.trim().starts_with('#') {
                return Err(bad());
            }
            rest = next;
            continue;
        };
        let (value, next) = value_of(value.trim_start_matches([' ', '\t'])).ok_or_else(bad)?;
        variables.insert(name.to_owned(), expand(&value, &variables, environment));
        rest = next;
    }
    Ok(variables)
}

/// The value at the start of `text`, and the text after its line.
fn value_of(text: &str) -> Option<(String, &str)> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (value, after) = quoted(&text[1..], quote)?;
        let (tail, next) = after.split_once('\n').unwrap_or((after, ""));
        let tail = tail.trim();
        if !tail.is_empty() && !tail.starts_with('#') {
            return None;
        }
        return Some((value, next));
    }
    let (line, next) = text.split_once('\n').unwrap_or((text, ""));
    let comment =
        line.match_indices('#').map(|(at, _)| at).find(|at| line[..*at].ends_with([' ', '\t']));
    let value = comment.map_or(line, |at| &line[..at]);
    Some((value.trim().to_owned(), next))
}

/// The text up to the closing quote, its escapes resolved, and what follows the quote.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((out, &text[at + 1..]));
        }
        if c != '\\' {
            out.push(c);
            continue;
        }
        let (_, escaped) = chars.next()?;
        match escaped {
            '\\' | '\'' => out.push(escaped),
            '"' if quote == '"' => out.push('"'),
            'n' if quote == '"' => out.push('\n'),
            'r' if quote == '"' => out.push('\r'),
            't' if quote == '"' => out.push('\t'),
            other => {
                out.push('\\');
                out.push(other);
            }
        }
    }
    None
}

/// Fills in `${NAME}` and `${NAME:-default}`.
fn expand(text: &str, variables: &IndexMap<String, String>, environment: &Environment) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inner, tail)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        let (name, default) = inner.split_once(":-").unwrap_or((inner, ""));
        let value = environment.var(name).or_else(|| variables.get(name).map(String::as_str));
        out.push_str(value.unwrap_or(default));
        rest = tail;
    }
    out.push_str(rest);
    out
}
