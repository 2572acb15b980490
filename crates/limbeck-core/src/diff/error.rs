//! Why two schemas cannot be compared.

use crate::{ddl::DdlError, dialect::CompileError, statement::DatabaseError};

/// A comparison that cannot go on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DiffError {
    /// A type or expression of the models that the dialect cannot spell.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// A name that the naming convention cannot make.
    #[error(transparent)]
    Naming(#[from] DdlError),
    /// Tables of one name in several metadata, under Alembic's words.
    #[error("Duplicate table keys across multiple MetaData objects: {}", keys(tables))]
    DuplicateTables { tables: Vec<String> },
    /// A rename that was asked for, of a table or column that is not there.
    #[error("--rename {renaming}: the database has no such table or column")]
    NothingToRename { renaming: String },
    /// What the database answers a question of the comparison with.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

fn keys(tables: &[String]) -> String {
    tables.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", ")
}
