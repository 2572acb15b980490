//! `cargo xtask test`: sets up, starts throw-away servers, runs every test, stops the servers.

use std::process::Command;

use crate::process::{Outcome, Stages, find_program, interrupted, run_through};
use crate::servers::postgresql::{Cluster, PASSWORD_URL_VARIABLE, URL_VARIABLE};
use crate::workspace::cargo;

pub fn run(arguments: &[String]) -> Outcome {
    // From here on Ctrl-C sets a flag, so that the cluster is stopped on the way out.
    interrupted();
    let mut stages = Stages::default();
    let outcome = run_stages(&mut stages, arguments);
    stages.print();
    outcome
}

fn run_stages(stages: &mut Stages, arguments: &[String]) -> Outcome {
    let postgresql = stages.stage("start servers", start_postgresql)?;
    let variables: Vec<(&str, String)> = postgresql
        .iter()
        .flat_map(|cluster| {
            [
                (URL_VARIABLE, cluster.url("postgres")),
                (PASSWORD_URL_VARIABLE, cluster.password_url()),
            ]
        })
        .collect();

    let tests = stages.stage("tests", || {
        run_through(test_command(arguments).envs(variables.iter().map(|(name, url)| (name, url))))
    });
    // The test runner knows nothing of doc tests; arguments choose tests that are not among them.
    let doc_tests =
        if arguments.is_empty() && !matches!(tests, Err(ref failure) if failure.is_interrupt()) {
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
    stages.stage("stop servers", || {
        drop(postgresql);
        Ok(())
    })?;
    tests.and(doc_tests)
}

/// A cluster of our own, unless the developer points the tests at a server.
fn start_postgresql() -> Outcome<Option<Cluster>> {
    if let Ok(url) = std::env::var(URL_VARIABLE) {
        eprintln!("tests use the server that {URL_VARIABLE} names");
        if url.is_empty() {
            return Err(format!("{URL_VARIABLE} is set but empty").into());
        }
        if std::env::var_os(PASSWORD_URL_VARIABLE).is_none() {
            return Err(format!(
                "{URL_VARIABLE} is set: set {PASSWORD_URL_VARIABLE} too, to the URL of a role on \
                 that server that logs in with a password and may create databases"
            )
            .into());
        }
        return Ok(None);
    }
    let cluster = Cluster::start()?;
    eprintln!("PostgreSQL: {}", cluster.url("postgres"));
    Ok(Some(cluster))
}

/// nextest where it is installed, else what every Rust has; arguments that choose packages take
/// the place of the whole workspace.
fn test_command(arguments: &[String]) -> Command {
    let mut command = cargo();
    if find_program("cargo-nextest").is_some() {
        command.args(["nextest", "run", "--no-fail-fast"]);
    } else {
        command.args(["test", "--no-fail-fast", "--all-targets"]);
    }
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
