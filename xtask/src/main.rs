//! Development tasks: `cargo xtask <task>`.
// Tasks talk to the developer's terminal; the rule against printing is for the library.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod process;
mod workspace;

mod dbmate;
mod servers;
mod setup;
mod test;
mod wheel;

mod oracle;
mod project;
mod bench;
mod conformance;

mod features;
mod licences;
mod tidy;

use std::process::ExitCode;

use process::{Failure, Outcome};

const USAGE: &str = "\
usage: cargo xtask <task>

  setup                        find what the tests need, or install it
  test [ARGS]                  set up, start throw-away servers, run every test, stop them
                               (ARGS go to the test runner, as in `test -p limbeck-core graph`)
  test --sqlx [ARGS]           the same for the crates with sqlx alone, which are in a workspace of
                               their own
  tidy                         hold the rules of the source tree
  features                     check each crate without features, and with each of them alone
  licences [--write]           check every dependency's licence; write THIRD_PARTY_NOTICES.md
  oracle [NAME...] [-- ARGS]   record the outputs of real Alembic that the tests compare with
  generate-project --revisions N DIR [--dialect sqlite|postgresql] [--url URL]
                               write an Alembic project of N revisions
  bench [--gate] [--runs N] [--limbeck PATH] [--revisions N[,N]]
                               measure the release build against real Alembic and psql
  bench --service [--gate] [--runs N]
                               measure a service with its revisions in it beside sqlx and dbmate
  conformance [PACKAGE...] [--dialect NAME[,NAME]] [--limbeck PATH] [--list FILE]
                               compare the SQL of public packages' scripts with real Alembic's
  conformance --subset         the same for a few small packages
  conformance --live           run whole chains on databases with both, and compare these
  conformance --chains [PACKAGE...]
                               time `upgrade head --sql` over their whole chains
  conformance --census         list what scripts use and Limbeck lacks
  conformance --models [PACKAGE...] [--limbeck PATH] [--list FILE]
                               compare what autogenerate writes for their models
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Status(code)) => ExitCode::from(code),
        Err(Failure::Usage(message)) => {
            eprintln!("error: {message}\n\n{USAGE}");
            ExitCode::from(2)
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(args: &[String]) -> Outcome {
    let Some((task, rest)) = args.split_first() else {
        return Err(Failure::Usage("no task is named".into()));
    };
    match task.as_str() {
        "setup" => no_arguments(rest).and_then(|()| setup::run()),
        "test" => test::run(rest),
        "tidy" => no_arguments(rest).and_then(|()| tidy::run()),
        "features" => no_arguments(rest).and_then(|()| features::run()),
        "licences" => licences::run(rest),
        "oracle" => oracle::run(rest),
        "generate-project" => project::run(rest),
        "bench" => bench::run(rest),
        "conformance" => conformance::run(rest),
        "help" | "-h" | "--help" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::Usage(format!("there is no task `{other}`"))),
    }
}

fn no_arguments(rest: &[String]) -> Outcome {
    match rest.first() {
        None => Ok(()),
        Some(argument) => {
            Err(Failure::Usage(format!("`{argument}` is not an option of this task")))
        }
    }
}
