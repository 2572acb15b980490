//! SQL expressions and the statements built from them, as a script recorded them, and their
//! compilation into a dialect's SQL.
//!
//! In goes an [`Executable`] or an [`Expr`], which hold what SQLAlchemy's constructs say and
//! nothing of how it is spelled; out comes [`Compiled`]: the text, the parameters in their
//! order, and the columns that a result will have. Parentheses, names for what has none,
//! correlation of subqueries and the spelling of operators are decided here, as SQLAlchemy
//! decides them.

mod node;
mod statement;

mod compiler;
mod scope;
mod group;
mod kind;
mod operator;
mod function;
mod json_access;
mod bind;
mod cast;
mod text;
mod label;
mod select;
mod from;
mod hint;
mod cte;
mod insert;
mod update;
mod conflict;
mod finish;

mod handle;
mod prepared;

pub use compiler::{Compiled, Mode, compile, compile_ddl, compile_expr};
pub use finish::{CompiledBind, ResultType};
pub use handle::{Speaker, handle_compile, handle_run};
pub use node::{
    Binary, Bind, Bound, ColumnRef, Cte, Expr, Fragment, Frame, FromClause, Function, Label,
    Modifiers, OwnLiteral, TypedValue, Window,
};
pub use prepared::{Place, Prepared};
pub use statement::{
    Compound, Conflict, Delete, Executable, Fetch, ForUpdate, Insert, InsertSource, LabelStyle,
    Select, Target, TargetColumn, Update,
};

#[cfg(test)]
mod tests;
