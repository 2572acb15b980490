//! `cargo xtask conformance --models`: what autogenerate writes for public packages' models, by
//! Alembic and by Limbeck, on an empty SQLite database, and what `check` says once that is applied.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::Ordering;

use super::compare::{self, Verdict};
use super::packages::{Package, site_packages};
use super::{Options, Tools};
use crate::process::{Context, Failure, INTERRUPTED, Outcome, capture, interrupted, run_retried};
use crate::workspace;

const SECONDS_PER_COMMAND: &str = "300";
const REVISION: &[&str] = &["revision", "--autogenerate", "-m", "models", "--rev-id", "1"];
/// Folders of what is installed for a package.
const MODULES: &str = "modules";
const COMPILED: &str = "compiled";
const CAUSE_WIDTH: usize = 160;

#[derive(serde::Deserialize)]
struct File {
    /// How many packages must be equal.
    floor: usize,
    packages: BTreeMap<String, Entry>,
}

#[derive(serde::Deserialize)]
struct Entry {
    version: String,
    /// `module:attribute` of the metadata.
    metadata: String,
    /// Modules that are imported first.
    #[serde(default)]
    imports: Vec<String>,
    /// What the models import beside the packages of requirements.txt.
    #[serde(default)]
    requirements: Vec<String>,
    /// The same, of packages that need parts in C: only Alembic gets these.
    #[serde(default)]
    compiled: Vec<String>,
}

/// A package with the folder that is its own.
struct Models {
    package: Package,
    entry: Entry,
    folder: PathBuf,
}

/// Compares the models of the packages asked for, or of all, and prints a table.
pub fn run(options: &Options) -> Outcome {
    let own = workspace::root().join("xtask/conformance/models.toml");
    let path = options.list.as_ref().unwrap_or(&own);
    let text = std::fs::read_to_string(path).context(path.display())?;
    let file: File = toml::from_str(&text).context(path.display())?;
    if let Some(unknown) = options.packages.iter().find(|name| !file.packages.contains_key(*name)) {
        let path = path.display();
        return Err(Failure::Usage(format!("{path} has no package `{unknown}`")));
    }
    let tools = Tools::ready(options)?;
    let all = options.packages.is_empty();
    let (mut equal, mut count) = (0, 0);
    println!("{:<22} {:<10} {:<9} cause", "package", "version", "models");
    for (name, entry) in file.packages {
        if !all && !options.packages.contains(&name) {
            continue;
        }
        let package = Package { name, version: entry.version.clone() };
        let folder = tools.cache.join("models").join(package.key());
        let folder = std::path::absolute(&folder).context(folder.display())?;
        let models = Models { package, entry, folder };
        let verdict = models.verdict(&tools)?;
        count += 1;
        equal += usize::from(verdict == Verdict::Equal);
        println!("{}", models.line(&verdict));
    }
    println!("equal: {equal} of {count}");
    match all && equal < file.floor {
        true => Err(format!("{equal} packages are equal, not {}", file.floor).into()),
        false => Ok(()),
    }
}

impl Models {
    fn verdict(&self, tools: &Tools) -> Outcome<Verdict> {
        let venv = tools.packages.as_ref().ok_or("the packages' environment is not there")?;
        let venv = std::path::absolute(venv).context(venv.display())?;
        let python = venv.join("bin/python");
        self.install(&python)?;
        let paths = [self.folder.join(MODULES), self.folder.join(COMPILED)];
        let paths = std::env::join_paths(paths).context("the modules")?;
        let alembic = || {
            let mut alembic = Command::new("timeout");
            alembic.arg(SECONDS_PER_COMMAND).arg(&python).args(["-m", "alembic"]);
            alembic.env("PYTHONPATH", &paths);
            alembic
        };
        let (wanted, output) = self.written("alembic", alembic(), &python, &venv)?;
        let Some(wanted) = wanted else {
            let errors = String::from_utf8_lossy(&output.stderr);
            eprintln!("{}: Alembic fails:\n{errors}", self.package.name);
            return Ok(Verdict::Refused);
        };
        let limbeck = || {
            let mut limbeck = Command::new("timeout");
            limbeck.arg(SECONDS_PER_COMMAND).arg(&tools.limbeck);
            limbeck
        };
        let (written, output) = self.written("limbeck", limbeck(), &python, &venv)?;
        let errors = String::from_utf8_lossy(&output.stderr);
        let written = written.unwrap_or_default();
        let mut verdict = compare::verdict(&wanted, &written, output.status.success(), &errors);
        if verdict == Verdict::Equal {
            verdict = self.checked(limbeck, alembic)?;
        }
        self.keep(
            tools,
            &verdict,
            &[("Alembic", &wanted), ("Limbeck", &written), ("errors", &errors)],
        )?;
        Ok(verdict)
    }

    /// Installs the package and what its models need into a folder, where they are not there yet;
    /// all else is in the environment that packages share.
    fn install(&self, python: &Path) -> Outcome {
        let mut modules = vec![format!("{}=={}", self.package.name, self.entry.version)];
        modules.extend(self.entry.requirements.iter().cloned());
        let record = self.folder.join("installed.txt");
        let text = format!("{}\n\n{}\n", modules.join("\n"), self.entry.compiled.join("\n"));
        if std::fs::read_to_string(&record).is_ok_and(|installed| installed == text) {
            return Ok(());
        }
        if self.folder.exists() {
            std::fs::remove_dir_all(&self.folder).context(self.folder.display())?;
        }
        std::fs::create_dir_all(&self.folder).context(self.folder.display())?;
        for (folder, wanted) in [(MODULES, &modules), (COMPILED, &self.entry.compiled)] {
            if wanted.is_empty() {
                continue;
            }
            run_retried(
                "pip install",
                Command::new(python)
                    .args(["-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"])
                    .args(["--only-binary=:all:", "--target"])
                    .arg(self.folder.join(folder))
                    .args(wanted),
            )?;
        }
        std::fs::write(&record, text).context(record.display())
    }

    /// What a tool writes into the revision of a new project on an empty database; `None` where
    /// it fails.
    fn written(
        &self,
        name: &str,
        mut tool: Command,
        python: &Path,
        venv: &Path,
    ) -> Outcome<(Option<String>, Output)> {
        if interrupted().load(Ordering::Relaxed) {
            return Err(Failure::Status(INTERRUPTED));
        }
        let project = self.folder.join(name);
        self.project(&project, python, venv)?;
        tool.args(REVISION).current_dir(&project).env("PYTHONHASHSEED", "0");
        let output = tool.output().context(name)?;
        let revision = project.join("migrations/versions/1_models.py");
        let text = match output.status.success() {
            true => Some(std::fs::read_to_string(&revision).context(revision.display())?),
            false => None,
        };
        let body = |text: String| {
            text.split_once("def upgrade()").map_or(String::new(), |(_, body)| body.to_owned())
        };
        Ok((text.map(body), output))
    }

    /// Whether both tools answer `check` alike once Limbeck has applied the revision that it wrote.
    fn checked(
        &self,
        limbeck: impl Fn() -> Command,
        alembic: impl Fn() -> Command,
    ) -> Outcome<Verdict> {
        let status = |mut tool: Command, arguments: &[&str]| -> Outcome<Option<i32>> {
            tool.args(arguments).current_dir(self.folder.join("limbeck"));
            Ok(tool.output().context("cannot run a check")?.status.code())
        };
        // Types that the script does not import end it under either tool.
        if status(limbeck(), &["upgrade", "head"])? != Some(0) {
            return Ok(match status(alembic(), &["upgrade", "head"])? {
                Some(0) => Verdict::Failing("the revision runs under Alembic alone".to_owned()),
                _ => {
                    eprintln!("{}: its revision runs under neither tool", self.package.name);
                    Verdict::Equal
                }
            });
        }
        let (ours, theirs) = (status(limbeck(), &["check"])?, status(alembic(), &["check"])?);
        Ok(match ours == theirs {
            true => Verdict::Equal,
            false => Verdict::Different(format!("check ends with {ours:?}, Alembic {theirs:?}")),
        })
    }

    /// A project as `alembic init` makes it, with the metadata, the database and where modules are.
    fn project(&self, project: &Path, python: &Path, venv: &Path) -> Outcome {
        if project.exists() {
            std::fs::remove_dir_all(project).context(project.display())?;
        }
        std::fs::create_dir_all(project).context(project.display())?;
        let mut init = Command::new(python);
        capture(
            init.args(["-m", "alembic", "--quiet", "init", "migrations"]).current_dir(project),
        )?;
        let modules = self.folder.join(MODULES);
        let path = format!(".:{}:{}", modules.display(), site_packages(venv)?.display());
        change(
            &project.join("alembic.ini"),
            &[
                ("prepend_sys_path = .", &format!("prepend_sys_path = {path}")),
                ("driver://user:pass@localhost/dbname", "sqlite:///database.sqlite"),
            ],
        )?;
        let (module, attribute) = self.entry.metadata.split_once(':').ok_or_else(|| {
            format!("{}: `{}` is no module:attribute", self.package.name, self.entry.metadata)
        })?;
        let mut text = String::new();
        for name in self.entry.imports.iter().map(String::as_str).chain([module]) {
            text.push_str(&format!("import {name}\n"));
        }
        text.push_str(&format!("target_metadata = {module}.{attribute}"));
        change(
            &project.join("migrations/env.py"),
            &[
                ("target_metadata = None", &text),
                (
                    "target_metadata=target_metadata",
                    "target_metadata=target_metadata, compare_server_default=True",
                ),
            ],
        )
    }

    /// Writes down what differs.
    fn keep(&self, tools: &Tools, verdict: &Verdict, parts: &[(&str, &str)]) -> Outcome {
        let (Verdict::Different(cause) | Verdict::Failing(cause)) = verdict else { return Ok(()) };
        let folder = tools.cache.join("differences/models");
        std::fs::create_dir_all(&folder).context(folder.display())?;
        let path = folder.join(format!("{}.txt", self.package.key()));
        let parts = parts.iter().map(|(title, text)| format!("\n==== {title}\n{text}"));
        std::fs::write(&path, format!("{cause}\n{}", parts.collect::<String>()))
            .context(path.display())
    }

    fn line(&self, verdict: &Verdict) -> String {
        let (word, cause) = match verdict {
            Verdict::Equal => ("equal", ""),
            Verdict::Different(cause) => ("different", cause.as_str()),
            Verdict::Failing(cause) => ("failing", cause.as_str()),
            _ => ("refused", "Alembic fails"),
        };
        let cause: String = cause.chars().take(CAUSE_WIDTH).collect();
        let line =
            format!("{:<22} {:<10} {word:<9} {cause}", self.package.name, self.entry.version);
        line.trim_end().to_owned()
    }
}

/// Replaces texts of a file that must be there.
fn change(path: &Path, changes: &[(&str, &str)]) -> Outcome {
    let mut text = std::fs::read_to_string(path).context(path.display())?;
    for (old, new) in changes {
        if !text.contains(old) {
            return Err(format!("{} has no `{old}`", path.display()).into());
        }
        text = text.replace(old, new);
    }
    std::fs::write(path, text).context(path.display())
}
