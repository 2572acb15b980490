//! Why a value, a type or an element cannot be written in a dialect.

use super::Backend;

/// An element that the dialect cannot spell, under SQLAlchemy's messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    #[error("Can't generate DDL for NullType(); did you forget to specify a type on this Column?")]
    NullType,
    /// No spelling of `element` in the dialect.
    #[error("Compiler {compiler} can't render element of type {element}")]
    Unsupported { compiler: String, element: String },
    #[error("{type_} requires a length on dialect {dialect}")]
    LengthRequired { type_: &'static str, dialect: &'static str },
    #[error("PostgreSQL {class} type requires a name.")]
    TypeWithoutName { class: &'static str },
    #[error(
        "{type_} has name '{name}' that matches an existing type, and requires an explicit schema name in order to be rendered in DDL."
    )]
    TypeNameTaken { type_: String, name: String },
    #[error(
        "No literal value renderer is available for literal value \"{value}\" with datatype {type_}"
    )]
    NoLiteral { value: String, type_: String },
    #[error(
        "Could not render literal value \"{value}\" with datatype {type_}; see parent stack trace for more detail."
    )]
    LiteralMismatch { value: String, type_: String },
    #[error("You must specify both precision and scale or omit both altogether.")]
    PrecisionWithoutScale,
    /// A name written by hand that the database would cut.
    #[error("Identifier '{name}' exceeds maximum length of {max} characters")]
    IdentifierTooLong { name: String, max: usize },
    #[error("Unexpected SQL phrase: '{phrase}' (matching against '{pattern}')")]
    UnexpectedPhrase { phrase: String, pattern: &'static str },
    #[error("(in table '{table}', column '{column}'): {source}")]
    InColumn {
        table: String,
        column: String,
        #[source]
        source: Box<CompileError>,
    },
    /// A parameter without a value, in a statement that is to be run.
    #[error("A value is required for bind parameter '{name}'")]
    ValueRequired { name: String },
    /// Anything else that SQLAlchemy refuses with a CompileError.
    #[error("{0}")]
    Message(String),
}

impl CompileError {
    /// The error for an element that `backend` has no type or construct for.
    pub fn unsupported_type(backend: Backend, element: impl Into<String>) -> CompileError {
        let compiler = match backend {
            Backend::Postgresql => "PGTypeCompiler",
            Backend::Sqlite => "SQLiteTypeCompiler",
            Backend::Mysql | Backend::Mariadb => "MySQLTypeCompiler",
        };
        CompileError::Unsupported { compiler: compiler.to_owned(), element: element.into() }
    }

    /// The error for a part of a statement, by its class, that `backend` has no spelling for.
    pub fn unsupported(backend: Backend, class: &str) -> CompileError {
        let compiler = match backend {
            Backend::Postgresql => "PGCompiler",
            Backend::Sqlite => "SQLiteCompiler",
            Backend::Mysql | Backend::Mariadb => "MySQLCompiler",
        };
        let element = format!("<class '{class}'>");
        CompileError::Unsupported { compiler: compiler.to_owned(), element }
    }

    /// The error for a DDL construct that `backend` lacks.
    pub fn unsupported_ddl(backend: Backend, element: impl Into<String>) -> CompileError {
        let compiler = match backend {
            Backend::Postgresql => "PGDDLCompiler",
            Backend::Sqlite => "SQLiteDDLCompiler",
            Backend::Mysql | Backend::Mariadb => "MySQLDDLCompiler",
        };
        CompileError::Unsupported { compiler: compiler.to_owned(), element: element.into() }
    }

    /// The error for a construct of Alembic's own that `backend` has no spelling for.
    pub fn no_handler(backend: Backend, construct: &str) -> CompileError {
        let class = format!("<class 'alembic.ddl.base.{construct}'>");
        let element = format!("{class}: {class} construct has no default compilation handler.");
        CompileError::unsupported_ddl(backend, element)
    }

    /// The class of `sqlalchemy.exc` that a script would catch.
    pub fn class(&self) -> &'static str {
        match self {
            CompileError::Unsupported { .. } => "UnsupportedCompilationError",
            CompileError::IdentifierTooLong { .. } => "IdentifierError",
            CompileError::PrecisionWithoutScale => "ArgumentError",
            _ => "CompileError",
        }
    }
}
