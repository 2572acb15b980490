//! PostgreSQL's expressions without what the server adds to them, by Alembic's rules.

/// The words that may follow the first of a type's name.
const SECOND_WORDS: [&str; 2] = ["varying", "precision"];

/// How much of `text` a type's name takes, with what belongs to it: `"a"."b"`, `varchar (3)`,
/// `timestamp with time zone`, `int[]`. None where there is none.
fn type_name(text: &str) -> Option<usize> {
    let mut at = word(text)?;
    if let Some(rest) = text[at..].strip_prefix('.') {
        at += word(rest).map_or(0, |length| length + 1);
    }
    at += second_word(&text[at..]).unwrap_or(0);
    at += arguments(&text[at..]).unwrap_or(0);
    at += zone(&text[at..]).unwrap_or(0);
    while let Some(length) = array(&text[at..]) {
        at += length;
    }
    Some(at)
}

/// A name, with quotes or without.
fn word(text: &str) -> Option<usize> {
    if let Some(inner) = text.strip_prefix('"') {
        return inner.find('"').filter(|end| *end > 0).map(|end| end + 2);
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    (end > 0).then_some(end)
}

fn spaces(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

fn second_word(text: &str) -> Option<usize> {
    let start = spaces(text);
    let found = SECOND_WORDS.iter().find(|word| starts_with(&text[start..], word))?;
    (start > 0).then_some(start + found.len())
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// What stands between `open` and `close` behind spaces, if all of it is allowed there.
fn bracketed(text: &str, open: char, close: char, allowed: fn(char) -> bool) -> Option<usize> {
    let start = spaces(text);
    let inner = text[start..].strip_prefix(open)?;
    let end = inner.find(close)?;
    inner[..end].chars().all(allowed).then_some(start + end + 2)
}

fn arguments(text: &str) -> Option<usize> {
    let allowed = |c: char| c.is_ascii_digit() || c == ',' || c.is_whitespace();
    let length = bracketed(text, '(', ')', allowed)?;
    text[..length].contains(|c: char| c.is_ascii_digit()).then_some(length)
}

fn array(text: &str) -> Option<usize> {
    bracketed(text, '[', ']', |c| c.is_ascii_digit() || c.is_whitespace())
}

/// `with time zone` or `without time zone`.
fn zone(text: &str) -> Option<usize> {
    let mut at = 0;
    for words in [&["without", "with"][..], &["time"], &["zone"]] {
        let start = at + spaces(&text[at..]);
        let word = words.iter().find(|word| starts_with(&text[start..], word))?;
        if start == at {
            return None;
        }
        at = start + word.len();
    }
    Some(at)
}

/// The text without `::type`.
pub(super) fn without_casts(sql: &str) -> String {
    let mut kept = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(place) = rest.find("::") {
        let after = &rest[place + 2..];
        let start = spaces(after);
        let length = type_name(&after[start..]);
        kept.push_str(&rest[..if length.is_some() { place } else { place + 2 }]);
        rest = length.map_or(after, |length| &after[start + length..]);
    }
    kept + rest
}

/// The text with the first `cast(.. as type)` in it as what is cast; None where there is none.
fn without_cast_call(text: &str) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for (place, found) in text.match_indices("cast") {
        let after = &text[place + found.len()..];
        let start = spaces(after);
        if text[..place].ends_with(is_word) || !after[start..].starts_with('(') {
            continue;
        }
        let inner = &after[start + 1..];
        for (end, _) in inner.match_indices(" as ") {
            let target = inner[end + 4..].trim_start();
            let Some(length) = type_name(target) else { continue };
            if let Some(rest) = target[length..].trim_start().strip_prefix(')') {
                let operand = inner[..end].trim_end();
                return Some(format!("{}{operand}{rest}", &text[..place]));
            }
        }
    }
    None
}

/// The text of an index's element as both sides would have it.
pub(super) fn cleaned(table: &str, sql: &str) -> String {
    let text = sql.to_lowercase().replace(['"', '\''], "");
    let text = text.replace(&format!("{}.", table.to_lowercase()), "");
    let text = without_casts(&text);
    let text = without_usual_modifiers(without_brackets(&text));
    let mut text = without_brackets(&text).to_owned();
    while let Some(shorter) = without_cast_call(&text) {
        text = shorter;
    }
    text.replace(' ', "")
}

fn without_brackets(text: &str) -> &str {
    let mut text = text;
    while let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        text = inner;
    }
    text
}

/// The server is silent about the order that it has by itself.
fn without_usual_modifiers(text: &str) -> String {
    if let Some(rest) = text.strip_suffix(" asc nulls last") {
        return rest.to_owned();
    }
    if let Some(rest) = text.strip_suffix(" nulls last")
        && !rest.ends_with(" desc")
    {
        return rest.to_owned();
    }
    if let Some(rest) = text.strip_suffix(" asc") {
        return rest.to_owned();
    }
    if let Some(rest) = text.strip_suffix(" asc nulls first") {
        return format!("{rest} nulls first");
    }
    if let Some(rest) = text.strip_suffix(" desc nulls first") {
        return format!("{rest} desc");
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_adds_goes() {
        for (sql, expected) in [
            ("lower((a)::text)", "lower((a))"),
            ("(b + c)", "b+c"),
            ("b DESC NULLS FIRST", "bdesc"),
            ("b ASC NULLS LAST", "b"),
            ("b NULLS LAST", "b"),
            ("b DESC NULLS LAST", "bdescnullslast"),
            ("b ASC NULLS FIRST", "bnullsfirst"),
            ("CAST(b AS VARCHAR(10))", "b"),
            ("(b)::character varying(10)", "b"),
            ("COALESCE(t.a, 'x'::character varying)", "coalesce(a,x)"),
            ("\"A\"::timestamp(3) without time zone", "a"),
        ] {
            assert_eq!(cleaned("t", sql), expected, "{sql}");
        }
    }
}
