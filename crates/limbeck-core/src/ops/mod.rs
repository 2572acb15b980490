//! Operations: what a script asks for, by the names of Alembic's directives.

mod directive;
mod entity;

pub use directive::Directive;
pub use entity::{Entity, EntityAct, EntityKind, EntityOperation};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::{
    expr::{Executable, Expr},
    schema::{
        Column, Computed, Constraint, Ident, Identity, Index, Name, NamingConvention, Options,
        Sequence, ServerDefault, Table, Type, types::EnumType,
    },
    statement::Value,
};

/// One directive of a script. As JSON, `op` tells which: `{"op": "drop_table", "name": "t"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Operation {
    CreateTable(CreateTable),
    DropTable(DropTable),
    RenameTable(RenameTable),
    AddColumn(Box<AddColumn>),
    AlterColumn(Box<AlterColumn>),
    DropColumn(DropColumn),
    CreateIndex(CreateIndex),
    DropIndex(DropIndex),
    CreateConstraint(CreateConstraint),
    DropConstraint(DropConstraint),
    CreateTableComment(TableComment),
    DropTableComment(TableComment),
    Execute(Execute),
    BulkInsert(BulkInsert),
    BatchAlterTable(Box<BatchAlterTable>),
    /// `Enum.create(bind)` and CREATE TYPE before a table that needs it.
    CreateEnum {
        #[serde(flatten)]
        type_: EnumType,
        #[serde(default)]
        if_not_exists: bool,
    },
    DropEnum {
        #[serde(flatten)]
        type_: EnumType,
        #[serde(default)]
        if_exists: bool,
    },
    CreateSequence {
        sequence: Sequence,
        #[serde(default)]
        if_not_exists: bool,
    },
    DropSequence {
        sequence: Sequence,
        #[serde(default)]
        if_exists: bool,
    },
    CreateSchema {
        name: Ident,
        #[serde(default)]
        if_not_exists: bool,
    },
    DropSchema {
        name: Ident,
        #[serde(default)]
        if_exists: bool,
        #[serde(default)]
        cascade: bool,
    },
    Entity(Box<EntityOperation>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateTable {
    pub table: Table,
    #[serde(default)]
    pub if_not_exists: bool,
    /// Whether it is the statement alone, without types, indexes and comments beside it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DropTable {
    pub name: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    #[serde(default)]
    pub if_exists: bool,
    /// The table as the script knows it, for `Table.drop()`: enums and indexes go with it.
    #[serde(default)]
    pub table: Option<Table>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RenameTable {
    pub old: Ident,
    pub new: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
}

/// `op.add_column`: `constraints` and `indexes` are what the column brings and what follows
/// it in statements of their own, unless written inline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AddColumn {
    pub table: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    pub column: Column,
    #[serde(default)]
    pub constraints: Vec<Constraint>,
    #[serde(default)]
    pub indexes: Vec<Index>,
    #[serde(default)]
    pub if_not_exists: Option<bool>,
    #[serde(default)]
    pub inline_references: bool,
    #[serde(default)]
    pub inline_primary_key: bool,
    /// Batch mode: the column before which the new one goes.
    #[serde(default)]
    pub insert_before: Option<String>,
    #[serde(default)]
    pub insert_after: Option<String>,
}

/// What `alter_column` was told of a property: nothing, to remove it, or its new value.
///
/// As JSON: a missing key, `{"to": null}` or `{"to": value}`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Change<T> {
    To {
        to: Option<T>,
    },
    #[default]
    Unset,
}

impl<T> Change<T> {
    /// Whether nothing was said.
    pub fn is_unset(&self) -> bool {
        matches!(self, Change::Unset)
    }
}

/// A default as `alter_column` takes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnGenerator {
    Default(ServerDefault),
    Identity(Identity),
    Computed(Computed),
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AlterColumn {
    pub table: Ident,
    pub column: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    #[serde(default)]
    pub nullable: Option<bool>,
    #[serde(default)]
    pub comment: Change<String>,
    #[serde(default)]
    pub server_default: Change<ColumnGenerator>,
    #[serde(default)]
    pub new_name: Option<Ident>,
    #[serde(default, rename = "type")]
    pub type_: Option<Type>,
    /// The new type, or else the existing one, was given as a class and not as an instance,
    /// which Alembic does not know for a date and time.
    #[serde(default)]
    pub bare_type: bool,
    /// CHECKs that the new type brings (Boolean, Enum with `create_constraint`).
    #[serde(default)]
    pub type_checks: Vec<Constraint>,
    #[serde(default)]
    pub existing_type: Option<Type>,
    #[serde(default)]
    pub existing_type_checks: Vec<Constraint>,
    #[serde(default)]
    pub existing_server_default: Change<ColumnGenerator>,
    #[serde(default)]
    pub existing_nullable: Option<bool>,
    #[serde(default)]
    pub existing_comment: Option<String>,
    #[serde(default)]
    pub autoincrement: Option<bool>,
    #[serde(default)]
    pub existing_autoincrement: Option<bool>,
    /// Dialect options (`postgresql_using`) by full key.
    #[serde(default)]
    pub options: Options,
    #[serde(default)]
    pub insert_before: Option<String>,
    #[serde(default)]
    pub insert_after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DropColumn {
    pub table: Ident,
    pub column: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    #[serde(default)]
    pub if_exists: Option<bool>,
    #[serde(default)]
    pub options: Options,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateIndex {
    pub index: Index,
    #[serde(default)]
    pub if_not_exists: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DropIndex {
    #[serde(default)]
    pub name: Name,
    #[serde(default)]
    pub table: Option<Ident>,
    #[serde(default)]
    pub schema: Option<Ident>,
    #[serde(default)]
    pub if_exists: Option<bool>,
    #[serde(default)]
    pub options: Options,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateConstraint {
    pub table: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    pub constraint: Constraint,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DropConstraint {
    #[serde(default)]
    pub name: Name,
    pub table: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    /// `foreignkey`, `unique`, `check`, `primary`, as the script wrote it.
    #[serde(default, rename = "type")]
    pub type_: Option<String>,
    #[serde(default)]
    pub if_exists: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableComment {
    pub table: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    #[serde(default)]
    pub comment: Option<String>,
    #[serde(default)]
    pub existing_comment: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Execute {
    pub statement: Executable,
    #[serde(default)]
    pub options: Options,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkInsert {
    pub table: Table,
    pub rows: Vec<BulkRow>,
    #[serde(default)]
    pub multiinsert: bool,
    /// By column key, what the column's type makes of a value, [`Expr::BindValue`] in its place.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub bind_expressions: IndexMap<String, Expr>,
}

/// A row of `bulk_insert` by column key, in the order the script wrote it.
pub type BulkRow = IndexMap<String, BulkValue>;

/// A value of a bulk row: plain, or an expression as `{"$expr": <Expr>}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum BulkValue {
    Expr {
        #[serde(rename = "$expr")]
        expr: Box<Expr>,
    },
    Value(Value),
}

/// `op.batch_alter_table` with the operations that its block queued.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchAlterTable {
    pub table: Ident,
    #[serde(default)]
    pub schema: Option<Ident>,
    #[serde(default)]
    pub recreate: Recreate,
    pub operations: Vec<Operation>,
    #[serde(default)]
    pub copy_from: Option<Table>,
    #[serde(default)]
    pub table_args: Vec<Constraint>,
    #[serde(default)]
    pub table_options: Options,
    #[serde(default)]
    pub partial_reordering: Vec<Vec<String>>,
    /// Columns that `reflect_args` put in the place of reflected ones.
    #[serde(default)]
    pub reflect_columns: Vec<Column>,
    #[serde(default)]
    pub reflect_constraints: Vec<Constraint>,
    #[serde(default)]
    pub naming_convention: Option<NamingConvention>,
    /// What the client supplies for columns that the batch adds, by their names.
    #[serde(default)]
    pub client_defaults: IndexMap<String, Expr>,
}

/// When a batch copies the table into a new one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recreate {
    #[default]
    Auto,
    Always,
    Never,
}
