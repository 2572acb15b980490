//! PostgreSQL databases that hold what revisions make, to be copied rather than made anew.

use limbeck_core::statement::{Statement, Value};
use limbeck_db::{Connection, Isolation, Session, database::Database};

use super::migrated;
use crate::{Result, Revisions};

/// What templates are made under, so that only one test makes one: "limbeck" as a number.
const LOCK: i64 = 0x006c_696d_6265_636b;
/// A database that every server has.
const MAINTENANCE: &str = "postgres";

/// The template of these revisions, which is made where there is none.
pub(super) fn of(revisions: &Revisions, named: &Database) -> Result<Database> {
    let (family, content) = revisions.fingerprints()?;
    let prefix = format!("limbeck_template_{family:016x}_");
    let template = named.sibling(Some(&format!("{prefix}{content:016x}")));
    let mut server = server(named)?;
    // It goes with the connection, however this ends.
    server.execute(&locked())?;
    let there = databases(&mut server, &prefix)?;
    if there.iter().any(|name| Some(name.as_str()) == template.name()) {
        return Ok(template);
    }
    // Nobody sees one that is half made: it has its name only once all revisions are applied.
    let making = named.sibling(Some(&format!("{prefix}making")));
    making.drop(true)?;
    let made = migrated(revisions, making)?;
    let rename = format!("ALTER DATABASE {} RENAME TO {}", quoted(&made), quoted(&template));
    server.execute(&Statement::ddl(rename))?;
    for name in there {
        // Those of earlier revisions; one that is being copied from stays until the next time.
        let _ = named.sibling(Some(&name)).drop(false);
    }
    Ok(template)
}

/// Makes a database as a copy of a template.
pub(super) fn copy(template: &Database, database: &Database) -> Result<()> {
    let create = format!("CREATE DATABASE {} TEMPLATE {}", quoted(database), quoted(template));
    server(template)?.execute(&Statement::ddl(create))?;
    Ok(())
}

fn server(named: &Database) -> Result<Connection> {
    let mut connection = named.sibling(Some(MAINTENANCE)).open()?;
    connection.set_isolation(Isolation::Autocommit)?;
    Ok(connection)
}

fn locked() -> Statement {
    Statement::with_params("SELECT pg_catalog.pg_advisory_lock($1)", vec![Value::Int(LOCK)])
}

/// The databases whose names begin so, but for one that was never finished.
fn databases(server: &mut Connection, prefix: &str) -> Result<Vec<String>> {
    let query = Statement::with_params(
        "SELECT datname::text FROM pg_catalog.pg_database WHERE pg_catalog.starts_with(datname, $1)",
        vec![Value::Text(prefix.to_owned())],
    );
    let rows = server.execute(&query)?.rows.into_iter();
    let names = rows.filter_map(|row| match row.into_iter().next() {
        Some(Value::Text(name)) => Some(name),
        _ => None,
    });
    Ok(names.filter(|name| !name.ends_with("_making")).collect())
}

fn quoted(database: &Database) -> String {
    format!("\"{}\"", database.name().unwrap_or_default().replace('"', "\"\""))
}
