//! Which files of a project are its scripts, and where new ones go.

use limbeck::config::{Config, ConfigRequest, Environment};
use limbeck::script_directory::{ScriptDirectory, ScriptDirectoryError};
use std::fs;
use std::path::{Path, PathBuf};

struct Project {
    folder: tempfile::TempDir,
    environment: Environment,
}

impl Project {
    /// A project with an `alembic.ini` of these options and with these files.
    fn new(options: &str, files: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // Links are resolved in what is found, so the folder itself must have none.
        let root = folder.path().canonicalize().expect("a folder");
        fs::write(root.join("alembic.ini"), format!("[alembic]\n{options}\n")).expect("ini");
        for file in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, file).expect("a file");
        }
        Project { folder, environment: Environment::in_directory(root) }
    }

    fn directory(&self) -> Result<ScriptDirectory, ScriptDirectoryError> {
        let config = Config::load(&ConfigRequest::default(), &self.environment)?;
        ScriptDirectory::from_config(&config)
    }

    fn relative(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.environment.cwd).unwrap_or(path);
        path.display().to_string()
    }

    fn check(&self, expected: &[&str]) {
        let sources = self.directory().and_then(|directory| directory.sources());
        let sources = sources.expect("sources");
        let found: Vec<String> =
            sources.files.iter().map(|source| self.relative(&source.path)).collect();
        assert_eq!(found, expected);
        for source in &sources.files {
            assert_eq!(source.bytes, self.relative(&source.path).as_bytes());
        }
    }
}

const FILES: [&str; 9] = [
    "m/versions/b.py",
    "m/versions/a.py",
    "m/versions/B.py",
    "m/versions/__init__.py",
    "m/versions/__init__x.py",
    "m/versions/.#a.py",
    "m/versions/note.txt",
    "m/versions/__pycache__/a.cpython-311.py",
    "m/versions/deep/2.py",
];

#[test]
fn scripts_are_the_python_files_by_name() {
    let files = ["m/versions/B.py", "m/versions/a.py", "m/versions/b.py"];
    Project::new("script_location = m", &FILES).check(&files);
}

#[test]
fn folders_are_searched_only_where_asked() {
    let mut files = FILES.to_vec();
    files.extend(["m/versions/deep/1.py", "m/versions/a_folder/z.py"]);
    let project = Project::new("script_location = m\nrecursive_version_locations = true", &files);
    project.check(&[
        "m/versions/B.py",
        "m/versions/a.py",
        "m/versions/b.py",
        "m/versions/a_folder/z.py",
        "m/versions/deep/1.py",
        "m/versions/deep/2.py",
    ]);
}

#[test]
fn locations_come_in_order_and_need_not_exist() {
    let options = "script_location = m\npath_separator = :\nversion_locations = z:nowhere:m/y";
    let project = Project::new(options, &["m/y/1.py", "z/2.py", "m/versions/3.py"]);
    project.check(&["z/2.py", "m/y/1.py"]);
}

#[test]
fn a_file_found_twice_counts_once() {
    let options = "script_location = m\npath_separator = :\nversion_locations = z:m/../z";
    let project = Project::new(options, &["m/env.py", "z/1.py"]);
    project.check(&["z/1.py"]);
    let sources = project.directory().expect("a directory").sources().expect("sources");
    let path = project.environment.cwd.join("z/1.py");
    let warnings: Vec<String> = sources.duplicates.iter().map(ToString::to_string).collect();
    let text = "loaded twice! ignoring. Please ensure version_locations is unique.";
    assert_eq!(warnings, [format!("File {} {text}", path.display())]);
}

#[test]
fn links_lead_to_their_files() {
    let project = Project::new("script_location = m", &["m/versions/a.py", "other/real.py"]);
    let link = project.environment.cwd.join("m/versions/link.py");
    std::os::unix::fs::symlink(project.environment.cwd.join("other/real.py"), link).expect("link");
    project.check(&["m/versions/a.py", "other/real.py"]);
}

#[test]
fn many_files_keep_their_order() {
    let files: Vec<String> = (0..1000).map(|n| format!("m/versions/{n:04}.py")).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    Project::new("script_location = m", &files).check(&files);
}

#[test]
fn packages_are_found_on_the_search_path() {
    let options = "script_location = app.db:migrations:alembic\nprepend_sys_path = src";
    let file = "src/app/db/migrations/alembic/versions/1.py";
    let project = Project::new(options, &[file]);
    project.check(&[file]);
    let mut project = Project::new("script_location = app:m", &["lib/app/m/versions/1.py"]);
    let error = project.directory().expect_err("no package").to_string();
    let expected = "app:m: no folder of package \"app\" in an empty search path; \
                    add its parent to prepend_sys_path";
    assert_eq!(error, expected);
    project.environment.vars.insert("PYTHONPATH".to_owned(), "lib".to_owned());
    project.check(&["lib/app/m/versions/1.py"]);
}

#[test]
fn a_missing_directory_is_named_as_configured() {
    let project = Project::new("script_location = ./m/", &[]);
    let error = project.directory().expect_err("no folder");
    let expected = "Path doesn't exist: m.  Please use the 'init' command to create a new \
                    scripts folder.";
    assert_eq!(error.to_string(), expected);
    assert!(error.is_command_error());
}

#[test]
fn new_files_go_to_the_location_asked_for_or_the_parents() {
    let check = |options: &str, asked: Option<&str>, parents: &[&str], expected: &str| {
        let options = format!("script_location = m\npath_separator = :\n{options}");
        let project = Project::new(&options, &["m/env.py"]);
        let directory = project.directory().expect("a directory");
        let parents: Vec<PathBuf> =
            parents.iter().map(|parent| project.environment.cwd.join(parent)).collect();
        let parents: Vec<&Path> = parents.iter().map(PathBuf::as_path).collect();
        let found = match directory.location_for(asked, &parents) {
            Ok(path) => project.relative(&path),
            Err(error) => error.to_string(),
        };
        assert_eq!(found, expected, "{options} {asked:?}");
        drop(project.folder);
    };
    let two = "version_locations = a:b";
    let several = "Multiple version locations present, please specify --version-path";
    check("", None, &[], "m/versions");
    check("", Some("m/versions/"), &[], "m/versions");
    check("", Some("./x"), &[], "Path x is not represented in current version locations");
    check(two, None, &[], several);
    check(two, None, &["b/1.py"], "b");
    check(two, Some("a"), &["b/1.py"], "a");
    check(
        two,
        Some("m/versions"),
        &[],
        "Path m/versions is not represented in current version locations",
    );
}
