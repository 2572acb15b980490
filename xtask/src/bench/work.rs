//! What is measured at one number of revisions.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::gates;
use super::measure::{Measured, measure};
use super::report::Row;
use crate::process::{Context, Outcome, capture};
use crate::project::Project;
use crate::servers::postgresql::Cluster;

/// The database in the cluster that is made anew for every run.
const DATABASE: &str = "bench";
const SQLITE_URL: &str = "sqlite:///app.db";

pub struct Bench<'a> {
    pub revisions: usize,
    pub runs: usize,
    pub limbeck: &'a Path,
    pub alembic: &'a Path,
    pub cluster: &'a Cluster,
    pub folder: TempDir,
}

impl Bench<'_> {
    /// Measures everything, in an order in which each row finds the database that it needs.
    pub fn rows(&self) -> Outcome<Vec<Row>> {
        // Without a driver's name SQLAlchemy 2.1 takes psycopg 3, which starts more slowly.
        let postgresql_url = self.cluster.url(DATABASE);
        let postgresql_url = postgresql_url.replacen("postgresql:", "postgresql+psycopg2:", 1);
        let sqlite = self.project("sqlite", SQLITE_URL)?;
        let postgresql = self.project("postgresql", &postgresql_url)?;
        let script = postgresql.join("upgrade.sql");
        let sql = capture(&mut command(self.alembic, &postgresql, OFFLINE, None))?;
        std::fs::write(&script, sql).context(script.display())?;

        let mut rows = vec![
            self.row("heads", &sqlite, &["heads"], None)?,
            self.row("history", &sqlite, &["history"], None)?,
            self.row("upgrade head --sql, SQLite", &sqlite, OFFLINE, None)?,
            self.row("upgrade head --sql, PostgreSQL", &postgresql, OFFLINE, None)?,
            self.upgrade_sqlite(&sqlite)?,
            self.upgrade_postgresql(&postgresql, &script)?,
        ];
        // Both databases are at head from here on.
        for (database, project, url) in
            [("SQLite", &sqlite, SQLITE_URL), ("PostgreSQL", &postgresql, postgresql_url.as_str())]
        {
            for (name, arguments) in [("current", &["current"][..]), ("no-op upgrade", UPGRADE)] {
                let through_env = format!("{name}, {database}");
                rows.push(self.row(&through_env, project, arguments, None)?);
                let by_url = format!("{name}, {database}, --url");
                rows.push(self.row(&by_url, project, arguments, Some(url))?);
            }
        }
        Ok(rows)
    }

    /// Writes a project and lets Alembic read it once, so that its bytecode is there.
    fn project(&self, name: &str, url: &str) -> Outcome<PathBuf> {
        let folder = self.folder.path().join(name);
        let project = Project { revisions: self.revisions, url: url.to_owned() };
        project.write(&folder)?;
        capture(&mut command(self.alembic, &folder, OFFLINE, None))?;
        Ok(folder)
    }

    /// A command that changes nothing; `--url` is Limbeck's alone.
    fn row(
        &self,
        name: &str,
        project: &Path,
        arguments: &[&str],
        url: Option<&str>,
    ) -> Outcome<Row> {
        let few = few(self.runs);
        Ok(Row {
            work: self.titled(name),
            gate: gates::limit(self.revisions, name),
            limbeck: measure(
                self.runs,
                || Ok(()),
                || command(self.limbeck, project, arguments, url),
            )?,
            alembic: Some(measure(
                few,
                || Ok(()),
                || command(self.alembic, project, arguments, None),
            )?),
            psql: None,
        })
    }

    /// The whole chain on a new SQLite file.
    fn upgrade_sqlite(&self, project: &Path) -> Outcome<Row> {
        let name = "upgrade head, SQLite";
        let file = project.join("app.db");
        let work = |program: &Path| {
            let fresh = || {
                if file.exists() {
                    std::fs::remove_file(&file).context(file.display())?;
                }
                Ok(())
            };
            measure(few(self.runs), fresh, || command(program, project, UPGRADE, None))
        };
        self.upgrade_row(name, work, None)
    }

    /// The whole chain on a new PostgreSQL database, beside psql with the same SQL.
    fn upgrade_postgresql(&self, project: &Path, script: &Path) -> Outcome<Row> {
        let name = "upgrade head, PostgreSQL";
        let work = |program: &Path| {
            measure(
                few(self.runs),
                || self.new_database(),
                || command(program, project, UPGRADE, None),
            )
        };
        let psql = measure(
            few(self.runs),
            || self.new_database(),
            || {
                let mut psql = self.cluster.psql_command(DATABASE);
                psql.arg("-f").arg(script);
                psql
            },
        )?;
        self.upgrade_row(name, work, Some(psql))
    }

    /// Measures Alembic last, since it leaves the database that the other rows find at head.
    fn upgrade_row(
        &self,
        name: &str,
        work: impl Fn(&Path) -> Outcome<Measured>,
        psql: Option<Measured>,
    ) -> Outcome<Row> {
        Ok(Row {
            work: self.titled(name),
            gate: gates::limit(self.revisions, name),
            limbeck: work(self.limbeck)?,
            alembic: Some(work(self.alembic)?),
            psql,
        })
    }

    fn new_database(&self) -> Outcome {
        let drop = format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)");
        self.cluster.psql("postgres", &drop)?;
        self.cluster.psql("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
        Ok(())
    }

    fn titled(&self, name: &str) -> String {
        format!("{name} ({} revisions)", self.revisions)
    }
}

const UPGRADE: &[&str] = &["upgrade", "head"];
const OFFLINE: &[&str] = &["upgrade", "head", "--sql"];

fn command(program: &Path, project: &Path, arguments: &[&str], url: Option<&str>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(project).args(arguments);
    if let Some(url) = url {
        command.args(["--url", url]);
    }
    command
}

/// How often a command is run that takes long by itself.
fn few(runs: usize) -> usize {
    (runs / 3).max(1)
}
