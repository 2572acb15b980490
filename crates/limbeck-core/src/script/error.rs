//! What can be wrong with an SQL revision script, with the file and the line.

use std::path::{Path, PathBuf};

use crate::{dialect::Backend, plan::Direction};

/// Something wrong with an SQL revision script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {problem}", .path.display())]
pub struct ScriptError {
    pub path: PathBuf,
    /// From 1.
    pub line: u32,
    pub problem: ScriptProblem,
}

impl ScriptError {
    pub(super) fn new(path: &Path, line: u32, problem: ScriptProblem) -> Self {
        ScriptError { path: path.to_owned(), line, problem }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScriptProblem {
    #[error("this is not UTF-8")]
    NotUtf8,
    #[error("unknown header '{name}'{}; headers are revision, down_revision, branch_labels, \
             depends_on, transaction and code, and a comment that is none goes below `-- upgrade`",
             suggestion(.nearest))]
    UnknownHeader { name: String, nearest: Option<&'static str> },
    #[error("the header '{0}' is given twice")]
    RepeatedHeader(String),
    #[error("no header '-- {name}: ...'{}", missing_header_hint(.name))]
    MissingHeader { name: &'static str },
    #[error("the header '{name}' cannot be '{value}': {expected}")]
    HeaderValue { name: &'static str, value: String, expected: &'static str },
    #[error("SQL stands above the first section; begin the section by a line `-- upgrade`")]
    BeforeSections,
    #[error(
        "no section: statements stand below a line `-- upgrade`, those that undo them below \
             a line `-- downgrade`"
    )]
    NoSection,
    #[error("a revision with `-- code: rust` has no sections: the program does what it does")]
    SectionOfCode,
    #[error(
        "this revision is code of a program, which gives it by `with(\"{0}\", ..)`; run it by that \
             program"
    )]
    IsCode(String),
    #[error("'{0}' is no dialect; there are postgresql, sqlite, mysql and mariadb")]
    UnknownDialect(String),
    #[error("a second section for {}, the first is in line {first}",
            section_name(*.direction, *.dialect))]
    RepeatedSection { direction: Direction, dialect: Option<Backend>, first: u32 },
    #[error("{}", no_section_for(*.direction, *.dialect, .others))]
    NoSectionFor { direction: Direction, dialect: Backend, others: Vec<Backend> },
    #[error("{0} is opened here and never closed")]
    Unclosed(&'static str),
    #[error("the body that begins in this statement has no END")]
    UnclosedBody,
    #[error(
        "a transaction begins or ends here, but the revision runs in one of its own; take the \
             statement out, or say `-- transaction: off` in the header"
    )]
    TransactionControl,
    #[error("{0} is a command of psql, which no server understands; {1}")]
    ClientCommand(&'static str, &'static str),
    #[error("DELIMITER without a delimiter")]
    EmptyDelimiter,
}

fn suggestion(nearest: &Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |name| format!(", did you mean '{name}'?"))
}

fn missing_header_hint(name: &str) -> &'static str {
    match name {
        "down_revision" => "; the first revision has `-- down_revision:` with nothing behind it",
        _ => "",
    }
}

fn section_name(direction: Direction, dialect: Option<Backend>) -> String {
    match dialect {
        Some(dialect) => format!("{} on {dialect}", direction.log_name()),
        None => format!("{} on all dialects", direction.log_name()),
    }
}

fn no_section_for(direction: Direction, dialect: Backend, others: &[Backend]) -> String {
    let name = direction.log_name();
    if others.is_empty() {
        return format!("no `-- {name}` section: this revision cannot be undone by a script");
    }
    let others: Vec<&str> = others.iter().map(|backend| backend.name()).collect();
    format!("no `-- {name}` section for {dialect}, only for {}", others.join(", "))
}
