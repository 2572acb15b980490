//! Databases that other tools have migrated, by those tools themselves, are taken over: sqlx,
//! refinery and diesel as libraries in a crate outside of the workspace, dbmate as its program.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicU32, Ordering},
};

const USERS: &str = "-- Who it is for: é\nCREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);\n\n\
                     INSERT INTO users VALUES (1, 'it''s; me');\n";
const TEAMS: &str = "CREATE TABLE teams (id INTEGER PRIMARY KEY);\nINSERT INTO teams VALUES (1);\n";
const LATER: &str = "CREATE TABLE later (id INTEGER PRIMARY KEY);\n";

/// The versions of the three, in the order in which they are applied.
const MIGRATIONS: [(&str, &str, &str); 3] = [
    ("20240101120000", "users", USERS),
    ("20240102120000", "teams", TEAMS),
    ("20240103120000", "later", LATER),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Dbmate,
    Diesel,
    Refinery,
    Sqlx,
    /// With migrations that cannot be undone.
    SqlxSimple,
}

impl Tool {
    fn name(self) -> &'static str {
        match self {
            Tool::Dbmate => "dbmate",
            Tool::Diesel => "diesel",
            Tool::Refinery => "refinery",
            Tool::Sqlx | Tool::SqlxSimple => "sqlx",
        }
    }

    fn undoes(self) -> bool {
        !matches!(self, Tool::Refinery | Tool::SqlxSimple)
    }

    fn keeps_checksums(self) -> bool {
        matches!(self, Tool::Refinery | Tool::Sqlx | Tool::SqlxSimple)
    }

    /// The files of a migration, by name.
    fn files(self, place: usize) -> Vec<(String, String)> {
        let (version, name, up) = MIGRATIONS[place];
        let down = format!("DROP TABLE {name};\n");
        match self {
            Tool::Dbmate => {
                let text = format!("-- migrate:up\n{up}\n-- migrate:down\n{down}");
                vec![(format!("{version}_{name}.sql"), text)]
            }
            Tool::Diesel => {
                let (day, time) = version.split_at(8);
                let folder = format!("{}-{}-{}-{time}_{name}", &day[..4], &day[4..6], &day[6..]);
                vec![
                    (format!("{folder}/up.sql"), up.to_owned()),
                    (format!("{folder}/down.sql"), down),
                ]
            }
            Tool::Refinery => vec![(format!("V{}__{name}.sql", self.id(place)), up.to_owned())],
            Tool::SqlxSimple => vec![(format!("{version}_{name}.sql"), up.to_owned())],
            Tool::Sqlx => vec![
                (format!("{version}_{name}.up.sql"), up.to_owned()),
                (format!("{version}_{name}.down.sql"), down),
            ],
        }
    }

    /// The files of a third migration that no transaction can hold, in each way of saying so.
    fn outside(self) -> Vec<Vec<(String, String)>> {
        let (version, _, _) = MIGRATIONS[2];
        match self {
            Tool::Dbmate => {
                let text = "-- migrate:up transaction:false\nVACUUM;\n-- migrate:down\n";
                vec![vec![(format!("{version}_vacuum.sql"), text.to_owned())]]
            }
            Tool::Diesel => {
                let files = |settings: &str| {
                    let file = |name: &str, text: &str| {
                        (format!("2024-01-03-120000_vacuum/{name}"), text.to_owned())
                    };
                    vec![file("up.sql", "VACUUM;\n"), file("metadata.toml", settings)]
                };
                vec![files("run_in_transaction = false\n"), files("")]
            }
            // It has all in transactions.
            Tool::Refinery => Vec::new(),
            Tool::Sqlx | Tool::SqlxSimple => {
                let text = "-- no-transaction\nVACUUM;\n";
                vec![vec![(format!("{version}_vacuum.sql"), text.to_owned())]]
            }
        }
    }

    /// The revision that a migration becomes.
    fn id(self, place: usize) -> String {
        match self {
            Tool::Refinery => (place + 1).to_string(),
            _ => MIGRATIONS[place].0.to_owned(),
        }
    }
}

/// A database of a test's own.
enum Database {
    Sqlite(PathBuf),
    Postgresql(String),
}

impl Database {
    fn sqlite(folder: &Path) -> Database {
        Database::Sqlite(folder.join("app.db"))
    }

    fn postgresql() -> Database {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_other_tools_{}_{number}", std::process::id());
        on_server(&format!("CREATE DATABASE {name}"));
        Database::Postgresql(name)
    }

    /// As Limbeck has it.
    fn url(&self) -> String {
        match self {
            Database::Sqlite(file) => format!("sqlite:///{}", file.display()),
            Database::Postgresql(name) => server(name),
        }
    }

    /// As the tools have it.
    fn url_of_tools(&self, tool: Tool) -> String {
        match self {
            Database::Sqlite(file) if tool.name() == "sqlx" => {
                format!("sqlite:{}?mode=rwc", file.display())
            }
            Database::Sqlite(file) => format!("sqlite:{}", file.display()),
            Database::Postgresql(name) => {
                format!("postgres{}?sslmode=disable", server(name).trim_start_matches("postgresql"))
            }
        }
    }

    /// The tables of the migrations with the number of their rows; a table made twice is an error
    /// by itself.
    fn tables(&self) -> Vec<String> {
        let listed = match self {
            Database::Sqlite(_) => {
                self.column("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            Database::Postgresql(_) => {
                self.column("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
            }
        };
        let ours = |name: &String| ["users", "teams", "later", "own"].contains(&name.as_str());
        let mut found: Vec<String> = listed.into_iter().filter(ours).collect();
        found.sort();
        let rows = |name: &String| {
            let count = self.column(&format!("SELECT CAST(count(*) AS TEXT) FROM {name}"));
            format!("{name} {}", count[0])
        };
        found.iter().map(rows).collect()
    }

    fn column(&self, sql: &str) -> Vec<String> {
        match self {
            Database::Sqlite(file) => {
                let connection = rusqlite::Connection::open(file).expect("the database");
                let mut statement = connection.prepare(sql).expect(sql);
                let rows = statement.query_map([], |row| row.get(0)).expect(sql);
                rows.collect::<Result<_, _>>().expect(sql)
            }
            Database::Postgresql(name) => {
                let mut client =
                    postgres::Client::connect(&server(name), postgres::NoTls).expect("a session");
                client.query(sql, &[]).expect(sql).iter().map(|row| row.get(0)).collect()
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Database::Postgresql(name) = self {
            on_server(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn server(database: &str) -> String {
    let url = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL is not set: run `cargo xtask test`");
    let base = url.rsplit_once('/').map_or(url.as_str(), |(base, _)| base);
    format!("{base}/{database}")
}

fn on_server(sql: &str) {
    let mut client =
        postgres::Client::connect(&server("postgres"), postgres::NoTls).expect("the server");
    client.batch_execute(sql).expect(sql);
}

/// A project beside a folder of migrations, and the database of both.
struct Move {
    tool: Tool,
    folder: tempfile::TempDir,
    database: Database,
}

impl Move {
    fn new(tool: Tool, postgresql: bool) -> Move {
        let folder = tempfile::tempdir().expect("a folder");
        let database = match postgresql {
            true => Database::postgresql(),
            false => Database::sqlite(folder.path()),
        };
        let moved = Move { tool, folder, database };
        moved.limbeck(&["init", "-t", "sql", "revisions"]);
        moved
    }

    /// Puts a migration into the tool's folder, with the ends of lines that it is given.
    fn put(&self, place: usize, line_end: &str) {
        self.write(self.tool.files(place), line_end);
    }

    fn write(&self, files: Vec<(String, String)>, line_end: &str) {
        for (name, text) in files {
            let path = self.folder.path().join("db").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text.replace('\n', line_end)).expect("a migration");
        }
    }

    /// Changes the first migration.
    fn change(&self) {
        let (name, text) = self.tool.files(0).remove(0);
        let path = self.folder.path().join("db").join(name);
        fs::write(path, text.replace("me'", "you'")).expect("a migration");
    }

    /// Has the tool itself work on the database.
    fn tool(&self, undo: bool) {
        let url = self.database.url_of_tools(self.tool);
        let mut command = match self.tool {
            Tool::Dbmate => {
                let program = std::env::var_os("LIMBECK_TEST_DBMATE")
                    .expect("LIMBECK_TEST_DBMATE is not set: run `cargo xtask test`");
                let mut command = Command::new(program);
                command.args(["--url", &url, "--migrations-dir", "db", "--no-dump-schema"]);
                command.arg(if undo { "rollback" } else { "up" });
                command
            }
            tool => {
                let mut command = Command::new(other_tools());
                command.args([tool.name(), "db", &url]).args(undo.then_some("undo"));
                command
            }
        };
        said(command.current_dir(self.folder.path()).output().expect("the tool"), true);
    }

    fn command(&self, line: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_limbeck"))
            .args(line)
            .current_dir(self.folder.path())
            .env("DATABASE_URL", self.database.url())
            .output()
            .expect("limbeck")
    }

    fn limbeck(&self, line: &[&str]) -> String {
        said(self.command(line), true)
    }

    fn stamp(&self) -> Output {
        self.command(&["import", self.tool.name(), "db", "--stamp"])
    }

    /// Runs what is left to run: these revisions and no other.
    fn upgrade(&self, expected: &[String]) {
        let said = self.limbeck(&["upgrade", "head"]);
        let ran: Vec<&str> = said.lines().filter(|line| line.contains("Running upgrade")).collect();
        let is_of = |(line, id): (&&str, &String)| line.contains(&format!("-> {id}"));
        assert!(ran.len() == expected.len() && ran.iter().zip(expected).all(is_of), "{said}");
    }

    fn stands_at(&self, id: &str) {
        let said = self.limbeck(&["current"]);
        assert!(said.lines().any(|line| line.split(' ').next() == Some(id)), "{id}: {said}");
    }
}

/// What a program prints, which has to end well, or not to.
fn said(output: Output, well: bool) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.success(), well, "{said}");
    said
}

/// The crate with the tools that are libraries, built in a place that stays for the next time.
fn other_tools() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_limbeck"));
    let target = program.ancestors().nth(2).expect("the target folder").join("other-tools");
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/other_tools/Cargo.toml");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--locked", "--manifest-path"]).arg(manifest);
    said(command.env("CARGO_TARGET_DIR", &target).output().expect("cargo"), true);
    target.join("debug").join(format!("other-tools{}", std::env::consts::EXE_SUFFIX))
}

fn check(tool: Tool, postgresql: bool) {
    goes_on(&Move::new(tool, postgresql));
    begins_in_between(&Move::new(tool, postgresql));
    for outside in tool.outside().into_iter().filter(|_| !postgresql) {
        runs_from_the_start(&Move::new(tool, postgresql), outside);
    }
    for ends in ["\n", "\r\n"] {
        is_changed(&Move::new(tool, postgresql), ends);
    }
}

/// All that there is is applied; then more comes, of both.
fn goes_on(moved: &Move) {
    let tool = moved.tool;
    moved.put(0, "\n");
    moved.put(1, "\n");
    moved.tool(false);
    assert_eq!(moved.database.tables(), ["teams 1", "users 1"]);
    moved.limbeck(&["import", tool.name(), "db"]);
    let refused = said(moved.command(&["upgrade", "head"]), false);
    assert!(refused.contains(&format!("`limbeck import {} FOLDER --stamp`", tool.name())));

    said(moved.stamp(), true);
    moved.stands_at(&tool.id(1));
    moved.upgrade(&[]);
    said(moved.stamp(), true);
    // Both can stay.
    moved.tool(false);
    assert_eq!(moved.database.tables(), ["teams 1", "users 1"]);

    moved.put(2, "\n");
    moved.limbeck(&["import", tool.name(), "db"]);
    moved.limbeck(&["revision", "-m", "own", "--rev-id", "own"]);
    let revisions = fs::read_dir(moved.folder.path().join("revisions")).expect("the revisions");
    let own = revisions.map(|entry| entry.expect("an entry").path());
    let own = own.into_iter().find(|path| path.to_string_lossy().ends_with("own.sql"));
    let own = own.expect("the new revision");
    let text = fs::read_to_string(&own).expect("the new revision");
    let text = text.replace("-- upgrade\n", "-- upgrade\nCREATE TABLE own (id INTEGER);\n");
    let text = text.replace("-- downgrade\n", "-- downgrade\nDROP TABLE own;\n");
    fs::write(own, text).expect("the new revision");
    moved.upgrade(&[tool.id(2), "own".to_owned()]);
    assert_eq!(moved.database.tables(), ["later 0", "own 0", "teams 1", "users 1"]);

    moved.limbeck(&["downgrade", &tool.id(2)]);
    if !tool.undoes() {
        said(moved.command(&["downgrade", "base"]), false);
        moved.stands_at(&tool.id(2));
        return;
    }
    moved.limbeck(&["downgrade", &tool.id(0)]);
    assert_eq!(moved.database.tables(), ["users 1"]);
    moved.limbeck(&["downgrade", "base"]);
    assert_eq!(moved.database.tables(), Vec::<String>::new());
    moved.upgrade(&[tool.id(0), tool.id(1), tool.id(2), "own".to_owned()]);
    assert_eq!(moved.database.tables(), ["later 0", "own 0", "teams 1", "users 1"]);
}

/// The last migration is not applied, or no longer.
fn begins_in_between(moved: &Move) {
    let tool = moved.tool;
    moved.put(0, "\n");
    if tool.undoes() {
        moved.put(1, "\n");
        moved.tool(false);
        moved.tool(true);
    } else {
        moved.tool(false);
        moved.put(1, "\n");
    }
    assert_eq!(moved.database.tables(), ["users 1"]);
    said(moved.stamp(), true);
    moved.stands_at(&tool.id(0));
    moved.upgrade(&[tool.id(1)]);
    assert_eq!(moved.database.tables(), ["teams 1", "users 1"]);
}

/// What the tool can apply, and only outside of a transaction, a new database runs likewise.
fn runs_from_the_start(moved: &Move, outside: Vec<(String, String)>) {
    let tool = moved.tool;
    moved.put(0, "\n");
    moved.put(1, "\n");
    moved.write(outside, "\n");
    moved.tool(false);
    said(moved.stamp(), true);
    moved.stands_at(&tool.id(2));
    moved.upgrade(&[]);
    let fresh = Database::sqlite(&moved.folder.path().join("revisions"));
    moved.limbeck(&["--url", &fresh.url(), "upgrade", "head"]);
    assert_eq!(fresh.tables(), moved.database.tables());
}

/// A migration is another since it was applied, or has other ends of lines.
fn is_changed(moved: &Move, line_end: &str) {
    let tool = moved.tool;
    let other_end = if line_end == "\n" { "\r\n" } else { "\n" };
    moved.put(0, line_end);
    moved.put(1, line_end);
    moved.tool(false);
    moved.change();
    let refused = said(moved.stamp(), !tool.keeps_checksums());
    if tool.keeps_checksums() {
        assert!(refused.contains("users") && refused.contains(tool.name()), "{refused}");
        let tables = moved.limbeck(&["current"]);
        assert!(!tables.contains(&tool.id(0)), "{tables}");
        // Nothing is written either.
        moved.put(0, other_end);
        moved.put(1, other_end);
        said(moved.stamp(), true);
    }
    moved.stands_at(&tool.id(1));
    moved.upgrade(&[]);
}

#[test]
fn what_sqlx_has_migrated_is_taken_over() {
    check(Tool::Sqlx, false);
    check(Tool::SqlxSimple, false);
}

#[test]
fn what_sqlx_has_migrated_on_postgresql_is_taken_over() {
    check(Tool::Sqlx, true);
}

#[test]
fn what_refinery_has_migrated_is_taken_over() {
    check(Tool::Refinery, false);
}

#[test]
fn what_diesel_has_migrated_is_taken_over() {
    check(Tool::Diesel, false);
}

#[test]
fn what_dbmate_has_migrated_is_taken_over() {
    check(Tool::Dbmate, false);
}

#[test]
fn what_dbmate_has_migrated_on_postgresql_is_taken_over() {
    check(Tool::Dbmate, true);
}
