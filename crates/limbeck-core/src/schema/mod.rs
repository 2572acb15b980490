//! The schema as values: tables, columns, types, constraints and indexes.

mod column;
mod constraint;
mod database;
mod name;
mod number;
mod table;
pub mod types;

pub use column::{
    Autoincrement, Column, ColumnDefault, Computed, Identity, Sequence, SequenceOptions,
    ServerDefault,
};
pub use constraint::{
    CheckConstraint, Constraint, ConstraintKind, ExcludeConstraint, ExcludeElement, ForeignKey,
    PrimaryKey, UniqueConstraint,
};
pub use database::Schema;
pub use name::{Ident, Name, NamingConvention};
pub use table::{Index, IndexElement, Options, Table};
pub use types::Type;
