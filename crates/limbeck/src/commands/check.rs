//! `check`: whether models and database differ.

use crate::{Error, Project, Result};

/// Compares the models with the database.
///
/// # Errors
/// Always, for now: models cannot be compared yet.
pub fn check(project: &Project) -> Result<()> {
    super::load(project)?;
    Err(Error::Unsupported(
        "Limbeck cannot compare models with a database yet; run `alembic check` for that"
            .to_owned(),
    ))
}
