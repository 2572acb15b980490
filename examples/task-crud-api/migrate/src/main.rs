//! `task-crud-api-migrate BACKEND`: migrates the database of DATABASE_URL before a deployment.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{env, path::PathBuf, process::ExitCode};

use limbeck::Error;
use task_crud_api_migrate::run_migrations;

fn main() -> ExitCode {
    let backend = env::args_os().nth(1).map(PathBuf::from).unwrap_or_else(|| ".".into());
    let Ok(url) = env::var("DATABASE_URL") else {
        eprintln!("Set DATABASE_URL, for example sqlite:///./test.db");
        return ExitCode::from(2);
    };
    let ran = backend.canonicalize().map_err(|source| Error::File { path: backend, source });
    match ran.and_then(|backend| run_migrations(&backend, &url)) {
        Ok(revisions) if revisions.is_empty() => println!("nothing to do"),
        Ok(revisions) => println!("ran {}", revisions.join(", ")),
        Err(Error::Python(failure)) => {
            eprintln!("{}", failure.traceback);
            return ExitCode::FAILURE;
        }
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
