//! Metadata from the project's own interpreter, which `python` in the configuration names.

use std::{
    collections::BTreeMap,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use limbeck_python::HostError;
use serde::Deserialize;
use serde_json::json;

use super::super::{Run, context::MigrationContext};
use crate::{Error, Result, config::without_passwords};

/// What the interpreter runs.
const DUMP: &str = include_str!("dump.py");

/// The metadata of each context in order, by dialect: env.py may ask for more than one.
pub(super) type Dumps = BTreeMap<String, Vec<Option<String>>>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Contexts {
        contexts: Vec<Option<String>>,
    },
    Missing {
        missing: String,
    },
    Failed {
        failed: String,
        #[serde(rename = "where", default)]
        place: String,
    },
}

impl Run {
    /// Has a context compare what the project's own interpreter makes of the models; `false`
    /// where the configuration names none.
    pub(super) fn take_own_models(
        &self,
        context: &MigrationContext,
        number: usize,
    ) -> Result<bool, HostError> {
        let python = self.project.config.python().map_err(|error| self.raise(error))?;
        let Some(python) = python else { return Ok(false) };
        let dialect = context.dialect.backend.name().to_owned();
        if !self.generated.dumps.borrow().contains_key(&dialect) {
            let made = self.dump(&python, &dialect).map_err(|error| self.raise(error))?;
            self.generated.dumps.borrow_mut().insert(dialect.clone(), made);
        }
        let dumps = self.generated.dumps.borrow();
        let place = number.saturating_sub(1);
        let Some(Some(source)) = dumps.get(&dialect).and_then(|made| made.get(place)) else {
            let env_py = self.scripts.directory.env_py();
            return Err(self.raise(Error::NoMetadata { env_py }));
        };
        self.ask("take_models", &[json!(number), json!(source)])?;
        Ok(true)
    }

    fn dump(&self, python: &Path, dialect: &str) -> Result<Vec<Option<String>>> {
        let config = &self.project.config;
        let environment = config.environment();
        let absolute = |path: &Path| environment.absolute(path);
        let ini = config.config_file_name().map(|name| absolute(Path::new(name)));
        let here = ini.as_ref().and_then(|ini| ini.parent()).map(Path::to_path_buf);
        let sys_path: Vec<_> = self
            .scripts
            .directory
            .sys_path()
            .iter()
            .map(|path| absolute(Path::new(path)))
            .collect();
        let given = json!({
            "sys_path": sys_path, "ini": ini.filter(|ini| ini.is_file()), "here": here,
            "section": config.section_name(), "env_py": absolute(&self.scripts.directory.env_py()),
            "x": config.x_arguments(), "dialect": dialect,
        });
        let refused =
            |what: String| Error::Unsupported(format!("python = {}: {what}", python.display()));
        let said = started(python, &given.to_string(), environment)
            .map_err(|error| refused(format!("it cannot be started: {error}")))?;
        match serde_json::from_slice::<Answer>(&said.stdout) {
            Ok(Answer::Contexts { contexts }) => Ok(contexts),
            Ok(Answer::Missing { missing }) => Err(refused(format!(
                "{missing} is not installed there; install what the project needs, or take \
                 `python` out of the configuration"
            ))),
            Ok(Answer::Failed { failed, place }) => {
                let place = if place.is_empty() { place } else { format!(" ({place})") };
                Err(refused(format!("env.py fails there: {}{place}", without_passwords(&failed))))
            }
            Err(_) => {
                let complaint = String::from_utf8_lossy(&said.stderr);
                let last = complaint.trim().lines().next_back().unwrap_or_default();
                Err(refused(format!(
                    "it gave no metadata, and ended with {}: {}",
                    said.status,
                    without_passwords(last)
                )))
            }
        }
    }
}

/// Runs the program with what it is to know, and waits for its answer.
fn started(
    python: &Path,
    given: &str,
    environment: &crate::config::Environment,
) -> std::io::Result<std::process::Output> {
    let mut child = Command::new(python)
        .args(["-c", DUMP])
        .current_dir(&environment.cwd)
        .env_clear()
        .envs(&environment.vars)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // One that ends before it has read says so by its status.
        let _ = stdin.write_all(given.as_bytes());
    }
    child.wait_with_output()
}
