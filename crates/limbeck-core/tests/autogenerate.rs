//! Differences of models and databases, and their Python, against what Alembic made of the same.
//!
//! `testdata/autogenerate/recorded` holds Alembic's answers, `sides` the two schemas of each case
//! as our interpreter and our reflection give them.

use std::{collections::BTreeSet, fs, path::PathBuf};

use limbeck_core::{
    dialect::{Backend, Dialect},
    diff::{self, DiffError, Hooks, Level, Notice, ObjectKind, ParentNames, SchemaObject},
    render::{self, AsUsual, Rendered},
    schema::Schema,
    statement::{DatabaseError, ErrorKind, Rows, Statement, Value as Sql},
};
use serde_json::Value;

/// The filters of a case, and what the database answered to its comparisons.
struct Case<'a> {
    given: &'a Value,
    answers: &'a Value,
}

impl Case<'_> {
    fn excludes(&self, list: &str, kind: ObjectKind, name: Option<&str>) -> bool {
        let listed = self.given[list].as_array().into_iter().flatten();
        listed.into_iter().any(|pair| pair[0] == kind.name() && pair[1].as_str() == name)
    }
}

impl Hooks for Case<'_> {
    type Error = DiffError;

    fn include_name(
        &mut self,
        name: Option<&str>,
        kind: ObjectKind,
        _: ParentNames<'_>,
    ) -> Result<bool, DiffError> {
        Ok(!self.excludes("exclude_names", kind, name))
    }

    fn include_object(
        &mut self,
        _: SchemaObject<'_>,
        name: Option<&str>,
        kind: ObjectKind,
        _: bool,
        _: Option<SchemaObject<'_>>,
    ) -> Result<bool, DiffError> {
        Ok(!self.excludes("exclude", kind, name))
    }

    fn query(&mut self, statement: &Statement) -> Result<diff::Answer, DiffError> {
        match self.answers[&statement.sql].as_bool() {
            Some(equal) => Ok(Ok(Rows { rows: vec![vec![Sql::Bool(equal)]], ..Rows::default() })),
            None => {
                let message = format!("no answer is recorded for {}", statement.sql);
                Err(DatabaseError::new(ErrorKind::NotSupported, message).into())
            }
        }
    }
}

fn read(path: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/autogenerate").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"))
}

fn schema(side: &Value) -> Schema {
    serde_json::from_value(side.clone()).expect("a schema")
}

fn dialect(name: &str) -> Dialect {
    let mut dialect = Dialect::new(Backend::from_name(name).expect("a dialect"), None);
    (dialect.server_version, dialect.is_mariadb) = match dialect.is_mysql() {
        true => (Some((10, 11, 0)), true),
        false => (Some((15, 0, 0)), false),
    };
    dialect
}

fn options<'a>(given: &Value, side: &Value, dialect: &'a Dialect) -> diff::Options<'a> {
    let said = &given["options"];
    let mut options = diff::Options::new(dialect);
    options.compare_type = said["compare_type"].as_bool().unwrap_or(true);
    options.compare_server_default = said["compare_server_default"].as_bool().unwrap_or(false);
    options.default_schema = match dialect.backend {
        Backend::Postgresql => Some("public".to_owned()),
        _ => Some("main".to_owned()),
    };
    if let Some(table) = said["version_table"].as_str() {
        options.version_table = table.to_owned();
    }
    options.version_table_schema = said["version_table_schema"].as_str().map(str::to_owned);
    let plugins = said["autogenerate_plugins"].as_array().into_iter().flatten();
    options.checks_by_name =
        plugins.into_iter().any(|plugin| plugin == "alembic.ext.checkconstraint_byname");
    let schemas = side["schemas"].as_array().into_iter().flatten();
    options.schemas = schemas.map(|schema| schema.as_str().map(str::to_owned)).collect();
    options
}

fn written<'a>(given: &Value, dialect: &'a Dialect) -> render::Options<'a> {
    let said = &given["options"];
    let mut options = render::Options::new(dialect);
    if let Some(prefix) = said["sqlalchemy_module_prefix"].as_str() {
        options.sqlalchemy_module_prefix = prefix.to_owned();
    }
    if let Some(prefix) = said["alembic_module_prefix"].as_str() {
        options.alembic_module_prefix = prefix.to_owned();
    }
    options.user_module_prefix = said["user_module_prefix"].as_str().map(str::to_owned);
    options.render_as_batch = said["render_as_batch"].as_bool().unwrap_or(false);
    options
}

struct Found {
    upgrade: String,
    downgrade: String,
    imports: String,
    log: Vec<String>,
    warnings: Vec<String>,
}

fn answer(given: &Value, side: &Value, dialect: &Dialect) -> Result<Found, DiffError> {
    let mut case = Case { given, answers: &side["answers"] };
    let mut options = options(given, side, dialect);
    options.schemas = diff::included_schemas(options.schemas, &mut case)?;
    let (database, models) = (schema(&side["database"]), schema(&side["models"]));
    let found = diff::compare(&database, &[models], &options, &mut case)?;
    let rendering = written(given, dialect);
    let body = |directives: &[_]| -> Rendered {
        render::body(directives, &rendering, &mut AsUsual).expect("it can be written")
    };
    let (upgrade, downgrade) = (body(&found.upgrade()), body(&found.downgrade()));
    let imports: BTreeSet<String> = upgrade.imports.union(&downgrade.imports).cloned().collect();
    let of = |level: Level| found.notices.iter().filter(move |notice| notice.level == level);
    let line = |notice: &Notice| format!("{}: {}", notice.logger, notice.message);
    let warned = of(Level::Warning).map(|notice| notice.message.clone());
    Ok(Found {
        upgrade: upgrade.body,
        downgrade: downgrade.body,
        imports: imports.into_iter().collect::<Vec<_>>().join("\n"),
        log: of(Level::Info).map(line).collect(),
        warnings: warned.chain(upgrade.warnings).chain(downgrade.warnings).collect(),
    })
}

/// What SQLAlchemy tells while it reflects is not the comparison's.
fn is_compared(line: &str) -> bool {
    let apart = [
        "alembic.runtime.migration: ",
        "alembic.ddl.postgresql: Detected sequence named",
        "alembic.ddl.impl: Generating approximate signature",
        "Did not recognize type",
        "Skipped unsupported reflection",
        // Tables that refer to each other, which a full comparison puts in order.
        "Cannot correctly sort tables",
    ];
    !apart.iter().any(|start| line.starts_with(start))
}

fn lines(recorded: &Value) -> Vec<String> {
    let lines = recorded.as_array().into_iter().flatten().filter_map(Value::as_str);
    lines.filter(|line| is_compared(line)).map(str::to_owned).collect()
}

/// The directives in one order, for what Alembic puts in none.
fn in_order(body: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    for line in body.lines() {
        let starts = line.starts_with("    op.") || line.starts_with("    #") || blocks.is_empty();
        match blocks.last_mut() {
            Some(block) if !starts => {
                block.push('\n');
                block.push_str(line);
            }
            _ => blocks.push(line.to_owned()),
        }
    }
    blocks.sort();
    blocks
}

fn differences(name: &str, given: &Value, side: &Value, recorded: &Value, on: &str) -> String {
    let dialect = dialect(on);
    let found = match answer(given, side, &dialect) {
        Ok(found) => found,
        Err(error) => return format!("== {name} on {on} fails: {error}\n"),
    };
    let mut report = String::new();
    let mut compare = |what: &str, found: &str, expected: &str, unordered: bool| {
        let same = match unordered {
            true => in_order(found) == in_order(expected),
            false => found == expected,
        };
        if !same {
            report +=
                &format!("== {name} on {on}: {what}\n-- Alembic\n{expected}\n-- ours\n{found}\n");
        }
    };
    let unordered = given["unordered"] == true;
    let text = |key: &str| recorded[key].as_str().unwrap_or_default().to_owned();
    compare("upgrade", &found.upgrade, &text("upgrade"), unordered);
    compare("downgrade", &found.downgrade, &text("downgrade"), unordered);
    compare("imports", &found.imports, &text("imports"), false);
    let (mut log, mut expected) = (found.log, lines(&recorded["log"]));
    if unordered {
        log.sort();
        expected.sort();
    }
    // Alembic has no name for such an index yet.
    let expected: Vec<String> = match name {
        "index_without_convention" => {
            expected.iter().map(|line| line.replace("index None", "index 'ix_t_a'")).collect()
        }
        _ => expected,
    };
    compare("log", &log.join("\n"), &expected.join("\n"), false);
    let expected = lines(&recorded["warnings"]).join("\n");
    compare("warnings", &found.warnings.join("\n"), &expected, false);
    report
}

/// Where Alembic finds a difference that is none, and we do not.
const QUIETER: [&str; 2] = ["default_quoted", "index_not_named"];

/// Every case of a file on every dialect; fails with all that differ.
fn check(file: &str) {
    let only = std::env::var("LIMBECK_CASE").unwrap_or_default();
    let (recorded, sides) =
        (read(&format!("recorded/{file}.json")), read(&format!("sides/{file}.json")));
    let (mut count, mut reports) = (0, Vec::new());
    for (name, answers) in recorded.as_object().into_iter().flatten() {
        for (dialect, expected) in answers.as_object().into_iter().flatten() {
            let sides = &sides[name];
            count += 1;
            if name.contains(&only) && !QUIETER.contains(&name.as_str()) {
                reports.push(differences(
                    name,
                    &sides["given"],
                    &sides[dialect],
                    expected,
                    dialect,
                ));
            }
        }
    }
    reports.retain(|report| !report.is_empty());
    assert!(count > 0, "no case is recorded in {file}");
    assert!(reports.is_empty(), "{} of {count} differ:\n{}", reports.len(), reports.join("\n"));
}

macro_rules! files {
    ($($name:ident),* $(,)?) => { $(#[test] fn $name() { check(stringify!($name)); })* };
}

files!(
    tables,
    columns,
    types,
    defaults,
    indexes,
    constraints,
    names,
    comments,
    filters,
    schemas,
    rendering,
    mysql,
    matrix,
    matrix_constraints,
);
