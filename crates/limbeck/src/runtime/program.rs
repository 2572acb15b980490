//! Programs of a project's own, which build their configurations themselves and call commands.

use std::{
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use limbeck_core::{graph::Graph, plan::Plan};
use limbeck_python::{Options, PythonError, SourceScript};

use super::{Run, on_own_thread};
use crate::{
    Error, Project, Result,
    job::{Job, Standing},
    script_directory::ScriptDirectory,
    scripts::Scripts,
};

/// A program, and how it is called.
pub(super) struct Program {
    path: PathBuf,
    /// `sys.argv`: its name as the user gave it, and its arguments.
    argv: Vec<String>,
}

impl Program {
    pub fn options(&self) -> Options {
        let folder = self.path.parent().unwrap_or(&self.path).to_owned();
        Options { argv: self.argv.clone(), sys_path: vec![folder] }
    }
}

/// Runs a program as `python PROGRAM ARGUMENTS` does.
///
/// # Errors
/// A file that cannot be read, or what the program ends with: an exception that nothing caught, or
/// a status.
pub(crate) fn run_program(project: &Project, program: &Path, arguments: &[String]) -> Result<()> {
    let environment = project.config.environment();
    let argv = std::iter::once(program.to_string_lossy().into_owned());
    let argv = argv.chain(arguments.iter().cloned()).collect();
    let program = Program { path: environment.absolute(program), argv };
    let source = SourceScript::read(&program.path)
        .map_err(|error| Error::Usage(format!("cannot run the program: {error}")))?;
    let scripts = Arc::new(Scripts {
        directory: ScriptDirectory::nowhere(environment),
        graph: Graph::new(Vec::new())?,
        sql: crate::scripts::SqlScripts::default(),
        carried: std::collections::HashMap::new(),
    });
    let planner = Box::new(|standing: &Standing| Ok(Plan::nothing(&standing.heads)));
    let job = Job::new("run", planner);
    let project = project.clone();
    on_own_thread(move || {
        let run = Rc::new(Run { program: Some(program), ..Run::new(project, scripts, job) });
        Rc::clone(&run).with_python(|python| {
            python.run_program(source.compile()).map_err(|error| match error {
                // Nobody stands between the program and its exception, whatever its class.
                PythonError::Raised(exception) => Error::Python(exception.report.into()),
                other => run.error(other),
            })
        })
    })
}
