//! MySQL's and MariaDB's catalog: `SHOW CREATE TABLE`, as SQLAlchemy reads it.

mod definition;
mod types;

use serde_json::{Value as Json, json};

pub(super) use self::definition::tells_of_counting;
use super::{
    ReflectedTable, Run, Scope, What,
    row::{Row, optional, text},
};
use crate::{
    dialect::{Backend, Dialect},
    statement::{DatabaseError, ErrorKind, Statement},
};

/// No such table, no such database, unknown table.
const MISSING: [i64; 3] = [1146, 1049, 1051];

/// Everything about the tables of `scope`.
pub(super) fn tables(
    dialect: &Dialect,
    scope: Scope<'_>,
    run: &mut Run<'_>,
) -> Result<Vec<ReflectedTable>, DatabaseError> {
    let listed;
    let names = match scope.tables {
        Some(names) => names,
        None => {
            listed = list(scope.schema, scope.views, run)?;
            &listed
        }
    };
    let mut tables = Vec::new();
    for name in names {
        match table(dialect, scope.schema, name, run) {
            Ok(table) => tables.extend(table),
            Err(error) if error.code.is_some_and(|code| MISSING.contains(&code)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(tables)
}

fn list(
    schema: Option<&str>,
    views: bool,
    run: &mut Run<'_>,
) -> Result<Vec<String>, DatabaseError> {
    let names = of_kinds(schema, &["BASE TABLE"], run)?;
    match views {
        true => Ok([names, of_kinds(schema, &["VIEW", "SYSTEM VIEW"], run)?].concat()),
        false => Ok(names),
    }
}

fn of_kinds(
    schema: Option<&str>,
    kinds: &[&str],
    run: &mut Run<'_>,
) -> Result<Vec<String>, DatabaseError> {
    let from = schema.map(|schema| format!(" FROM {}", quote(schema))).unwrap_or_default();
    let rows = run(&Statement::ddl(format!("SHOW FULL TABLES{from}")))?.rows;
    let named = rows.into_iter().map(Row::new).map(|mut row| (row.text(), row.text()));
    Ok(named.filter(|(_, kind)| kinds.contains(&kind.as_str())).map(|(name, _)| name).collect())
}

fn table(
    dialect: &Dialect,
    schema: Option<&str>,
    name: &str,
    run: &mut Run<'_>,
) -> Result<Option<ReflectedTable>, DatabaseError> {
    let Some(sql) = show_create(schema, name, run)? else { return Ok(None) };
    let mut table = ReflectedTable {
        name: name.to_owned(),
        schema: schema.map(str::to_owned),
        ..ReflectedTable::default()
    };
    match is_view(&sql) {
        true => describe(&mut table, schema, run)?,
        false => definition::read(&mut table, &sql, dialect.backend),
    }
    Ok(Some(table))
}

/// What made a table or a view.
fn show_create(
    schema: Option<&str>,
    name: &str,
    run: &mut Run<'_>,
) -> Result<Option<String>, DatabaseError> {
    let sql = format!("SHOW CREATE TABLE {}", qualified(schema, name));
    let row = run(&Statement::ddl(sql))?.rows.into_iter().next();
    Ok(row.map(|row| {
        let mut row = Row::new(row);
        row.text();
        row.text().trim().to_owned()
    }))
}

fn is_view(sql: &str) -> bool {
    let first = sql.lines().next().unwrap_or_default().to_uppercase();
    !first.starts_with("CREATE TABLE") && first.contains(" VIEW")
}

// Of a view the server tells no more than names and types; SQLAlchemy takes all of its columns
// for nullable.
fn describe(
    table: &mut ReflectedTable,
    schema: Option<&str>,
    run: &mut Run<'_>,
) -> Result<(), DatabaseError> {
    let sql = format!("DESCRIBE {}", qualified(schema, &table.name));
    for row in run(&Statement::ddl(sql))?.rows {
        let mut row = Row::new(row);
        let (name, spelling) = (row.text(), row.text());
        let (_nullable, _key, default) = (row.text(), row.text(), row.optional());
        let default = match default.as_deref() {
            None | Some("") => String::new(),
            Some(now) if spelling.starts_with("timestamp") && now.starts_with(['C', 'c']) => {
                match now.starts_with('C') {
                    true => format!(" DEFAULT {now}"),
                    false => format!(" DEFAULT '{now}'"),
                }
            }
            Some("NULL") => " DEFAULT NULL".to_owned(),
            Some(value) => format!(" DEFAULT '{}'", value.replace('\'', "''")),
        };
        let line = format!("{} {spelling}{default}", quote(&name));
        table.columns.extend(definition::column(&line));
    }
    Ok(())
}

/// Questions that are not about the insides of tables.
pub(super) fn names(
    dialect: &Dialect,
    what: What,
    schema: Option<&str>,
    name: &str,
    run: &mut Run<'_>,
) -> Result<Json, DatabaseError> {
    let mut texts = |statement: &Statement| -> Result<Vec<String>, DatabaseError> {
        let rows = run(statement)?.rows;
        Ok(rows.into_iter().map(|row| Row::new(row).text()).collect())
    };
    let sequences = "SELECT table_name FROM information_schema.tables \
                     WHERE table_type = 'SEQUENCE' AND table_schema = coalesce(?, database())";
    match what {
        What::TableNames => Ok(json!(of_kinds(schema, &["BASE TABLE"], run)?)),
        What::ViewNames => Ok(json!(of_kinds(schema, &["VIEW", "SYSTEM VIEW"], run)?)),
        What::SchemaNames => Ok(json!(texts(&Statement::ddl("SHOW SCHEMAS"))?)),
        What::HasSchema => {
            let found = texts(&Statement::ddl("SHOW SCHEMAS"))?;
            Ok(json!(found.iter().any(|found| found == name)))
        }
        What::SequenceNames | What::HasSequence if !has_sequences(dialect) => {
            let message = "Sequences are supported only by the MariaDB series 10.3 or greater";
            Err(DatabaseError::new(ErrorKind::NotSupported, message))
        }
        What::SequenceNames => {
            Ok(json!(texts(&Statement::with_params(sequences, vec![optional(schema)]))?))
        }
        What::HasSequence => {
            let sql = format!("{sequences} AND table_name = ?");
            let params = vec![optional(schema), text(name)];
            Ok(json!(!texts(&Statement::with_params(sql, params))?.is_empty()))
        }
        What::ViewDefinition => match show_create(schema, name, run) {
            Ok(sql) => Ok(sql.filter(|sql| is_view(sql)).into()),
            Err(error) if error.code.is_some_and(|code| MISSING.contains(&code)) => Ok(Json::Null),
            Err(error) => Err(error),
        },
        What::HasType => Ok(json!(false)),
        _ => Ok(json!([])),
    }
}

fn has_sequences(dialect: &Dialect) -> bool {
    dialect.grammar() == Backend::Mariadb && dialect.is_at_least((10, 3, 0))
}

fn qualified(schema: Option<&str>, name: &str) -> String {
    let prefix = schema.map(|schema| format!("{}.", quote(schema))).unwrap_or_default();
    format!("{prefix}{}", quote(name))
}

fn quote(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
