//! Operations become statements here: what Alembic and SQLAlchemy would emit for them.
//!
//! In goes an [`Operation`] and the [`DdlContext`] it is run in; out come [`Action`]s, in the
//! order in which a connection runs them or `--sql` prints them. Nothing is executed here, and
//! nothing is read: where the course depends on the database (a type that may exist already),
//! the action carries the question with it. A [`BatchAlterTable`](crate::ops::BatchAlterTable)
//! that must copy its table is planned by [`batch`], which needs the table as it is.

mod entity;
mod error;

pub mod naming;
mod affinity;
mod expression;
mod keys;

mod table;
mod column;
mod constraint;
pub(crate) mod index;
mod alter;
mod comment;
mod named_types;
mod insert;

pub mod batch;
pub mod version_table;
pub mod checksums;
mod script;
mod summary;

pub(crate) use affinity::Affinity;
pub use entity::scratch_entity;
pub use error::{DdlError, DdlErrorKind};
pub use script::{script_comment, script_line};
pub use summary::summary;
pub use table::{ColumnParts, TableParts, table_parts};

use std::collections::HashSet;

use crate::{
    dialect::Dialect,
    expr::{Expr, Mode, compile},
    ops::{Execute, Operation},
    schema::{NamingConvention, Table},
    statement::{Statement, Value},
};

/// What surrounds an operation.
#[derive(Debug, Clone, Copy)]
pub struct DdlContext<'a> {
    pub dialect: &'a Dialect,
    /// The convention of env.py's `target_metadata`.
    pub naming_convention: Option<&'a NamingConvention>,
    /// Whether statements are printed rather than run.
    pub offline: bool,
    /// Whether `--sql` writes values into the text, as the stock env.py asks.
    pub literal_binds: bool,
}

/// One thing to do on a connection, or to print.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Run(Statement),
    /// The same statement for each row of values.
    RunEach {
        sql: String,
        rows: Vec<Vec<Value>>,
    },
    /// `then`, if the query's returning a row is as `exists` says.
    RunIf {
        query: Statement,
        exists: bool,
        then: Statement,
    },
    /// All of `statements`; if one fails, `otherwise`, after which the failure stands.
    Guard {
        statements: Vec<Statement>,
        otherwise: Statement,
    },
    /// A warning for the user; `--sql` does not print it.
    Warn(String),
}

impl Action {
    /// The statements as a script holds them, which asks nothing and guards nothing.
    pub fn into_statements(self) -> Vec<Statement> {
        match self {
            Action::Run(statement) | Action::RunIf { then: statement, .. } => vec![statement],
            Action::RunEach { sql, rows } => {
                let each = |params| Statement { sql: sql.clone(), params };
                rows.into_iter().map(each).collect()
            }
            Action::Guard { statements, .. } => statements,
            Action::Warn(_) => Vec::new(),
        }
    }
}

/// The actions of a run, and the types it has created so far.
///
/// One value serves a whole run: CREATE TYPE is emitted once for a name, whichever table
/// brings it.
#[derive(Debug, Default)]
pub struct Output {
    pub actions: Vec<Action>,
    created_types: HashSet<(Option<String>, String)>,
}

impl Output {
    /// Nothing done yet.
    pub fn new() -> Self {
        Output::default()
    }

    fn run(&mut self, sql: impl Into<String>) {
        self.actions.push(Action::Run(Statement::ddl(sql)));
    }

    fn warn(&mut self, message: impl Into<String>) {
        self.actions.push(Action::Warn(message.into()));
    }
}

/// Appends the actions of `operation` to `out`.
///
/// # Errors
/// What Alembic raises for it. Actions that it emits before it raises stay in `out`, as they
/// would have been run or printed.
///
/// ```
/// use limbeck_core::{ddl::{DdlContext, Output, Action, emit}, dialect::{Backend, Dialect}};
/// use serde_json::json;
///
/// let dialect = Dialect::new(Backend::Postgresql, None);
/// let context = DdlContext {
///     dialect: &dialect, naming_convention: None, offline: false, literal_binds: false,
/// };
/// let operation = serde_json::from_value(json!({ "op": "drop_table", "name": "order" }))?;
/// let mut out = Output::new();
/// emit(&operation, &context, &mut out)?;
/// let Action::Run(statement) = &out.actions[0] else { panic!() };
/// assert_eq!(statement.sql, "\nDROP TABLE \"order\"");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn emit(
    operation: &Operation,
    context: &DdlContext<'_>,
    out: &mut Output,
) -> Result<(), DdlError> {
    match operation {
        Operation::CreateTable(create) => table::create(create, context, out),
        Operation::DropTable(drop) => table::drop(drop, context, out),
        Operation::RenameTable(rename) => table::rename(rename, context, out),
        Operation::AddColumn(add) => alter::add_column(add, context, out),
        Operation::AlterColumn(alter) => alter::alter_column(alter, context, out),
        Operation::DropColumn(drop) => alter::drop_column(drop, context, out),
        Operation::CreateIndex(create) => index::create(create, context, out),
        Operation::DropIndex(drop) => index::drop(drop, context, out),
        Operation::CreateConstraint(create) => constraint::create(create, context, out),
        Operation::DropConstraint(drop) => constraint::drop(drop, context, out),
        Operation::CreateTableComment(set) => comment::set_table(set, context, out),
        Operation::DropTableComment(set) => comment::drop_table(set, context, out),
        Operation::Execute(run) => execute(run, context, out),
        Operation::BulkInsert(insert) => insert::bulk_insert(insert, context, out),
        Operation::BatchAlterTable(alter) => batch::emit(alter, None, context, out),
        Operation::CreateEnum { type_, if_not_exists } => {
            named_types::create_enum(type_, *if_not_exists, context, out)
        }
        Operation::DropEnum { type_, if_exists } => {
            named_types::drop_enum(type_, *if_exists, context, out)
        }
        Operation::CreateSequence { sequence, if_not_exists } => {
            named_types::create_sequence(sequence, *if_not_exists, context, out)
        }
        Operation::DropSequence { sequence, if_exists } => {
            named_types::drop_sequence(sequence, *if_exists, context, out)
        }
        Operation::CreateSchema { name, if_not_exists } => {
            let words = if *if_not_exists { "IF NOT EXISTS " } else { "" };
            out.run(format!("CREATE SCHEMA {words}{}", context.dialect.quote_ident(name)));
            Ok(())
        }
        Operation::DropSchema { name, if_exists, cascade } => {
            let words = if *if_exists { "IF EXISTS " } else { "" };
            let cascade = if *cascade { " CASCADE" } else { "" };
            let name = context.dialect.quote_ident(name);
            out.run(format!("DROP SCHEMA {words}{name}{cascade}"));
            Ok(())
        }
        Operation::Entity(operation) => entity::emit(operation, out),
    }
}

/// [`emit`] into a fresh [`Output`].
///
/// # Errors
/// As [`emit`].
pub fn statements(
    operation: &Operation,
    context: &DdlContext<'_>,
) -> Result<Vec<Action>, DdlError> {
    let mut out = Output::new();
    emit(operation, context, &mut out)?;
    Ok(out.actions)
}

/// The column that the database fills by counting, by SQLAlchemy's rules.
///
/// # Errors
/// [`DdlError::Autoincrement`] for `autoincrement=True` on a type that cannot count.
pub fn autoincrement_column<'a>(
    table: &'a Table,
    dialect: &Dialect,
) -> Result<Option<&'a str>, DdlError> {
    Ok(keys::Keys::of(&table.columns, &table.constraints, dialect)?.autoincrement)
}

/// The columns that an expression names, each once, in the order it names them.
pub(crate) fn expression_columns(expr: &Expr) -> Vec<&str> {
    expression::columns(expr)
}

/// How statements other than DDL are written in this context.
fn mode(context: &DdlContext<'_>) -> Mode {
    match (context.offline, context.literal_binds) {
        (false, _) => Mode::Live,
        (true, true) => Mode::Literal,
        (true, false) => Mode::Text { expand: false },
    }
}

fn execute(run: &Execute, context: &DdlContext<'_>, out: &mut Output) -> Result<(), DdlError> {
    let compiled = compile(&run.statement, context.dialect, mode(context), &Default::default())?;
    out.actions.push(Action::Run(compiled.statement));
    Ok(())
}
