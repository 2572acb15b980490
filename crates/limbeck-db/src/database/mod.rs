//! A database as a whole: made, dropped, asked whether it is there and whether its server answers.

mod mysql;
mod postgresql;
mod sqlite;

use std::time::Duration;

use limbeck_core::{
    dialect::{Backend, Dialect},
    statement::{DatabaseError, ErrorKind, Statement},
};

use crate::{ConnectOptions, Connection, Isolation, Session, Url};

/// The database that a URL names, with what its connections are opened with.
#[derive(Debug, Clone)]
pub struct Database {
    url: Url,
    options: ConnectOptions,
    dialect: Dialect,
}

impl Database {
    /// The database of `url`; nothing is connected to.
    ///
    /// # Errors
    /// The URL's dialect is unknown, or it names no database that could be made or dropped.
    ///
    /// ```
    /// use limbeck_db::{ConnectOptions, database::Database};
    ///
    /// let folder = tempfile::tempdir()?;
    /// let url = format!("sqlite:///{}/app.db", folder.path().display()).parse()?;
    /// let database = Database::new(url, ConnectOptions::default())?;
    /// assert!(database.create()?);
    /// assert!(!database.create()?, "it is there already");
    /// assert!(database.drop(false)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(url: Url, options: ConnectOptions) -> Result<Database, DatabaseError> {
        let wrong = |message: String| DatabaseError::new(ErrorKind::Interface, message);
        let dialect = url.dialect().map_err(|error| wrong(error.to_string()))?;
        let database = Database { url, options, dialect };
        match database.name() {
            Some(_) => Ok(database),
            None => Err(wrong(format!("the URL {} names no database", database.url))),
        }
    }

    /// The URL, with its password; it is shown without.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// What it is opened with.
    pub fn options(&self) -> &ConnectOptions {
        &self.options
    }

    /// Which database this is one of.
    pub fn backend(&self) -> Backend {
        self.dialect.backend
    }

    /// The name on its server; the file of a SQLite database, unless it is in memory.
    pub fn name(&self) -> Option<&str> {
        let given = self.given(database_options(self.backend()));
        let name = given.or(self.url.database.as_deref()).filter(|name| !name.trim().is_empty());
        name.filter(|name| *name != ":memory:")
    }

    /// The last value of an option by one of these names, `connect_args` before the URL.
    fn given(&self, names: &[&str]) -> Option<&str> {
        let arguments = self.options.arguments.iter().rev();
        arguments
            .chain(self.url.query.iter().rev())
            .find(|(key, _)| names.contains(&key.as_str()))
            .map(|(_, value)| value.as_str())
    }

    /// Another database of the same server, or none.
    #[must_use]
    pub fn sibling(&self, name: Option<&str>) -> Database {
        let names = database_options(self.backend());
        let mut sibling = self.clone();
        sibling.url.database = name.map(str::to_owned);
        sibling.url.query.retain(|(key, _)| !names.contains(&key.as_str()));
        sibling.options.arguments.retain(|(key, _)| !names.contains(&key.as_str()));
        sibling
    }

    /// Connects to it.
    ///
    /// # Errors
    /// Those of [`Connection::open`].
    pub fn open(&self) -> Result<Connection, DatabaseError> {
        Connection::open(&self.url, &self.options)
    }

    /// Makes it; `false` if it was there.
    ///
    /// # Errors
    /// The server cannot be reached, or gives no right to make one.
    pub fn create(&self) -> Result<bool, DatabaseError> {
        match self.backend() {
            Backend::Postgresql => postgresql::create(self),
            Backend::Mysql | Backend::Mariadb => mysql::create(self),
            Backend::Sqlite => sqlite::create(self),
        }
    }

    /// Drops it; `false` if it was not there. With `force`, PostgreSQL ends the sessions that use
    /// it.
    ///
    /// # Errors
    /// The server cannot be reached, gives no right to it, or others use the database; it is one of
    /// the server's own, or no database at all.
    pub fn drop(&self, force: bool) -> Result<bool, DatabaseError> {
        let own = match self.backend() {
            Backend::Postgresql => postgresql::OWN,
            Backend::Mysql | Backend::Mariadb => mysql::OWN,
            Backend::Sqlite => &[],
        };
        let name = self.name().unwrap_or_default();
        if own.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            let message = format!("{name} is a database of the server's own, and is left alone");
            return Err(DatabaseError::new(ErrorKind::Interface, message));
        }
        match self.backend() {
            Backend::Postgresql => postgresql::drop(self, force),
            Backend::Mysql | Backend::Mariadb => mysql::drop(self),
            Backend::Sqlite => sqlite::drop(self),
        }
    }

    /// Asks whether its server takes connections, whether or not the database is there; waits no
    /// longer than `patience` for an answer.
    ///
    /// # Errors
    /// Why it does not: see [`is_passing`] for whether to ask again.
    pub fn ask_server(&self, patience: Duration) -> Result<(), DatabaseError> {
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        let mut asking = self.clone();
        if self.given(&["connect_timeout", "timeout"]).is_none() {
            let seconds = patience.as_secs().max(1).to_string();
            asking.options.arguments.push(("connect_timeout".to_owned(), seconds));
        }
        match asking.open() {
            Err(error) if !is_missing(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// Runs one statement outside of any transaction.
    fn run(&self, sql: String) -> Result<(), DatabaseError> {
        let mut connection = self.open()?;
        connection.set_isolation(Isolation::Autocommit)?;
        connection.execute(&Statement::ddl(sql)).map(std::mem::drop)
    }

    /// Whether it can be connected to; `false` only where the server says that there is none.
    fn is_there(&self) -> Result<bool, DatabaseError> {
        match self.open() {
            Ok(_) => Ok(true),
            Err(error) if is_missing(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The options of drivers that name the database.
fn database_options(backend: Backend) -> &'static [&'static str] {
    match backend {
        Backend::Postgresql => &["dbname", "database"],
        Backend::Mysql | Backend::Mariadb => &["database", "db"],
        Backend::Sqlite => &[],
    }
}

/// Whether a server said that it has no database of the name.
pub fn is_missing(error: &DatabaseError) -> bool {
    error.sqlstate.as_deref() == Some(postgresql::MISSING)
        || matches!(error.code, Some(mysql::UNKNOWN | mysql::NONE_TO_DROP))
}

/// Whether a server said that the role has no right to what it wanted.
pub fn is_forbidden(error: &DatabaseError) -> bool {
    error.sqlstate.as_deref() == Some(postgresql::FORBIDDEN)
        || error.code.is_some_and(|code| mysql::FORBIDDEN.contains(&code))
}

/// Whether a server that does not answer so may do so a moment later: it is not up yet, it
/// starts, or has no connection to spare.
pub fn is_passing(error: &DatabaseError) -> bool {
    match (error.sqlstate.as_deref(), error.code) {
        (Some(state), None) => {
            state.starts_with("08") || matches!(state, "57P01" | "57P02" | "57P03" | "53300")
        }
        (_, Some(code)) => mysql::PASSING.contains(&code),
        (None, None) => error.kind == ErrorKind::Operational,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(url: &str) -> Database {
        let url = url.parse().expect(url);
        Database::new(url, ConnectOptions::default()).expect("a database")
    }

    #[test]
    fn a_sibling_keeps_all_but_the_name() {
        for (url, sibling) in [
            ("postgresql://u:p@h:1/a?sslmode=require", "postgresql://u:p@h:1/b?sslmode=require"),
            ("postgresql://u@/?dbname=a&host=/run", "postgresql://u@/b?host=%2Frun"),
            ("mysql+pymysql://u:p@h/a?charset=utf8mb4", "mysql+pymysql://u:p@h/b?charset=utf8mb4"),
        ] {
            let database = database(url);
            assert_eq!(database.name(), Some("a"), "{url}");
            assert_eq!(database.sibling(Some("b")).url().reveal(), sibling);
        }
    }

    #[test]
    fn a_url_without_a_database_is_refused() {
        for url in [
            "postgresql://h",
            "postgresql://h/%20",
            "mysql://h/",
            "sqlite://",
            "sqlite:///:memory:",
        ] {
            let made = Database::new(url.parse().expect(url), ConnectOptions::default());
            let message = made.expect_err(url).message;
            assert!(message.ends_with("names no database"), "{message}");
        }
    }

    #[test]
    fn only_databases_of_the_project_are_dropped() {
        for url in ["postgresql://h:1/postgres", "postgresql://h:1/template1", "mysql://h:1/MySQL"]
        {
            let message = database(url).drop(true).expect_err(url).message;
            assert!(message.contains("of the server's own"), "{message}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let of = |name: &str| database(&format!("sqlite:///{}", at(name).display()));
        std::fs::create_dir(at("folder")).expect("a folder");
        std::fs::write(at("notes"), "not a database at all").expect("a file");
        std::fs::write(at("notes-wal"), "kept").expect("a file");
        assert_eq!(of("app.db").create(), Ok(true));
        for (name, expected) in [("folder", "is no file"), ("notes", "is no SQLite database")] {
            for outcome in [of(name).create(), of(name).drop(false)] {
                let message = outcome.expect_err(name).message;
                assert!(message.contains(expected), "{message}");
            }
        }
        assert!(at("notes-wal").exists());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("app.db"), at("link")).expect("a link");
            let message = of("link").drop(false).expect_err("a link").message;
            assert!(message.contains("is a link to"), "{message}");
            assert!(at("link").exists() && at("app.db").exists());
        }
        assert_eq!(of("app.db").drop(false), Ok(true));
        assert_eq!(of("app.db").drop(false), Ok(false));
    }

    #[test]
    fn a_server_that_starts_is_asked_again_and_a_wrong_password_is_not() {
        let error = |sqlstate: Option<&str>, code| DatabaseError {
            sqlstate: sqlstate.map(str::to_owned),
            code,
            ..DatabaseError::new(ErrorKind::Operational, "no")
        };
        for (error, passing) in [
            (error(None, None), true),
            (error(Some("57P03"), None), true),
            (error(None, Some(2003)), true),
            (error(Some("28P01"), None), false),
            (error(Some("28000"), Some(1045)), false),
        ] {
            assert_eq!(is_passing(&error), passing, "{error:?}");
        }
    }
}
