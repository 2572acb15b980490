//! `cargo xtask conformance --live`: packages' whole chains with Alembic and with Limbeck, each on
//! a database of its own, with the same rows.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use super::packages::Package;
use super::runs::key_of;
use super::{Tools, WORKERS, script};
use crate::process::{Context, Failure, INTERRUPTED, Outcome, interrupted, run_command};
use crate::servers::{mariadb, postgresql};

/// The databases that chains run on, in the order of the table.
const DATABASES: &[&str] = &["postgresql", "mariadb", "sqlite"];

/// What Alembic's answers depend on beside the package.
const SOURCES: &[&str] = &[
    "xtask/conformance/live.py",
    "xtask/conformance/chain.py",
    "xtask/conformance/databases.py",
    "xtask/conformance/rows.py",
    "xtask/conformance/standins.py",
    "xtask/conformance/requirements.txt",
];

/// One chain on one database.
struct Run {
    package: Package,
    database: &'static str,
    scripts: PathBuf,
}

enum Verdict {
    Equal(String),
    Different(String),
    /// Alembic itself cannot run the chain.
    Impossible(String),
}

/// Runs the chains of those packages, or of those `chosen` by database, and prints a line for each;
/// fails where one differs.
pub fn run(
    tools: &Tools,
    packages: &[Package],
    chosen: &BTreeMap<String, Vec<String>>,
    databases: &[String],
) -> Outcome {
    let mut queue = VecDeque::new();
    for &database in DATABASES {
        if !databases.iter().any(|name| name == database) {
            continue;
        }
        for package in packages {
            let is_chosen = |names: &Vec<String>| names.contains(&package.name);
            if chosen.is_empty() || chosen.get(database).is_some_and(is_chosen) {
                let scripts = package.scripts(tools)?;
                queue.push_back(Run { package: package.clone(), database, scripts });
            }
        }
    }
    let servers = Servers::start()?;
    let queue = Mutex::new(queue);
    let failed = Mutex::new(0);
    let work = || -> Outcome {
        loop {
            let Some(run) = queue.lock().map_err(|_| "a worker panicked")?.pop_front() else {
                return Ok(());
            };
            if interrupted().load(Ordering::Relaxed) {
                return Err(Failure::Status(INTERRUPTED));
            }
            let line = match run.verdict(tools, &servers)? {
                Verdict::Equal(what) => what,
                Verdict::Impossible(why) => format!("not with Alembic: {why}"),
                Verdict::Different(how) => {
                    *failed.lock().map_err(|_| "a worker panicked")? += 1;
                    format!("DIFFERENT: {how}")
                }
            };
            println!("{:<22} {:<11} {line}", run.package.name, run.database);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err("a worker panicked".into()))
        })
    })?;
    match failed.into_inner().map_err(|_| "a worker panicked")? {
        0 => Ok(()),
        count => {
            let folder = tools.cache.join("live");
            Err(format!("{count} chains differ: see {}", folder.display()).into())
        }
    }
}

impl Run {
    fn verdict(&self, tools: &Tools, servers: &Servers) -> Outcome<Verdict> {
        let venv = tools.packages.as_ref().ok_or("chains need the packages' environment")?;
        let python = venv.join("bin/python");
        let project = tools.cache.join("live").join(self.package.key());
        run_command(script(&python, "chain.py").arg(&self.scripts).arg(&project))?;
        if !project.is_dir() {
            return Ok(Verdict::Impossible("it has no chain".into()));
        }
        let url = servers.url(self.database, &project, &self.package.key());
        let live = |task: &str| {
            let mut command = script(&python, "live.py");
            command.arg(task).arg(&project).arg(&url);
            command.env("CONFORMANCE_POSTGRESQL", &servers.programs);
            command
        };
        let answer = project.join(format!("{}-{:016x}.json", self.database, key_of(SOURCES)?));
        if !answer.is_file() {
            let unfinished = answer.with_extension("unfinished");
            let done = live("record").arg(&unfinished).output().context("cannot run Python")?;
            if !done.status.success() {
                return Ok(Verdict::Impossible(last_line(&done.stderr)));
            }
            std::fs::rename(&unfinished, &answer).context(answer.display())?;
        }
        if let Some(error) = error_of(&answer)? {
            return Ok(Verdict::Impossible(error));
        }
        let differences = project.join(format!("{}-differences.txt", self.database));
        let done = live("replay")
            .arg(&answer)
            .arg(&tools.limbeck)
            .arg(&differences)
            .output()
            .context("cannot run Python")?;
        let said = last_line(&done.stdout);
        Ok(match done.status.code() {
            Some(0) => Verdict::Equal(said),
            Some(1) if !said.is_empty() => Verdict::Different(said),
            _ => Verdict::Different(last_line(&done.stderr)),
        })
    }
}

/// Throw-away servers.
struct Servers {
    postgresql: postgresql::Cluster,
    mariadb: mariadb::Server,
    /// Where PostgreSQL's programs are.
    programs: PathBuf,
}

impl Servers {
    fn start() -> Outcome<Servers> {
        Ok(Servers {
            programs: postgresql::find_or_install()?,
            postgresql: postgresql::Cluster::start()?,
            mariadb: mariadb::Server::start()?,
        })
    }

    fn url(&self, database: &str, project: &Path, package: &str) -> String {
        let name = package.replace('.', "_").to_lowercase();
        match database {
            "postgresql" => {
                self.postgresql.url(&name).replacen("postgresql:", "postgresql+psycopg2:", 1)
            }
            "mariadb" => format!("{}/{name}", self.mariadb.url()),
            _ => format!("sqlite:///{}", project.join("database.sqlite").display()),
        }
    }
}

fn error_of(answer: &Path) -> Outcome<Option<String>> {
    #[derive(serde::Deserialize)]
    struct Answer {
        error: Option<String>,
    }
    let text = std::fs::read_to_string(answer).context(answer.display())?;
    let answer: Answer = serde_json::from_str(&text).context(answer.display())?;
    Ok(answer.error.map(|error| error.lines().next().unwrap_or_default().to_owned()))
}

fn last_line(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned()
}
