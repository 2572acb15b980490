//! `edit`: revision files in the user's editor.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use limbeck_core::plan::Plan;

use super::load;
use crate::{
    Error, Project, Result,
    config::Environment,
    job::{self, Job},
};

/// Editors to try where neither `EDITOR` nor `VISUAL` names one.
const EDITORS: [&str; 5] = ["sensible-editor", "editor", "nano", "vim", "code"];

/// Opens the file of each revision that `rev` means; `current` asks the database.
///
/// # Errors
/// `rev` leads to no revision, no editor is found, or the editor fails.
pub fn edit(project: &Project, rev: &str) -> Result<()> {
    let scripts = load(project)?;
    let environment = project.config.environment().clone();
    if rev != "current" {
        let found = scripts.graph.revisions(&[rev])?;
        if found.is_empty() {
            return Err(Error::Command(format!("No revision files indicated by symbol '{rev}'")));
        }
        return found
            .into_iter()
            .try_for_each(|ix| open(&scripts.graph.get(ix).path, &environment));
    }
    let shared = Arc::clone(&scripts);
    let planner = Box::new(move |standing: &job::Standing| {
        if standing.heads.is_empty() {
            return Err(Error::Command("No current revisions".to_owned()));
        }
        for ix in shared.graph.revisions(&standing.heads)? {
            open(&shared.graph.get(ix).path, &environment)?;
        }
        Ok(Plan::nothing(&standing.heads))
    });
    job::run(project, &scripts, Job::new("edit", planner))
}

fn open(file: &Path, environment: &Environment) -> Result<()> {
    let Some((program, arguments)) = editor(environment) else {
        let message = "EDITOR is not set and none of these is installed: ";
        return Err(Error::Command(format!("{message}{}", EDITORS.join(", "))));
    };
    let status = Command::new(&program)
        .args(&arguments)
        .arg(file)
        .current_dir(&environment.cwd)
        .status()
        .map_err(|source| Error::File { path: program.clone(), source })?;
    match status.success() {
        true => Ok(()),
        false => {
            Err(Error::Command(format!("Error executing editor ({}: {status})", program.display())))
        }
    }
}

fn editor(environment: &Environment) -> Option<(PathBuf, Vec<String>)> {
    let named = ["EDITOR", "VISUAL"].iter().find_map(|name| environment.var(name));
    if let Some(named) = named.filter(|named| !named.trim().is_empty()) {
        let mut words = named.split_whitespace().map(str::to_owned);
        return words.next().map(|program| (program.into(), words.collect()));
    }
    let path = environment.var("PATH").unwrap_or_default();
    let candidates = EDITORS
        .iter()
        .flat_map(|name| std::env::split_paths(path).map(move |folder| folder.join(name)));
    candidates.into_iter().find(|file| file.is_file()).map(|file| (file, Vec::new()))
}
