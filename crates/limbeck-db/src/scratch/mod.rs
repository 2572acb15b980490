//! Lets a database spell texts in doubt, in a scratch place that leaves no trace.

mod entities;

pub use entities::spell;

use limbeck_core::{
    dialect::Backend,
    diff::{self, DiffError, Doubt, Normalised},
    reflect::{self, Detail},
    statement::{DatabaseError, Statement},
};

use crate::{CatalogReader, ConnectOptions, Connection, Isolation, Session, Url};

/// What a database made of texts in doubt.
#[derive(Debug, Default)]
pub struct Settled {
    pub normalised: Normalised,
    /// Why there was no scratch place; `None` where there was one.
    pub refused: Option<DatabaseError>,
}

/// Why texts could not be settled.
#[derive(Debug, thiserror::Error)]
pub enum ScratchError {
    #[error(transparent)]
    Diff(#[from] DiffError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

const SAVEPOINT: &str = "limbeck_scratch";
const DOUBT: &str = "limbeck_doubt";

/// Asks the database how it spells `doubts`: PostgreSQL in a schema that is rolled back, SQLite
/// in memory, MySQL and MariaDB in a database of their own, by a connection that `another` opens.
///
/// Nothing but the scratch place is locked, and no lock is waited for longer than two seconds.
/// A database that refuses a scratch place (no right to create, a replica) gives
/// [`Settled::refused`].
///
/// # Errors
/// A connection that is lost, a statement that the dialect cannot spell.
pub fn settle(
    connection: &mut Connection,
    another: impl FnOnce() -> Result<Connection, DatabaseError>,
    doubts: &[Doubt],
) -> Result<Settled, ScratchError> {
    if doubts.is_empty() {
        return Ok(Settled::default());
    }
    match connection.dialect().backend {
        Backend::Postgresql => in_schema(connection, doubts),
        Backend::Sqlite => {
            let mut own = Connection::open(&in_memory(), &ConnectOptions::default())?;
            let normalised = fill(&mut own, None, doubts)?;
            Ok(Settled { normalised, refused: None })
        }
        Backend::Mysql | Backend::Mariadb => in_database(&mut another()?, doubts),
    }
}

fn in_memory() -> Url {
    Url {
        drivername: "sqlite".to_owned(),
        username: None,
        password: None,
        host: None,
        port: None,
        database: None,
        query: Vec::new(),
    }
}

fn refused(error: DatabaseError, doubts: &[Doubt]) -> Settled {
    Settled { normalised: Normalised::nothing(doubts), refused: Some(error) }
}

fn name() -> String {
    format!("limbeck_scratch_{}", std::process::id())
}

fn in_schema(connection: &mut Connection, doubts: &[Doubt]) -> Result<Settled, ScratchError> {
    with_transaction(connection, |connection| {
        let schema = name();
        let begin = [
            Statement::ddl("SET LOCAL lock_timeout = '2s'"),
            Statement::ddl(format!("CREATE SCHEMA {schema}")),
        ];
        match connection.execute_all(&begin) {
            Ok(_) => fill(connection, Some(&schema), doubts)
                .map(|normalised| Settled { normalised, refused: None }),
            Err((_, error)) => Ok(refused(error, doubts)),
        }
    })
}

/// Has `work` done in a transaction, and takes it back.
fn with_transaction<T, E: From<DatabaseError>>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    let before = connection.isolation()?;
    if before == Isolation::Autocommit {
        connection.set_isolation(Isolation::ReadCommitted)?;
    }
    let done = in_savepoint(connection, work);
    if before == Isolation::Autocommit {
        connection.rollback()?;
        connection.set_isolation(before)?;
    }
    done
}

fn in_savepoint<T, E: From<DatabaseError>>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    connection.savepoint(SAVEPOINT)?;
    let done = work(connection);
    connection.rollback_to(SAVEPOINT)?;
    connection.release(SAVEPOINT)?;
    done
}

fn in_database(connection: &mut Connection, doubts: &[Doubt]) -> Result<Settled, ScratchError> {
    let database = name();
    if let Err(error) = connection.execute(&Statement::ddl(format!("CREATE DATABASE {database}"))) {
        return Ok(refused(error, doubts));
    }
    let normalised = fill(connection, Some(&database), doubts);
    connection.execute(&Statement::ddl(format!("DROP DATABASE {database}")))?;
    connection.commit()?;
    Ok(Settled { normalised: normalised?, refused: None })
}

/// Makes a table for each doubt and reads back what became of it.
fn fill(
    connection: &mut Connection,
    schema: Option<&str>,
    doubts: &[Doubt],
) -> Result<Normalised, ScratchError> {
    let dialect = connection.dialect().clone();
    let statements = diff::scratch(doubts, schema, &dialect)?;
    let all: Vec<Statement> = statements.iter().flatten().cloned().collect();
    let has_savepoints = dialect.backend == Backend::Postgresql;
    if has_savepoints {
        connection.savepoint(DOUBT)?;
    }
    // All at once, and one by one only where the server takes offence at one of them.
    if connection.execute_all(&all).is_err() {
        if has_savepoints {
            connection.rollback_to(DOUBT)?;
        }
        one_by_one(connection, &statements, has_savepoints)?;
    }
    let mut ask = CatalogReader(connection);
    let found = reflect::schema(&dialect, &[schema], Detail::Full, &mut ask)?;
    Ok(Normalised::read(doubts, &found, &dialect)?)
}

fn one_by_one(
    connection: &mut Connection,
    statements: &[Vec<Statement>],
    has_savepoints: bool,
) -> Result<(), ScratchError> {
    for of_doubt in statements {
        if has_savepoints {
            connection.savepoint(DOUBT)?;
        }
        let done = connection.execute_all(of_doubt);
        if has_savepoints {
            match done {
                Ok(_) => connection.release(DOUBT)?,
                Err(_) => connection.rollback_to(DOUBT)?,
            }
        }
    }
    Ok(())
}
