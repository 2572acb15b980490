//! `cargo xtask bench`: measures the release build against real Alembic and psql in one run.

mod gates;
pub mod measure;
mod models;
mod report;
mod rows;
mod service;
mod work;

use std::path::PathBuf;
use std::process::Command;

use measure::measure;
use report::Row;
use work::Bench;

use crate::oracle;
use crate::process::{Context, Failure, Outcome, interrupted, is_executable, run_command};
use crate::servers::postgresql::Cluster;
use crate::workspace::{cargo, target_dir};

struct Options {
    /// Whether a missed gate is a failure.
    gate: bool,
    /// How often a short command is run; long ones run a third as often.
    runs: usize,
    /// A binary to measure in place of a fresh release build.
    limbeck: Option<PathBuf>,
    sizes: Vec<usize>,
    /// Measure a Rust service in place of the command.
    service: bool,
}

pub fn run(arguments: &[String]) -> Outcome {
    interrupted();
    let options = parse(arguments)?;
    if options.service {
        return service::run(options.runs, options.gate);
    }
    let limbeck = match &options.limbeck {
        Some(path) => std::path::absolute(path).context(path.display())?,
        None => build()?,
    };
    if !is_executable(&limbeck) {
        return Err(format!("{} is not a program", limbeck.display()).into());
    }
    let alembic = oracle::environment()?.join("bin/alembic");
    let cluster = Cluster::start()?;
    let mut rows = vec![Row {
        work: "start of a process (true)".into(),
        gate: None,
        limbeck: measure(options.runs, || Ok(()), || Command::new("true"))?,
        alembic: None,
        psql: None,
    }];
    for &size in &options.sizes {
        let bench = Bench {
            revisions: size,
            runs: options.runs,
            limbeck: &limbeck,
            alembic: &alembic,
            cluster: &cluster,
            folder: tempfile::tempdir().context("cannot make a temporary folder")?,
        };
        rows.extend(bench.rows()?);
    }
    for tables in [1000, 5000] {
        rows.push(models::row(tables, options.runs, &limbeck, &alembic, &cluster)?);
    }
    rows.extend(rows::rows(&limbeck, &alembic, &cluster)?);
    report::print(&rows);
    if options.gate && rows.iter().any(|row| row.passes() == Some(false)) {
        return Err("a gate is missed".into());
    }
    Ok(())
}

fn parse(arguments: &[String]) -> Outcome<Options> {
    let mut options =
        Options { gate: false, runs: 15, limbeck: None, sizes: vec![300, 3000], service: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value =
            || rest.next().ok_or_else(|| Failure::Usage(format!("`{argument}` needs a value")));
        let number = |text: &str| {
            text.parse::<usize>()
                .ok()
                .filter(|number| *number > 0)
                .ok_or_else(|| Failure::Usage(format!("`{text}` is not a number above 0")))
        };
        match argument.as_str() {
            "--gate" => options.gate = true,
            "--service" => options.service = true,
            "--runs" => options.runs = number(value()?)?,
            "--limbeck" => options.limbeck = Some(PathBuf::from(value()?)),
            "--revisions" => {
                options.sizes = value()?.split(',').map(number).collect::<Outcome<_>>()?;
            }
            other => return Err(Failure::Usage(format!("there is no option `{other}`"))),
        }
    }
    Ok(options)
}

/// The release build.
pub fn build() -> Outcome<PathBuf> {
    run_command(cargo().args(["build", "--release", "--package", "limbeck-cli"]))?;
    Ok(target_dir()?.join("release/limbeck"))
}
