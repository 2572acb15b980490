//! A crate outside of the workspace, made as docs/rust.md and docs/models.md say: structs, a
//! revision generated from them, reviewed and applied, a second one, back, and its own tests.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const LIBRARY: &str = r#"//! The tables of the service.

#[derive(limbeck::Table)]
#[limbeck(name = "users")]
pub struct User {
    #[limbeck(primary_key)]
    pub id: i64,
    #[limbeck(length = 320, unique)]
    pub email: String,
    // more
}

#[derive(limbeck::Table)]
#[limbeck(name = "tasks")]
pub struct Task {
    #[limbeck(primary_key)]
    pub id: i64,
    #[limbeck(references = "users.id", on_delete = "CASCADE")]
    pub user_id: i64,
    pub title: String,
    #[limbeck(server_default = "'open'")]
    pub state: State,
}

#[derive(limbeck::DbEnum)]
#[limbeck(rename_all = "snake_case")]
pub enum State {
    Open,
    InProgress,
}

pub fn models() -> limbeck::schema::Schema {
    limbeck::metadata![User, Task]
}
"#;

const MIGRATE: &str = r#"fn main() -> std::process::ExitCode {
    limbeck_cli::main(service::models())
}
"#;

const MAIN: &str = r#"static REVISIONS: limbeck::Revisions = limbeck::migrate!("migrations");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("DATABASE_URL")?;
    let migrator = limbeck::Migrator::new(&REVISIONS, &url)?;
    let steps = migrator.upgrade("head").wait()?;
    println!("{} revisions, at head: {}", steps.len(), migrator.current().wait()?.is_at_head());
    Ok(())
}
"#;

const TESTS: &str = r#"use limbeck::testing::TestDatabase;

static REVISIONS: limbeck::Revisions = limbeck::migrate!("migrations");

#[test]
fn revisions_make_what_the_models_say() {
    let database = TestDatabase::in_memory(&REVISIONS).unwrap();
    let differences = database.migrator().check(&service::models()).wait().unwrap();
    assert_eq!(differences, Vec::<String>::new());
}
"#;

/// The crate, and where it is built: in a place of its own, which stays for the next time.
struct Crate {
    folder: PathBuf,
    target: PathBuf,
}

impl Crate {
    fn write(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect(name);
    }

    /// Runs a program in the crate; what it prints.
    fn run(&self, program: &str, line: &[&str]) -> String {
        let output = Command::new(program)
            .args(line)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("DATABASE_URL", "sqlite:///app.db")
            .output()
            .expect(program);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(
            output.status.success(),
            "{line:?}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        text(&output.stdout)
    }

    fn cargo(&self, command: &str, line: &[&str]) -> String {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        self.run(&cargo, &[&[command, "--offline", "--quiet"], line].concat())
    }

    fn migrate(&self, line: &[&str]) -> String {
        self.cargo("run", &[&["--bin", "migrate", "--"], line].concat())
    }

    /// The revision whose name ends so.
    fn revision(&self, end: &str) -> String {
        let mut entries = fs::read_dir(self.folder.join("migrations")).expect("the revisions");
        let path = entries.find_map(|entry| {
            let path = entry.expect("an entry").path();
            path.to_string_lossy().ends_with(end).then_some(path)
        });
        fs::read_to_string(path.expect(end)).expect(end)
    }
}

#[test]
fn a_crate_made_by_the_guide_migrates_itself() {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the root");
    let scratch = tempfile::tempdir().expect("a folder");
    let program = Path::new(env!("CARGO_BIN_EXE_limbeck"));
    // Beside the profile's folder, with what belongs to no build of the workspace.
    let target = program.ancestors().nth(2).expect("the target folder").join("outside");
    let service = Crate { folder: scratch.path().join("service"), target };
    let path = |name: &str| root.join("crates").join(name).display().to_string();
    service.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"service\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nlimbeck = {{ path = {:?}, features = [\"sqlite\"] }}\n\
             limbeck-cli = {{ path = {:?}, default-features = false }}\n\n\
             [dev-dependencies]\nlimbeck = {{ path = {0:?}, features = [\"sqlite\", \"testing\"] }}\n",
            path("limbeck"),
            path("limbeck-cli"),
        ),
    );
    // The versions that are at hand.
    fs::copy(root.join("Cargo.lock"), service.folder.join("Cargo.lock")).expect("the lock file");
    service.write("src/lib.rs", LIBRARY);
    service.write("src/bin/migrate.rs", MIGRATE);
    service.run(&program.display().to_string(), &["init", "-t", "rust", "migrations"]);

    service.migrate(&["revision", "--autogenerate", "-m", "first"]);
    let first = service.revision("_first.sql");
    assert!(first.contains("CREATE TABLE users") && first.contains("DROP TABLE tasks"), "{first}");
    service.migrate(&["upgrade", "head"]);
    service.migrate(&["downgrade", "base"]);
    service.migrate(&["upgrade", "head"]);
    assert_eq!(service.migrate(&["check"]), "No new upgrade operations detected.\n");

    service.write("src/lib.rs", &LIBRARY.replace("// more", "pub name: Option<String>,"));
    service.migrate(&["revision", "--autogenerate", "-m", "name"]);
    let second = service.revision("_name.sql");
    assert!(second.contains("ALTER TABLE users ADD COLUMN name TEXT;"), "{second}");
    service.migrate(&["upgrade", "head"]);
    service.migrate(&["downgrade", "-1"]);

    service.write("src/main.rs", MAIN);
    service.write("tests/revisions.rs", TESTS);
    let said = service.cargo("run", &["--bin", "service"]);
    assert_eq!(said, "1 revisions, at head: true\n");
    service.cargo("test", &[]);
}
