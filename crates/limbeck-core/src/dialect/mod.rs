//! Which database speaks, and how its driver is addressed.

mod error;
mod identifier;
mod literal;
mod repr;
mod reserved;
mod stored;
mod type_repr;
mod types;

pub use error::CompileError;
pub(crate) use repr::{float_repr, json_repr, python_repr, text_repr};
pub use type_repr::type_repr;
pub(crate) use type_repr::{Call, array, postgresql as postgresql_repr};

use std::fmt;

use serde::{Deserialize, Serialize};

/// A family of databases with SQL of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backend {
    Postgresql,
    Sqlite,
    Mysql,
    Mariadb,
}

impl Backend {
    /// SQLAlchemy's name of the dialect, as scripts read it from `dialect.name`.
    pub fn name(self) -> &'static str {
        match self {
            Backend::Postgresql => "postgresql",
            Backend::Sqlite => "sqlite",
            Backend::Mysql => "mysql",
            Backend::Mariadb => "mariadb",
        }
    }

    /// The backend of this SQLAlchemy name.
    pub fn from_name(name: &str) -> Option<Backend> {
        Some(match name {
            "postgresql" => Backend::Postgresql,
            "sqlite" => Backend::Sqlite,
            "mysql" => Backend::Mysql,
            "mariadb" => Backend::Mariadb,
            _ => return None,
        })
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How a driver marks parameters, which also decides whether `%` is doubled in `--sql`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paramstyle {
    /// `:name`, what `dialect_opts={"paramstyle": "named"}` asks for.
    Named,
    /// `?`
    Qmark,
    /// `%s`
    Format,
    /// `%(name)s`
    Pyformat,
    /// `$1`
    NumericDollar,
}

/// A database as a run speaks to it: the backend, the driver its URL names, and what the
/// server or the script told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    pub backend: Backend,
    /// The driver that the URL names or SQLAlchemy would choose (`psycopg`, `pysqlite`).
    pub driver: String,
    pub paramstyle: Paramstyle,
    /// The server's version, where one is connected: `(15, 4, 0)`.
    pub server_version: Option<(u32, u32, u32)>,
    /// The server is one of MariaDB, whichever of its two names the dialect has.
    #[serde(default)]
    pub is_mariadb: bool,
    /// A backslash in a string begins an escape: on MySQL but for the mode NO_BACKSLASH_ESCAPES,
    /// on PostgreSQL where `standard_conforming_strings` is off.
    #[serde(default)]
    pub backslash_escapes: bool,
}

impl Dialect {
    /// The dialect that SQLAlchemy 2.1 chooses for a URL that names `backend` and, perhaps,
    /// a driver.
    ///
    /// ```
    /// use limbeck_core::dialect::{Backend, Dialect, Paramstyle};
    ///
    /// let dialect = Dialect::new(Backend::Postgresql, None);
    /// assert_eq!((dialect.driver.as_str(), dialect.paramstyle), ("psycopg", Paramstyle::Pyformat));
    /// ```
    pub fn new(backend: Backend, driver: Option<&str>) -> Dialect {
        let driver = driver.unwrap_or(match backend {
            Backend::Postgresql => "psycopg",
            Backend::Sqlite => "pysqlite",
            Backend::Mysql | Backend::Mariadb => "mysqldb",
        });
        let paramstyle = match (backend, driver) {
            (Backend::Postgresql, "asyncpg") => Paramstyle::NumericDollar,
            (Backend::Postgresql, "pg8000") => Paramstyle::Format,
            (Backend::Postgresql, _) => Paramstyle::Pyformat,
            (Backend::Sqlite, _) => Paramstyle::Qmark,
            (Backend::Mysql | Backend::Mariadb, "mariadbconnector") => Paramstyle::Qmark,
            (Backend::Mysql | Backend::Mariadb, _) => Paramstyle::Format,
        };
        Dialect {
            backend,
            driver: driver.to_owned(),
            paramstyle,
            server_version: None,
            is_mariadb: backend == Backend::Mariadb,
            backslash_escapes: matches!(backend, Backend::Mysql | Backend::Mariadb),
        }
    }

    /// Whose SQL the server speaks: MariaDB's where a `mysql://` URL names such a server,
    /// although the dialect is then called mysql and takes the options of that name.
    pub fn grammar(&self) -> Backend {
        match self.backend {
            Backend::Mysql if self.is_mariadb => Backend::Mariadb,
            backend => backend,
        }
    }

    /// Whether no server has told its version: SQLAlchemy then speaks by its defaults.
    pub fn is_offline(&self) -> bool {
        self.server_version.is_none()
    }

    /// Whether text that is only written, never sent, doubles `%`.
    ///
    /// A driver of these paramstyles halves `%%` again, so what a live connection gets is
    /// written with one.
    pub fn doubles_percent(&self) -> bool {
        self.is_offline() && matches!(self.paramstyle, Paramstyle::Format | Paramstyle::Pyformat)
    }

    /// Whether the server's version is at least this, or is not known.
    pub fn is_at_least(&self, version: (u32, u32, u32)) -> bool {
        self.server_version.is_none_or(|server| server >= version)
    }

    /// Whether `Uuid` is a type of the database.
    pub fn has_native_uuid(&self) -> bool {
        match self.grammar() {
            Backend::Postgresql => true,
            Backend::Mariadb => self.is_at_least((10, 7, 0)),
            Backend::Sqlite | Backend::Mysql => false,
        }
    }

    /// Whether comments can be stored, be it in a statement of their own or inline.
    pub fn has_comments(&self) -> bool {
        self.backend != Backend::Sqlite
    }

    /// Whether comments stand inside CREATE TABLE and ALTER TABLE.
    pub fn has_inline_comments(&self) -> bool {
        self.is_mysql()
    }

    /// MySQL or MariaDB.
    pub fn is_mysql(&self) -> bool {
        matches!(self.backend, Backend::Mysql | Backend::Mariadb)
    }
}
