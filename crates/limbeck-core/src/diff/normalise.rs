//! Texts that only the database can compare, and what it makes of them.
//!
//! [`doubts`] lists the texts of the models that differ from the database's in spelling at
//! least. [`scratch`] gives the statements that make a table for each of them in a schema of
//! its own; reflected again, those tables hold the database's spelling, which
//! [`Normalised::read`] takes in and [`compare`](super::compare) then compares with.

use std::collections::{HashMap, HashSet};

use super::{DiffError, Options, defaults, order, tables};
use crate::{
    ddl::{self, Action, DdlContext},
    dialect::{Backend, CompileError, Dialect},
    expr::{Expr, compile_ddl},
    ops::{CreateIndex, CreateTable, Operation},
    reflect::EXCLUDE_TEXT,
    schema::{
        CheckConstraint, Column, Constraint, ConstraintKind, Ident, Index, IndexElement, Name,
        Schema, Table, Type,
    },
    statement::Statement,
};

/// What kind of text is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DoubtKind {
    Default,
    Computed,
    Check,
    /// The elements and the condition of an index.
    Index,
    /// All of an EXCLUDE, but for its name.
    Exclude,
}

/// Which text of the models is meant: its table, kind, and the name of its column, constraint
/// or index.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject {
    pub table: String,
    pub kind: DoubtKind,
    pub name: String,
}

impl Subject {
    pub(super) fn of(table: &Table, kind: DoubtKind, name: &str) -> Subject {
        Subject { table: order::key_of(table), kind, name: name.to_owned() }
    }
}

/// A text of the models that the database should spell.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    pub subject: Subject,
    /// The text as the models give it.
    pub sql: String,
    /// The table that holds nothing but the text and the columns it names.
    probe: Table,
}

impl Doubt {
    /// The text and where it stands; `None` for a default, which is compared without a scratch
    /// table too.
    fn described(&self) -> Option<String> {
        let Subject { table, kind, name } = &self.subject;
        let place = match kind {
            DoubtKind::Default => return None,
            DoubtKind::Computed => format!("the computed column {name} of {table}"),
            DoubtKind::Check => format!("a CHECK of {table}"),
            DoubtKind::Index => format!("the index {name} of {table}"),
            DoubtKind::Exclude => format!("an EXCLUDE of {table}"),
        };
        Some(format!("{place}: {}", self.sql))
    }
}

/// What the database made of the texts in doubt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Normalised {
    texts: HashMap<Subject, String>,
    unsettled: HashSet<Subject>,
}

impl Normalised {
    /// The database's spelling of a text, where it was asked.
    pub fn get(&self, subject: &Subject) -> Option<&str> {
        self.texts.get(subject).map(String::as_str)
    }

    /// Whether the database was asked and would not answer: nothing is said then of the text.
    pub fn is_unsettled(&self, subject: &Subject) -> bool {
        self.unsettled.contains(subject)
    }

    /// What there is where the database could not be asked at all.
    pub fn nothing(doubts: &[Doubt]) -> Normalised {
        let unsettled = doubts.iter().map(|doubt| doubt.subject.clone()).collect();
        Normalised { unsettled, ..Normalised::default() }
    }

    /// The texts of `doubts` that are not compared, a line for each.
    pub fn left_out(&self, doubts: &[Doubt]) -> Vec<String> {
        let left_out = doubts.iter().filter(|doubt| self.is_unsettled(&doubt.subject));
        left_out.filter_map(Doubt::described).collect()
    }

    /// The spellings of `doubts` in the reflected schema that [`scratch`] filled.
    ///
    /// # Errors
    /// An expression that the dialect cannot spell.
    pub fn read(
        doubts: &[Doubt],
        reflected: &Schema,
        dialect: &Dialect,
    ) -> Result<Normalised, DiffError> {
        let mut normalised = Normalised::default();
        let tables: HashMap<&str, &Table> =
            reflected.tables.iter().map(|table| (table.name.name.as_str(), table)).collect();
        for (number, doubt) in doubts.iter().enumerate() {
            let name = probe_name(number);
            let table = tables.get(name.as_str());
            match table.map(|table| text_of(table, doubt.subject.kind, dialect)).transpose()? {
                Some(Some(text)) => {
                    let text = outside(text, table.and_then(|table| table.schema.as_ref()));
                    drop(normalised.texts.insert(doubt.subject.clone(), text));
                }
                _ => drop(normalised.unsettled.insert(doubt.subject.clone())),
            }
        }
        Ok(normalised)
    }
}

/// A text that names a sequence, without the schema of the scratch tables: reflection puts it
/// before names that the search path finds.
fn outside(text: String, schema: Option<&Ident>) -> String {
    match schema {
        Some(schema) => text.replacen(&format!("nextval('\"{schema}\"."), "nextval('", 1),
        None => text,
    }
}

const SUBJECT: &str = "subject";

fn probe_name(number: usize) -> String {
    format!("limbeck_probe_{number}")
}

fn text_of(
    table: &Table,
    kind: DoubtKind,
    dialect: &Dialect,
) -> Result<Option<String>, CompileError> {
    let last = table.columns.last();
    Ok(match kind {
        DoubtKind::Default => last.and_then(defaults::database_text),
        DoubtKind::Computed => match last.and_then(|column| column.computed.as_ref()) {
            Some(computed) => Some(compile_ddl(&computed.expr, dialect)?),
            None => None,
        },
        DoubtKind::Check => match table.constraints.iter().find_map(check_of) {
            Some(check) => Some(compile_ddl(&check.condition, dialect)?),
            None => None,
        },
        DoubtKind::Exclude => table.constraints.iter().find_map(exclude_text).map(str::to_owned),
        DoubtKind::Index => match table.indexes.first() {
            Some(index) => Some(whole_text(index, dialect)?),
            None => None,
        },
    })
}

fn check_of(constraint: &Constraint) -> Option<&CheckConstraint> {
    match &constraint.kind {
        ConstraintKind::Check(check) => Some(check),
        _ => None,
    }
}

/// A reflected EXCLUDE as the database writes it.
pub(super) fn exclude_text(constraint: &Constraint) -> Option<&str> {
    constraint.options.get(EXCLUDE_TEXT).and_then(|text| text.as_str())
}

/// All of an index that is text: its elements and its condition.
pub(super) fn index_text(index: &Index, dialect: &Dialect) -> Result<String, CompileError> {
    let mut text = Vec::new();
    for element in &index.elements {
        text.push(match element {
            IndexElement::Column { column } => dialect.quote_ident(column).into_owned(),
            IndexElement::Expr { expr, .. } => compile_ddl(expr, dialect)?,
        });
    }
    text.push(condition_text(index, dialect)?.unwrap_or_default());
    Ok(text.join(", "))
}

/// As [`index_text`], with the operator classes, which models may write into the text.
pub(super) fn whole_text(index: &Index, dialect: &Dialect) -> Result<String, CompileError> {
    let mut text = index_text(index, dialect)?;
    if let Some(classes) = index.options.get("postgresql_ops").filter(|it| !it.is_null()) {
        text.push_str(&format!(" {classes}"));
    }
    Ok(text)
}

/// The condition of a partial index on this dialect.
pub(super) fn condition_text(
    index: &Index,
    dialect: &Dialect,
) -> Result<Option<String>, CompileError> {
    let key = format!("{}_where", dialect.backend.name());
    let Some(value) = index.options.get(&key).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    if let Some(text) = value.as_str() {
        return Ok(Some(text.to_owned()));
    }
    let expr =
        value.get("$expr").cloned().and_then(|expr| serde_json::from_value::<Expr>(expr).ok());
    expr.map(|expr| compile_ddl(&expr, dialect)).transpose()
}

/// The texts of `models` that spelling alone cannot compare with those of `database`.
///
/// # Errors
/// An expression that the dialect cannot spell.
pub fn doubts(
    database: &Schema,
    models: &[Schema],
    options: &Options<'_>,
) -> Result<Vec<Doubt>, DiffError> {
    let compared = database.tables.iter().filter(|table| !tables::is_left_alone(table));
    let tables: HashMap<String, &Table> =
        compared.map(|table| (order::key_of(table), table)).collect();
    let mut found = Vec::new();
    for model in models.iter().flat_map(|metadata| &metadata.tables) {
        let schema = model.schema.as_ref().map(|schema| schema.name.as_str());
        let schema = schema.filter(|schema| Some(*schema) != options.default_schema.as_deref());
        if let Some(table) = tables.get(&order::key(schema, &model.name.name)) {
            let model = super::names::with_names(model)?;
            of_columns(&mut found, table, &model, options)?;
            of_checks(&mut found, table, &model, options)?;
            of_indexes(&mut found, table, &model, options)?;
            of_excludes(&mut found, table, &model, options)?;
        }
    }
    Ok(found)
}

fn of_columns(
    found: &mut Vec<Doubt>,
    table: &Table,
    model: &Table,
    options: &Options<'_>,
) -> Result<(), DiffError> {
    let dialect = options.dialect;
    for wanted in &model.columns {
        let Some(column) = table.columns.iter().find(|it| it.name.name == wanted.name.name) else {
            continue;
        };
        let name = &wanted.name.name;
        if let (Some(old), Some(new)) =
            (defaults::database_text(column), defaults::model_text(wanted, dialect)?)
            && old != new
        {
            let subject = Subject::of(model, DoubtKind::Default, name);
            found.push(Doubt { subject, sql: new, probe: of_default(wanted) });
        }
        if let (Some(old), Some(new)) = (&column.computed, &wanted.computed) {
            let sql = compile_ddl(&new.expr, dialect)?;
            if compile_ddl(&old.expr, dialect)? != sql {
                let subject = Subject::of(model, DoubtKind::Computed, name);
                found.push(Doubt { subject, sql, probe: of_computed(model, wanted) });
            }
        }
    }
    Ok(())
}

/// A column alone with its default.
fn of_default(column: &Column) -> Table {
    let mut probe = Table::new("probe");
    let mut only = Column::new(SUBJECT, without_own_type(&column.type_));
    only.server_default = column.server_default.clone();
    probe.columns.push(only);
    probe
}

/// The columns of a model without what refers to anything, and the computed one last.
fn of_computed(model: &Table, column: &Column) -> Table {
    let mut probe = bare(model);
    probe.columns.retain(|other| other.name != column.name);
    let mut last = Column::new(column.name.clone(), column.type_.clone());
    last.computed = column.computed.clone();
    probe.columns.push(last);
    probe
}

fn bare(model: &Table) -> Table {
    let mut probe = Table::new("probe");
    let bare = |column: &Column| Column::new(column.name.clone(), without_own_type(&column.type_));
    let plain = model.columns.iter().filter(|column| column.computed.is_none() && !column.system);
    probe.columns = plain.map(bare).collect();
    probe
}

/// A type that needs no CREATE TYPE: the real one is there already.
fn without_own_type(type_: &Type) -> Type {
    let mut type_ = type_.clone();
    match &mut type_ {
        Type::Enum(enum_) => enum_.create_type = Some(false),
        Type::Postgresql(named) => named.create_type = Some(false),
        Type::Boolean { create_constraint, .. } => *create_constraint = false,
        _ => {}
    }
    type_
}

fn of_checks(
    found: &mut Vec<Doubt>,
    table: &Table,
    model: &Table,
    options: &Options<'_>,
) -> Result<(), DiffError> {
    if !options.is_full() {
        return Ok(());
    }
    let dialect = options.dialect;
    let mut known = Vec::new();
    for check in table.constraints.iter().filter_map(check_of) {
        known.push(compile_ddl(&check.condition, dialect)?);
    }
    for (number, (_, check)) in super::full::checks(model).into_iter().enumerate() {
        let sql = compile_ddl(&check.condition, dialect)?;
        if known.contains(&sql) {
            continue;
        }
        let mut probe = bare(model);
        let kind = ConstraintKind::Check(CheckConstraint { type_bound: false, ..check });
        probe.constraints.push(super::full::unnamed(kind));
        let subject = Subject::of(model, DoubtKind::Check, &number.to_string());
        found.push(Doubt { subject, sql, probe });
    }
    Ok(())
}

fn of_indexes(
    found: &mut Vec<Doubt>,
    table: &Table,
    model: &Table,
    options: &Options<'_>,
) -> Result<(), DiffError> {
    let dialect = options.dialect;
    for index in &model.indexes {
        let name = dialect.stored_name(&index.name)?.unwrap_or_default().into_owned();
        let Some(old) = table.indexes.iter().find(|old| old.name.text() == Some(&name)) else {
            continue;
        };
        // An order that is the usual one is text too: the database leaves it out.
        let is_text = |element: &IndexElement| matches!(element, IndexElement::Expr { .. });
        let has_text =
            index.elements.iter().any(is_text) || condition_text(index, dialect)?.is_some();
        let sql = index_text(index, dialect)?;
        if !options.is_full() || !has_text || index_text(old, dialect)? == sql {
            continue;
        }
        let mut probe = bare(model);
        probe.indexes.push(index.clone());
        let subject = Subject::of(model, DoubtKind::Index, &name);
        found.push(Doubt { subject, sql, probe });
    }
    Ok(())
}

/// The texts of EXCLUDE, which models take apart and databases do not.
fn of_excludes(
    found: &mut Vec<Doubt>,
    table: &Table,
    model: &Table,
    options: &Options<'_>,
) -> Result<(), DiffError> {
    let is_there = table.constraints.iter().any(|old| exclude_text(old).is_some());
    if !options.is_full() || !is_there || options.dialect.backend != Backend::Postgresql {
        return Ok(());
    }
    for (number, constraint) in super::full::excludes(model).enumerate() {
        let ConstraintKind::Exclude(exclude) = &constraint.kind else { continue };
        let mut sql = Vec::new();
        for element in &exclude.elements {
            let text = compile_ddl(&element.expr, options.dialect)?;
            sql.push(format!("{text} WITH {}", element.operator));
        }
        let mut probe = bare(model);
        probe.constraints.push(Constraint { name: Name::Unset, ..constraint.clone() });
        let subject = Subject::of(model, DoubtKind::Exclude, &number.to_string());
        found.push(Doubt { subject, sql: sql.join(", "), probe });
    }
    Ok(())
}

/// The statements that make a table for each doubt in `schema`, which must be there and be
/// dropped or rolled back afterwards; `None` is for a database of its own.
///
/// Each doubt has statements of its own, so that one that the server refuses takes no other
/// with it.
///
/// # Errors
/// What cannot be written in the dialect.
pub fn scratch(
    doubts: &[Doubt],
    schema: Option<&str>,
    dialect: &Dialect,
) -> Result<Vec<Vec<Statement>>, DiffError> {
    let context =
        DdlContext { dialect, naming_convention: None, offline: false, literal_binds: false };
    let mut all = Vec::with_capacity(doubts.len());
    for (number, doubt) in doubts.iter().enumerate() {
        let name = Ident::from(probe_name(number));
        let schema = schema.map(Ident::from);
        let mut table = doubt.probe.clone();
        (table.name, table.schema) = (name.clone(), schema.clone());
        let indexes = std::mem::take(&mut table.indexes);
        let create = CreateTable { table, if_not_exists: false, alone: false };
        let mut operations = vec![Operation::CreateTable(create)];
        operations.extend(indexes.into_iter().map(|index| {
            let index = Index {
                name: Name::Final { r#final: format!("{name}_index") },
                table: name.clone(),
                schema: schema.clone(),
                ..index
            };
            Operation::CreateIndex(CreateIndex { index, if_not_exists: None })
        }));
        let mut statements = Vec::new();
        for operation in &operations {
            let actions = ddl::statements(operation, &context)?;
            statements.extend(actions.into_iter().filter_map(|action| match action {
                Action::Run(statement) => Some(statement),
                _ => None,
            }));
        }
        all.push(statements);
    }
    Ok(all)
}
