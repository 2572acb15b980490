//! Scratch databases that the scripts have brought to a revision.

use limbeck_core::plan::Plan;

use super::with_scratch;
use crate::{Project, Result, commands, events::Subscriber, scripts::Scripts};

/// Has `work` done on scratch databases at the revision `from`, in place of the project's own,
/// which are not connected to. It is given the version rows that stand there.
///
/// # Errors
/// `from` leads nowhere from an empty database, its scripts fail, there is no scratch database;
/// those of `work`.
pub(crate) fn at_revision<T>(
    project: &Project,
    from: &str,
    work: impl FnOnce(&Project, &[String]) -> Result<T>,
) -> Result<T> {
    let rows = match from {
        "base" => Vec::new(),
        from => Plan::upgrade(&Scripts::load(project)?.graph, &[], from)?.end().to_vec(),
    };
    with_scratch(project, |project| {
        if !rows.is_empty() {
            // What the scripts say has been said when they were written.
            let silent = project.clone().with_subscriber(Subscriber::default());
            commands::upgrade(&silent, from, &commands::Upgrade::default())?;
        }
        work(project, &rows)
    })
}
