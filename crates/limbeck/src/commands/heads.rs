//! `heads`: the newest revisions of the scripts.

use limbeck_core::graph::display::{self, Line};

use super::load;
use crate::{Error, Project, Result};

/// How heads are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Heads {
    pub verbose: bool,
    /// Leave out what another revision depends on.
    pub resolve_dependencies: bool,
}

/// Prints a line, or a record, for each head.
///
/// # Errors
/// The scripts cannot be read or make no graph.
pub fn heads(project: &Project, options: Heads) -> Result<()> {
    // Alembic ends in a traceback here where the other commands say FAILED.
    let scripts = load(project).map_err(Error::uncaught)?;
    let graph = &scripts.graph;
    let heads = match options.resolve_dependencies {
        true => graph.real_heads(),
        false => graph.heads(),
    };
    for head in heads {
        project.print(match options.verbose {
            true => display::record(graph, *head, false),
            false => display::line(graph, *head, Line::HEADS),
        });
    }
    Ok(())
}
