//! SQLAlchemy's URLs: `dialect+driver://user:password@host:port/database?option=value`.

use std::{fmt, str::FromStr};

use limbeck_core::dialect::{Backend, Dialect};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A database URL, decoded.
///
/// `Display` masks the password, so that a URL can be logged; [`Url::reveal`] gives it back.
///
/// ```
/// let url: limbeck_db::Url = "postgresql+psycopg2://app:p%40ss@db:5432/shop".parse().unwrap();
/// assert_eq!(url.password.as_deref(), Some("p@ss"));
/// assert_eq!(url.to_string(), "postgresql+psycopg2://app:***@db:5432/shop");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    /// Dialect and driver as written: `postgresql+asyncpg`.
    pub drivername: String,
    pub username: Option<String>,
    pub password: Option<String>,
    pub host: Option<String>,
    pub port: Option<u16>,
    pub database: Option<String>,
    /// The options after `?`, in the order written; an option may stand more than once.
    pub query: Vec<(String, String)>,
}

/// Why a URL cannot be used. No variant holds the password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    #[error("Could not parse SQLAlchemy URL from given URL string")]
    Unparsable,
    #[error("the port in the database URL is not a number from 0 to 65535: {0:?}")]
    Port(String),
    #[error("the {part} in the database URL is not UTF-8 once percent-decoded")]
    Encoding { part: &'static str },
    #[error("Can't load plugin: sqlalchemy.dialects:{name}{}", hint(.name))]
    Dialect { name: String },
    #[error(
        "Invalid SQLite URL: {0}\nValid SQLite URL forms are:\n sqlite:///:memory: (or, sqlite://)\n sqlite:///relative/path/to/file.db\n sqlite:////absolute/path/to/file.db"
    )]
    Sqlite(String),
    #[error("option {option:?} of the database URL cannot be {value:?}: {expected}")]
    Option { option: String, value: String, expected: &'static str },
    #[error("the database URL has an option {option:?} that {backend} does not know")]
    UnknownOption { option: String, backend: Backend },
}

fn hint(name: &str) -> &'static str {
    match name.split('.').next() {
        Some("postgres") => " (the dialect is spelled postgresql)",
        Some("sqlite3") => " (the dialect is spelled sqlite)",
        _ => "",
    }
}

const DRIVERS: [(Backend, &[&str]); 4] = [
    (
        Backend::Postgresql,
        &["psycopg", "psycopg2", "psycopg_async", "psycopg2cffi", "asyncpg", "pg8000"],
    ),
    (Backend::Sqlite, &["pysqlite", "aiosqlite", "pysqlite_numeric"]),
    (Backend::Mysql, MYSQL_DRIVERS),
    (Backend::Mariadb, MYSQL_DRIVERS),
];
const MYSQL_DRIVERS: &[&str] = &[
    "mysqldb",
    "pymysql",
    "aiomysql",
    "asyncmy",
    "mysqlconnector",
    "mariadbconnector",
    "cymysql",
    "pyodbc",
];

impl Url {
    /// The name before `+`.
    pub fn backend_name(&self) -> &str {
        self.drivername.split('+').next().unwrap_or_default()
    }

    /// The name after `+`, where there is one.
    pub fn driver_name(&self) -> Option<&str> {
        self.drivername.split_once('+').map(|(_, driver)| driver)
    }

    /// The dialect that SQLAlchemy would load.
    ///
    /// # Errors
    /// [`UrlError::Dialect`] for a name that SQLAlchemy or Limbeck does not have.
    pub fn dialect(&self) -> Result<Dialect, UrlError> {
        let unknown = || UrlError::Dialect { name: self.drivername.replace('+', ".") };
        let backend = Backend::from_name(self.backend_name()).ok_or_else(unknown)?;
        let known = DRIVERS.iter().find(|(of, _)| *of == backend).map(|(_, names)| *names);
        match self.driver_name() {
            Some(driver) if !known.unwrap_or_default().contains(&driver) => Err(unknown()),
            driver => Ok(Dialect::new(backend, driver)),
        }
    }

    /// The last value of an option.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every part by SQLAlchemy's name for it, the password included.
    pub fn parts(&self) -> serde_json::Value {
        serde_json::json!({
            "drivername": self.drivername,
            "username": self.username,
            "password": self.password,
            "host": self.host,
            "port": self.port,
            "database": self.database,
            "query": self.query,
        })
    }

    /// The URL with its password.
    pub fn reveal(&self) -> String {
        let password = self.password.as_ref().map(|password| encode(password, USER));
        self.render(password.as_deref())
    }

    fn render(&self, password: Option<&str>) -> String {
        let mut text = format!("{}://", self.drivername);
        if let Some(username) = &self.username {
            text.push_str(&encode(username, USER));
            if let Some(password) = password {
                text.push(':');
                text.push_str(password);
            }
            text.push('@');
        }
        match &self.host {
            Some(host) if host.contains(':') => text.push_str(&format!("[{host}]")),
            Some(host) => text.push_str(host),
            None => {}
        }
        if let Some(port) = self.port {
            text.push_str(&format!(":{port}"));
        }
        if let Some(database) = &self.database {
            text.push('/');
            text.push_str(&encode(database, PATH));
        }
        let mut query: Vec<_> = self.query.iter().collect();
        query.sort_by(|a, b| a.0.cmp(&b.0));
        for (place, (key, value)) in query.into_iter().enumerate() {
            let mark = if place == 0 { '?' } else { '&' };
            text.push_str(&format!("{mark}{}={}", encode_plus(key), encode_plus(value)));
        }
        text
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(self.password.as_ref().map(|_| "***")))
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Url {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let (drivername, rest) = text.split_once("://").ok_or(UrlError::Unparsable)?;
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '+';
        if drivername.is_empty() || !drivername.chars().all(word) {
            return Err(UrlError::Unparsable);
        }
        let (user, rest) = split_user(rest);
        let (address, rest) = match rest.find(['/', '?']) {
            Some(end) => rest.split_at(end),
            None => (rest, ""),
        };
        let (host, port) = split_address(address)?;
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, query),
            None => (rest, ""),
        };
        let (username, password) = match user {
            Some(user) => match user.split_once(':') {
                Some((name, password)) => (Some(name), Some(password)),
                None => (Some(user), None),
            },
            None => (None, None),
        };
        let optional = |text: Option<&str>, part| text.map(|text| decode(text, part)).transpose();
        Ok(Url {
            drivername: drivername.to_owned(),
            username: optional(username, "user name")?,
            password: optional(password, "password")?,
            host: host.filter(|host| !host.is_empty()).map(str::to_owned),
            port,
            database: optional(path.strip_prefix('/'), "database name")?,
            query: parse_query(query)?,
        })
    }
}

// The user part ends at the first `@`, and only if no slash stands in the name before it.
fn split_user(rest: &str) -> (Option<&str>, &str) {
    let Some((user, after)) = rest.split_once('@') else {
        return (None, rest);
    };
    let name = user.split(':').next().unwrap_or_default();
    if name.contains(['/', '?']) || (!user.contains(':') && user.contains('/')) {
        return (None, rest);
    }
    (Some(user), after)
}

fn split_address(address: &str) -> Result<(Option<&str>, Option<u16>), UrlError> {
    let (host, port) = match address.strip_prefix('[') {
        Some(inner) => {
            let (host, after) = inner.split_once(']').ok_or(UrlError::Unparsable)?;
            (host, after.strip_prefix(':').unwrap_or_default())
        }
        None => address.split_once(':').unwrap_or((address, "")),
    };
    let port = match port {
        "" => None,
        digits => Some(digits.parse().map_err(|_| UrlError::Port(digits.to_owned()))?),
    };
    Ok((Some(host), port))
}

fn parse_query(query: &str) -> Result<Vec<(String, String)>, UrlError> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let plain = |text: &str| decode(&text.replace('+', " "), "query");
            Ok((plain(key)?, plain(value)?))
        })
        .collect()
}

fn decode(text: &str, part: &'static str) -> Result<String, UrlError> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| UrlError::Encoding { part })
}

const UNRESERVED: AsciiSet = NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~');
const USER: &AsciiSet = &UNRESERVED.remove(b' ').remove(b'+');
const PATH: &AsciiSet = &UNRESERVED.remove(b' ').remove(b'+').remove(b'/');
const QUERY: &AsciiSet = &UNRESERVED.remove(b' ');

fn encode(text: &str, set: &'static AsciiSet) -> String {
    utf8_percent_encode(text, set).to_string()
}

fn encode_plus(text: &str) -> String {
    encode(text, QUERY).replace(' ', "+")
}
