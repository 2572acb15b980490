//! The files of a folder of migrations.

use std::path::{Path, PathBuf};

use limbeck_core::import::File;

use crate::{Error, Project, Result, script_directory::ScriptDirectory};

/// What the tools' files end with; what else lies in the folder is left alone.
const EXTENSIONS: [&str; 4] = ["sql", "toml", "conf", "rs"];

/// The files of a folder and of those below it, by name.
pub(super) fn files(shown: &Path, folder: &Path) -> Result<Vec<File>> {
    let mut found = Vec::new();
    read(shown, folder, &mut found)?;
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

fn read(shown: &Path, folder: &Path, found: &mut Vec<File>) -> Result<()> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::File { path, source }
    };
    for entry in std::fs::read_dir(folder).map_err(failed(shown))? {
        let entry = entry.map_err(failed(shown))?;
        let (path, shown) = (entry.path(), shown.join(entry.file_name()));
        if path.is_dir() {
            read(&shown, &path, found)?;
        } else if path.extension().is_some_and(|it| EXTENSIONS.iter().any(|known| it == *known)) {
            let bytes = std::fs::read(&path).map_err(failed(&shown))?;
            found.push(File::new(shown, bytes));
        }
    }
    Ok(())
}

/// Refuses the project's own folder: there the revisions would stand among the migrations, which
/// are no revisions.
pub(super) fn check_is_not_the_projects(project: &Project, shown: &Path) -> Result<()> {
    let directory = ScriptDirectory::from_config(&project.config)?;
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let migrations = real(&project.config.environment().absolute(shown));
    let own = directory.version_locations().iter().map(|path| real(path));
    match own.into_iter().any(|own: PathBuf| own == migrations) {
        false => Ok(()),
        true => Err(Error::Command(format!(
            "{} is where the project keeps its own revisions; name another folder by \
             script_location, and import into that",
            shown.display()
        ))),
    }
}
