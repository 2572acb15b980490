//! The revisions that a program carries, or reads from a folder.

use std::{
    borrow::Cow,
    collections::HashMap,
    path::{Path, PathBuf},
};

use limbeck_core::{graph::Graph, script::SqlScript};

use crate::{
    Error, Result,
    code::{Migration, Migrations},
    scripts::{ScriptError, SqlScripts, check_ids, is_python},
};

/// One file that was compiled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmbeddedFile {
    /// Its path, as errors show it.
    pub name: &'static str,
    pub text: &'static [u8],
}

/// A set of SQL revisions: compiled in by [`migrate!`](crate::migrate!), or read at run time.
///
/// The order of the files does not matter; their headers say what follows what.
#[derive(Debug, Clone)]
pub struct Revisions {
    files: Cow<'static, [EmbeddedFile]>,
    read: Vec<(PathBuf, Vec<u8>)>,
    folder: Option<&'static str>,
    migrations: Migrations,
}

impl Revisions {
    /// What [`migrate!`](crate::migrate!) expands to; `folder` is where the files came from.
    pub const fn embedded(
        folder: Option<&'static str>,
        files: &'static [EmbeddedFile],
    ) -> Revisions {
        let migrations = Migrations::new();
        Revisions { files: Cow::Borrowed(files), read: Vec::new(), folder, migrations }
    }

    /// The revisions of a folder: its `.sql` files, and its `.py` files, which take the feature
    /// `python`.
    ///
    /// # Errors
    /// The folder or a file in it cannot be read.
    pub fn from_folder(folder: impl AsRef<Path>) -> Result<Revisions> {
        let read = files_of(folder.as_ref())?
            .into_iter()
            .map(|path| match std::fs::read(&path) {
                Ok(bytes) => Ok((path, bytes)),
                Err(source) => Err(Error::File { path, source }),
            })
            .collect::<Result<_>>()?;
        Ok(Revisions { read, ..Revisions::embedded(None, &[]) })
    }

    /// Files by their names, as a test writes them.
    ///
    /// ```
    /// use limbeck::{Migrator, Revisions};
    ///
    /// let revisions = Revisions::from_texts([
    ///     ("a1.sql", "-- revision: a1\n-- down_revision:\n-- upgrade\n"),
    ///     ("b2.sql", "-- revision: b2\n-- down_revision: none_such\n-- upgrade\n"),
    /// ]);
    /// let error = Migrator::new(&revisions, "sqlite://").unwrap_err();
    /// assert!(error.to_string().contains("none_such"), "{error}");
    /// ```
    pub fn from_texts<N: Into<PathBuf>, T: Into<Vec<u8>>>(
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Revisions {
        let read = files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        Revisions { read, ..Revisions::embedded(None, &[]) }
    }

    /// The same with what the program does in a revision whose file says `-- code: rust`: see
    /// [`code`](crate::code).
    #[must_use]
    pub fn with(&self, revision: &str, migration: impl Migration) -> Revisions {
        let migrations = self.migrations.clone().with(revision, migration);
        Revisions { migrations, ..self.clone() }
    }

    /// A number for the program that these revisions are of, by where they come from and what
    /// begins them, and one for all that they say; what is code changes with every build.
    ///
    /// # Errors
    /// Those of [`Migrator::new`](crate::Migrator::new).
    #[cfg(feature = "testing")]
    pub(crate) fn fingerprints(&self) -> Result<(u64, u64)> {
        use std::hash::{DefaultHasher, Hash, Hasher};

        let graph = self.load()?.graph;
        let (mut family, mut content) = (DefaultHasher::new(), DefaultHasher::new());
        (self.folder, graph.ids(graph.bases())).hash(&mut family);
        let embedded = self.files.iter().map(|file| (Path::new(file.name), file.text));
        let read = self.read.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice()));
        let mut files: Vec<_> = embedded.chain(read).collect();
        files.sort();
        files.hash(&mut content);
        if self.migrations.ids().next().is_some() {
            // What code does is known of the program as a whole.
            let program = std::env::current_exe().and_then(|path| path.metadata()?.modified());
            program.ok().hash(&mut content);
        }
        Ok((family.finish(), content.finish()))
    }

    /// Reads the headers.
    pub(super) fn load(&self) -> Result<Loaded> {
        self.check_nothing_was_added()?;
        let embedded = self.files.iter().map(|file| (Path::new(file.name), file.text));
        let read = self.read.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice()));
        let (python, sql): (Vec<_>, Vec<_>) =
            embedded.chain(read).partition(|(path, _)| is_python(path));
        let scripts: Vec<SqlScript> = sql
            .into_iter()
            .map(|(path, bytes)| SqlScript::parse(path, bytes).map_err(ScriptError::from))
            .collect::<Result<_, _>>()?;
        let mut revisions: Vec<_> = scripts.iter().map(|script| script.revision.clone()).collect();
        let python: Vec<(PathBuf, Vec<u8>)> =
            python.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_owned())).collect();
        revisions.extend(carried(python.clone())?);
        check_ids(&revisions)?;
        let graph = Graph::new(revisions)?;
        let scripts = SqlScripts::new(scripts, self.migrations.clone())?;
        scripts.check_code()?;
        Ok(Loaded { graph, scripts, python: python.into_iter().collect() })
    }

    /// While a program is being developed, a file that was added after it was built would go
    /// unseen where no build script has it built again.
    fn check_nothing_was_added(&self) -> Result<()> {
        let Some(folder) = self.folder.filter(|_| cfg!(debug_assertions)) else { return Ok(()) };
        // Where the program runs without its sources there is nothing to compare.
        let Ok(files) = files_of(Path::new(folder)) else { return Ok(()) };
        let known = |path: &PathBuf| {
            let name = path.file_name();
            self.files.iter().any(|file| Path::new(file.name).file_name() == name)
        };
        match files.into_iter().find(|path| !known(path)) {
            None => Ok(()),
            Some(path) => Err(Error::NotEmbedded { path }),
        }
    }
}

/// The revisions of a folder, by name.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |source| Error::File { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if crate::scripts::is_sql(&path) || is_python(&path) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(feature = "python")]
use crate::scripts::carried;

/// Without an interpreter no revision may be Python.
#[cfg(not(feature = "python"))]
fn carried(files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<limbeck_core::graph::Revision>> {
    match files.into_iter().next() {
        Some((path, _)) => Err(ScriptError::NeedsPython(path).into()),
        None => Ok(Vec::new()),
    }
}

/// Revisions whose headers have been read.
#[derive(Debug)]
pub(super) struct Loaded {
    pub graph: Graph,
    pub scripts: SqlScripts,
    /// Those in Python, by their names.
    #[cfg_attr(not(feature = "python"), expect(dead_code, reason = "there are none"))]
    pub python: HashMap<PathBuf, Vec<u8>>,
}

impl Loaded {
    /// Refuses a database with a revision that this program does not have.
    pub fn check_rows(&self, rows: &[String]) -> Result<()> {
        match rows.iter().find(|row| self.graph.find(row).is_none()) {
            None => Ok(()),
            Some(row) => Err(Error::UnknownRow {
                revision: row.clone(),
                heads: self.graph.ids(self.graph.heads()),
            }),
        }
    }
}
