//! The databases that scenarios work on.

use std::{fs, path::Path, process::Command, thread, time::Duration};

use libtest_mimic::Failed;
use rusqlite::types::ValueRef;

/// The rows of a query on a SQLite file, a line each.
pub fn sqlite(file: &Path, query: &str) -> Result<String, Failed> {
    let connection = rusqlite::Connection::open(file)?;
    let mut statement = connection.prepare(query)?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut text = String::new();
    while let Some(row) = rows.next()? {
        let cells: Vec<String> = (0..width)
            .map(|column| {
                Ok(match row.get_ref(column)? {
                    ValueRef::Null => String::new(),
                    ValueRef::Integer(value) => value.to_string(),
                    ValueRef::Real(value) => value.to_string(),
                    ValueRef::Text(value) | ValueRef::Blob(value) => {
                        String::from_utf8_lossy(value).into_owned()
                    }
                })
            })
            .collect::<Result<_, rusqlite::Error>>()?;
        text += &(cells.join("|") + "\n");
    }
    Ok(text)
}

/// Runs the statements of a file on a SQLite file.
pub fn sqlite_script(file: &Path, script: &Path) -> Result<String, Failed> {
    rusqlite::Connection::open(file)?.execute_batch(&fs::read_to_string(script)?)?;
    Ok(String::new())
}

/// All that a SQLite file holds: the statements of its schema, then each table's rows.
pub fn sqlite_dump(file: &Path) -> Result<String, Failed> {
    let mut text = sqlite(file, "SELECT type, name, sql FROM sqlite_master ORDER BY type, name")?;
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
    for table in sqlite(file, tables)?.lines() {
        text += &format!("{table}:\n");
        text += &sqlite(file, &format!("SELECT * FROM \"{table}\" ORDER BY rowid"))?;
    }
    Ok(text)
}

/// A PostgreSQL database of a scenario's own, dropped when the scenario ends.
pub struct Postgresql {
    server: String,
    name: String,
}

impl Postgresql {
    /// Makes the database of the scenario of this name on the server that the variable names.
    pub fn create(scenario: &str, variable: &str) -> Result<Postgresql, Failed> {
        let server = std::env::var(variable)
            .map_err(|_| format!("{variable} is not set: run `cargo xtask test`"))?;
        let name = format!("limbeck_{}_{}", scenario.replace('-', "_"), std::process::id());
        let database = Postgresql { server, name };
        database.on_server(&format!("CREATE DATABASE {}", database.name))?;
        Ok(database)
    }

    /// Puts the database's URL, or a part of it, where `text` has `{postgresql}` and its like.
    pub fn fill(&self, text: &str) -> String {
        let url = self.url();
        let address = url.split_once("://").map_or("", |(_, address)| address);
        let (user, place) = address.split_once('@').unwrap_or(("", address));
        let host_and_port = place.split('/').next().unwrap_or_default();
        let (host, port) = host_and_port.split_once(':').unwrap_or((host_and_port, "5432"));
        let standby = std::env::var("LIMBECK_TEST_STANDBY_URL").unwrap_or_default();
        text.replace("{postgresql}", &format!("postgresql+psycopg2://{address}"))
            .replace("{postgresql.standby}", &of_database(&standby, &self.name))
            .replace("{postgresql.asyncpg}", &format!("postgresql+asyncpg://{address}"))
            .replace("{postgresql.plain}", &format!("postgresql://{address}"))
            .replace("{postgresql.user}", user.split(':').next().unwrap_or_default())
            .replace("{postgresql.host}", host)
            .replace("{postgresql.port}", port)
            .replace("{postgresql.database}", &self.name)
    }

    fn url(&self) -> String {
        of_database(&self.server, &self.name)
    }

    /// Waits until the standby has what the server has written.
    pub fn wait_for_standby(&self) -> Result<String, Failed> {
        let written = self.query("SELECT pg_current_wal_insert_lsn()")?;
        let standby = std::env::var("LIMBECK_TEST_STANDBY_URL")
            .map_err(|_| "LIMBECK_TEST_STANDBY_URL is not set: run `cargo xtask test`")?;
        let mut client = postgres::Client::connect(&standby, postgres::NoTls)?;
        let reached = format!("SELECT pg_last_wal_replay_lsn() >= '{}'::pg_lsn", written.trim());
        for _ in 0..600 {
            if client.query_one(&reached, &[])?.get(0) {
                return Ok(String::new());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(format!("the standby does not reach {written}").into())
    }

    fn on_server(&self, sql: &str) -> Result<(), Failed> {
        Ok(postgres::Client::connect(&self.server, postgres::NoTls)?.batch_execute(sql)?)
    }

    /// The rows of the queries, a line each.
    pub fn query(&self, queries: &str) -> Result<String, Failed> {
        let mut client = postgres::Client::connect(&self.url(), postgres::NoTls)?;
        let mut text = String::new();
        let refused = |error: postgres::Error| match error.as_db_error() {
            Some(refusal) => refusal.to_string(),
            None => error.to_string(),
        };
        for message in client.simple_query(queries).map_err(refused)? {
            if let postgres::SimpleQueryMessage::Row(row) = message {
                let cells: Vec<&str> =
                    (0..row.len()).map(|column| row.get(column).unwrap_or_default()).collect();
                text += &(cells.join("|") + "\n");
            }
        }
        Ok(text)
    }
}

/// The URL of another database of a server.
fn of_database(server: &str, name: &str) -> String {
    let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
    format!("{base}/{name}")
}

impl Drop for Postgresql {
    fn drop(&mut self) {
        // A database left behind is swept away with the throw-away server.
        let _ = self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// A MariaDB database of a scenario's own, dropped when the scenario ends.
pub struct Mariadb {
    user: String,
    password: String,
    host: String,
    port: String,
    name: String,
}

impl Mariadb {
    /// Makes the database of the scenario of this name.
    pub fn create(scenario: &str) -> Result<Mariadb, Failed> {
        let server = std::env::var("LIMBECK_TEST_MARIADB_URL")
            .map_err(|_| "LIMBECK_TEST_MARIADB_URL is not set: run `cargo xtask test`")?;
        let address = server.split_once("://").map_or("", |(_, address)| address);
        let (user, place) = address.split_once('@').unwrap_or(("", address));
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        let host_and_port = place.split('/').next().unwrap_or_default();
        let (host, port) = host_and_port.split_once(':').unwrap_or((host_and_port, "3306"));
        let database = Mariadb {
            user: user.to_owned(),
            password: password.to_owned(),
            host: host.to_owned(),
            port: port.to_owned(),
            name: format!("limbeck_{}_{}", scenario.replace('-', "_"), std::process::id()),
        };
        let name = &database.name;
        database.on_server(
            "",
            &format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
        )?;
        Ok(database)
    }

    /// Puts the database's URL, or a part of it, where `text` has `{mariadb}` and its like.
    pub fn fill(&self, text: &str) -> String {
        let Mariadb { user, password, host, port, name } = self;
        let colon = if password.is_empty() { "" } else { ":" };
        let address = format!("{user}{colon}{password}@{host}:{port}/{name}");
        text.replace("{mariadb}", &format!("mariadb+pymysql://{address}"))
            .replace("{mariadb.mysql}", &format!("mysql+pymysql://{address}"))
            .replace("{mariadb.user}", user)
            .replace("{mariadb.host}", host)
            .replace("{mariadb.port}", port)
            .replace("{mariadb.database}", name)
    }

    // By the client that comes with the server, as the recorder does.
    fn on_server(&self, database: &str, sql: &str) -> Result<String, Failed> {
        let output = Command::new("mariadb")
            .args(["--no-defaults", "--protocol=tcp", "--default-character-set=utf8mb4", "-NB"])
            .args(["-h", &self.host, "-P", &self.port, "-u", &self.user])
            .args(["-D", database, "-e", sql])
            .env("MYSQL_PWD", &self.password)
            .output()?;
        match output.status.success() {
            true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned().into()),
        }
    }

    /// The rows of the queries, a line each.
    pub fn query(&self, queries: &str) -> Result<String, Failed> {
        self.on_server(&self.name, queries)
    }

    /// What makes each table and view, and its rows.
    pub fn dump(&self) -> Result<String, Failed> {
        let mut text = String::new();
        for table in self.query("SHOW TABLES")?.lines() {
            let made = self.query(&format!("SHOW CREATE TABLE `{table}`"))?;
            text += &made.replace("\\n", "\n");
            text += &self.query(&format!("SELECT * FROM `{table}` ORDER BY 1"))?;
        }
        Ok(text)
    }
}

impl Drop for Mariadb {
    fn drop(&mut self) {
        let _ = self.on_server("", &format!("DROP DATABASE IF EXISTS {}", self.name));
    }
}
