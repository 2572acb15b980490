//! The text of a new SQL revision script.

use super::header::{reads_as_header, reads_as_section};

/// What a new script starts with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewScript<'a> {
    pub message: &'a str,
    pub id: &'a str,
    pub down_revision: &'a [String],
    pub branch_labels: &'a [String],
    pub depends_on: &'a [String],
    /// What stands below the message, line by line: `Create Date: ...`.
    pub note: &'a str,
    /// Whether the statements run each by itself, outside of a transaction.
    pub outside_transaction: bool,
    /// Whole statements, each with its semicolon.
    pub upgrade: &'a str,
    /// `None` for a revision that cannot be undone.
    pub downgrade: Option<&'a str>,
}

/// The text of the file, which [`SqlScript::parse`](super::SqlScript::parse) reads.
///
/// ```
/// use limbeck_core::script::{NewScript, render};
///
/// let note = "Create Date: today";
/// let new = NewScript { message: "add users", id: "b2", note, ..NewScript::default() };
/// assert!(render(&new).starts_with("-- add users\n--\n-- Create Date: today\n--\n-- revision: b2\n"));
/// ```
pub fn render(new: &NewScript<'_>) -> String {
    let mut text = String::new();
    for line in new.message.lines() {
        let indent = if reads_as_header(line) { "-- * " } else { "-- " };
        text += &format!("{}\n", format!("{indent}{line}").trim_end());
    }
    text += &format!("--\n-- {}\n--\n-- revision: {}\n", new.note, new.id);
    let mut list = |name: &str, ids: &[String], always: bool| {
        if always || !ids.is_empty() {
            text += format!("-- {name}: {}", ids.join(", ")).trim_end();
            text.push('\n');
        }
    };
    list("down_revision", new.down_revision, true);
    list("branch_labels", new.branch_labels, false);
    list("depends_on", new.depends_on, false);
    if new.outside_transaction {
        text += "-- transaction: off\n";
    }
    text += &section("upgrade", new.upgrade);
    text + &new.downgrade.map_or_else(String::new, |downgrade| section("downgrade", downgrade))
}

/// A section; what in it would open another is indented.
fn section(name: &str, statements: &str) -> String {
    let mut text = format!("\n-- {name}\n");
    for line in statements.trim_end().lines() {
        let indent = if reads_as_section(line) { " " } else { "" };
        text += &format!("{indent}{line}\n");
    }
    text
}
