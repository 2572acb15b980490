//! The pieces of a string of SQL: words, quoted texts, comments and what stands between.

use crate::dialect::Backend;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Blank,
    Comment,
    Word,
    Quoted,
    Placeholder,
    Semicolon,
    Other,
}

pub(crate) struct Piece {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// What the modes of a MySQL server make of quotes and backslashes.
#[derive(Debug, Clone, Copy)]
pub struct Quoting {
    /// NO_BACKSLASH_ESCAPES is off.
    pub backslash_escapes: bool,
    /// ANSI_QUOTES is on: double quotes stand around names.
    pub ansi_quotes: bool,
}

impl Default for Quoting {
    fn default() -> Self {
        Quoting { backslash_escapes: true, ansi_quotes: false }
    }
}

/// The pieces of a string of SQL; together they are the whole string.
pub(crate) struct Pieces<'a> {
    sql: &'a str,
    backend: Backend,
    quoting: Quoting,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub fn new(sql: &'a str, backend: Backend) -> Self {
        Pieces::quoted(sql, backend, Quoting::default())
    }

    /// The pieces as a server with such a mode sees them.
    pub fn quoted(sql: &'a str, backend: Backend, quoting: Quoting) -> Self {
        Pieces { sql, backend, quoting, at: 0 }
    }

    /// Where the next piece begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Goes on from another place.
    pub fn jump(&mut self, at: usize) {
        self.at = at;
    }

    /// Whether a piece reaches the end of the text for want of what closes it.
    pub fn is_unclosed(&self, piece: &Piece) -> bool {
        let text = &self.sql[piece.start..piece.end];
        let quotes = matches!(piece.kind, Kind::Quoted | Kind::Comment);
        if !quotes || piece.end < self.sql.len() || text.starts_with("--") || text.starts_with('#')
        {
            return false;
        }
        // With one character more, what is closed ends where it did.
        let longer = format!("{text} ");
        let again = Pieces::quoted(&longer, self.backend, self.quoting);
        longer.chars().next().is_some_and(|first| again.measure(first).1 > text.len())
    }

    fn rest(&self) -> &'a str {
        &self.sql[self.at..]
    }

    // The length of the piece that starts here, and its kind.
    fn measure(&self, first: char) -> (Kind, usize) {
        let rest = self.rest();
        let postgresql = self.backend == Backend::Postgresql;
        let mysql = matches!(self.backend, Backend::Mysql | Backend::Mariadb);
        let escapes = mysql && self.quoting.backslash_escapes;
        match first {
            // MySQL subtracts a negative number where no blank follows.
            '-' if mysql && !is_dash_comment(rest) => (Kind::Other, 1),
            '-' if rest.starts_with("--") => (Kind::Comment, line_end(rest)),
            '#' if mysql => (Kind::Comment, line_end(rest)),
            '/' if mysql && version_mark(rest, self.backend) > 0 => {
                (Kind::Other, version_mark(rest, self.backend))
            }
            '/' if rest.starts_with("/*") => (Kind::Comment, block_end(rest, postgresql)),
            '\'' => (Kind::Quoted, quoted_end(rest, 1, '\'', escapes)),
            'E' | 'e' if postgresql && rest[1..].starts_with('\'') => {
                (Kind::Quoted, quoted_end(rest, 2, '\'', true))
            }
            '"' => {
                let escapes = escapes && !self.quoting.ansi_quotes;
                (Kind::Quoted, quoted_end(rest, 1, '"', escapes))
            }
            '`' if !postgresql => (Kind::Quoted, quoted_end(rest, 1, '`', false)),
            '[' if self.backend == Backend::Sqlite => {
                (Kind::Quoted, rest.find(']').map_or(rest.len(), |end| end + 1))
            }
            '$' if postgresql => dollar(rest),
            '?' if !postgresql => (Kind::Placeholder, 1),
            ';' => (Kind::Semicolon, 1),
            c if c.is_whitespace() => (Kind::Blank, span(rest, char::is_whitespace)),
            c if is_word(c) => (Kind::Word, span(rest, |c| is_word(c) || c == '$')),
            c => (Kind::Other, c.len_utf8()),
        }
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let first = self.rest().chars().next()?;
        let (kind, length) = self.measure(first);
        let start = self.at;
        self.at += length;
        Some(Piece { kind, start, end: self.at })
    }
}

/// The length of what opens a comment that the server runs: `/*!`, `/*!40101`, MariaDB's `/*M!`.
fn version_mark(text: &str, backend: Backend) -> usize {
    let marks = ["/*!", "/*M!"].iter().filter(|mark| text.starts_with(**mark));
    let mark = marks.map(|mark| mark.len()).next().unwrap_or(0);
    match mark {
        0 => 0,
        4 if backend == Backend::Mysql => 0,
        mark => mark + span(&text[mark..], |c| c.is_ascii_digit()),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn span(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn is_dash_comment(text: &str) -> bool {
    let after = text.strip_prefix("--").map(|rest| rest.chars().next());
    after.is_some_and(|next| next.is_none_or(|c| c.is_whitespace() || c.is_control()))
}

fn line_end(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |end| end + 1)
}

fn block_end(text: &str, nests: bool) -> usize {
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        let Some(found) = text[at..].find(['/', '*']) else {
            return text.len();
        };
        at += found;
        if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
        } else if nests && text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else {
            at += 1;
        }
    }
    at
}

// A doubled quote reads as two quoted pieces in a row, which serves as well.
fn quoted_end(text: &str, open: usize, quote: char, backslash: bool) -> usize {
    let mut characters = text[open..].char_indices();
    while let Some((at, c)) = characters.next() {
        if c == '\\' && backslash {
            characters.next();
        } else if c == quote {
            return open + at + c.len_utf8();
        }
    }
    text.len()
}

// `$1` is a placeholder, `$tag$ .. $tag$` a string, any other dollar a character.
fn dollar(text: &str) -> (Kind, usize) {
    let tag = span(&text[1..], is_word) + 1;
    let digits = span(&text[1..], |c| c.is_ascii_digit());
    if digits > 0 {
        return (Kind::Placeholder, digits + 1);
    }
    match text[tag..].starts_with('$') {
        true => {
            let mark = &text[..=tag];
            let length = text[mark.len()..].find(mark);
            (Kind::Quoted, length.map_or(text.len(), |at| at + 2 * mark.len()))
        }
        false => (Kind::Other, 1),
    }
}
