//! Errors of a database, with what a script or a message needs to tell them apart.

use serde::{Deserialize, Serialize};

/// The class of an error, by the names of Python's DB API that SQLAlchemy's classes carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The connection was refused, lost or not authenticated; or the server is in trouble.
    Operational,
    /// A constraint was violated.
    Integrity,
    /// The statement is wrong: syntax, unknown table or column, missing privilege.
    Programming,
    /// A value does not fit its type.
    Data,
    /// The server failed within itself.
    Internal,
    /// The database cannot do this.
    NotSupported,
    /// The driver was used wrongly.
    Interface,
    /// Anything else the server reported.
    Database,
}

impl ErrorKind {
    /// The class that psycopg raises for `sqlstate`.
    ///
    /// ```
    /// use limbeck_core::statement::ErrorKind;
    /// assert_eq!(ErrorKind::from_sqlstate("23505"), ErrorKind::Integrity);
    /// assert_eq!(ErrorKind::from_sqlstate("42P01"), ErrorKind::Programming);
    /// ```
    pub fn from_sqlstate(sqlstate: &str) -> ErrorKind {
        match sqlstate.get(..2).unwrap_or_default() {
            "10" | "20" | "21" | "26" | "34" | "3D" | "3F" | "42" | "44" | "P0" => {
                ErrorKind::Programming
            }
            "0A" => ErrorKind::NotSupported,
            "22" => ErrorKind::Data,
            "23" => ErrorKind::Integrity,
            "24" | "25" | "2B" | "2D" | "XX" => ErrorKind::Internal,
            "08" | "27" | "28" | "2F" | "38" | "39" | "3B" | "40" | "53" | "54" | "55" | "57"
            | "58" | "F0" | "HV" => ErrorKind::Operational,
            _ => ErrorKind::Database,
        }
    }
}

/// An error that a database or its driver reported.
///
/// `message` is the server's primary message and never holds the statement's values;
/// `detail` may quote them, so it is shown only where a script asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct DatabaseError {
    pub kind: ErrorKind,
    pub message: String,
    pub sqlstate: Option<String>,
    /// SQLite's extended result code or MySQL's error number.
    pub code: Option<i64>,
    pub detail: Option<String>,
    pub hint: Option<Box<str>>,
    /// The functions of the server within which it happened.
    #[serde(default)]
    pub context: Option<Box<str>>,
    pub constraint: Option<String>,
    pub table: Option<Box<str>>,
    pub column: Option<Box<str>>,
    /// The template of the statement, without its values.
    pub statement: Option<String>,
    /// The position of the error in the statement: characters from 1.
    pub position: Option<u32>,
    /// The Python driver that the URL names, whose classes a script catches.
    #[serde(default)]
    pub driver: Option<Box<str>>,
    /// No connection came about.
    #[serde(default)]
    pub connecting: bool,
}

impl DatabaseError {
    /// An error of this kind with nothing known beyond its message.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        DatabaseError {
            kind,
            message: message.into(),
            sqlstate: None,
            code: None,
            detail: None,
            hint: None,
            context: None,
            constraint: None,
            table: None,
            column: None,
            statement: None,
            position: None,
            driver: None,
            connecting: false,
        }
    }
}
