//! The scripts of a project, read and put into a graph.

#[cfg(feature = "python")]
mod python;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use limbeck_core::{
    graph::{Graph, Revision},
    plan::Step,
    script::{ScriptError as SqlError, SqlScript},
};

use crate::{Project, Result, code::Migrations, events::Event, script_directory::ScriptDirectory};

/// The script directory and the graph that its revisions make.
#[derive(Debug)]
pub struct Scripts {
    pub directory: ScriptDirectory,
    pub graph: Graph,
    pub(crate) sql: SqlScripts,
    /// Scripts in Python that the program carries, by the names of their files.
    #[cfg(feature = "python")]
    pub(crate) carried: HashMap<PathBuf, Vec<u8>>,
}

/// The revisions that are SQL, by their files.
#[derive(Debug, Clone, Default)]
pub(crate) struct SqlScripts {
    by_file: HashMap<PathBuf, SqlScript>,
    /// What those do that are code.
    pub migrations: Migrations,
}

impl SqlScripts {
    /// The scripts of a program, and what those of them do that are code.
    ///
    /// # Errors
    /// Code for a revision that is none of the scripts, or is SQL.
    pub fn new(
        scripts: impl IntoIterator<Item = SqlScript>,
        migrations: Migrations,
    ) -> Result<SqlScripts, ScriptError> {
        let by_file = |script: SqlScript| (script.revision.path.clone(), script);
        let by_file: HashMap<_, _> = scripts.into_iter().map(by_file).collect();
        let has = |id: &str| by_file.values().any(|it| it.code && it.revision.id == id);
        let orphan = migrations.ids().find(|id| !has(id)).map(str::to_owned);
        match orphan {
            Some(revision) => Err(ScriptError::NoFileOfCode { revision }),
            None => Ok(SqlScripts { by_file, migrations }),
        }
    }

    /// The script of a step, if it is SQL or code.
    pub fn of(&self, step: &Step) -> Option<&SqlScript> {
        self.at(step.path.as_deref()?)
    }

    /// The script that is this file, if it is SQL or code.
    pub fn at(&self, path: &Path) -> Option<&SqlScript> {
        self.by_file.get(path)
    }

    /// Refuses scripts whose code is not here.
    pub fn check_code(&self) -> Result<(), ScriptError> {
        let mut scripts: Vec<&SqlScript> = self.by_file.values().collect();
        scripts.sort_by(|one, other| one.revision.path.cmp(&other.revision.path));
        match scripts.iter().find(|it| it.code && !self.migrations.has(&it.revision.id)) {
            None => Ok(()),
            Some(script) => Err(ScriptError::NoCode {
                path: script.revision.path.clone(),
                revision: script.revision.id.clone(),
            }),
        }
    }
}

/// Why a file among the scripts is none.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// It is no Python.
    #[cfg(feature = "python")]
    #[error(transparent)]
    Header(#[from] limbeck_python::header::HeaderError),
    /// It is no SQL revision.
    #[error(transparent)]
    Sql(#[from] SqlError),
    /// It names no revision and its name is none either.
    #[error(
        "Could not determine revision id from filename {}. Be sure the 'revision' variable is \
         declared inside the script (please see 'Upgrading from Alembic 0.1 to 0.2' in the \
         documentation).",
        .0.file_name().unwrap_or_default().to_string_lossy()
    )]
    NoRevision(PathBuf),
    /// It names a revision and not what comes before it.
    #[error("{}: no 'down_revision'; the first revision has down_revision = None", .0.display())]
    NoDownRevision(PathBuf),
    /// A variable of the header is not a string, a list of strings or None.
    #[error("{}:{line}: {name} must be a string, strings in a tuple or list, or None", .path.display())]
    WrongValue { path: PathBuf, line: u32, name: &'static str },
    /// Two files carry one id, and at least one of them is SQL.
    #[error(
        "Revision {revision} stands in two files: {} and {}; give one of them another id",
        .first.display(),
        .second.display()
    )]
    SameId { revision: String, first: PathBuf, second: PathBuf },
    /// A revision is code, and the program has none for it.
    #[error(
        "{}: this revision is code, and the program gives none for it: \
         `Revisions::with(\"{revision}\", ..)`",
        .path.display()
    )]
    NoCode { path: PathBuf, revision: String },
    /// The program gives code for a revision that is none, or is SQL.
    #[error(
        "the program gives code for revision {revision}, and no file with `-- revision: \
         {revision}` and `-- code: rust` says where it stands"
    )]
    NoFileOfCode { revision: String },
    /// A program carries a script whose header only a run of the script tells.
    #[error(
        "{}: the header is computed, which a program that carries the script cannot do before it \
         runs; write the revision's ids as they are",
        .0.display()
    )]
    ComputedHeader(PathBuf),
    /// A Python script, and no interpreter to run it.
    #[error(
        "{}: this build of Limbeck runs no Python: turn on its feature `python`, or write the \
         revision as SQL",
        .0.display()
    )]
    NeedsPython(PathBuf),
}

impl Scripts {
    /// Reads the headers of all scripts; no script is run unless its header is computed.
    ///
    /// # Errors
    /// No script directory, a file that cannot be read, a script that is none, or revisions
    /// that make no graph.
    pub fn load(project: &Project) -> Result<Scripts> {
        let directory = ScriptDirectory::from_config(&project.config)?;
        let warn = |category: &'static str, message: String| {
            project.subscriber.send(Event::Warning { category, message });
        };
        for warning in directory.warnings() {
            warn("DeprecationWarning", warning.to_string());
        }
        let sources = directory.sources()?;
        for duplicate in &sources.duplicates {
            warn("UserWarning", duplicate.to_string());
        }
        let (sql, python): (Vec<_>, Vec<_>) =
            sources.files.into_iter().enumerate().partition(|(_, file)| is_sql(&file.path));
        // Beside Alembic's files SQL may stand that scripts read; it says so if it is a revision.
        let only_revisions = project.config.limbeck_toml().is_some();
        let sql: Vec<(usize, SqlScript)> = sql
            .into_iter()
            .filter(|(_, file)| only_revisions || SqlScript::is_revision(&file.bytes))
            .map(|(place, file)| Ok((place, SqlScript::parse(&file.path, &file.bytes)?)))
            .collect::<Result<_, ScriptError>>()?;
        let mut revisions = python_revisions(project, &directory, python)?;
        revisions.extend(sql.iter().map(|(place, script)| (*place, script.revision.clone())));
        revisions.sort_by_key(|(place, _)| *place);
        let revisions: Vec<Revision> =
            revisions.into_iter().map(|(_, revision)| revision).collect();
        check_ids(&revisions)?;
        let graph = Graph::new(revisions)?;
        for warning in graph.warnings() {
            warn("UserWarning", warning.to_string());
        }
        let sql = sql.into_iter().map(|(_, script)| script);
        let sql = SqlScripts::new(sql, project.migrations.clone())?;
        Ok(Scripts {
            directory,
            graph,
            sql,
            #[cfg(feature = "python")]
            carried: HashMap::new(),
        })
    }

    /// Whether new revisions are SQL: nothing of the project is Python, and it says so by its
    /// `limbeck.toml`.
    pub(crate) fn writes_sql(&self, project: &Project) -> bool {
        project.config.limbeck_toml().is_some()
            && !self.directory.env_py().exists()
            && !self.directory.template().exists()
    }
}

#[cfg(feature = "python")]
pub(crate) use python::carried;
#[cfg(feature = "python")]
use python::revisions as python_revisions;

/// Without an interpreter no file may be Python.
#[cfg(not(feature = "python"))]
fn python_revisions(
    _: &Project,
    _: &ScriptDirectory,
    files: Vec<(usize, crate::script_directory::ScriptSource)>,
) -> Result<Vec<(usize, Revision)>> {
    match files.into_iter().next() {
        Some((_, file)) => Err(ScriptError::NeedsPython(file.path).into()),
        None => Ok(Vec::new()),
    }
}

/// Whether a file of a program's folder is a revision in Python.
pub(crate) fn is_python(path: &Path) -> bool {
    let is_other = ["__init__.py", "env.py"].iter().any(|name| path.ends_with(name));
    path.extension().is_some_and(|extension| extension == "py") && !is_other
}

pub(crate) fn is_sql(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "sql")
}

/// Refuses a second use of an id where SQL is among the two; among Python scripts Alembic only
/// warns of it.
pub(crate) fn check_ids(revisions: &[Revision]) -> Result<(), ScriptError> {
    let mut seen: HashMap<&str, &Path> = HashMap::new();
    for revision in revisions {
        let Some(first) = seen.insert(&revision.id, &revision.path) else { continue };
        if is_sql(first) || is_sql(&revision.path) {
            return Err(ScriptError::SameId {
                revision: revision.id.clone(),
                first: first.to_owned(),
                second: revision.path.clone(),
            });
        }
    }
    Ok(())
}
