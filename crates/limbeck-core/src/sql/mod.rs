//! What a string of SQL holds: its statements, the class of each, its placeholders.

mod body;
mod pieces;

use crate::dialect::Backend;

pub(crate) use body::Body;
pub use pieces::Quoting;
pub(crate) use pieces::{Kind, Pieces};

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
/// use limbeck_core::sql::{StatementClass, classify};
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
/// let parts = limbeck_core::sql::split("SELECT ';'; -- a;b\nSELECT $$;$$;", Backend::Postgresql);
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
            Kind::Semicolon => body.pass(),
            Kind::Blank | Kind::Comment => {}
            kind => {
                blank = false;
                match kind {
                    Kind::Word => body.see(&sql[piece.start..piece.end].to_ascii_uppercase()),
                    _ => body.pass(),
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
pub fn interpolate<E>(
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
pub fn interpolate_quoted<E>(
    sql: &str,
    backend: Backend,
    quoting: Quoting,
    mut literal: impl FnMut(usize) -> Result<String, E>,
) -> Result<String, E> {
    let mut text = String::with_capacity(sql.len() + 32);
    let mut seen = 0;
    for piece in Pieces::quoted(sql, backend, quoting) {
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
pub fn position_in_template<E>(
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
        let procedure = "CREATE PROCEDURE p() BEGIN IF a THEN SET b = 1; END IF; \
            CASE a WHEN 1 THEN SET b = 2; END CASE; l: LOOP LEAVE l; END LOOP l; SELECT 1; END";
        check(Mysql, &format!("{procedure}; x"), &[procedure, "x"]);
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
