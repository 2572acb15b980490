//! `merge`: a revision that joins several others.

use super::{
    load,
    revision::{Asked, write},
};
use crate::{
    Project, Result,
    revision_file::{Request, Words},
};

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
    let request = Request {
        rev_id: options.rev_id,
        message: options.message,
        head: Some(Words::Many(revisions.to_vec())),
        splice: options.splice,
        branch_label: options.branch_label.map(Words::One),
        version_path: None,
        depends_on: None,
    };
    write(project, &scripts, request, Asked::default())
}
