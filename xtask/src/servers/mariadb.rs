//! MariaDB: finding or installing the server, and a throw-away one.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Account, free_port};
use crate::process::{Context, Outcome, capture, find_program, is_executable, stop};
use crate::setup::{apt_install, may_install};

/// Points the tests at a server of one's own, by the URL of a user who may do everything.
pub const URL_VARIABLE: &str = "LIMBECK_TEST_MARIADB_URL";
/// The same server, by the URL of a user who must give a password.
pub const PASSWORD_URL_VARIABLE: &str = "LIMBECK_TEST_MARIADB_PASSWORD_URL";

const PASSWORD_USER: &str = "limbeck_password";
const PASSWORD: &str = "correct-horse";

/// The server's programs.
pub struct Binaries {
    server: PathBuf,
    install: PathBuf,
    client: PathBuf,
}

impl Binaries {
    /// The server itself, for messages.
    pub fn server(&self) -> &Path {
        &self.server
    }
}

/// The server's programs, installed first where that is possible.
pub fn find_or_install() -> Outcome<Binaries> {
    if let Some(binaries) = find() {
        return Ok(binaries);
    }
    if may_install() {
        apt_install("mariadb-server")?;
        return find().ok_or_else(|| {
            "Debian's mariadb-server is installed, but mariadbd, mariadb-install-db and mariadb \
             are not where it puts them"
                .into()
        });
    }
    let install = if find_program("apt-get").is_some() {
        "sudo apt-get install mariadb-server"
    } else if find_program("dnf").is_some() {
        "sudo dnf install mariadb-server"
    } else if find_program("brew").is_some() {
        "brew install mariadb"
    } else {
        "your system's way to install the MariaDB server"
    };
    Err(format!(
        "no MariaDB server (mariadbd, mariadb-install-db, mariadb) is on the PATH or in /usr/sbin. \
         Run: {install}\nOr set {URL_VARIABLE} to the URL of an administrator on a server that \
         tests may use."
    )
    .into())
}

fn find() -> Option<Binaries> {
    Some(Binaries {
        server: program("mariadbd")?,
        install: program("mariadb-install-db")?,
        client: program("mariadb")?,
    })
}

/// A program on the PATH, or where distributions put servers.
fn program(name: &str) -> Option<PathBuf> {
    let usual = ["/usr/sbin", "/usr/libexec", "/usr/bin"];
    find_program(name).or_else(|| {
        usual.iter().map(|folder| Path::new(folder).join(name)).find(|path| is_executable(path))
    })
}

/// A running server, stopped and removed when dropped.
pub struct Server {
    server: Child,
    pub port: u16,
    binaries: Binaries,
    // Last, so that the folder goes after the server has stopped.
    _folder: TempDir,
}

impl Server {
    /// Makes a server in a temporary folder and waits until it answers: durability off, no
    /// password for `root`, one for the user whose URL is `password_url`.
    pub fn start() -> Outcome<Server> {
        let binaries = find_or_install()?;
        let account = Account::unprivileged(&["mysql"])?;
        let folder = tempfile::Builder::new()
            .prefix("limbeck-mariadb-")
            .tempdir()
            .context("cannot make a temporary folder")?;
        account.own(folder.path())?;
        let data = folder.path().join("data");
        capture(
            account
                .command(&binaries.install)
                .current_dir(folder.path())
                .args(["--no-defaults", "--auth-root-authentication-method=normal"])
                .args(["--skip-test-db", "--skip-name-resolve"])
                .arg(format!("--datadir={}", data.display())),
        )?;
        let (server, port) = start_server(&account, &binaries, folder.path(), &data)?;
        let server = Server { server, port, binaries, _folder: folder };
        // An account without a name would be taken for any user of this machine.
        server.run(&format!(
            "DELETE FROM mysql.global_priv WHERE user = ''; FLUSH PRIVILEGES; \
             CREATE USER {PASSWORD_USER} IDENTIFIED BY '{PASSWORD}'; \
             GRANT ALL ON *.* TO {PASSWORD_USER}"
        ))?;
        Ok(server)
    }

    /// The administrator's URL.
    pub fn url(&self) -> String {
        format!("mariadb+pymysql://root@127.0.0.1:{}", self.port)
    }

    /// The URL of the user whom the server asks for a password.
    pub fn password_url(&self) -> String {
        format!("mariadb+pymysql://{PASSWORD_USER}:{PASSWORD}@127.0.0.1:{}", self.port)
    }

    fn run(&self, sql: &str) -> Outcome<String> {
        capture(client(&self.binaries, self.port).args(["-e", sql]))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing of it is kept, so that it need not end in order.
        stop(&mut self.server, "KILL", Duration::from_secs(15));
    }
}

fn client(binaries: &Binaries, port: u16) -> Command {
    let mut command = Command::new(&binaries.client);
    command.args(["--no-defaults", "--protocol=tcp", "-h127.0.0.1", "-uroot", "-NB"]);
    command.arg(format!("-P{port}"));
    command
}

/// Starts the server on a free port; another process may take the port first, so it tries thrice.
fn start_server(
    account: &Account,
    binaries: &Binaries,
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
            .command(&binaries.server)
            .current_dir(folder)
            .arg("--no-defaults")
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--socket={}", folder.join("socket").display()))
            .arg(format!("--pid-file={}", folder.join("pid").display()))
            .arg(format!("--port={port}"))
            .args(SETTINGS)
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            .spawn()
            .context("cannot start mariadbd")?;
        if answers(&mut server, binaries, port) {
            return Ok((server, port));
        }
        stop(&mut server, "TERM", Duration::from_secs(5));
        last = std::fs::read_to_string(&log).unwrap_or_default();
    }
    Err(format!("MariaDB does not start; its log says:\n{last}").into())
}

// Character set and collation are those that the server has by itself, on every machine.
const SETTINGS: [&str; 9] = [
    "--bind-address=127.0.0.1",
    "--skip-name-resolve",
    "--max-connections=200",
    "--innodb-flush-log-at-trx-commit=0",
    "--sync-binlog=0",
    "--skip-log-bin",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_general_ci",
    "--default-time-zone=+00:00",
];

/// Whether the server takes a query within half a minute, before it ends by itself.
fn answers(server: &mut Child, binaries: &Binaries, port: u16) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(30) {
        if !matches!(server.try_wait(), Ok(None)) {
            return false;
        }
        if capture(client(binaries, port).args(["-e", "SELECT 1"])).is_ok() {
            return true;
        }
        sleep(Duration::from_millis(50));
    }
    false
}
