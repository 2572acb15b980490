//! PostgreSQL: finding or installing the server, and a throw-away cluster.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Account, free_port};
use crate::process::{Context, Outcome, capture, find_program, is_executable, stop};
use crate::setup::{apt_install, may_install};

/// Points the tests at a server of one's own, by a superuser's URL.
pub const URL_VARIABLE: &str = "LIMBECK_TEST_POSTGRESQL_URL";
/// The same server, by the URL of a role that must give its password.
pub const PASSWORD_URL_VARIABLE: &str = "LIMBECK_TEST_POSTGRESQL_PASSWORD_URL";

const PASSWORD_ROLE: &str = "limbeck_password";
const PASSWORD: &str = "correct-horse";
const NEEDED: [&str; 3] = ["initdb", "postgres", "psql"];

/// The folder that holds the server's programs, installed first where that is possible.
pub fn find_or_install() -> Outcome<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    if may_install() {
        apt_install("postgresql")?;
        return find().ok_or_else(|| {
            "Debian's postgresql is installed, but initdb, postgres and psql are not where it puts them"
                .into()
        });
    }
    let install = if find_program("apt-get").is_some() {
        "sudo apt-get install postgresql"
    } else if find_program("dnf").is_some() {
        "sudo dnf install postgresql-server"
    } else if find_program("brew").is_some() {
        "brew install postgresql"
    } else {
        "your system's way to install the PostgreSQL server"
    };
    Err(format!(
        "no PostgreSQL server (initdb, postgres, psql) is on the PATH or in /usr/lib/postgresql. \
         Run: {install}\nOr set {URL_VARIABLE} to a superuser's URL of a server that tests may use."
    )
    .into())
}

/// The newest folder with the server's programs: the PATH first, then where distributions put them.
fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).collect::<Vec<_>>();
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    let versioned = versions.into_iter().rev().map(|(_, folder)| folder);
    on_path
        .into_iter()
        .chain(versioned)
        .find(|folder| NEEDED.iter().all(|program| is_executable(&folder.join(program))))
}

/// A running cluster, stopped and removed when dropped.
pub struct Cluster {
    server: Child,
    pub port: u16,
    pub binaries: PathBuf,
    // Last, so that the folder goes after the server has stopped.
    _folder: TempDir,
}

impl Cluster {
    /// Makes a cluster in a temporary folder and waits until it answers: durability off, no
    /// password for anybody but one role whose URL is `password_url`.
    pub fn start() -> Outcome<Cluster> {
        Cluster::start_with("limbeck-postgresql-", |_| find_or_install())
    }

    /// The same with the programs in the folder that `binaries` gives; it may put them into the
    /// cluster's folder, whose name has that beginning.
    pub(super) fn start_with(
        name: &str,
        binaries: impl FnOnce(&Path) -> Outcome<PathBuf>,
    ) -> Outcome<Cluster> {
        let account = Account::unprivileged(&["postgres"])?;
        let folder = temporary_folder(name)?;
        let binaries = binaries(folder.path())?;
        account.own(folder.path())?;
        let data = folder.path().join("data");
        capture(
            account
                .command(&binaries.join("initdb"))
                .current_dir(folder.path())
                .arg("--pgdata")
                .arg(&data)
                .args(["--username=postgres", "--auth=trust", "--encoding=UTF8"])
                .args(["--locale=C", "--no-sync"]),
        )?;
        std::fs::write(data.join("pg_hba.conf"), host_rules())
            .context("cannot write pg_hba.conf")?;

        let (server, port) = start_server(&account, &binaries, folder.path(), &data)?;
        let cluster = Cluster { server, port, binaries, _folder: folder };
        cluster.psql(
            "postgres",
            &format!("CREATE ROLE {PASSWORD_ROLE} LOGIN CREATEDB PASSWORD '{PASSWORD}'"),
        )?;
        Ok(cluster)
    }

    /// A server that follows this one and takes no writes. It must be dropped first.
    pub fn standby(&self) -> Outcome<Cluster> {
        let account = Account::unprivileged(&["postgres"])?;
        let folder = temporary_folder("limbeck-standby-")?;
        account.own(folder.path())?;
        let data = folder.path().join("data");
        capture(
            account
                .command(&self.binaries.join("pg_basebackup"))
                .current_dir(folder.path())
                .arg("--pgdata")
                .arg(&data)
                .args(["--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--dbname"])
                .arg(self.url("postgres")),
        )?;
        let (server, port) = start_server(&account, &self.binaries, folder.path(), &data)?;
        Ok(Cluster { server, port, binaries: self.binaries.clone(), _folder: folder })
    }

    /// The superuser's URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgresql://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// The URL of the role that the server asks for a password.
    pub fn password_url(&self) -> String {
        format!("postgresql://{PASSWORD_ROLE}:{PASSWORD}@127.0.0.1:{}/postgres", self.port)
    }

    /// A `psql` that stops at the first error, on a database of the cluster.
    pub fn psql_command(&self, database: &str) -> Command {
        let mut command = Command::new(self.binaries.join("psql"));
        command.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d"]).arg(self.url(database));
        command
    }

    /// Runs SQL in a database and gives what psql printed.
    pub fn psql(&self, database: &str, sql: &str) -> Outcome<String> {
        capture(self.psql_command(database).args(["-At", "-c", sql]))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // INT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
        stop(&mut self.server, "INT", Duration::from_secs(15));
    }
}

fn temporary_folder(name: &str) -> Outcome<TempDir> {
    let folder = tempfile::Builder::new().prefix(name).tempdir();
    folder.context("cannot make a temporary folder")
}

fn host_rules() -> String {
    format!(
        "host all {PASSWORD_ROLE} 127.0.0.1/32 scram-sha-256\n\
         host all all 127.0.0.1/32 trust\n\
         host replication all 127.0.0.1/32 trust\n"
    )
}

/// Starts the server on a free port; another process may take the port first, so it tries thrice.
fn start_server(
    account: &Account,
    binaries: &Path,
    folder: &Path,
    data: &Path,
) -> Outcome<(Child, u16)> {
    let log = folder.join("log");
    let mut last = String::new();
    for _ in 0..3 {
        let port = free_port()?;
        let output = File::create(&log).context("cannot make the server's log")?;
        let errors = output.try_clone().context("cannot make the server's log")?;
        let mut server = account
            .command(&binaries.join("postgres"))
            .current_dir(folder)
            .arg("-D")
            .arg(data)
            .args(["-p", &port.to_string()])
            .args(settings())
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .context("cannot start postgres")?;
        if answers(&mut server, binaries, port) {
            return Ok((server, port));
        }
        stop(&mut server, "INT", Duration::from_secs(5));
        last = std::fs::read_to_string(&log).unwrap_or_default();
    }
    Err(format!("PostgreSQL does not start; its log says:\n{last}").into())
}

fn settings() -> impl Iterator<Item = String> {
    [
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
        "max_connections=200",
        "max_locks_per_transaction=256",
        "max_prepared_transactions=16",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "password_encryption=scram-sha-256",
        "timezone=UTC",
        "log_timezone=UTC",
    ]
    .into_iter()
    .flat_map(|setting| ["-c".to_owned(), setting.to_owned()])
}

/// Whether the server takes a query within half a minute, before it ends by itself.
fn answers(server: &mut Child, binaries: &Path, port: u16) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        if !matches!(server.try_wait(), Ok(None)) {
            return false;
        }
        let url = format!("postgresql://postgres@127.0.0.1:{port}/postgres");
        let mut query = Command::new(binaries.join("psql"));
        query.args(["-X", "-At", "-c", "SELECT 1", "-d", &url]);
        if capture(&mut query).is_ok() {
            return true;
        }
        sleep(Duration::from_millis(50));
    }
    false
}
