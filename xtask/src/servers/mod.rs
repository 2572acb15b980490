//! Throw-away database servers for tests and measurements, one file per server.

pub mod mariadb;
pub mod pgvector;
pub mod postgresql;

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::process::{Context, Outcome, capture, find_program, is_root, run_command};

/// A TCP port of this machine that nothing listens on.
fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("cannot find a free port")?;
    let address = listener.local_addr().context("cannot find a free port")?;
    Ok(address.port())
}

/// Who a server runs as: servers refuse to be root.
struct Account {
    /// Another user's name and group when we are root.
    other: Option<(String, String)>,
}

impl Account {
    /// Ourselves, or when we are root the first of `names` (or else `nobody`) that exists.
    fn unprivileged(names: &[&str]) -> Outcome<Account> {
        if !is_root() {
            return Ok(Account { other: None });
        }
        for name in names.iter().chain(&["nobody"]) {
            if let Ok(group) = capture(Command::new("id").args(["-gn", name])) {
                let other = Some(((*name).to_owned(), group.trim().to_owned()));
                return Ok(Account { other });
            }
        }
        Err("there is no unprivileged user, such as `nobody`, to run a server as".into())
    }

    /// A command that runs `program` as this account and, where the system can, ends with us.
    fn command(&self, program: &Path) -> Command {
        let setpriv = find_program("setpriv");
        let mut command = match (&self.other, setpriv) {
            (None, None) => return Command::new(program),
            (None, Some(setpriv)) => Command::new(setpriv),
            (Some((user, group)), Some(setpriv)) => {
                let mut command = Command::new(setpriv);
                command
                    .arg(format!("--reuid={user}"))
                    .arg(format!("--regid={group}"))
                    .arg("--clear-groups");
                command
            }
            (Some((user, _)), None) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                return command;
            }
        };
        command.args(["--pdeathsig", "INT"]).arg(program);
        command
    }

    /// Gives the folder to this account.
    fn own(&self, folder: &Path) -> Outcome {
        match &self.other {
            None => Ok(()),
            Some((user, group)) => {
                run_command(Command::new("chown").arg(format!("{user}:{group}")).arg(folder))
            }
        }
    }
}
