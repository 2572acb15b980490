//! Tables and indexes.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Column, Constraint, Ident, Name};
use crate::expr::Expr;

/// Dialect options by their full key (`postgresql_using`, `mysql_engine`), as written.
/// An option that is an expression stands as `{"$expr": <Expr>}`.
pub type Options = IndexMap<String, Json>;

/// A table: columns in order, constraints in the order of their creation, indexes.
///
/// `constraints` holds everything that CREATE TABLE must say, also what a script wrote
/// inside a column (`unique=True`, `ForeignKey(..)`) and what a type brings (Boolean, Enum).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub name: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    #[serde(default)]
    pub columns: Vec<Column>,
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    #[serde(default)]
    pub indexes: Vec<Index>,
    #[serde(default)]
    pub comment: Option<String>,
    /// Words between CREATE and TABLE.
    #[serde(default)]
    pub prefixes: Vec<String>,
    #[serde(default)]
    pub options: Options,
    /// The naming convention of the table's own metadata, where it has one.
    #[serde(default)]
    pub naming_convention: Option<super::NamingConvention>,
}

impl Table {
    /// An empty table of this name.
    pub fn new(name: impl Into<Ident>) -> Self {
        Table {
            name: name.into(),
            schema: None,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            comment: None,
            prefixes: Vec::new(),
            options: Options::new(),
            naming_convention: None,
        }
    }
}

/// An index of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    #[serde(default)]
    pub name: Name,
    pub table: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    pub elements: Vec<IndexElement>,
    #[serde(default)]
    pub unique: bool,
    /// SQLite's catalogue says 1 where others say true, and Alembic writes what it was told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique_is_number: bool,
    #[serde(default)]
    pub options: Options,
}

/// A column, or an expression, of an index.
///
/// As JSON: `{"column": "a"}` or `{"expr": {..}, "name": "a"}`, where `name` is the key that
/// `postgresql_ops` and `mysql_length` use.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum IndexElement {
    Column {
        column: Ident,
    },
    Expr {
        expr: Box<Expr>,
        #[serde(default)]
        name: Option<String>,
    },
}
