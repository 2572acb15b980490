//! Statements that are sent as one text, which spares the server most of what a text costs it.

use limbeck_core::statement::{DatabaseError, Statement};

use super::{text, wire::Wire};

/// A comment at the end of a statement ends with its line.
const BETWEEN: &str = "\n;\n";

/// How many bytes of a text suffice to make the way to the server cheap.
const JOINED_MOST: usize = 8 * 1024;

/// Statements that go to the server as one text.
pub(crate) struct Joined {
    pub sql: String,
    /// The place of the first of them.
    pub first: usize,
    /// Before how many characters of the text each begins.
    pub starts: Vec<usize>,
}

impl Joined {
    /// Joins the first of `statements`, which stands at `first`, and, where `several` are allowed,
    /// those behind it that are the same but for their values.
    pub fn of(
        statements: &[Statement],
        first: usize,
        several: bool,
    ) -> Result<Joined, DatabaseError> {
        let mut joined = Joined { sql: String::new(), first, starts: Vec::new() };
        let mut characters = 0;
        for statement in statements {
            if !joined.starts.is_empty()
                && (statement.sql != statements[0].sql || joined.sql.len() >= JOINED_MOST)
            {
                break;
            }
            // What cannot be sent fails when it is the first.
            let sql = match text::of(statement).and_then(|sql| Wire::check_text(&sql).map(|()| sql))
            {
                Err(_) if !joined.starts.is_empty() => break,
                sql => sql?,
            };
            if !joined.starts.is_empty() {
                joined.sql.push_str(BETWEEN);
                characters += BETWEEN.len();
            }
            joined.starts.push(characters);
            characters += sql.chars().count();
            joined.sql.push_str(&sql);
            if !several || statement.sql.contains(';') {
                break;
            }
        }
        Ok(joined)
    }

    /// Which of the statements an error is about, `done` of which were answered, and the error with
    /// its position in that one.
    pub fn at_fault(&self, done: usize, mut error: DatabaseError) -> (usize, DatabaseError) {
        let mut at = done.min(self.starts.len() - 1);
        if let Some(position) = error.position {
            // Nothing is answered where one of them cannot be read.
            let position = position as usize;
            at = self.starts.partition_point(|start| *start < position).saturating_sub(1);
            error.position = u32::try_from(position - self.starts[at]).ok();
        }
        (self.first + at, error)
    }
}
