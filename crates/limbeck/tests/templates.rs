//! `init`: what it writes, what it says, and that what it wrote can be read.

use limbeck::config::{Config, ConfigFiles, ConfigRequest, Environment};
use limbeck::events::{Event, Subscriber};
use limbeck::script_directory::ScriptDirectory;
use limbeck::templates::{InitRequest, TEMPLATES, init};
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Runs `init` in `folder` and returns what it said, with the folder as `F`.
fn run(folder: &Path, directory: &str, template: &str, package: bool) -> Result<String, String> {
    let environment = Environment::in_directory(folder);
    let files = ConfigFiles::resolve(&[], &environment).expect("names");
    let request = InitRequest { directory, template, package, files: &files };
    let text = Arc::new(Mutex::new(String::new()));
    let shown = Arc::clone(&text);
    let events = Subscriber::new(move |event| {
        let piece = match event {
            Event::StatusStarted(text) => format!("{text} ..."),
            Event::StatusFinished { done } => if done { "  done\n" } else { "  FAILED\n" }.into(),
            Event::Message(text) => format!("{text}\n"),
            _ => String::new(),
        };
        shown.lock().expect("the transcript").push_str(&piece);
    });
    let folder = folder.display().to_string();
    match init(&request, &environment, &events) {
        Ok(()) => Ok(text.lock().expect("the transcript").replace(&folder, "F")),
        Err(error) => Err(error.to_string().replace(&folder, "F")),
    }
}

#[test]
fn every_template_makes_a_project_that_can_be_read() {
    for template in &TEMPLATES {
        let folder = tempfile::tempdir().expect("a folder");
        run(folder.path(), "migrations", template.name, false).expect(template.name);
        let environment = Environment::in_directory(folder.path());
        let config = Config::load(&ConfigRequest::default(), &environment).expect(template.name);
        let directory = ScriptDirectory::from_config(&config).expect(template.name);
        assert_eq!(directory.root(), folder.path().join("migrations"));
        assert!(directory.warnings().is_empty(), "{:?}", directory.warnings());
        assert_eq!(directory.sys_path(), ["."]);
        assert!(directory.env_py().exists() && directory.template().exists());
        for section in config.ini().sections().map(str::to_owned).collect::<Vec<_>>() {
            if section != "formatter_generic" {
                config.get_section(&section).expect(&section);
            }
        }
        assert_eq!(config.hooks().expect("hooks"), []);
    }
}

#[test]
fn templates_without_python_make_projects_that_can_be_read() {
    for (template, files) in [
        ("sql", &["limbeck.toml", "migrations"][..]),
        ("rust", &["build.rs", "limbeck.toml", "migrations"][..]),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let said = run(folder.path(), "migrations", template, false).expect(template);
        assert!(said.contains("Please name the database in F/limbeck.toml"), "{said}");
        let entries = fs::read_dir(folder.path()).expect("the folder");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, files);
        let environment = Environment::in_directory(folder.path());
        let config = Config::load(&ConfigRequest::default(), &environment).expect(template);
        let directory = ScriptDirectory::from_config(&config).expect(template);
        assert_eq!(directory.version_locations(), [folder.path().join("migrations")]);
        if template == "rust" {
            let build = fs::read_to_string(folder.path().join("build.rs")).expect("build.rs");
            assert!(build.contains("rerun-if-changed=migrations\""), "{build}");
        }
        let package = run(folder.path(), "other", template, true).expect_err("no packages");
        assert!(package.contains("Python packages"), "{package}");
    }
}

#[test]
fn init_says_what_it_does() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("pyproject.toml"), "[project]\nname = \"x\"\n").expect("a file");
    let said = run(folder.path(), "./db/migrations/", "pyproject", true).expect("a project");
    let expected = "\
Creating directory F/db/migrations ...  done
Creating directory F/db/migrations/versions ...  done
Generating F/db/migrations/README ...  done
Generating F/db/migrations/env.py ...  done
Generating F/db/migrations/script.py.mako ...  done
Generating F/alembic.ini ...  done
Appending to existing F/pyproject.toml ...  done
Generating F/.env.example ...  done
Adding F/db/migrations/__init__.py ...  done
Adding F/db/migrations/versions/__init__.py ...  done
Please edit configuration settings in F/pyproject.toml and configuration/connection/logging \
settings in F/alembic.ini before proceeding.
";
    assert_eq!(said, expected);
    let toml = fs::read_to_string(folder.path().join("pyproject.toml")).expect("the file");
    assert!(toml.starts_with("[project]\nname = \"x\"\n\n\n[tool.alembic]\n"), "{toml}");
    assert!(toml.contains("script_location = \"%(here)s/db/migrations\"\n"), "{toml}");
    let said = run(folder.path(), "second", "pyproject", false).expect("a project");
    let expected = "\
File F/alembic.ini already exists, skipping
File F/pyproject.toml already exists and already has a [tool.alembic] section, skipping
File F/.env.example already exists, skipping
";
    assert!(said.contains(expected), "{said}");
}

#[test]
fn script_location_is_written_from_the_file_s_folder() {
    let check = |directory: &str, expected: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let project = folder.path().join("50% app");
        fs::create_dir(&project).expect("a folder");
        let directory = directory.replace("ROOT", &folder.path().display().to_string());
        run(&project, &directory, "generic", false).expect(expected);
        let ini = fs::read_to_string(project.join("alembic.ini")).expect("the file");
        let line = ini.lines().find(|line| line.starts_with("script_location")).expect("a line");
        let root = folder.path().display().to_string();
        assert_eq!(line.replace(&root, "ROOT"), format!("script_location = {expected}"));
        let environment = Environment::in_directory(&project);
        let config = Config::load(&ConfigRequest::default(), &environment).expect("a project");
        let found = ScriptDirectory::from_config(&config).expect("a directory");
        assert!(found.env_py().exists(), "{expected}");
    };
    check("migrations", "%(here)s/migrations");
    check("a/b 100%", "%(here)s/a/b 100%%");
    check("../shared", "%(here)s/../shared");
    check("ROOT/elsewhere", "ROOT/elsewhere");
}

#[test]
fn init_refuses_what_is_there_and_what_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let unknown = run(folder.path(), "m", "flask", false).expect_err("no such template");
    assert!(unknown.starts_with("No such template flask"), "{unknown}");
    assert!(!folder.path().join("m").exists());
    fs::create_dir(folder.path().join("m")).expect("a folder");
    run(folder.path(), "m", "generic", false).expect("an empty folder will do");
    let full = run(folder.path(), "m", "generic", false).expect_err("it is not empty");
    assert_eq!(full, "Directory m already exists and is not empty");
}

#[test]
fn mako_templates_are_the_ones_that_are_held_to_mako() {
    let rendered = include_str!("../src/templates/files/script.py.mako");
    assert_eq!(rendered, include_str!("../../limbeck-python/testdata/mako/single.mako"));
    let rendered = include_str!("../src/templates/files/script.multidb.py.mako");
    assert_eq!(rendered, include_str!("../../limbeck-python/testdata/mako/multidb.mako"));
}
