//! `--url`: the commands on a database of the caller's choice, without env.py.

use super::project::{Project, sqlite_tables, table};

/// A project whose env.py must not run.
fn project(configure: &str) -> Project {
    let project = Project::at("nosuch://nowhere").with_two_revisions();
    let text = format!("raise SystemExit('env.py ran')\ncontext.configure({configure})\n");
    project.file("migrations/env.py", &text);
    project
}

fn run(project: &Project, url: &str, line: &str, status: i32) -> String {
    let words: Vec<&str> = ["--url", url].into_iter().chain(line.split(' ')).collect();
    let seen = project.expect(&words, status);
    format!("{}{}", seen.stdout, seen.stderr)
}

/// Runs lines of `command => what it prints on standard output`.
fn check(project: &Project, url: &str, lines: &[(&str, &str)]) {
    for (line, expected) in lines {
        let words: Vec<&str> = ["--url", url].into_iter().chain(line.split(' ')).collect();
        assert_eq!(project.expect(&words, 0).stdout, *expected, "{line}");
    }
}

const ROUND: [(&str, &str); 17] = [
    ("current", ""),
    ("upgrade +1", ""),
    ("current", "a1\n"),
    ("history -i", "a1 -> b2 (head), message of b2\n<base> -> a1 (current), message of a1\n"),
    ("upgrade head", ""),
    ("upgrade head", ""),
    ("current --check-heads", "b2 (head)\n"),
    ("downgrade -1", ""),
    ("current", "a1\n"),
    ("stamp head", ""),
    ("current", "b2 (head)\n"),
    ("stamp --purge a1", ""),
    ("current", "a1\n"),
    ("downgrade base", ""),
    ("ensure_version", ""),
    ("current", ""),
    ("heads", "b2 (head)\n"),
];

#[test]
fn every_command_works_on_sqlite() {
    let project = project("connection=c");
    check(&project, "sqlite:///other.db", &ROUND);
    assert_eq!(sqlite_tables(&project.path().join("other.db")), ["alembic_version"]);
}

#[test]
fn every_command_works_on_postgresql() {
    let database = Project::on_postgresql();
    let project = project("connection=c");
    check(&project, &database.database().url, &ROUND);
    assert_eq!(database.tables(), ["alembic_version"]);
    for spelling in ["postgresql+asyncpg://", "postgresql+psycopg2://"] {
        let url = database.database().url.replace("postgresql://", spelling);
        check(&project, &url, &[("stamp a1", ""), ("current", "a1\n"), ("stamp base", "")]);
    }
}

#[test]
fn it_says_what_a_run_with_env_py_logs() {
    let project = project("connection=c");
    let text = run(&project, "sqlite:///other.db", "upgrade head", 0);
    assert_eq!(
        text,
        "INFO  [alembic.runtime.migration] Context impl SQLiteImpl.\n\
         INFO  [alembic.runtime.migration] Will assume non-transactional DDL.\n\
         INFO  [alembic.runtime.migration] Running upgrade  -> a1, message of a1\n\
         INFO  [alembic.runtime.migration] Running upgrade a1 -> b2, message of b2\n"
    );
}

#[test]
fn sql_equals_that_of_env_py() {
    for url in ["sqlite:///app.db", "postgresql://h/db", "mysql://h/db"] {
        let with_env = Project::at(url).with_two_revisions();
        for line in ["upgrade head --sql", "downgrade b2:base --sql", "stamp head --sql"] {
            let words: Vec<&str> = line.split(' ').collect();
            let expected = with_env.expect(&words, 0).stdout;
            assert!(expected.contains("alembic_version"), "{expected}");
            check(&project("url=u"), url, &[(line, &expected)]);
        }
    }
}

#[test]
fn the_version_table_is_read_from_env_py() {
    let project = project("connection=c, version_table='versions'");
    check(&project, "sqlite:///other.db", &[("upgrade head", ""), ("current", "b2 (head)\n")]);
    let tables = sqlite_tables(&project.path().join("other.db"));
    assert_eq!(tables, ["t_a1", "t_b2", "versions"]);
}

#[test]
fn the_version_table_may_have_a_schema() {
    let database = Project::on_postgresql();
    database.database().execute("CREATE SCHEMA meta");
    let url = &database.database().url;
    let named = project("connection=c, version_table_schema='meta'");
    check(&named, url, &[("upgrade head", ""), ("current", "b2 (head)\n")]);
    assert_eq!(database.tables(), ["t_a1", "t_b2"]);
    let given = project("connection=c");
    let given = |line: &str| run(&given, url, line, 0);
    assert!(given("--version-table meta.alembic_version current").contains("b2 (head)"));
    assert!(!given("current").contains("b2"));
}

#[test]
fn a_computed_version_table_must_be_named() {
    for (configure, option) in [
        ("connection=c, version_table=name()", "version_table"),
        ("connection=c, version_table_schema=settings.schema", "version_table_schema"),
        ("connection=c, **options", "version_table"),
    ] {
        let project = project(configure);
        let text = run(&project, "sqlite:///other.db", "upgrade head", 255);
        for part in ["FAILED: ", "env.py:2: ", option, "--version-table"] {
            assert!(text.contains(part), "no {part} in {text}");
        }
        run(&project, "sqlite:///other.db", "--version-table v upgrade head", 0);
        let tables = sqlite_tables(&project.path().join("other.db"));
        assert_eq!(tables, ["t_a1", "t_b2", "v"]);
    }
}

#[test]
fn no_env_py_is_needed() {
    let project = project("connection=c");
    project.file("migrations/env.py", "");
    check(&project, "sqlite:///other.db", &ROUND);
}

#[test]
fn a_filled_database_without_a_version_table_is_refused() {
    let project = project("connection=c");
    let url = "sqlite:///other.db";
    let file = project.path().join("other.db");
    let connection = rusqlite::Connection::open(&file).expect("a file");
    connection.execute_batch("CREATE TABLE customers (id INTEGER)").expect("a table");
    let text = run(&project, url, "upgrade head", 255);
    assert!(text.contains("(customers is one) but no version table 'alembic_version'"), "{text}");
    assert!(text.contains("--version-table") && text.contains("stamp"), "{text}");
    assert_eq!(sqlite_tables(&file), ["customers"]);
    check(&project, url, &[("current", ""), ("upgrade head --sql", &sql(&project, url))]);
    run(&project, url, "stamp base", 0);
    run(&project, url, "upgrade head", 0);
    assert_eq!(sqlite_tables(&file), ["alembic_version", "customers", "t_a1", "t_b2"]);
}

fn sql(project: &Project, url: &str) -> String {
    project.expect(&["--url", url, "upgrade", "head", "--sql"], 0).stdout
}

#[test]
fn a_failing_step_leaves_nothing() {
    let database = Project::on_postgresql();
    let project = project("connection=c");
    project.script("c3", Some("b2"), &format!("{}\nop.drop_table(\"none\")", table("c3")));
    let text = run(&project, &database.database().url, "upgrade head", 1);
    assert!(text.contains("c3.py\", line 11, in upgrade"), "{text}");
    assert!(text.contains("table \"none\" does not exist"), "{text}");
    assert_eq!(database.tables(), Vec::<String>::new());
}

#[test]
fn urls_that_say_nothing_are_errors_of_usage() {
    let project = project("connection=c");
    for url in ["", "nonsense", "app.db", "postgresql://u:correct-horse@[::1/db"] {
        for line in ["current", "upgrade head", "upgrade head --sql"] {
            let text = run(&project, url, line, 2);
            assert!(text.contains("the database URL: "), "{url} {line}: {text}");
        }
    }
    for table in [".t", "s.", "", "."] {
        let seen = project.expect(&["--url", "sqlite://", "--version-table", table, "current"], 2);
        assert!(seen.stderr.contains("[SCHEMA.]TABLE"), "{}", seen.stderr);
    }
    project.expect(&["--version-table", "v", "current"], 2);
}

#[test]
fn a_project_with_limbeck_toml_needs_no_url() {
    let project = project("connection=c");
    project.file("migrations/env.py", "");
    project.file("alembic.ini", "");
    let seen = project.expect(&["current"], 255);
    assert!(seen.stdout.contains("No 'script_location' key found"), "{seen:?}");
    project.file("limbeck.toml", "script_location = \"migrations\"\n");
    let seen = project.expect(&["current"], 255);
    assert!(seen.stdout.contains("No database is named"), "{seen:?}");

    project.file("limbeck.toml", "script_location = \"migrations\"\nurl = \"sqlite:///key.db\"\n");
    let seen = project.expect(&["upgrade", "a1"], 0);
    assert!(seen.stderr.starts_with("INFO  [alembic.runtime.migration] Context"), "{seen:?}");
    assert_eq!(sqlite_tables(&project.path().join("key.db")), ["alembic_version", "t_a1"]);

    project.file(".env", "DATABASE_URL=sqlite:///dotenv.db\n");
    project.expect(&["upgrade", "head"], 0);
    let tables = ["alembic_version", "t_a1", "t_b2"];
    assert_eq!(sqlite_tables(&project.path().join("dotenv.db")), tables);

    let mut command = project.command(&["upgrade", "head"]);
    command.env("DATABASE_URL", "sqlite:///variable.db");
    assert!(command.output().expect("the binary runs").status.success());
    assert_eq!(sqlite_tables(&project.path().join("variable.db")), tables);

    // With an env.py, it alone decides.
    project.file("migrations/env.py", "raise SystemExit(7)\n");
    project.expect(&["current"], 7);
}
