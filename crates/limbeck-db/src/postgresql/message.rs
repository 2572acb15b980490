//! The server's errors, without the values of rows.

use limbeck_core::statement::{DatabaseError, Statement};

/// The class of states in which a message quotes the value that it is about.
const DATA_EXCEPTION: &str = "22";
/// What the server was reading, when a line of the context ends with a value.
const READING: [&str; 2] = ["JSON data, ", "COPY "];

/// Takes the values that the server quotes out of the message and the context; `detail` keeps
/// its words, for a script that asks. A literal of the statement itself, at which the error
/// points, is no value of a row.
pub(crate) fn without_values(error: DatabaseError, statement: &Statement) -> DatabaseError {
    let own_literal = statement.params.is_empty() && error.position.is_some();
    if own_literal
        || !error.sqlstate.as_deref().is_some_and(|state| state.starts_with(DATA_EXCEPTION))
    {
        return error;
    }
    let message = quoted(&error.message);
    let context = error.context.map(|context| {
        let lines: Vec<String> = context.lines().map(context_line).collect();
        lines.join("\n").into()
    });
    DatabaseError { message, context, ..error }
}

// From the first quote to the last, so that quotes inside the value do not end it.
fn quoted(message: &str) -> String {
    match (message.find('"'), message.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            format!("{}...{}", &message[..=first], &message[last..])
        }
        _ => message.to_owned(),
    }
}

fn context_line(line: &str) -> String {
    match line.split_once(": ") {
        Some((place, _)) if READING.iter().any(|reading| line.starts_with(reading)) => {
            format!("{place}: ...")
        }
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use limbeck_core::statement::{ErrorKind, Value};

    #[test]
    fn errors_lose_the_values_that_they_quote() {
        let cases = [
            (
                "22P02",
                "syntax for type integer: \"a\"b\"",
                None,
                "syntax for type integer: \"...\"",
                None,
            ),
            ("22003", "value \"9\" is out of range", None, "value \"...\" is out of range", None),
            (
                "22P02",
                "syntax for type json",
                Some("JSON data, line 1: x\nSQL function \"f\" statement 1"),
                "syntax for type json",
                Some("JSON data, line 1: ...\nSQL function \"f\" statement 1"),
            ),
            (
                "22P04",
                "extra data",
                Some("COPY t, line 1: \"x\""),
                "extra data",
                Some("COPY t, line 1: ..."),
            ),
            ("42P01", "relation \"t\" does not exist", None, "relation \"t\" does not exist", None),
        ];
        let statement = Statement::ddl("SELECT f()");
        for (state, said, from, shown, reading) in cases {
            let error = DatabaseError {
                sqlstate: Some(state.into()),
                context: from.map(Into::into),
                ..DatabaseError::new(ErrorKind::Data, said)
            };
            let error = without_values(error, &statement);
            assert_eq!((error.message.as_str(), error.context.as_deref()), (shown, reading));
        }
    }

    #[test]
    fn a_literal_of_the_statement_is_named() {
        let said = "invalid input syntax for type integer: \"word\"";
        let error = DatabaseError {
            sqlstate: Some("22P02".into()),
            position: Some(8),
            ..DatabaseError::new(ErrorKind::Data, said)
        };
        let own = without_values(error.clone(), &Statement::ddl("SELECT 'word'::int"));
        assert_eq!(own.message, said);
        let sent = Statement::with_params("SELECT $1::int", vec![Value::Text("word".into())]);
        assert!(!without_values(error, &sent).message.contains("word"));
    }
}
