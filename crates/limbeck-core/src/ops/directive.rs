//! What a generated migration is made of: operations, those on one table kept together.

use serde::{Deserialize, Serialize};

use super::Operation;
use crate::schema::Ident;

/// One entry of a generated migration. As JSON, `directive` tells which.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "directive", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant)]
pub enum Directive {
    /// An operation that stands for itself: a table made or dropped.
    Operation { operation: Operation },
    /// All that happens to one table, which a batch can hold.
    ModifyTable {
        table: Ident,
        #[serde(default)]
        schema: Option<Ident>,
        operations: Vec<Operation>,
    },
    /// Lines of Python that a renderer of the script's own gave.
    Lines { lines: Vec<String> },
}
