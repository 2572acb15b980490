//! Where and how to connect: the URL's options and `connect_args`, by pymysql's rules.

use std::{fs, path::Path, time::Duration};

use limbeck_core::dialect::Backend;
use mysql_common::constants::CapabilityFlags;

use crate::{ConnectOptions, Url, UrlError, tls::Trust};

/// What one connection is made with.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub address: Address,
    pub user: String,
    pub password: Option<String>,
    pub database: Option<String>,
    pub charset: String,
    pub collation: Option<String>,
    /// `None`: TLS is used where the server offers it, and whoever answers is trusted.
    pub tls: Option<Tls>,
    pub tls_disabled: bool,
    pub connect_timeout: Duration,
    pub read_timeout: Option<Duration>,
    /// What scripts ask for in `client_flag`, of what can be had.
    pub flags: CapabilityFlags,
    /// Statements to run once connected.
    pub first: Vec<String>,
    pub autocommit: bool,
    pub program_name: Option<String>,
}

/// Where the server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    Tcp { host: String, port: u16 },
    Socket(String),
}

/// TLS that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tls {
    pub trust: Trust,
    pub roots: String,
    pub identity: Option<(String, String)>,
}

/// Options of pymysql, mysqlclient and their like that change nothing here.
const WITHOUT_EFFECT: &[&str] = &[
    "auth_plugin",
    "auth_plugin_map",
    "binary_prefix",
    "bind_address",
    "buffered",
    "compress",
    "conv",
    "cursorclass",
    "defer_connect",
    "echo",
    "local_infile",
    "max_allowed_packet",
    "maxsize",
    "minsize",
    "pool_recycle",
    "raise_on_warnings",
    "server_public_key",
    "ssl_cipher",
    "use_pure",
    "use_unicode",
    "write_timeout",
];

const KNOWN: &[&str] = &[
    "autocommit",
    "charset",
    "client_flag",
    "collation",
    "connect_timeout",
    "database",
    "db",
    "host",
    "init_command",
    "passwd",
    "password",
    "port",
    "program_name",
    "read_default_file",
    "read_default_group",
    "read_timeout",
    "sql_mode",
    "ssl",
    "ssl.ca",
    "ssl.cert",
    "ssl.check_hostname",
    "ssl.key",
    "ssl.verify_mode",
    "ssl_ca",
    "ssl_cert",
    "ssl_check_hostname",
    "ssl_disabled",
    "ssl_key",
    "ssl_mode",
    "ssl_verify_cert",
    "ssl_verify_identity",
    "unix_socket",
    "user",
];

/// Where the socket of a server usually is.
const SOCKETS: &[&str] = &[
    "/run/mysqld/mysqld.sock",
    "/var/run/mysqld/mysqld.sock",
    "/var/lib/mysql/mysql.sock",
    "/tmp/mysql.sock",
];

const DEFAULT_PORT: u16 = 3306;

impl Settings {
    /// The settings that `url` and `options` come to.
    ///
    /// # Errors
    /// An option that the drivers do not know, or one that cannot have its value.
    pub(super) fn resolve(
        url: &Url,
        driver: &str,
        backend: Backend,
        options: &ConnectOptions,
    ) -> Result<Settings, UrlError> {
        let mut source = Source { url, options, backend, defaults: Vec::new() };
        source.check_names()?;
        source.read_defaults()?;
        let filled = |value: Option<String>| value.filter(|value| !value.is_empty());
        let charset = filled(source.get("charset")).unwrap_or_else(|| "utf8mb4".to_owned());
        let collation = filled(source.get("collation"));
        source.check_word("charset", Some(&charset))?;
        source.check_word("collation", collation.as_deref())?;
        let sql_mode = source.get("sql_mode").map(|mode| {
            // The mode is a list of words, so that nothing in it needs an escape.
            format!("SET sql_mode='{}'", mode.replace(['\'', '\\'], ""))
        });
        Ok(Settings {
            address: source.address(driver)?,
            user: filled(source.get("user"))
                .or_else(|| filled(url.username.clone()))
                .or_else(|| source.default("user"))
                .or_else(|| options.user.clone())
                .unwrap_or_else(|| "root".to_owned()),
            password: source
                .get("password")
                .or_else(|| source.get("passwd"))
                .or_else(|| url.password.clone())
                .or_else(|| source.default("password"))
                .filter(|password| !password.is_empty()),
            database: filled(source.get("database"))
                .or_else(|| filled(source.get("db")))
                .or_else(|| filled(url.database.clone()))
                .or_else(|| source.default("database")),
            charset,
            collation,
            tls: source.tls()?,
            tls_disabled: source.truth("ssl_disabled")
                || source.mode().as_deref() == Some("DISABLED"),
            connect_timeout: source
                .seconds("connect_timeout")?
                .unwrap_or_else(|| Duration::from_secs(10)),
            read_timeout: source.seconds("read_timeout")?,
            flags: source.flags()?,
            first: sql_mode.into_iter().chain(source.get("init_command")).collect(),
            autocommit: source.truth("autocommit"),
            program_name: source.get("program_name"),
        })
    }
}

struct Source<'a> {
    url: &'a Url,
    options: &'a ConnectOptions,
    backend: Backend,
    /// What the file of `read_default_file` says.
    defaults: Vec<(String, String)>,
}

impl Source<'_> {
    fn check_names(&self) -> Result<(), UrlError> {
        for (name, value) in self.url.query.iter().chain(&self.options.arguments) {
            let name = name.as_str();
            if name == "ssl_capath" || name == "ssl.capath" {
                let expected = "give the root certificates as one file, in ssl_ca";
                return Err(self.invalid(name, value.clone(), expected));
            }
            if !KNOWN.contains(&name) && !WITHOUT_EFFECT.contains(&name) {
                let option = name.to_owned();
                return Err(UrlError::UnknownOption { option, backend: self.backend });
            }
        }
        Ok(())
    }

    /// The option as `connect_args` or else the URL gives it.
    fn get(&self, name: &str) -> Option<String> {
        let mut arguments = self.options.arguments.iter().rev();
        let argument = arguments.find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        argument.or_else(|| self.url.option(name)).map(str::to_owned)
    }

    fn default(&self, name: &str) -> Option<String> {
        let mut found = self.defaults.iter().rev();
        found.find(|(key, _)| key == name).map(|(_, value)| value.clone())
    }

    fn truth(&self, name: &str) -> bool {
        let value = self.get(name).unwrap_or_default().to_lowercase();
        matches!(value.as_str(), "true" | "1" | "yes" | "on" | "y" | "t")
    }

    fn invalid(&self, option: &str, value: String, expected: &'static str) -> UrlError {
        UrlError::Option { option: option.to_owned(), value, expected }
    }

    // What goes into SET NAMES as it is must be no more than a name.
    fn check_word(&self, option: &str, value: Option<&str>) -> Result<(), UrlError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        match value {
            Some(value) if !value.chars().all(plain) => {
                Err(self.invalid(option, value.to_owned(), "it is the name of a character set"))
            }
            _ => Ok(()),
        }
    }

    fn seconds(&self, name: &str) -> Result<Option<Duration>, UrlError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let seconds = value.parse::<f64>().ok();
        match seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
            Some(timeout) if !timeout.is_zero() => Ok(Some(timeout)),
            _ => Err(self.invalid(name, value, "it is a number of seconds above 0")),
        }
    }

    fn flags(&self) -> Result<CapabilityFlags, UrlError> {
        let Some(value) = self.get("client_flag") else { return Ok(CapabilityFlags::empty()) };
        let Ok(flags) = value.parse::<u32>() else {
            return Err(self.invalid("client_flag", value, "it is a number"));
        };
        let offered = CapabilityFlags::CLIENT_MULTI_STATEMENTS
            | CapabilityFlags::CLIENT_IGNORE_SPACE
            | CapabilityFlags::CLIENT_INTERACTIVE;
        Ok(CapabilityFlags::from_bits_truncate(flags) & offered)
    }

    fn address(&self, driver: &str) -> Result<Address, UrlError> {
        let socket = self.get("unix_socket").or_else(|| self.default("socket"));
        if let Some(socket) = socket.filter(|socket| !socket.is_empty()) {
            return Ok(Address::Socket(socket));
        }
        let host = self.get("host").or_else(|| self.url.host.clone());
        let host = host.filter(|host| !host.is_empty()).or_else(|| self.default("host"));
        let host = host.unwrap_or_else(|| "localhost".to_owned());
        let given = self.get("port").or_else(|| self.url.port.map(|port| port.to_string()));
        let port = match given.or_else(|| self.default("port")) {
            Some(port) => port.parse().map_err(|_| UrlError::Port(port))?,
            None => DEFAULT_PORT,
        };
        // The C library behind mysqlclient takes `localhost` for the socket.
        if driver == "mysqldb" && host == "localhost" && port == DEFAULT_PORT {
            let socket = SOCKETS.iter().find(|socket| Path::new(socket).exists());
            if let Some(socket) = socket {
                return Ok(Address::Socket((*socket).to_owned()));
            }
        }
        Ok(Address::Tcp { host, port })
    }

    fn mode(&self) -> Option<String> {
        self.get("ssl_mode").map(|mode| mode.to_uppercase().replace('-', "_"))
    }

    fn tls(&self) -> Result<Option<Tls>, UrlError> {
        let either = |name: &str| {
            let found =
                self.get(&format!("ssl.{name}")).or_else(|| self.get(&format!("ssl_{name}")));
            found.or_else(|| self.default(&format!("ssl-{name}"))).filter(|text| !text.is_empty())
        };
        let said = |name: &str, word: &str| {
            self.get(name).is_some_and(|value| value.eq_ignore_ascii_case(word))
        };
        let roots = either("ca");
        let identity = either("cert").map(|file| {
            let key = either("key").unwrap_or_else(|| file.clone());
            (file, key)
        });
        let named =
            self.truth("ssl_verify_identity") || self.mode().as_deref() == Some("VERIFY_IDENTITY");
        let verified = self.truth("ssl_verify_cert") || self.mode().as_deref() == Some("VERIFY_CA");
        let unnamed = said("ssl_check_hostname", "false") || said("ssl.check_hostname", "false");
        let in_url = self.url.option("ssl_ca").is_some() || self.get("ssl.ca").is_some();
        let trust = match roots.is_some() {
            _ if named => Trust::ChainAndName,
            true if in_url && !unnamed => Trust::ChainAndName,
            true => Trust::Chain,
            false if verified => Trust::Chain,
            false => Trust::Anyone,
        };
        let asked = match self.get("ssl").map(|value| value.to_lowercase()).as_deref() {
            Some("" | "false" | "0" | "no" | "none") | None => false,
            Some("true" | "1" | "yes" | "required") => true,
            Some(_) => {
                let value = self.get("ssl").unwrap_or_default();
                return Err(self.invalid("ssl", value, "it is true or false"));
            }
        };
        let required = match self.mode().as_deref() {
            None | Some("DISABLED" | "PREFERRED") => false,
            Some("REQUIRED" | "VERIFY_CA" | "VERIFY_IDENTITY") => true,
            Some(_) => {
                let expected =
                    "it is one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY";
                let value = self.get("ssl_mode").unwrap_or_default();
                return Err(self.invalid("ssl_mode", value, expected));
            }
        };
        let wanted = asked || required || identity.is_some() || trust != Trust::Anyone;
        let roots = roots.unwrap_or_else(|| "system".to_owned());
        Ok(wanted.then_some(Tls { trust, roots, identity }))
    }

    /// The `[client]` section of an option file, or that of `read_default_group`.
    fn read_defaults(&mut self) -> Result<(), UrlError> {
        let Some(name) = self.get("read_default_file") else { return Ok(()) };
        let path = match (name.strip_prefix("~/"), &self.options.home) {
            (Some(rest), Some(home)) => home.join(rest),
            _ => name.clone().into(),
        };
        // As Python's parser does, a file that is not there is passed over.
        let Ok(text) = fs::read_to_string(path) else { return Ok(()) };
        let group = self.get("read_default_group").unwrap_or_else(|| "client".to_owned());
        let mut inside = false;
        for line in text.lines().map(str::trim) {
            if let Some(section) = line.strip_prefix('[') {
                inside = section.trim_end_matches(']') == group;
            } else if let (true, Some((key, value))) = (inside, line.split_once('=')) {
                let value = value.trim().trim_matches(['"', '\'']);
                self.defaults.push((key.trim().to_owned(), value.to_owned()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(url: &str) -> Result<Settings, UrlError> {
        let options = ConnectOptions::default();
        Settings::resolve(&url.parse()?, "pymysql", Backend::Mysql, &options)
    }

    #[test]
    fn the_address_is_a_host_or_a_socket() {
        let tcp = |host: &str, port| Address::Tcp { host: host.to_owned(), port };
        assert_eq!(resolve("mysql+pymysql://u@h/d").unwrap().address, tcp("h", 3306));
        assert_eq!(resolve("mysql+pymysql://u@h:1/d").unwrap().address, tcp("h", 1));
        assert_eq!(resolve("mysql+pymysql:///d").unwrap().address, tcp("localhost", 3306));
        let socket = resolve("mysql+pymysql://u@/d?unix_socket=/run/x.sock").unwrap();
        assert_eq!(socket.address, Address::Socket("/run/x.sock".to_owned()));
    }

    #[test]
    fn tls_is_asked_for_in_every_spelling() {
        let cases = [
            ("", None),
            ("?ssl=true", Some(Trust::Anyone)),
            ("?ssl_mode=required", Some(Trust::Anyone)),
            ("?ssl_ca=/x", Some(Trust::ChainAndName)),
            ("?ssl_ca=/x&ssl_check_hostname=false", Some(Trust::Chain)),
            ("?ssl_verify_cert=true", Some(Trust::Chain)),
            ("?ssl_verify_identity=true", Some(Trust::ChainAndName)),
            ("?ssl_cert=/c&ssl_key=/k", Some(Trust::Anyone)),
        ];
        for (query, expected) in cases {
            let settings = resolve(&format!("mysql+pymysql://h/d{query}")).unwrap();
            assert_eq!(settings.tls.map(|tls| tls.trust), expected, "{query}");
        }
        assert!(resolve("mysql://h/d?ssl_disabled=true").unwrap().tls_disabled);
    }

    #[test]
    fn what_cannot_be_is_named() {
        let error = |url: &str| resolve(url).unwrap_err().to_string();
        let message = error("mysql://u:secret@h/d?pool=3");
        assert!(message.contains("\"pool\"") && !message.contains("secret"), "{message}");
        assert!(error("mysql://h/d?ssl_capath=/etc").contains("ssl_ca"));
        assert!(error("mysql://h/d?charset=utf8;DROP").contains("charset"));
        assert!(error("mysql://h/d?ssl_mode=maybe").contains("VERIFY_CA"));
        assert!(error("mysql://h/d?connect_timeout=0").contains("connect_timeout"));
    }

    #[test]
    fn option_files_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("my.cnf");
        fs::write(&file, "[mysqld]\nport=1\n[client]\nuser = app\npassword=\"x\"\nport=7\n")
            .unwrap();
        let url = format!("mysql+pymysql:///d?read_default_file={}", file.display());
        let settings = resolve(&url).unwrap();
        assert_eq!((settings.user.as_str(), settings.password.as_deref()), ("app", Some("x")));
        assert_eq!(settings.address, Address::Tcp { host: "localhost".to_owned(), port: 7 });
    }
}
