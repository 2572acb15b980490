//! The commands, one file each: a function that takes the project and the command's options
//! and tells what it does by events.

mod branches;
mod check;
mod current;
mod db;
mod downgrade;
mod edit;
mod ensure_version;
mod heads;
mod history;
mod import;
mod init;
mod merge;
mod models;
mod revision;
mod run;
mod show;
mod stamp;
mod upgrade;

use std::sync::Arc;

pub use branches::{Branches, branches};
pub use check::{Check, Diff, check, diff};
pub use current::{Current, current};
pub use db::{DropDatabase, create_database, drop_database, wait_for_database};
pub use downgrade::{Downgrade, downgrade};
pub use edit::edit;
pub use ensure_version::{EnsureVersion, ensure_version};
pub use heads::{Heads, heads};
pub use history::{History, history};
pub use import::{Import, ImportError, Tool, import};
pub use init::{Init, init, list_templates};
pub use merge::{Merge, merge};
pub use revision::{NewRevision, revision};
pub use run::run;
pub use show::show;
pub use stamp::{Stamp, stamp};
pub use upgrade::{Upgrade, upgrade};

use crate::{Project, Result, events::Event, scripts::Scripts};

/// Reads the scripts for a command that may run env.py on another thread.
fn load(project: &Project) -> Result<Arc<Scripts>> {
    Scripts::load(project).map(Arc::new)
}

impl Project {
    fn print(&self, line: impl Into<String>) {
        self.subscriber.send(Event::Output(line.into()));
    }
}
