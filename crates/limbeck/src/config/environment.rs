//! What a run may know of the process that it runs in.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// The working directory and the environment variables, as values.
///
/// The library reads neither from the process; a caller passes what it wants seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// What relative paths are relative to; absolute.
    pub cwd: PathBuf,
    /// The environment variables.
    pub vars: BTreeMap<String, String>,
}

impl Environment {
    /// An environment without variables.
    pub fn in_directory(cwd: impl Into<PathBuf>) -> Self {
        Environment { cwd: cwd.into(), vars: BTreeMap::new() }
    }

    /// The value of a variable.
    #[must_use]
    pub fn var(&self, name: &str) -> Option<&str> {
        self.vars.get(name).map(String::as_str)
    }

    /// `path` made absolute as Python's `Path.absolute` does: `.` goes, `..` and links stay.
    ///
    /// ```
    /// use limbeck::config::Environment;
    ///
    /// let environment = Environment::in_directory("/app");
    /// assert_eq!(environment.absolute("./a/../b/").to_str(), Some("/app/a/../b"));
    /// ```
    #[must_use]
    pub fn absolute(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = self.cwd.join(path);
        path.components().collect()
    }
}

/// `path` written as Python's `str(Path(path))` writes it: without `.` and closing `/`.
#[must_use]
pub fn tidy_path(path: &str) -> PathBuf {
    let tidied: PathBuf =
        Path::new(path).components().filter(|part| *part != Component::CurDir).collect();
    if tidied.as_os_str().is_empty() { PathBuf::from(".") } else { tidied }
}

/// A path with `/` between its parts, whatever the system writes.
#[must_use]
pub fn posix(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
