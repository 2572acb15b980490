//! Reads Rust source as far as rules need it: code without comments, texts and tests.

/// The code of a file: comments and the contents of string literals become spaces, so that lines
/// keep their numbers, and a test module ends the text.
pub fn code(source: &str) -> String {
    without_tests(&without_comments_and_texts(source))
}

/// Cuts at the first module that is compiled for tests only; it stands last in a file.
fn without_tests(code: &str) -> String {
    let lines: Vec<&str> = code.lines().collect();
    let end = lines
        .windows(2)
        .position(|pair| {
            let next = pair[1].trim_start().trim_start_matches("pub(crate) ");
            pair[0].trim() == "#[cfg(test)]" && next.starts_with("mod ") && next.ends_with('{')
        })
        .unwrap_or(lines.len());
    lines[..end].join("\n")
}

fn without_comments_and_texts(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let previous = code.chars().next_back().unwrap_or(' ');
        let length = skipped(rest, previous).unwrap_or(0);
        if length == 0 {
            code.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            let gone = &rest[..length];
            code.extend(gone.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[length..];
        }
    }
    code
}

/// The length of the comment or literal that `rest` begins with.
fn skipped(rest: &str, previous: char) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    if rest.starts_with('"') {
        return Some(quoted(rest, '"'));
    }
    if rest.starts_with('\'') {
        return char_literal(rest);
    }
    let in_word = previous.is_alphanumeric() || previous == '_';
    if !in_word && (rest.starts_with("r\"") || rest.starts_with("r#") || rest.starts_with("br")) {
        return raw_string(rest);
    }
    None
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        let tail = &rest[at..];
        if tail.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// A literal between two `quote`s, with backslashes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    rest.len()
}

/// `'a'` and `'\n'`, but not the lifetime `'a`.
fn char_literal(rest: &str) -> Option<usize> {
    let mut chars = rest.chars().skip(1);
    let first = chars.next()?;
    (first == '\\' || chars.next() == Some('\'')).then(|| quoted(rest, '\''))
}

/// `r"..."`, `r#"..."#` and their byte forms.
fn raw_string(rest: &str) -> Option<usize> {
    let start = rest.find('r')? + 1;
    let hashes = rest[start..].chars().take_while(|c| *c == '#').count();
    let open = start + hashes;
    if !rest[open..].starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let body = &rest[open + 1..];
    Some(body.find(&close).map_or(rest.len(), |at| open + 1 + at + close.len()))
}

#[cfg(test)]
mod tests {
    use super::code;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let squeezed: Vec<_> = code(source).split_whitespace().map(str::to_owned).collect();
        assert_eq!(squeezed.join(" "), expected);
    }

    #[test]
    fn comments_and_texts_are_no_code() {
        check("a // b\nc", "a c");
        check("a /* b /* c */ d */ e", "a e");
        check(r#"f("print!(\" x") g"#, "f( ) g");
        check("f(r#\"a \" b\"#) g", "f( ) g");
        check("f(br\"a\\\") g", "f( ) g");
        check("'\"' a '\\'' b", "a b");
        check("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}");
        check("var_r#x", "var_r#x");
    }

    #[test]
    fn a_test_module_ends_the_code() {
        check("a\n#[cfg(test)]\nmod tests {\n b }", "a");
        check("#[cfg(test)]\nmod tests;\na", "#[cfg(test)] mod tests; a");
    }

    #[test]
    fn lines_keep_their_numbers() {
        assert_eq!(code("/* a\n b */\n\"c\n\"\nd").lines().nth(4), Some("d"));
    }
}
