//! What a comparison tells on its way: Alembic's log lines and warnings.

/// A log line or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub level: Level,
    /// The logger that Alembic writes to, empty for a warning.
    pub logger: &'static str,
    pub message: String,
}

/// How loud a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Info,
    /// Python's `warnings.warn`.
    Warning,
}

pub(super) const TABLES: &str = "alembic.autogenerate.compare.tables";
pub(super) const TYPES: &str = "alembic.autogenerate.compare.types";
pub(super) const CONSTRAINTS: &str = "alembic.autogenerate.compare.constraints";
pub(super) const DEFAULTS: &str = "alembic.autogenerate.compare.server_defaults";
pub(super) const COMMENTS: &str = "alembic.autogenerate.compare.comments";
pub(super) const CHECKS: &str = "alembic.ext.checkconstraint_byname";
