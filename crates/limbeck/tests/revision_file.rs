//! New revision files: names as Alembic gives them, writing, and the hooks after it.

use indexmap::IndexMap;
use limbeck::config::{Environment, Hook};
use limbeck::events::{Event, Subscriber};
use limbeck::revision_file::{
    CreateDate, HookError, WriteError, file_name, run_hooks, slug, write,
};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

#[test]
fn names_are_those_that_alembic_gives() {
    let recorded = include_str!("../testdata/revision_names.json");
    let recorded: Vec<Value> = serde_json::from_str(recorded).expect("recorded cases");
    let moment = "2025-03-04T05:06:07.891011Z".parse().expect("a moment");
    let date = CreateDate::at(moment, Some("UTC"), &Environment::default()).expect("UTC");
    for case in recorded {
        let template = case["template"].as_str().expect("a template");
        let length = case["length"].as_u64().expect("a length");
        let message = case["message"].as_str().unwrap_or_default();
        let slug = slug(message, usize::try_from(length).expect("a length"));
        let name = file_name(template, "ab12cd34ef56", &slug, &date, "py").ok();
        assert_eq!(name.as_deref(), case["name"].as_str(), "{case}");
    }
}

#[test]
fn a_bad_template_is_named_with_its_fault() {
    let date = CreateDate::now(None, &Environment::default()).expect("local time");
    // Python would write the whole dictionary into the name.
    assert!(file_name("%s", "a", "b", &date, "py").is_err());
    let error = file_name("%(slg)s", "a", "b", &date, "py").expect_err("an unknown token");
    assert_eq!(error.to_string(), "file_template = \"%(slg)s\"");
    assert_eq!(
        error.source.to_string(),
        "no value is called \"slg\"; known are rev, slug, epoch, year, month, day, hour, minute, \
         second"
    );
}

/// A subscriber and the lines that it would show.
fn transcript() -> (Subscriber, Arc<Mutex<String>>) {
    let text = Arc::new(Mutex::new(String::new()));
    let shown = Arc::clone(&text);
    let subscriber = Subscriber::new(move |event| {
        let piece = match event {
            Event::StatusStarted(text) => format!("{text} ..."),
            Event::StatusFinished { done: true } => "  done\n".to_owned(),
            Event::StatusFinished { done: false } => "  FAILED\n".to_owned(),
            Event::Message(text) => format!("{text}\n"),
            _ => String::new(),
        };
        shown.lock().expect("the transcript").push_str(&piece);
    });
    (subscriber, text)
}

#[test]
fn files_are_written_once_with_status_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("2025/01/a.py");
    let (events, shown) = transcript();
    let render = || Ok::<_, WriteError>("text".to_owned());
    write(&path, &events, render).expect("a file");
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), "text");
    let error = write(&path, &events, render).expect_err("it exists");
    assert_eq!(error.to_string(), format!("{}: cannot be created", path.display()));
    let expected = "Creating directory ROOT/2025/01 ...  done\n\
                    Generating ROOT/2025/01/a.py ...  done\n\
                    Generating ROOT/2025/01/a.py ...  FAILED\n";
    let expected = expected.replace("ROOT", &folder.path().display().to_string());
    assert_eq!(*shown.lock().expect("the transcript"), expected);
}

/// A folder with the programs `tool` and `python`, each of which notes its arguments.
fn tools() -> (tempfile::TempDir, Environment) {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["bin/tool", "venv/bin/python", "venv/bin/formatter"] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        let script = "#!/bin/sh\necho \"$(basename \"$0\") $(pwd) $*\" >> \"$LOG\"\nexit 3\n";
        std::fs::write(&path, script).expect("a program");
        make_executable(&path);
    }
    let mut environment = Environment::in_directory(folder.path());
    let mut set = |name: &str, value: PathBuf| {
        environment.vars.insert(name.to_owned(), value.display().to_string());
    };
    set("PATH", PathBuf::from(format!("{}/bin:/usr/bin:/bin", folder.path().display())));
    set("LOG", folder.path().join("log"));
    (folder, environment)
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let permissions = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(path, permissions).expect("permissions");
}

fn hook(name: &str, options: &[(&str, &str)]) -> Hook {
    let options = options.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    Hook { name: name.to_owned(), options: options.collect::<IndexMap<_, _>>() }
}

#[test]
fn hooks_run_their_programs_on_the_file() {
    let (folder, mut environment) = tools();
    let root = folder.path().display().to_string();
    std::fs::create_dir(folder.path().join("sub")).expect("a folder");
    environment.vars.insert("VIRTUAL_ENV".to_owned(), format!("{root}/venv"));
    let hooks = [
        hook("a", &[("type", "exec"), ("executable", "tool"), ("options", "-x 'a b'")]),
        hook("b", &[("type", "exec"), ("executable", "../bin/tool"), ("cwd", "sub")]),
        hook("c", &[("type", "console_scripts"), ("entrypoint", "formatter")]),
        hook(
            "d",
            &[
                ("type", "module"),
                ("module", "ruff"),
                ("options", "check REVISION_SCRIPT_FILENAME --out=REVISION_SCRIPT_FILENAME.x"),
            ],
        ),
    ];
    let (events, shown) = transcript();
    run_hooks(Path::new("/f.py"), &hooks, None, &environment, &events).expect("hooks");
    let log = std::fs::read_to_string(folder.path().join("log")).expect("the log");
    let expected = format!(
        "tool {root} /f.py -x a b\ntool {root}/sub /f.py\nformatter {root} /f.py\n\
         python {root} -m ruff check /f.py --out=/f.py.x\n"
    );
    assert_eq!(log, expected);
    let line = |name| format!("Running post write hook '{name}' ...\n  done\n");
    assert_eq!(*shown.lock().expect("the transcript"), ["a", "b", "c", "d"].map(line).concat());
}

#[test]
fn hooks_that_cannot_run_say_why() {
    let (_folder, environment) = tools();
    let check = |options: &[(&str, &str)], expected: &str, is_command_error: bool| {
        let hooks = [hook("x", options)];
        let events = Subscriber::default();
        let error = run_hooks(Path::new("/f.py"), &hooks, None, &environment, &events);
        let error: HookError = error.expect_err(expected);
        assert!(error.to_string().starts_with(expected), "{error}");
        assert_eq!(error.is_command_error(), is_command_error, "{error}");
    };
    check(&[], "Key 'x.type' (or 'type' in toml) is required for post write hook 'x'", true);
    check(&[("type", "exec")], "Key x.executable is required for post write hook 'x'", true);
    check(&[("type", "shell")], "No formatter with name 'shell' registered", true);
    let script = [("type", "console_scripts"), ("entrypoint", "black")];
    check(&script, "Could not find entrypoint console_scripts.black", true);
    let module = [("type", "module"), ("module", "ruff")];
    check(&module, "post write hook 'x' has type 'module', which needs the project's Python", true);
    let missing = [("type", "exec"), ("executable", "nowhere")];
    check(&missing, "post write hook 'x': cannot run nowhere", false);
    let quote = [("type", "exec"), ("executable", "tool"), ("options", "'a")];
    check(&quote, "post write hook 'x': options: no closing quotation", false);
}
