//! Indexes and unique constraints, which databases are apt to take for each other.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    DiffError, Hooks, ObjectKind, Reversible, SchemaObject,
    context::{Run, TableName},
    full, index_text, notice,
};
use crate::{
    ddl,
    dialect::Backend,
    expr::{Expr, compile_ddl},
    ops::{CreateConstraint, CreateIndex, DropConstraint, DropIndex, Operation},
    schema::{
        Constraint, ConstraintKind, Index, IndexElement, Options as Kwargs, Table, UniqueConstraint,
    },
};

/// An index or a unique constraint of a table.
#[derive(Debug, Clone, Copy)]
enum Item<'a> {
    Unique(&'a Table, &'a Constraint),
    Index(&'a Table, &'a Index),
}

impl<'a> Item<'a> {
    fn kind(&self) -> ObjectKind {
        match self {
            Item::Unique(..) => ObjectKind::UniqueConstraint,
            Item::Index(..) => ObjectKind::Index,
        }
    }

    fn object(&self) -> SchemaObject<'a> {
        match self {
            Item::Unique(table, unique) => SchemaObject::Constraint(table, unique),
            Item::Index(table, index) => SchemaObject::Index(table, index),
        }
    }

    fn name(&self) -> Option<&'a str> {
        match self {
            Item::Unique(_, unique) => unique.name.text(),
            Item::Index(_, index) => index.name.text(),
        }
    }

    fn columns(&self) -> Vec<&'a str> {
        match self {
            Item::Unique(_, unique) => unique_columns(unique),
            Item::Index(_, index) => index_columns(index),
        }
    }

    /// The name as log lines show it.
    fn shown(&self) -> String {
        self.name().map_or_else(|| "None".to_owned(), super::tables::repr)
    }
}

fn unique_columns(unique: &Constraint) -> Vec<&str> {
    match &unique.kind {
        ConstraintKind::Unique(unique) => {
            unique.columns.iter().map(|column| column.name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// The columns of an index, each once: of an expression the first that it names.
fn index_columns(index: &Index) -> Vec<&str> {
    let mut columns: Vec<&str> = Vec::new();
    for element in &index.elements {
        let names = match element {
            IndexElement::Column { column } => vec![column.name.as_str()],
            IndexElement::Expr { expr, .. } => {
                ddl::expression_columns(expr).into_iter().take(1).collect()
            }
        };
        for name in names {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
    }
    columns
}

/// A unique constraint without its name.
fn signature(unique: &Constraint) -> Vec<&str> {
    let mut columns = unique_columns(unique);
    columns.sort_unstable();
    columns
}

/// An index without its name.
fn index_signature(index: &Index) -> (bool, Vec<Option<&str>>) {
    let names = index.elements.iter().map(|element| match element {
        IndexElement::Column { column } => Some(column.name.as_str()),
        IndexElement::Expr { .. } => None,
    });
    (index.unique, names.collect())
}

fn uniques(table: &Table) -> impl Iterator<Item = &Constraint> {
    table.constraints.iter().filter(|item| matches!(item.kind, ConstraintKind::Unique(_)))
}

/// Both sides of one table.
#[derive(Default)]
struct Sides<'a> {
    conn_uniques: Vec<&'a Constraint>,
    conn_indexes: Vec<&'a Index>,
    uniques: Vec<&'a Constraint>,
    indexes: Vec<&'a Index>,
}

/// Compares a table of the database, the models, or both.
pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: Option<&Table>,
    model: Option<&Table>,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let mut sides = Sides::default();
    let is_mysql = run.options.dialect.is_mysql();
    let doubled: Vec<Constraint> = match table {
        Some(table) if is_mysql => table.indexes.iter().filter_map(as_unique).collect(),
        _ => Vec::new(),
    };
    if let Some(table) = table {
        for unique in &doubled {
            let text = unique.name.text();
            let kind = ObjectKind::UniqueConstraint;
            if run.includes_name(text, kind, name.parents())? && model.is_some() {
                sides.conn_uniques.push(unique);
            }
        }
        reflected(run, name, table, model.is_none(), &mut sides)?;
    }
    if let Some(model) = model {
        sides.uniques = uniques(model).collect();
        sides.indexes = model.indexes.iter().collect();
    }
    correct(run, &mut sides, table)?;
    let owner = (table, model);
    let metadata_names = model_names(run, &sides, model)?;
    let mut conn_names: BTreeMap<String, Item<'_>> = BTreeMap::new();
    if let Some(table) = table {
        for unique in &sides.conn_uniques {
            if let Some(name) = unique.name.text() {
                conn_names.insert(name.to_owned(), Item::Unique(table, unique));
            }
        }
        for index in &sides.conn_indexes {
            if let Some(name) = index.name.text() {
                conn_names.insert(name.to_owned(), Item::Index(table, index));
            }
        }
    }
    let mut compared = Compared { run, name, whole: table.is_none() || model.is_none(), steps };
    compared.removed(&sides, &conn_names, &metadata_names)?;
    compared.kept(&sides, &conn_names, &metadata_names, owner)?;
    for (added, item) in &metadata_names {
        if !conn_names.contains_key(added) {
            compared.add(*item)?;
        }
    }
    let known: HashSet<Vec<&str>> = sides.conn_uniques.iter().map(|it| signature(it)).collect();
    let mut seen = HashSet::new();
    for unique in &sides.uniques {
        let is_new = unique.name.text().is_none()
            && !known.contains(&signature(unique))
            && seen.insert(signature(unique));
        if let Some(model) = model.filter(|_| is_new) {
            compared.add(Item::Unique(model, unique))?;
        }
    }
    Ok(())
}

/// A unique index of MySQL as the constraint that it is too.
fn as_unique(index: &Index) -> Option<Constraint> {
    let columns = index.elements.iter().filter_map(|element| match element {
        IndexElement::Column { column } => Some(column.clone()),
        IndexElement::Expr { .. } => None,
    });
    let unique = UniqueConstraint { columns: columns.collect() };
    let name = index.name.clone();
    index.unique.then(|| Constraint { name, ..full::unnamed(ConstraintKind::Unique(unique)) })
}

fn reflected<'a, H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &'a Table,
    is_dropped: bool,
    sides: &mut Sides<'a>,
) -> Result<(), H::Error> {
    for unique in uniques(table) {
        let text = unique.name.text();
        if run.includes_name(text, ObjectKind::UniqueConstraint, name.parents())? && !is_dropped {
            sides.conn_uniques.push(unique);
        }
    }
    for index in &table.indexes {
        if run.includes_name(index.name.text(), ObjectKind::Index, name.parents())? {
            sides.conn_indexes.push(index);
        }
    }
    Ok(())
}

/// The named items of the models by the name that the database would know them by.
fn model_names<'a, H: Hooks>(
    run: &Run<'_, H>,
    sides: &Sides<'a>,
    model: Option<&'a Table>,
) -> Result<BTreeMap<String, Item<'a>>, DiffError> {
    let mut names = BTreeMap::new();
    let Some(model) = model else { return Ok(names) };
    let dialect = run.options.dialect;
    for unique in &sides.uniques {
        if let Some(name) = dialect.stored_name(&unique.name)? {
            names.insert(name.into_owned(), Item::Unique(model, unique));
        }
    }
    for index in &sides.indexes {
        if let Some(name) = dialect.stored_name(&index.name)? {
            names.insert(name.into_owned(), Item::Index(model, index));
        }
    }
    Ok(names)
}

/// Leaves out what a dialect adds by itself or cannot tell of.
fn correct<H: Hooks>(
    run: &mut Run<'_, H>,
    sides: &mut Sides<'_>,
    table: Option<&Table>,
) -> Result<(), H::Error> {
    match run.options.dialect.backend {
        Backend::Postgresql => {}
        Backend::Sqlite if run.options.is_full() => {}
        Backend::Sqlite => skip_expressions(run, sides),
        Backend::Mysql | Backend::Mariadb => {
            merge_doubled(run, sides)?;
            if let Some(table) = table {
                skip_implicit(sides, table);
            }
        }
    }
    Ok(())
}

fn skip_expressions<H: Hooks>(run: &mut Run<'_, H>, sides: &mut Sides<'_>) {
    let known: HashSet<&str> =
        sides.conn_indexes.iter().filter_map(|index| index.name.text()).collect();
    let is_left_out = |index: &Index| {
        let name = index.name.text().unwrap_or_default();
        !known.contains(name) && index.elements.iter().any(is_expression)
    };
    for index in sides.indexes.iter().filter(|index| is_left_out(index)) {
        run.warn(format!(
            "autogenerate skipping metadata-specified expression-based index {}; dialect 'sqlite' \
             under SQLAlchemy 2.1.9 can't reflect these indexes so they can't be compared",
            super::tables::repr(index.name.text().unwrap_or_default())
        ));
    }
    sides.indexes.retain(|index| !is_left_out(index));
}

/// Whether an element is more than a column in some order.
pub(super) fn is_expression(element: &IndexElement) -> bool {
    let IndexElement::Expr { expr, .. } = element else { return false };
    let mut expr = expr;
    while let Expr::Unary { operand, .. } = expr {
        expr = operand;
    }
    !matches!(expr, Expr::Column(_))
}

/// MySQL holds a unique constraint as an index: each is kept as the models have it.
fn merge_doubled<H: Hooks>(run: &Run<'_, H>, sides: &mut Sides<'_>) -> Result<(), DiffError> {
    let dialect = run.options.dialect;
    let mut unique_names = HashSet::new();
    let mut unnamed = HashSet::new();
    for unique in &sides.uniques {
        match dialect.stored_name(&unique.name)? {
            Some(name) => drop(unique_names.insert(name.into_owned())),
            None => drop(unnamed.insert(signature(unique))),
        }
    }
    let mut index_names = HashSet::new();
    for index in sides.indexes.iter().filter(|index| index.unique) {
        index_names.extend(dialect.stored_name(&index.name)?.map(|name| name.into_owned()));
    }
    let indexes: HashSet<String> = sides
        .conn_indexes
        .iter()
        .filter(|index| index.unique)
        .filter_map(|index| index.name.text().map(str::to_owned))
        .collect();
    let mut dropped_indexes = HashSet::new();
    sides.conn_uniques.retain(|unique| {
        let Some(name) = unique.name.text().filter(|name| indexes.contains(*name)) else {
            return true;
        };
        if !unique_names.contains(name) {
            return unnamed.contains(&signature(unique));
        }
        if !index_names.contains(name) {
            dropped_indexes.insert(name.to_owned());
        }
        true
    });
    sides
        .conn_indexes
        .retain(|index| index.name.text().is_none_or(|name| !dropped_indexes.contains(name)));
    Ok(())
}

/// The indexes that MySQL makes for foreign keys, and what the models call the same.
fn skip_implicit(sides: &mut Sides<'_>, table: &Table) {
    let keys: HashMap<&str, Vec<&str>> = table
        .constraints
        .iter()
        .filter_map(|constraint| match &constraint.kind {
            ConstraintKind::ForeignKey(key) => {
                let columns = key.columns.iter().map(|column| column.name.as_str()).collect();
                Some((constraint.name.text()?, columns))
            }
            _ => None,
        })
        .collect();
    let mut removed = HashSet::new();
    sides.conn_indexes.retain(|index| {
        let Some(name) = index.name.text().filter(|_| !index.unique) else { return true };
        let columns = index_columns(index);
        let serves =
            keys.get(name).is_some_and(|key| columns.iter().any(|column| key.contains(column)));
        let implicit = columns.contains(&name) || serves;
        if implicit {
            removed.insert(name.to_owned());
        }
        !implicit
    });
    sides.indexes.retain(|index| index.name.text().is_none_or(|name| !removed.contains(name)));
}

/// The comparison of one table, and where its steps go.
struct Compared<'r, 'o, 'n, H> {
    run: &'r mut Run<'o, H>,
    name: &'r TableName<'n>,
    /// Whether the table comes or goes, and its unique constraints with it.
    whole: bool,
    steps: &'r mut Vec<Reversible>,
}

impl<H: Hooks> Compared<'_, '_, '_, H> {
    fn removed(
        &mut self,
        sides: &Sides<'_>,
        conn: &BTreeMap<String, Item<'_>>,
        metadata: &BTreeMap<String, Item<'_>>,
    ) -> Result<(), H::Error> {
        let unnamed: HashSet<Vec<&str>> = sides
            .uniques
            .iter()
            .filter(|unique| unique.name.text().is_none())
            .map(|unique| signature(unique))
            .collect();
        let wanted: HashSet<Vec<&str>> = sides.uniques.iter().map(|it| signature(it)).collect();
        for (name, item) in conn {
            if metadata.contains_key(name) {
                continue;
            }
            match (*item, self.doubled(sides, conn, name)) {
                (Item::Unique(_, unique), None) if unnamed.contains(&signature(unique)) => {}
                (_, Some((unique, index))) => {
                    let same = |other: &&Index| match index {
                        Item::Index(_, index) => index_signature(index) == index_signature(other),
                        Item::Unique(..) => false,
                    };
                    let is_wanted = match unique {
                        Item::Unique(_, unique) => wanted.contains(&signature(unique)),
                        Item::Index(..) => false,
                    };
                    if !is_wanted && !sides.indexes.iter().any(same) {
                        self.remove(unique)?;
                        self.remove(index)?;
                    }
                }
                (item, None) => self.remove(item)?,
            }
        }
        Ok(())
    }

    /// A unique constraint and an index that the database has under one name.
    fn doubled<'s>(
        &self,
        sides: &Sides<'s>,
        conn: &BTreeMap<String, Item<'s>>,
        name: &str,
    ) -> Option<(Item<'s>, Item<'s>)> {
        let table = match conn.get(name)? {
            Item::Unique(table, _) | Item::Index(table, _) => *table,
        };
        let unique = sides.conn_uniques.iter().find(|it| it.name.text() == Some(name))?;
        let index = sides.conn_indexes.iter().find(|it| it.name.text() == Some(name))?;
        Some((Item::Unique(table, unique), Item::Index(table, index)))
    }

    fn kept(
        &mut self,
        sides: &Sides<'_>,
        conn: &BTreeMap<String, Item<'_>>,
        metadata: &BTreeMap<String, Item<'_>>,
        owner: (Option<&Table>, Option<&Table>),
    ) -> Result<(), H::Error> {
        for (name, wanted) in metadata {
            let Some(item) = conn.get(name) else { continue };
            let item = match (self.doubled(sides, conn, name), wanted) {
                (Some((_, index)), Item::Index(..)) => index,
                (Some((unique, _)), Item::Unique(..)) => unique,
                (None, _) => *item,
            };
            let outcome = match (item, *wanted) {
                (Item::Unique(_, old), Item::Unique(_, new)) => self.compare_uniques(old, new),
                (Item::Index(_, old), Item::Index(_, new)) => {
                    self.compare_indexes(owner, old, new)?
                }
                (item, wanted) => {
                    self.remove(item)?;
                    self.add(wanted)?;
                    continue;
                }
            };
            match outcome {
                Outcome::Equal => {}
                Outcome::Different(reasons) => self.replace(item, *wanted, &reasons)?,
                Outcome::Skipped(reasons) => {
                    let line = format!(
                        "Cannot compare index {}, assuming equal and skipping. {}",
                        item.shown(),
                        reasons.join(", ")
                    );
                    self.run.log(notice::CONSTRAINTS, line);
                }
            }
        }
        Ok(())
    }

    fn compare_uniques(&self, old: &Constraint, new: &Constraint) -> Outcome {
        let (old_columns, new_columns) = (signature(old), signature(new));
        if old_columns != new_columns {
            return Outcome::changed(tuple(&old_columns), tuple(&new_columns));
        }
        if self.run.options.dialect.backend == Backend::Postgresql {
            let (one, other) = (flags(&old.options), flags(&new.options));
            if one != other {
                return Outcome::changed(tuple(&one), tuple(&other));
            }
        }
        match self.run.options.is_full() {
            true => full::compare_unique_options(old, new),
            false => Outcome::Equal,
        }
    }

    fn compare_indexes(
        &mut self,
        owner: (Option<&Table>, Option<&Table>),
        old: &Index,
        new: &Index,
    ) -> Result<Outcome, H::Error> {
        let mut reasons = Vec::new();
        if old.unique != new.unique {
            let word = |unique| if unique { "True" } else { "False" };
            reasons.push(format!("unique={} to unique={}", word(old.unique), word(new.unique)));
        }
        if self.run.options.dialect.backend == Backend::Postgresql {
            return self.compare_on_postgresql(owner, old, new, reasons);
        }
        if self.run.options.is_full() {
            let more = full::compare_index(self.run, owner, old, new)?;
            reasons.extend(more);
            return Ok(Outcome::of(reasons));
        }
        let (old, new) = (index_columns(old), index_columns(new));
        if old != new {
            reasons.push(format!("expression {} to {}", tuple(&old), tuple(&new)));
        }
        Ok(Outcome::of(reasons))
    }

    fn compare_on_postgresql(
        &mut self,
        owner: (Option<&Table>, Option<&Table>),
        old: &Index,
        new: &Index,
        mut reasons: Vec<String>,
    ) -> Result<Outcome, H::Error> {
        let counts = (old.elements.len(), new.elements.len());
        if counts.0 != counts.1 {
            reasons.push(format!("expression number {} to {}", counts.0, counts.1));
        }
        if !reasons.is_empty() {
            return Ok(Outcome::Different(reasons));
        }
        let mut skipped = Vec::new();
        let table = new.table.name.as_str();
        for (place, (old_element, new_element)) in
            old.elements.iter().zip(&new.elements).enumerate()
        {
            let number = place + 1;
            let old_text = self.element_text(old_element)?;
            let new_text = self.element_text(new_element)?;
            if index_text::cleaned(table, &old_text) == index_text::cleaned(table, &new_text) {
                continue;
            }
            if full::is_settled(self.run, owner.1, new) {
                continue;
            }
            let (old_shown, new_shown) =
                (super::tables::repr(&old_text), super::tables::repr(&new_text));
            if new_text.trim().ends_with("_ops") && new_text.contains([' ', ')']) {
                skipped.push(format!(
                    "expression #{number} {new_shown} detected as including operator clause."
                ));
                self.warn_of_operator_class(number, &new_shown, old);
            } else {
                reasons.push(format!("expression #{number} {old_shown} to {new_shown}"));
            }
        }
        let (one, other) = (flags(&old.options), flags(&new.options));
        if one != other {
            // Alembic lists the reason letter by letter.
            let text = format!("options {} to {}", tuple(&one), tuple(&other));
            reasons.extend(text.chars().map(String::from));
        }
        if self.run.options.is_full() {
            reasons.extend(full::compare_index(self.run, owner, old, new)?);
        }
        Ok(match (reasons.is_empty(), skipped.is_empty()) {
            (true, false) => Outcome::Skipped(skipped),
            _ => Outcome::of(reasons),
        })
    }

    fn element_text(&self, element: &IndexElement) -> Result<String, DiffError> {
        element_text(element, self.run.options.dialect)
    }

    fn warn_of_operator_class(&mut self, number: usize, text: &str, index: &Index) {
        let name = super::tables::repr(index.name.text().unwrap_or_default());
        self.run.warn(format!(
            "Expression #{number} {text} in index {name} detected to include an operator clause. \
             Expression compare cannot proceed. Please move the operator clause to the \
             ``postgresql_ops`` dict to enable proper compare of the index expressions: \
             https://docs.sqlalchemy.org/en/latest/dialects/postgresql.html#operator-classes"
        ));
    }

    fn add(&mut self, item: Item<'_>) -> Result<(), H::Error> {
        if matches!(item, Item::Unique(..)) && self.whole {
            return Ok(());
        }
        let (kind, object) = (item.kind(), item.object());
        if !self.run.includes(object, item.name(), kind, false, None)? {
            return Ok(());
        }
        let Reversible { up, down } = Self::step(item);
        self.steps.push(Reversible::new(down, up));
        let what = match item {
            Item::Unique(..) => "unique constraint",
            Item::Index(..) => "index",
        };
        let columns = tuple(&item.columns());
        let line = format!("Detected added {what} {} on '{columns}'", item.shown());
        self.run.log(notice::CONSTRAINTS, line);
        Ok(())
    }

    fn remove(&mut self, item: Item<'_>) -> Result<(), H::Error> {
        if matches!(item, Item::Unique(..)) && self.whole {
            return Ok(());
        }
        let (kind, object) = (item.kind(), item.object());
        if !self.run.includes(object, item.name(), kind, true, None)? {
            return Ok(());
        }
        let step = Self::step(item);
        self.steps.push(step);
        let what = match item {
            Item::Unique(..) => "unique constraint",
            Item::Index(..) => "index",
        };
        let table = super::tables::repr(&self.name.ident.name);
        self.run.log(
            notice::CONSTRAINTS,
            format!("Detected removed {what} {} on {table}", item.shown()),
        );
        Ok(())
    }

    fn replace(
        &mut self,
        old: Item<'_>,
        new: Item<'_>,
        reasons: &[String],
    ) -> Result<(), H::Error> {
        let (kind, object) = (new.kind(), new.object());
        if !self.run.includes(object, new.name(), kind, false, Some(old.object()))? {
            return Ok(());
        }
        let what = match new {
            Item::Unique(..) => "unique constraint",
            Item::Index(..) => "index",
        };
        let table = super::tables::repr(&self.name.ident.name);
        let line =
            format!("Detected changed {what} {} on {table}: {}", old.shown(), reasons.join(", "));
        self.run.log(notice::CONSTRAINTS, line);
        let removal = Self::step(old);
        self.steps.push(removal);
        let Reversible { up, down } = Self::step(new);
        self.steps.push(Reversible::new(down, up));
        Ok(())
    }

    /// The removal of an item, and its making as the reverse.
    fn step(item: Item<'_>) -> Reversible {
        match item {
            Item::Unique(table, unique) => {
                let mut unique = unique.clone();
                without_empty_include(&mut unique.options);
                constraint_step(table, unique)
            }
            Item::Index(table, index) => index_step(table, index),
        }
    }
}

/// The removal of an index, and its making as the reverse.
pub(super) fn index_step(table: &Table, index: &Index) -> Reversible {
    let index = Index { schema: table.schema.clone(), ..index.clone() };
    let drop = DropIndex {
        name: index.name.clone(),
        table: Some(index.table.clone()),
        schema: index.schema.clone(),
        if_exists: None,
        options: index.options.clone(),
    };
    let create = CreateIndex { index, if_not_exists: None };
    Reversible::new(Operation::DropIndex(drop), Operation::CreateIndex(create))
}

/// The removal of a constraint, and its making as the reverse.
pub(super) fn constraint_step(table: &Table, constraint: Constraint) -> Reversible {
    let type_ = match &constraint.kind {
        ConstraintKind::Unique(_) => Some("unique"),
        ConstraintKind::ForeignKey(_) => Some("foreignkey"),
        ConstraintKind::Check(_) => Some("check"),
        ConstraintKind::PrimaryKey(_) => Some("primary"),
        ConstraintKind::Exclude(_) => None,
    };
    let drop = DropConstraint {
        name: constraint.name.clone(),
        table: table.name.clone(),
        schema: table.schema.clone(),
        type_: type_.map(str::to_owned),
        if_exists: None,
    };
    let create =
        CreateConstraint { table: table.name.clone(), schema: table.schema.clone(), constraint };
    Reversible::new(Operation::DropConstraint(drop), Operation::CreateConstraint(create))
}

fn without_empty_include(options: &mut Kwargs) {
    let key = "postgresql_include";
    if options.get(key).and_then(|value| value.as_array()).is_some_and(Vec::is_empty) {
        options.shift_remove(key);
    }
}

pub(super) fn element_text(
    element: &IndexElement,
    dialect: &crate::dialect::Dialect,
) -> Result<String, DiffError> {
    Ok(match element {
        IndexElement::Column { column } => dialect.quote_ident(column).into_owned(),
        IndexElement::Expr { expr, .. } => compile_ddl(expr, dialect)?,
    })
}

/// The options that Alembic compares.
fn flags(options: &Kwargs) -> Vec<&'static str> {
    let set = options.get("postgresql_nulls_not_distinct").and_then(|value| value.as_bool());
    if set == Some(true) { vec!["nulls_not_distinct"] } else { Vec::new() }
}

/// A tuple of texts as Python shows it.
fn tuple(items: &[&str]) -> String {
    let shown: Vec<String> = items.iter().map(|item| super::tables::repr(item)).collect();
    match shown.as_slice() {
        [one] => format!("({one},)"),
        all => format!("({})", all.join(", ")),
    }
}

/// What a comparison of two indexes or constraints says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    Equal,
    Different(Vec<String>),
    /// Nothing can be said, for these reasons.
    Skipped(Vec<String>),
}

impl Outcome {
    pub fn of(reasons: Vec<String>) -> Outcome {
        if reasons.is_empty() { Outcome::Equal } else { Outcome::Different(reasons) }
    }

    fn changed(old: String, new: String) -> Outcome {
        Outcome::Different(vec![format!("expression {old} to {new}")])
    }
}
