//! Models: structs that describe the tables that a program wants.
//!
//! ```
//! use limbeck::{DbEnum, Table};
//!
//! #[derive(DbEnum)]
//! #[limbeck(name = "state", rename_all = "snake_case")]
//! enum State {
//!     Open,
//!     InProgress,
//! }
//!
//! #[derive(Table)]
//! #[limbeck(name = "tasks", index(columns(user_id, state), name = "ix_tasks_open"))]
//! struct Task {
//!     #[limbeck(primary_key)]
//!     id: i64,
//!     #[limbeck(references = "users.id", on_delete = "CASCADE")]
//!     user_id: i64,
//!     #[limbeck(length = 200)]
//!     title: String,
//!     #[limbeck(server_default = "'open'")]
//!     state: State,
//!     note: Option<String>,
//! }
//!
//! let schema = limbeck::metadata![Task];
//! let columns: Vec<_> = schema.tables[0].columns.iter().map(|it| (&*it.name.name, it.nullable)).collect();
//! assert_eq!(columns[3..], [("state", false), ("note", true)]);
//! # let _ = (State::Open, State::InProgress);
//! ```
//!
//! The derives stand beside those of serde and sqlx on the same struct. A type of one's own
//! becomes a column by [`ColumnType`].

mod builder;
mod types;

use crate::schema::{NamingConvention, Schema};

#[doc(hidden)]
pub use builder::enumeration;
pub use builder::{ColumnBuilder, IndexBuilder, TableBuilder};
pub use types::{CanCount, ColumnType, HasLength, HasPrecision};

/// A struct that describes a table; see [`derive@crate::Table`].
pub trait Table {
    /// The table that the struct describes.
    fn table() -> crate::schema::Table;
}

/// A schema of these tables, in this order.
#[doc(hidden)]
pub fn metadata(tables: Vec<crate::schema::Table>) -> Schema {
    Schema { tables, ..Schema::default() }
}

/// Gathers models: `metadata![User, Task]` is a [`Schema`](crate::schema::Schema) of their tables.
#[macro_export]
macro_rules! metadata {
    ($($model:ty),* $(,)?) => {
        $crate::model::metadata(vec![$(<$model as $crate::Table>::table()),*])
    };
}

/// The same schema with constraints and indexes named by a convention, as SQLAlchemy's
/// `MetaData(naming_convention=...)` has it.
///
/// ```
/// use limbeck::model::{Table, with_naming_convention};
/// use limbeck::schema::Name;
///
/// #[derive(limbeck::Table)]
/// #[limbeck(name = "users")]
/// struct User {
///     #[limbeck(primary_key)]
///     id: i32,
/// }
///
/// let schema = with_naming_convention(limbeck::metadata![User], [("pk", "pk_%(table_name)s")]);
/// assert_eq!(schema.tables[0].naming_convention.as_ref().unwrap()["pk"], "pk_%(table_name)s");
/// ```
#[must_use]
pub fn with_naming_convention<'a>(
    mut schema: Schema,
    convention: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Schema {
    let convention: NamingConvention =
        convention.into_iter().map(|(kind, name)| (kind.to_owned(), name.to_owned())).collect();
    for table in &mut schema.tables {
        table.naming_convention = Some(convention.clone());
    }
    schema
}
