//! Constraints of a table.

use serde::{Deserialize, Serialize};

use super::{Ident, Name, Options};
use crate::expr::Expr;

/// A constraint with what all kinds share.
///
/// As JSON, `kind` tells which: `{"kind": "unique", "name": "uq", "columns": ["a"]}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Constraint {
    #[serde(default)]
    pub name: Name,
    #[serde(flatten)]
    pub kind: ConstraintKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initially: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Dialect options (`postgresql_not_valid`) by full key.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

/// What a constraint demands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConstraintKind {
    PrimaryKey(PrimaryKey),
    Unique(UniqueConstraint),
    ForeignKey(ForeignKey),
    Check(CheckConstraint),
    Exclude(ExcludeConstraint),
}

/// The columns that identify a row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PrimaryKey {
    pub columns: Vec<Ident>,
}

/// Columns, or rarely expressions, whose values stand once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct UniqueConstraint {
    pub columns: Vec<Ident>,
}

/// A reference to another table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForeignKey {
    pub columns: Vec<Ident>,
    pub referent_table: Ident,
    #[serde(default)]
    pub referent_schema: Option<Ident>,
    /// Empty where only the table is named.
    pub referent_columns: Vec<Ident>,
    #[serde(default)]
    pub onupdate: Option<String>,
    #[serde(default)]
    pub ondelete: Option<String>,
    #[serde(default, rename = "match")]
    pub match_: Option<String>,
    /// Left out of CREATE TABLE and added afterwards.
    #[serde(default)]
    pub use_alter: bool,
    /// Whether a `link_to_name` reference was written by key.
    #[serde(default)]
    pub link_to_name: bool,
}

/// A condition on each row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckConstraint {
    pub condition: Box<Expr>,
    /// The name where the check stands inside a column; a table's checks are named by
    /// [`Constraint::name`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column_name: Option<Name>,
    /// Brought by a Boolean or Enum type rather than written.
    #[serde(default)]
    pub type_bound: bool,
}

/// PostgreSQL's EXCLUDE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExcludeConstraint {
    pub elements: Vec<ExcludeElement>,
    #[serde(default)]
    pub using: Option<String>,
    #[serde(default, rename = "where")]
    pub where_: Option<Box<Expr>>,
    /// Operator class by column name.
    #[serde(default)]
    pub ops: Options,
}

/// One `expression WITH operator` of an EXCLUDE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExcludeElement {
    pub expr: Expr,
    /// The name under which `ops` looks the element up.
    #[serde(default)]
    pub name: Option<String>,
    pub operator: String,
}
