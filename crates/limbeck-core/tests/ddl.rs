//! The recorded cases of `testdata/ddl`: what real Alembic prints for an operation is what we
//! print, on every dialect, errors included.

use std::{
    fs,
    path::{Path, PathBuf},
};

use limbeck_core::{
    ddl::{DdlContext, Output, Step, emit, script_line},
    dialect::{Backend, Dialect, Paramstyle},
    ops::Operation,
    schema::NamingConvention,
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

/// What `--sql` prints for the case, ended by the error if there is one.
fn print(case: &Case, backend: Backend) -> String {
    let mut dialect = Dialect::new(backend, None);
    dialect.paramstyle = case.options.paramstyle.unwrap_or(Paramstyle::Named);
    let context = DdlContext {
        dialect: &dialect,
        naming_convention: case.naming_convention.as_ref(),
        offline: true,
        literal_binds: case.options.literal_binds.unwrap_or(true),
    };
    let mut out = Output::new();
    let mut printed = String::new();
    for operation in &case.operations {
        let result = emit(operation, &context, &mut out);
        for step in out.steps.drain(..) {
            match step {
                Step::Run(statement) => printed += &script_line(&statement.sql),
                Step::Guard { statements, .. } => {
                    printed.extend(statements.iter().map(|statement| script_line(&statement.sql)));
                }
                Step::Warn(_) => {}
                step => panic!("{step:?} cannot be printed"),
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
        .flat_map(|feature| fs::read_dir(feature.unwrap().path()).unwrap())
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
            let printed = print(&case, backend);
            if printed != expected && !both_fail(&printed, &expected) {
                failures.push(format!(
                    "{name} on {backend}\n--- Alembic\n{expected}--- Limbeck\n{printed}"
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} differ\n{}", failures.len(), failures.join("\n"));
}
