//! The project's own interpreter writes down the models: here a program that answers what a real
//! SQLAlchemy was recorded to answer (`xtask/oracle/own_python.py`), or what goes wrong.

use std::{
    fs,
    os::unix::{fs::PermissionsExt, process::ExitStatusExt},
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use super::project::{Project, seen};

const NOTHING: &str = "No new upgrade operations detected.\n";

const ENV_PY: &str = r#"
from alembic import context
from sqlalchemy import engine_from_config, pool
from MODULE import Base

section = context.config.get_section(context.config.config_ini_section, {})
engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)

def is_wanted(item, name, type_, is_reflected, compared):
    return not item.info.get("skip")

with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, include_object=is_wanted,
        compare_server_default=True, include_schemas="MODULE".endswith("schemas"),
    )
    with context.begin_transaction():
        context.run_migrations()
"#;

const TEMPLATE: &str = "\"\"\"${message}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\
    import MODULE\n${imports if imports else \"\"}\n\nrevision = ${repr(up_revision)}\n\
    down_revision = ${repr(down_revision)}\n\n\ndef upgrade():\n    ${upgrades}\n\n\n\
    def downgrade():\n    ${downgrades}\n";

fn recorded(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/running/own_python");
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// An interpreter that reads what it is given and says `answer`, then ends with `status`.
fn interpreter(project: &Project, answer: &str, status: u8) {
    project.file("answer.json", &answer.replace('\n', ""));
    program(
        project,
        &format!(
            "cat > given.json\necho 'to postgresql://me:correct-horse@h/db' >&2\n\
             echo Activating\ncat answer.json\necho\nexit {status}\n"
        ),
    );
}

/// What stands where the interpreter should.
fn program(project: &Project, script: &str) {
    project.file("venv/python", &format!("#!/bin/sh\n{script}"));
    let path = project.path().join("venv/python");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a program");
}

fn with_python(project: &Project) {
    let ini = fs::read_to_string(project.path().join("alembic.ini")).expect("alembic.ini");
    let ini = ini.replacen("[alembic]\n", "[alembic]\npython = venv/python\n", 1);
    project.file("alembic.ini", &ini);
}

/// A project with a module of models, and its env.py: one that loads them, and one that wants them
/// from a package that cannot be loaded.
fn with_models(project: &Project, module: &str) -> [String; 2] {
    project.file("migrations/script.py.mako", &TEMPLATE.replace("MODULE", module));
    project.file("migrations/versions/readme", "revisions");
    project.file(&format!("{module}.py"), &recorded(&format!("{module}.py")));
    [module.to_owned(), format!("shop.{module}")].map(|name| ENV_PY.replace("MODULE", &name))
}

/// The models of a module that revisions bring about are those that the interpreter answers with.
fn check(project: &Project, module: &str, answer: &str, table: &str) {
    // First as Limbeck reads the models itself.
    let env_pys = with_models(project, module);
    project.file("migrations/env.py", &env_pys[0]);
    project.expect(&["revision", "--autogenerate", "--full", "-m", "x"], 0);
    project.expect(&["upgrade", "head"], 0);
    assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);

    // Then where they are in a package that cannot be loaded.
    project.file("migrations/env.py", &env_pys[1]);
    project.expect(&["check"], 1);
    with_python(project);
    interpreter(project, answer, 0);
    for options in [&["check"][..], &["check", "--full"]] {
        assert_eq!(project.expect(options, 0).stdout, NOTHING);
    }
    let given = fs::read_to_string(project.path().join("given.json")).expect("what it was given");
    for word in ["migrations/env.py", "alembic.ini", "\"dialect\"", "\"cmd\":\"check\""] {
        assert!(given.contains(word), "no {word} in {given}");
    }
    project.file("migrations/env.py", &env_pys[0]);
    project.expect(&["downgrade", "base"], 0);
    project.expect(&["stamp", "head"], 0);
    project.file("migrations/env.py", &env_pys[1]);
    let found = project.expect(&["check"], 255).stdout;
    assert!(found.contains("add_table") && found.contains(table), "{found}");
}

#[test]
fn what_it_writes_down_equals_the_models_on_sqlite() {
    check(&Project::on_sqlite(), "models", &recorded("models_sqlite.json"), "posts");
}

#[test]
fn what_it_writes_down_equals_the_models_on_postgresql() {
    check(&Project::on_postgresql(), "models", &recorded("models_postgresql.json"), "posts");
}

#[test]
fn what_it_writes_down_equals_the_models_in_schemas() {
    let project = Project::on_postgresql();
    project.sql(&["CREATE SCHEMA app", "CREATE SCHEMA other"]);
    check(&project, "schemas", &recorded("schemas_postgresql.json"), "parts");
}

#[test]
fn what_it_writes_down_equals_the_models_on_mariadb() {
    let server = std::env::var("LIMBECK_TEST_MARIADB_URL")
        .expect("LIMBECK_TEST_MARIADB_URL is not set: run `cargo xtask test`");
    let address = server.split_once("://").map_or("", |(_, address)| address);
    let place = address.split('/').next().unwrap_or_default();
    let number = std::process::id();
    let project = Project::at(&format!("mariadb+pymysql://{place}/limbeck_own_python_{number}"));
    project.expect(&["db", "create"], 0);
    check(&project, "engines", &recorded("engines_mariadb.json"), "things");
    project.expect(&["db", "drop", "--yes"], 0);
}

/// A project that needs its own interpreter.
fn needing() -> Project {
    let project = Project::on_sqlite();
    project.file("migrations/env.py", &ENV_PY.replace("MODULE", "shop.models"));
    with_python(&project);
    project
}

#[test]
fn what_it_writes_down_is_written_and_compared_as_the_models_are() {
    let project = Project::on_sqlite();
    let env_pys = with_models(&project, "keys");
    let name = "migrations/versions/1_x.py";
    let written = || {
        project.expect(&["revision", "--autogenerate", "-m", "x", "--rev-id", "1"], 0);
        let text = fs::read_to_string(project.path().join(name)).expect("the revision");
        project.file(name, "");
        text
    };
    project.file("migrations/env.py", &env_pys[0]);
    let revision = written();
    assert!(revision.contains("sqlite.DATETIME()") && revision.contains("'said'"), "{revision}");
    project.file(name, &revision);
    project.expect(&["upgrade", "head"], 0);
    let differences = project.expect(&["check"], 255).stdout;
    assert!(!differences.contains("modify_type"), "{differences}");

    project.file("migrations/env.py", &env_pys[1]);
    with_python(&project);
    interpreter(&project, &recorded("keys_sqlite.json"), 0);
    assert_eq!(project.expect(&["check"], 255).stdout, differences);
    project.expect(&["downgrade", "base"], 0);
    project.file(name, "");
    assert_eq!(written(), revision);
}

#[test]
fn what_goes_wrong_there_is_said_without_secrets() {
    let project = needing();
    let refused = |expected: &str| {
        let seen = project.expect(&["check"], 255);
        assert!(seen.stdout.contains(expected), "no {expected} in {seen:?}");
        assert!(seen.stdout.contains("venv/python"), "{seen:?}");
    };
    refused("it cannot be started");
    interpreter(&project, r#"{"missing": "SQLAlchemy"}"#, 0);
    refused("SQLAlchemy is not installed there");
    let failed = r#"{"failed": "KeyError: 'postgresql://me:correct-horse@h/db'",
        "where": "migrations/env.py, line 4"}"#;
    interpreter(&project, failed, 0);
    refused("env.py fails there: KeyError: 'postgresql://me:***@h/db' (migrations/env.py, line 4)");
    interpreter(&project, " ", 3);
    refused("it gave no metadata, and ended with exit status: 3: to postgresql://me:***@h/db");
    program(&project, "exit 0\n");
    refused("it gave no metadata, and ended with exit status: 0\n");
    // A program that repeats what it cannot make sense of.
    program(&project, "echo \"$0: $2\" | tr '\\n' ' ' >&2\nexit 2\n");
    let seen = project.expect(&["check"], 255).stdout;
    assert!(seen.contains("exit status: 2") && seen.len() < 1000, "{seen}");
    interpreter(&project, r#"{"contexts": [null]}"#, 0);
    let seen = project.expect(&["check"], 255);
    assert!(seen.stdout.contains("Can't proceed with --autogenerate"), "{seen:?}");
}

#[test]
fn nothing_that_it_leaves_behind_is_waited_for() {
    let project = needing();
    let made = r#"echo '{"contexts": ["metadatas.append(sa.MetaData())"]}'"#;
    program(&project, &format!("sleep 30 >/dev/null &\n{made}\n"));
    let start = Instant::now();
    assert_eq!(project.expect(&["check"], 0).stdout, NOTHING);
    // Nor where it is what it said on the way that tells what is wrong.
    program(&project, "sleep 30 &\necho nothing works >&2\nexit 1\n");
    let seen = project.expect(&["check"], 255);
    assert!(seen.stdout.contains("exit status: 1: nothing works"), "{seen:?}");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_signal_ends_it() {
    for (name, number) in [("INT", 2), ("TERM", 15)] {
        let project = needing();
        program(&project, "echo $$ > id\ntouch started\nexec sleep 61\n");
        let child = project.start(&["check"]);
        let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "{name}");
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.signal(), Some(number), "{:?}", seen(output));
        let id = fs::read_to_string(project.path().join("id")).expect("the program's number");
        let is_there = Command::new("kill").args(["-0", id.trim()]).output();
        assert!(is_there.is_ok_and(|output| !output.status.success()), "it goes on");
    }
}
