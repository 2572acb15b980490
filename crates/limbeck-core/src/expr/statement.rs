//! SELECT, INSERT, UPDATE and DELETE as values.

use serde::{Deserialize, Serialize};

use super::node::{Expr, FromClause};
use crate::schema::{Ident, Table, Type};

/// Anything that a connection or `op.execute` runs. As JSON, `statement` tells which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "statement", rename_all = "snake_case")]
pub enum Executable {
    /// `text(..)`: `:name` is a bind, `\:` a colon. `columns` gives result types.
    Text {
        sql: String,
        #[serde(default)]
        binds: Vec<super::Bind>,
        #[serde(default)]
        columns: Vec<(Ident, Type)>,
    },
    /// `exec_driver_sql` and `DDL(..)`: passed on as it stands.
    Raw {
        sql: String,
    },
    Select(Box<Select>),
    Insert(Box<Insert>),
    Update(Box<Update>),
    Delete(Box<Delete>),
    /// A bare expression: `SELECT expression`.
    Expression {
        operand: Box<Expr>,
    },
}

/// A SELECT, or several combined.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Select {
    pub ctes: Vec<Cte>,
    pub columns: Vec<Expr>,
    pub from: Vec<FromClause>,
    pub r#where: Vec<Expr>,
    pub group_by: Vec<Expr>,
    pub having: Vec<Expr>,
    pub order_by: Vec<Expr>,
    pub limit: Option<Box<Expr>>,
    pub offset: Option<Box<Expr>>,
    pub distinct: bool,
    pub distinct_on: Vec<Expr>,
    pub for_update: Option<ForUpdate>,
    pub prefixes: Vec<String>,
    pub suffixes: Vec<String>,
    /// `UNION`, `UNION ALL`, `EXCEPT`, `INTERSECT`: the word and the operands, in place of
    /// `columns` and what follows them up to `having`.
    pub compound: Option<Compound>,
    /// Tables of the enclosing statement that this one refers to and does not list.
    pub correlate: Vec<Ident>,
}

/// Several SELECTs under one word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compound {
    pub word: String,
    pub selects: Vec<Select>,
}

/// FOR UPDATE and its options.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForUpdate {
    pub nowait: bool,
    pub read: bool,
    pub skip_locked: bool,
    pub key_share: bool,
    pub of: Vec<Expr>,
}

/// A common table expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cte {
    pub name: Ident,
    #[serde(default)]
    pub columns: Vec<Ident>,
    pub body: Box<Executable>,
    #[serde(default)]
    pub recursive: bool,
    #[serde(default)]
    pub materialized: Option<bool>,
}

/// An INSERT.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Insert {
    pub table: Table,
    #[serde(default)]
    pub ctes: Vec<Cte>,
    pub source: InsertSource,
    #[serde(default)]
    pub returning: Vec<Expr>,
    #[serde(default)]
    pub conflict: Option<Conflict>,
    #[serde(default)]
    pub prefixes: Vec<String>,
    #[serde(default)]
    pub inline: bool,
}

/// Where an INSERT's rows come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsertSource {
    /// No `values()`: the columns are those of the rows given at execution, or all.
    Unset,
    Rows(Vec<Vec<(Ident, Expr)>>),
    Select {
        columns: Vec<Ident>,
        select: Box<Select>,
    },
}

/// ON CONFLICT and ON DUPLICATE KEY UPDATE.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conflict {
    pub constraint: Option<Ident>,
    pub elements: Vec<Expr>,
    pub index_where: Option<Box<Expr>>,
    /// Empty: DO NOTHING.
    pub set: Vec<(Ident, Expr)>,
    pub r#where: Option<Box<Expr>>,
    /// MySQL's ON DUPLICATE KEY UPDATE.
    pub duplicate_key: bool,
}

/// An UPDATE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Update {
    pub table: Table,
    #[serde(default)]
    pub alias: Option<Ident>,
    #[serde(default)]
    pub ctes: Vec<Cte>,
    /// Empty: the columns are those of the parameters given at execution, or all.
    #[serde(default)]
    pub set: Vec<(Expr, Expr)>,
    #[serde(default)]
    pub from: Vec<FromClause>,
    #[serde(default)]
    pub r#where: Vec<Expr>,
    #[serde(default)]
    pub returning: Vec<Expr>,
}

/// A DELETE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delete {
    pub table: Table,
    #[serde(default)]
    pub alias: Option<Ident>,
    #[serde(default)]
    pub ctes: Vec<Cte>,
    #[serde(default)]
    pub from: Vec<FromClause>,
    #[serde(default)]
    pub r#where: Vec<Expr>,
    #[serde(default)]
    pub returning: Vec<Expr>,
}
