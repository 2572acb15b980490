//! The recorded cases of `testdata/ddl`: what real Alembic prints for an operation is what we
//! print, on every dialect, errors included.

use std::{
    fs,
    path::{Path, PathBuf},
};

use limbeck_core::{
    ddl::{
        Action, DdlContext, Output,
        batch::{self, Source},
        emit, script_line,
        version_table::VersionTable,
    },
    dialect::{Backend, Dialect, Paramstyle},
    ops::Operation,
    schema::{NamingConvention, Table, Type},
    statement::Value,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    options: CaseOptions,
    #[serde(default)]
    naming_convention: Option<NamingConvention>,
    operations: Vec<Operation>,
}

#[derive(Default, Deserialize)]
struct CaseOptions {
    literal_binds: Option<bool>,
    paramstyle: Option<Paramstyle>,
}

/// What the case prints, ended by the error if there is one: as `--sql`, or live on the table
/// that the database holds.
fn print(case: &Case, backend: Backend, source: Option<&Table>) -> String {
    let mut dialect = Dialect::new(backend, None);
    dialect.paramstyle = case.options.paramstyle.unwrap_or(Paramstyle::Named);
    dialect.server_version = source.map(|_| (3, 40, 0));
    let context = DdlContext {
        dialect: &dialect,
        naming_convention: case.naming_convention.as_ref(),
        offline: source.is_none(),
        literal_binds: case.options.literal_binds.unwrap_or(true),
    };
    let mut out = Output::new();
    let mut printed = String::new();
    for operation in &case.operations {
        let result = match (operation, source) {
            (Operation::BatchAlterTable(alter), Some(table)) => {
                let source = Source { table, reflected: true };
                batch::emit(alter, Some(source), &context, &mut out)
            }
            _ => emit(operation, &context, &mut out),
        };
        for action in out.actions.drain(..) {
            match action {
                Action::Run(statement) => printed += &script_line(&statement.sql),
                Action::Guard { statements, .. } => {
                    printed.extend(statements.iter().map(|statement| script_line(&statement.sql)));
                }
                Action::Warn(_) => {}
                action => panic!("{action:?} cannot be printed"),
            }
        }
        if let Err(error) = result {
            let message = error.to_string();
            let message: Vec<&str> = message.split_whitespace().collect();
            printed += &format!("-- {}: {}\n", error.class(), message.join(" "));
            break;
        }
    }
    printed
}

/// Whether Alembic crashed where we say what is wrong, after the same statements.
fn both_fail(printed: &str, expected: &str) -> bool {
    let crashes = ["-- AssertionError", "-- TypeError", "-- AttributeError"];
    let at = crashes.iter().find_map(|crash| expected.find(crash));
    at.is_some_and(|at| printed.starts_with(&expected[..at]) && printed[at..].starts_with("-- "))
}

fn cases(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .filter_map(|feature| fs::read_dir(feature.unwrap().path()).ok())
        .flatten()
        .map(|case| case.unwrap().path())
        .filter(|case| case.join("operations.json").exists())
        .collect();
    found.sort();
    found
}

#[test]
fn every_recorded_case_prints_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/ddl");
    let mut failures = Vec::new();
    let cases = cases(&folder);
    assert!(cases.len() > 300, "only {} cases", cases.len());
    for path in &cases {
        let text = fs::read_to_string(path.join("operations.json")).unwrap();
        let name = path.strip_prefix(&folder).unwrap().display();
        let case: Case =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for backend in [Backend::Postgresql, Backend::Sqlite, Backend::Mysql, Backend::Mariadb] {
            let expected = fs::read_to_string(path.join(format!("{backend}.sql"))).unwrap();
            let printed = print(&case, backend, None);
            if printed != expected && !both_fail(&printed, &expected) {
                failures.push(format!(
                    "{name} on {backend}\n--- Alembic\n{expected}--- Limbeck\n{printed}"
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_recorded_batch_moves_a_reflected_table_alike() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/ddl");
    let mut failures = Vec::new();
    let cases: Vec<PathBuf> =
        cases(&folder).into_iter().filter(|case| case.join("source.json").exists()).collect();
    assert!(cases.len() > 20, "only {} cases", cases.len());
    for path in &cases {
        let read = |name: &str| fs::read_to_string(path.join(name)).unwrap();
        let case: Case = serde_json::from_str(&read("operations.json")).unwrap();
        let source: Table = serde_json::from_str(&read("source.json")).unwrap();
        let expected = read("sqlite-live.sql");
        let printed = print(&case, Backend::Sqlite, Some(&source));
        if printed != expected {
            let name = path.strip_prefix(&folder).unwrap().display();
            failures.push(format!("{name}\n--- Alembic\n{expected}--- Limbeck\n{printed}"));
        }
    }
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Alike(String),
    ByDialect { postgresql: String, sqlite: String, mysql: String, mariadb: String },
}

#[test]
fn every_recorded_literal_is_written_alike() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/ddl/literals.json");
    let rows: Vec<(Option<Type>, Value, Written)> =
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut failures = Vec::new();
    for (type_, value, written) in &rows {
        for backend in [Backend::Postgresql, Backend::Sqlite, Backend::Mysql, Backend::Mariadb] {
            let expected = match (written, backend) {
                (Written::Alike(text), _) => text,
                (Written::ByDialect { postgresql, .. }, Backend::Postgresql) => postgresql,
                (Written::ByDialect { sqlite, .. }, Backend::Sqlite) => sqlite,
                (Written::ByDialect { mysql, .. }, Backend::Mysql) => mysql,
                (Written::ByDialect { mariadb, .. }, Backend::Mariadb) => mariadb,
            };
            let mut dialect = Dialect::new(backend, None);
            dialect.paramstyle = Paramstyle::Named;
            let literal = dialect
                .literal(value, type_.as_ref())
                .unwrap_or_else(|error| format!("-- {}: {error}", error.class()));
            if literal != *expected && !both_fail(&literal, expected) {
                failures.push(format!(
                    "{value:?} as {type_:?} on {backend}: {literal} is not {expected}"
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn every_recorded_version_table_is_kept_alike() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/ddl/version_table.json");
    let rows: Vec<(Backend, Option<String>, bool, String, String)> =
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    for (backend, schema, primary_key, name, expected) in rows {
        let mut dialect = Dialect::new(backend, None);
        dialect.paramstyle = Paramstyle::Named;
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: true,
            literal_binds: true,
        };
        let table = VersionTable { name: name.into(), schema: schema.map(Into::into), primary_key };
        let mut out = Output::new();
        table.create(&context, &mut out).unwrap();
        let Some(Action::Run(create)) = out.actions.first() else { panic!("{:?}", out.actions) };
        assert_eq!(table.create_plainly(&dialect).as_ref(), Ok(create), "{backend}");
        let printed: String = [
            create.clone(),
            table.insert("b", &dialect),
            table.update("a", "c", &dialect),
            table.delete("b", &dialect),
        ]
        .iter()
        .map(|statement| script_line(&statement.sql))
        .collect();
        assert_eq!(printed, expected, "{backend}");
    }
}
