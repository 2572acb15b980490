//! What a command wants of a run: the plan it makes of the rows it finds.

use limbeck_core::plan::Plan;

use crate::Result;

/// Makes the plan of a run from the version rows that stand in the database.
pub(crate) type Planner = Box<dyn FnMut(&Standing) -> Result<Plan> + Send>;

/// What a planner may look at.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// The revisions of the version table; offline, where the script is to start.
    pub heads: Vec<String>,
    /// The database, its password masked; `None` offline.
    pub url: Option<String>,
}

/// One run of the project's `env.py`, or of what stands in for it.
pub(crate) struct Job {
    pub planner: Planner,
    /// Write SQL down instead of running it.
    pub offline: bool,
    /// Offline: the revisions from which to start.
    pub starting: Option<String>,
    /// The revision argument, as env.py may ask for it.
    pub destination: Vec<String>,
    pub tag: Option<String>,
    /// Empty the version table before anything else.
    pub purge: bool,
    /// Leave a missing version table missing, since nothing will be written.
    pub read_only: bool,
    /// Create the version table even where there is nothing to run.
    pub ensure_version: bool,
    /// The command's name, `config.cmd_opts.cmd`.
    pub command: &'static str,
}

impl Job {
    /// A job that only looks at the version rows.
    pub fn new(command: &'static str, planner: Planner) -> Self {
        Job {
            planner,
            offline: false,
            starting: None,
            destination: Vec::new(),
            tag: None,
            purge: false,
            read_only: false,
            ensure_version: false,
            command,
        }
    }
}
