//! Generated changes on real databases: applied they leave no difference, taken back no trace.
//!
//! The models are those of `limbeck-core/testdata/autogenerate`, compared in full and with what
//! the database itself makes of texts in doubt.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
};

use limbeck_core::{
    ddl::{self, Action, DdlContext},
    diff::{self, Compare, DiffError, Hooks, Normalised},
    ops::{Directive, Operation},
    reflect::{self, Detail},
    schema::{ConstraintKind, Index, IndexElement, Schema, Table},
    statement::Statement,
};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session, Url, scratch};
use serde_json::Value;

struct Database {
    connection: Connection,
    url: Url,
    server: Option<(Connection, String)>,
}

static COUNT: AtomicUsize = AtomicUsize::new(0);

fn open(url: &Url) -> Connection {
    Connection::open(url, &ConnectOptions::default()).expect("the database can be reached")
}

fn run(connection: &mut Connection, sql: &str) -> Result<(), String> {
    let done = connection.execute(&Statement::ddl(sql)).and_then(|_| connection.commit());
    done.map_err(|error| format!("{error} in {sql}"))
}

impl Database {
    fn new(dialect: &str, extensions: &[&str]) -> Database {
        if dialect == "sqlite" {
            let url: Url = "sqlite://".parse().expect("a URL");
            return Database { connection: open(&url), url, server: None };
        }
        let is_mysql = matches!(dialect, "mysql" | "mariadb");
        let variable = match is_mysql {
            true => "LIMBECK_TEST_MARIADB_URL",
            false => "LIMBECK_TEST_POSTGRESQL_URL",
        };
        let text = std::env::var(variable)
            .unwrap_or_else(|_| panic!("{variable} names a server where databases can be created"));
        let mut url: Url = text.parse().expect("a URL");
        if is_mysql {
            url.drivername = format!("{dialect}+pymysql");
        }
        let mut server = open(&url);
        server.set_isolation(Isolation::Autocommit).expect("a setting that every server has");
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("limbeck_round_trip_{}_{number}", std::process::id());
        run(&mut server, &format!("CREATE DATABASE {name}")).expect("a database");
        let url = Url { database: Some(name.clone()), ..url };
        let mut connection = open(&url);
        for extension in extensions {
            run(&mut connection, &format!("CREATE EXTENSION {extension}")).expect("an extension");
        }
        Database { connection, url, server: Some((server, name)) }
    }

    fn reflect(&mut self, schemas: &[Option<String>]) -> Schema {
        let dialect = self.connection.dialect().clone();
        let names: Vec<Option<&str>> = schemas.iter().map(Option::as_deref).collect();
        let mut run = |statement: &Statement| self.connection.execute(statement);
        reflect::schema(&dialect, &names, Detail::Full, &mut run).expect("the schema can be read")
    }

    /// What the database makes of the texts in doubt.
    fn normalise(
        &mut self,
        database: &Schema,
        models: &[Schema],
        options: &diff::Options<'_>,
    ) -> Normalised {
        let doubts = diff::doubts(database, models, options).expect("the texts");
        let url = self.url.clone();
        let another = || Connection::open(&url, &ConnectOptions::default());
        let settled = scratch::settle(&mut self.connection, another, &doubts);
        self.connection.rollback().expect("a rollback");
        let settled = settled.expect("the texts are spelt");
        assert_eq!(settled.normalised.left_out(&doubts), Vec::<String>::new());
        settled.normalised
    }

    fn compare(&mut self, schemas: &[Option<String>], models: &[Schema]) -> diff::Differences {
        let dialect = self.connection.dialect().clone();
        let database = self.reflect(schemas);
        let mut options = diff::Options::new(&dialect);
        options.compare = Compare::Full;
        options.schemas = schemas.to_vec();
        options.default_schema = self.connection.default_schema().map(str::to_owned);
        let normalised = self.normalise(&database, models, &options);
        options.normalised = Some(&normalised);
        let mut hooks = Asks(&mut self.connection);
        diff::compare(&database, models, &options, &mut hooks).expect("the comparison")
    }

    fn apply(&mut self, directives: &[Directive]) -> Result<(), String> {
        let dialect = self.connection.dialect().clone();
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: false,
            literal_binds: false,
        };
        let mut out = ddl::Output::new();
        for operation in directives.iter().flat_map(operations) {
            ddl::emit(operation, &context, &mut out).map_err(|error| error.to_string())?;
            for action in std::mem::take(&mut out.actions) {
                match action {
                    Action::Run(statement) => run(&mut self.connection, &statement.sql)?,
                    Action::RunIf { query, exists, then } => {
                        let rows = self.connection.execute(&query).map_err(|it| it.to_string())?;
                        if rows.rows.is_empty() != exists {
                            run(&mut self.connection, &then.sql)?;
                        }
                    }
                    Action::Warn(_) => {}
                    other => return Err(format!("{other:?} is no DDL")),
                }
            }
        }
        Ok(())
    }
}

fn operations(directive: &Directive) -> Vec<&Operation> {
    match directive {
        Directive::Operation { operation } => vec![operation],
        Directive::ModifyTable { operations, .. } => operations.iter().collect(),
        Directive::Lines { .. } => Vec::new(),
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, name)) = &mut self.server {
            let force = match server.dialect().is_mysql() {
                true => "",
                false => " WITH (FORCE)",
            };
            let dropped = run(server, &format!("DROP DATABASE {name}{force}"));
            dropped.expect("the database goes");
        }
    }
}

/// Asks the database what text cannot settle.
struct Asks<'a>(&'a mut Connection);

impl Hooks for Asks<'_> {
    type Error = DiffError;

    fn query(&mut self, statement: &Statement) -> Result<diff::Answer, DiffError> {
        let answer = self.0.execute(statement);
        if answer.is_err() {
            self.0.rollback()?;
        }
        Ok(answer)
    }
}

fn read(path: &str) -> Value {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let path = folder.join("../limbeck-core/testdata/autogenerate").join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).expect("JSON")
}

/// Brings a database to the models and back; says what is left over.
fn round_trip(
    dialect: &str,
    made: &[String],
    schemas: &[Option<String>],
    models: &Schema,
) -> Result<(), String> {
    let wanted = serde_json::to_string(models).expect("JSON") + &made.join(" ");
    let wanted = wanted.to_lowercase();
    let extensions = [("citext", "citext"), ("hstore", "hstore"), ("exclude", "btree_gist")];
    let extensions = extensions.iter().filter(|(word, _)| wanted.contains(word));
    let extensions: Vec<&str> = extensions.map(|(_, name)| *name).collect();
    let mut database = Database::new(dialect, &extensions);
    for schema in schemas.iter().flatten() {
        // The statements of the case may make it.
        if !made.iter().any(|sql| sql.contains("CREATE SCHEMA")) {
            run(&mut database.connection, &format!("CREATE SCHEMA {schema}"))?;
        }
    }
    for sql in made {
        run(&mut database.connection, sql)?;
    }
    let before = database.reflect(schemas);
    let models = std::slice::from_ref(models);
    let found = database.compare(schemas, models);
    database.apply(&found.upgrade()).map_err(|error| format!("upgrade: {error}"))?;
    let left = database.compare(schemas, models);
    if !left.is_empty() {
        return Err(format!("generated again, it finds\n{:#?}", left.upgrade()));
    }
    database.apply(&found.downgrade()).map_err(|error| format!("downgrade: {error}"))?;
    let after = database.reflect(schemas);
    match comparable(&before) == comparable(&after) {
        true => Ok(()),
        false => {
            Err(format!("a trace is left\n{}", traces(&comparable(&before), &comparable(&after))))
        }
    }
}

/// The schema without the order that changes leave behind.
fn comparable(schema: &Schema) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &schema.tables {
        let mut sorted = table.clone();
        sorted.columns.sort_by(|one, other| one.name.name.cmp(&other.name.name));
        let name = &table.name;
        let parts = sorted.columns.iter().map(|column| format!("{name} {column:?}"));
        lines.extend(parts);
        lines.extend(table.constraints.iter().map(|item| format!("{name} {item:?}")));
        let own = table.indexes.iter().filter(|index| !is_of_a_key(table, index));
        lines.extend(own.map(|item| format!("{name} {item:?}")));
        lines.push(format!("{name} {:?} {:?}", table.comment, table.options));
    }
    lines.extend(schema.enums.iter().map(|item| format!("{item:?}")));
    lines.extend(schema.sequences.iter().map(|item| format!("{item:?}")));
    // PostgreSQL casts otherwise when it reads a list in its own spelling.
    let mut lines: Vec<String> =
        lines.into_iter().map(|line| line.replace("::text[]", "").replace("::text", "")).collect();
    lines.sort();
    lines
}

/// An index that MariaDB has made for a foreign key, under a name that hangs on how the key came.
fn is_of_a_key(table: &Table, index: &Index) -> bool {
    let columns: Vec<&str> = index
        .elements
        .iter()
        .filter_map(|element| match element {
            IndexElement::Column { column } => Some(column.name.as_str()),
            IndexElement::Expr { .. } => None,
        })
        .collect();
    let name = index.name.text();
    table.constraints.iter().any(|constraint| match &constraint.kind {
        ConstraintKind::ForeignKey(key) => {
            key.columns.iter().map(|column| column.name.as_str()).eq(columns.iter().copied())
                && (name == constraint.name.text() || name == columns.first().copied())
        }
        _ => false,
    })
}

fn traces(before: &[String], after: &[String]) -> String {
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("- {line}"));
    let come = after.iter().filter(|line| !before.contains(line)).map(|line| format!("+ {line}"));
    gone.chain(come).collect::<Vec<_>>().join("\n")
}

/// Cases whose models no database can hold or whose downgrade cannot give back what was there.
const APART: &[&str] = &[
    // Types that PostgreSQL does not have, or that the models leave open.
    "upper_case_types_added",
    "unknown_model_type",
    "added_defaults",
    "every_type_added",
    "options_added",
    "table_options",
    "postgresql_types_added",
    // A column of XML, for which SQLAlchemy has no type that could be written down.
    "postgresql_types_removed",
    // A column that is no key and counts by a sequence: no model can say that.
    "remove_serial",
    "removed_enum_in_schema",
];

fn is_apart(name: &str, dialect: &str) -> bool {
    let elsewhere: &[&str] = match dialect {
        // SQLite has no NULLS LAST in an index.
        "sqlite" => &["expressions_added"],
        // MariaDB has neither indexes on expressions, nor MATCH, nor DEFERRABLE, nor text types
        // without a length, nor computed columns that say NOT NULL.
        "mysql" | "mariadb" => &[
            "expressions_added",
            "labels_added",
            "foreign_key_composite",
            "composite_foreign_key",
            "foreign_key_deferrable",
            "declarative",
            "add_table_with_everything",
            "computed_table",
        ],
        _ => &[],
    };
    APART.contains(&name) || elsewhere.contains(&name)
}

fn check(file: &str, dialect: &str, from_recorded: bool) {
    let only = std::env::var("LIMBECK_CASE").unwrap_or_default();
    let (recorded, sides) =
        (read(&format!("recorded/{file}.json")), read(&format!("sides/{file}.json")));
    let mut failures = Vec::new();
    for (name, answers) in recorded.as_object().into_iter().flatten() {
        let side = &sides[name][dialect];
        if side.is_null() || !name.contains(&only) || is_apart(name, dialect) {
            continue;
        }
        let models: Schema = serde_json::from_value(side["models"].clone()).expect("models");
        let schemas: Vec<Option<String>> =
            serde_json::from_value(side["schemas"].clone()).expect("schemas");
        let made = answers[dialect]["database"].as_array().cloned().unwrap_or_default();
        let made: Vec<String> = match from_recorded {
            true => made.iter().filter_map(|sql| sql.as_str().map(str::to_owned)).collect(),
            false => Vec::new(),
        };
        if let Err(reason) = round_trip(dialect, &made, &schemas, &models) {
            failures.push(format!("== {name} on {dialect}: {reason}"));
        }
    }
    assert!(failures.is_empty(), "{} fail:\n{}", failures.len(), failures.join("\n"));
}

macro_rules! files {
    ($($name:ident),* $(,)?) => { $(
        mod $name {
            #[test]
            fn from_nothing_on_sqlite() {
                super::check(stringify!($name), "sqlite", false);
            }

            #[test]
            fn from_nothing_on_postgresql() {
                super::check(stringify!($name), "postgresql", false);
            }

            #[test]
            fn from_what_was_on_postgresql() {
                super::check(stringify!($name), "postgresql", true);
            }

            #[test]
            fn from_nothing_on_mariadb() {
                super::check(stringify!($name), "mariadb", false);
            }

            #[test]
            fn from_what_was_on_mariadb() {
                super::check(stringify!($name), "mariadb", true);
            }
        }
    )* };
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
    schemas,
    rendering,
    mysql,
    matrix,
    matrix_constraints
);

#[path = "full/detection.rs"]
mod detection;
