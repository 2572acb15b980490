//! How revisions are printed: Alembic's one-line form, its record and its list of branches.

use super::{Graph, RevIx};

/// What a one-line form shows beside the id.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// Parents and dependencies, before the id.
    pub parents: bool,
    /// Branch labels.
    pub labels: bool,
    /// `(branchpoint)` and `(mergepoint)`.
    pub tree: bool,
    /// The docstring's first paragraph.
    pub doc: bool,
    /// `(current)`.
    pub current: bool,
}

impl Line {
    /// As `history` prints it.
    pub const HISTORY: Line =
        Line { parents: true, labels: true, tree: true, doc: true, current: false };
    /// As `heads` prints it.
    pub const HEADS: Line =
        Line { parents: false, labels: true, tree: false, doc: false, current: false };
    /// As `current` prints it.
    pub const CURRENT: Line =
        Line { parents: false, labels: false, tree: true, doc: false, current: false };
    /// As `branches` prints a branch point.
    pub const BRANCH_POINT: Line = Line { labels: true, ..Line::CURRENT };
}

/// The docstring without white space around it, as Python's `strip` leaves it.
pub fn long_doc(doc: &str) -> &str {
    doc.trim_matches(|c: char| c.is_whitespace() || ('\x1c'..='\x1f').contains(&c))
}

/// The docstring up to its first blank line.
pub fn short_doc(doc: &str) -> &str {
    let doc = long_doc(doc);
    doc.split_once("\n\n").map_or(doc, |(first, _)| first)
}

/// The one-line form:
/// `[<down> [(deps)] -> ]REV[ (labels)][ (head)][ (effective head)][ (current)][ (branchpoint)][ (mergepoint)][, doc]`.
///
/// `(head)` means that nothing follows or depends on it, `(effective head)` that something
/// depends on it.
pub fn line(graph: &Graph, ix: RevIx, with: Line) -> String {
    let revision = graph.get(ix);
    let mut text = String::new();
    if with.parents {
        text.push_str(&down_revision(graph, ix));
        if !revision.depends_on.is_empty() {
            text.push_str(&format!(" ({})", revision.depends_on.join(", ")));
        }
        text.push_str(" -> ");
    }
    text.push_str(&revision.id);
    let labels: Vec<&str> = graph.branch_labels(ix).collect();
    if with.labels && !labels.is_empty() {
        text.push_str(&format!(" ({})", labels.join(", ")));
    }
    let (head, real_head) = (graph.is_head(ix), graph.is_real_head(ix));
    for (shown, marker) in [
        (real_head, " (head)"),
        (head && !real_head, " (effective head)"),
        (with.current, " (current)"),
        (with.tree && graph.is_branch_point(ix), " (branchpoint)"),
        (with.tree && graph.is_merge_point(ix), " (mergepoint)"),
    ] {
        if shown {
            text.push_str(marker);
        }
    }
    if with.doc {
        text.push_str(&format!(", {}", short_doc(&revision.doc)));
    }
    text
}

/// The record that `show` and `--verbose` print; it ends in a line break and is followed by one
/// more when printed as a line, as Alembic does.
///
/// Here `(head)` goes by `down_revision` alone.
pub fn record(graph: &Graph, ix: RevIx, current: bool) -> String {
    let revision = graph.get(ix);
    let mut text = format!("Rev: {}", revision.id);
    for (shown, marker) in [
        (graph.is_head(ix), " (head)"),
        (graph.is_branch_point(ix), " (branchpoint)"),
        (graph.is_merge_point(ix), " (mergepoint)"),
        (current, " (current)"),
    ] {
        if shown {
            text.push_str(marker);
        }
    }
    let parents = match graph.is_merge_point(ix) {
        true => "Merges",
        false => "Parent",
    };
    text.push_str(&format!("\n{parents}: {}\n", down_revision(graph, ix)));
    let children = graph.ids(match graph.is_branch_point(ix) {
        true => graph.children(ix),
        false => &[],
    });
    let labels: Vec<&str> = graph.branch_labels(ix).collect();
    for (name, values) in [
        ("Also depends on", revision.depends_on.join(", ")),
        ("Branches into", children.join(", ")),
        ("Branch names", labels.join(", ")),
    ] {
        if !values.is_empty() {
            text.push_str(&format!("{name}: {values}\n"));
        }
    }
    let doc: Vec<String> =
        lines(long_doc(&revision.doc)).into_iter().map(|line| format!("    {line}")).collect();
    text.push_str(&format!("Path: {}\n\n{}\n", revision.path.display(), doc.join("\n")));
    text
}

/// One revision in `branches`: the branch point, then a row per child, then an empty line.
pub fn branch_point(graph: &Graph, ix: RevIx, verbose: bool) -> String {
    let head = match verbose {
        true => record(graph, ix, false),
        false => line(graph, ix, Line::BRANCH_POINT),
    };
    let indent = " ".repeat(graph.id(ix).chars().count());
    let with = Line { doc: verbose, ..Line::BRANCH_POINT };
    let row = |child: &RevIx| format!("{indent} -> {}", line(graph, *child, with));
    let rows: Vec<String> = graph.children(ix).iter().map(row).collect();
    format!("{head}\n{}\n", rows.join("\n"))
}

fn down_revision(graph: &Graph, ix: RevIx) -> String {
    match graph.get(ix).down_revision.as_slice() {
        [] => "<base>".to_owned(),
        down => down.join(", "),
    }
}

/// Splits at all line ends that Python's `splitlines` knows.
fn lines(text: &str) -> Vec<&str> {
    let is_end = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let mut lines = Vec::new();
    let mut rest = text;
    while let Some(end) = rest.find(is_end) {
        lines.push(&rest[..end]);
        let width = match rest[end..].starts_with("\r\n") {
            true => 2,
            false => rest[end..].chars().next().map_or(1, char::len_utf8),
        };
        rest = &rest[end + width..];
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}
