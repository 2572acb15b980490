//! The statements of a section, each with its line.

use super::ScriptProblem;
use crate::{
    dialect::Backend,
    sql::{Body, Kind, Pieces},
};

/// One statement of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptStatement {
    /// Without its semicolon; comments above it belong to it.
    pub sql: String,
    /// The line of its first word in the file, from 1.
    pub line: u32,
    /// The line of its first comment, if one is above that word.
    first_line: u32,
    /// It begins or ends a transaction.
    pub controls_transaction: bool,
    /// It holds the semicolons of a body, which MySQL's client must be told.
    pub has_body: bool,
}

impl ScriptStatement {
    /// The line of the file where the character at `position` of `sql`, from 1, stands; that of
    /// the first word where no position is known.
    ///
    /// ```
    /// use limbeck_core::{dialect::Backend, script::split};
    ///
    /// let found = split("-- why\nSELECT\n  1", 10, Backend::Sqlite).unwrap();
    /// assert_eq!((found[0].line_at(None), found[0].line_at(Some(16))), (11, 12));
    /// ```
    pub fn line_at(&self, position: Option<u32>) -> u32 {
        let Some(position) = position.and_then(|position| usize::try_from(position).ok()) else {
            return self.line;
        };
        let before = self.sql.chars().take(position.saturating_sub(1));
        let lines = before.filter(|c| *c == '\n').count();
        self.first_line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX))
    }
}

/// Splits a text into statements; its first line is the file's line `first_line`.
///
/// Semicolons inside strings, dollar quotes, comments and `BEGIN .. END` bodies do not count.
/// On MySQL and MariaDB a line `DELIMITER //` makes something else end a statement.
///
/// # Errors
/// A line and what is wrong there: see [`ScriptProblem`].
pub fn split(
    text: &str,
    first_line: u32,
    backend: Backend,
) -> Result<Vec<ScriptStatement>, (u32, ScriptProblem)> {
    let mut splitter = Splitter {
        text,
        first_line,
        backend,
        pieces: Pieces::new(text, backend),
        delimiter: None,
        found: Vec::new(),
        open: Open::default(),
    };
    splitter.run()?;
    Ok(splitter.found)
}

/// The statement that is being read.
#[derive(Default)]
struct Open {
    start: usize,
    /// Where its first word begins, unless there was none yet.
    first: Option<usize>,
    /// Where its last word ended.
    end: usize,
    words: Vec<String>,
    body: Body,
    had_body: bool,
}

struct Splitter<'a> {
    text: &'a str,
    first_line: u32,
    backend: Backend,
    pieces: Pieces<'a>,
    delimiter: Option<&'a str>,
    found: Vec<ScriptStatement>,
    open: Open,
}

impl<'a> Splitter<'a> {
    fn run(&mut self) -> Result<(), (u32, ScriptProblem)> {
        loop {
            let at = self.pieces.at();
            if let Some(delimiter) = self.delimiter
                && self.text[at..].starts_with(delimiter)
            {
                self.close(at + delimiter.len());
                continue;
            }
            let Some(mut piece) = self.pieces.next() else { break };
            if let (Some(delimiter), Kind::Word) = (self.delimiter, piece.kind)
                && let Some(within) = self.text[piece.start..piece.end].find(delimiter)
            {
                piece.end = piece.start + within;
                self.pieces.jump(piece.end);
            }
            if self.pieces.is_unclosed(&piece) {
                let what = quote_name(&self.text[piece.start..]);
                return Err((self.line(piece.start), ScriptProblem::Unclosed(what)));
            }
            let written = &self.text[piece.start..piece.end];
            match piece.kind {
                Kind::Blank | Kind::Comment => {}
                Kind::Semicolon if self.delimiter.is_none() && !self.open.body.is_open() => {
                    self.close(piece.end);
                }
                Kind::Word if self.is_delimiter_line(written) => {
                    self.take_delimiter(piece.end)?;
                }
                kind => self.take(kind, piece.start, piece.end)?,
            }
        }
        if self.delimiter.is_none() && self.open.body.is_open() {
            let line = self.line(self.open.first.unwrap_or_default());
            return Err((line, ScriptProblem::UnclosedBody));
        }
        self.close(self.text.len());
        Ok(())
    }

    fn take(&mut self, kind: Kind, start: usize, end: usize) -> Result<(), (u32, ScriptProblem)> {
        let written = &self.text[start..end];
        if self.open.first.is_none() && written == "\\" && self.backend == Backend::Postgresql {
            let advice = "leave it out";
            return Err((self.line(start), ScriptProblem::ClientCommand("a backslash", advice)));
        }
        self.open.first.get_or_insert(start);
        self.open.end = end;
        if kind != Kind::Word {
            self.open.had_body |= kind == Kind::Semicolon;
            self.open.body.pass();
            return Ok(());
        }
        let word = written.to_ascii_uppercase();
        self.open.body.see(&word);
        let copies = self.open.words.first().is_some_and(|first| first == "COPY");
        let from = self.open.words.last().is_some_and(|last| last == "FROM");
        if copies && from && word == "STDIN" && self.backend == Backend::Postgresql {
            let advice = "write the rows as INSERT";
            let problem =
                ScriptProblem::ClientCommand("COPY FROM stdin with rows below it", advice);
            return Err((self.line(start), problem));
        }
        if copies || self.open.words.len() < 3 {
            self.open.words.push(word);
        }
        Ok(())
    }

    /// Ends the statement; the next begins at `next`.
    fn close(&mut self, next: usize) {
        let open = std::mem::take(&mut self.open);
        if let Some(first) = open.first {
            let sql = self.text[open.start..open.end].trim_start();
            self.found.push(ScriptStatement {
                sql: sql.to_owned(),
                line: self.line(first),
                first_line: self.line(open.end - sql.len()),
                controls_transaction: controls_transaction(&open.words),
                has_body: open.had_body,
            });
        }
        self.open.start = next;
        self.pieces.jump(next);
    }

    fn is_delimiter_line(&self, word: &str) -> bool {
        matches!(self.backend, Backend::Mysql | Backend::Mariadb)
            && self.open.first.is_none()
            && word.eq_ignore_ascii_case("delimiter")
    }

    /// Takes the delimiter that the rest of the line names.
    fn take_delimiter(&mut self, at: usize) -> Result<(), (u32, ScriptProblem)> {
        let line = self.text[at..].lines().next().unwrap_or_default();
        let delimiter = line.split_whitespace().next();
        let delimiter = delimiter.ok_or((self.line(at), ScriptProblem::EmptyDelimiter))?;
        self.delimiter = (delimiter != ";").then_some(delimiter);
        self.close(at + line.len());
        Ok(())
    }

    fn line(&self, at: usize) -> u32 {
        let before = self.text[..at].bytes().filter(|byte| *byte == b'\n').count();
        self.first_line.saturating_add(u32::try_from(before).unwrap_or(u32::MAX))
    }
}

fn quote_name(text: &str) -> &'static str {
    match text.chars().next() {
        Some('/') => "a comment `/*`",
        Some('$') => "a dollar quote",
        Some('"') => "a double quote",
        Some('`') => "a backtick",
        Some('[') => "a bracket",
        _ => "a single quote",
    }
}

/// Whether a statement that begins with these words begins or ends a transaction.
fn controls_transaction(words: &[String]) -> bool {
    let word = |place: usize| words.get(place).map(String::as_str);
    match word(0) {
        Some("BEGIN" | "COMMIT" | "END" | "ABORT") => true,
        Some("START") => word(1) == Some("TRANSACTION"),
        Some("PREPARE") => word(1) == Some("TRANSACTION"),
        Some("ROLLBACK") => !words.iter().any(|word| word == "TO"),
        _ => false,
    }
}
