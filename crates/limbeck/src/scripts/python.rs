//! The headers of Python scripts, and those that only a run of the script tells.

use std::path::{Path, PathBuf};

use limbeck_core::graph::Revision;
use limbeck_python::{
    Options, Python,
    header::{Header, HeaderField, HeaderValue, parse_headers},
};

use super::ScriptError;
use crate::{
    Error, Project, Result, runtime,
    script_directory::{ScriptDirectory, ScriptSource},
};

/// The revisions of these files, each with its place among all files.
pub(super) fn revisions(
    project: &Project,
    directory: &ScriptDirectory,
    files: Vec<(usize, ScriptSource)>,
) -> Result<Vec<(usize, Revision)>> {
    let paths: Vec<(usize, PathBuf)> =
        files.iter().map(|(place, file)| (*place, file.path.clone())).collect();
    let texts = files.into_iter().map(|(_, file)| (file.path, file.bytes)).collect();
    let mut revisions = Vec::with_capacity(paths.len());
    for ((place, path), header) in paths.into_iter().zip(parse_headers(texts)) {
        let mut header = header.map_err(ScriptError::from)?;
        if header.needs_run() {
            run_for_header(project, directory, &path, &mut header)?;
        }
        revisions.push((place, revision(path, header)?));
    }
    Ok(revisions)
}

/// The revisions of scripts whose texts a program carries: nothing can be run for their headers.
pub(crate) fn carried(files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<Revision>> {
    let paths: Vec<PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
    let headers = paths.into_iter().zip(parse_headers(files));
    let revisions = headers.map(|(path, header)| {
        let header = header.map_err(ScriptError::from)?;
        match header.needs_run() {
            true => Err(ScriptError::ComputedHeader(path).into()),
            false => revision(path, header),
        }
    });
    revisions.collect()
}

/// The revision of a script, by Alembic's rules for what may be left out.
fn revision(path: PathBuf, header: Header) -> Result<Revision> {
    let many = |name: &'static str, field: &HeaderField| match &field.value {
        HeaderValue::Missing | HeaderValue::None => Ok(Vec::new()),
        HeaderValue::One(one) => Ok(vec![one.clone()]),
        HeaderValue::Many(many) => Ok(many.clone()),
        HeaderValue::NeedsRun => {
            Err(ScriptError::WrongValue { path: path.clone(), line: field.line, name })
        }
    };
    let id = match &header.revision.value {
        HeaderValue::One(id) => id.clone(),
        HeaderValue::Missing => id_from_name(&path)?,
        _ => {
            let line = header.revision.line;
            return Err(ScriptError::WrongValue { path, line, name: "revision" }.into());
        }
    };
    if header.down_revision.value == HeaderValue::Missing {
        return Err(ScriptError::NoDownRevision(path).into());
    }
    Ok(Revision {
        id,
        down_revision: many("down_revision", &header.down_revision)?,
        branch_labels: many("branch_labels", &header.branch_labels)?,
        depends_on: many("depends_on", &header.depends_on)?,
        doc: header.docstring.unwrap_or_default(),
        path,
    })
}

/// Scripts of old releases carry their id only in their name, which then is hexadecimal.
fn id_from_name(path: &Path) -> Result<String, ScriptError> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let digits: String = stem.chars().take_while(char::is_ascii_hexdigit).collect();
    match digits == stem && !digits.is_empty() {
        true => Ok(digits),
        false => Err(ScriptError::NoRevision(path.to_owned())),
    }
}

/// Runs the top level of a script whose header is computed, and reads what came out.
fn run_for_header(
    project: &Project,
    directory: &ScriptDirectory,
    path: &Path,
    header: &mut Header,
) -> Result<()> {
    let environment = project.config.environment().clone();
    let sys_path = directory.sys_path().iter().map(|path| environment.absolute(path)).collect();
    let options = Options { argv: vec!["limbeck".to_owned()], sys_path };
    let path = path.to_owned();
    let read = move || -> Result<Vec<Option<serde_json::Value>>> {
        let python = Python::start(&options)?;
        let module = python.load_file("script", &path)?;
        let names = ["revision", "down_revision", "branch_labels", "depends_on"];
        Ok(names.iter().map(|name| module.get(&python, name)).collect::<Result<_, _>>()?)
    };
    let values = runtime::on_own_thread(read)?;
    let fields = [
        &mut header.revision,
        &mut header.down_revision,
        &mut header.branch_labels,
        &mut header.depends_on,
    ];
    for (field, value) in fields.into_iter().zip(values) {
        field.value = match value {
            None => HeaderValue::Missing,
            Some(serde_json::Value::Null) => HeaderValue::None,
            Some(serde_json::Value::String(one)) => HeaderValue::One(one),
            Some(serde_json::Value::Array(many)) => strings(many),
            Some(_) => HeaderValue::NeedsRun,
        };
    }
    Ok(())
}

fn strings(values: Vec<serde_json::Value>) -> HeaderValue {
    let texts: Option<Vec<String>> =
        values.into_iter().map(|value| value.as_str().map(str::to_owned)).collect();
    texts.map_or(HeaderValue::NeedsRun, HeaderValue::Many)
}

impl From<limbeck_python::PythonError> for Error {
    fn from(error: limbeck_python::PythonError) -> Error {
        runtime::python_error(error)
    }
}
