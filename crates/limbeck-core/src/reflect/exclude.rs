//! The definition of an EXCLUDE constraint, taken apart.

/// `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE ((room > 0)) DEFERRABLE`
#[derive(Debug, Default, PartialEq)]
pub(super) struct Parts<'a> {
    pub using: Option<&'a str>,
    /// Each with its operator.
    pub elements: Vec<(&'a str, &'a str)>,
    pub condition: Option<&'a str>,
    pub deferrable: bool,
    pub deferred: bool,
}

/// Reads a definition as PostgreSQL writes it.
pub(super) fn parts(sql: &str) -> Parts<'_> {
    let rest = sql.strip_prefix("EXCLUDE USING ").unwrap_or(sql);
    let Some((using, rest)) = rest.split_once(' ') else { return Parts::default() };
    let (elements, rest) = in_brackets(rest);
    let (condition, rest) = match rest.find("WHERE (") {
        Some(at) => {
            let (condition, rest) = in_brackets(&rest[at + "WHERE ".len()..]);
            (Some(without_brackets(condition)), rest)
        }
        None => (None, rest),
    };
    Parts {
        using: Some(using),
        elements: listed(elements).into_iter().filter_map(|it| it.rsplit_once(" WITH ")).collect(),
        condition,
        deferrable: rest.contains("DEFERRABLE"),
        deferred: rest.contains("INITIALLY DEFERRED"),
    }
}

/// What stands in the brackets that the text begins with, and what stands behind them.
fn in_brackets(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in outside_of_quotes(text) {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return (&text[1..at], &text[at + 1..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    (text, "")
}

/// One pair of brackets less, where all of the text stands in it.
fn without_brackets(text: &str) -> &str {
    match text.starts_with('(') && in_brackets(text).1.is_empty() {
        true => in_brackets(text).0,
        false => text,
    }
}

/// What commas part.
fn listed(text: &str) -> Vec<&str> {
    let (mut depth, mut start) = (0, 0);
    let mut items = Vec::new();
    for (at, c) in outside_of_quotes(text) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                items.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(text[start..].trim());
    items
}

/// The characters that are no part of a name in quotes or of a literal.
fn outside_of_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    text.char_indices().filter(move |(_, c)| match quote {
        Some(open) => {
            if *c == open {
                quote = None;
            }
            false
        }
        None => {
            if matches!(c, '\'' | '"') {
                quote = Some(*c);
            }
            quote.is_none()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_definition_falls_into_its_parts() {
        let sql = "EXCLUDE USING gist (COALESCE(room, ',(') WITH =, \"a,b\" range_ops DESC WITH &&) \
                   WHERE ((room <> ')'::text)) DEFERRABLE INITIALLY DEFERRED";
        let expected = Parts {
            using: Some("gist"),
            elements: vec![("COALESCE(room, ',(')", "="), ("\"a,b\" range_ops DESC", "&&")],
            condition: Some("room <> ')'::text"),
            deferrable: true,
            deferred: true,
        };
        assert_eq!(parts(sql), expected);
        let plain = parts("EXCLUDE USING btree (a WITH =)");
        assert_eq!((plain.elements, plain.condition), (vec![("a", "=")], None));
    }
}
