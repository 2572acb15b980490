//! One package on one dialect in one direction: Alembic's answers, Limbeck's, and how they compare.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;

use super::compare::{self, Verdict};
use super::packages::Package;
use super::{Tools, script};
use crate::process::{Context, Failure, INTERRUPTED, Outcome, interrupted, run_command};
use crate::workspace;

const SECONDS_PER_SCRIPT: &str = "60";

#[derive(Clone, Copy)]
pub enum Direction {
    Upgrade,
    Downgrade,
}

impl Direction {
    pub fn name(self) -> &'static str {
        match self {
            Direction::Upgrade => "upgrade",
            Direction::Downgrade => "downgrade",
        }
    }
}

pub struct Run {
    pub package: Package,
    /// The folder of the scripts' projects.
    pub scripts: PathBuf,
    pub dialect: String,
    pub direction: Direction,
    pub tools: Tools,
}

/// What answers.py recorded for a script.
#[derive(serde::Deserialize)]
pub struct Answer {
    revision: Option<String>,
    sql: Option<String>,
    reason: Option<String>,
    /// Whether the script imports more than Alembic and SQLAlchemy.
    #[serde(skip)]
    imports: bool,
}

impl Run {
    /// Each script's verdict; writes a file for each that is not equal.
    pub fn results(&self) -> Outcome<Vec<(String, Verdict)>> {
        let differences = self.differences();
        if differences.exists() {
            std::fs::remove_dir_all(&differences).context(differences.display())?;
        }
        std::fs::create_dir_all(&differences).context(differences.display())?;
        let answers = self.answers()?;
        let mut results = Vec::new();
        for (name, answer) in &answers {
            if interrupted().load(Ordering::Relaxed) {
                return Err(Failure::Status(INTERRUPTED));
            }
            let verdict = self.verdict(name, answer, &differences)?;
            results.push((name.clone(), verdict));
        }
        self.take_out_chance(&answers, &mut results)?;
        Ok(results)
    }

    fn name(&self) -> String {
        format!("{}-{}", self.dialect, self.direction.name())
    }

    fn differences(&self) -> PathBuf {
        self.tools.cache.join("differences").join(self.package.key()).join(self.name())
    }

    /// Alembic's answers, recorded when they are not in the cache. Scripts that import something
    /// of a package run with the package's modules, the others with nothing but Alembic.
    fn answers(&self) -> Outcome<BTreeMap<String, Answer>> {
        let mut answers = self.recorded(false, &[])?;
        let importing: Vec<String> = answers
            .iter()
            .filter(|(_, answer)| answer.reason.as_deref() == Some("imports"))
            .map(|(name, _)| name.clone())
            .collect();
        if !importing.is_empty() && self.tools.packages.is_some() {
            for (name, answer) in self.recorded(true, &importing)? {
                answers.insert(name, Answer { imports: true, ..answer });
            }
        }
        Ok(answers)
    }

    fn recorded(&self, imports: bool, names: &[String]) -> Outcome<BTreeMap<String, Answer>> {
        let folder = self.tools.cache.join("answers").join(self.package.key());
        std::fs::create_dir_all(&folder).context(folder.display())?;
        let kind = if imports { "-packages" } else { "" };
        let key = oracle_key(imports)?;
        let path = folder.join(format!("{}{kind}-{key:016x}.json", self.name()));
        if !path.is_file() {
            let unfinished = path.with_extension("unfinished");
            run_command(self.ask(imports, &unfinished).args(names))?;
            std::fs::rename(&unfinished, &path).context(path.display())?;
        }
        read(&path)
    }

    fn ask(&self, imports: bool, output: &Path) -> Command {
        let packages = self.tools.packages.as_ref().filter(|_| imports);
        let python = packages.map(|venv| venv.join("bin/python"));
        let mut command = script(python.as_ref().unwrap_or(&self.tools.python), "answers.py");
        command.arg(&self.scripts).arg(ini(imports));
        command.args([&self.dialect, self.direction.name()]).arg(output);
        command
    }

    /// Marks the scripts whose SQL is another in each run of Alembic too: those that write the
    /// time, a new UUID, or the members of a set.
    fn take_out_chance(
        &self,
        answers: &BTreeMap<String, Answer>,
        results: &mut [(String, Verdict)],
    ) -> Outcome {
        for imports in [false, true] {
            let asked = |name: &String| answers.get(name).is_some_and(|a| a.imports == imports);
            let is_different = |(name, verdict): &&mut (String, Verdict)| {
                matches!(verdict, Verdict::Different(_)) && asked(name)
            };
            let mut different: Vec<_> = results.iter_mut().filter(is_different).collect();
            if different.is_empty() {
                continue;
            }
            let path = self.differences().join("again.json");
            let names = different.iter().map(|(name, _)| name);
            run_command(self.ask(imports, &path).args(names).env("PYTHONHASHSEED", "1"))?;
            let again = read(&path)?;
            for (name, verdict) in &mut different {
                let sql = |answers: &BTreeMap<String, Answer>| answers.get(name)?.sql.clone();
                if sql(answers) != sql(&again) {
                    *verdict = Verdict::Chance;
                }
            }
        }
        Ok(())
    }

    fn verdict(&self, name: &str, answer: &Answer, differences: &Path) -> Outcome<Verdict> {
        let (Some(wanted), Some(revision)) = (&answer.sql, &answer.revision) else {
            return Ok(match answer.reason.as_deref() {
                Some("imports") => Verdict::Imports,
                Some("rows") => Verdict::Rows(self.refuses(name, answer)?),
                _ => Verdict::Refused,
            });
        };
        let output = self.limbeck(name, revision, answer.imports)?;
        let written = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        let verdict = compare::verdict(wanted, &written, output.status.success(), &errors);
        if let Verdict::Different(cause) | Verdict::Failing(cause) = &verdict {
            let path = differences.join(format!("{name}.txt"));
            let text = format!(
                "{cause}\n\n==== Alembic\n{wanted}\n==== Limbeck\n{written}\n==== errors\n{errors}"
            );
            std::fs::write(&path, text).context(path.display())?;
        }
        Ok(verdict)
    }

    /// Whether Limbeck, too, ends with an error that says which line reads.
    fn refuses(&self, name: &str, answer: &Answer) -> Outcome<bool> {
        let Some(revision) = &answer.revision else { return Ok(false) };
        let output = self.limbeck(name, revision, answer.imports)?;
        let errors = String::from_utf8_lossy(&output.stderr);
        Ok(!output.status.success() && errors.contains(".py") && errors.contains("line"))
    }

    fn limbeck(&self, name: &str, revision: &str, imports: bool) -> Outcome<std::process::Output> {
        let ini = self.scripts.join(name).join(ini(imports));
        let mut command = Command::new("timeout");
        command.arg(SECONDS_PER_SCRIPT).arg(&self.tools.limbeck).arg("-c").arg(ini);
        command.args(["-n", &self.dialect, self.direction.name()]);
        match self.direction {
            Direction::Upgrade => command.arg("head"),
            Direction::Downgrade => command.arg(format!("{revision}:base")),
        };
        command.arg("--sql").output().context("cannot run Limbeck")
    }
}

fn read(path: &Path) -> Outcome<BTreeMap<String, Answer>> {
    let text = std::fs::read_to_string(path).context(path.display())?;
    serde_json::from_str(&text).context(path.display())
}

fn ini(imports: bool) -> &'static str {
    if imports { "packages.ini" } else { "alembic.ini" }
}

/// Changes with whatever Alembic's answers depend on beside the package.
fn oracle_key(imports: bool) -> Outcome<u64> {
    let mut files = vec![
        "xtask/conformance/answers.py",
        "xtask/conformance/unpack.py",
        "xtask/oracle/requirements.txt",
    ];
    if imports {
        files.extend(["xtask/conformance/requirements.txt", "xtask/conformance/standins.py"]);
    }
    key_of(&files)
}

/// Changes with the text of any of these files.
pub fn key_of(files: &[&str]) -> Outcome<u64> {
    let mut hasher = DefaultHasher::new();
    for path in files {
        workspace::read(path)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
