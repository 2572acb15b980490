//! The table that holds the applied revisions, and the statements that keep it.

use super::{DdlContext, DdlError, Output, emit};
use crate::{
    dialect::{Backend, CompileError, Dialect},
    ops::{CreateTable, Operation},
    schema::{
        Column, Constraint, ConstraintKind, Ident, Name, PrimaryKey, Table, Type, types::TextArgs,
    },
    statement::{Statement, Value},
};

/// The version table as env.py names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionTable {
    pub name: Ident,
    pub schema: Option<Ident>,
    /// Whether the revision is the table's primary key.
    pub primary_key: bool,
}

impl Default for VersionTable {
    /// `alembic_version` in the default schema, with a primary key.
    fn default() -> Self {
        VersionTable { name: "alembic_version".into(), schema: None, primary_key: true }
    }
}

impl VersionTable {
    /// The table as a value: one column, `version_num VARCHAR(32) NOT NULL`.
    pub fn table(&self) -> Table {
        let mut column = Column::new(
            "version_num",
            Type::String(TextArgs { length: Some(32), collation: None }),
        );
        column.nullable = false;
        column.primary_key = self.primary_key;
        let key = Constraint {
            name: Name::Plain(format!("{}_pkc", self.name).into()),
            kind: ConstraintKind::PrimaryKey(PrimaryKey { columns: vec!["version_num".into()] }),
            deferrable: None,
            initially: None,
            comment: None,
            options: Default::default(),
        };
        Table {
            schema: self.schema.clone(),
            columns: vec![column],
            constraints: if self.primary_key { vec![key] } else { Vec::new() },
            ..Table::new(self.name.clone())
        }
    }

    /// CREATE TABLE, to run where [`VersionTable::exists_query`] found none.
    ///
    /// # Errors
    /// A name that the database would cut.
    pub fn create(&self, context: &DdlContext<'_>, out: &mut Output) -> Result<(), DdlError> {
        // env.py's convention is for its own tables.
        let context = DdlContext { naming_convention: None, ..*context };
        let create = CreateTable { table: self.table(), if_not_exists: false, alone: false };
        emit(&Operation::CreateTable(create), &context, out)
    }

    /// The statement of [`VersionTable::create`], without all that other tables take: a program
    /// that only runs SQL is smaller by the whole of the DDL.
    ///
    /// # Errors
    /// A name that the database would cut.
    pub fn create_plainly(&self, dialect: &Dialect) -> Result<Statement, CompileError> {
        let table = self.sql_name(dialect);
        let key = match self.primary_key {
            true => {
                let name = format!("{}_pkc", self.name);
                dialect.validate(&name)?;
                let name = dialect.quote_name(&name);
                format!(", \n\tCONSTRAINT {name} PRIMARY KEY (version_num)")
            }
            false => String::new(),
        };
        Ok(Statement::ddl(format!(
            "\nCREATE TABLE {table} (\n\tversion_num VARCHAR(32) NOT NULL{key}\n)\n\n"
        )))
    }

    /// A query that returns a row if the table exists.
    pub fn exists_query(&self, dialect: &Dialect) -> Statement {
        let name = Value::Text(self.name.name.clone());
        let schema = self.schema.as_ref().map(|schema| Value::Text(schema.name.clone()));
        match (dialect.backend, schema) {
            (Backend::Postgresql, Some(schema)) => Statement::with_params(
                "SELECT c.relname FROM pg_catalog.pg_class c \
                 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relname = $1 AND n.nspname = $2 AND c.relkind IN ('r','p','f','v','m')",
                vec![name, schema],
            ),
            (Backend::Postgresql, None) => Statement::with_params(
                "SELECT c.relname FROM pg_catalog.pg_class c \
                 JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                 WHERE c.relname = $1 AND pg_catalog.pg_table_is_visible(c.oid) \
                 AND n.nspname != 'pg_catalog' AND c.relkind IN ('r','p','f','v','m')",
                vec![name],
            ),
            (Backend::Sqlite, _) => {
                let schema = self.schema.as_ref().map_or_else(String::new, |schema| {
                    format!("{}.", dialect.always_quote(&schema.name))
                });
                Statement::with_params(
                    format!(
                        "SELECT name FROM {schema}sqlite_master WHERE name = ? AND type IN ('table', 'view')"
                    ),
                    vec![name],
                )
            }
            (Backend::Mysql | Backend::Mariadb, schema) => Statement::with_params(
                match schema {
                    Some(_) => {
                        "SELECT table_name FROM information_schema.tables \
                         WHERE table_name = ? AND table_schema = ?"
                    }
                    None => {
                        "SELECT table_name FROM information_schema.tables \
                         WHERE table_name = ? AND table_schema = DATABASE()"
                    }
                },
                std::iter::once(name).chain(schema).collect(),
            ),
        }
    }

    /// The query for the applied revisions.
    pub fn select(&self, dialect: &Dialect) -> Statement {
        let table = self.sql_name(dialect);
        Statement::ddl(format!("SELECT {}.version_num \nFROM {table}", self.sql_name(dialect)))
    }

    /// The row of a revision that is new.
    ///
    /// Where SQLAlchemy would fetch the key it asks for it back (PostgreSQL, SQLite, MariaDB);
    /// Alembic's `--sql` shows that.
    pub fn insert(&self, version: &str, dialect: &Dialect) -> Statement {
        let table = self.sql_name(dialect);
        let version = dialect.string_literal(version);
        let mut sql = format!("INSERT INTO {table} (version_num) VALUES ({version})");
        if self.primary_key && dialect.is_offline() {
            match dialect.backend {
                Backend::Postgresql | Backend::Mariadb => {
                    sql.push_str(&format!(" RETURNING {}.version_num", self.sql_name(dialect)));
                }
                Backend::Sqlite => sql.push_str(" RETURNING version_num"),
                Backend::Mysql => {}
            }
        }
        Statement::ddl(sql)
    }

    /// Replaces one revision by another; one row must be affected.
    pub fn update(&self, from: &str, to: &str, dialect: &Dialect) -> Statement {
        Statement::ddl(format!(
            "UPDATE {} SET version_num={} WHERE {}.version_num = {}",
            self.sql_name(dialect),
            dialect.string_literal(to),
            self.sql_name(dialect),
            dialect.string_literal(from)
        ))
    }

    /// Takes a revision out; one row must be affected.
    pub fn delete(&self, version: &str, dialect: &Dialect) -> Statement {
        Statement::ddl(format!(
            "DELETE FROM {} WHERE {}.version_num = {}",
            self.sql_name(dialect),
            self.sql_name(dialect),
            dialect.string_literal(version)
        ))
    }

    /// Takes all revisions out (`stamp --purge`).
    pub fn delete_all(&self, dialect: &Dialect) -> Statement {
        Statement::ddl(format!("DELETE FROM {}", self.sql_name(dialect)))
    }

    fn sql_name(&self, dialect: &Dialect) -> String {
        dialect.qualified(self.schema.as_ref(), &self.name)
    }
}
