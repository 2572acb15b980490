//! Generated operations on their way to Python and back.

use limbeck_core::{
    ddl::{self, Action, DdlContext},
    dialect::Dialect,
    diff::{Change, Compare, Reversible},
    ops::{Directive, EntityAct, Operation},
    schema::{ConstraintKind, Ident},
};
use limbeck_python::HostError;
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::super::host::read;

/// The steps that went to Python, by their numbers: what each does and what takes it back.
#[derive(Default)]
pub(super) struct Steps(Vec<(Vec<Operation>, Vec<Operation>)>);

/// What a comparison found, on its way to Python.
pub(super) struct Given<'a> {
    pub changes: &'a [Change],
    pub dialect: &'a Dialect,
    pub compare: Compare,
}

/// An entry that Python gives back.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    /// As it went there.
    Known { number: usize, is_reverse: bool },
    /// What a renderer of the project's wrote.
    Written { lines: Lines },
    /// Made or changed by a hook.
    New { operation: Json },
    /// All that happens to one table.
    Table { table: Option<Ident>, schema: Option<Ident>, steps: Vec<Entry> },
}

#[derive(Deserialize)]
struct Lines {
    lines: Vec<String>,
    imports: Vec<String>,
}

/// A body as it is to be written.
#[derive(Default)]
pub(super) struct Returned {
    pub directives: Vec<Directive>,
    pub imports: Vec<String>,
    /// For each operation in order, the place of its object in Python's list.
    pub places: Vec<usize>,
    /// How many objects have been met.
    met: usize,
}

impl Steps {
    /// The changes for Python, each step under a number of its own.
    pub fn hand_over(&mut self, given: &Given<'_>) -> Json {
        let changes = given.changes.iter().map(|change| self.change(change, given));
        changes.collect::<Vec<Json>>().into()
    }

    fn change(&mut self, change: &Change, given: &Given<'_>) -> Json {
        let dialect = given.dialect;
        match change {
            Change::Single(step) if has_directive(&step.up) => self.step(step, dialect),
            Change::Single(Reversible { up, down }) => {
                self.statements(std::slice::from_ref(up), std::slice::from_ref(down), dialect)
            }
            Change::Several { up, down } => self.statements(up, down, dialect),
            Change::Table { table, schema, steps } => {
                let mut wires = Vec::with_capacity(steps.len());
                for step in steps {
                    wires.push(match is_ours_alone(step, given.compare) {
                        true => {
                            let Reversible { up, down } = step;
                            let (up, down) = (std::slice::from_ref(up), std::slice::from_ref(down));
                            self.statements(up, down, dialect)
                        }
                        false => self.step(step, dialect),
                    });
                }
                json!({ "kind": "table", "table": table, "schema": schema, "steps": wires })
            }
        }
    }

    fn step(&mut self, step: &Reversible, dialect: &Dialect) -> Json {
        let number = self.0.len();
        self.0.push((vec![step.up.clone()], vec![step.down.clone()]));
        let mut up = json!(step.up);
        // What has no name is found by its columns.
        if let (Operation::DropConstraint(_), Operation::CreateConstraint(create)) =
            (&step.up, &step.down)
        {
            up["columns"] = json!(match &create.constraint.kind {
                ConstraintKind::PrimaryKey(key) => key.columns.as_slice(),
                ConstraintKind::Unique(unique) => unique.columns.as_slice(),
                ConstraintKind::ForeignKey(key) => key.columns.as_slice(),
                _ => &[],
            });
        }
        if let (Operation::Entity(_), Operation::Entity(down)) = (&step.up, &step.down) {
            up["sql"] = json!(texts(std::slice::from_ref(&step.up), dialect));
            if down.act == EntityAct::Revert {
                up["old"] = json!(down.entity);
            }
        }
        json!({ "kind": "step", "number": number, "up": without_marks(up) })
    }

    fn statements(&mut self, up: &[Operation], down: &[Operation], dialect: &Dialect) -> Json {
        let number = self.0.len();
        self.0.push((up.to_vec(), down.to_vec()));
        let (up, down) = (texts(up, dialect), texts(down, dialect));
        json!({ "kind": "statements", "number": number, "up": up, "down": down })
    }

    /// A body that Python gave back.
    pub fn take_back(&self, entries: Json) -> Result<Returned, HostError> {
        let entries: Vec<Entry> = read(entries)?;
        let mut returned = Returned::default();
        for entry in entries {
            match entry {
                Entry::Table { table, schema, steps } => {
                    self.table(table.unwrap_or_default(), schema, steps, &mut returned)?;
                }
                entry => match self.entry(entry, &mut returned)? {
                    Ok(operations) => returned.directives.extend(
                        operations.into_iter().map(|operation| Directive::Operation { operation }),
                    ),
                    Err(lines) => returned.directives.push(Directive::Lines { lines }),
                },
            }
        }
        Ok(returned)
    }

    /// What happens to one table, cut where the project wrote lines of its own.
    fn table(
        &self,
        table: Ident,
        schema: Option<Ident>,
        steps: Vec<Entry>,
        returned: &mut Returned,
    ) -> Result<(), HostError> {
        let mut operations = Vec::new();
        let close = |operations: &mut Vec<Operation>, returned: &mut Returned| {
            if !operations.is_empty() {
                let (table, schema) = (table.clone(), schema.clone());
                let operations = std::mem::take(operations);
                returned.directives.push(Directive::ModifyTable { table, schema, operations });
            }
        };
        for step in steps {
            match self.entry(step, returned)? {
                Ok(more) => operations.extend(more),
                Err(lines) => {
                    close(&mut operations, returned);
                    returned.directives.push(Directive::Lines { lines });
                }
            }
        }
        close(&mut operations, returned);
        Ok(())
    }

    /// The operations of an entry, or the lines that stand for it.
    fn entry(
        &self,
        entry: Entry,
        returned: &mut Returned,
    ) -> Result<Result<Vec<Operation>, Vec<String>>, HostError> {
        let operations = match entry {
            Entry::Known { number, is_reverse } => {
                let step = self.0.get(number).ok_or_else(|| {
                    HostError::Argument(format!("no generated step has the number {number}"))
                })?;
                if is_reverse { step.1.clone() } else { step.0.clone() }
            }
            Entry::Written { lines: Lines { lines, imports } } => {
                returned.imports.extend(imports);
                return Ok(Err(lines));
            }
            Entry::New { operation } => vec![read(operation)?],
            Entry::Table { table, .. } => {
                let table = table.unwrap_or_default();
                return Err(HostError::Argument(format!(
                    "ModifyTableOps for {table} stands inside of another"
                )));
            }
        };
        returned.places.extend(operations.iter().map(|_| returned.met));
        returned.met += 1;
        Ok(Ok(operations))
    }
}

/// The JSON without what only schema items read: the interpreter has a meaning of its own for
/// keys with a dollar sign.
fn without_marks(value: Json) -> Json {
    match value {
        Json::Array(items) => items.into_iter().map(without_marks).collect(),
        Json::Object(map) if map.keys().any(|key| key.starts_with('$')) => Json::Null,
        Json::Object(map) => {
            map.into_iter().map(|(key, value)| (key, without_marks(value))).collect()
        }
        other => other,
    }
}

/// Whether a step is on something that Alembic never compares, so that a hook finds no object
/// of the database behind it.
fn is_ours_alone(step: &Reversible, compare: Compare) -> bool {
    let is_ours = |operation: &Operation| match operation {
        Operation::CreateConstraint(create) => matches!(
            create.constraint.kind,
            ConstraintKind::Check(_) | ConstraintKind::PrimaryKey(_) | ConstraintKind::Exclude(_)
        ),
        _ => false,
    };
    compare == Compare::Full && (is_ours(&step.up) || is_ours(&step.down))
}

/// Whether Alembic has a class for the operation.
fn has_directive(operation: &Operation) -> bool {
    !matches!(
        operation,
        Operation::CreateEnum { .. }
            | Operation::DropEnum { .. }
            | Operation::CreateSequence { .. }
            | Operation::DropSequence { .. }
            | Operation::CreateSchema { .. }
            | Operation::DropSchema { .. }
            | Operation::Execute(_)
    )
}

/// The statements of operations, where they can be spelled without a database.
fn texts(operations: &[Operation], dialect: &Dialect) -> Vec<String> {
    let surroundings =
        DdlContext { dialect, naming_convention: None, offline: false, literal_binds: false };
    let mut texts = Vec::new();
    for operation in operations {
        let Ok(actions) = ddl::statements(operation, &surroundings) else {
            // SQLite has no statement for it but a copy of the table.
            texts.push(ddl::summary(operation, dialect));
            continue;
        };
        let statements = actions.into_iter().flat_map(Action::into_statements);
        texts.extend(statements.map(|statement| statement.sql.trim().to_owned()));
    }
    texts
}
