//! The server's errors by pymysql's classes, without the values of rows.

use limbeck_core::statement::{DatabaseError, ErrorKind};

/// Errors whose message quotes a value first.
const QUOTE_VALUES: &[i64] = &[1062, 1292, 1366, 1367, 1411, 1525, 1586, 3156];
/// The error of a syntax that the server cannot read: it quotes what follows.
const SYNTAX: i64 = 1064;

/// The class that pymysql has for an error of this number.
pub fn kind_of(code: i64) -> ErrorKind {
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
pub(crate) fn without_values(mut error: DatabaseError, has_values: bool) -> DatabaseError {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn operational(code: i64, message: &str) -> DatabaseError {
        let error = DatabaseError::new(ErrorKind::Operational, message);
        DatabaseError { code: Some(code), ..error }
    }

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
