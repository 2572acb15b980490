//! `merge`: a revision that joins several others.

use super::{
    load,
    revision::{New, write},
};
use crate::{Project, Result};

/// What the joining revision is to be.
#[derive(Debug, Clone, Default)]
pub struct Merge {
    pub message: Option<String>,
    pub branch_label: Option<String>,
    pub rev_id: Option<String>,
    /// Allow revisions that are no heads.
    pub splice: bool,
}

/// Writes a revision file that follows all of `revisions`.
///
/// # Errors
/// Those of [`revision`](super::revision()).
pub fn merge(project: &Project, revisions: &[String], options: Merge) -> Result<()> {
    let scripts = load(project)?;
    let new = New {
        heads: revisions.to_vec(),
        message: options.message,
        splice: options.splice,
        branch_label: options.branch_label,
        version_path: None,
        rev_id: options.rev_id,
        depends_on: Vec::new(),
        offline: false,
    };
    write(project, &scripts, new)
}
