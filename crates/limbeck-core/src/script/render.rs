//! The text of a new SQL revision script.

use super::header::reads_as_header;

/// What a new script starts with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewScript<'a> {
    pub message: &'a str,
    pub id: &'a str,
    pub down_revision: &'a [String],
    pub branch_labels: &'a [String],
    pub depends_on: &'a [String],
    /// As it is to stand behind `Create Date:`.
    pub create_date: &'a str,
    /// Whole statements, each with its semicolon.
    pub upgrade: &'a str,
    pub downgrade: &'a str,
}

/// The text of the file, which [`SqlScript::parse`](super::SqlScript::parse) reads.
///
/// ```
/// use limbeck_core::script::{NewScript, render};
///
/// let new = NewScript { message: "add users", id: "b2", create_date: "today", ..NewScript::default() };
/// assert!(render(&new).starts_with("-- add users\n--\n-- Create Date: today\n--\n-- revision: b2\n"));
/// ```
pub fn render(new: &NewScript<'_>) -> String {
    let mut text = String::new();
    for line in new.message.lines() {
        let indent = if reads_as_header(line) { "-- * " } else { "-- " };
        text += &format!("{}\n", format!("{indent}{line}").trim_end());
    }
    text += &format!("--\n-- Create Date: {}\n--\n-- revision: {}\n", new.create_date, new.id);
    let mut list = |name: &str, ids: &[String], always: bool| {
        if always || !ids.is_empty() {
            text += format!("-- {name}: {}", ids.join(", ")).trim_end();
            text.push('\n');
        }
    };
    list("down_revision", new.down_revision, true);
    list("branch_labels", new.branch_labels, false);
    list("depends_on", new.depends_on, false);
    for (name, statements) in [("upgrade", new.upgrade), ("downgrade", new.downgrade)] {
        text += &format!("\n-- {name}\n");
        if !statements.is_empty() {
            text += &format!("{}\n", statements.trim_end());
        }
    }
    text
}
