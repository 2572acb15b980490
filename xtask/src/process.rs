//! Runs other programs: waits that an interrupt can end, retries, failures that name their cause.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

pub type Outcome<T = ()> = Result<T, Failure>;

/// The status of a shell's command that Ctrl-C ended.
pub const INTERRUPTED: u8 = 130;

/// Why a task ended early.
#[derive(Debug)]
pub enum Failure {
    /// The command line of the task itself is wrong.
    Usage(String),
    /// What went wrong and what to do about it.
    Message(String),
    /// A program that was run has said already what is wrong; only its status is passed on.
    Status(u8),
}

impl Failure {
    /// Ctrl-C or SIGTERM ended the task.
    pub fn is_interrupt(&self) -> bool {
        matches!(self, Failure::Status(INTERRUPTED))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Usage(message) | Failure::Message(message) => f.write_str(message),
            Failure::Status(code) => write!(f, "exit status {code}"),
        }
    }
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Failure::Message(message)
    }
}

impl From<&str> for Failure {
    fn from(message: &str) -> Self {
        Failure::Message(message.to_owned())
    }
}

/// Adds what was being done, and to what, to an error of the operating system.
pub trait Context<T> {
    fn context(self, doing: impl fmt::Display) -> Outcome<T>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, doing: impl fmt::Display) -> Outcome<T> {
        self.map_err(|error| Failure::Message(format!("{doing}: {error}")))
    }
}

/// Runs to the end with our own streams; a status other than 0 is a failure that names the command.
pub fn run_command(command: &mut Command) -> Outcome {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{}` ended with {status}", shown(command)).into())
}

/// Runs to the end with our own streams and passes a status other than 0 on, silently.
pub fn run_through(command: &mut Command) -> Outcome {
    let status = status(command)?;
    if status.success() {
        return Ok(());
    }
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Err(Failure::Status(code.unwrap_or(1)))
}

/// Runs to the end and gives what it wrote to standard output.
pub fn capture(command: &mut Command) -> Outcome<String> {
    let output = command.output().context(format_args!("cannot run `{}`", shown(command)))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(format!(
            "`{}` ended with {}: {}",
            shown(command),
            output.status,
            stderr.trim()
        )
        .into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs up to three times, since package mirrors and networks fail for a moment; the failure
/// names `source` so that nobody looks for it in the project.
pub fn run_retried(source: &str, command: &mut Command) -> Outcome {
    const ATTEMPTS: u64 = 3;
    for attempt in 1..=ATTEMPTS {
        let status = status(command)?;
        if status.success() {
            return Ok(());
        }
        eprintln!("{source} failed ({status}), attempt {attempt} of {ATTEMPTS}");
        if attempt < ATTEMPTS {
            sleep(Duration::from_secs(5 * attempt));
        }
    }
    Err(format!(
        "{source} failed {ATTEMPTS} times: `{}`. \
         The fault is with {source} or the network, not with the project; run the task again later.",
        shown(command)
    )
    .into())
}

/// Waits for a program, and ends it and then ourselves when an interrupt arrives.
fn status(command: &mut Command) -> Outcome<ExitStatus> {
    let interrupted = interrupted();
    let mut child = command.spawn().context(format_args!("cannot run `{}`", shown(command)))?;
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for a program")? {
            // A program that ended because of the same Ctrl-C must not be taken for a failed one.
            return if interrupted.load(Ordering::Relaxed) {
                Err(Failure::Status(INTERRUPTED))
            } else {
                Ok(status)
            };
        }
        if interrupted.load(Ordering::Relaxed) {
            stop(&mut child, "TERM", Duration::from_secs(10));
            return Err(Failure::Status(INTERRUPTED));
        }
        sleep(Duration::from_millis(20));
    }
}

/// Asks a program to end by the signal of that name, and kills it when it has not in `patience`.
pub fn stop(child: &mut Child, signal: &str, patience: Duration) {
    let _ = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
    let start = Instant::now();
    while start.elapsed() < patience {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The flag that Ctrl-C and SIGTERM set. Once anybody has asked for it these signals no longer
/// end the process, so that servers can be stopped first.
pub fn interrupted() -> Arc<AtomicBool> {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            if let Err(error) = signal_hook::flag::register(signal, Arc::clone(&flag)) {
                eprintln!("cannot catch signal {signal}: {error}");
            }
        }
        flag
    })
    .clone()
}

/// The program of that name on the PATH.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|candidate| is_executable(candidate))
}

pub fn is_executable(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path)
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

pub fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn shown(command: &Command) -> String {
    let words: Vec<_> = std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    words.join(" ")
}

/// The times of a task's stages, printed as they end and once more together.
#[derive(Default)]
pub struct Stages {
    done: Vec<(String, Duration, bool)>,
}

impl Stages {
    /// Runs one stage and prints how long it took.
    pub fn stage<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        eprintln!("== {name}");
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        eprintln!("== {name}: {:.1} s", took.as_secs_f64());
        self.done.push((name.to_owned(), took, outcome.is_ok()));
        outcome
    }

    pub fn print(&self) {
        for (name, took, passed) in &self.done {
            let result = if *passed { "ok" } else { "FAILED" };
            eprintln!("{:>8.1} s  {result:<6}  {name}", took.as_secs_f64());
        }
    }
}
