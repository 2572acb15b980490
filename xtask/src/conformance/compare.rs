//! Whether two tools wrote the same SQL, and in few words how not.

/// What came of one script.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// Alembic cannot run it without a package that is not installed.
    Imports,
    /// It reads rows, which Alembic cannot do without a database; whether Limbeck says so too.
    Rows(bool),
    /// Alembic refuses it for another reason.
    Refused,
    /// Alembic writes something else each time.
    Chance,
    Equal,
    /// The first lines that differ.
    Different(String),
    /// The first line of Limbeck's error.
    Failing(String),
}

/// Compares what Limbeck wrote with what Alembic did.
pub fn verdict(wanted: &str, written: &str, succeeded: bool, errors: &str) -> Verdict {
    if !succeeded {
        return Verdict::Failing(first_error(errors));
    }
    if folded(wanted).eq(folded(written)) {
        return Verdict::Equal;
    }
    let wanted = lines(wanted);
    let written = lines(written);
    let same = wanted.iter().zip(&written).take_while(|(a, b)| a == b).count();
    let at = |lines: &[String]| lines.get(same).cloned().unwrap_or_else(|| "(end)".into());
    Verdict::Different(format!("- {} + {}", at(&wanted), at(&written)))
}

/// The words, without the semicolons that end lines.
fn folded(sql: &str) -> impl Iterator<Item = &str> {
    sql.lines().flat_map(|line| line.trim_end().trim_end_matches(';').split_whitespace())
}

fn lines(sql: &str) -> Vec<String> {
    sql.lines()
        .map(|line| {
            let line = line.trim_end().trim_end_matches(';');
            line.split_whitespace().collect::<Vec<_>>().join(" ")
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// The first line that says what is wrong; of a traceback that is its last.
fn first_error(errors: &str) -> String {
    let lines: Vec<&str> = errors
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("INFO"))
        .collect();
    let is_traceback = lines.first().is_some_and(|line| line.starts_with("Traceback"));
    let line = if is_traceback {
        lines.iter().skip(1).find(|line| !line.starts_with(' '))
    } else {
        lines.first()
    };
    line.map_or("no message", |line| line.trim()).to_owned()
}

/// A cause without the names that differ from script to script.
pub fn general(cause: &str) -> String {
    let mut general = String::new();
    let words = cause.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    let mut rest = cause;
    for word in words {
        let is_name = word.chars().any(|c| c.is_lowercase() || c.is_ascii_digit() || c == '_');
        general.push_str(if is_name { "x" } else { word });
        rest = &rest[word.len()..];
        if let Some(separator) = rest.chars().next() {
            general.push(separator);
            rest = &rest[separator.len_utf8()..];
        }
    }
    general
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_ends_of_statements_do_not_count() {
        assert_eq!(
            verdict(
                "CREATE TABLE t (\n  a INTEGER\n);\n\n",
                "CREATE TABLE t ( a INTEGER )",
                true,
                ""
            ),
            Verdict::Equal
        );
    }

    #[test]
    fn the_first_lines_that_differ_are_the_cause() {
        assert_eq!(
            verdict("BEGIN;\n\nDROP TABLE a;", "BEGIN;\nDROP TABLE b;", true, ""),
            Verdict::Different("- DROP TABLE a + DROP TABLE b".into())
        );
        assert_eq!(verdict("A;", "", true, ""), Verdict::Different("- A + (end)".into()));
    }

    #[test]
    fn a_failure_is_known_by_its_first_line() {
        assert_eq!(
            verdict("", "", false, "INFO  [x] y\nerror: no\n  there"),
            Verdict::Failing("error: no".into())
        );
        assert_eq!(
            verdict("", "", false, "Traceback (most recent call last):\n  File x\nError: no\n"),
            Verdict::Failing("Error: no".into())
        );
    }

    #[test]
    fn names_are_left_out_of_a_general_cause() {
        assert_eq!(general("- DROP TABLE a_1 + DROP VIEW b"), "- DROP TABLE x + DROP VIEW x");
        assert_eq!(general("é«ab» C"), "x«x» C");
    }
}
