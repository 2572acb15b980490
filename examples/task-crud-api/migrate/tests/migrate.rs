//! The program's migrations on both databases of the guide.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use limbeck::Error;
use task_crud_api_migrate::run_migrations;

const COLUMNS: [&str; 9] = [
    "id",
    "created_at",
    "updated_at",
    "user_id",
    "title",
    "description",
    "due_date",
    "completed",
    "completed_at",
];

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the example")
}

fn script(name: &str) -> String {
    fs::read_to_string(example().join(name)).expect("the database as it was before")
}

/// A SQLite database as the application made it, and its columns as they are now.
struct Sqlite(tempfile::TempDir);

impl Sqlite {
    fn new() -> Sqlite {
        let sqlite = Sqlite(tempfile::tempdir().expect("a temporary folder"));
        let made = sqlite.open().execute_batch(&script("before-001.sqlite.sql"));
        made.expect("the tables are made");
        sqlite
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("test.db")
    }

    fn url(&self) -> String {
        format!("sqlite:///{}", self.path().display())
    }

    fn open(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path()).expect("the database opens")
    }

    fn columns(&self) -> Vec<String> {
        let connection = self.open();
        let query = "SELECT name FROM pragma_table_info('task') ORDER BY cid";
        let mut statement = connection.prepare(query).expect("a query");
        let rows = statement.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("names")
    }
}

#[test]
fn sqlite_loses_the_columns_once() {
    let database = Sqlite::new();
    let first = run_migrations(&example().join("backend"), &database.url());
    assert_eq!(first.expect("it migrates"), ["001"]);
    assert_eq!(database.columns(), COLUMNS);
    let second = run_migrations(&example().join("backend"), &database.url());
    assert!(second.expect("it finds nothing to do").is_empty());
}

#[test]
fn postgresql_loses_the_columns_once() {
    let server = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`");
    let name = format!("limbeck_task_migrate_{}", std::process::id());
    let connect = |url: &str| postgres::Client::connect(url, postgres::NoTls).expect("a server");
    let mut admin = connect(&server);
    admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
    let url = format!("{}/{name}", server.rsplit_once('/').expect("a URL with a database").0);
    let mut client = connect(&url);
    client.batch_execute(&script("before-001.postgresql.sql")).expect("the tables are made");

    let async_url = url.replacen("postgresql://", "postgresql+asyncpg://", 1);
    let ran = run_migrations(&example().join("backend"), &async_url).expect("it migrates");
    let query = "SELECT column_name::text FROM information_schema.columns \
                 WHERE table_name = 'task' ORDER BY ordinal_position";
    let rows = client.query(query, &[]).expect("rows");
    let columns: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    drop(client);
    admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).expect("it is dropped");
    assert_eq!(ran, ["001"]);
    assert_eq!(columns, COLUMNS);
}

#[test]
fn a_refusal_of_the_database_reaches_the_program() {
    let database = Sqlite::new();
    database.open().execute_batch("ALTER TABLE task DROP COLUMN tags").expect("a column goes");
    let outcome = run_migrations(&example().join("backend"), &database.url());
    let Err(Error::Python(failure)) = outcome else { panic!("{outcome:?}") };
    assert!(failure.message.contains("no such column: \"tags\""), "{}", failure.message);
    assert!(database.columns().contains(&"priority".to_owned()), "half a revision stays");
}

#[test]
fn the_program_tells_what_ran() {
    let database = Sqlite::new();
    let run = |url: Option<String>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_task-crud-api-migrate"));
        command.arg(example().join("backend")).env_remove("DATABASE_URL");
        let output = command.envs(url.map(|url| ("DATABASE_URL", url))).output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(run(None), (Some(2), String::new()));
    assert_eq!(run(Some(database.url())), (Some(0), "ran 001\n".to_owned()));
    assert_eq!(run(Some(database.url())), (Some(0), "nothing to do\n".to_owned()));
    assert_eq!(run(Some("sqlite:////nowhere/at/all.db".to_owned())), (Some(1), String::new()));
}
