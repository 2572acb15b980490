//! `cargo xtask generate-project`: writes an Alembic project of any number of revisions.

mod files;
mod revisions;

use std::path::{Path, PathBuf};

use crate::process::{Context, Failure, Outcome};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgresql,
}

impl Dialect {
    fn default_url(self) -> &'static str {
        match self {
            Dialect::Sqlite => "sqlite:///app.db",
            Dialect::Postgresql => "postgresql+psycopg2://postgres@127.0.0.1:5432/postgres",
        }
    }
}

/// What to write.
pub struct Project {
    pub revisions: usize,
    pub url: String,
}

pub fn run(arguments: &[String]) -> Outcome {
    let (project, folder) = parse(arguments)?;
    project.write(&folder)?;
    println!("wrote {} revisions to {}", project.revisions, folder.display());
    Ok(())
}

fn parse(arguments: &[String]) -> Outcome<(Project, PathBuf)> {
    let mut revisions = None;
    let mut dialect = Dialect::Sqlite;
    let mut url = None;
    let mut folder = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value =
            || rest.next().ok_or_else(|| Failure::Usage(format!("`{argument}` needs a value")));
        match argument.as_str() {
            "--revisions" => {
                let number = value()?;
                revisions = Some(number.parse().map_err(|_| {
                    Failure::Usage(format!("`{number}` is not a number of revisions"))
                })?);
            }
            "--dialect" => {
                dialect = match value()?.as_str() {
                    "sqlite" => Dialect::Sqlite,
                    "postgresql" => Dialect::Postgresql,
                    other => {
                        return Err(Failure::Usage(format!("there is no dialect `{other}`")));
                    }
                };
            }
            "--url" => url = Some(value()?.clone()),
            other if other.starts_with('-') => {
                return Err(Failure::Usage(format!("there is no option `{other}`")));
            }
            other => folder = Some(PathBuf::from(other)),
        }
    }
    let project = Project {
        revisions: revisions.ok_or_else(|| Failure::Usage("--revisions is missing".into()))?,
        url: url.unwrap_or_else(|| dialect.default_url().to_owned()),
    };
    let folder = folder.ok_or_else(|| Failure::Usage("the folder is missing".into()))?;
    Ok((project, folder))
}

impl Project {
    /// Writes the project to a folder that is empty or not there yet.
    pub fn write(&self, folder: &Path) -> Outcome {
        let versions = folder.join("migrations/versions");
        if folder.join("alembic.ini").exists() {
            return Err(format!("{} holds a project already", folder.display()).into());
        }
        std::fs::create_dir_all(&versions).context(versions.display())?;
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            std::fs::write(&path, text).context(path.display())
        };
        write("alembic.ini", &files::ini(&self.url))?;
        write("migrations/env.py", files::ENV)?;
        write("migrations/script.py.mako", files::TEMPLATE)?;
        for revision in revisions::all(self.revisions) {
            write(&format!("migrations/versions/{}", revision.file_name()), &revision.source())?;
        }
        Ok(())
    }
}
