//! Where and how to connect: the URL's options over the environment's, by libpq's rules.

use std::{fs, path::Path, time::Duration};

use crate::{ConnectOptions, Url, UrlError};
use limbeck_core::dialect::Backend;

/// What one connection is made with.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub hosts: Vec<Host>,
    pub user: String,
    pub password: Option<String>,
    pub database: String,
    pub sslmode: SslMode,
    pub sslrootcert: Option<String>,
    pub sslcert: Option<String>,
    pub sslkey: Option<String>,
    pub channel_binding: ChannelBindingMode,
    pub connect_timeout: Option<Duration>,
    pub target: Target,
    /// Settings of the server, by name, sent when the connection starts.
    pub parameters: Vec<(String, String)>,
}

/// One address to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    /// A name, an address, or the folder of a socket where it begins with `/`.
    pub name: String,
    /// The address to use in place of the name's.
    pub address: Option<String>,
    pub port: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SslMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChannelBindingMode {
    Disable,
    Prefer,
    Require,
}

/// Which server among several will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
}

/// Options of psycopg, asyncpg and libpq that change nothing here.
const WITHOUT_EFFECT: &[&str] = &[
    "async_fallback",
    "autocommit",
    "client_encoding",
    "command_timeout",
    "connection_class",
    "connection_factory",
    "cursor_factory",
    "executemany_mode",
    "fallback_application_name",
    "gssencmode",
    "gsslib",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "max_cacheable_statement_size",
    "max_cached_statement_lifetime",
    "prepare_threshold",
    "prepared_statement_cache_size",
    "prepared_statement_name_func",
    "sslcompression",
    "sslcrl",
    "sslcrldir",
    "sslnegotiation",
    "sslsni",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "statement_cache_size",
    "tcp_user_timeout",
    "use_native_hstore",
    "use_native_uuid",
];

const KNOWN: &[&str] = &[
    "application_name",
    "channel_binding",
    "connect_timeout",
    "database",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "passfile",
    "password",
    "port",
    "ssl",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
    "timeout",
    "user",
];

impl Settings {
    /// The settings that `url` and `options` come to.
    ///
    /// # Errors
    /// An option that PostgreSQL's clients do not know, or one that cannot have its value.
    pub(super) fn resolve(url: &Url, options: &ConnectOptions) -> Result<Settings, UrlError> {
        let source = Source { url, options };
        source.check_names()?;
        let get = |name, variable| source.get(name, variable);
        let user = get("user", "PGUSER")
            .or_else(|| url.username.clone().filter(|name| !name.is_empty()))
            .or_else(|| options.user.clone())
            .unwrap_or_else(|| "postgres".to_owned());
        let database = source
            .get_url("dbname")
            .or_else(|| source.get_url("database"))
            .or_else(|| url.database.clone().filter(|name| !name.is_empty()))
            .or_else(|| source.variable("PGDATABASE"))
            .unwrap_or_else(|| user.clone());
        let hosts = source.hosts()?;
        let mut settings = Settings {
            password: source.get_url("password").or_else(|| url.password.clone()),
            sslmode: source.sslmode()?,
            sslrootcert: get("sslrootcert", "PGSSLROOTCERT").or_else(|| source.root_certificate()),
            sslcert: get("sslcert", "PGSSLCERT"),
            sslkey: get("sslkey", "PGSSLKEY"),
            channel_binding: source.channel_binding()?,
            connect_timeout: source.connect_timeout()?,
            target: source.target()?,
            parameters: source.parameters(),
            hosts,
            user,
            database,
        };
        settings.password = settings.password.take().or_else(|| source.variable("PGPASSWORD"));
        if settings.password.is_none() {
            settings.password = source.password_from_file(&settings);
        }
        Ok(settings)
    }
}

struct Source<'a> {
    url: &'a Url,
    options: &'a ConnectOptions,
}

impl Source<'_> {
    fn check_names(&self) -> Result<(), UrlError> {
        let given = self.url.query.iter().chain(&self.options.arguments);
        for (name, _) in given {
            let name = name.as_str();
            let known = KNOWN.contains(&name)
                || WITHOUT_EFFECT.contains(&name)
                || name.starts_with("server_settings.");
            if !known {
                let option = name.to_owned();
                return Err(UrlError::UnknownOption { option, backend: Backend::Postgresql });
            }
        }
        Ok(())
    }

    fn get_url(&self, name: &str) -> Option<String> {
        let mut arguments = self.options.arguments.iter().rev();
        let argument = arguments.find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        argument.or_else(|| self.url.option(name)).map(str::to_owned)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.options.environment.get(name).filter(|value| !value.is_empty()).cloned()
    }

    // The user's own part of the URL stands before the variable, which `get` asks last.
    fn get(&self, name: &str, variable: &str) -> Option<String> {
        let in_url = || match name {
            "user" => self.url.username.clone().filter(|name| !name.is_empty()),
            _ => None,
        };
        self.get_url(name).or_else(in_url).or_else(|| self.variable(variable))
    }

    fn invalid(&self, option: &str, value: String, expected: &'static str) -> UrlError {
        UrlError::Option { option: option.to_owned(), value, expected }
    }

    fn hosts(&self) -> Result<Vec<Host>, UrlError> {
        // SQLAlchemy passes `host=a:1&host=b:2` on as two lists.
        let several: Vec<&str> = self
            .url
            .query
            .iter()
            .filter(|(name, _)| name == "host")
            .map(|(_, value)| value.as_str())
            .collect();
        let names = match several.is_empty() {
            false => several.join(","),
            true => self
                .get_url("host")
                .or_else(|| self.url.host.clone())
                .or_else(|| self.variable("PGHOST"))
                .unwrap_or_default(),
        };
        let ports = self
            .get_url("port")
            .or_else(|| self.url.port.map(|port| port.to_string()))
            .or_else(|| self.variable("PGPORT"))
            .unwrap_or_else(|| "5432".to_owned());
        let addresses = self.get("hostaddr", "PGHOSTADDR").unwrap_or_default();
        let ports: Vec<&str> = ports.split(',').collect();
        let addresses: Vec<&str> = addresses.split(',').filter(|part| !part.is_empty()).collect();
        let mut hosts = Vec::new();
        for (place, name) in names.split(',').enumerate() {
            let own = name.rsplit_once(':').filter(|(host, _)| !host.contains([':', '/']));
            let (name, port) = match own {
                Some((host, port)) => (host, port),
                None => (name, ports.get(place).or(ports.last()).copied().unwrap_or("5432")),
            };
            let port = port.parse().map_err(|_| UrlError::Port(port.to_owned()))?;
            let address = addresses.get(place).map(|address| (*address).to_owned());
            let name = match (name, &address) {
                ("", Some(address)) => address.clone(),
                ("", None) => default_host(port),
                (name, _) => name.to_owned(),
            };
            hosts.push(Host { name, address, port });
        }
        Ok(hosts)
    }

    fn sslmode(&self) -> Result<SslMode, UrlError> {
        let (option, value) = match (self.get_url("sslmode"), self.get_url("ssl")) {
            (Some(mode), _) => ("sslmode", mode),
            (None, Some(ssl)) => ("ssl", ssl),
            (None, None) => match self.variable("PGSSLMODE") {
                Some(mode) => ("PGSSLMODE", mode),
                None => return Ok(SslMode::Prefer),
            },
        };
        Ok(match value.to_ascii_lowercase().replace('_', "-").as_str() {
            "disable" | "false" | "0" | "no" | "off" => SslMode::Disable,
            "allow" => SslMode::Allow,
            "prefer" => SslMode::Prefer,
            "require" | "true" | "1" | "yes" | "on" => SslMode::Require,
            "verify-ca" => SslMode::VerifyCa,
            "verify-full" => SslMode::VerifyFull,
            _ => {
                let expected =
                    "it is one of disable, allow, prefer, require, verify-ca, verify-full";
                return Err(self.invalid(option, value, expected));
            }
        })
    }

    fn channel_binding(&self) -> Result<ChannelBindingMode, UrlError> {
        let value = self.get("channel_binding", "PGCHANNELBINDING");
        Ok(match value.as_deref() {
            Some("disable") => ChannelBindingMode::Disable,
            None | Some("prefer") => ChannelBindingMode::Prefer,
            Some("require") => ChannelBindingMode::Require,
            Some(value) => {
                let expected = "it is one of disable, prefer, require";
                return Err(self.invalid("channel_binding", value.to_owned(), expected));
            }
        })
    }

    fn connect_timeout(&self) -> Result<Option<Duration>, UrlError> {
        let value =
            self.get_url("timeout").or_else(|| self.get("connect_timeout", "PGCONNECT_TIMEOUT"));
        let Some(value) = value else { return Ok(None) };
        match value
            .parse::<f64>()
            .ok()
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        {
            Some(timeout) => Ok(Some(timeout).filter(|timeout| !timeout.is_zero())),
            None => Err(self.invalid("connect_timeout", value, "it is a number of seconds")),
        }
    }

    fn target(&self) -> Result<Target, UrlError> {
        let value = self.get("target_session_attrs", "PGTARGETSESSIONATTRS");
        Ok(match value.as_deref() {
            None | Some("any") => Target::Any,
            Some("read-write") => Target::ReadWrite,
            Some("read-only") => Target::ReadOnly,
            Some("primary") => Target::Primary,
            Some("standby") => Target::Standby,
            Some("prefer-standby") => Target::PreferStandby,
            Some(value) => {
                let expected =
                    "it is one of any, read-write, read-only, primary, standby, prefer-standby";
                return Err(self.invalid("target_session_attrs", value.to_owned(), expected));
            }
        })
    }

    fn parameters(&self) -> Vec<(String, String)> {
        let mut parameters = vec![("client_encoding".to_owned(), "UTF8".to_owned())];
        let named = [
            ("application_name", "PGAPPNAME"),
            ("options", "PGOPTIONS"),
            ("TimeZone", "PGTZ"),
            ("DateStyle", "PGDATESTYLE"),
        ];
        for (name, variable) in named {
            if let Some(value) = self.get(name, variable) {
                parameters.push((name.to_owned(), value));
            }
        }
        for (name, value) in self.url.query.iter().chain(&self.options.arguments) {
            if let Some(name) = name.strip_prefix("server_settings.") {
                parameters.retain(|(key, _)| key != name);
                parameters.push((name.to_owned(), value.clone()));
            }
        }
        parameters
    }

    fn root_certificate(&self) -> Option<String> {
        let file = self.options.home.as_ref()?.join(".postgresql/root.crt");
        file.exists().then(|| file.display().to_string())
    }

    fn password_from_file(&self, settings: &Settings) -> Option<String> {
        let file = match self.get("passfile", "PGPASSFILE") {
            Some(file) => file.into(),
            None => self.options.home.as_ref()?.join(".pgpass"),
        };
        let host = settings.hosts.first()?;
        let name = if host.name.starts_with('/') { "localhost" } else { &host.name };
        let port = host.port.to_string();
        let wanted = [name, &port, &settings.database, &settings.user];
        fs::read_to_string(file).ok()?.lines().find_map(|line| pgpass_line(line, wanted))
    }
}

// `host:port:database:user:password`; `*` matches anything and `\` escapes.
fn pgpass_line(line: &str, wanted: [&str; 4]) -> Option<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match c {
            '#' if fields.len() == 1 && fields[0].is_empty() => return None,
            '\\' => fields.last_mut()?.extend(characters.next()),
            ':' if fields.len() < 5 => fields.push(String::new()),
            c => fields.last_mut()?.push(c),
        }
    }
    let matches = |(field, wanted): (&String, &str)| field == "*" || field == wanted;
    let holds = fields.len() == 5 && fields.iter().zip(wanted).all(matches);
    holds.then(|| fields.pop()).flatten()
}

// libpq's folder depends on who built it, so the usual ones are tried, then the network.
fn default_host(port: u16) -> String {
    let folders = ["/var/run/postgresql", "/tmp"];
    let socket = |folder: &&&str| Path::new(folder).join(format!(".s.PGSQL.{port}")).exists();
    folders.iter().find(socket).copied().unwrap_or("localhost").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(url: &str, environment: &[(&str, &str)]) -> Result<Settings, UrlError> {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let environment = environment.iter().map(pair).collect();
        let options = ConnectOptions { environment, ..ConnectOptions::default() };
        Settings::resolve(&url.parse()?, &options)
    }

    #[test]
    fn tls_is_asked_for_in_every_spelling() {
        let cases = [
            ("", SslMode::Prefer),
            ("?sslmode=verify-full", SslMode::VerifyFull),
            ("?ssl=true", SslMode::Require),
            ("?ssl=require", SslMode::Require),
            ("?ssl=verify-ca", SslMode::VerifyCa),
            ("?ssl=false", SslMode::Disable),
        ];
        for (query, expected) in cases {
            let settings = resolve(&format!("postgresql://h/d{query}"), &[]).unwrap();
            assert_eq!(settings.sslmode, expected, "{query}");
        }
        let error = resolve("postgresql://u:secret@h/d?sslmode=maybe", &[]).unwrap_err();
        assert!(error.to_string().contains("\"sslmode\""), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }

    #[test]
    fn the_url_wins_over_the_environment() {
        let environment =
            [("PGHOST", "e"), ("PGUSER", "eu"), ("PGPORT", "1"), ("PGDATABASE", "ed")];
        let settings = resolve("postgresql://u@h:2/d", &environment).unwrap();
        let host = Host { name: "h".into(), address: None, port: 2 };
        assert_eq!(
            (settings.hosts, settings.user, settings.database),
            (vec![host], "u".into(), "d".into())
        );
        let settings = resolve("postgresql://", &environment).unwrap();
        let host = Host { name: "e".into(), address: None, port: 1 };
        assert_eq!(
            (settings.hosts, settings.user, settings.database),
            (vec![host], "eu".into(), "ed".into())
        );
    }

    #[test]
    fn hosts_may_be_several_or_a_folder() {
        let names = |url: &str| -> Vec<(String, u16)> {
            let hosts = resolve(url, &[]).unwrap().hosts;
            hosts.into_iter().map(|host| (host.name, host.port)).collect()
        };
        assert_eq!(names("postgresql://u@/d?host=/run/x"), [("/run/x".to_owned(), 5432)]);
        assert_eq!(
            names("postgresql://u@/d?host=a:1&host=b:2"),
            [("a".to_owned(), 1), ("b".to_owned(), 2)]
        );
        assert_eq!(names("postgresql://u@a,b:7/d"), [("a".to_owned(), 7), ("b".to_owned(), 7)]);
    }

    #[test]
    fn unknown_options_are_named() {
        let error = resolve("postgresql://h/d?pgbouncer=true", &[]).unwrap_err();
        assert!(error.to_string().contains("\"pgbouncer\""), "{error}");
    }

    #[test]
    fn password_files_are_read_field_by_field() {
        let wanted = ["h", "5432", "d", "u"];
        assert_eq!(pgpass_line("h:5432:d:u:a\\:b:c", wanted).as_deref(), Some("a:b:c"));
        assert_eq!(pgpass_line("*:*:*:u:x", wanted).as_deref(), Some("x"));
        assert_eq!(pgpass_line("# *:*:*:*:x", wanted), None);
        assert_eq!(pgpass_line("h:1:d:u:x", wanted), None);
    }
}
