//! Modules that are not there: when they matter, and when the import goes on without them.

use limbeck_python::{Options, PlaceholderImport, Python, PythonError};
use serde_json::{Map, Value, json};
use std::{fs, path::PathBuf};

/// A project of these files; `main.py` is run and its `main()` called.
struct Project(PathBuf);

impl Project {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let root = std::env::temp_dir().join(format!("limbeck-{name}-{}", std::process::id()));
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Project(root)
    }

    fn run(&self, folders: &[&str]) -> (Result<Value, PythonError>, Vec<PlaceholderImport>) {
        let sys_path = folders.iter().map(|folder| self.0.join(folder)).collect();
        let python = Python::start(&Options { argv: vec![], sys_path }).unwrap();
        let result = python
            .load_file("main", &self.0.join("main.py"))
            .and_then(|module| module.call(&python, "main", &[], &Map::new()));
        let placeholders = python.placeholders();
        (result, placeholders)
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_missing_package_is_harmless_until_it_matters() {
    let project = Project::new(
        "harmless",
        &[(
            "main.py",
            r#"
import fastapi
from fastapi.security import OAuth2 as Scheme, http
import redis.asyncio as redis

app = fastapi.FastAPI(title="x")
scheme = Scheme(tokenUrl="login")

@app.get("/")
def root():
    return 42

@fastapi.cache
class Plain:
    pass

with redis.lock("x") as lock:
    inside = True

class Model(fastapi.Base, table=True):
    x: int = fastapi.Field(default=1)

class Both(Plain, http.Mixin[int]):
    def __init__(self):
        super().__init__(1, a=2)

def main():
    kind = type(Both().whatever).__name__
    return [root(), Plain.__name__, inside, Model.x is None, isinstance(3, fastapi.X), kind]
"#,
        )],
    );
    let (result, placeholders) = project.run(&[]);
    assert_eq!(result.unwrap(), json!([42, "Plain", true, false, false, "Placeholder"]));
    let seen: Vec<_> = placeholders.iter().map(|import| (&*import.module, import.line)).collect();
    let expected = [("fastapi", 2), ("fastapi.security", 3), ("redis", 4), ("redis.asyncio", 4)];
    assert_eq!(seen, expected);
    assert!(placeholders[0].file.ends_with("main.py"));
}

#[test]
fn what_needs_it_is_an_error_that_names_module_and_line() {
    for (use_of_it, words) in [
        ("_limbeck.to_wire({'url': boto3.client('x').url})", "as a value"),
        ("f'{boto3.url}'", "its text"),
        ("str(boto3.url)", "its text"),
        ("1 if boto3.debug else 2", "its truth"),
        ("list(boto3.items)", "its items"),
        ("int(boto3.port)", "its number"),
        ("boto3.host + ':1'", "in a calculation"),
        ("'a' + boto3.host", "in a calculation"),
        ("boto3.a < 3", "in a comparison"),
    ] {
        let source = format!("import _limbeck\nimport boto3\ndef main(): return {use_of_it}\n");
        let project = Project::new("needed", &[("main.py", &source)]);
        let error = project.run(&[]).0.unwrap_err();
        let report = error.report().unwrap();
        assert_eq!(report.class, "limbeck.PlaceholderError", "{use_of_it}: {report:?}");
        assert!(report.message.contains(words), "{}", report.message);
        assert!(report.message.contains("module boto3"), "{}", report.message);
        assert!(report.message.contains("main.py\", line 2"), "{}", report.message);
        assert!(report.message.contains("--url"), "{}", report.message);
    }
}

#[test]
fn an_import_that_may_fail_fails() {
    let project = Project::new(
        "guarded",
        &[(
            "main.py",
            r#"
import importlib.util
seen = []
try:
    import missing_one
except ImportError as error:
    seen.append(str(error))
try:
    from missing_two import x
except Exception as error:
    seen.append(type(error).__name__)
seen.append(importlib.util.find_spec("missing_three"))
def main(): return seen
"#,
        )],
    );
    let (result, placeholders) = project.run(&[]);
    let expected = json!(["No module named 'missing_one'", "ModuleNotFoundError", null]);
    assert_eq!(result.unwrap(), expected);
    assert_eq!(placeholders, []);
}

#[test]
fn what_the_project_lacks_itself_is_a_real_error() {
    let main = "import app.models\nimport app.missing\ndef main(): return 1\n";
    let project = Project::new(
        "own",
        &[("main.py", main), ("src/app/__init__.py", ""), ("src/app/models.py", "x = 1")],
    );
    let error = project.run(&["src"]).0.unwrap_err();
    let report = error.report().unwrap();
    assert_eq!(report.class, "ModuleNotFoundError");
    assert_eq!(report.message, "No module named 'app.missing'");
    assert_eq!(report.location.as_ref().map(|(_, line)| *line), Some(2));
}

#[test]
fn the_standard_library_is_never_stood_for() {
    let project =
        Project::new("standard", &[("main.py", "import os.nothing\ndef main(): return 1\n")]);
    let error = project.run(&[]).0.unwrap_err();
    assert_eq!(error.report().unwrap().class, "ModuleNotFoundError");
}

#[test]
fn a_standard_module_that_cannot_work_is_stood_for() {
    let source = "import ssl\ncontext = ssl.create_default_context()\ndef main(): return 1\n";
    let project = Project::new("ssl", &[("main.py", source)]);
    let (result, placeholders) = project.run(&[]);
    assert_eq!(result.unwrap(), json!(1));
    assert_eq!(placeholders[0].module, "ssl");
}

#[test]
fn an_installed_package_that_fails_is_stood_for() {
    let project = Project::new(
        "installed",
        &[
            ("main.py", "import native, pure\ndef main(): return pure.x\n"),
            ("lib/site-packages/native/__init__.py", "from . import _speedups\n"),
            ("lib/site-packages/pure.py", "x = 3\n"),
        ],
    );
    let (result, placeholders) = project.run(&["lib/site-packages"]);
    assert_eq!(result.unwrap(), json!(3));
    assert_eq!(placeholders.len(), 1);
    assert_eq!(placeholders[0].module, "native");
}

#[test]
fn a_folder_of_the_same_name_does_not_shadow_ours() {
    let main = "import sys\nsys.path.insert(0, sys.path[0])\nimport sqlalchemy\n\
        def main(): return getattr(sqlalchemy, 'shadow', False)\n";
    let project = Project::new(
        "shadow",
        &[("main.py", main), ("sqlalchemy/__init__.py", "shadow = True"), ("os.py", "boom")],
    );
    assert_eq!(project.run(&["."]).0.unwrap(), json!(false));
}
