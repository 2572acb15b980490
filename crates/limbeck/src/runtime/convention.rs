//! Whether a project has a naming convention, where the metadata that would say so is missing.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What every definition of a convention holds, be it an argument or an attribute.
const WORD: &[u8] = b"naming_convention";

/// More files than a project of its own has: then nothing is said about it.
const MOST_FILES: usize = 20_000;

/// What a look through the sources of a project says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mention {
    /// No file speaks of a convention, so that there is none.
    Nowhere,
    /// The first file that does, and the line.
    At(PathBuf, usize),
    /// There are too many files to look through.
    Unknown,
}

/// Looks for a naming convention in the Python files below some folders, except for installed
/// packages and for what `except` names, files or folders.
pub(super) fn mentioned(folders: &[PathBuf], except: &[PathBuf]) -> Mention {
    let mut waiting: Vec<PathBuf> = folders.to_vec();
    let mut seen = 0;
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if except.contains(&path) {
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && is_of_project(&path) => waiting.push(path),
                Ok(kind) if kind.is_file() && path.extension().is_some_and(|e| e == "py") => {
                    seen += 1;
                    if let Some(line) = line_of(&path) {
                        return Mention::At(path, line);
                    }
                }
                _ => {}
            }
            if seen > MOST_FILES {
                return Mention::Unknown;
            }
        }
    }
    Mention::Nowhere
}

fn is_of_project(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let hidden = name.starts_with('.') || name == "node_modules" || name == "__pycache__";
    !hidden && !name.ends_with("-packages") && !folder.join("pyvenv.cfg").exists()
}

fn line_of(path: &Path) -> Option<usize> {
    let text = fs::read(path).ok()?;
    let place = text.windows(WORD.len()).position(|window| window == WORD)?;
    Some(text[..place].iter().filter(|byte| **byte == b'\n').count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_looked_through_and_what_it_installed_is_not() {
        let root = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let look = || {
            let except = ["env.py", "versions"].map(|name| root.path().join(name));
            mentioned(&[root.path().to_owned()], &except)
        };
        file("app/models.py", "metadata = MetaData()\n");
        file("app/notes.txt", "naming_convention");
        file("venv/pyvenv.cfg", "");
        file("venv/lib/sa.py", "naming_convention = {}");
        file("lib/site-packages/sa.py", "naming_convention = {}");
        file("versions/a.py", "naming_convention = {}");
        file("env.py", "# has no naming_convention\n");
        assert_eq!(look(), Mention::Nowhere);
        file("app/db.py", "x = 1\nm = MetaData(naming_convention=N)\n");
        assert_eq!(look(), Mention::At(root.path().join("app/db.py"), 2));
    }
}
