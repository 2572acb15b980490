//! A scenario's copy of its project, and the commands and directives run there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use libtest_mimic::Failed;
use regex::Regex;

use super::{
    Seen,
    database::{self, Mariadb, Postgresql},
};

const LIMBECK: &str = env!("CARGO_BIN_EXE_limbeck");

/// Where a scenario runs.
pub struct Session {
    scratch: tempfile::TempDir,
    project: PathBuf,
    /// Where commands run, which `@cd` changes.
    folder: PathBuf,
    postgresql: Option<Postgresql>,
    mariadb: Option<Mariadb>,
}

impl Session {
    /// Copies the project and makes the database that it wants.
    pub fn open(scenario: &Path) -> Result<Session, Failed> {
        let scratch = tempfile::tempdir()?;
        let root = scratch.path().canonicalize()?;
        let project = root.join("project");
        copy_folder(scenario, &project)?;
        // Shell scripts find us under both names.
        fs::create_dir(root.join("bin"))?;
        for name in ["limbeck", "alembic"] {
            std::os::unix::fs::symlink(LIMBECK, root.join("bin").join(name))?;
        }
        let mut files = Vec::new();
        walk(&project, &mut files)?;
        files.retain(|(_, text)| text.contains("{postgresql") || text.contains("{mariadb"));
        let commands = fs::read_to_string(scenario.join("commands"))?;
        let wants = |database: &str| {
            let placeholder = format!("{{{database}");
            files.iter().any(|(_, text)| text.contains(&placeholder))
                || commands.contains(&placeholder)
                || commands.contains(&format!("@{database}"))
        };
        let name = scenario.file_name().unwrap_or_default().to_string_lossy();
        let server = match commands.lines().any(|line| line == "# server: pgvector") {
            true => "LIMBECK_TEST_PGVECTOR_URL",
            false => "LIMBECK_TEST_POSTGRESQL_URL",
        };
        let postgresql =
            wants("postgresql").then(|| Postgresql::create(&name, server)).transpose()?;
        let mariadb = wants("mariadb").then(|| Mariadb::create(&name)).transpose()?;
        let session = Session { folder: project.clone(), scratch, project, postgresql, mariadb };
        for (path, text) in files {
            fs::write(path, session.fill(&text))?;
        }
        Ok(session)
    }

    fn fill(&self, text: &str) -> String {
        let text = self.postgresql.as_ref().map_or(text.to_owned(), |it| it.fill(text));
        self.mariadb.as_ref().map_or(text.clone(), |it| it.fill(&text))
    }

    /// Runs one line of `commands`.
    pub fn run(&mut self, line: &str) -> Result<Seen, Failed> {
        let line = self.fill(line);
        if let Some(script) = line.strip_prefix("@sh ") {
            let mut bash = Command::new("bash");
            return self.call(bash.args(["-c", script]).env_remove("ALEMBIC_CONFIG"));
        }
        if line.starts_with('@') {
            let stdout = self.directive(&line)?;
            return Ok(Seen { status: None, stdout, stderr: String::new() });
        }
        let words = shlex::split(&line).ok_or("unbalanced quotes in commands")?;
        let is_variable = |word: &&String| {
            let may = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
            word.split_once('=').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(may))
        };
        let variables =
            words.iter().take_while(is_variable).filter_map(|word| word.split_once('='));
        let arguments = words.iter().skip_while(is_variable);
        let mut command = Command::new(LIMBECK);
        self.call(command.args(arguments).env_remove("ALEMBIC_CONFIG").envs(variables))
    }

    fn call(&self, command: &mut Command) -> Result<Seen, Failed> {
        let bin = self.scratch.path().join("bin");
        let path = std::env::var("PATH").unwrap_or_default();
        let output = command
            .current_dir(&self.folder)
            .env("EDITOR", "echo")
            .env("PATH", format!("{}:{path}", bin.display()))
            .stdin(Stdio::null())
            .output()?;
        Ok(Seen {
            status: output.status.code(),
            stdout: self.neutral(&String::from_utf8_lossy(&output.stdout)),
            stderr: self.neutral(&String::from_utf8_lossy(&output.stderr)),
        })
    }

    /// The text without what changes from run to run: folder, database, dates, addresses.
    fn neutral(&self, text: &str) -> String {
        let text = text.replace(&*self.project.to_string_lossy(), "{project}");
        let replace = |text: String, pattern: &str, with: &str| {
            let pattern = Regex::new(pattern);
            pattern.map(|it| it.replace_all(&text, with).into_owned()).unwrap_or(text)
        };
        let text = replace(text, r"@[\w.]+:\d+/(oracle|limbeck)_\w+", "@{server}/{database}");
        let text = match &self.postgresql {
            Some(database) => text
                .replace(&database.fill("{postgresql.host}:{postgresql.port}"), "{server}")
                .replace(&database.fill("port {postgresql.port}"), "port {port}")
                .replace(&database.fill("{postgresql.database}"), "{database}"),
            None => text,
        };
        let text = match &self.mariadb {
            Some(database) => text
                .replace(&database.fill("{mariadb.host}:{mariadb.port}"), "{server}")
                .replace(&database.fill("{mariadb.database}"), "{database}"),
            None => text,
        };
        let text = replace(text, r"\b20\d{6}_\d{4}_", "{minute}_");
        let text = replace(text, " object at 0x[0-9a-f]+>", ">");
        let text = replace(text, " at 0x[0-9a-f]+", " at {address}");
        replace(text, "Create Date: .*", "Create Date: {date}")
    }

    fn directive(&mut self, line: &str) -> Result<String, Failed> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
        let here = |path: &str| self.folder.join(path);
        let postgresql = || self.postgresql.as_ref().ok_or("no PostgreSQL database");
        let mariadb = || self.mariadb.as_ref().ok_or("no MariaDB database");
        let nothing = |()| String::new();
        match word {
            "@sqlite" => database::sqlite(&here(first), second),
            "@sqlite-script" => database::sqlite_script(&here(first), &here(second)),
            "@sqlite-dump" => database::sqlite_dump(&here(first)),
            "@postgresql" => postgresql()?.query(rest),
            "@postgresql-script" => postgresql()?.query(&fs::read_to_string(here(rest))?),
            "@standby" => postgresql()?.wait_for_standby(),
            "@mariadb" => mariadb()?.query(rest),
            "@mariadb-script" => mariadb()?.query(&fs::read_to_string(here(rest))?),
            "@mariadb-dump" => mariadb()?.dump(),
            "@list" => Ok(self.neutral(&list(&here(rest))?)),
            "@cat" => Ok(self.neutral(&fs::read_to_string(here(rest))?)),
            "@write" => Ok(fs::write(here(first), format!("{second}\n")).map(nothing)?),
            "@rm" => Ok(fs::remove_file(here(rest)).map(nothing)?),
            "@mv" => Ok(fs::rename(here(first), here(second)).map(nothing)?),
            "@example" => {
                let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
                Ok(copy_folder(&examples.join(rest), &self.folder).map(nothing)?)
            }
            "@cd" => {
                self.folder = self.project.join(rest);
                Ok(String::new())
            }
            _ => Err(format!("unknown directive {word}").into()),
        }
    }
}

fn list(folder: &Path) -> Result<String, Failed> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, _>>()?;
    names.sort();
    Ok(names.iter().map(|name| format!("{name}\n")).collect())
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failed> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let target = to.join(&name);
        let name = name.to_string_lossy();
        if entry.file_type()?.is_dir() {
            if name != "target" {
                copy_folder(&entry.path(), &target)?;
            }
        } else if name != "commands" && !name.ends_with(".json") {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The text files below a folder.
fn walk(folder: &Path, files: &mut Vec<(PathBuf, String)>) -> Result<(), Failed> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else if let Ok(text) = fs::read_to_string(&path) {
            files.push((path, text));
        }
    }
    Ok(())
}
