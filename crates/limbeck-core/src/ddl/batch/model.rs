//! A table under change: what a batch's operations leave of it, and what they add.

use indexmap::IndexMap;

use super::{Source, order};
use crate::{
    ddl::{DdlError, affinity::Affinity, expression, naming},
    dialect::{Backend, Dialect},
    ops::{AlterColumn, BatchAlterTable, Change, ColumnGenerator},
    schema::{
        Autoincrement, Column, Constraint, ConstraintKind, Ident, Index, IndexElement, Name,
        Options, Type,
    },
};

/// A column of the new table and where its values come from.
#[derive(Debug, Clone)]
pub(super) struct Moved {
    pub column: Column,
    /// The column it is filled from; a new one is filled by its default.
    pub source: Option<Ident>,
    /// The type that values must be turned into.
    pub cast: Option<Type>,
    /// Whether the CHECK that its former type brought stays.
    keeps_type_check: bool,
}

/// The state of a batch. Columns go by the name they had when it began.
pub(super) struct Model<'a> {
    pub batch: &'a BatchAlterTable,
    pub source: Source<'a>,
    pub columns: IndexMap<String, Moved>,
    named: IndexMap<String, Constraint>,
    /// The names of the constraints that the table began with.
    source_names: Vec<Name>,
    unnamed: Vec<Constraint>,
    /// CHECKs that a column's type brings, by the column.
    type_checks: Vec<(String, Constraint)>,
    /// CHECKs that stand inside a column and have a name.
    column_checks: Vec<(String, String)>,
    indexes: IndexMap<String, Index>,
    new_indexes: IndexMap<String, Index>,
    existing: Vec<String>,
    added_order: Vec<(String, String)>,
    warnings: Vec<String>,
}

impl<'a> Model<'a> {
    /// The table as it is.
    pub fn new(batch: &'a BatchAlterTable, source: Source<'a>) -> Result<Model<'a>, DdlError> {
        let table = source.table;
        let mut model = Model {
            batch,
            source,
            columns: IndexMap::new(),
            named: IndexMap::new(),
            source_names: Vec::new(),
            unnamed: Vec::new(),
            type_checks: Vec::new(),
            column_checks: Vec::new(),
            indexes: IndexMap::new(),
            new_indexes: IndexMap::new(),
            existing: Vec::new(),
            added_order: Vec::new(),
            warnings: Vec::new(),
        };
        for column in &table.columns {
            let replaced = batch
                .reflect_columns
                .iter()
                .find(|other| source.reflected && other.name.name == column.name.name);
            model.take_column(replaced.unwrap_or(column));
        }
        for constraint in table
            .constraints
            .iter()
            .chain(batch.reflect_constraints.iter().filter(|_| source.reflected))
        {
            model.take_constraint(constraint)?;
        }
        for index in &table.indexes {
            let name = naming::index_name(index, table.naming_convention.as_ref())?;
            let key = name.text().unwrap_or_default().to_owned();
            model.indexes.insert(key, Index { name, ..index.clone() });
        }
        Ok(model)
    }

    pub fn table(&self) -> &Ident {
        &self.batch.table
    }

    pub fn schema(&self) -> Option<&Ident> {
        self.batch.schema.as_ref()
    }

    pub fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    fn take_column(&mut self, column: &Column) {
        let key = column.name.name.clone();
        self.existing.push(key.clone());
        if !self.source.reflected {
            let names = column.checks.iter().filter_map(|check| check.column_name.as_ref()?.text());
            self.column_checks.extend(names.map(|name| (name.to_owned(), key.clone())));
        }
        let column = Column { unique: false, index: false, ..column.clone() };
        let source = Some(column.name.clone());
        self.columns.insert(key, Moved { column, source, cast: None, keeps_type_check: true });
    }

    fn take_constraint(&mut self, constraint: &Constraint) -> Result<(), DdlError> {
        let table = self.source.table;
        if let ConstraintKind::Check(check) = &constraint.kind
            && check.type_bound
        {
            let column = expression::columns(&check.condition).first().copied();
            let key = column.unwrap_or_default().to_owned();
            self.type_checks.push((key, constraint.clone()));
            return Ok(());
        }
        let own = table.naming_convention.as_ref();
        let (convention, name) = match (&self.batch.naming_convention, &constraint.name) {
            // Names that came from the database are final.
            (Some(convention), Name::Unset) if self.source.reflected => {
                (Some(convention), &constraint.name)
            }
            (_, name) => (own, name),
        };
        let unnamed = Constraint { name: name.clone(), ..constraint.clone() };
        let (name, schema) = (&table.name, table.schema.as_ref());
        let name = match naming::constraint_name(&unnamed, name, schema, convention) {
            Err(DdlError::NameRequired { .. }) if self.source.reflected => Name::Unset,
            name => name?,
        };
        let constraint = Constraint { name, ..unnamed };
        match constraint.name.text() {
            Some(name) => {
                self.source_names.push(constraint.name.clone());
                self.named.insert(name.to_owned(), constraint);
            }
            None if self.is_restated(&constraint) => {}
            None => self.unnamed.push(constraint),
        }
        Ok(())
    }

    /// Whether the script restates the table's unnamed CHECKs itself.
    fn is_restated(&self, constraint: &Constraint) -> bool {
        let is_check =
            |constraint: &Constraint| matches!(constraint.kind, ConstraintKind::Check(_));
        self.source.reflected && is_check(constraint) && self.batch.table_args.iter().any(is_check)
    }

    fn column_mut(&mut self, name: &str) -> Result<&mut Moved, DdlError> {
        let table = self.batch.table.name.clone();
        self.columns
            .get_mut(name)
            .ok_or_else(|| DdlError::NoSuchColumn { table, column: name.to_owned() })
    }

    pub fn add_column(&mut self, column: &Column, before: Option<&str>, after: Option<&str>) {
        let name = column.name.name.clone();
        self.place(&name, before, after);
        let moved = Moved {
            column: Column { unique: false, index: false, ..column.clone() },
            source: None,
            cast: None,
            keeps_type_check: false,
        };
        self.columns.insert(name, moved);
    }

    /// Notes between which columns a new one stands: a neighbour that was not named is found.
    fn place(&mut self, name: &str, before: Option<&str>, after: Option<&str>) {
        let (mut before, mut after) = (before.map(str::to_owned), after.map(str::to_owned));
        let position = |column: &str| self.existing.iter().position(|known| known == column);
        let free = self.batch.partial_reordering.is_empty();
        if free && let (Some(left), None) = (&after, &before) {
            before = match position(left) {
                Some(at) => self.existing.get(at + 1).cloned(),
                None => {
                    let mut pairs = self.added_order.iter().rev();
                    pairs.find(|(first, _)| first == left).map(|(_, second)| second.clone())
                }
            };
        } else if free && let (Some(right), None) = (&before, &after) {
            after = match position(right) {
                Some(at) => at.checked_sub(1).and_then(|at| self.existing.get(at).cloned()),
                None => {
                    let mut pairs = self.added_order.iter().rev();
                    pairs.find(|(_, second)| second == right).map(|(first, _)| first.clone())
                }
            };
        }
        let is_placed = before.is_some() || after.is_some();
        if let Some(before) = before {
            self.added_order.push((name.to_owned(), before));
        }
        if let Some(after) = after {
            self.added_order.push((after, name.to_owned()));
        }
        if free
            && !is_placed
            && let Some(last) = self.existing.last()
        {
            self.added_order.push((last.clone(), name.to_owned()));
        }
    }

    pub fn alter_column(&mut self, alter: &AlterColumn, dialect: &Dialect) -> Result<(), DdlError> {
        let moved = self.column_mut(&alter.column.name)?;
        let mut dropped_check = None;
        if let Some(name) = alter.new_name.as_ref().filter(|name| name.name != alter.column.name) {
            moved.column.name = name.clone();
            dropped_check = alter
                .existing_type
                .as_ref()
                .and_then(|type_| type_name(type_.for_backend(dialect.backend)))
                .map(str::to_owned);
        }
        if let Some(type_) = &alter.type_ {
            moved.keeps_type_check = false;
            let (old, new) = (Affinity::of(&moved.column.type_), Affinity::of(type_));
            let is_document = dialect.backend == Backend::Sqlite && new == Affinity::Json;
            if old != new && !is_document {
                moved.cast = Some(type_.clone());
            }
            moved.column.type_ = type_.clone();
        }
        if let Some(nullable) = alter.nullable {
            moved.column.nullable = nullable;
        }
        if let Change::To { to } = &alter.server_default {
            set_default(&mut moved.column, to.as_ref());
        }
        if let Some(autoincrement) = alter.autoincrement {
            moved.column.autoincrement =
                if autoincrement { Autoincrement::True } else { Autoincrement::False };
        }
        if let Change::To { to } = &alter.comment {
            moved.column.comment.clone_from(to);
        }
        if let Some(name) = dropped_check {
            self.named.shift_remove(&name);
        }
        Ok(())
    }

    pub fn drop_column(&mut self, name: &str) -> Result<(), DdlError> {
        self.column_mut(name)?;
        self.columns.shift_remove(name);
        self.existing.retain(|column| column != name);
        for constraint in self.named.values_mut().chain(&mut self.unnamed) {
            if let ConstraintKind::PrimaryKey(key) = &mut constraint.kind {
                key.columns.retain(|column| column.name != name);
            }
        }
        Ok(())
    }

    pub fn add_constraint(&mut self, constraint: Constraint) -> Result<(), DdlError> {
        let is_type_bound =
            matches!(&constraint.kind, ConstraintKind::Check(check) if check.type_bound);
        let Some(name) = constraint.name.text() else {
            if !is_type_bound {
                return Err(DdlError::ConstraintWithoutName {
                    table: self.batch.table.name.clone(),
                });
            }
            self.unnamed.push(constraint);
            return Ok(());
        };
        if let ConstraintKind::PrimaryKey(key) = &constraint.kind {
            // A key takes no NULL, unless the database has said that the column does.
            for column in key.columns.iter().filter(|_| !self.source.reflected) {
                if let Some(moved) = self.columns.get_mut(&column.name) {
                    moved.column.nullable = false;
                }
            }
            // What counted alone, as the database says, does not count within a longer key.
            for column in
                key.columns.iter().filter(|_| self.source.reflected && key.columns.len() > 1)
            {
                if let Some(moved) = self.columns.get_mut(&column.name) {
                    moved.column.autoincrement = Autoincrement::default();
                }
            }
            self.unnamed.retain(|other| !matches!(other.kind, ConstraintKind::PrimaryKey(_)));
        }
        self.named.insert(name.to_owned(), constraint);
        Ok(())
    }

    pub fn drop_constraint(&mut self, name: &Name, type_bound: bool) -> Result<(), DdlError> {
        let table = || self.batch.table.name.clone();
        let Some(name) = name.text() else {
            return match type_bound {
                true => Ok(()),
                false => Err(DdlError::ConstraintWithoutName { table: table() }),
            };
        };
        if let Some(position) = self.column_checks.iter().position(|(check, _)| check == name) {
            let (_, column) = self.column_checks.remove(position);
            if let Some(moved) = self.columns.get_mut(&column) {
                moved
                    .column
                    .checks
                    .retain(|check| check.column_name.as_ref().and_then(Name::text) != Some(name));
            }
            return Ok(());
        }
        let Some(constraint) = self.named.shift_remove(name) else {
            return match type_bound {
                true => Ok(()),
                false => Err(DdlError::NoSuchConstraint { table: table(), name: name.to_owned() }),
            };
        };
        if let ConstraintKind::PrimaryKey(key) = constraint.kind {
            for column in key.columns {
                if let Some(moved) = self.columns.get_mut(&column.name) {
                    moved.column.primary_key = false;
                }
            }
        }
        Ok(())
    }

    pub fn create_index(&mut self, index: Index) {
        let key = index.name.text().unwrap_or_default().to_owned();
        self.new_indexes.insert(key, index);
    }

    pub fn drop_index(&mut self, name: &Name) -> Result<(), DdlError> {
        let name = name.text().unwrap_or_default();
        match self.indexes.shift_remove(name) {
            Some(_) => Ok(()),
            None => Err(DdlError::NoSuchIndex {
                table: self.batch.table.name.clone(),
                name: name.to_owned(),
            }),
        }
    }

    /// The columns in their final order.
    ///
    /// # Errors
    /// [`DdlError::CircularOrder`] where wishes for the order contradict each other.
    pub fn ordered(&self) -> Result<Vec<(&String, &Moved)>, DdlError> {
        let partial = &self.batch.partial_reordering;
        if partial.is_empty() && self.added_order.is_empty() {
            return Ok(self.columns.iter().collect());
        }
        let columns: Vec<String> = self.columns.keys().cloned().collect();
        let mut pairs = Vec::new();
        if partial.is_empty() {
            for (position, column) in self.existing.iter().enumerate().skip(1) {
                pairs.push((columns[position - 1].clone(), column.clone()));
            }
        } else {
            for wished in partial {
                pairs.extend(wished.windows(2).map(|pair| (pair[0].clone(), pair[1].clone())));
            }
        }
        pairs.extend(self.added_order.iter().cloned());
        let table = || self.batch.table.name.clone();
        let sorted = order::sort(&columns, &pairs)
            .ok_or_else(|| DdlError::CircularOrder { table: table() })?;
        Ok(sorted.iter().filter_map(|name| self.columns.get_key_value(name)).collect())
    }

    /// The constraints of the new table, still by the old names of columns: what types bring,
    /// what the script adds to the table, those with a name, those without.
    pub fn constraints(&self) -> Vec<&Constraint> {
        let of_types = self.type_checks.iter().filter(|(column, _)| {
            self.columns.get(column).is_some_and(|moved| moved.keeps_type_check)
        });
        let kept = |constraint: &&Constraint| {
            naming::constraint_columns(constraint)
                .iter()
                .all(|column| self.columns.contains_key(*column))
        };
        let rest = self.named.values().chain(&self.unnamed).filter(kept);
        of_types
            .map(|(_, constraint)| constraint)
            .chain(&self.batch.table_args)
            .chain(rest.filter(|constraint| !self.is_lost_check(constraint)))
            .collect()
    }

    /// An unnamed CHECK read from the database cannot follow the columns it speaks of, so it
    /// stays only while they stay as they are.
    fn is_lost_check(&self, constraint: &Constraint) -> bool {
        let ConstraintKind::Check(check) = &constraint.kind else { return false };
        if !self.source.reflected || constraint.name != Name::Unset || check.type_bound {
            return false;
        }
        let text = serde_json::to_string(&check.condition).unwrap_or_default();
        self.source.table.columns.iter().any(|column| {
            let name = &column.name.name;
            let changed = self
                .columns
                .get(name)
                .is_none_or(|moved| moved.column.name.name != *name || !moved.keeps_type_check);
            changed && names_word(&text, name)
        })
    }

    /// The unnamed CHECKs that the new table does without.
    pub fn lost_checks(&self) -> usize {
        self.unnamed.iter().filter(|constraint| self.is_lost_check(constraint)).count()
    }

    /// The indexes that stay, then the new ones.
    pub fn indexes(&self) -> impl Iterator<Item = &Index> {
        self.indexes
            .values()
            .filter(|index| !self.is_lost_index(index))
            .chain(self.new_indexes.values())
    }

    /// The indexes that the new table does without.
    pub fn lost_indexes(&self) -> impl Iterator<Item = &Index> {
        self.indexes.values().filter(|index| self.is_lost_index(index))
    }

    /// Whether an index speaks, in the text of an expression that the database gave, of a
    /// column that is gone or has another name.
    fn is_lost_index(&self, index: &Index) -> bool {
        self.source.reflected
            && index.elements.iter().any(|element| match element {
                IndexElement::Column { .. } => false,
                IndexElement::Expr { expr, .. } => {
                    let text = serde_json::to_string(expr).unwrap_or_default();
                    self.source.table.columns.iter().any(|column| {
                        let name = &column.name.name;
                        let moved = self.columns.get(name);
                        moved.is_none_or(|moved| moved.column.name.name != *name)
                            && names_word(&text, name)
                    })
                }
            })
    }

    /// The names of constraints that the old table holds and the new one wants.
    pub fn kept_names(&self) -> impl Iterator<Item = &Name> {
        let kept = |name: &&Name| name.text().is_some_and(|name| self.named.contains_key(name));
        self.source_names.iter().filter(kept)
    }

    /// The name that a column ends up with.
    pub fn final_name(&self, column: &Ident) -> Ident {
        self.columns
            .get(&column.name)
            .map_or_else(|| column.clone(), |moved| moved.column.name.clone())
    }

    /// The options of the new table: the script's, then those of the old one.
    pub fn options(&self) -> Options {
        let mut options = self.batch.table_options.clone();
        for (key, value) in &self.source.table.options {
            options.entry(key.clone()).or_insert_with(|| value.clone());
        }
        options
    }
}

fn set_default(column: &mut Column, default: Option<&ColumnGenerator>) {
    column.server_default = None;
    match default {
        None => {
            column.identity = None;
            column.computed = None;
        }
        Some(ColumnGenerator::Default(default)) => column.server_default = Some(default.clone()),
        Some(ColumnGenerator::Identity(identity)) => column.identity = Some(identity.clone()),
        Some(ColumnGenerator::Computed(computed)) => column.computed = Some(computed.clone()),
    }
}

/// The name of the CHECK that a type may have brought.
fn type_name(type_: &Type) -> Option<&str> {
    match type_ {
        Type::Boolean { name, .. } => name.text(),
        Type::Enum(enum_) => enum_.name.text(),
        _ => None,
    }
}

/// Whether `text` holds `word` as a word of its own.
fn names_word(text: &str, word: &str) -> bool {
    let is_part = |character: Option<char>| {
        character.is_some_and(|character| character.is_alphanumeric() || character == '_')
    };
    text.match_indices(word).any(|(at, _)| {
        !is_part(text[..at].chars().next_back()) && !is_part(text[at + word.len()..].chars().next())
    })
}
