//! Columns that come, go and change.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{
    ColumnPair, DiffError, Hooks, ObjectKind, Options, Reversible, SchemaObject, computed,
    context::{Run, TableName},
    defaults, identity, notice, types,
};
use crate::{
    ddl,
    dialect::Backend,
    ops::{AddColumn, AlterColumn, Change, ColumnGenerator, DropColumn, Operation},
    schema::{
        Autoincrement, Column, Constraint, ConstraintKind, Ident, Options as Kwargs, ServerDefault,
        Table,
    },
};

/// The columns of the database that the filters let through, by name.
pub(super) type Shown<'a> = IndexMap<&'a str, &'a Column>;

pub(super) fn shown<'a, H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &'a Table,
) -> Result<Shown<'a>, H::Error> {
    let mut shown = Shown::with_capacity(table.columns.len());
    for column in &table.columns {
        let text = column.name.name.as_str();
        if run.includes_name(Some(text), ObjectKind::Column, name.parents())? {
            shown.insert(text, column);
        }
    }
    Ok(shown)
}

fn compared(model: &Table) -> impl Iterator<Item = &Column> {
    model.columns.iter().filter(|column| !column.system)
}

pub(super) fn add<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    (shown, handed_down): (&Shown<'_>, &HashSet<&str>),
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let mut wanted: Vec<&Column> = compared(model).collect();
    if run.options.is_full() {
        // They read the others.
        wanted.sort_by_key(|column| column.computed.is_some());
    }
    for column in wanted {
        let text = column.name.name.as_str();
        if shown.contains_key(text) || handed_down.contains(text) {
            continue;
        }
        let object = SchemaObject::Column(model, column);
        if run.includes(object, Some(text), ObjectKind::Column, false, None)? {
            let step = match run.options.is_full() {
                true => addition(name, &Table::new(model.name.clone()), &without_checks(column)),
                false => addition(name, model, column),
            };
            steps.push(step);
            let place = format!("{}.{text}", name.qualified());
            run.log(notice::TABLES, format!("Detected added column '{place}'"));
        }
    }
    Ok(())
}

/// A full comparison adds CHECKs in steps of their own.
fn without_checks(column: &Column) -> Column {
    let type_ = types::without_check(&column.type_);
    Column { type_, checks: Vec::new(), ..column.clone() }
}

pub(super) fn remove<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    shown: &Shown<'_>,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let mut known: Vec<(&str, &Column)> = shown.iter().map(|(text, it)| (*text, *it)).collect();
    if run.options.is_full() {
        known.sort_by_key(|(_, column)| column.computed.is_none());
    }
    for (text, column) in known {
        // It goes with the column of the other table.
        let stays = run.options.is_full() && column.inherited;
        if stays || compared(model).any(|wanted| wanted.name.name == text) {
            continue;
        }
        let object = SchemaObject::Column(table, column);
        if run.includes(object, Some(text), ObjectKind::Column, true, None)? {
            let Reversible { up, down } = addition(name, table, column);
            steps.push(Reversible::new(down, up));
            let place = format!("{}.{text}", name.qualified());
            run.log(notice::TABLES, format!("Detected removed column '{place}'"));
        }
    }
    Ok(())
}

/// ADD COLUMN and its reverse.
fn addition(name: &TableName<'_>, table: &Table, column: &Column) -> Reversible {
    let mut column = column.clone();
    // Keys and indexes that the column brings come in steps of their own.
    (column.unique, column.index) = (false, false);
    let is_of_type = |constraint: &&Constraint| match &constraint.kind {
        ConstraintKind::Check(check) => {
            check.type_bound && ddl::expression_columns(&check.condition) == [&column.name.name]
        }
        _ => false,
    };
    let constraints = table.constraints.iter().filter(is_of_type).cloned().collect();
    let add = AddColumn {
        table: name.ident.clone(),
        schema: name.schema_ident(),
        column: column.clone(),
        constraints,
        indexes: Vec::new(),
        if_not_exists: None,
        inline_references: false,
        inline_primary_key: false,
        insert_before: None,
        insert_after: None,
    };
    let drop = DropColumn {
        table: name.ident.clone(),
        column: column.name.clone(),
        schema: name.schema_ident(),
        if_exists: None,
        options: Kwargs::new(),
    };
    Reversible::new(Operation::AddColumn(Box::new(add)), Operation::DropColumn(drop))
}

/// A column dropped and added again, where it cannot be altered.
pub(super) fn remaking(name: &TableName<'_>, pair: ColumnPair<'_>) -> [Reversible; 2] {
    let Reversible { up, down } = addition(name, pair.database_table, pair.database);
    [Reversible::new(down, up), addition(name, pair.model_table, pair.model)]
}

pub(super) fn change<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    shown: &Shown<'_>,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let counting = ddl::autoincrement_column(model, run.options.dialect)
        .map_err(DiffError::from)?
        .map(str::to_owned);
    for wanted in compared(model) {
        let text = wanted.name.name.as_str();
        let Some(column) = shown.get(text) else { continue };
        let object = SchemaObject::Column(model, wanted);
        let other = SchemaObject::Column(table, column);
        if !run.includes(object, Some(text), ObjectKind::Column, false, Some(other))? {
            continue;
        }
        let pair = ColumnPair {
            database_table: table,
            model_table: model,
            database: column,
            model: wanted,
        };
        let counts = counting.as_deref() == Some(text);
        // A column is NOT NULL before it gets an identity, and as long as it has one.
        let apart = nullable_apart(run.options, name, pair);
        let (before, after) = match wanted.identity {
            Some(_) => (apart, None),
            None => (None, apart),
        };
        steps.extend(before);
        steps.extend(alteration(run, name, pair, counts)?);
        steps.extend(after);
    }
    Ok(())
}

/// What a comparison of two columns settles so far.
pub(super) struct Comparison<'a> {
    pub pair: ColumnPair<'a>,
    /// `table.column`, as log lines name it.
    pub place: String,
    /// Whether the column is the one that counts by itself.
    pub counts: bool,
    pub alter: AlterColumn,
}

impl Comparison<'_> {
    /// Sets the new default, identity or computed expression.
    pub fn set_default(&mut self, generator: Option<ColumnGenerator>) {
        self.alter.server_default = Change::To { to: generator };
    }
}

/// The alteration that a pair of columns needs, if any. The order is Alembic's: what the script
/// registered, then what all dialects share, then the dialect's own comparisons.
fn alteration<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    pair: ColumnPair<'_>,
    counts: bool,
) -> Result<Option<Reversible>, H::Error> {
    let mut found = Comparison {
        pair,
        place: format!("{}.{}", name.ident, pair.model.name),
        counts,
        alter: empty(name, pair.model),
    };
    let types_settled = types::compare_by_script(run, &mut found)?;
    let defaults_settled = defaults::compare_by_script(run, &mut found)?;
    nullable(run, &mut found);
    if !defaults_settled {
        let stopped = computed::compare(run, &mut found)? || identity::compare(run, &mut found);
        if !stopped {
            set_autoincrement(&mut found);
            comment(run, &mut found);
            if !types_settled {
                types::compare(run, &mut found)?;
            }
            defaults::compare(run, &mut found)?;
            if run.options.is_full() && run.options.dialect.is_mysql() {
                write_whole(&mut found.alter);
            }
            return Ok(finish(found));
        }
    }
    comment(run, &mut found);
    if !types_settled {
        types::compare(run, &mut found)?;
    }
    Ok(finish(found))
}

fn empty(name: &TableName<'_>, column: &Column) -> AlterColumn {
    untouched(name.ident, name.schema_ident().as_ref(), column)
}

/// An alteration that alters nothing yet.
pub(super) fn untouched(table: &Ident, schema: Option<&Ident>, column: &Column) -> AlterColumn {
    AlterColumn {
        table: table.clone(),
        column: column.name.clone(),
        schema: schema.cloned(),
        nullable: None,
        comment: Change::Unset,
        server_default: Change::Unset,
        new_name: None,
        type_: None,
        bare_type: false,
        type_checks: Vec::new(),
        existing_type: None,
        existing_type_checks: Vec::new(),
        existing_server_default: Change::Unset,
        existing_nullable: None,
        existing_comment: None,
        autoincrement: None,
        existing_autoincrement: None,
        options: Kwargs::new(),
        insert_before: None,
        insert_after: None,
    }
}

fn nullable<H: Hooks>(run: &mut Run<'_, H>, found: &mut Comparison<'_>) {
    let ColumnPair { database, model, .. } = found.pair;
    found.alter.existing_nullable = Some(database.nullable);
    if database.nullable == model.nullable {
        return;
    }
    let is_computed = model.computed.is_some() || database.computed.is_some();
    let is_identity = model.identity.is_some() || database.identity.is_some();
    let is_apart = gets_or_loses_identity(run.options, found.pair);
    // A computed column's nullability was hardly ever written where it is the usual one.
    let ignored = is_identity && !is_apart || is_computed && model.nullable;
    let line = match (ignored, model.nullable) {
        (true, _) => format!("Ignoring nullable change on identity column '{}'", found.place),
        (false, true) => format!("Detected NULL on column '{}'", found.place),
        (false, false) => format!("Detected NOT NULL on column '{}'", found.place),
    };
    run.log(notice::CONSTRAINTS, line);
    if !ignored && !is_apart {
        found.alter.nullable = Some(model.nullable);
    }
}

/// Whether an identity comes or goes, where a full comparison takes NULL along.
fn gets_or_loses_identity(options: &Options<'_>, pair: ColumnPair<'_>) -> bool {
    options.is_full()
        && options.dialect.backend == Backend::Postgresql
        && pair.database.identity.is_some() != pair.model.identity.is_some()
}

/// The change of NULL that cannot be made together with that of the identity.
fn nullable_apart(
    options: &Options<'_>,
    name: &TableName<'_>,
    pair: ColumnPair<'_>,
) -> Option<Reversible> {
    let (old, new) = (pair.database.nullable, pair.model.nullable);
    if old == new || !gets_or_loses_identity(options, pair) {
        return None;
    }
    let up = AlterColumn {
        nullable: Some(new),
        existing_nullable: Some(old),
        existing_type: Some(pair.database.type_.clone()),
        ..empty(name, pair.model)
    };
    let down = Operation::AlterColumn(Box::new(reverse(&up)));
    Some(Reversible::new(Operation::AlterColumn(Box::new(up)), down))
}

fn set_autoincrement(found: &mut Comparison<'_>) {
    found.alter.autoincrement = match found.pair.model.autoincrement {
        _ if found.counts => Some(true),
        Autoincrement::True => Some(true),
        Autoincrement::False => Some(false),
        Autoincrement::Auto | Autoincrement::IgnoreFk => None,
    };
}

fn comment<H: Hooks>(run: &mut Run<'_, H>, found: &mut Comparison<'_>) {
    if !run.options.dialect.has_comments() {
        return;
    }
    let given = |comment: &Option<String>| comment.clone().filter(|text| !text.is_empty());
    let old = given(&found.pair.database.comment);
    let new = given(&found.pair.model.comment);
    if old != new {
        found.alter.comment = Change::To { to: new };
        run.log(notice::COMMENTS, format!("Detected column comment '{}'", found.place));
    }
    found.alter.existing_comment = old;
}

/// The default of a column as `alter_column` takes it.
pub(super) fn generator(column: &Column) -> Option<ColumnGenerator> {
    if let Some(identity) = &column.identity {
        return Some(ColumnGenerator::Identity(identity.clone()));
    }
    if let Some(computed) = &column.computed {
        return Some(ColumnGenerator::Computed(computed.clone()));
    }
    column.server_default.clone().map(ColumnGenerator::Default)
}

/// A default that is neither an identity nor computed.
pub(super) fn plain_default(column: &Column) -> Option<&ServerDefault> {
    match (&column.identity, &column.computed) {
        (None, None) => column.server_default.as_ref(),
        _ => None,
    }
}

/// Has a default that is an expression taken away by writing the whole column: MariaDB keeps
/// `current_timestamp()` where ALTER COLUMN .. DROP DEFAULT is all that is said.
fn write_whole(alter: &mut AlterColumn) {
    let is_expression = |default: &Change<ColumnGenerator>| {
        let Change::To { to: Some(ColumnGenerator::Default(default)) } = default else {
            return false;
        };
        matches!(default, ServerDefault::Expr(_))
    };
    let is_none = |default: &Change<ColumnGenerator>| {
        matches!(default, Change::Unset | Change::To { to: None })
    };
    let (old, new) = (&alter.existing_server_default, &alter.server_default);
    let goes_one_way = is_expression(old) && is_none(new) || is_none(old) && is_expression(new);
    if !new.is_unset() && goes_one_way {
        alter.nullable = alter.nullable.or(alter.existing_nullable);
    }
}

fn finish(found: Comparison<'_>) -> Option<Reversible> {
    let up = found.alter;
    let changes = up.nullable.is_some()
        || up.type_.is_some()
        || !up.comment.is_unset()
        || !up.server_default.is_unset();
    if !changes {
        return None;
    }
    let down = reverse(&up);
    Some(Reversible::new(
        Operation::AlterColumn(Box::new(up)),
        Operation::AlterColumn(Box::new(down)),
    ))
}

/// What was there and what comes, changed over.
fn reverse(up: &AlterColumn) -> AlterColumn {
    let mut down = up.clone();
    if up.type_.is_some() {
        (down.type_, down.existing_type) = (up.existing_type.clone(), up.type_.clone());
        (down.type_checks, down.existing_type_checks) =
            (up.existing_type_checks.clone(), up.type_checks.clone());
    }
    if up.nullable.is_some() {
        (down.nullable, down.existing_nullable) = (up.existing_nullable, up.nullable);
    }
    if let Change::To { to } = &up.comment {
        down.comment = Change::To { to: up.existing_comment.clone() };
        down.existing_comment = to.clone();
    }
    if let Change::To { to } = &up.server_default {
        let old = match &up.existing_server_default {
            Change::To { to } => to.clone(),
            Change::Unset => None,
        };
        down.server_default = Change::To { to: old };
        down.existing_server_default = Change::To { to: to.clone() };
    }
    down
}
