//! Replays scenarios: runs their commands and compares what a user sees with what Alembic showed.
//!
//! A scenario is a folder with the `commands` to run in it and the answers that real Alembic
//! gave (`oracle.json`, recorded by `cargo xtask oracle cli`, whose text lists the directives).
//! Equal must be the exit status, standard output and the log lines; where Alembic ended with a
//! traceback, only the status and that something was said. A remark at the end of a line
//! changes that:
//!
//! - `# differs: reason`: not compared with Alembic but with our own answer in `limbeck.json`,
//!   which is rewritten when LIMBECK_UPDATE is set;
//! - `# held`: compared with Alembic, and our whole answer with `limbeck.json` as well;
//! - `# first`: of standard output the first line, behind which we say more;
//! - `# unordered`: words in any order, where Alembic takes them from a Python set.
//!
//! A scenario that Alembic cannot run has no `oracle.json`: all its answers are `limbeck.json`'s.

mod database;
mod ours;
mod session;

use std::{
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;

use self::{ours::Ours, session::Session};

/// Runs the scenarios of a folder beside the tests as tests, and ends the process.
pub fn main(folder: &str) -> ! {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut scenarios: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the scenarios")
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| path.join("commands").exists())
        .collect();
    scenarios.sort();
    let trial = |scenario: PathBuf| {
        let name = scenario.file_name().map(|name| name.to_string_lossy().into_owned());
        Trial::test(name.unwrap_or_default(), move || check(&scenario))
    };
    libtest_mimic::run(&Arguments::from_args(), scenarios.into_iter().map(trial).collect()).exit()
}

/// What Alembic answered to one line of `commands`.
#[derive(Debug, Deserialize)]
struct Answer {
    command: String,
    /// Absent for directives.
    status: Option<i32>,
    stdout: String,
    #[serde(default)]
    log: Vec<String>,
    traceback: Option<String>,
}

/// What we answered.
#[derive(Debug)]
struct Seen {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

fn check(scenario: &Path) -> Result<(), Failed> {
    let mut session = Session::open(scenario)?;
    let commands = fs::read_to_string(scenario.join("commands"))?;
    let lines = commands.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let recorded = scenario.join("oracle.json");
    if !recorded.exists() {
        return check_alone(scenario, &mut session, lines);
    }
    let answers: Vec<Answer> = serde_json::from_str(&fs::read_to_string(recorded)?)?;
    let mut ours = Ours::read(scenario)?;
    let mut problems = Vec::new();
    let mut count = 0;
    for (line, answer) in lines.zip(&answers) {
        let (command, remark) = line.split_once(" #").unwrap_or((line, ""));
        let (command, remark) = (command.trim(), remark.trim());
        if command != answer.command {
            return Err(format!("record again: {command:?} is not {:?}", answer.command).into());
        }
        let seen = session.run(command).map_err(|error| {
            format!(
                "{}\n\n$ {command}\n{}",
                problems.join("\n\n"),
                error.message().unwrap_or_default()
            )
        })?;
        let mut found = match remark.starts_with("differs:") {
            true => Ok(()),
            false => compare(answer, &seen, remark),
        };
        if remark.starts_with("differs:") || remark == "held" {
            found = found.and_then(|()| ours.compare(count, command, &seen));
        }
        if let Err(problem) = found {
            problems.push(format!("$ {command}\n{problem}"));
        }
        count += 1;
    }
    ours.write(scenario)?;
    if count != answers.len() {
        problems.push(format!("{count} commands, {} answers: record again", answers.len()));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n\n").into()) }
}

/// Checks a scenario of which Alembic knows nothing.
fn check_alone<'a>(
    scenario: &Path,
    session: &mut Session,
    lines: impl Iterator<Item = &'a str>,
) -> Result<(), Failed> {
    let mut ours = Ours::read(scenario)?;
    let mut problems = Vec::new();
    for (place, line) in lines.enumerate() {
        let seen = session.run(line)?;
        let found = match seen.stderr.contains("panicked at") {
            true => Err(format!("panicked:\n{}", seen.stderr)),
            false => ours.compare(place, line, &seen),
        };
        if let Err(problem) = found {
            problems.push(format!("$ {line}\n{problem}"));
        }
    }
    ours.write(scenario)?;
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n\n").into()) }
}

fn compare(answer: &Answer, seen: &Seen, remark: &str) -> Result<(), String> {
    if seen.stderr.contains("panicked at") {
        return Err(format!("panicked:\n{}", seen.stderr));
    }
    if answer.status != seen.status {
        return Err(format!(
            "status {:?}, Alembic {:?}\n{}{}\nAlembic: {}{}",
            seen.status,
            answer.status,
            seen.stdout,
            seen.stderr,
            answer.stdout,
            answer.traceback.as_deref().unwrap_or_default()
        ));
    }
    // What Alembic had printed before it crashed, and its usage messages, are its own.
    if answer.traceback.is_some() || answer.status == Some(2) {
        return match seen.stderr.trim().is_empty() {
            true => Err("failed without a word on standard error".to_owned()),
            false => Ok(()),
        };
    }
    let first = |text: &str| text.lines().next().unwrap_or_default().to_owned();
    match remark {
        "unordered" => equal("words", &words(&answer.stdout), &words(&seen.stdout))?,
        "first" => equal("first line", &first(&answer.stdout), &first(&seen.stdout))?,
        _ => equal("stdout", &answer.stdout, &seen.stdout)?,
    }
    let log = seen.stderr.lines().filter(|line| is_log(line)).collect();
    equal("log", &settled(answer.log.iter().map(String::as_str).collect()), &settled(log))
}

/// Log lines, those on sequences in alphabetical order: Alembic takes tables from a Python set.
fn settled(mut lines: Vec<&str>) -> String {
    for run in lines.chunk_by_mut(|one, next| is_on_sequence(one) && is_on_sequence(next)) {
        run.sort_unstable();
    }
    lines.join("\n")
}

fn is_on_sequence(line: &str) -> bool {
    line.contains("[alembic.ddl.postgresql] Detected sequence named")
}

fn equal(what: &str, expected: &str, seen: &str) -> Result<(), String> {
    if expected == seen {
        return Ok(());
    }
    Err(format!(
        "{what}:\n{}",
        similar_asserts::SimpleDiff::from_str(expected, seen, "Alembic", "ours")
    ))
}

/// All words, sorted, one a line.
fn words(text: &str) -> String {
    let mut words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || "(),".contains(c)).collect();
    words.sort_unstable();
    words.join("\n")
}

fn is_log(line: &str) -> bool {
    ["DEBUG", "INFO", "WARNI", "ERROR", "CRITI"].iter().any(|level| {
        line.strip_prefix(level).is_some_and(|rest| rest.trim_start().starts_with('['))
    })
}
