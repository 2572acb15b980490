//! Values in, values out: the schema, the operations and the DDL of Limbeck, its revision
//! graph and its plans.
//!
//! Nothing here reads a file, a clock, the environment or a database; the modules stand in
//! the order in which data flows through them.

#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

pub mod statement;
pub mod schema;
pub mod dialect;
pub mod sql;
pub mod expr;
pub mod ops;
pub mod ddl;
pub mod graph;
pub mod plan;
pub mod script;
pub mod import;
pub mod reflect;
pub mod diff;
pub mod render;
