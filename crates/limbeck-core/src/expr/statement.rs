//! SELECT, INSERT, UPDATE and DELETE as values.

use serde::{Deserialize, Serialize};

use super::node::{Bind, ColumnRef, Expr, Fragment, FromClause};
use crate::schema::{Ident, Table, Type};

/// Anything that a connection or `op.execute` runs. As JSON, `statement` tells which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "statement", rename_all = "snake_case")]
pub enum Executable {
    /// `text(..)`: `:name` is a bind, `\:` a colon. `columns` gives result types.
    Text {
        sql: String,
        #[serde(default)]
        binds: Vec<Bind>,
        #[serde(default)]
        columns: Vec<(Ident, Option<Type>)>,
    },
    /// `exec_driver_sql` and `DDL(..)`: passed on as it stands.
    Raw {
        sql: String,
    },
    Select(Box<Select>),
    Values {
        rows: Vec<Vec<Expr>>,
        #[serde(default)]
        literal_binds: bool,
    },
    Insert(Box<Insert>),
    Update(Box<Update>),
    Delete(Box<Delete>),
    /// A bare expression: `SELECT expression`.
    Expression {
        operand: Box<Expr>,
    },
    /// What a function registered by `@compiles` gave.
    Fragments {
        parts: Vec<Fragment>,
    },
}

/// A SELECT, or several combined.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Select {
    /// Expressions given by `add_cte`.
    pub ctes: Vec<FromClause>,
    pub columns: Vec<Expr>,
    /// Everything the query reads, explicit elements first, then what its columns and its
    /// conditions belong to; the compiler leaves out what the enclosing statement provides.
    pub from: Vec<FromClause>,
    pub r#where: Vec<Expr>,
    pub group_by: Vec<Expr>,
    pub having: Vec<Expr>,
    pub order_by: Vec<Expr>,
    pub limit: Option<Box<Expr>>,
    pub offset: Option<Box<Expr>>,
    pub fetch: Option<Fetch>,
    pub distinct: bool,
    pub distinct_on: Vec<Expr>,
    pub for_update: Option<ForUpdate>,
    pub prefixes: Vec<Expr>,
    pub suffixes: Vec<Expr>,
    /// `UNION`, `UNION ALL`, `EXCEPT`, `INTERSECT`: the word and the operands, in place of
    /// `columns` and what follows them up to `having`.
    pub compound: Option<Compound>,
    /// The ids of FROM elements of enclosing statements to leave out here; an empty list
    /// leaves out none.
    pub correlate: Option<Vec<u64>>,
    pub correlate_except: Option<Vec<u64>>,
    pub label_style: LabelStyle,
    /// Hints beside elements of FROM, by their ids.
    pub hints: Vec<(u64, String)>,
    /// Hints behind the query.
    pub statement_hints: Vec<String>,
}

/// How the columns of a SELECT are named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelStyle {
    /// A repeated name gets a number.
    #[default]
    Disambiguate,
    None,
    /// `table_column`
    TableColumn,
}

/// Several SELECTs under one word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compound {
    pub word: String,
    pub selects: Vec<Executable>,
}

/// FETCH FIRST and its options.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fetch {
    pub count: Box<Expr>,
    #[serde(default)]
    pub percent: bool,
    #[serde(default)]
    pub with_ties: bool,
}

/// FOR UPDATE and its options.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForUpdate {
    pub nowait: bool,
    pub read: bool,
    pub skip_locked: bool,
    pub key_share: bool,
    pub of: Vec<FromClause>,
}

/// The table that a statement writes to, as far as it has to be known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    pub id: u64,
    pub name: Ident,
    pub schema: Option<Ident>,
    pub alias: Option<Ident>,
    pub columns: Vec<TargetColumn>,
}

/// A column of a [`Target`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TargetColumn {
    pub name: Ident,
    /// The name that `values()` uses, where it is another.
    pub key: Option<String>,
    #[serde(rename = "type")]
    pub type_: Option<Type>,
    pub primary_key: bool,
    /// What the client supplies where the script gave nothing.
    pub default: Option<Box<Expr>>,
    /// What the client supplies on UPDATE.
    pub onupdate: Option<Box<Expr>>,
    /// What the column's type makes of a value, [`Expr::BindValue`] in the value's place.
    pub bind_expression: Option<Box<Expr>>,
}

impl From<&Table> for Target {
    fn from(table: &Table) -> Self {
        let column = |column: &crate::schema::Column| TargetColumn {
            name: column.name.clone(),
            key: column.key.clone(),
            type_: Some(column.type_.clone()),
            primary_key: column.primary_key,
            default: None,
            onupdate: None,
            bind_expression: None,
        };
        Target {
            id: 0,
            name: table.name.clone(),
            schema: table.schema.clone(),
            alias: None,
            columns: table.columns.iter().map(column).collect(),
        }
    }
}

/// An INSERT.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Insert {
    pub table: Target,
    #[serde(default)]
    pub ctes: Vec<FromClause>,
    pub source: InsertSource,
    #[serde(default)]
    pub returning: Vec<Expr>,
    #[serde(default)]
    pub conflict: Option<Conflict>,
    #[serde(default)]
    pub prefixes: Vec<Expr>,
    /// Whether the primary key is not fetched.
    #[serde(default)]
    pub inline: bool,
    /// Hints beside tables, by their ids.
    #[serde(default)]
    pub hints: Vec<(u64, String)>,
}

/// Where an INSERT's rows come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsertSource {
    /// No `values()`: the columns are those of the rows given at execution, or all.
    Unset,
    /// `values(a=1)`; the keys are columns' keys.
    Row(Vec<(Ident, Expr)>),
    /// `values([{..}, {..}])`
    Rows(Vec<Vec<(Ident, Expr)>>),
    Select {
        columns: Vec<Ident>,
        select: Box<Executable>,
    },
}

/// ON CONFLICT and ON DUPLICATE KEY UPDATE.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Conflict {
    pub constraint: Option<Ident>,
    pub elements: Vec<Expr>,
    pub index_where: Option<Box<Expr>>,
    /// Empty: DO NOTHING. Keys are columns' keys.
    pub set: Vec<(Ident, Expr)>,
    pub r#where: Option<Box<Expr>>,
    /// MySQL's ON DUPLICATE KEY UPDATE.
    pub duplicate_key: bool,
    /// Whether `set` keeps its own order instead of the table's.
    pub ordered: bool,
}

/// An UPDATE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Update {
    pub table: Target,
    #[serde(default)]
    pub ctes: Vec<FromClause>,
    /// Empty: the columns are those of the parameters given at execution, or all.
    #[serde(default)]
    pub set: Vec<(Expr, Expr)>,
    /// What columns of other tables are set to, where the server can write to several.
    #[serde(default)]
    pub set_elsewhere: Vec<(ColumnRef, Expr)>,
    /// The join that is written to, in which the table stands.
    #[serde(default)]
    pub join: Option<FromClause>,
    /// Whether `set` keeps its own order instead of the table's.
    #[serde(default)]
    pub ordered: bool,
    #[serde(default)]
    pub from: Vec<FromClause>,
    #[serde(default)]
    pub r#where: Vec<Expr>,
    #[serde(default)]
    pub returning: Vec<Expr>,
    #[serde(default)]
    pub prefixes: Vec<Expr>,
    /// MySQL's LIMIT.
    #[serde(default)]
    pub limit: Option<Box<Expr>>,
    /// Hints beside tables, by their ids.
    #[serde(default)]
    pub hints: Vec<(u64, String)>,
}

/// A DELETE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delete {
    pub table: Target,
    #[serde(default)]
    pub ctes: Vec<FromClause>,
    #[serde(default)]
    pub from: Vec<FromClause>,
    #[serde(default)]
    pub r#where: Vec<Expr>,
    #[serde(default)]
    pub returning: Vec<Expr>,
    #[serde(default)]
    pub prefixes: Vec<Expr>,
    #[serde(default)]
    pub limit: Option<Box<Expr>>,
    /// Hints beside tables, by their ids.
    #[serde(default)]
    pub hints: Vec<(u64, String)>,
}
