//! The schema that a database holds: catalog queries as values, and what their rows mean.
//!
//! Each kind of object (columns, indexes ..) takes one round trip for all tables that are
//! asked for. The caller runs the queries: [`tables`] and [`inspect`] are handed what runs them
//! ([`Ask`]), so that nothing here knows of a connection. What comes out is a
//! [`ReflectedTable`], which becomes a [`schema::Table`](crate::schema::Table) or the
//! dictionaries that SQLAlchemy's Inspector gives.

mod facts;
mod dictionaries;
mod table;
mod inspect;
mod inventory;
mod model;
mod objects;
mod entities;
mod exclude;
mod schema;
mod row;

mod mysql;
mod postgresql;
mod sqlite;

pub use entities::{Dependency, FoundEntity, dependencies, entities};
pub use facts::{
    FromDomain, ReflectedCheck, ReflectedColumn, ReflectedExclude, ReflectedForeignKey,
    ReflectedIndex, ReflectedIndexElement, ReflectedPrimaryKey, ReflectedTable, ReflectedUnique,
};
pub use inspect::{What, inspect};
pub use inventory::Inventory;
pub use model::{Detail, EXCLUDE_TEXT, LEFT_ALONE, PARTITION, is_bare_expression};
pub use objects::{DatabaseObject, objects};
pub use schema::{Database, Serial, compared_schemas, database, default_schema, schema};
pub(crate) use sqlite::parse_type as sqlite_type;
pub use sqlite::{Dependent, dependents};

use crate::{
    dialect::{Backend, Dialect},
    statement::{DatabaseError, Rows, Statement},
};

/// Where our queries run: a connection, or a function that runs one.
pub trait Ask {
    /// Runs one query.
    ///
    /// # Errors
    /// What the database answers.
    fn ask(&mut self, query: &Statement) -> Result<Rows, DatabaseError>;

    /// Runs queries of which none needs another's answer, and gives all answers in their order.
    fn ask_each(&mut self, queries: &[Statement]) -> Vec<Result<Rows, DatabaseError>> {
        queries.iter().map(|query| self.ask(query)).collect()
    }
}

impl<F: FnMut(&Statement) -> Result<Rows, DatabaseError>> Ask for F {
    fn ask(&mut self, query: &Statement) -> Result<Rows, DatabaseError> {
        self(query)
    }
}

/// What reflection is handed to run its queries.
pub type Run<'a> = dyn Ask + 'a;

/// Which tables are asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// `None`: what unqualified names mean.
    pub schema: Option<&'a str>,
    /// `None`: every table of the schema.
    pub tables: Option<&'a [String]>,
    /// Whether views are asked about too.
    pub views: bool,
}

/// The tables of `scope` with all that the catalog knows of them.
///
/// # Errors
/// What the database answers a query with.
pub fn tables(
    dialect: &Dialect,
    scope: Scope<'_>,
    run: &mut Run<'_>,
) -> Result<Vec<ReflectedTable>, DatabaseError> {
    match dialect.backend {
        Backend::Postgresql => postgresql::tables(dialect, scope, run),
        Backend::Sqlite => sqlite::tables(dialect, scope, run),
        Backend::Mysql | Backend::Mariadb => mysql::tables(dialect, scope, run),
    }
}

/// A query that gives a row if there is a table or view of this name.
///
/// ```
/// use limbeck_core::{dialect::{Backend, Dialect}, reflect, statement::Value};
///
/// let dialect = Dialect::new(Backend::Sqlite, None);
/// let query = reflect::has_table(&dialect, "alembic_version", None);
/// assert_eq!(query.params, [Value::Text("alembic_version".into())]);
/// ```
pub fn has_table(dialect: &Dialect, table: &str, schema: Option<&str>) -> Statement {
    match dialect.backend {
        Backend::Postgresql => postgresql::has_table(table, schema),
        Backend::Sqlite => sqlite::has_table(table, schema),
        Backend::Mysql | Backend::Mariadb => information_schema_has_table(table, schema),
    }
}

fn information_schema_has_table(table: &str, schema: Option<&str>) -> Statement {
    let sql = "SELECT 1 FROM information_schema.tables \
               WHERE table_name = ? AND table_schema = coalesce(?, database())";
    Statement::with_params(sql, vec![row::text(table), row::optional(schema)])
}
