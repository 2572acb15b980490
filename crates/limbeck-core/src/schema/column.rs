//! Columns and what generates their values.

use serde::{Deserialize, Serialize};

use super::{Ident, Type};
use crate::{expr::Expr, statement::Value};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    pub name: Ident,
    /// The attribute that Python scripts use, where it is not the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(rename = "type")]
    pub type_: Type,
    #[serde(default = "yes")]
    pub nullable: bool,
    /// Whether nobody said so but an annotation (`Mapped[Optional[int]]`), which the primary key of
    /// a new table overrules.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable_unsaid: bool,
    #[serde(default)]
    pub primary_key: bool,
    #[serde(default)]
    pub autoincrement: Autoincrement,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_default: Option<ServerDefault>,
    /// The value that the client supplies on INSERT when the script gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<ColumnDefault>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computed: Option<Computed>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// `unique=True` as written; `Table` columns carry the constraint in their table instead.
    #[serde(default)]
    pub unique: bool,
    /// `index=True` as written, likewise.
    #[serde(default)]
    pub index: bool,
    /// A system column (`xmin`), left out of CREATE TABLE.
    #[serde(default)]
    pub system: bool,
    /// In a database, whether a table that this one inherits from has it (PostgreSQL).
    #[serde(skip)]
    pub inherited: bool,
    /// CHECK constraints written inside the column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<super::CheckConstraint>,
    /// Dialect options (`mysql_...`, `sqlite_on_conflict_not_null`) by full key.
    #[serde(default, skip_serializing_if = "super::Options::is_empty")]
    pub options: super::Options,
}

fn yes() -> bool {
    true
}

/// SQLAlchemy's `autoincrement`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Autoincrement {
    /// An integer primary key of one column counts by itself.
    #[default]
    Auto,
    IgnoreFk,
    True,
    False,
}

/// What the server fills in when an INSERT gives nothing.
///
/// As JSON: `{"text": "x"}` for a literal, `{"expr": {..}}` for an expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerDefault {
    /// `server_default="x"`: a string that is quoted in DDL.
    Text(String),
    /// `server_default=text("x")`, `func.now()`: compiled into DDL.
    Expr(Box<Expr>),
    /// A default that exists but is not known (`FetchedValue`): never rendered.
    Fetched,
}

/// What the client fills in on INSERT.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnDefault {
    Value(Value),
    Expr(Box<Expr>),
    Sequence(Box<Sequence>),
    /// A Python callable: known to exist, evaluated by the script's side when it inserts.
    Callable,
}

/// `GENERATED { ALWAYS | BY DEFAULT } AS IDENTITY` with its sequence options.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    pub always: bool,
    pub on_null: Option<bool>,
    #[serde(flatten)]
    pub options: SequenceOptions,
}

/// A sequence.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    pub name: String,
    /// In a database, what needs it: schema, table and column of a default, nothing for anything
    /// else.
    #[serde(skip)]
    pub used_by: Vec<Vec<String>>,
    #[serde(default)]
    pub schema: Option<String>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub data_type: Option<Type>,
    #[serde(default, flatten)]
    pub options: SequenceOptions,
}

/// The options that sequences and identities share.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SequenceOptions {
    pub start: Option<i64>,
    pub increment: Option<i64>,
    pub minvalue: Option<i64>,
    pub maxvalue: Option<i64>,
    pub nominvalue: Option<bool>,
    pub nomaxvalue: Option<bool>,
    pub cycle: Option<bool>,
    pub cache: Option<i64>,
    pub order: Option<bool>,
}

/// `GENERATED ALWAYS AS (expression)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Computed {
    pub expr: Box<Expr>,
    /// STORED, VIRTUAL, or what the dialect does when nothing is said.
    #[serde(default)]
    pub persisted: Option<bool>,
}

impl Column {
    /// A nullable column of this name and type with nothing else said.
    pub fn new(name: impl Into<Ident>, type_: Type) -> Self {
        Column {
            name: name.into(),
            key: None,
            type_,
            nullable: true,
            nullable_unsaid: false,
            primary_key: false,
            autoincrement: Autoincrement::Auto,
            server_default: None,
            default: None,
            identity: None,
            computed: None,
            comment: None,
            unique: false,
            index: false,
            system: false,
            inherited: false,
            checks: Vec::new(),
            options: super::Options::new(),
        }
    }
}
