//! Why no plan can be made from a request or from the version rows.
//!
//! As in the graph's errors, `Display` is what Alembic prints after `FAILED: `, and our own
//! words where Alembic ends in a traceback.

use thiserror::Error;

use crate::graph::ResolveError;
use crate::graph::error::Uncaught;

/// Why no plan can be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    /// An identifier or range means nothing.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// A range without `--sql`.
    #[error("Range revision not allowed")]
    RangeNotAllowed,
    /// `downgrade --sql` without a range.
    #[error("downgrade with --sql requires <fromrev>:<torev>")]
    DowngradeNeedsRange,
    /// `stamp --sql` with different starts.
    #[error("Stamp operation with --sql only supports a single starting revision at a time")]
    OneStampStart,
    /// `stamp --purge --sql`.
    #[error("Can't use --purge with --sql mode")]
    PurgeOffline,
    /// A step needs a version row that is not there; Alembic ends in a traceback.
    #[error(
        "The version rows ({}) do not hold '{row}', which the step for {revision} replaces; \
         stamp the database with the revisions that are really applied, with --purge",
        .rows.join(", ")
    )]
    RowMissing {
        /// The revision that is run or stamped.
        revision: String,
        /// The row it needs.
        row: String,
        /// The rows at this point of the plan.
        rows: Vec<String>,
    },
    /// A step adds a version row that is there already; Alembic ends in a traceback.
    #[error(
        "The version rows ({}) hold '{row}' already, which the step for {row} adds",
        .rows.join(", ")
    )]
    RowPresent {
        /// The row it adds.
        row: String,
        /// The rows at this point of the plan.
        rows: Vec<String>,
    },
}

impl PlanError {
    /// Whether Alembic ends in a traceback (status 1) here rather than in `FAILED` (status 255).
    pub fn is_uncaught_in_alembic(&self) -> bool {
        match self {
            PlanError::Resolve(error) => error.is_uncaught_in_alembic(),
            PlanError::RowMissing { .. } | PlanError::RowPresent { .. } => true,
            PlanError::RangeNotAllowed
            | PlanError::DowngradeNeedsRange
            | PlanError::OneStampStart
            | PlanError::PurgeOffline => false,
        }
    }
}

impl From<Uncaught> for PlanError {
    fn from(uncaught: Uncaught) -> Self {
        PlanError::Resolve(uncaught.into())
    }
}
