//! A Rust service that carries its revisions: what they add to its start and its size, and how long
//! 300 of them take on PostgreSQL beside sqlx's and dbmate's.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::measure::{Measured, measure};
use crate::dbmate;
use crate::process::{Context, Outcome, run_command};
use crate::servers::postgresql::Cluster;
use crate::workspace::{WITH_SQLX, cargo, root, target_dir};

const REVISIONS: usize = 300;
const DATABASE: &str = "bench_service";
const START_GATE: f64 = 10.0;
const SIZE_GATE: f64 = 3.0;

const MAIN: &str = r#"//! A service that only starts.

#[cfg(feature = "limbeck")]
static REVISIONS: limbeck::Revisions = limbeck::migrate!("revisions");

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    match arguments.get(1).map(String::as_str) {
        #[cfg(feature = "limbeck")]
        Some("limbeck") => {
            let migrator = limbeck::Migrator::new(&REVISIONS, &arguments[2])?;
            migrator.with_transaction_per_revision().upgrade("head").await?;
        }
        #[cfg(feature = "sqlx")]
        Some("sqlx") => {
            let pool = sqlx::PgPool::connect(&arguments[2]).await?;
            let folder = std::path::Path::new(&arguments[3]);
            sqlx::migrate::Migrator::new(folder).await?.run(&pool).await?;
        }
        _ => {}
    }
    drop(listener);
    Ok(())
}
"#;

/// Builds the service in its variants, measures them and prints what came out.
pub fn run(runs: usize, gate: bool) -> Outcome {
    let folder = target_dir()?.join("bench-service");
    write(&folder)?;
    let alone = build(&folder, "")?;
    let grows = |features| -> Outcome<f64> {
        Ok((size(&build(&folder, features)?)? - size(&alone)?) / 1e6)
    };
    let encrypted = grows("postgresql,tls")?;
    let added = grows("postgresql")?;
    println!(
        "SQL revisions on PostgreSQL add {added:.2} MB to a service (gate {SIZE_GATE} MB), with TLS \
         {encrypted:.2} MB"
    );
    let service = build(&folder, "postgresql,sqlite,sqlx")?;

    let database = folder.join("app.db");
    let url = format!("sqlite:///{}", database.display());
    let _ = std::fs::remove_file(&database);
    run_command(Command::new(&service).args(["limbeck", &url]))?;
    let nothing = measure(runs, || Ok(()), || Command::new(&service))?;
    let start = measure(runs, || Ok(()), || with(&service, &["limbeck", &url]))?;
    let milliseconds = |of: &Measured| of.median().map_or(f64::NAN, |it| it.as_secs_f64() * 1e3);
    let adds = milliseconds(&start) - milliseconds(&nothing);
    println!(
        "a no-op upgrade of {REVISIONS} embedded revisions on SQLite adds {adds:.1} ms to the start \
         of a service (gate {START_GATE} ms)"
    );

    let cluster = Cluster::start()?;
    let fresh = || {
        let drop = format!("DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)");
        cluster.psql("postgres", &drop)?;
        cluster.psql("postgres", &format!("CREATE DATABASE {DATABASE}")).map(|_| ())
    };
    let url = cluster.url(DATABASE);
    let few = (runs / 3).max(1);
    let ours = measure(few, fresh, || with(&service, &["limbeck", &url]))?;
    let migrations = folder.join("sqlx").display().to_string();
    let sqlx = measure(few, fresh, || with(&service, &["sqlx", &url, &migrations]))?;
    let program = dbmate::find_or_install()?;
    let url = format!("{url}?sslmode=disable");
    let up = ["--url", &url, "--migrations-dir", "dbmate", "--no-dump-schema", "up"];
    let dbmate = measure(few, fresh, || {
        let mut command = with(&program, &up);
        command.current_dir(&folder);
        command
    })?;
    println!(
        "upgrade of {REVISIONS} SQL revisions on PostgreSQL, a transaction each: milliseconds"
    );
    for (who, measured) in [("limbeck", &ours), ("sqlx", &sqlx), ("dbmate", &dbmate)] {
        match measured {
            Measured::Failed(message) => println!("  {who:8} failed: {message}"),
            times => println!("  {who:8} {:.1}", milliseconds(times)),
        }
    }
    let slower = milliseconds(&ours) > milliseconds(&sqlx);
    if gate && (!(added < SIZE_GATE && adds <= START_GATE) || slower) {
        return Err("a gate is missed".into());
    }
    Ok(())
}

/// The service, and its revisions as each tool has them.
fn write(folder: &Path) -> Outcome {
    let put = |name: String, text: &str| {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent).context(parent.display())?;
        std::fs::write(&path, text).context(path.display())
    };
    let limbeck = root().join("crates/limbeck");
    put(
        "Cargo.toml".to_owned(),
        &format!(
            "[package]\nname = \"bench-service\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             [workspace]\n[dependencies]\n\
             limbeck = {{ path = {limbeck:?}, optional = true }}\n\
             sqlx = {{ version = \"0.9\", default-features = false, features = [\"runtime-tokio\", \
             \"postgres\", \"migrate\"], optional = true }}\n\
             tokio = {{ version = \"1\", features = [\"rt-multi-thread\", \"macros\", \"net\", \
             \"time\"] }}\n[features]\nlimbeck = [\"dep:limbeck\"]\n\
             postgresql = [\"limbeck\", \"limbeck/postgresql\"]\n\
             sqlite = [\"limbeck\", \"limbeck/sqlite\"]\ntls = [\"limbeck/tls\"]\n\
             [profile.release]\nlto = \"thin\"\nstrip = \"symbols\"\n"
        ),
    )?;
    put("src/main.rs".to_owned(), MAIN)?;
    let lock = root().join(WITH_SQLX).with_file_name("Cargo.lock");
    std::fs::copy(&lock, folder.join("Cargo.lock")).context(lock.display())?;
    let mut before = String::new();
    for number in 1..=REVISIONS {
        let id = format!("{number:04}");
        let mut sql = String::new();
        let _ = writeln!(
            sql,
            "CREATE TABLE t{number} (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50), at TEXT);"
        );
        let _ = writeln!(sql, "CREATE INDEX ix_t{number}_name ON t{number} (name);");
        put(
            format!("revisions/{id}_t.sql"),
            &format!("-- revision: {id}\n-- down_revision: {before}\n-- upgrade\n{sql}"),
        )?;
        put(format!("sqlx/{id}_t.sql"), &sql)?;
        put(format!("dbmate/{id}_t.sql"), &format!("-- migrate:up\n{sql}\n-- migrate:down\n"))?;
        before = id;
    }
    Ok(())
}

/// A release build with these features, out of the way of the next.
fn build(folder: &Path, features: &str) -> Outcome<PathBuf> {
    let mut command = cargo();
    command.current_dir(folder).args(["build", "--release", "--features", features]);
    run_command(&mut command)?;
    let built = target_dir()?.join("release/bench-service");
    let kept = folder.join(format!("service-{}", features.replace(',', "-")));
    std::fs::copy(&built, &kept).context(built.display())?;
    Ok(kept)
}

fn size(program: &Path) -> Outcome<f64> {
    let bytes = std::fs::metadata(program).context(program.display())?.len();
    // Exact for any program that there is.
    Ok(bytes as f64)
}

fn with(program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}
