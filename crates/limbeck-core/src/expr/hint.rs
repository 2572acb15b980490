//! Hints: words beside a table that tell the server how to read it.

use std::collections::HashMap;

use super::{
    FromClause, Target,
    compiler::{Compiler, Context, Text},
    from::id_of,
};
use crate::dialect::{Backend, CompileError};

impl Compiler<'_> {
    /// What stands in FROM, with the hint that the statement around it has for it.
    pub(super) fn from(&mut self, from: &FromClause, context: Context) -> Text {
        let text = self.bare_from(from, context)?;
        let hint = id_of(from).and_then(|id| self.stack.last()?.hints.get(&id).cloned());
        let Some(hint) = hint else { return Ok(text) };
        let name = self.name_of_from(from, context)?;
        self.hinted(text, &hint.replace("%(name)s", &name).replace("%%", "%"))
    }

    /// The table that a statement writes to, with its hint.
    pub(super) fn hinted_target(&self, text: String, table: &Target, hints: &Hints) -> Text {
        match hints.iter().find(|(id, _)| *id == table.id) {
            Some((_, hint)) => self.hinted(text, hint),
            None => Ok(text),
        }
    }

    fn hinted(&self, text: String, hint: &str) -> Text {
        match self.backend() {
            Backend::Sqlite => Ok(text),
            Backend::Mysql | Backend::Mariadb => Ok(format!("{text} {hint}")),
            Backend::Postgresql if hint.eq_ignore_ascii_case("ONLY") => Ok(format!("ONLY {text}")),
            Backend::Postgresql => {
                Err(CompileError::Message(format!("Unrecognized hint: '{hint}'")))
            }
        }
    }
}

/// Hints by the ids of the elements that they are for.
pub(super) type Hints = [(u64, String)];

/// The hints for what a statement reads.
pub(super) fn by_id(hints: &Hints) -> HashMap<u64, String> {
    hints.iter().cloned().collect()
}
