//! `cargo xtask conformance`: runs public packages' migration scripts with Alembic and with
//! Limbeck, and compares the SQL, what whole chains make of databases, how long they take, or what
//! autogenerate writes for their models.

mod census;
mod chains;
mod compare;
mod live;
mod models;
mod packages;
mod report;
mod runs;

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

use packages::Settings;
use report::Report;
use runs::{Direction, Run};

use crate::oracle;
use crate::process::{Context, Failure, Outcome, interrupted, run_command};
use crate::workspace::{cargo, target_dir};

const CACHE_VARIABLE: &str = "LIMBECK_CONFORMANCE_CACHE";
const DIALECTS: &[&str] = &["postgresql", "sqlite", "mysql", "mariadb"];
const WORKERS: usize = 2;

/// What is asked of the packages.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// Each script's SQL, compared.
    Scripts,
    /// The same for the few small packages of `subset`, with nothing installed but Alembic.
    Subset,
    /// Whole chains on databases.
    Live,
    /// Whole chains as SQL, timed.
    Chains,
    /// What scripts use and Limbeck lacks.
    Census,
    /// What autogenerate writes for models, compared.
    Models,
}

struct Options {
    mode: Mode,
    /// A binary to run in place of a fresh build.
    limbeck: Option<PathBuf>,
    /// A list of packages in place of packages.toml.
    list: Option<PathBuf>,
    dialects: Vec<String>,
    packages: Vec<String>,
}

pub fn run(arguments: &[String]) -> Outcome {
    interrupted();
    let options = parse(arguments)?;
    match options.mode {
        // They have a list and environments of their own.
        Mode::Models => models::run(&options),
        _ => run_scripts(&options),
    }
}

fn run_scripts(options: &Options) -> Outcome {
    let mut settings = Settings::read(options.list.as_deref(), &options.packages)?;
    if options.mode == Mode::Subset {
        settings.packages.retain(|package| settings.subset.contains(&package.name));
    }
    let tools = Tools::ready(options)?;
    match options.mode {
        Mode::Live => {
            let chosen = match options.list.is_some() || !options.packages.is_empty() {
                true => BTreeMap::new(),
                false => settings.live,
            };
            live::run(&tools, &settings.packages, &chosen, &options.dialects)
        }
        Mode::Census => census::run(&tools, &settings.packages),
        Mode::Chains => {
            if options.packages.is_empty() && options.list.is_none() {
                settings.packages.retain(|package| settings.chains.contains(&package.name));
            }
            chains::run(&tools, &settings.packages)
        }
        _ => compare_scripts(&settings, options, &tools),
    }
}

fn compare_scripts(settings: &Settings, options: &Options, tools: &Tools) -> Outcome {
    let mut runs = VecDeque::new();
    for package in &settings.packages {
        let scripts = package.scripts(tools)?;
        for dialect in &options.dialects {
            for direction in [Direction::Upgrade, Direction::Downgrade] {
                runs.push_back(Run {
                    package: package.clone(),
                    scripts: scripts.clone(),
                    dialect: dialect.clone(),
                    direction,
                    tools: tools.clone(),
                });
            }
        }
    }
    let report = in_parallel(runs)?;
    report.print(&settings.packages, &options.dialects);
    println!("differences: {}", tools.cache.join("differences").display());
    report.hold(&settings.floor, options.packages.is_empty())
}

/// What the runs need.
#[derive(Clone)]
struct Tools {
    /// The oracle's Python.
    python: PathBuf,
    /// The virtual environment that has what scripts import beside Alembic.
    packages: Option<PathBuf>,
    limbeck: PathBuf,
    cache: PathBuf,
}

impl Tools {
    /// With what is not there yet installed and built.
    fn ready(options: &Options) -> Outcome<Tools> {
        let limbeck = match &options.limbeck {
            Some(path) => std::path::absolute(path).context(path.display())?,
            // What is timed is what is released.
            None if options.mode == Mode::Chains => crate::bench::build()?,
            None => build()?,
        };
        let cache = match std::env::var_os(CACHE_VARIABLE) {
            Some(folder) => PathBuf::from(folder),
            None => target_dir()?.join("conformance"),
        };
        let python = oracle::environment()?.join("bin/python");
        let mut tools = Tools { python, packages: None, limbeck, cache };
        if options.mode != Mode::Subset {
            let packages = tools.cache.join("venv");
            oracle::install(&packages, "xtask/conformance/requirements.txt")?;
            tools.packages = Some(packages);
        }
        Ok(tools)
    }
}

/// Works the runs off, the results in whatever order they end.
fn in_parallel(runs: VecDeque<Run>) -> Outcome<Report> {
    let queue = Mutex::new(runs);
    let report = Mutex::new(Report::default());
    let poisoned = |_| Failure::from("a worker of the conformance run panicked");
    let work = || -> Outcome {
        loop {
            let Some(run) = queue.lock().map_err(|_| "a worker panicked")?.pop_front() else {
                return Ok(());
            };
            let results = run.results()?;
            let mut report = report.lock().map_err(|_| "a worker panicked")?;
            report.add(&run, results);
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker.join().unwrap_or_else(|_| Err("a worker panicked".into()))
        })
    })?;
    report.into_inner().map_err(poisoned)
}

fn parse(arguments: &[String]) -> Outcome<Options> {
    let mut options = Options {
        mode: Mode::Scripts,
        limbeck: None,
        list: None,
        dialects: Vec::new(),
        packages: Vec::new(),
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut value =
            || words.next().cloned().ok_or_else(|| Failure::Usage(format!("{word} takes a value")));
        match word.as_str() {
            "--subset" | "--live" | "--chains" | "--census" | "--models"
                if options.mode != Mode::Scripts =>
            {
                return Err(Failure::Usage(format!("`{word}` is a task of its own")));
            }
            "--subset" => options.mode = Mode::Subset,
            "--live" => options.mode = Mode::Live,
            "--chains" => options.mode = Mode::Chains,
            "--census" => options.mode = Mode::Census,
            "--models" => options.mode = Mode::Models,
            "--limbeck" => options.limbeck = Some(value()?.into()),
            "--list" => options.list = Some(value()?.into()),
            "--dialect" => {
                let names = value()?;
                for name in names.split(',') {
                    if !DIALECTS.contains(&name) {
                        return Err(Failure::Usage(format!("`{name}` is not a dialect here")));
                    }
                    options.dialects.push(name.to_owned());
                }
            }
            flag if flag.starts_with('-') => {
                return Err(Failure::Usage(format!("`{flag}` is not an option of this task")));
            }
            package => options.packages.push(package.to_owned()),
        }
    }
    if options.dialects.is_empty() {
        options.dialects = DIALECTS.iter().map(|&name| name.to_owned()).collect();
    }
    Ok(options)
}

fn build() -> Outcome<PathBuf> {
    run_command(cargo().args(["build", "-p", "limbeck-cli"]))?;
    Ok(target_dir()?.join("debug/limbeck"))
}

/// A Python script of `xtask/conformance/`.
fn script(python: &std::path::Path, name: &str) -> Command {
    let mut command = Command::new(python);
    command
        .arg(crate::workspace::root().join("xtask/conformance").join(name))
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}
