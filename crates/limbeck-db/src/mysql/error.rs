//! Errors by pymysql's classes and numbers, without the values of rows.

use std::io;

use limbeck_core::statement::{DatabaseError, ErrorKind};
use mysql_common::packets::ServerError;

const LOST: i64 = 2013;
const GONE: i64 = 2006;
const UNREACHABLE: i64 = 2003;

/// Errors whose message quotes a value first.
const QUOTE_VALUES: &[i64] = &[1062, 1292, 1366, 1367, 1411, 1525, 1586, 3156];
/// The error of a syntax that the server cannot read: it quotes what follows.
const SYNTAX: i64 = 1064;

/// The error that the server reported.
pub(super) fn server_error(error: &ServerError<'_>) -> DatabaseError {
    let code = i64::from(error.error_code());
    let mut made = DatabaseError::new(kind_of(code), error.message_str());
    made.code = Some(code);
    made.sqlstate = error.sql_state_ref().map(|state| state.as_str().into_owned());
    made
}

/// pymysql's class for an error's number.
fn kind_of(code: i64) -> ErrorKind {
    match code {
        1007 | 1064 | 1102 | 1103 | 1110..=1113 | 1146 | 1149 | 1166 | 1179 => {
            ErrorKind::Programming
        }
        1171 | 1230 | 1263..=1265 | 1366 | 1367 | 1406 | 1441 => ErrorKind::Data,
        1048 | 1062 | 1215..=1217 | 1451 | 1452 => ErrorKind::Integrity,
        1196 | 1235 | 1286 | 1289 => ErrorKind::NotSupported,
        ..1000 => ErrorKind::Internal,
        _ => ErrorKind::Operational,
    }
}

/// Takes the values that the server quotes out of the message; `detail` keeps its words.
///
/// `has_values`: values stand in the text that was sent, which a syntax error quotes.
pub(super) fn without_values(mut error: DatabaseError, has_values: bool) -> DatabaseError {
    let code = error.code.unwrap_or_default();
    let masked = match code {
        SYNTAX if has_values => mask(&error.message, "near '", "' at line"),
        _ if QUOTE_VALUES.contains(&code) => {
            mask(&error.message, "'", "' for ").or_else(|| mask(&error.message, "'", "'"))
        }
        _ => None,
    };
    if let Some(masked) = masked {
        error.detail = Some(std::mem::replace(&mut error.message, masked));
    }
    error
}

// From the first `open` to the last `close`, so that quotes inside the value do not end it.
fn mask(message: &str, open: &str, close: &str) -> Option<String> {
    let start = message.find(open)? + open.len();
    let end = start + message[start..].rfind(close)?;
    Some(format!("{}...{}", &message[..start], &message[end..]))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_lose_the_values_that_they_quote() {
        let cases = [
            (
                1062,
                "Duplicate entry 'it's for' for key 'PRIMARY'",
                "Duplicate entry '...' for key 'PRIMARY'",
            ),
            (
                1366,
                "Incorrect integer value: 'x' for column `d`.`t`.`a` at row 1",
                "Incorrect integer value: '...' for column `d`.`t`.`a` at row 1",
            ),
            (
                1292,
                "Truncated incorrect DOUBLE value: 'x'",
                "Truncated incorrect DOUBLE value: '...'",
            ),
            (1146, "Table 'd.t' doesn't exist", "Table 'd.t' doesn't exist"),
            (1064, "syntax; to use near 'x' at line 1", "syntax; to use near '...' at line 1"),
        ];
        for (code, said, shown) in cases {
            let error = without_values(operational(code, said), true);
            assert_eq!(error.message, shown);
            assert_eq!(error.detail.as_deref(), (said != shown).then_some(said));
        }
        let said = "syntax; to use near 'x' at line 1";
        assert_eq!(without_values(operational(1064, said), false).message, said);
    }
}
