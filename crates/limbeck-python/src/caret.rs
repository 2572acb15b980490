//! The marks under a line of a traceback that show which part of it failed.

use rustpython_ruff_text_size::Ranged;
use rustpython_vm::compiler::{
    ast::{Expr, Stmt},
    parser,
};

/// The marks for the part of `line` from byte `start` to byte `end`, to be printed under the
/// line without its indentation; none where the part is all of the line.
///
/// An operator or a subscript within the part is marked by `^`, what it works on by `~`.
pub(crate) fn marks(line: &str, start: usize, end: usize) -> Option<String> {
    let end = end.min(line.trim_end().len());
    let part = line.get(start..end)?;
    let stripped = line.trim();
    let indent = line.len() - line.trim_start().len();
    let width = part.chars().count();
    let anchors = anchors(part);
    if width == 0 || (width >= stripped.chars().count() && anchors.is_none()) {
        return None;
    }
    let mut marks = " ".repeat(line.get(indent..start)?.chars().count());
    match anchors {
        Some((left, right)) => {
            let count = |range: &str| range.chars().count();
            marks += &"~".repeat(count(&part[..left]));
            marks += &"^".repeat(count(&part[left..right]));
            marks += &"~".repeat(count(&part[right..]));
        }
        None => marks += &"^".repeat(width),
    }
    Some(marks)
}

/// Where the operator of a binary operation, or the brackets of a subscript, start and end.
fn anchors(part: &str) -> Option<(usize, usize)> {
    let parsed = parser::parse_module(part).ok()?;
    let [Stmt::Expr(statement)] = parsed.syntax().body.as_slice() else { return None };
    match &*statement.value {
        Expr::BinOp(operation) => {
            let from = operation.left.range().end().to_usize();
            let between = part.get(from..operation.right.range().start().to_usize())?;
            let at = between.len() - between.trim_start().len();
            let operator = between[at..].chars().take(2).take_while(|c| !c.is_whitespace());
            let length: usize = operator.map(char::len_utf8).sum();
            Some((from + at, from + at + length))
        }
        Expr::Subscript(subscript) => {
            let from = subscript.value.range().end().to_usize();
            Some((from, subscript.slice.range().end().to_usize() + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::marks;

    /// The marks for the part of the line between the two bars.
    fn check(barred: &str, expected: Option<&str>) {
        let start = barred.find('|').unwrap();
        let end = barred.rfind('|').unwrap() - 1;
        assert_eq!(marks(&barred.replace('|', ""), start, end).as_deref(), expected, "{barred}");
    }

    #[test]
    fn marks_stand_as_in_python() {
        check("    return |json.loads('{')|", Some("       ^^^^^^^^^^^^^^^"));
        check("    |{}['k']|", Some("~~^^^^^"));
        check("    |raise ValueError|", None);
        check("    return |1 + 'a'|", Some("       ~~^~~~~"));
        check("    x = 'é' + str(|2 ** y // y|)", Some("              ~~~~~~~^^~~"));
    }
}
