//! The table that holds the checksums of applied revisions, beside the version table.

use super::version_table::VersionTable;
use crate::{
    dialect::Dialect,
    schema::Ident,
    statement::{Statement, Value},
};

/// Where the checksums of a version table's revisions are.
///
/// Alembic never looks at it, and the version table stays as Alembic has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecksumTable {
    name: Ident,
    schema: Option<Ident>,
}

impl ChecksumTable {
    /// That of a version table: `alembic_version_checksums`, in the same schema.
    pub fn of(table: &VersionTable) -> ChecksumTable {
        let name = format!("{}_checksums", table.name);
        ChecksumTable { name: name.into(), schema: table.schema.clone() }
    }

    /// The table's name.
    pub fn name(&self) -> &str {
        &self.name.name
    }

    /// A query that returns a row if the table exists.
    pub fn exists_query(&self, dialect: &Dialect) -> Statement {
        let (name, schema) = (self.name.clone(), self.schema.clone());
        VersionTable { name, schema, primary_key: true }.exists_query(dialect)
    }

    /// Makes the table.
    pub fn create(&self, dialect: &Dialect) -> Statement {
        Statement::ddl(format!(
            "CREATE TABLE {} (\n    version_num VARCHAR(32) NOT NULL, \n    checksum VARCHAR(64) NOT \
             NULL, \n    PRIMARY KEY (version_num)\n)",
            self.sql_name(dialect)
        ))
    }

    /// The query for the applied revisions and their checksums.
    pub fn select(&self, dialect: &Dialect) -> Statement {
        let table = self.sql_name(dialect);
        Statement::ddl(format!("SELECT version_num, checksum FROM {table} ORDER BY version_num"))
    }

    /// The revision and the checksum that a row holds.
    pub fn row(values: Vec<Value>) -> Option<(String, String)> {
        match <[Value; 2]>::try_from(values) {
            Ok([Value::Text(revision), Value::Text(checksum)]) => Some((revision, checksum)),
            _ => None,
        }
    }

    /// Records the checksum of a revision that has none.
    pub fn insert(&self, revision: &str, checksum: &str, dialect: &Dialect) -> Statement {
        Statement::ddl(format!(
            "INSERT INTO {} (version_num, checksum) VALUES ({}, {})",
            self.sql_name(dialect),
            dialect.string_literal(revision),
            dialect.string_literal(checksum)
        ))
    }

    /// Forgets the checksum of a revision.
    pub fn delete(&self, revision: &str, dialect: &Dialect) -> Statement {
        let revision = dialect.string_literal(revision);
        let table = self.sql_name(dialect);
        Statement::ddl(format!("DELETE FROM {table} WHERE version_num = {revision}"))
    }

    fn sql_name(&self, dialect: &Dialect) -> String {
        dialect.qualified(self.schema.as_ref(), &self.name)
    }
}
