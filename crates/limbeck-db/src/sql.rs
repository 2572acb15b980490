//! What a string of SQL holds: its statements, the class of each, its placeholders.

use limbeck_core::dialect::Backend;

/// What a statement does, as far as a connection must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementClass {
    /// Reads: SELECT, VALUES, EXPLAIN, SHOW.
    Query,
    /// Changes rows: INSERT, UPDATE, DELETE, REPLACE, MERGE, TRUNCATE, COPY.
    Dml,
    /// Changes the schema.
    Ddl,
    /// SQLite's PRAGMA, which often does nothing inside a transaction.
    Pragma,
    /// VACUUM, ATTACH and DETACH, which SQLite refuses inside a transaction.
    Outside,
    /// BEGIN, COMMIT, ROLLBACK, SAVEPOINT and their like.
    Transaction,
    /// SET, DO, CALL, LOCK and whatever else.
    Other,
    /// Nothing but comments and blanks.
    Empty,
}

/// The class of the first statement in `sql`.
///
/// ```
/// use limbeck_core::dialect::Backend;
/// use limbeck_db::sql::{StatementClass, classify};
///
/// let sql = "-- rows\nWITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x";
/// assert_eq!(classify(sql, Backend::Postgresql), StatementClass::Dml);
/// ```
pub fn classify(sql: &str, backend: Backend) -> StatementClass {
    let mut words = Words::new(sql, backend);
    let Some((first, _)) = words.next() else {
        return StatementClass::Empty;
    };
    match first.as_str() {
        "WITH" => class_of_with(words),
        "EXPLAIN" => StatementClass::Query,
        first => class_of_word(first),
    }
}

fn class_of_word(word: &str) -> StatementClass {
    match word {
        "SELECT" | "VALUES" | "TABLE" | "SHOW" | "DESCRIBE" | "DESC" | "FETCH" => {
            StatementClass::Query
        }
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "MERGE" | "TRUNCATE" | "COPY" | "LOAD" => {
            StatementClass::Dml
        }
        "CREATE" | "ALTER" | "DROP" | "COMMENT" | "GRANT" | "REVOKE" | "REINDEX" | "RENAME"
        | "REFRESH" | "SECURITY" | "ANALYZE" | "CLUSTER" | "IMPORT" | "REASSIGN" => {
            StatementClass::Ddl
        }
        "PRAGMA" => StatementClass::Pragma,
        "VACUUM" | "ATTACH" | "DETACH" => StatementClass::Outside,
        "BEGIN" | "START" | "COMMIT" | "END" | "ROLLBACK" | "ABORT" | "SAVEPOINT" | "RELEASE"
        | "PREPARE" => StatementClass::Transaction,
        _ => StatementClass::Other,
    }
}

// The statement after WITH's list is the first verb outside all parentheses.
fn class_of_with(words: Words) -> StatementClass {
    let verbs = ["SELECT", "VALUES", "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE"];
    words
        .filter(|(_, depth)| *depth == 0)
        .find(|(word, _)| verbs.contains(&word.as_str()))
        .map_or(StatementClass::Query, |(word, _)| class_of_word(&word))
}

/// The statements in `sql`, without their semicolons and the blanks around them.
///
/// Semicolons inside strings, comments, dollar quotes and the bodies of triggers and
/// routines do not count; what holds only comments is no statement.
///
/// ```
/// use limbeck_core::dialect::Backend;
///
/// let parts = limbeck_db::sql::split("SELECT ';'; -- a;b\nSELECT $$;$$;", Backend::Postgresql);
/// assert_eq!(parts, ["SELECT ';'", "-- a;b\nSELECT $$;$$"]);
/// ```
pub fn split(sql: &str, backend: Backend) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut blank) = (0, true);
    let mut body = Body::default();
    for piece in Pieces::new(sql, backend) {
        match piece.kind {
            Kind::Semicolon if !body.is_open() => {
                if !blank {
                    parts.push(sql[start..piece.start].trim());
                }
                (start, blank) = (piece.start + 1, true);
                body = Body::default();
            }
            Kind::Blank | Kind::Comment => {}
            kind => {
                blank = false;
                if kind == Kind::Word {
                    body.see(&sql[piece.start..piece.end].to_ascii_uppercase());
                }
            }
        }
    }
    if !blank {
        parts.push(sql[start..].trim());
    }
    parts
}

/// Replaces each placeholder outside strings and comments by what `literal` gives for it.
///
/// A placeholder is `$1` on PostgreSQL, `?` elsewhere; `literal` is given its place from 0.
///
/// # Errors
/// The first error of `literal`.
#[cfg(feature = "postgresql")]
pub(crate) fn interpolate<E>(
    sql: &str,
    backend: Backend,
    literal: impl FnMut(usize) -> Result<String, E>,
) -> Result<String, E> {
    interpolate_quoted(sql, backend, Quoting::default(), literal)
}

/// [`interpolate`] on a server whose mode changes what quotes and backslashes mean.
///
/// # Errors
/// The first error of `literal`.
pub(crate) fn interpolate_quoted<E>(
    sql: &str,
    backend: Backend,
    quoting: Quoting,
    mut literal: impl FnMut(usize) -> Result<String, E>,
) -> Result<String, E> {
    let mut text = String::with_capacity(sql.len() + 32);
    let mut seen = 0;
    for piece in (Pieces { quoting, ..Pieces::new(sql, backend) }) {
        let written = &sql[piece.start..piece.end];
        match piece.kind {
            Kind::Placeholder if backend == Backend::Postgresql => {
                let number: usize = written[1..].parse().unwrap_or(0);
                text.push_str(&literal(number.wrapping_sub(1))?);
            }
            Kind::Placeholder => {
                text.push_str(&literal(seen)?);
                seen += 1;
            }
            _ => text.push_str(written),
        }
    }
    Ok(text)
}

/// Where in `sql` the character stands that is at `position`, from 1, once [`interpolate`] has
/// put the literals in; inside a literal, where its placeholder stands.
///
/// # Errors
/// The first error of `literal`.
#[cfg(feature = "postgresql")]
pub(crate) fn position_in_template<E>(
    sql: &str,
    backend: Backend,
    position: u32,
    mut literal: impl FnMut(usize) -> Result<String, E>,
) -> Result<u32, E> {
    let length = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let (mut sent, mut template, mut seen) = (1, 1, 0);
    for piece in Pieces::new(sql, backend) {
        let written = &sql[piece.start..piece.end];
        let is_placeholder = piece.kind == Kind::Placeholder;
        let taken = match (is_placeholder, backend) {
            (true, Backend::Postgresql) => {
                let number: usize = written[1..].parse().unwrap_or(0);
                length(&literal(number.wrapping_sub(1))?)
            }
            (true, _) => {
                seen += 1;
                length(&literal(seen - 1)?)
            }
            (false, _) => length(written),
        };
        if position < sent + taken {
            return Ok(template + if is_placeholder { 0 } else { position - sent });
        }
        sent += taken;
        template += length(written);
    }
    Ok(template)
}

/// Tracks whether the statement being read is inside a BEGIN .. END body.
#[derive(Default)]
struct Body {
    words: usize,
    creates: bool,
    routine: bool,
    depth: usize,
}

impl Body {
    fn see(&mut self, word: &str) {
        self.words += 1;
        match word {
            "CREATE" if self.words == 1 => self.creates = true,
            "TRIGGER" | "FUNCTION" | "PROCEDURE" if self.creates && self.words <= 8 => {
                self.routine = true;
            }
            "BEGIN" | "CASE" if self.routine && (self.depth > 0 || word == "BEGIN") => {
                self.depth += 1;
            }
            "END" if self.depth > 0 => self.depth -= 1,
            _ => {}
        }
    }

    fn is_open(&self) -> bool {
        self.depth > 0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Comment,
    Word,
    Quoted,
    Placeholder,
    Semicolon,
    Other,
}

struct Piece {
    kind: Kind,
    start: usize,
    end: usize,
}

/// Upper-case words outside quotes, with the number of parentheses open around each.
struct Words<'a> {
    sql: &'a str,
    pieces: Pieces<'a>,
    depth: usize,
}

impl<'a> Words<'a> {
    fn new(sql: &'a str, backend: Backend) -> Self {
        Words { sql, pieces: Pieces::new(sql, backend), depth: 0 }
    }
}

impl Iterator for Words<'_> {
    type Item = (String, usize);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let piece = self.pieces.next()?;
            let written = &self.sql[piece.start..piece.end];
            match (piece.kind, written) {
                (Kind::Word, _) => return Some((written.to_ascii_uppercase(), self.depth)),
                (Kind::Other, "(") => self.depth += 1,
                (Kind::Other, ")") => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }
}

/// What the modes of a MySQL server make of quotes and backslashes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quoting {
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
struct Pieces<'a> {
    sql: &'a str,
    backend: Backend,
    quoting: Quoting,
    at: usize,
}

impl<'a> Pieces<'a> {
    fn new(sql: &'a str, backend: Backend) -> Self {
        Pieces { sql, backend, quoting: Quoting::default(), at: 0 }
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

#[cfg(test)]
mod tests {
    use super::*;
    use Backend::{Mysql, Postgresql, Sqlite};

    #[track_caller]
    fn check(backend: Backend, sql: &str, parts: &[&str]) {
        assert_eq!(split(sql, backend), parts, "{sql}");
    }

    #[test]
    fn statements_end_at_semicolons_outside_of_everything_quoted() {
        check(Postgresql, "", &[]);
        check(Postgresql, " ; -- nothing\n;/* ; */", &[]);
        check(Postgresql, "a; b", &["a", "b"]);
        check(Postgresql, "SELECT 'it''s;'; b", &["SELECT 'it''s;'", "b"]);
        check(Postgresql, r"SELECT E'\';'; b", &[r"SELECT E'\';'", "b"]);
        check(Postgresql, r"SELECT '\'; b", &[r"SELECT '\'", "b"]);
        check(Postgresql, "DO $x$ a; $$ b; $x$; c", &["DO $x$ a; $$ b; $x$", "c"]);
        check(Postgresql, "a /* ; /* ; */ ; */; b", &["a /* ; /* ; */ ; */", "b"]);
        check(Sqlite, "a /* /* */; b", &["a /* /* */", "b"]);
        check(Sqlite, r#"a "x;" `y;` [z;]; b"#, &[r#"a "x;" `y;` [z;]"#, "b"]);
        check(Mysql, "a # ;\n'\\';'; b", &["a # ;\n'\\';'", "b"]);
        check(Postgresql, "SELECT 'open; b", &["SELECT 'open; b"]);
    }

    #[test]
    fn bodies_of_triggers_and_routines_are_one_statement() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN \
            UPDATE b SET c = CASE WHEN 1 THEN 2 END; DELETE FROM d; END";
        check(Sqlite, &format!("{trigger}; x"), &[trigger, "x"]);
        let function = "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END";
        check(Postgresql, &format!("{function}; x"), &[function, "x"]);
        check(Postgresql, "BEGIN; SELECT 1; END; x", &["BEGIN", "SELECT 1", "END", "x"]);
    }

    #[test]
    fn classes_follow_the_verb() {
        let cases = [
            ("select 1", StatementClass::Query),
            ("(SELECT 1) UNION (SELECT 2)", StatementClass::Query),
            ("/* x */ Insert INTO t VALUES (1)", StatementClass::Dml),
            ("WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a", StatementClass::Query),
            ("WITH a AS (SELECT 1) UPDATE t SET x = 1", StatementClass::Dml),
            ("CREATE TABLE t ()", StatementClass::Ddl),
            ("PRAGMA foreign_keys=OFF", StatementClass::Pragma),
            ("vacuum", StatementClass::Outside),
            ("ATTACH 'x' AS y", StatementClass::Outside),
            ("COMMIT", StatementClass::Transaction),
            ("SET x = 1", StatementClass::Other),
            ("EXPLAIN DELETE FROM t", StatementClass::Query),
            ("-- only this", StatementClass::Empty),
        ];
        for (sql, class) in cases {
            assert_eq!(classify(sql, Sqlite), class, "{sql}");
        }
    }

    #[test]
    fn a_position_is_found_again_in_the_template() {
        let number = |place: usize| Ok::<_, ()>(format!("'literal {place}'"));
        let (sql, text) = ("SELECT $1, é, $2 FROM x", "SELECT 'literal 0', é, 'literal 1' FROM x");
        assert_eq!(interpolate(sql, Postgresql, number).as_deref(), Ok(text));
        let found = |part: &str| {
            let place = text.find(part).map(|at| text[..at].chars().count());
            let place = u32::try_from(place.unwrap() + 1).unwrap();
            position_in_template(sql, Postgresql, place, number).unwrap()
        };
        assert_eq!((found("SELECT"), found("literal 0"), found("é")), (1, 8, 12));
        assert_eq!((found("literal 1"), found("x")), (15, 23));
    }

    #[test]
    fn placeholders_inside_quotes_stay() {
        let number = |place: usize| Ok::<_, ()>(format!("<{place}>"));
        let text = interpolate("a $2 '$1' $1::x \"$1\" $$ $1 $$ x$1", Postgresql, number);
        assert_eq!(text.as_deref(), Ok("a <1> '$1' <0>::x \"$1\" $$ $1 $$ x$1"));
        let default = Quoting::default();
        let sqlite = interpolate_quoted("? '?' ?", Sqlite, default, number);
        assert_eq!(sqlite.as_deref(), Ok("<0> '?' <1>"));
    }

    #[test]
    fn modes_of_mysql_change_what_is_quoted() {
        let check = |backslash_escapes, ansi_quotes, sql: &str, expected: &str| {
            let quoting = Quoting { backslash_escapes, ansi_quotes };
            let number = |place: usize| Ok::<_, ()>(format!("<{place}>"));
            let text = interpolate_quoted(sql, Mysql, quoting, number);
            assert_eq!(text.as_deref(), Ok(expected), "{sql}");
        };
        check(true, false, r"'\\' ? '\\'? ", r"'\\' <0> '\\'<1> ");
        check(true, false, r"'a\' ? ' ?", r"'a\' ? ' <0>");
        check(false, false, r"'a\' ? ' ?", r"'a\' <0> ' ?");
        check(true, true, r#""a\" ? " ?"#, r#""a\" <0> " ?"#);
        check(true, false, "1--? -- ?\n?# ?", "1--<0> -- ?\n<1># ?");
    }
}
