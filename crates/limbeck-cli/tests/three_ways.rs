//! One schema as structs, as files of SQL and as Python models: what one makes, the others find
//! nothing to change in.

use std::{fs, path::Path, process};

use limbeck::{
    DbEnum, Direct, Error, Project, Table, commands,
    config::{ConfigRequest, Environment},
    metadata,
};

#[derive(DbEnum)]
#[limbeck(name = "task_state", rename_all = "snake_case")]
#[allow(dead_code, reason = "only the values are wanted")]
enum State {
    Open,
    InProgress,
}

#[derive(Table)]
#[limbeck(name = "users")]
#[allow(dead_code, reason = "only the table is wanted")]
struct User {
    #[limbeck(primary_key)]
    id: i64,
    #[limbeck(length = 320, unique = "uq_users_email")]
    email: String,
    name: Option<String>,
    #[limbeck(server_default = "0")]
    points: i32,
}

#[derive(Table)]
#[limbeck(
    name = "tasks",
    index(columns(user_id, state), name = "ix_tasks_user_id_state"),
    check(name = "ck_tasks_title", condition = "length(title) > 0")
)]
#[allow(dead_code, reason = "only the table is wanted")]
struct Task {
    #[limbeck(primary_key)]
    id: i64,
    #[limbeck(references = "users.id", on_delete = "CASCADE")]
    user_id: i64,
    #[limbeck(length = 200)]
    title: String,
    #[limbeck(server_default = "'open'")]
    state: State,
}

const PYTHON: &str = r#"
from alembic import context
from sqlalchemy import (BigInteger, CheckConstraint, Column, Enum, ForeignKey, Index, Integer,
                        MetaData, String, Table, Text, UniqueConstraint, create_engine, text)

metadata = MetaData()
Key = BigInteger().with_variant(Integer(), "sqlite")
Table("users", metadata,
    Column("id", Key, primary_key=True),
    Column("email", String(320), nullable=False),
    Column("name", Text),
    Column("points", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("email", name="uq_users_email"))
Table("tasks", metadata,
    Column("id", Key, primary_key=True),
    Column("user_id", BigInteger, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("title", String(200), nullable=False),
    Column("state", Enum("open", "in_progress", name="task_state"), nullable=False,
           server_default=text("'open'")),
    CheckConstraint("length(title) > 0", name="ck_tasks_title"),
    Index("ix_tasks_user_id_state", "user_id", "state"))

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
"#;

const SQLITE: [(&str, &str); 2] = [
    (
        "1_users.sql",
        "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, email VARCHAR(320) NOT NULL, \
         name TEXT, points INTEGER DEFAULT 0 NOT NULL, CONSTRAINT uq_users_email UNIQUE (email));",
    ),
    (
        "2_tasks.sql",
        "BEGIN;\nCREATE TABLE tasks (id INTEGER NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL \
         REFERENCES users (id) ON DELETE CASCADE, title VARCHAR(200) NOT NULL, \
         state VARCHAR(11) DEFAULT 'open' NOT NULL, \
         CONSTRAINT ck_tasks_title CHECK (length(title) > 0));\n\
         CREATE INDEX ix_tasks_user_id_state ON tasks (user_id, state);\nCOMMIT;",
    ),
];

const POSTGRESQL: [(&str, &str); 2] = [
    (
        "1_users.sql",
        "SELECT pg_catalog.set_config('search_path', '', false);\n\
         CREATE TABLE public.users (id bigserial PRIMARY KEY, email varchar(320) NOT NULL \
         CONSTRAINT uq_users_email UNIQUE, name text, points int NOT NULL DEFAULT 0);",
    ),
    (
        "2_tasks.sql",
        "SET search_path = public;\nCREATE TYPE task_state AS ENUM ('open', 'in_progress');\n\
         CREATE TABLE tasks (id bigserial PRIMARY KEY, \
         user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, title varchar(200) NOT NULL \
         CONSTRAINT ck_tasks_title CHECK (length(title) > 0), \
         state task_state NOT NULL DEFAULT 'open');\n\
         CREATE INDEX ix_tasks_user_id_state ON tasks (user_id, state);",
    ),
];

/// Which of the three says what the tables are to be.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Structs,
    Sql,
    Python,
}

const WAYS: [Way; 3] = [Way::Structs, Way::Sql, Way::Python];

/// A new project without revisions for the database of `url`.
fn project(way: Way, folder: &Path, url: &str) -> Project {
    let folder = folder.join(format!("{way:?}"));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("migrations/versions")).expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect(name);
    match way {
        Way::Python => {
            write(
                "alembic.ini",
                &format!(
                    "[alembic]\nscript_location = migrations\nsqlalchemy.url = {url}\ncompare = full\n"
                ),
            );
            write("migrations/env.py", PYTHON);
            write(
                "migrations/script.py.mako",
                "from alembic import op\nimport sqlalchemy as sa\n${imports if imports else \"\"}\n\
                 revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n\
                 def upgrade():\n    ${upgrades if upgrades else \"pass\"}\n\
                 def downgrade():\n    ${downgrades if downgrades else \"pass\"}\n",
            );
        }
        Way::Structs | Way::Sql => {
            let schema = if way == Way::Sql { "schema = \"wanted\"\n" } else { "" };
            write(
                "limbeck.toml",
                &format!("script_location = \"migrations\"\ncompare = \"full\"\n{schema}"),
            );
            fs::create_dir(folder.join("wanted")).expect("a folder");
            let files = if url.starts_with("sqlite") { SQLITE } else { POSTGRESQL };
            files.iter().for_each(|(name, text)| write(&format!("wanted/{name}"), text));
        }
    }
    let environment = Environment::in_directory(&folder);
    let project = Project::load(&ConfigRequest::default(), &environment).expect("a project");
    let direct = Direct { url: url.to_owned(), version_table: None };
    match way {
        Way::Python => project,
        Way::Sql => project.with_direct(Some(direct)),
        Way::Structs => project.with_direct(Some(direct)).with_models(metadata![User, Task]),
    }
}

/// Has each of the three make a database, and all of them look at it.
fn check(url: &str, forget: impl Fn()) {
    let folder = tempfile::tempdir().expect("a folder");
    for maker in WAYS {
        let project_of = |way: Way| project(way, folder.path(), url);
        let made = project_of(maker);
        let revision = commands::NewRevision { autogenerate: true, ..Default::default() };
        commands::revision(&made, revision).unwrap_or_else(|error| panic!("{maker:?}: {error}"));
        commands::upgrade(&made, "head", &Default::default())
            .unwrap_or_else(|error| panic!("{maker:?}: {error}"));
        commands::check(&made, Default::default())
            .unwrap_or_else(|error| panic!("{maker:?} after itself: {}", told(error)));
        // The others have no revisions, so none may be recorded.
        commands::stamp(&made, &["base".to_owned()], &Default::default()).expect("a stamp");
        for way in WAYS {
            commands::check(&project_of(way), Default::default())
                .unwrap_or_else(|error| panic!("{way:?} after {maker:?}: {}", told(error)));
        }
        forget();
    }
}

fn told(error: Error) -> String {
    match error {
        Error::Differences(found) => found.details.join("\n"),
        error => error.to_string(),
    }
}

#[test]
fn the_three_agree_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("app.db");
    check(&format!("sqlite:///{}", file.display()), || fs::remove_file(&file).expect("the file"));
}

#[test]
fn the_three_agree_on_postgresql() {
    let server = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`");
    let base = server.rsplit_once('/').map_or(server.as_str(), |(base, _)| base);
    let name = format!("limbeck_three_ways_{}", process::id());
    let run = |sql: String| {
        let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("a server");
        client.batch_execute(&sql).expect("a statement");
    };
    run(format!("CREATE DATABASE {name}"));
    check(&format!("{base}/{name}"), || {
        run(format!("DROP DATABASE {name} WITH (FORCE)"));
        run(format!("CREATE DATABASE {name}"));
    });
    run(format!("DROP DATABASE {name} WITH (FORCE)"));
}
