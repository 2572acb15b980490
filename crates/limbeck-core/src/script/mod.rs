//! SQL revision scripts: one file a revision, its header in comments, its statements in sections.
//!
//! In comes the text of a file; out come the [`Revision`] that its header describes and, for a
//! direction and a dialect, the statements of the section that is meant.
//!
//! ```
//! use limbeck_core::{dialect::{Backend, Dialect}, plan::Direction, script::SqlScript};
//!
//! let text = "\
//! -- create users
//! --
//! -- revision: a1
//! -- down_revision:
//!
//! -- upgrade
//! CREATE TABLE users (id INTEGER PRIMARY KEY);
//! -- downgrade
//! DROP TABLE users;
//! ";
//! let script = SqlScript::parse("a1_create_users.sql".as_ref(), text.as_bytes())?;
//! assert_eq!((script.revision.id.as_str(), script.revision.doc.as_str()), ("a1", "create users"));
//!
//! let dialect = Dialect::new(Backend::Sqlite, None);
//! let statements = script.statements(Direction::Downgrade, &dialect)?;
//! assert_eq!((statements[0].sql.as_str(), statements[0].line), ("DROP TABLE users", 9));
//! # Ok::<(), limbeck_core::script::ScriptError>(())
//! ```

mod error;
mod header;
mod render;
mod split;

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::{
    dialect::{Backend, Dialect},
    graph::Revision,
    plan::Direction,
};

pub use error::{ScriptError, ScriptProblem};
pub use render::{NewScript, render};
pub use split::{ScriptStatement, split};

/// A file with the SQL of one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlScript {
    /// What the header says.
    pub revision: Revision,
    /// Whether the statements may run in a transaction: `-- transaction: off` says no.
    pub transaction: bool,
    /// Whether a program does what the revision does, by `-- code: rust`: there are no sections.
    pub code: bool,
    sections: Vec<Section>,
}

/// What stands below a line `-- upgrade` or `-- downgrade`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Section {
    direction: Direction,
    /// The dialects that the line names; none for all.
    dialects: Vec<Backend>,
    /// The line after the one that opens it, from 1.
    first_line: u32,
    text: String,
}

impl SqlScript {
    /// Reads a file; statements are looked at when they are asked for.
    ///
    /// # Errors
    /// A header that is unknown, missing, given twice or malformed; no `-- upgrade` section, or
    /// two for one dialect; SQL above the first section; bytes that are not UTF-8.
    pub fn parse(path: &Path, bytes: &[u8]) -> Result<SqlScript, ScriptError> {
        header::parse(path, bytes)
    }

    /// Whether the comments at the start of a file have a header `-- revision:`.
    pub fn is_revision(bytes: &[u8]) -> bool {
        header::is_revision(bytes)
    }

    /// The statements for a direction on a database, in their order.
    ///
    /// A section that names the dialect goes before one that names none; on MariaDB, `mysql`
    /// serves where no section names `mariadb`. A stamp runs nothing.
    ///
    /// # Errors
    /// The revision is code, no section is meant, a quote or a body that nothing closes, a transaction begun or ended
    /// by the script itself, what only a database's own client understands.
    pub fn statements(
        &self,
        direction: Direction,
        dialect: &Dialect,
    ) -> Result<Vec<ScriptStatement>, ScriptError> {
        if direction == Direction::Stamp {
            return Ok(Vec::new());
        }
        let wrong = |(line, problem)| ScriptError::new(&self.revision.path, line, problem);
        if self.code {
            return Err(wrong((1, ScriptProblem::IsCode(self.revision.id.clone()))));
        }
        let section = self.section(direction, dialect)?;
        let statements =
            split(&section.text, section.first_line, dialect.grammar()).map_err(wrong)?;
        if self.transaction
            && let Some(found) = statements.iter().find(|found| found.controls_transaction)
        {
            return Err(wrong((found.line, ScriptProblem::TransactionControl)));
        }
        Ok(statements)
    }

    /// SHA-256 of what goes up, in hexadecimal digits: of the sections with the dialects that they
    /// name, and none of the header, of what undoes it, or of how lines end.
    ///
    /// ```
    /// use limbeck_core::script::SqlScript;
    ///
    /// let of = |text: &str| SqlScript::parse("a.sql".as_ref(), text.as_bytes()).unwrap().checksum();
    /// let text = "-- revision: a\n-- down_revision:\n-- upgrade\nSELECT 1;\n";
    /// assert_eq!(of(text), of(&text.replace('\n', "\r\n")));
    /// assert_eq!(of(text), of(&format!("-- why\n{text}-- downgrade\n")));
    /// assert_ne!(of(text), of(&text.replace('1', "2")));
    /// ```
    pub fn checksum(&self) -> String {
        let mut hasher = Sha256::new();
        let up = self.sections.iter().filter(|section| section.direction == Direction::Upgrade);
        for section in up {
            for dialect in &section.dialects {
                hasher.update(dialect.name());
            }
            for line in section.text.trim_end().lines() {
                hasher.update("\n");
                hasher.update(line);
            }
        }
        hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn section(&self, direction: Direction, dialect: &Dialect) -> Result<&Section, ScriptError> {
        let of = |backend: Option<Backend>| {
            self.sections.iter().find(|section| {
                section.direction == direction
                    && backend.map_or(section.dialects.is_empty(), |backend| {
                        section.dialects.contains(&backend)
                    })
            })
        };
        let grammar = dialect.grammar();
        let also = (grammar == Backend::Mariadb).then_some(Backend::Mysql);
        let found = of(Some(grammar))
            .or_else(|| also.and_then(|backend| of(Some(backend))))
            .or_else(|| of(None));
        found.ok_or_else(|| {
            let others = self.sections.iter().filter(|section| section.direction == direction);
            let others: Vec<Backend> =
                others.flat_map(|section| section.dialects.iter().copied()).collect();
            let problem = ScriptProblem::NoSectionFor { direction, dialect: grammar, others };
            ScriptError::new(&self.revision.path, 1, problem)
        })
    }
}
