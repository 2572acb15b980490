//! Replays the scenario projects and compares what a user sees with what Alembic showed.
//!
//! Each folder of `projects/` is a project with the `commands` to run in it and the answers
//! that real Alembic gave (`oracle.json`, recorded by `cargo xtask oracle cli`). Equal must be
//! the exit status, standard output and the log lines; where Alembic ended with a traceback,
//! only the status and that something was said. `# differs: reason` at the end of a line keeps
//! a deliberate difference out of the comparison, and `limbeck.json` holds our own answer
//! to it (rewritten when LIMBECK_UPDATE is set); `# unordered` compares words in any order,
//! where Alembic takes them from a Python set.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use libtest_mimic::{Arguments, Failed, Trial};
use regex::Regex;
use serde::Deserialize;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects");
    let mut projects: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the scenario projects")
        .map(|entry| entry.expect("a folder entry").path())
        .filter(|path| path.join("commands").exists())
        .collect();
    projects.sort();
    let trial = |project: PathBuf| {
        let name = project.file_name().map(|name| name.to_string_lossy().into_owned());
        Trial::test(name.unwrap_or_default(), move || check(&project))
    };
    libtest_mimic::run(&Arguments::from_args(), projects.into_iter().map(trial).collect()).exit();
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

fn check(project: &Path) -> Result<(), Failed> {
    let scratch = tempfile::tempdir()?;
    let copy = scratch.path().canonicalize()?.join("project");
    copy_folder(project, &copy)?;
    let database = Database::for_project(project, &copy)?;
    let commands = fs::read_to_string(project.join("commands"))?;
    let lines = commands.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let answers: Vec<Answer> =
        serde_json::from_str(&fs::read_to_string(project.join("oracle.json"))?)?;
    let mut ours = Ours::read(project)?;
    let mut problems = Vec::new();
    let mut count = 0;
    for (line, answer) in lines.zip(&answers) {
        let (command, remark) = line.split_once('#').unwrap_or((line, ""));
        let (command, remark) = (command.trim(), remark.trim());
        if command != answer.command {
            return Err(format!("record again: {command:?} is not {:?}", answer.command).into());
        }
        let seen = run(command, &copy, database.as_ref())?;
        let found = match remark.starts_with("differs:") {
            true => ours.compare(count, command, &seen),
            false => compare(answer, &seen, remark == "unordered"),
        };
        if let Err(problem) = found {
            problems.push(format!("$ {command}\n{problem}"));
        }
        count += 1;
    }
    ours.write(project)?;
    if count != answers.len() {
        problems.push(format!("{count} commands, {} answers: record again", answers.len()));
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n\n").into()) }
}

fn compare(answer: &Answer, seen: &Seen, unordered: bool) -> Result<(), String> {
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
    match unordered {
        true => equal("words", &words(&answer.stdout), &words(&seen.stdout))?,
        false => equal("stdout", &answer.stdout, &seen.stdout)?,
    }
    let log: Vec<&str> = seen.stderr.lines().filter(|line| is_log(line)).collect();
    equal("log", &answer.log.join("\n"), &log.join("\n"))
}

fn equal(what: &str, expected: &str, seen: &str) -> Result<(), String> {
    if expected == seen {
        return Ok(());
    }
    Err(format!("{what}:\n{}", similar_asserts::SimpleDiff::from_str(expected, seen, "Alembic", "ours")))
}

/// All words, sorted, one a line.
fn words(text: &str) -> String {
    let mut words: Vec<&str> = text.split(|c: char| c.is_whitespace() || "(),".contains(c)).collect();
    words.sort_unstable();
    words.join("\n")
}

fn is_log(line: &str) -> bool {
    ["DEBUG", "INFO", "WARNI", "ERROR", "CRITI"].iter().any(|level| {
        line.strip_prefix(level).is_some_and(|rest| rest.trim_start().starts_with('['))
    })
}

/// Our own answers to the lines that differ from Alembic's.
struct Ours {
    answers: BTreeMap<String, String>,
    update: bool,
}

impl Ours {
    fn read(project: &Path) -> Result<Self, Failed> {
        let update = std::env::var_os("LIMBECK_UPDATE").is_some();
        let path = project.join("limbeck.json");
        let answers = match path.exists() && !update {
            true => serde_json::from_str(&fs::read_to_string(path)?)?,
            false => BTreeMap::new(),
        };
        Ok(Ours { answers, update })
    }

    fn compare(&mut self, index: usize, command: &str, seen: &Seen) -> Result<(), String> {
        let key = format!("{index:02} {command}");
        let text = format!("{:?}\n{}\n{}", seen.status, seen.stdout, seen.stderr);
        if self.update {
            self.answers.insert(key, text);
            return Ok(());
        }
        match self.answers.get(&key) {
            Some(expected) => equal("answer", expected, &text),
            None => Err(format!("no answer of ours in limbeck.json; got:\n{text}")),
        }
    }

    fn write(&self, project: &Path) -> Result<(), Failed> {
        if self.update && !self.answers.is_empty() {
            let text = serde_json::to_string_pretty(&self.answers)?;
            fs::write(project.join("limbeck.json"), text + "\n")?;
        }
        Ok(())
    }
}

fn run(line: &str, project: &Path, database: Option<&Database>) -> Result<Seen, Failed> {
    if line.starts_with('@') {
        let stdout = directive(line, project, database)?;
        return Ok(Seen { status: None, stdout, stderr: String::new() });
    }
    let words = shlex::split(line).ok_or("unbalanced quotes in commands")?;
    let is_variable = |word: &&String| {
        word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        })
    };
    let variables = words.iter().take_while(is_variable).filter_map(|word| word.split_once('='));
    let arguments = words.iter().skip_while(is_variable);
    let output = Command::new(env!("CARGO_BIN_EXE_limbeck"))
        .args(arguments)
        .current_dir(project)
        .env_remove("ALEMBIC_CONFIG")
        .env_remove("DATABASE_URL")
        .env("EDITOR", "echo")
        .envs(variables)
        .stdin(Stdio::null())
        .output()?;
    Ok(Seen {
        status: output.status.code(),
        stdout: neutral(&String::from_utf8_lossy(&output.stdout), project),
        stderr: neutral(&String::from_utf8_lossy(&output.stderr), project),
    })
}

/// The text without what changes from run to run: folder, database, dates.
fn neutral(text: &str, project: &Path) -> String {
    let text = text.replace(&*project.to_string_lossy(), "{project}");
    let text = Regex::new(r"@[\w.]+:\d+/(oracle|limbeck)_\w+")
        .map(|database| database.replace_all(&text, "@{server}/{database}").into_owned())
        .unwrap_or(text);
    let date = Regex::new("Create Date: .*");
    date.map(|date| date.replace_all(&text, "Create Date: {date}").into_owned()).unwrap_or(text)
}

fn directive(line: &str, project: &Path, database: Option<&Database>) -> Result<String, Failed> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "@sqlite" => {
            let (file, query) = rest.split_once(' ').ok_or("@sqlite FILE QUERY")?;
            sqlite(&project.join(file), query)
        }
        "@postgresql" => database.ok_or("no PostgreSQL database")?.query(rest),
        "@list" => {
            let mut names: Vec<String> = fs::read_dir(project.join(rest))?
                .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
                .collect::<Result<_, _>>()?;
            names.sort();
            Ok(names.iter().map(|name| format!("{name}\n")).collect())
        }
        "@cat" => Ok(neutral(&fs::read_to_string(project.join(rest))?, project)),
        "@rm" => Ok(fs::remove_file(project.join(rest)).map(|()| String::new())?),
        "@mv" => {
            let (old, new) = rest.split_once(' ').ok_or("@mv FILE FILE")?;
            Ok(fs::rename(project.join(old), project.join(new)).map(|()| String::new())?)
        }
        _ => Err(format!("unknown directive {word}").into()),
    }
}

fn sqlite(file: &Path, query: &str) -> Result<String, Failed> {
    let connection = rusqlite::Connection::open(file)?;
    let mut statement = connection.prepare(query)?;
    let width = statement.column_count();
    let mut rows = statement.query([])?;
    let mut text = String::new();
    while let Some(row) = rows.next()? {
        let cells: Vec<String> = (0..width)
            .map(|column| {
                Ok(match row.get_ref(column)? {
                    rusqlite::types::ValueRef::Null => String::new(),
                    rusqlite::types::ValueRef::Integer(value) => value.to_string(),
                    rusqlite::types::ValueRef::Real(value) => value.to_string(),
                    rusqlite::types::ValueRef::Text(value)
                    | rusqlite::types::ValueRef::Blob(value) => {
                        String::from_utf8_lossy(value).into_owned()
                    }
                })
            })
            .collect::<Result<_, rusqlite::Error>>()?;
        text += &(cells.join("|") + "\n");
    }
    Ok(text)
}

/// A PostgreSQL database of a scenario's own, dropped when the scenario ends.
struct Database {
    server: String,
    name: String,
}

impl Database {
    /// Makes one if the project wants one, and writes its URL into the project's files.
    fn for_project(project: &Path, copy: &Path) -> Result<Option<Database>, Failed> {
        let mut files = Vec::new();
        walk(copy, &mut files)?;
        let mut wanted = fs::read_to_string(project.join("commands"))?.contains("@postgresql");
        let mut mentions = Vec::new();
        for file in files {
            if let Ok(text) = fs::read_to_string(&file)
                && text.contains("{postgresql}")
            {
                wanted = true;
                mentions.push((file, text));
            }
        }
        if !wanted {
            return Ok(None);
        }
        let server = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
            .map_err(|_| "LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`")?;
        let folder = project.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("limbeck_{folder}_{}", std::process::id());
        let database = Database { server, name };
        database.on_server(&format!("CREATE DATABASE {}", database.name))?;
        let url = database.url().replace("postgresql://", "postgresql+psycopg2://");
        for (file, text) in mentions {
            fs::write(file, text.replace("{postgresql}", &url))?;
        }
        Ok(Some(database))
    }

    fn url(&self) -> String {
        let base = self.server.rsplit_once('/').map_or(self.server.as_str(), |(base, _)| base);
        format!("{base}/{}", self.name)
    }

    fn on_server(&self, sql: &str) -> Result<(), Failed> {
        Ok(postgres::Client::connect(&self.server, postgres::NoTls)?.batch_execute(sql)?)
    }

    fn query(&self, query: &str) -> Result<String, Failed> {
        let mut client = postgres::Client::connect(&self.url(), postgres::NoTls)?;
        let mut text = String::new();
        for message in client.simple_query(query)? {
            if let postgres::SimpleQueryMessage::Row(row) = message {
                let cells: Vec<&str> =
                    (0..row.len()).map(|column| row.get(column).unwrap_or_default()).collect();
                text += &(cells.join("|") + "\n");
            }
        }
        Ok(text)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A database left behind is swept away with the throw-away server.
        let _ = self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failed> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let target = to.join(&name);
        let name = name.to_string_lossy();
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else if name != "commands" && !name.ends_with(".json") {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failed> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
