//! What a script may say during a comparison, and what only its database can answer.

use super::DiffError;
use crate::{
    schema::{Column, Constraint, Index, Table, Type},
    statement::{DatabaseError, ErrorKind, Rows, Statement},
};

/// The kinds that `include_object` and `include_name` are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    Schema,
    Table,
    Column,
    Index,
    UniqueConstraint,
    ForeignKeyConstraint,
    CheckConstraint,
    /// Only in a full comparison; Alembic's filters never see it.
    PrimaryKeyConstraint,
    /// Likewise.
    ExcludeConstraint,
}

impl ObjectKind {
    /// The word that a script's filter gets.
    pub fn name(self) -> &'static str {
        match self {
            ObjectKind::Schema => "schema",
            ObjectKind::Table => "table",
            ObjectKind::Column => "column",
            ObjectKind::Index => "index",
            ObjectKind::UniqueConstraint => "unique_constraint",
            ObjectKind::ForeignKeyConstraint => "foreign_key_constraint",
            ObjectKind::CheckConstraint => "check_constraint",
            ObjectKind::PrimaryKeyConstraint => "primary_key_constraint",
            ObjectKind::ExcludeConstraint => "exclude_constraint",
        }
    }
}

/// What `include_object` is asked about, with the table it belongs to.
#[derive(Debug, Clone, Copy)]
pub enum SchemaObject<'a> {
    Table(&'a Table),
    Column(&'a Table, &'a Column),
    Index(&'a Table, &'a Index),
    Constraint(&'a Table, &'a Constraint),
}

/// What a database says to a query, which it may refuse.
pub type Answer = Result<Rows, DatabaseError>;

/// `parent_names` of `include_name`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ParentNames<'a> {
    /// `None` where the key is missing, `Some(None)` for the default schema.
    pub schema: Option<Option<&'a str>>,
    pub table: Option<&'a str>,
}

impl ParentNames<'_> {
    /// `schema_qualified_table_name`, of which `name` is the table where the kind is a table.
    pub fn qualified_table(&self, kind: ObjectKind, name: Option<&str>) -> Option<String> {
        let table = if kind == ObjectKind::Table { name } else { self.table }?;
        Some(match self.schema? {
            Some(schema) => format!("{schema}.{table}"),
            None => table.to_owned(),
        })
    }
}

/// A column of both sides, for `compare_type` and `compare_server_default`.
#[derive(Debug, Clone, Copy)]
pub struct ColumnPair<'a> {
    pub database_table: &'a Table,
    pub model_table: &'a Table,
    pub database: &'a Column,
    pub model: &'a Column,
}

/// What is asked on the way; every answer has a default.
#[allow(unused_variables)]
pub trait Hooks {
    type Error: From<DiffError>;

    /// `include_name`: whether an object that the database names is looked at.
    ///
    /// # Errors
    /// What the script raises.
    fn include_name(
        &mut self,
        name: Option<&str>,
        kind: ObjectKind,
        parents: ParentNames<'_>,
    ) -> Result<bool, Self::Error> {
        Ok(true)
    }

    /// `include_object`: whether a difference in an object counts.
    ///
    /// # Errors
    /// What the script raises.
    fn include_object(
        &mut self,
        object: SchemaObject<'_>,
        name: Option<&str>,
        kind: ObjectKind,
        reflected: bool,
        compare_to: Option<SchemaObject<'_>>,
    ) -> Result<bool, Self::Error> {
        Ok(true)
    }

    /// A `compare_type` that is a function: whether the types differ, `None` to leave it to us.
    ///
    /// # Errors
    /// What the script raises.
    fn compare_type(
        &mut self,
        pair: ColumnPair<'_>,
        database: &Type,
        model: &Type,
    ) -> Result<Option<bool>, Self::Error> {
        Ok(None)
    }

    /// A `compare_server_default` that is a function; the texts are those of the defaults.
    ///
    /// # Errors
    /// What the script raises.
    fn compare_server_default(
        &mut self,
        pair: ColumnPair<'_>,
        database: Option<&str>,
        model: Option<&str>,
    ) -> Result<Option<bool>, Self::Error> {
        Ok(None)
    }

    /// Whether `compare_server_default` is a function, so that it is asked.
    fn compares_server_defaults(&self) -> bool {
        false
    }

    /// Runs a query: PostgreSQL is asked whether two defaults are equal.
    ///
    /// # Errors
    /// There is no database to ask, or none any more.
    fn query(&mut self, statement: &Statement) -> Result<Answer, Self::Error> {
        let message = "the comparison has no database to ask".to_owned();
        Err(DiffError::from(DatabaseError::new(ErrorKind::NotSupported, message)).into())
    }
}

/// Nothing is left out and nothing is asked.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHooks;

impl Hooks for NoHooks {
    type Error = DiffError;
}
