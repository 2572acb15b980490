//! Runs a command again and again and keeps its wall times.

use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::process::{Context, Failure, INTERRUPTED, Outcome, interrupted};

/// The outcome of measuring one command.
pub enum Measured {
    /// Wall times, shortest first; there is at least one.
    Times(Vec<Duration>),
    /// The last line that the command wrote before it failed.
    Failed(String),
}

impl Measured {
    pub fn shortest(&self) -> Option<Duration> {
        match self {
            Measured::Times(times) => times.first().copied(),
            Measured::Failed(_) => None,
        }
    }

    pub fn median(&self) -> Option<Duration> {
        match self {
            Measured::Times(times) => times.get(times.len() / 2).copied(),
            Measured::Failed(_) => None,
        }
    }
}

/// Measures `runs` runs after one that warms the caches; `prepare` comes before each and is not
/// counted.
pub fn measure(
    runs: usize,
    mut prepare: impl FnMut() -> Outcome,
    command: impl Fn() -> Command,
) -> Outcome<Measured> {
    let mut times = Vec::with_capacity(runs);
    for run in 0..=runs {
        if interrupted().load(Ordering::Relaxed) {
            return Err(Failure::Status(INTERRUPTED));
        }
        prepare()?;
        match timed(command())? {
            Ok(took) if run > 0 => times.push(took),
            Ok(_) => {}
            Err(message) => return Ok(Measured::Failed(message)),
        }
    }
    times.sort();
    Ok(Measured::Times(times))
}

/// The wall time of one run until the program has ended and all of its output is read.
fn timed(mut command: Command) -> Outcome<Result<Duration, String>> {
    let program = command.get_program().to_string_lossy().into_owned();
    // One pipe for both streams, so that one reader is enough.
    let (mut reader, writer) = std::io::pipe().context("cannot make a pipe")?;
    let errors = writer.try_clone().context("cannot make a pipe")?;
    command.stdin(Stdio::null()).stdout(writer).stderr(errors);
    let mut output = Vec::new();
    let start = Instant::now();
    let mut child = command.spawn().context(&program)?;
    // Our copies of the pipe's end must go, or the reader waits for ever.
    drop(command);
    reader.read_to_end(&mut output).context(&program)?;
    let status = child.wait().context(&program)?;
    let took = start.elapsed();
    if status.success() {
        return Ok(Ok(took));
    }
    let output = String::from_utf8_lossy(&output);
    let last = output.trim_end().lines().last().unwrap_or("no output");
    Ok(Err(format!("{status}: {last}")))
}
