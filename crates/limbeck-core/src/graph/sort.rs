//! The order in which revisions are listed: newest first, down one branch before the next.

use super::error::Uncaught;
use super::range::Selection;
use super::{Graph, ResolveError, RevIx};

impl Graph {
    /// Lists a selection so that a revision comes before all it stands on.
    ///
    /// Starts at the ends in file order and keeps going down one branch; a revision that another
    /// open branch still leads to waits until that branch has come down to it. At a merge the
    /// first parent continues the branch and the others open new ones, in declared order.
    ///
    /// # Errors
    ///
    /// Members that no end leads to; revisions that depend on each other.
    pub(super) fn sorted(&self, selection: Selection) -> Result<Vec<RevIx>, ResolveError> {
        let mut todo = selection.members;
        let mut open: Vec<RevIx> = selection.ends;
        open.retain(|ix| todo.contains(ix.index()));
        open.sort();
        open.dedup();
        let mut output = Vec::with_capacity(todo.count_ones(..));
        let mut at = 0;
        let mut switched = 0;
        while let Some(&candidate) = open.get(at) {
            let before = |(other, head): (usize, &RevIx)| {
                (other != at && self.is_ancestor(candidate, *head)).then_some(other)
            };
            if let Some(other) = open.iter().enumerate().find_map(before) {
                at = other;
                switched += 1;
                if switched > open.len() {
                    // Each waits for another: Alembic goes on switching for ever.
                    return Err(Uncaught::Entangled { revisions: self.ids(&open) }.into());
                }
                continue;
            }
            switched = 0;
            if todo.contains(candidate.index()) {
                todo.remove(candidate.index());
                output.push(candidate);
            }
            let is_new = |ix: &&RevIx| todo.contains(ix.index()) && !open.contains(ix);
            let down = self.normalized_down(candidate).iter().filter(is_new);
            let mut down: Vec<RevIx> = down.copied().collect();
            if down.is_empty() {
                open.remove(at);
                at = at.saturating_sub(1);
            } else {
                open[at] = down.remove(0);
                open.extend(down);
            }
        }
        if todo.is_clear() {
            Ok(output)
        } else {
            let revisions = self.ids(&Self::members(&todo));
            Err(Uncaught::Disconnected { revisions }.into())
        }
    }
}
