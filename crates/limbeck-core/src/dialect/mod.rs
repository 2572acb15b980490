//! Which database speaks, and how its driver is addressed.

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
        Dialect { backend, driver: driver.to_owned(), paramstyle, server_version: None }
    }
}
