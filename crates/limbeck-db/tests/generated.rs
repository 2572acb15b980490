//! Generated changes on real databases, for random pairs of schemas: applied they leave no
//! difference, taken back no trace.

use limbeck_core::{
    ddl::{
        self, Action, DdlContext,
        batch::{self, Source},
    },
    dialect::Backend,
    diff::{self, Compare, DiffError, Hooks},
    ops::{BatchAlterTable, Directive, Operation, Recreate},
    reflect::{self, Detail, Scope},
    schema::{Ident, Schema, Table},
    statement::Statement,
};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session, Url, scratch};
use proptest::{collection::vec, option, prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

#[path = "generated/special.rs"]
mod special;

use special::{Special, add_references, add_special, special};

/// The types that columns of one name may have: each can be cast to the others.
const TYPES: [&[&str]; 5] = [
    &[r#"{"type":"String","length":5}"#, r#"{"type":"String","length":20}"#, r#"{"type":"Text"}"#],
    &[r#"{"type":"SmallInteger"}"#, r#"{"type":"Integer"}"#, r#"{"type":"BigInteger"}"#],
    &[
        r#"{"type":"Numeric","precision":8,"scale":2}"#,
        r#"{"type":"Numeric","precision":12,"scale":4}"#,
    ],
    &[r#"{"type":"DateTime"}"#, r#"{"type":"Date"}"#],
    &[r#"{"type":"Boolean"}"#],
];

/// Conditions that rows of a table may have to meet.
const CHECKS: [&str; 3] = ["c1 > 0 and c1 < 100", "c1 <> 7", "c1 between 1 and 50 or c1 is null"];

/// What is compared, and where.
#[derive(Clone, Copy, PartialEq)]
struct Mode {
    backend: Backend,
    compare: Compare,
}

const DEFAULTS: [&[&str]; 5] = [&["x", "it's"], &["1", "20"], &["0", "1.5"], &[], &["1", "0"]];

#[derive(Debug, Clone)]
struct Column {
    type_: usize,
    nullable: bool,
    default: Option<usize>,
    index: Option<bool>,
    unique: bool,
}

/// A table by which of its columns it has, and whether it refers to the first table.
#[derive(Debug, Clone)]
struct Given {
    columns: Vec<Option<Column>>,
    refers: Option<bool>,
    both_unique: bool,
    /// What only a full comparison sees: CHECK, a condition of an index, EXCLUDE, a sequence.
    check: Option<usize>,
    partial: Option<usize>,
    exclude: Option<bool>,
    sequence: Option<i64>,
    special: Special,
}

fn column() -> impl Strategy<Value = Column> {
    let parts = (0_usize..6, any::<bool>(), option::of(0_usize..4), option::of(any::<bool>()));
    (parts, any::<bool>()).prop_map(|((type_, nullable, default, index), unique)| Column {
        type_,
        nullable,
        default,
        index,
        unique,
    })
}

fn table() -> impl Strategy<Value = Given> {
    let columns = vec(option::of(column()), TYPES.len());
    let full = (
        option::of(0..CHECKS.len()),
        option::of(0_usize..3),
        option::of(any::<bool>()),
        option::of(1_i64..4),
        special(),
    );
    (columns, option::of(any::<bool>()), any::<bool>(), full).prop_map(
        |(columns, refers, both_unique, (check, partial, exclude, sequence, special))| Given {
            columns,
            refers,
            both_unique,
            check,
            partial,
            exclude,
            sequence,
            special,
        },
    )
}

/// The first table is always there, for others to refer to.
fn tables() -> impl Strategy<Value = Vec<Option<Given>>> {
    (table(), vec(option::of(table()), 2))
        .prop_map(|(first, rest)| std::iter::once(Some(first)).chain(rest).collect())
}

fn schema(given: &[Option<Given>], mode: Mode) -> Schema {
    let has_key = given[0].as_ref().is_some_and(|first| first.special.key);
    let known = (has_key, given[1].is_some());
    let given = given.iter().enumerate();
    let given = given.filter_map(|(number, table)| Some((number, table.as_ref()?)));
    let mut tables = Vec::new();
    let mut sequences = Vec::new();
    for (number, table) in given {
        let mut made = table_json(number, table, mode);
        if mode.compare == Compare::Full {
            beyond(&mut made, table, mode);
            add_special(&mut made, number, &table.special, mode);
            add_references(&mut made, number, &table.special, known);
            let increment = table.sequence.filter(|_| mode.backend == Backend::Postgresql);
            sequences.extend(
                increment.map(|step| json!({ "name": format!("s{number}"), "increment": step })),
            );
        }
        tables.push(made);
    }
    // A kind is compared only where one of it is declared.
    if mode.compare == Compare::Full && mode.backend == Backend::Postgresql {
        sequences.push(json!({ "name": "s_always" }));
        let (mut always, text) = (always(), json!({ "expr": "text", "sql": "a", "binds": [] }));
        let element = json!({ "expr": text, "operator": "=" });
        always["constraints"] = json!([{
            "name": "ex_always", "kind": "exclude", "elements": [element], "using": "btree",
        }]);
        tables.push(always);
    }
    serde_json::from_value(json!({ "tables": tables, "sequences": sequences })).expect("a schema")
}

fn always() -> Value {
    json!({
        "name": "always", "columns": [{ "name": "a", "type": { "type": "Integer" }, "nullable": true }],
    })
}

/// What only a full comparison sees.
fn beyond(table: &mut Value, given: &Given, mode: Mode) {
    let name = table["name"].as_str().unwrap_or_default().to_owned();
    let text = |sql: &str| json!({ "expr": "text", "sql": sql, "binds": [] });
    let has_number = given.columns[1].is_some();
    let mut more = Vec::new();
    if let Some(check) = given.check.filter(|_| has_number) {
        more.push(json!({
            "name": format!("ck_{name}"), "kind": "check", "condition": text(CHECKS[check]),
        }));
    }
    let is_postgresql = mode.backend == Backend::Postgresql;
    if let Some(deferred) = given.exclude.filter(|_| has_number && is_postgresql) {
        more.push(json!({
            "name": format!("ex_{name}"), "kind": "exclude", "using": "btree",
            "elements": [{ "expr": text("c1"), "operator": "=" }],
            "where": deferred.then(|| text("c1 > 3")),
            "deferrable": deferred, "initially": deferred.then_some("DEFERRED"),
        }));
    }
    if let Some(list) = table["constraints"].as_array_mut() {
        list.extend(more);
    }
    let key = match mode.backend {
        Backend::Postgresql => "postgresql_where",
        Backend::Sqlite => "sqlite_where",
        _ => return,
    };
    if let Some(least) = given.partial.filter(|_| has_number) {
        let condition = json!({ "$expr": text(&format!("c1 > {least} and c1 is not null")) });
        let index = json!({
            "name": format!("ix_{name}_part"), "table": name, "elements": [{ "column": "id" }],
            "unique": false, "options": { (key): condition },
        });
        if let Some(list) = table["indexes"].as_array_mut() {
            list.push(index);
        }
    }
}

fn table_json(number: usize, given: &Given, mode: Mode) -> Value {
    let name = format!("t{number}");
    let mut columns = vec![
        json!({ "name": "id", "type": { "type": "Integer" }, "nullable": false, "primary_key": true }),
    ];
    let mut constraints =
        vec![json!({ "name": format!("pk_{name}"), "kind": "primary_key", "columns": ["id"] })];
    let mut indexes = Vec::new();
    let mut add = |what: &str, columns: Value, unique: bool| match what {
        "ix" => indexes.push(json!({
            "name": format!("ix_{name}_{}", columns[0].as_str().unwrap_or_default()), "table": name,
            "elements": [{ "column": columns[0] }], "unique": unique,
        })),
        what => constraints.push(
            json!({ "name": format!("{what}_{name}"), "kind": "unique", "columns": columns }),
        ),
    };
    for (place, column) in given.columns.iter().enumerate() {
        let Some(column) = column else { continue };
        let own = format!("c{place}");
        let mut type_ = TYPES[place][column.type_ % TYPES[place].len()];
        // MySQL and MariaDB index no text without a length.
        if type_.contains("Text") && matches!(mode.backend, Backend::Mysql | Backend::Mariadb) {
            type_ = TYPES[place][0];
        }
        let type_: Value = serde_json::from_str(type_).expect("a type");
        let default = column.default.and_then(|it| DEFAULTS[place].get(it));
        // Where Alembic finds a difference in what MariaDB makes of them each time.
        let is_spelled = place == 2 || default.is_some_and(|text| text.contains('\''));
        let is_usual = mode.backend == Backend::Mariadb && mode.compare == Compare::Alembic;
        let default = default.filter(|_| !(is_usual && is_spelled));
        let default = default.map(|text| json!({ "text": text }));
        columns.push(json!({
            "name": own, "type": type_, "nullable": column.nullable, "server_default": default,
        }));
        if let Some(unique) = column.index {
            add("ix", json!([own]), unique);
        }
        if column.unique {
            add(&format!("uq_{own}"), json!([own]), true);
        }
    }
    if given.both_unique && columns.len() > 2 {
        add("uq_two", json!([columns[1]["name"], columns[2]["name"]]), true);
    }
    if let Some(cascades) = given.refers.filter(|_| number > 0) {
        columns.push(json!({ "name": "t0_id", "type": { "type": "Integer" }, "nullable": true }));
        constraints.push(json!({
            "name": format!("fk_{name}"), "kind": "foreign_key", "columns": ["t0_id"],
            "referent_table": "t0", "referent_columns": ["id"],
            "ondelete": cascades.then_some("CASCADE"),
        }));
    }
    json!({ "name": name, "columns": columns, "constraints": constraints, "indexes": indexes })
}

/// Asks the database whether two defaults are equal.
struct Asks<'a>(&'a mut Connection);

impl Hooks for Asks<'_> {
    type Error = DiffError;

    fn query(&mut self, statement: &Statement) -> Result<diff::Answer, DiffError> {
        Ok(Ok(self.0.execute(statement)?))
    }
}

fn run(connection: &mut Connection, sql: &str) {
    let done = connection.execute(&Statement::ddl(sql)).and_then(|_| connection.commit());
    done.unwrap_or_else(|error| panic!("{error} in {sql}"));
}

fn reflected(connection: &mut Connection, mode: Mode) -> Schema {
    let dialect = connection.dialect().clone();
    let detail = match mode.compare {
        Compare::Alembic => Detail::Inspector,
        Compare::Full => Detail::Full,
    };
    let mut run = |statement: &Statement| connection.execute(statement);
    reflect::schema(&dialect, &[None], detail, &mut run).expect("the schema can be read")
}

fn compare(place: &mut Place, models: &Schema, mode: Mode) -> diff::Differences {
    let Place { connection, url } = place;
    let dialect = connection.dialect().clone();
    let database = reflected(connection, mode);
    let mut options = diff::Options::new(&dialect);
    options.compare = mode.compare;
    options.default_schema = connection.default_schema().map(str::to_owned);
    options.compare_server_default = true;
    let models = std::slice::from_ref(models);
    let mut normalised = None;
    if mode.compare == Compare::Full {
        let doubts = diff::doubts(&database, models, &options).expect("the texts");
        let settled = scratch::settle(connection, || Ok(open(url)), &doubts).expect("spelt");
        assert_eq!(settled.normalised.left_out(&doubts), Vec::<String>::new());
        normalised = Some(settled.normalised);
    }
    options.normalised = normalised.as_ref();
    diff::compare(&database, models, &options, &mut Asks(connection)).expect("the comparison")
}

/// A database that is changed.
struct Place {
    connection: Connection,
    url: Url,
}

fn apply(connection: &mut Connection, directives: &[Directive]) {
    for directive in directives {
        match directive {
            Directive::Operation { operation } => perform(connection, operation),
            Directive::ModifyTable { table, schema, operations } => {
                for operation in gathered(connection, table, schema.as_ref(), operations) {
                    perform(connection, &operation);
                }
            }
            Directive::Lines { lines } => panic!("{lines:?} came from nowhere"),
        }
    }
}

/// On SQLite a batch, which copies the table where more than its indexes change.
fn gathered(
    connection: &Connection,
    table: &Ident,
    schema: Option<&Ident>,
    operations: &[Operation],
) -> Vec<Operation> {
    let is_index =
        |it: &Operation| matches!(it, Operation::CreateIndex(_) | Operation::DropIndex(_));
    if connection.dialect().backend != Backend::Sqlite || operations.iter().all(is_index) {
        return operations.to_vec();
    }
    let batch = json!({
        "table": table, "schema": schema, "recreate": "always", "operations": operations,
    });
    let batch: BatchAlterTable = serde_json::from_value(batch).expect("a batch");
    assert_eq!(batch.recreate, Recreate::Always);
    vec![Operation::BatchAlterTable(Box::new(batch))]
}

fn perform(connection: &mut Connection, operation: &Operation) {
    let dialect = connection.dialect().clone();
    let context = DdlContext {
        dialect: &dialect,
        naming_convention: None,
        offline: false,
        literal_binds: false,
    };
    let mut out = ddl::Output::new();
    match operation {
        Operation::BatchAlterTable(alter) => {
            let tables = [alter.table.name.clone()];
            let scope = Scope { tables: Some(&tables), ..Scope::default() };
            let mut ask = |statement: &Statement| connection.execute(statement);
            let found = reflect::tables(&dialect, scope, &mut ask).expect("the table");
            let table: Table = found.first().expect("the table").to_table(dialect.backend);
            let source = Source { table: &table, reflected: true };
            batch::emit(alter, Some(source), &context, &mut out).expect("a batch");
        }
        operation => ddl::emit(operation, &context, &mut out).expect("statements"),
    }
    for action in out.actions {
        match action {
            Action::Run(statement) => run(connection, &statement.sql),
            Action::Guard { statements, .. } => {
                statements.iter().for_each(|statement| run(connection, &statement.sql));
            }
            Action::Warn(_) => {}
            other => panic!("{other:?} is not expected here"),
        }
    }
}

/// The schema without the order that changes leave behind.
fn comparable(schema: &Schema) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &schema.tables {
        let name = &table.name;
        lines.extend(table.columns.iter().map(|item| format!("{name} {item:?}")));
        lines.extend(table.constraints.iter().map(|item| format!("{name} {item:?}")));
        lines.extend(table.indexes.iter().map(|item| format!("{name} {item:?}")));
        lines.push(format!("{name} {:?} {:?}", table.comment, table.options));
    }
    for sequence in &schema.sequences {
        let mut sequence = sequence.clone();
        sequence.used_by.sort();
        lines.push(format!("{sequence:?}"));
    }
    // PostgreSQL casts otherwise when it reads a list in its own spelling.
    let mut lines: Vec<String> =
        lines.into_iter().map(|line| line.replace("::text[]", "").replace("::text", "")).collect();
    lines.sort();
    lines
}

/// From nothing to one schema, to the other, and back.
fn check(place: &mut Place, one: &[Option<Given>], other: &[Option<Given>], mode: Mode) {
    let (one, other) = (schema(one, mode), schema(other, mode));
    let first = compare(place, &one, mode);
    apply(&mut place.connection, &first.upgrade());
    let left = compare(place, &one, mode);
    assert!(left.is_empty(), "made, it is different: {:#?}", left.upgrade());
    let before = comparable(&reflected(&mut place.connection, mode));
    let found = compare(place, &other, mode);
    apply(&mut place.connection, &found.upgrade());
    let left = compare(place, &other, mode);
    assert!(left.is_empty(), "changed, it is different: {:#?}", left.upgrade());
    apply(&mut place.connection, &found.downgrade());
    assert_eq!(before, comparable(&reflected(&mut place.connection, mode)), "a trace is left");
    apply(&mut place.connection, &first.downgrade());
    let after = reflected(&mut place.connection, mode);
    assert_eq!((after.tables, after.sequences), (vec![], vec![]), "something is left");
}

fn check_random(cases: u32, mode: Mode, connect: impl Fn() -> Place) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&(tables(), tables()), |(one, other)| {
        check(&mut connect(), &one, &other, mode);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

fn open(url: &Url) -> Connection {
    Connection::open(url, &ConnectOptions::default()).expect("the database can be reached")
}

fn on_sqlite(cases: u32, compare: Compare) {
    let url: Url = "sqlite://".parse().expect("a URL");
    let mode = Mode { backend: Backend::Sqlite, compare };
    check_random(cases, mode, || Place { connection: open(&url), url: url.clone() });
}

/// In a database of its own, emptied for each case: what a failing one left would be in the way
/// of those that make it smaller.
fn on_server(cases: u32, mode: Mode) {
    let (variable, force) = match mode.backend {
        Backend::Postgresql => ("LIMBECK_TEST_POSTGRESQL_URL", " WITH (FORCE)"),
        _ => ("LIMBECK_TEST_MARIADB_URL", ""),
    };
    let text = std::env::var(variable)
        .unwrap_or_else(|_| panic!("{variable} names a server where databases can be created"));
    let url: Url = text.parse().expect("a URL");
    let mut server = open(&url);
    server.set_isolation(Isolation::Autocommit).expect("a setting that every server has");
    let full = if mode.compare == Compare::Full { "full" } else { "usual" };
    let name = format!("limbeck_generated_{full}_{}", std::process::id());
    run(&mut server, &format!("CREATE DATABASE {name}"));
    let url = Url { database: Some(name.clone()), ..url };
    check_random(cases, mode, || {
        let mut connection = open(&url);
        match mode.backend {
            Backend::Postgresql => {
                run(&mut connection, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            }
            _ => {
                run(&mut connection, &format!("DROP DATABASE {name}"));
                run(&mut connection, &format!("CREATE DATABASE {name}"));
                connection = open(&url);
            }
        }
        Place { connection, url: url.clone() }
    });
    run(&mut server, &format!("DROP DATABASE {name}{force}"));
}

#[test]
fn on_sqlite_what_is_generated_fits_and_can_be_taken_back() {
    on_sqlite(64, Compare::Alembic);
}

#[test]
fn on_sqlite_a_full_comparison_fits_and_can_be_taken_back() {
    on_sqlite(48, Compare::Full);
}

#[test]
fn on_postgresql_what_is_generated_fits_and_can_be_taken_back() {
    on_server(24, Mode { backend: Backend::Postgresql, compare: Compare::Alembic });
}

#[test]
fn on_postgresql_a_full_comparison_fits_and_can_be_taken_back() {
    on_server(24, Mode { backend: Backend::Postgresql, compare: Compare::Full });
}

#[test]
fn on_mariadb_what_is_generated_fits_and_can_be_taken_back() {
    on_server(16, Mode { backend: Backend::Mariadb, compare: Compare::Alembic });
}

#[test]
fn on_mariadb_a_full_comparison_fits_and_can_be_taken_back() {
    on_server(16, Mode { backend: Backend::Mariadb, compare: Compare::Full });
}
