//! `branches`: where branches spring from.

use limbeck_core::graph::{HistoryRange, display};

use super::load;
use crate::{Project, Result};

/// How branch points are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Branches {
    pub verbose: bool,
}

/// Prints each branch point with the revisions that follow it.
///
/// # Errors
/// The scripts cannot be read or make no graph.
pub fn branches(project: &Project, options: Branches) -> Result<()> {
    let scripts = load(project)?;
    let graph = &scripts.graph;
    for ix in graph.history(&HistoryRange::default(), &[])? {
        if graph.is_branch_point(ix) {
            project.print(display::branch_point(graph, ix, options.verbose));
        }
    }
    Ok(())
}
