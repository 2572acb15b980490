//! `run`: a Python program of the project's own, in the interpreter that Limbeck brings.

use std::path::Path;

use crate::{Project, Result};

/// Runs a program as `python PROGRAM ARGUMENTS` does, with `alembic` and what belongs to it.
///
/// The program names its configurations itself, by `alembic.config.Config`; of the project only
/// the events, the interrupt and the environment count. What the program prints are events.
///
/// ```no_run
/// use limbeck::{Project, commands, config::{Config, Environment}};
///
/// let environment = Environment::in_directory("/srv/app");
/// let project = Project::new(Config::programmatic(&environment));
/// commands::run(&project, "migrate.py".as_ref(), &["head".to_owned()])?;
/// # Ok::<(), limbeck::Error>(())
/// ```
///
/// # Errors
/// [`Error::Usage`](crate::Error::Usage) for a file that cannot be read,
/// [`Error::Python`](crate::Error::Python) for an exception that the program does not catch,
/// [`Error::Exit`](crate::Error::Exit) for the status that it ends with.
pub fn run(project: &Project, program: &Path, arguments: &[String]) -> Result<()> {
    #[cfg(feature = "python")]
    return crate::runtime::run_program(project, program, arguments);
    #[cfg(not(feature = "python"))]
    {
        let _ = (project, arguments);
        Err(crate::Error::Unsupported(format!(
            "{}: this build of Limbeck runs no Python: turn on its feature `python`",
            program.display()
        )))
    }
}
