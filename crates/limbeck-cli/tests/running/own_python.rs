//! The project's own interpreter writes down the models: here a program that answers what a real
//! SQLAlchemy was recorded to answer (`xtask/oracle/own_python.py`), or what goes wrong.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use super::project::Project;

const NOTHING: &str = "No new upgrade operations detected.\n";

const ENV_PY: &str = r#"
from alembic import context
from sqlalchemy import engine_from_config, pool
from MODULE import Base

section = context.config.get_section(context.config.config_ini_section, {})
engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
"#;

const TEMPLATE: &str = "\"\"\"${message}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\
    ${imports if imports else \"\"}\n\nrevision = ${repr(up_revision)}\n\
    down_revision = ${repr(down_revision)}\n\n\ndef upgrade():\n    ${upgrades}\n\n\n\
    def downgrade():\n    ${downgrades}\n";

fn recorded(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/running/own_python");
    fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// An interpreter that reads what it is given and says `answer`, then ends with `status`.
fn interpreter(project: &Project, answer: &str, status: u8) {
    project.file("answer.json", answer);
    let program = format!(
        "#!/bin/sh\ncat > given.json\necho 'to postgresql://me:correct-horse@h/db' >&2\n\
         cat answer.json\nexit {status}\n"
    );
    project.file("venv/python", &program);
    let path = project.path().join("venv/python");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a program");
}

fn with_python(project: &Project) {
    let ini = fs::read_to_string(project.path().join("alembic.ini")).expect("alembic.ini");
    let ini = ini.replacen("[alembic]\n", "[alembic]\npython = venv/python\n", 1);
    project.file("alembic.ini", &ini);
}

fn check(project: &Project, answer: &str) {
    // First as Limbeck reads the models itself.
    project.file("migrations/script.py.mako", TEMPLATE);
    project.file("migrations/versions/readme", "revisions");
    project.file("models.py", &recorded("models.py"));
    project.file("migrations/env.py", &ENV_PY.replace("MODULE", "models"));
    project.expect(&["revision", "--autogenerate", "--full", "-m", "x"], 0);
    project.expect(&["upgrade", "head"], 0);
    assert_eq!(project.expect(&["check", "--full"], 0).stdout, NOTHING);

    // Then where they are in a package that cannot be loaded.
    project.file("migrations/env.py", &ENV_PY.replace("MODULE", "shop.models"));
    project.expect(&["check"], 1);
    with_python(project);
    interpreter(project, answer, 0);
    for options in [&["check"][..], &["check", "--full"]] {
        assert_eq!(project.expect(options, 0).stdout, NOTHING);
    }
    let given = fs::read_to_string(project.path().join("given.json")).expect("what it was given");
    for word in ["migrations/env.py", "alembic.ini", "\"dialect\""] {
        assert!(given.contains(word), "no {word} in {given}");
    }
    project.sql(&["DROP TABLE posts"]);
    let found = project.expect(&["check"], 255).stdout;
    assert!(found.contains("add_table") && found.contains("posts"), "{found}");
}

#[test]
fn what_it_writes_down_equals_the_models_on_sqlite() {
    check(&Project::on_sqlite(), &recorded("sqlite.json"));
}

#[test]
fn what_it_writes_down_equals_the_models_on_postgresql() {
    check(&Project::on_postgresql(), &recorded("postgresql.json"));
}

#[test]
fn what_goes_wrong_there_is_said_without_secrets() {
    let project = Project::on_sqlite();
    project.file("migrations/env.py", &ENV_PY.replace("MODULE", "shop.models"));
    with_python(&project);
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
    interpreter(&project, r#"{"contexts": [null]}"#, 0);
    let seen = project.expect(&["check"], 255);
    assert!(seen.stdout.contains("Can't proceed with --autogenerate"), "{seen:?}");
}
