//! Which moves of version rows a stamp consists of.

use crate::graph::Links;
use crate::graph::error::Uncaught;
use crate::graph::{Graph, ResolveError, RevIx, StampTarget};

/// One move: rows that go, the row that comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Move {
    pub from: Vec<RevIx>,
    pub to: Option<RevIx>,
    pub is_upgrade: bool,
    /// A row appears or disappears without a counterpart.
    pub of_branch: bool,
}

pub(super) fn moves<S: AsRef<str>>(
    graph: &Graph,
    rows: &[String],
    targets: &[S],
) -> Result<Vec<Move>, ResolveError> {
    let StampTarget { affected, destinations } = graph.stamp_target(rows, targets)?;
    let mut moves = Vec::new();
    for destination in destinations {
        let Some(to) = destination else {
            moves.extend(affected.iter().map(|head| Move {
                from: vec![*head],
                to: None,
                is_upgrade: false,
                of_branch: true,
            }));
            continue;
        };
        if affected.contains(&to) {
            continue;
        }
        let above = graph.descendants(&[to], Links::WithDependencies);
        let below = graph.ancestors(&[to], Links::WithDependencies);
        let is_above = affected.iter().any(|head| above.contains(head.index()));
        let is_below = affected.iter().any(|head| below.contains(head.index()));
        if is_above && is_below {
            let revision = graph.id(to).to_owned();
            return Err(Uncaught::AboveAndBelow { revision }.into());
        }
        let is_related = is_above || is_below;
        moves.push(Move {
            from: match is_related {
                true => affected.clone(),
                false => Vec::new(),
            },
            to: Some(to),
            is_upgrade: !is_above,
            of_branch: !is_related,
        });
    }
    Ok(moves)
}
