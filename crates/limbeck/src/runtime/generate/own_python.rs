//! Metadata from the project's own interpreter, which `python` in the configuration names.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
    time::Duration,
};

use limbeck_python::HostError;
use serde::Deserialize;
use serde_json::json;

use super::super::{Run, context::MigrationContext, environment::command_options};
use crate::{Error, Result, config::without_passwords};

/// What the interpreter runs.
const DUMP: &str = include_str!("dump.py");
/// How often it is looked whether it has ended.
const PAUSE: Duration = Duration::from_millis(5);
/// How long what it said is waited for once it has ended: what it started may hold the pipes.
const GRACE: Duration = Duration::from_secs(2);
/// So much of a complaint is shown.
const SHOWN: usize = 300;

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
            let made = self.dump(&python, &dialect)?;
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

    fn dump(&self, python: &Path, dialect: &str) -> Result<Vec<Option<String>>, HostError> {
        let refused = |what: String| {
            self.raise(Error::Unsupported(format!("python = {}: {what}", python.display())))
        };
        let given = self.given(dialect).to_string();
        let started = started(python, &given, self.project.config.environment());
        let mut child =
            started.map_err(|error| refused(format!("it cannot be started: {error}")))?;
        let (said, complaint) = (heard(child.stdout.take()), heard(child.stderr.take()));
        let status = self.ended(&mut child);
        let status =
            status?.map_err(|error| refused(format!("it cannot be waited for: {error}")))?;
        understood(&said.text(), complaint, status).map_err(refused)
    }

    /// Waits for its end, which an interrupt brings about.
    fn ended(&self, child: &mut Child) -> Result<io::Result<ExitStatus>, HostError> {
        loop {
            // Ctrl-C reaches it, too: that is why it ends then.
            let ended = child.try_wait().transpose();
            if let Err(interrupt) = self.uninterrupted() {
                let _ = child.kill().and_then(|()| child.wait());
                return Err(interrupt);
            }
            match ended {
                Some(ended) => return Ok(ended),
                None => thread::sleep(PAUSE),
            }
        }
    }

    /// What it is to know.
    fn given(&self, dialect: &str) -> serde_json::Value {
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
        json!({
            "sys_path": sys_path, "ini": ini.filter(|ini| ini.is_file()), "here": here,
            "section": config.section_name(), "env_py": absolute(&self.scripts.directory.env_py()),
            "x": config.x_arguments(), "dialect": dialect,
            "cmd_opts": command_options(&self.job.borrow()),
        })
    }
}

/// The answer that stands on the last line, or why there is none.
fn understood(
    said: &[u8],
    complaint: Heard,
    status: ExitStatus,
) -> Result<Vec<Option<String>>, String> {
    let last = said.trim_ascii().rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    match serde_json::from_slice::<Answer>(last) {
        Ok(Answer::Contexts { contexts }) => Ok(contexts),
        Ok(Answer::Missing { missing }) => Err(format!(
            "{missing} is not installed there; install what the project needs, or take `python` \
             out of the configuration"
        )),
        Ok(Answer::Failed { failed, place }) => {
            let place = if place.is_empty() { place } else { format!(" ({place})") };
            Err(format!("env.py fails there: {}{place}", without_passwords(&failed)))
        }
        Err(_) => {
            let complaint = complaint.text();
            let complaint = String::from_utf8_lossy(&complaint);
            let last = complaint.trim().lines().next_back().unwrap_or_default();
            let last: String = without_passwords(last).chars().take(SHOWN).collect();
            let reason = if last.is_empty() { last } else { format!(": {last}") };
            Err(format!("it gave no metadata, and ended with {status}{reason}"))
        }
    }
}

/// Starts the program and tells it what it is to know.
fn started(
    python: &Path,
    given: &str,
    environment: &crate::config::Environment,
) -> io::Result<Child> {
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
    Ok(child)
}

/// What comes out of a pipe, so far.
struct Heard {
    bytes: Arc<Mutex<Vec<u8>>>,
    end: mpsc::Receiver<()>,
}

fn heard(pipe: Option<impl Read + Send + 'static>) -> Heard {
    let bytes = Arc::new(Mutex::new(Vec::new()));
    let (ended, end) = mpsc::channel();
    let heard = Heard { bytes: Arc::clone(&bytes), end };
    if let Some(mut pipe) = pipe {
        thread::spawn(move || {
            let mut some = [0; 1 << 16];
            while let Ok(count @ 1..) = pipe.read(&mut some) {
                let mut bytes = bytes.lock().unwrap_or_else(PoisonError::into_inner);
                bytes.extend_from_slice(&some[..count]);
            }
            let _ = ended.send(());
        });
    }
    heard
}

impl Heard {
    /// All that came until the pipe's end, or within a while.
    fn text(self) -> Vec<u8> {
        let _ = self.end.recv_timeout(GRACE);
        std::mem::take(&mut *self.bytes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
