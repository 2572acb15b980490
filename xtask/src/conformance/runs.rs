//! One package on one dialect in one direction: Alembic's answers, Limbeck's, and how they compare.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::Ordering;

use super::compare::{self, Verdict};
use super::packages::Package;
use super::script;
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
    pub python: PathBuf,
    pub limbeck: PathBuf,
    pub cache: PathBuf,
}

/// What answers.py recorded for a script.
#[derive(serde::Deserialize)]
pub struct Answer {
    revision: Option<String>,
    sql: Option<String>,
    reason: Option<String>,
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
        self.cache.join("differences").join(self.package.key()).join(self.name())
    }

    /// Alembic's answers, recorded when they are not in the cache.
    fn answers(&self) -> Outcome<BTreeMap<String, Answer>> {
        let folder = self.cache.join("answers").join(self.package.key());
        std::fs::create_dir_all(&folder).context(folder.display())?;
        let path = folder.join(format!("{}-{:016x}.json", self.name(), oracle_key()?));
        if !path.is_file() {
            let unfinished = path.with_extension("unfinished");
            run_command(&mut self.ask(&unfinished))?;
            std::fs::rename(&unfinished, &path).context(path.display())?;
        }
        read(&path)
    }

    fn ask(&self, output: &Path) -> Command {
        let mut command = script(&self.python, "answers.py");
        command.arg(&self.scripts).args([&self.dialect, self.direction.name()]).arg(output);
        command
    }

    /// Marks the scripts whose SQL is another in each run of Alembic too: those that write the
    /// time, a new UUID, or the members of a set.
    fn take_out_chance(
        &self,
        answers: &BTreeMap<String, Answer>,
        results: &mut [(String, Verdict)],
    ) -> Outcome {
        let is_different = |verdict: &Verdict| matches!(verdict, Verdict::Different(_));
        let names: Vec<&String> =
            results.iter().filter(|(_, v)| is_different(v)).map(|(name, _)| name).collect();
        if names.is_empty() {
            return Ok(());
        }
        let path = self.differences().join("again.json");
        run_command(self.ask(&path).args(names).env("PYTHONHASHSEED", "1"))?;
        let again = read(&path)?;
        for (name, verdict) in results.iter_mut().filter(|(_, verdict)| is_different(verdict)) {
            let sql = |answers: &BTreeMap<String, Answer>| answers.get(name)?.sql.clone();
            if sql(answers) != sql(&again) {
                *verdict = Verdict::Chance;
            }
        }
        Ok(())
    }

    fn verdict(&self, name: &str, answer: &Answer, differences: &Path) -> Outcome<Verdict> {
        let (Some(wanted), Some(revision)) = (&answer.sql, &answer.revision) else {
            return Ok(match answer.reason.as_deref() {
                Some("imports") => Verdict::Imports,
                Some("rows") => Verdict::Rows,
                _ => Verdict::Refused,
            });
        };
        let output = self.limbeck(name, revision)?;
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

    fn limbeck(&self, name: &str, revision: &str) -> Outcome<std::process::Output> {
        let ini = self.scripts.join(name).join("alembic.ini");
        let mut command = Command::new("timeout");
        command.arg(SECONDS_PER_SCRIPT).arg(&self.limbeck).arg("-c").arg(ini);
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

/// Changes with whatever Alembic's answers depend on beside the package.
fn oracle_key() -> Outcome<u64> {
    let mut hasher = DefaultHasher::new();
    for path in [
        "xtask/conformance/answers.py",
        "xtask/conformance/unpack.py",
        "xtask/oracle/requirements.txt",
    ] {
        workspace::read(path)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
