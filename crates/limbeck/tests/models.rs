//! Models: the DDL that they stand for, and that a database made from them equals them.

#![cfg(all(feature = "sqlite", feature = "postgresql"))]

#[path = "migrator/database.rs"]
#[allow(dead_code)]
mod database;

use database::Database;
use limbeck::{
    DbEnum, Table,
    model::ColumnType,
    schema::{Schema, Type},
};
use limbeck_core::{
    ddl::{self, Action, DdlContext, Output},
    dialect::{Backend, Dialect},
    diff::{self, Change},
    ops::{CreateTable, Operation},
    reflect,
    statement::Statement,
};
use limbeck_db::{ConnectOptions, Connection, Session};

/// How far a task is.
#[derive(DbEnum)]
#[limbeck(rename_all = "snake_case")]
#[allow(dead_code)]
enum State {
    Open,
    InProgress,
    #[limbeck(rename = "finished")]
    Done,
}

struct Cents(#[allow(dead_code)] i64);

impl ColumnType for Cents {
    fn column_type() -> Type {
        i64::column_type()
    }
}

#[derive(Table)]
#[limbeck(name = "users", unique(columns(email, team), name = "uq_users_email_team"))]
#[allow(dead_code)]
struct User {
    #[limbeck(primary_key)]
    id: i64,
    #[limbeck(length = 50, unique = "uq_users_name")]
    name: String,
    #[limbeck(length = 200, index)]
    email: String,
    team: Option<i32>,
    #[limbeck(server_default = "CURRENT_TIMESTAMP")]
    created: uuid_free::Moment,
    #[limbeck(skip)]
    cached: Vec<Box<dyn Fn()>>,
}

/// A type of another crate would have this form.
mod uuid_free {
    pub struct Moment;

    impl limbeck::model::ColumnType for Moment {
        fn column_type() -> limbeck::schema::Type {
            limbeck::schema::Type::DateTime { timezone: false }
        }
    }
}

#[derive(Table)]
#[limbeck(
    name = "tasks",
    primary_key(name = "tasks_key"),
    index(columns(user_id, state), name = "ix_tasks_open", unique, where = "note IS NOT NULL"),
    index(expression = "lower(title)", name = "ix_tasks_title"),
    check(condition = "price >= 0", name = "ck_tasks_price")
)]
#[allow(dead_code)]
struct Task {
    #[limbeck(primary_key, autoincrement = false)]
    id: i32,
    #[limbeck(references = "users.id", on_delete = "cascade", index = "ix_tasks_user")]
    user_id: i64,
    #[limbeck(name = "title", length = 200)]
    r#type: String,
    #[limbeck(server_default = "'open'")]
    state: State,
    #[limbeck(server_default = 0)]
    price: Cents,
    #[limbeck(server_default = false)]
    urgent: bool,
    note: Option<String>,
    data: Option<serde_json::Value>,
    bytes: Vec<u8>,
    weight: f64,
    key: uuid::Uuid,
    #[limbeck(precision = 10, scale = 2)]
    ratio: Option<f64>,
}

fn first() -> Schema {
    limbeck::metadata![User, Task]
}

fn ddl(schema: &Schema, dialect: &Dialect) -> Vec<Statement> {
    let context =
        DdlContext { dialect, naming_convention: None, offline: false, literal_binds: true };
    let mut output = Output::new();
    for table in &schema.tables {
        let create = CreateTable { table: table.clone(), if_not_exists: false, alone: false };
        ddl::emit(&Operation::CreateTable(create), &context, &mut output).expect("a table");
    }
    statements(output)
}

fn statements(output: Output) -> Vec<Statement> {
    let run = output.actions.into_iter().filter_map(|action| match action {
        Action::Run(statement) | Action::RunIf { then: statement, .. } => Some(statement),
        _ => None,
    });
    run.collect()
}

#[test]
fn models_stand_for_this_ddl() {
    let mut text = String::new();
    for backend in [Backend::Postgresql, Backend::Sqlite, Backend::Mysql, Backend::Mariadb] {
        text += &format!("== {backend}\n");
        for statement in ddl(&first(), &Dialect::new(backend, None)) {
            text += &ddl::script_line(&statement.sql);
        }
    }
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/models.sql");
    if std::env::var_os("LIMBECK_UPDATE").is_some() {
        std::fs::write(golden, &text).expect("the golden file is written");
    }
    assert_eq!(text, std::fs::read_to_string(golden).unwrap_or_default());
}

struct Live {
    connection: Connection,
}

impl Live {
    fn open(database: &Database) -> Live {
        let url = database.url().parse().expect("a URL");
        let connection = Connection::open(&url, &ConnectOptions::default()).expect("a database");
        Live { connection }
    }

    fn run(&mut self, statements: &[Statement]) {
        for statement in statements {
            self.connection.execute(statement).unwrap_or_else(|error| {
                panic!("{error}\n{}", statement.sql);
            });
        }
        self.connection.commit().expect("a commit");
    }

    fn reflect(&mut self) -> Schema {
        let dialect = self.connection.dialect().clone();
        let mut run = |query: &Statement| self.connection.execute(query);
        let found = reflect::tables(&dialect, reflect::Scope::default(), &mut run);
        let found = found.expect("the catalog answers");
        let tables = found.into_iter().map(|table| table.to_table(dialect.backend));
        Schema { tables: tables.collect(), ..Schema::default() }
    }

    fn compare(&mut self, models: Schema) -> diff::Differences {
        let database = self.reflect();
        let dialect = self.connection.dialect().clone();
        let options = diff::Options::new(&dialect);
        diff::compare(&database, &[models], &options, &mut diff::NoHooks).expect("comparable")
    }

    fn apply(&mut self, found: &diff::Differences, up: bool) {
        let dialect = self.connection.dialect().clone();
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: false,
            literal_binds: true,
        };
        let mut output = Output::new();
        let mut operations = Vec::new();
        for change in &found.changes {
            match change {
                Change::Single(step) => operations.push(if up { &step.up } else { &step.down }),
                Change::Several { up: ups, down } => {
                    operations.extend(if up { ups } else { down });
                }
                Change::Table { steps, .. } => {
                    operations
                        .extend(steps.iter().map(|step| if up { &step.up } else { &step.down }));
                }
            }
        }
        if !up {
            operations.reverse();
        }
        for operation in operations {
            ddl::emit(operation, &context, &mut output).expect("an operation");
        }
        self.run(&statements(output));
    }
}

/// The notices of a comparison, one a line.
fn notices(found: &diff::Differences) -> Vec<String> {
    found.notices.iter().map(|notice| notice.message.clone()).collect()
}

#[test]
fn a_database_made_from_models_equals_them() {
    for database in Database::both() {
        let mut live = Live::open(&database);
        let found = live.compare(first());
        live.apply(&found, true);
        let again = live.compare(first());
        assert!(again.is_empty(), "{:#?}", again.changes);
    }
}

#[test]
fn a_migrator_says_how_the_database_differs() -> limbeck::Result<()> {
    let revisions = limbeck::Revisions::from_texts([(
        "a1.sql",
        "-- revision: a1\n-- down_revision:\n-- upgrade\nCREATE TABLE stray (id INTEGER);\n",
    )]);
    for database in Database::both() {
        let migrator = limbeck::Migrator::new(&revisions, &database.url())?;
        migrator.upgrade("head").wait()?;
        let found = migrator.check(&first()).wait()?;
        let tables: Vec<&str> =
            found.iter().filter(|text| text.contains("table")).map(String::as_str).collect();
        let expected = [
            "Detected added table 'users'",
            "Detected added table 'tasks'",
            "Detected removed table 'stray'",
        ];
        assert!(expected.iter().all(|line| tables.contains(line)), "{found:?}");
        Live::open(&database).run(&[Statement::ddl("DROP TABLE stray")]);
        let mut live = Live::open(&database);
        let differences = live.compare(first());
        live.apply(&differences, true);
        assert_eq!(migrator.check(&first()).wait()?, Vec::<String>::new());
    }
    Ok(())
}

mod second {
    use super::{Cents, State};

    #[derive(limbeck::Table)]
    #[limbeck(
        name = "tasks",
        primary_key(name = "tasks_key"),
        index(columns(user_id, state), name = "ix_tasks_open", unique, where = "note IS NOT NULL"),
        check(condition = "price >= 0", name = "ck_tasks_price")
    )]
    #[allow(dead_code)]
    pub struct Task {
        #[limbeck(primary_key, autoincrement = false)]
        id: i32,
        #[limbeck(references = "users.id", on_delete = "cascade", index = "ix_tasks_user")]
        user_id: i64,
        #[limbeck(length = 200)]
        title: String,
        #[limbeck(server_default = "'open'")]
        state: State,
        #[limbeck(server_default = 0)]
        price: Cents,
        #[limbeck(server_default = false)]
        urgent: bool,
        note: Option<String>,
        data: Option<serde_json::Value>,
        bytes: Vec<u8>,
        weight: f64,
        key: uuid::Uuid,
        #[limbeck(precision = 10, scale = 2)]
        ratio: Option<f64>,
        /// New.
        #[limbeck(length = 20, index)]
        label: Option<String>,
    }
}

#[test]
fn a_changed_model_is_one_step_up_and_one_down() {
    for database in Database::both() {
        let mut live = Live::open(&database);
        let found = live.compare(first());
        live.apply(&found, true);
        let changed = || limbeck::metadata![User, second::Task];
        let found = live.compare(changed());
        let said = notices(&found);
        assert!(said.iter().any(|text| text.contains("added column 'tasks.label'")), "{said:?}");
        assert!(said.iter().any(|text| text.contains("ix_tasks_label")), "{said:?}");
        live.apply(&found, true);
        let again = notices(&live.compare(changed()));
        assert!(again.iter().all(|text| !text.contains("label")), "{again:?}");
        live.apply(&found, false);
        let back = live.compare(first());
        assert!(back.is_empty(), "{:#?}", back.changes);
    }
}
