//! From structs to a database and back, on both databases, as a user would do it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use limbeck::{
    Direct, Project, Table, commands,
    config::{ConfigRequest, Environment},
    metadata,
    schema::Schema,
};
use rust_models_migrate::models;

/// The users as they were before they had a name, a time and a unique address.
#[derive(Table)]
#[limbeck(name = "users", index(columns(email), name = "ix_users_email"))]
#[allow(dead_code, reason = "only the table is wanted")]
struct FormerUser {
    #[limbeck(primary_key)]
    id: i64,
    #[limbeck(length = 100)]
    email: Option<String>,
    former: Option<i32>,
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the example")
}

/// A folder with the example's settings and without its revisions.
fn empty_project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = folder.path().join("limbeck.toml");
    fs::copy(example().join("limbeck.toml"), settings).expect("the settings");
    fs::create_dir(folder.path().join("migrations")).expect("a folder");
    folder
}

/// The binary's answer: status, standard output.
fn migrate(folder: &Path, url: &str, line: &str) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_migrate"));
    command.current_dir(folder).env("DATABASE_URL", url).args(line.split(' '));
    let output = command.output().expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    (output.status.code().expect("a status"), text)
}

/// The text of a revision without the time at which it was made.
fn revision(folder: &Path, name: &str) -> String {
    let text = fs::read_to_string(folder.join("migrations").join(name)).expect("a revision");
    let lines = text.lines().filter(|line| !line.starts_with("-- Create Date:"));
    lines.collect::<Vec<_>>().join("\n")
}

fn project(folder: &Path, url: &str, models: Schema) -> Project {
    let environment = Environment::in_directory(folder);
    let project = Project::load(&ConfigRequest::default(), &environment).expect("a project");
    let direct = Direct { url: url.to_owned(), version_table: None };
    project.with_direct(Some(direct)).with_models(models)
}

fn generate(project: &Project, message: &str) {
    let message = Some(message.to_owned());
    let options = commands::NewRevision { message, autogenerate: true, ..Default::default() };
    commands::revision(project, options).expect("a revision");
}

/// What the commands of the README give on a new database.
fn goes_through_the_readme(url: &str) -> String {
    let folder = empty_project();
    let run = |line: &str| migrate(folder.path(), url, line);
    assert_eq!(run("check").0, 255, "nothing is there yet");
    assert_eq!(run("revision --autogenerate -m first").0, 0);
    assert_eq!(run("check"), (255, "FAILED: Target database is not up to date.\n".to_owned()));
    assert_eq!(run("upgrade head").0, 0);
    assert_eq!(run("check"), (0, "No new upgrade operations detected.\n".to_owned()));
    assert_eq!(run("diff"), (0, "No new upgrade operations detected.\n".to_owned()));
    assert_eq!(run("revision --autogenerate -m nothing").0, 0);
    assert!(revision(folder.path(), "002_nothing.sql").ends_with("-- upgrade\n\n-- downgrade"));
    assert_eq!(run("upgrade head").0, 0);
    assert_eq!(run("downgrade base").0, 0);
    assert_eq!(run("upgrade head").0, 0, "a downgrade leaves nothing behind");
    assert_eq!(run("check").0, 0);
    revision(folder.path(), "001_first.sql")
}

/// Changes of the models there and back, each found once, with a row that lives through them.
/// `first` runs a query and gives its first value as text.
fn goes_from_former_models_to_new_ones(url: &str, mut first: impl FnMut(&str) -> String) -> String {
    let folder = empty_project();
    let former = project(folder.path(), url, metadata![FormerUser]);
    let new = project(folder.path(), url, models());
    let at_head = |project: &Project| {
        commands::upgrade(project, "head", &Default::default()).expect("an upgrade");
        commands::check(project, Default::default()).expect("no difference");
    };
    generate(&former, "former");
    at_head(&former);
    first("INSERT INTO users (id, email, former) VALUES (1, 'a@b.org', 7) RETURNING 'made'");
    commands::check(&new, Default::default()).expect_err("the models have changed");
    generate(&new, "new");
    at_head(&new);
    assert_eq!(first("SELECT email FROM users WHERE created_at IS NOT NULL"), "a@b.org");
    commands::downgrade(&new, "-1", &Default::default()).expect("a downgrade");
    assert_eq!(first("SELECT email FROM users WHERE former IS NULL"), "a@b.org");
    commands::downgrade(&new, "base", &Default::default()).expect("a downgrade");
    at_head(&new);
    revision(folder.path(), "002_new.sql")
}

fn sqlite(folder: &tempfile::TempDir) -> String {
    format!("sqlite:///{}", folder.path().join("app.db").display())
}

/// A database of the test's own on the PostgreSQL server, dropped when the test is over.
struct Postgresql {
    admin: postgres::Client,
    name: String,
    url: String,
}

impl Postgresql {
    fn new(name: &str) -> Postgresql {
        let server = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
            .expect("LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`");
        let name = format!("limbeck_models_{name}_{}", std::process::id());
        let mut admin = postgres::Client::connect(&server, postgres::NoTls).expect("a server");
        admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
        let url = format!("{}/{name}", server.rsplit_once('/').expect("a URL with a database").0);
        Postgresql { admin, name, url }
    }
}

impl Drop for Postgresql {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        self.admin.batch_execute(&drop).expect("it is dropped");
    }
}

#[test]
fn the_revision_in_the_example_is_what_the_models_give() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = goes_through_the_readme(&sqlite(&folder));
    let kept = revision(&example(), "001_users_and_tasks.sql");
    assert_eq!(made.replace("-- first", "-- users and tasks"), kept);
}

#[test]
fn postgresql_gets_its_own_words() {
    let database = Postgresql::new("readme");
    let made = goes_through_the_readme(&database.url);
    for expected in [
        "CREATE TYPE task_state AS ENUM ('open', 'in_progress', 'done');",
        "id BIGSERIAL NOT NULL",
        "state task_state DEFAULT 'open' NOT NULL",
        "DROP TYPE task_state;",
    ] {
        assert!(made.contains(expected), "{expected} is not in\n{made}");
    }
}

#[test]
fn an_env_py_beside_the_models_is_no_guess() {
    let folder = empty_project();
    let settings = fs::read_to_string(example().join("limbeck.toml")).expect("the settings");
    let apart = settings
        .replace("version_locations = [\"migrations\"]", "version_locations = [\"versions\"]");
    fs::write(folder.path().join("limbeck.toml"), apart).expect("the settings");
    fs::create_dir(folder.path().join("versions")).expect("a folder");
    fs::write(folder.path().join("migrations/env.py"), "").expect("an env.py");
    for line in ["check", "diff", "revision --autogenerate"] {
        let (status, told) = migrate(folder.path(), "sqlite:///app.db", line);
        assert_eq!(status, 255, "{line} takes one of the two");
        assert!(told.starts_with("FAILED: this program gives models of its own"), "{line}: {told}");
    }
}

#[test]
fn changed_models_change_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = sqlite(&folder);
    let first = |query: &str| {
        let database = rusqlite::Connection::open(folder.path().join("app.db"));
        database.and_then(|it| it.query_row(query, [], |row| row.get(0))).expect("a row")
    };
    let made = goes_from_former_models_to_new_ones(&url, first);
    assert!(made.contains("CREATE TABLE tasks ("), "{made}");
    assert!(made.contains("_alembic_tmp_users"), "{made}");
}

#[test]
fn changed_models_change_postgresql() {
    let database = Postgresql::new("changes");
    let mut client = postgres::Client::connect(&database.url, postgres::NoTls).expect("a database");
    let first = |query: &str| client.query_one(query, &[]).expect("a row").get(0);
    let made = goes_from_former_models_to_new_ones(&database.url, first);
    for expected in [
        "ALTER TABLE users ADD COLUMN name TEXT;",
        "ALTER TABLE users DROP COLUMN former;",
        "ALTER TABLE users ALTER COLUMN email SET NOT NULL;",
        "DROP INDEX ix_users_email;",
    ] {
        assert!(made.contains(expected), "{expected} is not in\n{made}");
    }
}
