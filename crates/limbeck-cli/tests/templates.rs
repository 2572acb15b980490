//! The scenarios `template_*` are what `init` makes: a changed template is run as well.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a folder entry").path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

fn check(template: &str) {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let project = scratch.path().join("project");
    fs::create_dir(&project).expect("the project's folder");
    let made = Command::new(env!("CARGO_BIN_EXE_limbeck"))
        .args(["init", "-t", template, "migrations"])
        .current_dir(&project)
        .output()
        .expect("limbeck runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let scenario = format!("tests/projects/template_{template}");
    let scenario = Path::new(env!("CARGO_MANIFEST_DIR")).join(scenario);
    let mut paths = Vec::new();
    files(&project, &mut paths);
    assert!(paths.len() > 4, "{template} makes only {paths:?}");
    for path in paths {
        let name = path.strip_prefix(&project).expect("a file of the project");
        let made = fs::read_to_string(&path).expect("a text file");
        let kept = fs::read_to_string(scenario.join(name)).unwrap_or_default();
        similar_asserts::assert_eq!(kept, made, "{template}: {}", name.display());
    }
}

#[test]
fn scenarios_of_templates_are_what_init_makes() {
    ["generic", "async", "pyproject", "pyproject_async", "multidb"].into_iter().for_each(check);
}
