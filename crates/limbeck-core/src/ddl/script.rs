//! A statement as `--sql` prints it.

/// The text of `--sql` for one statement: tabs as four spaces, trimmed, ended by `;` and an
/// empty line.
///
/// ```
/// use limbeck_core::ddl::script_line;
///
/// assert_eq!(script_line("\nCREATE TABLE t (\n\ta INTEGER\n)\n\n"),
///     "CREATE TABLE t (\n    a INTEGER\n);\n\n");
/// ```
pub fn script_line(sql: &str) -> String {
    let mut line = String::with_capacity(sql.len() + 16);
    // Spaces made from tabs at either end are trimmed as well, so trimming first is the same.
    for piece in sql.trim().split_inclusive('\t') {
        match piece.strip_suffix('\t') {
            Some(text) => {
                line.push_str(text);
                line.push_str("    ");
            }
            None => line.push_str(piece),
        }
    }
    line.push_str(";\n\n");
    line
}

/// A line that `--sql` prints between statements (`-- Running upgrade ..`).
pub fn script_comment(text: &str) -> String {
    format!("-- {text}\n\n")
}
