//! A project in a temporary folder, and the binary run in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
};

use tempfile::TempDir;

/// No output may hold any of these: every password in these tests is one of them.
const PASSWORDS: [&str; 3] = ["correct-horse", "wr0ng-secret", "%secret"];

const ENV_PY: &str = r#"
from logging.config import fileConfig
from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)

if context.is_offline_mode():
    context.configure(url=config.get_main_option("sqlalchemy.url"), literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    section = config.get_section(config.config_ini_section, {})
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
"#;

const LOGGING: &str = "
[loggers]
keys = root,alembic
[handlers]
keys = console
[formatters]
keys =
[logger_root]
level = WARNING
handlers = console
[logger_alembic]
level = INFO
handlers =
qualname = alembic
[handler_console]
class = StreamHandler
args = (sys.stderr,)
";

/// What a run of the binary left.
#[derive(Debug)]
pub struct Seen {
    /// `None` where a signal ended it.
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A project with an env.py as `alembic init` writes it, and no revisions yet.
pub struct Project {
    folder: TempDir,
    database: Option<Database>,
}

impl Project {
    /// On the SQLite file `app.db`.
    pub fn on_sqlite() -> Self {
        Project::at("sqlite:///app.db")
    }

    /// On the database that `url` names.
    pub fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let project = Project { folder, database: None };
        project.url(url);
        project.file("migrations/env.py", ENV_PY);
        project
    }

    /// On a PostgreSQL database of its own, which goes with the project.
    pub fn on_postgresql() -> Self {
        let database = Database::create();
        let mut project = Project::at(&database.url);
        project.database = Some(database);
        project
    }

    /// Names another database in alembic.ini.
    pub fn url(&self, url: &str) {
        let main = "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n\
                    prepend_sys_path = .";
        self.file("alembic.ini", &format!("{main}\nsqlalchemy.url = {url}\n{LOGGING}"));
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The URL of the PostgreSQL database.
    pub fn database(&self) -> &Database {
        self.database.as_ref().expect("a project on PostgreSQL")
    }

    /// Writes a file, or takes it away where `text` is empty.
    pub fn file(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        let parent = path.parent().expect("a name in the project");
        fs::create_dir_all(parent).expect("a folder of the project");
        match text {
            "" => fs::remove_file(path).expect("a file of the project"),
            text => fs::write(path, text).expect("a file of the project"),
        }
    }

    /// Writes the script of a revision, its parent the one that sorts before it; `upgrade` is
    /// the function's body.
    pub fn script(&self, id: &str, parent: Option<&str>, upgrade: &str) {
        let parent = parent.map_or("None".to_owned(), |id| format!("{id:?}"));
        let text = format!(
            "\"\"\"message of {id}\"\"\"\nimport sqlalchemy as sa\nfrom alembic import op\n\n\
             revision = {id:?}\ndown_revision = {parent}\n\n\n\
             def upgrade():\n    {}\n\n\ndef downgrade():\n    op.drop_table(\"t_{id}\")\n",
            upgrade.trim().replace('\n', "\n    ")
        );
        self.file(&format!("migrations/versions/{id}.py"), &text);
    }

    /// Two revisions, `a1` and `b2`, each of which makes a table.
    pub fn with_two_revisions(self) -> Self {
        self.script("a1", None, &table("a1"));
        self.script("b2", Some("a1"), &table("b2"));
        self
    }

    /// Runs the binary with these words.
    pub fn run(&self, words: &[&str]) -> Seen {
        seen(self.command(words).output().expect("the binary runs"))
    }

    /// Runs the binary and expects it to end with `status`; gives back what it said.
    pub fn expect(&self, words: &[&str], status: i32) -> Seen {
        let seen = self.run(words);
        assert_eq!(seen.status, Some(status), "{words:?}: {seen:#?}");
        seen
    }

    /// The binary with these words, not started yet.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_limbeck"));
        command
            .args(words)
            .current_dir(self.path())
            .env_remove("ALEMBIC_CONFIG")
            .env_remove("DATABASE_URL")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Starts the binary and waits until the scripts have written the file `started`.
    pub fn start(&self, words: &[&str]) -> Child {
        let child = self.command(words).spawn().expect("the binary starts");
        let started = self.path().join("started");
        for _ in 0..600 {
            if started.exists() {
                fs::remove_file(&started).expect("the file that says so");
                return child;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("nothing started within a minute: {:#?}", seen(end(child)));
    }

    /// What `current` prints.
    pub fn current(&self) -> String {
        self.expect(&["current"], 0).stdout
    }

    /// Runs statements on the database.
    pub fn sql(&self, statements: &[&str]) {
        let text = statements.join(";\n");
        match &self.database {
            Some(database) => database.execute(&text),
            None => rusqlite::Connection::open(self.path().join("app.db"))
                .and_then(|connection| connection.execute_batch(&text))
                .expect("runs"),
        }
    }

    /// The names of the tables in the database, sorted.
    pub fn tables(&self) -> Vec<String> {
        match &self.database {
            Some(database) => database.tables(),
            None => sqlite_tables(&self.path().join("app.db")),
        }
    }
}

/// The body of an `upgrade` that makes the table `t_<id>`.
pub fn table(id: &str) -> String {
    format!("op.create_table(\"t_{id}\", sa.Column(\"id\", sa.Integer, primary_key=True))")
}

/// Ends a process that a test has started.
pub fn end(mut child: Child) -> Output {
    let _ = child.kill();
    child.wait_with_output().expect("a process of this test")
}

/// Checks what no run may do, whatever else it did.
pub fn seen(output: Output) -> Seen {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (status, stdout, stderr) =
        (output.status.code(), text(&output.stdout), text(&output.stderr));
    for text in [&stdout, &stderr] {
        assert!(!text.contains("panicked at"), "{text}");
        for password in PASSWORDS {
            assert!(!text.contains(password), "{password} is shown:\n{text}");
        }
    }
    Seen { status, stdout, stderr }
}

pub fn sqlite_tables(file: &PathBuf) -> Vec<String> {
    let connection = rusqlite::Connection::open(file).expect("the SQLite file");
    let query = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
    let mut statement = connection.prepare(query).expect("a query");
    let names = statement.query_map([], |row| row.get(0)).expect("rows");
    names.collect::<Result<_, _>>().expect("names")
}

/// A PostgreSQL database, dropped with this value.
pub struct Database {
    server: String,
    name: String,
    pub url: String,
}

impl Database {
    fn create() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let server = server();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_running_{}_{count}", std::process::id());
        let (base, _) = server.rsplit_once('/').expect("a URL with a database");
        let url = format!("{base}/{name}");
        let database = Database { server, name, url };
        let create = format!("CREATE DATABASE {}", database.name);
        database.on_server(&create).expect("a database of this test");
        database
    }

    pub fn execute(&self, sql: &str) {
        let mut client = postgres::Client::connect(&self.url, postgres::NoTls).expect("connects");
        client.batch_execute(sql).expect("runs");
    }

    pub fn tables(&self) -> Vec<String> {
        let mut client = postgres::Client::connect(&self.url, postgres::NoTls).expect("connects");
        let query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
        let rows = client.query(query, &[]).expect("the catalog");
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// How many scratch databases stand for it.
    pub fn scratch_databases(&self) -> i64 {
        let mut client = postgres::Client::connect(&self.url, postgres::NoTls).expect("connects");
        let query = "SELECT count(*) FROM pg_database \
                     WHERE starts_with(datname, left(current_database(), 40) || '_limbeck_')";
        client.query_one(query, &[]).expect("the catalog").get(0)
    }

    fn on_server(&self, sql: &str) -> Result<(), postgres::Error> {
        postgres::Client::connect(&self.server, postgres::NoTls)?.batch_execute(sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // A database left behind is swept away with the throw-away server.
        let _ = self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// The superuser's URL of the test server.
pub fn server() -> String {
    std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL is set by `cargo xtask test`")
}

/// The URL of a role that must give its password, which is among [`PASSWORDS`].
pub fn password_url() -> String {
    std::env::var("LIMBECK_TEST_POSTGRESQL_PASSWORD_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_PASSWORD_URL is set by `cargo xtask test`")
}
