//! `other-tools TOOL FOLDER URL [undo]` applies a folder of migrations by the tool that it is of,
//! or undoes the last one that is applied.

use std::{error::Error, path::Path};

use diesel::Connection;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use sqlx::migrate::{Migrate, Migrator};

type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [tool, folder, url, rest @ ..] = arguments.as_slice() else {
        return Err("other-tools TOOL FOLDER URL [undo]".into());
    };
    let (folder, undo) = (Path::new(folder), rest == ["undo"]);
    match tool.as_str() {
        "diesel" => diesel(folder, url, undo),
        "refinery" => refinery(folder, url),
        "sqlx" => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            match url.starts_with("sqlite") {
                true => runtime.block_on(sqlx::<sqlx::Sqlite>(folder, url, undo)),
                false => runtime.block_on(sqlx::<sqlx::Postgres>(folder, url, undo)),
            }
        }
        other => Err(format!("no such tool: {other}").into()),
    }
}

async fn sqlx<D: sqlx::Database>(folder: &Path, url: &str, undo: bool) -> Outcome
where
    D::Connection: Migrate,
    for<'c> &'c sqlx::Pool<D>: sqlx::Acquire<'c, Database = D>,
{
    let pool = sqlx::Pool::<D>::connect(url).await?;
    let migrator = Migrator::new(folder).await?;
    if !undo {
        return Ok(migrator.run(&pool).await?);
    }
    let mut versions: Vec<i64> = migrator
        .iter()
        .filter(|migration| migration.migration_type.is_down_migration())
        .map(|migration| migration.version)
        .collect();
    versions.sort_unstable();
    versions.pop();
    Ok(migrator.undo(&pool, versions.pop().unwrap_or_default()).await?)
}

fn refinery(folder: &Path, url: &str) -> Outcome {
    let mut connection = rusqlite_of(url)?;
    let migrations = refinery::load_sql_migrations(folder)?;
    refinery::Runner::new(&migrations).run(&mut connection)?;
    Ok(())
}

fn rusqlite_of(url: &str) -> Result<rusqlite::Connection, rusqlite::Error> {
    rusqlite::Connection::open(url.trim_start_matches("sqlite:"))
}

fn diesel(folder: &Path, url: &str, undo: bool) -> Outcome {
    let mut connection = diesel::SqliteConnection::establish(url.trim_start_matches("sqlite:"))?;
    let migrations = FileBasedMigrations::from_path(folder)?;
    match undo {
        true => connection.revert_last_migration(migrations).map(drop)?,
        false => connection.run_pending_migrations(migrations).map(drop)?,
    }
    Ok(())
}
