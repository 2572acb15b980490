//! `cargo xtask test`: sets up, starts throw-away servers, runs every test, stops the servers.

use std::ffi::OsString;
use std::process::Command;

use crate::dbmate;
use crate::process::{Outcome, Stages, find_program, interrupted, run_through};
use crate::servers::{mariadb, pgvector, postgresql};
use crate::workspace::{WITH_SQLX, cargo};

pub fn run(arguments: &[String]) -> Outcome {
    // From here on Ctrl-C sets a flag, so that the cluster is stopped on the way out.
    interrupted();
    let mut stages = Stages::default();
    let outcome = run_stages(&mut stages, arguments);
    stages.print();
    outcome
}

fn run_stages(stages: &mut Stages, arguments: &[String]) -> Outcome {
    let (with_sqlx_alone, arguments) = match arguments.split_first() {
        Some((first, rest)) if first == "--sqlx" => (true, rest),
        _ => (false, arguments),
    };
    let (dbmate, cluster, vectors, standby, server) = stages.stage("start servers", || {
        let dbmate = dbmate::find_or_install()?;
        let (cluster, vectors) = (start_postgresql()?, start_pgvector()?);
        let standby = vectors.as_ref().map(postgresql::Cluster::standby).transpose()?;
        Ok((dbmate, cluster, vectors, standby, start_mariadb()?))
    })?;
    let mut variables: Vec<(&str, OsString)> = vec![(dbmate::VARIABLE, dbmate.into())];
    if let Some(cluster) = &cluster {
        variables.push((postgresql::URL_VARIABLE, cluster.url("postgres").into()));
        variables.push((postgresql::PASSWORD_URL_VARIABLE, cluster.password_url().into()));
    }
    if let Some(vectors) = &vectors {
        variables.push((pgvector::URL_VARIABLE, vectors.url("postgres").into()));
        variables.push(("PATH", pgvector::path_with(&vectors.binaries)?));
    }
    if let Some(standby) = &standby {
        variables.push((pgvector::STANDBY_URL_VARIABLE, standby.url("postgres").into()));
    }
    if let Some(server) = &server {
        variables.push((mariadb::URL_VARIABLE, server.url().into()));
        variables.push((mariadb::PASSWORD_URL_VARIABLE, server.password_url().into()));
    }

    let tests = match with_sqlx_alone {
        true => Ok(()),
        false => stages.stage("tests", || {
            let variables = variables.iter().map(|(name, url)| (name, url));
            run_through(test_command(arguments).envs(variables))
        }),
    };
    let all = arguments.is_empty() && !with_sqlx_alone;
    // The test runner knows nothing of doc tests; arguments choose tests that are not among them.
    let doc_tests = if all && !matches!(tests, Err(ref failure) if failure.is_interrupt()) {
        stages.stage("doc tests", || {
            run_through(
                cargo()
                    .args(["test", "--doc", "--workspace", "--all-features"])
                    .envs(variables.iter().map(|(name, url)| (name, url))),
            )
        })
    } else {
        Ok(())
    };
    let is_wanted = with_sqlx_alone || all;
    let with_sqlx = match is_wanted && !matches!(tests, Err(ref failure) if failure.is_interrupt())
    {
        true => stages.stage("tests with sqlx", || tests_with_sqlx(arguments, &variables)),
        false => Ok(()),
    };
    stages.stage("stop servers", || {
        drop((standby, cluster, vectors, server));
        Ok(())
    })?;
    tests.and(doc_tests).and(with_sqlx)
}

/// The tests of the workspace that has sqlx, and of its documentation.
fn tests_with_sqlx(arguments: &[String], variables: &[(&str, OsString)]) -> Outcome {
    let variables = || variables.iter().map(|(name, url)| (name, url));
    let all = ["--workspace", "--all-features", "--manifest-path", WITH_SQLX];
    let tests = run_through(runner().args(all).args(arguments).envs(variables()));
    if !arguments.is_empty() || matches!(tests, Err(ref failure) if failure.is_interrupt()) {
        return tests;
    }
    tests.and(run_through(cargo().args(["test", "--doc"]).args(all).envs(variables())))
}

/// A cluster of our own, unless the developer points the tests at a server.
fn start_postgresql() -> Outcome<Option<postgresql::Cluster>> {
    if is_given(postgresql::URL_VARIABLE, postgresql::PASSWORD_URL_VARIABLE, WITH_PASSWORD)? {
        return Ok(None);
    }
    let cluster = postgresql::Cluster::start()?;
    eprintln!("PostgreSQL: {}", cluster.url("postgres"));
    Ok(Some(cluster))
}

/// A cluster with pgvector, unless the developer points the tests at a server that has it.
fn start_pgvector() -> Outcome<Option<postgresql::Cluster>> {
    if is_given(
        pgvector::URL_VARIABLE,
        pgvector::STANDBY_URL_VARIABLE,
        "the URL of a superuser on a standby of that server",
    )? {
        return Ok(None);
    }
    let cluster = pgvector::start()?;
    eprintln!("PostgreSQL with pgvector: {}", cluster.url("postgres"));
    Ok(Some(cluster))
}

/// A MariaDB server of our own, unless the developer points the tests at one.
fn start_mariadb() -> Outcome<Option<mariadb::Server>> {
    if is_given(mariadb::URL_VARIABLE, mariadb::PASSWORD_URL_VARIABLE, WITH_PASSWORD)? {
        return Ok(None);
    }
    let server = mariadb::Server::start()?;
    eprintln!("MariaDB: {}", server.url());
    Ok(Some(server))
}

const WITH_PASSWORD: &str =
    "the URL of a user on that server who logs in with a password and may create databases";

/// Whether the developer points the tests at a server, by both of its URLs.
fn is_given(url: &str, other: &str, means: &str) -> Outcome<bool> {
    let Ok(given) = std::env::var(url) else { return Ok(false) };
    eprintln!("tests use the server that {url} names");
    if given.is_empty() {
        return Err(format!("{url} is set but empty").into());
    }
    if std::env::var_os(other).is_none() {
        return Err(format!("{url} is set: set {other} too, to {means}").into());
    }
    Ok(true)
}

/// nextest where it is installed, else what every Rust has.
fn runner() -> Command {
    let mut command = cargo();
    match find_program("cargo-nextest") {
        Some(_) => command.args(["nextest", "run", "--no-fail-fast"]),
        None => command.args(["test", "--no-fail-fast", "--all-targets"]),
    };
    command
}

/// Arguments that choose packages take the place of the whole workspace.
fn test_command(arguments: &[String]) -> Command {
    let mut command = runner();
    command.arg("--all-features");
    let chosen = arguments.iter().any(|argument| {
        argument == "-p" || argument.starts_with("--package") || argument.starts_with("-p=")
    });
    if !chosen {
        command.arg("--workspace");
    }
    command.args(arguments);
    command
}
