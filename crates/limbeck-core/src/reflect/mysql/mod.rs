//! MySQL's and MariaDB's catalog: `SHOW CREATE TABLE`, as SQLAlchemy reads it.

mod definition;
mod types;

use serde_json::{Value as Json, json};

pub(super) use self::definition::tells_of_counting;
use super::{
    ReflectedColumn, ReflectedTable, Run, Scope, What,
    row::{Row, optional, text},
};
use crate::{
    dialect::{Backend, Dialect},
    statement::{DatabaseError, ErrorKind, Rows, Statement, Value},
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
    let show = |name: &String| show_create(scope.schema, name);
    let made = run.ask_each(&names.iter().map(show).collect::<Vec<_>>());
    let mut tables = Vec::new();
    let mut views = Vec::new();
    for (name, answer) in names.iter().zip(made) {
        let Some(sql) = unless_missing(answer)?.and_then(made_by) else { continue };
        let mut table = ReflectedTable {
            name: name.clone(),
            schema: scope.schema.map(str::to_owned),
            ..ReflectedTable::default()
        };
        match is_view(&sql) {
            true => views.push(tables.len()),
            false => definition::read(&mut table, &sql, dialect.backend),
        }
        tables.push(table);
    }
    let gone = describe(&mut tables, &views, run)?;
    for place in gone.into_iter().rev() {
        tables.remove(place);
    }
    Ok(tables)
}

/// The answer about a table, which may have gone since its name was read.
fn unless_missing(answer: Result<Rows, DatabaseError>) -> Result<Option<Rows>, DatabaseError> {
    match answer {
        Ok(rows) => Ok(Some(rows)),
        Err(error) if error.code.is_some_and(|code| MISSING.contains(&code)) => Ok(None),
        Err(error) => Err(error),
    }
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
    let rows = run.ask(&Statement::ddl(format!("SHOW FULL TABLES{from}")))?.rows;
    let named = rows.into_iter().map(Row::new).map(|mut row| (row.text(), row.text()));
    Ok(named.filter(|(_, kind)| kinds.contains(&kind.as_str())).map(|(name, _)| name).collect())
}

fn show_create(schema: Option<&str>, name: &str) -> Statement {
    Statement::ddl(format!("SHOW CREATE TABLE {}", qualified(schema, name)))
}

fn columns_of(schema: Option<&str>, name: &str) -> Statement {
    Statement::ddl(format!("DESCRIBE {}", qualified(schema, name)))
}

/// What made a table or a view.
fn made_by(answer: Rows) -> Option<String> {
    let mut row = Row::new(answer.rows.into_iter().next()?);
    row.text();
    Some(row.text().trim().to_owned())
}

fn is_view(sql: &str) -> bool {
    let first = sql.lines().next().unwrap_or_default().to_uppercase();
    !first.starts_with("CREATE TABLE") && first.contains(" VIEW")
}

// Of a view the server tells no more than names and types; SQLAlchemy takes all of its columns
// for nullable. What comes back are views that have gone meanwhile.
fn describe(
    tables: &mut [ReflectedTable],
    views: &[usize],
    run: &mut Run<'_>,
) -> Result<Vec<usize>, DatabaseError> {
    let query = |place: &usize| {
        let table = &tables[*place];
        columns_of(table.schema.as_deref(), &table.name)
    };
    let queries: Vec<Statement> = views.iter().map(query).collect();
    let mut gone = Vec::new();
    for (place, answer) in views.iter().zip(run.ask_each(&queries)) {
        match unless_missing(answer)? {
            Some(answer) => {
                let columns = answer.rows.into_iter().filter_map(column_of_view);
                tables[*place].columns.extend(columns);
            }
            None => gone.push(*place),
        }
    }
    Ok(gone)
}

fn column_of_view(row: Vec<Value>) -> Option<ReflectedColumn> {
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
    definition::column(&format!("{} {spelling}{default}", quote(&name)))
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
        let rows = run.ask(statement)?.rows;
        Ok(rows.into_iter().map(|row| Row::new(row).text()).collect())
    };
    let sequences = "SELECT table_name FROM information_schema.tables \
                     WHERE table_type = 'SEQUENCE' AND table_schema = coalesce(?, database())";
    match what {
        // The catalog of tables leaves out temporary ones.
        What::HasTable => Ok(json!(unless_missing(run.ask(&columns_of(schema, name)))?.is_some())),
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
        What::ViewDefinition => {
            let answer = unless_missing(run.ask(&show_create(schema, name)))?;
            Ok(answer.and_then(made_by).filter(|sql| is_view(sql)).into())
        }
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
