//! `cargo xtask oracle`: records what real Alembic and CPython do, for the tests to compare with.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{
    Context, Failure, Outcome, Stages, find_program, interrupted, run_command, run_retried,
};
use crate::servers::{mariadb, pgvector, postgresql};
use crate::setup::{apt_install, may_install};
use crate::workspace;

/// Names a virtual environment to use in place of the one in the target folder.
const VENV_VARIABLE: &str = "LIMBECK_ORACLE_VENV";

/// A script of `xtask/oracle/` that records outputs. It opens with a comment `# output: <path>...`
/// that gives its arguments, as paths from the workspace's root; servers' URLs are in
/// LIMBECK_TEST_POSTGRESQL_URL, LIMBECK_TEST_PGVECTOR_URL and LIMBECK_TEST_MARIADB_URL.
struct Recorder {
    name: String,
    script: PathBuf,
    outputs: Vec<PathBuf>,
}

/// Runs the recorders of the given names, or all; what follows `--` goes to each of them.
pub fn run(arguments: &[String]) -> Outcome {
    interrupted();
    let mut parts = arguments.splitn(2, |argument| argument == "--");
    let recorders = chosen(parts.next().unwrap_or_default())?;
    let mut stages = Stages::default();
    let outcome = record(&mut stages, &recorders, parts.next().unwrap_or_default());
    stages.print();
    outcome
}

fn record(stages: &mut Stages, recorders: &[Recorder], extra: &[String]) -> Outcome {
    let venv = stages.stage("oracle environment", environment)?;
    let servers = stages.stage("start servers", Servers::start)?;
    let variables = servers.variables()?;
    let mut failed = Vec::new();
    for recorder in recorders {
        match stages.stage(&recorder.name, || recorder.run(&venv, &variables, extra)) {
            Ok(()) => {}
            Err(failure) if failure.is_interrupt() => return Err(failure),
            Err(failure) => {
                eprintln!("error: {failure}");
                failed.push(recorder.name.as_str());
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("these recorders failed: {}", failed.join(", ")).into())
}

/// Servers of our own, but for those that the environment names.
struct Servers {
    cluster: Option<postgresql::Cluster>,
    vectors: Option<postgresql::Cluster>,
    mariadb: Option<mariadb::Server>,
}

impl Servers {
    fn start() -> Outcome<Servers> {
        fn unless_given<T>(name: &str, start: fn() -> Outcome<T>) -> Outcome<Option<T>> {
            if std::env::var_os(name).is_some() { Ok(None) } else { start().map(Some) }
        }
        Ok(Servers {
            cluster: unless_given(postgresql::URL_VARIABLE, postgresql::Cluster::start)?,
            vectors: unless_given(pgvector::URL_VARIABLE, pgvector::start)?,
            mariadb: unless_given(mariadb::URL_VARIABLE, mariadb::Server::start)?,
        })
    }

    /// What tells recorders of them.
    fn variables(&self) -> Outcome<Vec<(&'static str, OsString)>> {
        let mut variables = Vec::new();
        if let Some(cluster) = &self.cluster {
            variables.push((postgresql::URL_VARIABLE, cluster.url("postgres").into()));
        }
        if let Some(cluster) = &self.vectors {
            variables.push((pgvector::URL_VARIABLE, cluster.url("postgres").into()));
            variables.push(("PATH", pgvector::path_with(&cluster.binaries)?));
        }
        if let Some(server) = &self.mariadb {
            variables.push((mariadb::URL_VARIABLE, server.url().into()));
        }
        Ok(variables)
    }
}

/// The recorders of those names, or all of them.
fn chosen(names: &[String]) -> Outcome<Vec<Recorder>> {
    let folder = workspace::root().join("xtask/oracle");
    let mut recorders = Vec::new();
    for entry in std::fs::read_dir(&folder).context(folder.display())? {
        let script = entry.context(folder.display())?.path();
        let stem = script.file_stem().and_then(|stem| stem.to_str()).unwrap_or("");
        // A leading underscore marks what recorders import from each other.
        let is_recorder =
            script.extension().is_some_and(|end| end == "py") && !stem.starts_with('_');
        if is_recorder && (names.is_empty() || names.iter().any(|name| name == stem)) {
            recorders.push(Recorder::read(stem.to_owned(), script)?);
        }
    }
    recorders.sort_by(|a, b| a.name.cmp(&b.name));
    for name in names {
        if !recorders.iter().any(|recorder| recorder.name == *name) {
            return Err(Failure::Usage(format!("there is no recorder xtask/oracle/{name}.py")));
        }
    }
    Ok(recorders)
}

impl Recorder {
    fn read(name: String, script: PathBuf) -> Outcome<Recorder> {
        let text = std::fs::read_to_string(&script).context(script.display())?;
        let output = text
            .lines()
            .take_while(|line| line.starts_with('#'))
            .find_map(|line| line.strip_prefix("# output: "));
        let Some(output) = output else {
            return Err(format!(
                "xtask/oracle/{name}.py must open with a comment `# output: <path>` that says \
                 what it writes; a module that only others import starts with an underscore"
            )
            .into());
        };
        Ok(Recorder {
            outputs: output.split_whitespace().map(|path| workspace::root().join(path)).collect(),
            name,
            script,
        })
    }

    fn run(&self, venv: &Path, variables: &[(&str, OsString)], extra: &[String]) -> Outcome {
        for output in &self.outputs {
            if let Some(parent) = output.parent() {
                std::fs::create_dir_all(parent).context(parent.display())?;
            }
        }
        let mut command = Command::new(venv.join("bin/python"));
        command
            .arg(&self.script)
            .args(&self.outputs)
            .args(extra)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .current_dir(workspace::root())
            // Recordings must not change with the order of Python's sets.
            .env("PYTHONHASHSEED", "0")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        run_command(&mut command)
    }
}

/// The virtual environment with the packages of `xtask/oracle/requirements.txt`, made or brought
/// up to date when it is not.
pub fn environment() -> Outcome<PathBuf> {
    let venv = match std::env::var_os(VENV_VARIABLE) {
        Some(folder) => PathBuf::from(folder),
        None => workspace::target_dir()?.join("oracle"),
    };
    install(&venv, "xtask/oracle/requirements.txt")?;
    Ok(venv)
}

/// Makes that virtual environment, or brings it up to date with a file of requirements.
pub fn install(venv: &Path, requirements: &str) -> Outcome {
    let wanted = workspace::read(requirements)?;
    let record = venv.join("requirements.installed");
    if std::fs::read_to_string(&record).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    make_venv(venv)?;
    run_retried(
        "pip install",
        Command::new(venv.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--requirement"])
            .arg(workspace::root().join(requirements)),
    )?;
    std::fs::write(&record, wanted).context(record.display())
}

fn make_venv(venv: &Path) -> Outcome {
    if find_program("python3").is_none() {
        return Err(
            "python3 is not on the PATH; only the oracle and the measurements need it".into()
        );
    }
    let make = || run_command(Command::new("python3").args(["-m", "venv"]).arg(venv));
    // Debian's python3 comes without the venv module.
    make().or_else(|failure| {
        if failure.is_interrupt() || !may_install() {
            return Err(failure);
        }
        apt_install("python3-venv")?;
        make()
    })
}
