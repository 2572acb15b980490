//! What a catalog says of a table, before it is shaped for anyone.

use std::sync::Arc;

use crate::schema::{Identity, Options, Type};

/// A table as the database holds it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedTable {
    pub name: String,
    /// The schema that was asked for.
    pub schema: Option<String>,
    pub columns: Vec<ReflectedColumn>,
    pub primary_key: Option<ReflectedPrimaryKey>,
    pub foreign_keys: Vec<ReflectedForeignKey>,
    pub indexes: Vec<ReflectedIndex>,
    pub unique_constraints: Vec<ReflectedUnique>,
    pub check_constraints: Vec<ReflectedCheck>,
    /// Columns that count by a sequence of their own (`SERIAL`), and that sequence.
    pub serials: Vec<(String, String)>,
    /// Columns that count by a sequence that a column of their name of another table owns, and
    /// that sequence. Known only where all tables are read.
    pub shared_serials: Vec<(String, String)>,
    pub exclude_constraints: Vec<ReflectedExclude>,
    pub comment: Option<String>,
    /// Whether it holds some of the rows of another table.
    pub is_partition: bool,
    /// Whether its rows are elsewhere: a foreign table of PostgreSQL.
    pub is_foreign: bool,
    /// Whether it is a virtual table of SQLite, or one of those that such a table keeps its rows in.
    pub is_virtual: bool,
    /// Dialect options by full key (`sqlite_strict`, `postgresql_inherits`).
    pub options: Options,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReflectedColumn {
    pub name: String,
    /// Shared, since few types make up most columns of a database.
    pub type_: Arc<Type>,
    /// The database's own spelling of the type.
    pub type_text: String,
    pub nullable: bool,
    /// SQL, as the database writes it.
    pub default: Option<String>,
    pub computed: Option<ReflectedComputed>,
    pub identity: Option<Identity>,
    pub autoincrement: bool,
    /// The place in the primary key, from 1; 0 outside of it.
    pub primary_key: i64,
    pub comment: Option<String>,
    /// A collation that the type does not tell.
    pub collation: Option<String>,
    /// Whether a table that this one inherits from has it.
    pub inherited: bool,
    /// Whether NOT NULL or the default are those of its domain alone.
    pub from_domain: FromDomain,
}

/// What a column of PostgreSQL has because its domain has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FromDomain {
    pub not_null: bool,
    pub default: bool,
}

/// `GENERATED ALWAYS AS (sql)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReflectedComputed {
    pub sql: String,
    pub persisted: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedPrimaryKey {
    pub name: Option<String>,
    pub columns: Vec<String>,
    pub comment: Option<String>,
    pub include: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedForeignKey {
    pub name: Option<String>,
    pub columns: Vec<String>,
    pub referred_schema: Option<String>,
    pub referred_table: String,
    pub referred_columns: Vec<String>,
    pub onupdate: Option<String>,
    pub ondelete: Option<String>,
    pub deferrable: Option<bool>,
    pub initially: Option<String>,
    pub match_: Option<String>,
    pub not_valid: bool,
    /// Whether it stands inside of a column, where SQLAlchemy does not read it in full (SQLite).
    pub is_inline: bool,
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedUnique {
    pub name: Option<String>,
    pub columns: Vec<String>,
    pub comment: Option<String>,
    pub include: Vec<String>,
    pub nulls_not_distinct: bool,
    pub deferrable: Option<bool>,
    pub initially: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedCheck {
    pub name: Option<String>,
    pub sql: String,
    pub comment: Option<String>,
    pub not_valid: bool,
    pub no_inherit: bool,
    /// Whether the table has it from another one alone.
    pub inherited: bool,
}

/// PostgreSQL's EXCLUDE, as the database writes it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedExclude {
    pub name: String,
    /// `EXCLUDE USING gist (a WITH =) WHERE (..) DEFERRABLE`
    pub sql: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedIndex {
    pub name: String,
    pub unique: bool,
    pub elements: Vec<ReflectedIndexElement>,
    pub include: Vec<String>,
    /// The constraint that the index is there for.
    pub constraint: Option<String>,
    /// The access method where it is not the usual one.
    pub using: Option<String>,
    /// Storage parameters, in order.
    pub with: Vec<(String, String)>,
    /// SQL of a partial index's condition.
    pub condition: Option<String>,
    pub nulls_not_distinct: bool,
    /// MySQL's FULLTEXT or SPATIAL.
    pub prefix: Option<String>,
    /// The parser of MySQL's FULLTEXT.
    pub parser: Option<String>,
}

/// A column of an index, or an expression.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReflectedIndexElement {
    /// The column's name, or the expression's SQL.
    pub text: String,
    pub is_expression: bool,
    /// `desc`, `nulls_first`, `nulls_last`, as far as they differ from the usual.
    pub sorting: Vec<&'static str>,
    /// The operator class where it is not the type's own.
    pub operator_class: Option<String>,
    /// The collation where it is not the column's own.
    pub collation: Option<String>,
    /// How much of the column MySQL holds.
    pub length: Option<i64>,
}
