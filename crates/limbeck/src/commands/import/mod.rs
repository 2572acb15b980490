//! `import`: the migrations of another tool become revisions in SQL, and its history a stamp.

mod folder;
mod history;

use std::path::Path;

use limbeck_core::{
    graph::{Graph, Revision},
    import::{self, Migration},
    script::{NewScript, SqlScript, render},
};

pub use limbeck_core::import::{ImportError, Tool};

use super::load;
use crate::{
    Error, Project, Result,
    events::Event,
    revision_file::{self, CreateDate, file_name, slug},
    scripts::Scripts,
};

/// How migrations are taken over.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Record in the database what the tool's history says is applied.
    pub stamp: bool,
    /// `[schema.]table`, where the tool keeps its history elsewhere than it does by itself.
    pub history_table: Option<String>,
}

/// Writes a revision for every migration of a folder that has none yet, in the tool's order; with
/// `stamp`, records in the version table what the tool's history table says is applied.
///
/// The folder stays as it is, and so does the history table. Called again, only what is new is
/// written, and the database is stamped further where the tool has gone on.
///
/// # Errors
/// A folder that is the project's own or cannot be read, a migration that is none, a file that
/// is not what was applied, a project with other revisions, a database that has no history.
pub fn import(project: &Project, tool: Tool, directory: &Path, options: &Import) -> Result<()> {
    let directory = directory.components().collect::<std::path::PathBuf>();
    folder::check_is_not_the_projects(project, &directory)?;
    let files = folder::files(&directory, &project.config.environment().absolute(&directory))?;
    let found = import::read(tool, &directory, &files)?;
    for left_out in &found.left_out {
        let (category, message) = ("UserWarning", left_out.to_string());
        project.subscriber.send(Event::Warning { category, message });
    }
    if found.migrations.is_empty() {
        return Err(Error::Command(format!(
            "{} holds no migrations of {}",
            directory.display(),
            tool.name()
        )));
    }
    let scripts = load(project)?;
    let last = match options.stamp {
        true => history::last_applied(project, &scripts, tool, &found.migrations, options)?,
        false => None,
    };
    write(project, &scripts, tool, &found.migrations)?;
    match options.stamp {
        true => history::stamp(project, tool, last),
        false => Ok(()),
    }
}

/// Writes the revisions that are not there yet.
fn write(project: &Project, scripts: &Scripts, tool: Tool, migrations: &[Migration]) -> Result<()> {
    let graph = &scripts.graph;
    if !graph.is_empty() && !migrations.iter().any(|it| graph.find(&it.id).is_some()) {
        return Err(Error::Command(format!(
            "{} has revisions of its own, before which imported ones cannot be put; import into \
             a project without any",
            scripts.directory.dir().display()
        )));
    }
    // The place of every revision is known before the first is written.
    let mut new = Vec::new();
    let mut before: Option<&Migration> = None;
    for migration in migrations {
        let down_revision: Vec<String> = before.iter().map(|it| it.id.clone()).collect();
        match graph.find(&migration.id) {
            Some(place) if graph.get(place).down_revision == down_revision => {
                warn_of_changes(project, scripts, tool, migration, graph.get(place));
            }
            Some(place) => return Err(out_of_order(graph.get(place), migration, before)),
            None => new.push((migration, down_revision)),
        }
        before = Some(migration);
    }
    for (migration, down_revision) in &new {
        write_one(project, scripts, tool, migration, down_revision)?;
    }
    project.subscriber.send(Event::Message(format!(
        "{} of {} migrations of {} are new revisions.",
        new.len(),
        migrations.len(),
        tool.name()
    )));
    // What the new files make impossible is told at once.
    Scripts::load(project).map(drop)
}

/// Warns of a revision that does not do what its migration does: one of the two was changed after
/// the import, and databases will differ by who migrated them.
fn warn_of_changes(
    project: &Project,
    scripts: &Scripts,
    tool: Tool,
    migration: &Migration,
    revision: &Revision,
) {
    let Some(script) = scripts.sql.at(&revision.path) else { return };
    let text = text(tool, migration, &revision.down_revision);
    let imported = SqlScript::parse(&revision.path, text.as_bytes());
    if imported.is_ok_and(|imported| imported.checksum() != script.checksum()) {
        let (category, shown) = ("UserWarning", migration.path.display());
        let message = format!(
            "{shown} and the revision that it became, {}, differ: a database that {} migrates is \
             not what the revision makes",
            revision.path.display(),
            tool.name()
        );
        project.subscriber.send(Event::Warning { category, message });
    }
}

fn out_of_order(revision: &Revision, migration: &Migration, before: Option<&Migration>) -> Error {
    let name = |found: Option<String>| found.unwrap_or_else(|| "nothing".to_owned());
    let follows = revision.down_revision.join(", ");
    Error::Command(format!(
        "{} is revision {} already, which follows {}, while the migration follows {}; a migration \
         that was put between others has to be written as a revision of its own",
        migration.path.display(),
        revision.id,
        name(Some(follows).filter(|follows| !follows.is_empty())),
        name(before.map(|it| it.path.display().to_string())),
    ))
}

fn write_one(
    project: &Project,
    scripts: &Scripts,
    tool: Tool,
    migration: &Migration,
    down_revision: &[String],
) -> Result<()> {
    let config = &project.config;
    Graph::verify_new_id(&migration.id)?;
    let date = CreateDate::now(config.timezone()?.as_deref(), config.environment())?;
    let slug = slug(&migration.message, config.truncate_slug_length()?);
    let name = file_name(&config.file_template()?, &migration.id, &slug, &date, "sql")?;
    let folder = scripts.directory.location_for(None, &[])?;
    revision_file::write(&folder.join(name), &project.subscriber, || -> Result<String> {
        Ok(text(tool, migration, down_revision))
    })
}

/// The revision that a migration becomes.
fn text(tool: Tool, migration: &Migration, down_revision: &[String]) -> String {
    render(&NewScript {
        message: &migration.message,
        id: &migration.id,
        down_revision,
        note: &format!("Imported from {}: {}", tool.name(), migration.path.display()),
        outside_transaction: !migration.transaction,
        upgrade: &migration.upgrade,
        downgrade: migration.downgrade.as_deref(),
        ..NewScript::default()
    })
}
