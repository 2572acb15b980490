//! Errors of our own driver, with pymysql's numbers.

use std::io;

use limbeck_core::statement::{DatabaseError, ErrorKind};
use mysql_common::packets::ServerError;

use super::message::kind_of;

const LOST: i64 = 2013;
const GONE: i64 = 2006;
const UNREACHABLE: i64 = 2003;

/// The error that the server reported.
pub(super) fn server_error(error: &ServerError<'_>) -> DatabaseError {
    let code = i64::from(error.error_code());
    let mut made = DatabaseError::new(kind_of(code), error.message_str());
    made.code = Some(code);
    made.sqlstate = error.sql_state_ref().map(|state| state.as_str().into_owned());
    made
}

/// An operational error with one of the client's own numbers.
pub(super) fn operational(code: i64, message: impl Into<String>) -> DatabaseError {
    let mut error = DatabaseError::new(ErrorKind::Operational, message);
    error.code = Some(code);
    error
}

pub(super) fn interface(message: impl Into<String>) -> DatabaseError {
    DatabaseError::new(ErrorKind::Interface, message)
}

/// The error for a connection that broke while an answer was awaited.
pub(super) fn lost(error: &io::Error) -> DatabaseError {
    let message = "Lost connection to MySQL server during query";
    match error.kind() {
        io::ErrorKind::UnexpectedEof => operational(LOST, message),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => {
            operational(LOST, format!("{message} (timed out)"))
        }
        _ => operational(LOST, format!("{message} ({})", plain(error))),
    }
}

/// The error for a connection that broke while a statement was sent.
pub(super) fn gone(error: &io::Error) -> DatabaseError {
    operational(GONE, format!("MySQL server has gone away ({})", plain(error)))
}

/// Whether the connection cannot be used after this error.
pub(super) fn is_lost(error: &DatabaseError) -> bool {
    // A killed connection and a server that stops still answer once.
    matches!(error.code, Some(LOST | GONE | 1053 | 1927 | 4031)) || error.sqlstate.is_none()
}

/// The error for a server that cannot be reached.
pub(super) fn unreachable(host: &str, error: &io::Error) -> DatabaseError {
    let why = match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "timed out".to_owned(),
        _ => plain(error),
    };
    operational(UNREACHABLE, format!("Can't connect to MySQL server on '{host}' ({why})"))
}

// As Python shows it: `[Errno 111] Connection refused`.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    match (error.raw_os_error(), text.strip_prefix("failed to lookup address information: ")) {
        (_, Some(reason)) => format!("[Errno -2] {reason}"),
        (Some(number), None) => format!("[Errno {number}] {text}"),
        (None, None) => text.to_owned(),
    }
}
