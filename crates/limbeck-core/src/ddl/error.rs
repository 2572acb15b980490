//! Why an operation cannot become SQL, in the classes that scripts know from Alembic.

use crate::dialect::{Backend, CompileError};

/// An operation that the dialect, or its own arguments, forbid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DdlError {
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// SQLite cannot add or drop a constraint on a table that exists.
    #[error(
        "No support for ALTER of constraints in SQLite dialect. Please refer to the batch mode feature which allows for SQLite migrations using a copy-and-move strategy."
    )]
    AlterConstraint { table: String, constraint: Option<String> },
    /// MySQL must be told what kind of constraint it drops.
    #[error("No generic 'DROP CONSTRAINT' in MySQL - please specify constraint type")]
    ConstraintTypeRequired { constraint: Option<String> },
    /// MySQL restates a whole column to change it.
    #[error("All MySQL CHANGE/MODIFY COLUMN operations require the existing type.")]
    ExistingTypeRequired { table: String, column: String },
    #[error("postgresql_using must be used with the type_ parameter")]
    UsingWithoutType { table: String, column: String },
    #[error(
        "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'"
    )]
    OrderWithoutRecreate { table: String, column: String },
    /// A batch that must copy a table that nobody may read.
    #[error(
        "This operation cannot proceed in --sql mode; batch mode with dialect {dialect} requires a live database connection with which to reflect the table \"{table}\". To generate a batch SQL migration script using table \"move and copy\", a complete Table object should be passed to the \"copy_from\" argument of the batch_alter_table() method so that table reflection can be skipped."
    )]
    ReflectionOffline { dialect: Backend, table: String },
    #[error("'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None")]
    UnknownConstraintType { type_: String },
    #[error(
        "Naming convention including %(constraint_name)s token requires that constraint is explicitly named."
    )]
    NameRequired { table: String },
    /// A token that no naming convention knows.
    #[error("'{token}'")]
    UnknownToken { template: String, token: String },
    #[error("Constraint must have a name")]
    ConstraintWithoutName { table: String },
    #[error("No such constraint: '{name}'")]
    NoSuchConstraint { table: String, name: String },
    #[error("No such index: '{name}'")]
    NoSuchIndex { table: String, name: String },
    #[error("'{column}'")]
    NoSuchColumn { table: String, column: String },
    #[error("Can't {what} in batch mode")]
    NotInBatch { what: &'static str },
    #[error("Individual alter column constructs not supported by MySQL")]
    IndividualAlter,
    /// An extension has no definition to replace.
    #[error(
        "the extension {name} cannot be replaced: drop it and create it, or ALTER it by op.execute"
    )]
    NotReplaced { name: String },
    /// A column that AUTOINCREMENT cannot count.
    #[error("Column type {type_} on column '{column}' is not compatible with autoincrement=True")]
    Autoincrement { type_: String, column: String },
    /// A key of a bulk row that the table lacks.
    #[error("Unconsumed column names: {names}")]
    UnconsumedColumns { names: String },
    /// A later row of a bulk insert that lacks a column of the first.
    #[error("A value is required for bind parameter '{column}', in parameter group {row}")]
    MissingValue { column: String, row: usize },
    /// A batch that must copy a table, before the table has been reflected.
    #[error("batch_alter_table: table \"{table}\" has to be reflected before it can be copied")]
    ReflectionRequired { table: String },
    /// A cycle among the wished-for column orders of a batch.
    #[error("Circular dependency detected.")]
    CircularOrder { table: String },
    /// An option whose value has the wrong shape.
    #[error("option {option} of {object}: {reason}")]
    Option { object: String, option: String, reason: String },
}

/// The Python class that a script would catch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DdlErrorKind {
    /// `sqlalchemy.exc.CompileError` and its kin; [`CompileError::class`] names the class.
    Compile,
    NotImplemented,
    /// `alembic.util.CommandError`.
    Command,
    Value,
    Type,
    Key,
    /// `sqlalchemy.exc.InvalidRequestError`.
    InvalidRequest,
    /// `sqlalchemy.exc.StatementError`.
    Statement,
    /// `sqlalchemy.exc.ArgumentError`.
    Argument,
    /// `sqlalchemy.exc.CircularDependencyError`.
    CircularDependency,
}

impl DdlError {
    /// The class of the error.
    pub fn kind(&self) -> DdlErrorKind {
        match self {
            DdlError::Compile(CompileError::ValueRequired { .. })
            | DdlError::MissingValue { .. } => DdlErrorKind::Statement,
            DdlError::Compile(_) | DdlError::UnconsumedColumns { .. } => DdlErrorKind::Compile,
            DdlError::AlterConstraint { .. }
            | DdlError::ConstraintTypeRequired { .. }
            | DdlError::IndividualAlter
            | DdlError::NotInBatch { .. }
            | DdlError::NotReplaced { .. } => DdlErrorKind::NotImplemented,
            DdlError::ExistingTypeRequired { .. }
            | DdlError::UsingWithoutType { .. }
            | DdlError::OrderWithoutRecreate { .. }
            | DdlError::ReflectionOffline { .. }
            | DdlError::ReflectionRequired { .. } => DdlErrorKind::Command,
            DdlError::UnknownConstraintType { .. } => DdlErrorKind::Type,
            DdlError::ConstraintWithoutName { .. }
            | DdlError::NoSuchConstraint { .. }
            | DdlError::NoSuchIndex { .. } => DdlErrorKind::Value,
            DdlError::NoSuchColumn { .. } | DdlError::UnknownToken { .. } => DdlErrorKind::Key,
            DdlError::NameRequired { .. } => DdlErrorKind::InvalidRequest,
            DdlError::Autoincrement { .. } | DdlError::Option { .. } => DdlErrorKind::Argument,
            DdlError::CircularOrder { .. } => DdlErrorKind::CircularDependency,
        }
    }

    /// The class's name, as a traceback shows it.
    pub fn class(&self) -> &'static str {
        match (self, self.kind()) {
            (_, DdlErrorKind::Statement) => "StatementError",
            (DdlError::Compile(error), _) => error.class(),
            (_, DdlErrorKind::Compile) => "CompileError",
            (_, DdlErrorKind::NotImplemented) => "NotImplementedError",
            (_, DdlErrorKind::Command) => "CommandError",
            (_, DdlErrorKind::Value) => "ValueError",
            (_, DdlErrorKind::Type) => "TypeError",
            (_, DdlErrorKind::Key) => "KeyError",
            (_, DdlErrorKind::InvalidRequest) => "InvalidRequestError",
            (_, DdlErrorKind::Argument) => "ArgumentError",
            (_, DdlErrorKind::CircularDependency) => "CircularDependencyError",
        }
    }
}
