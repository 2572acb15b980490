//! As much of Python's syntax as a template needs: strings, names, brackets, indentation.

use std::collections::BTreeSet;
use std::fmt::Write as _;

const KEYWORDS: [&str; 36] = [
    "False",
    "None",
    "True",
    "__debug__",
    "and",
    "as",
    "assert",
    "async",
    "await",
    "break",
    "class",
    "continue",
    "def",
    "del",
    "elif",
    "else",
    "except",
    "finally",
    "for",
    "from",
    "global",
    "if",
    "import",
    "in",
    "is",
    "lambda",
    "nonlocal",
    "not",
    "or",
    "pass",
    "raise",
    "return",
    "try",
    "while",
    "with",
    "yield",
];

/// How long the string literal at the start of `text` is, if there is a closed one.
pub(super) fn string_length(text: &str) -> Option<usize> {
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| text.starts_with(*quote))?;
    let mut at = quote.len();
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with(quote) {
            return Some(at + quote.len());
        }
        let mut chars = rest.chars();
        let c = chars.next()?;
        at += c.len_utf8();
        if c == '\\' {
            at += chars.next()?.len_utf8();
        }
    }
    None
}

/// Adds the names in `code`, those within strings too: a formatted string may refer to them.
pub(super) fn collect_names(code: &str, names: &mut BTreeSet<String>) {
    let words = code.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    for word in words {
        let is_name = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if is_name && !KEYWORDS.contains(&word) {
            names.insert(word.to_owned());
        }
    }
}

/// Splits `code` at `separator` outside of strings and brackets.
pub(super) fn split_outside<'a>(code: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut at, mut depth) = (0, 0, 0_usize);
    while at < code.len() {
        let rest = &code[at..];
        if let Some(length) = string_length(rest) {
            at += length;
            continue;
        }
        if depth == 0 && rest.starts_with(separator) {
            parts.push(&code[start..at]);
            at += separator.len();
            start = at;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    parts.push(&code[start..]);
    parts
}

/// The lines of a code block without their common indentation; lines within strings stay.
///
/// Each comes with whether it may be indented.
pub(super) fn dedent(code: &str) -> Vec<(String, bool)> {
    let inside = lines_inside_strings(code);
    let mut margin: Option<String> = None;
    let mut lines = Vec::new();
    for (line, inside) in code.split('\n').zip(inside) {
        if inside {
            lines.push((line.to_owned(), false));
            continue;
        }
        let line = line.replace('\t', "        ");
        let text = line.trim_start_matches(' ');
        if margin.is_none() && !text.trim().is_empty() && !text.starts_with('#') {
            margin = Some(line[..line.len() - text.len()].to_owned());
        }
        let line = margin.as_deref().and_then(|margin| line.strip_prefix(margin)).unwrap_or(&line);
        lines.push((line.to_owned(), true));
    }
    lines
}

/// For each line, whether it starts within a string of several lines.
fn lines_inside_strings(code: &str) -> Vec<bool> {
    let mut inside = vec![false];
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        if rest.starts_with('#') {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let length = string_length(rest);
        let part = &rest[..length.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8))];
        for _ in part.matches('\n') {
            inside.push(length.is_some());
        }
        at += part.len();
    }
    inside
}

/// A string literal, all on one line.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::from("'");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("\\'"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('\'');
    out
}
