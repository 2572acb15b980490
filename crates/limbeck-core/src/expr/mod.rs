//! SQL expressions and the statements built from them, as a script recorded them.

mod node;
mod statement;

pub use node::{Bind, Expr, FromClause, Label, Window};
pub use statement::{
    Compound, Conflict, Cte, Delete, Executable, ForUpdate, Insert, InsertSource, Select, Update,
};
