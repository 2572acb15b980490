//! Generated changes on real databases, for random pairs of schemas: applied they leave no
//! difference, taken back no trace.

use limbeck_core::{
    ddl::{
        self, Action, DdlContext,
        batch::{self, Source},
    },
    dialect::Backend,
    diff::{self, DiffError, Hooks},
    ops::{BatchAlterTable, Directive, Operation, Recreate},
    reflect::{self, Detail, Scope},
    schema::{Ident, Schema, Table},
    statement::{Rows, Statement},
};
use limbeck_db::{ConnectOptions, Connection, Isolation, Session, Url};
use proptest::{collection::vec, option, prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

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
    (columns, option::of(any::<bool>()), any::<bool>())
        .prop_map(|(columns, refers, both_unique)| Given { columns, refers, both_unique })
}

/// The first table is always there, for others to refer to.
fn tables() -> impl Strategy<Value = Vec<Option<Given>>> {
    (table(), vec(option::of(table()), 2))
        .prop_map(|(first, rest)| std::iter::once(Some(first)).chain(rest).collect())
}

fn schema(given: &[Option<Given>]) -> Schema {
    let tables: Vec<Value> = given
        .iter()
        .enumerate()
        .filter_map(|(number, table)| Some(table_json(number, table.as_ref()?)))
        .collect();
    serde_json::from_value(json!({ "tables": tables })).expect("a schema")
}

fn table_json(number: usize, given: &Given) -> Value {
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
        let type_ = TYPES[place][column.type_ % TYPES[place].len()];
        let type_: Value = serde_json::from_str(type_).expect("a type");
        let default =
            column.default.and_then(|it| DEFAULTS[place].get(it)).map(|it| json!({ "text": it }));
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

    fn query(&mut self, statement: &Statement) -> Result<Rows, DiffError> {
        Ok(self.0.execute(statement)?)
    }
}

fn run(connection: &mut Connection, sql: &str) {
    let done = connection.execute(&Statement::ddl(sql)).and_then(|_| connection.commit());
    done.unwrap_or_else(|error| panic!("{error} in {sql}"));
}

fn reflected(connection: &mut Connection) -> Schema {
    let dialect = connection.dialect().clone();
    let mut run = |statement: &Statement| connection.execute(statement);
    reflect::schema(&dialect, &[None], Detail::Inspector, &mut run).expect("the schema can be read")
}

fn compare(connection: &mut Connection, models: &Schema) -> diff::Differences {
    let dialect = connection.dialect().clone();
    let database = reflected(connection);
    let mut options = diff::Options::new(&dialect);
    options.compare_server_default = true;
    let models = std::slice::from_ref(models);
    diff::compare(&database, models, &options, &mut Asks(connection)).expect("the comparison")
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
    lines.sort();
    lines
}

/// From nothing to one schema, to the other, and back.
fn check(connection: &mut Connection, one: &[Option<Given>], other: &[Option<Given>]) {
    let (one, other) = (schema(one), schema(other));
    let first = compare(connection, &one);
    apply(connection, &first.upgrade());
    let left = compare(connection, &one);
    assert!(left.is_empty(), "made, it is different: {:#?}", left.notices);
    let before = comparable(&reflected(connection));
    let found = compare(connection, &other);
    apply(connection, &found.upgrade());
    let left = compare(connection, &other);
    assert!(left.is_empty(), "changed, it is different: {:#?}", left.notices);
    apply(connection, &found.downgrade());
    assert_eq!(before, comparable(&reflected(connection)), "a trace is left");
    apply(connection, &first.downgrade());
    assert_eq!(reflected(connection).tables, [], "something is left");
}

fn check_random(cases: u32, connect: impl Fn() -> Connection) {
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = runner.run(&(tables(), tables()), |(one, other)| {
        check(&mut connect(), &one, &other);
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

fn open(url: &Url) -> Connection {
    Connection::open(url, &ConnectOptions::default()).expect("the database can be reached")
}

#[test]
fn on_sqlite_what_is_generated_fits_and_can_be_taken_back() {
    check_random(64, || open(&"sqlite://".parse().expect("a URL")));
}

#[test]
fn on_postgresql_what_is_generated_fits_and_can_be_taken_back() {
    let text = std::env::var("LIMBECK_TEST_POSTGRESQL_URL")
        .expect("LIMBECK_TEST_POSTGRESQL_URL names a server where databases can be created");
    let url: Url = text.parse().expect("a URL");
    let mut server = open(&url);
    server.set_isolation(Isolation::Autocommit).expect("a setting that every server has");
    let name = format!("limbeck_generated_{}", std::process::id());
    run(&mut server, &format!("CREATE DATABASE {name}"));
    let url = Url { database: Some(name.clone()), ..url };
    check_random(24, || {
        let mut connection = open(&url);
        // What a failing case left would be in the way of those that make it smaller.
        run(&mut connection, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        connection
    });
    run(&mut server, &format!("DROP DATABASE {name} WITH (FORCE)"));
}
