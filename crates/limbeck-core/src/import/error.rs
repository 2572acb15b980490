//! What can be wrong with a folder of migrations or with a history table.

use std::path::PathBuf;

use super::Tool;

/// Why a folder or a database cannot be taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    #[error("{}: this is not UTF-8", .path.display())]
    NotUtf8 { path: PathBuf },
    #[error("{} and {} have one version", .first.display(), .second.display())]
    SameVersion { first: PathBuf, second: PathBuf },
    #[error(
        "{}: the version is longer than the 32 characters that the version table holds",
        .path.display()
    )]
    LongVersion { path: PathBuf },
    #[error("{}: no line `-- migrate:up`", .path.display())]
    NoUpBlock { path: PathBuf },
    #[error("{}:{line}: SQL stands above `-- migrate:up`", .path.display())]
    AboveUpBlock { path: PathBuf, line: usize },
    #[error("{}: {message}", .path.display())]
    Settings { path: PathBuf, message: String },
    #[error(
        "{}: this migration is a program, whose statements only a run of it decides; write them \
         as an SQL file of the same name first",
        .path.display()
    )]
    Program { path: PathBuf },
    #[error(
        "{}: a baseline migration stands for all up to its version, which a revision cannot; \
         move it out of the folder to import those",
        .path.display()
    )]
    Baseline { path: PathBuf },
    #[error(
        "{}: the file has changed since {} applied it; restore what was applied, from version \
         control say, and import again",
        .path.display(), .tool.name()
    )]
    Changed { path: PathBuf, tool: Tool },
    #[error(
        "{}: {tool} began this migration and did not finish it; settle it with {tool} first",
        .path.display(), tool = .tool.name()
    )]
    Failed { path: PathBuf, tool: Tool },
    #[error(
        "the database has version {version}, applied by {}, whose file is not in the folder",
        .tool.name()
    )]
    NoFile { version: String, tool: Tool },
    #[error(
        "{}: not applied, while {}, which comes after it, is; apply it by {} first",
        .path.display(), .later.display(), .tool.name()
    )]
    Gap { path: PathBuf, later: PathBuf, tool: Tool },
}

/// A file of the folder that becomes no revision.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}", .path.display())]
pub struct LeftOut {
    pub path: PathBuf,
    pub reason: &'static str,
}

impl LeftOut {
    /// A file whose name is none of a migration's.
    pub(super) fn misnamed(path: PathBuf) -> LeftOut {
        LeftOut { path, reason: "left out, for its name is none of a migration's" }
    }

    /// A file that undoes what no other file does.
    pub(super) fn undoes_nothing(path: PathBuf) -> LeftOut {
        LeftOut { path, reason: "left out, for no migration has the version that it undoes" }
    }
}
