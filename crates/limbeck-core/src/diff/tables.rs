//! Tables that come and go, and the comparison of those that stay.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    DiffError, Hooks, ObjectKind, ParentNames, Reversible, SchemaObject, columns,
    context::{Run, TableName},
    foreign_keys, full, indexes,
    names::with_names,
    notice, order,
};
use crate::{
    ops::{CreateTable, DropTable, Operation, TableComment},
    schema::{Schema, Table},
};

/// Schema and name, the schema being `None` for the one that unqualified names mean.
type Key = (Option<String>, String);

pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    database: &Schema,
    models: &[Schema],
) -> Result<(), H::Error> {
    let conn = reflected_tables(run, database)?;
    let mut models = model_tables(run, models)?;
    let apart: HashSet<Key> =
        database.tables.iter().filter(|table| is_left_alone(table)).map(key_of).collect();
    models.retain(|(key, _)| !apart.contains(key));
    let added: Vec<(&Key, &Table)> = models
        .iter()
        .filter(|(key, _)| !conn.contains_key(key))
        .map(|(key, table)| (key, &**table))
        .collect();
    let is_model: HashSet<&Key> = models.iter().map(|(key, _)| key).collect();
    // A partition is made and dropped with what its table holds, not with the models.
    let is_partition = |table: &Table| table.options.contains_key(crate::reflect::PARTITION);
    let removed = conn.iter().filter(|(key, _)| !is_model.contains(key)).map(|(_, table)| *table);
    let removed: Vec<&Table> = removed.filter(|table| !is_partition(table)).collect();
    add(run, &added)?;
    remove(run, removed)?;
    let mut kept: Vec<&(Key, Cow<'_, Table>)> =
        models.iter().filter(|(key, _)| conn.contains_key(key)).collect();
    kept.sort_by(|one, other| place(&one.0).cmp(&place(&other.0)));
    let by_key: HashMap<String, &Table> = models
        .iter()
        .map(|(key, model)| (order::key(key.0.as_deref(), &key.1), &**model))
        .collect();
    for (key, model) in kept {
        if let Some(table) = conn.get(key) {
            change(run, key, table, model, &handed_down(run.options, table, &by_key))?;
        }
    }
    Ok(())
}

/// The columns that a table gets where those it inherits from get them; Alembic adds them twice.
fn handed_down<'m>(
    options: &super::Options<'_>,
    table: &Table,
    models: &HashMap<String, &'m Table>,
) -> HashSet<&'m str> {
    let parents = if options.is_full() { order::inherited(table) } else { Vec::new() };
    let parents = parents.iter().filter_map(|parent| models.get(parent));
    parents.flat_map(|parent| parent.columns.iter().map(|it| it.name.name.as_str())).collect()
}

/// Whether the database has it in a way that no model can say, and that no revision could undo.
pub(super) fn is_left_alone(table: &Table) -> bool {
    table.options.contains_key(crate::reflect::LEFT_ALONE)
}

fn key_of(table: &Table) -> Key {
    (schema_of(table).map(str::to_owned), table.name.name.clone())
}

fn place(key: &Key) -> (&str, &str) {
    (key.0.as_deref().unwrap_or_default(), &key.1)
}

fn schema_of(table: &Table) -> Option<&str> {
    table.schema.as_ref().map(|schema| schema.name.as_str())
}

/// The tables of the database that the filters let through.
fn reflected_tables<'s, H: Hooks>(
    run: &mut Run<'_, H>,
    database: &'s Schema,
) -> Result<BTreeMap<Key, &'s Table>, H::Error> {
    let schemas: HashSet<Option<&str>> = run.options.schemas.iter().map(Option::as_deref).collect();
    let mut found = BTreeMap::new();
    for table in &database.tables {
        let schema = schema_of(table);
        let name = table.name.name.as_str();
        let is_other = is_left_alone(table) || is_version_table(run, schema, name);
        if !schemas.contains(&schema) || is_other {
            continue;
        }
        let parents = ParentNames { schema: Some(schema), table: None };
        if run.hooks.include_name(Some(name), ObjectKind::Table, parents)? {
            found.insert((schema.map(str::to_owned), name.to_owned()), table);
        }
    }
    Ok(found)
}

/// Those of `schemas` that `include_name` lets through, which alone are to be read.
///
/// # Errors
/// What the hook answers with.
pub fn included_schemas<H: Hooks>(
    schemas: Vec<Option<String>>,
    hooks: &mut H,
) -> Result<Vec<Option<String>>, H::Error> {
    let mut included = Vec::with_capacity(schemas.len());
    for schema in schemas {
        if hooks.include_name(schema.as_deref(), ObjectKind::Schema, ParentNames::default())? {
            included.push(schema);
        }
    }
    Ok(included)
}

fn is_version_table<H>(run: &Run<'_, H>, schema: Option<&str>, name: &str) -> bool {
    let options = run.options;
    let own = [options.version_table.clone(), format!("{}_checksums", options.version_table)];
    schema == options.version_table_schema.as_deref() && own.iter().any(|own| own == name)
}

/// The tables of all metadata by dependency, with the names that their conventions make.
fn model_tables<'m, H: Hooks>(
    run: &mut Run<'_, H>,
    models: &'m [Schema],
) -> Result<Vec<(Key, Cow<'m, Table>)>, H::Error> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut doubled = Vec::new();
    let mut found = Vec::new();
    for (number, metadata) in models.iter().enumerate() {
        let tables: Vec<&Table> = metadata.tables.iter().collect();
        for table in order::sorted(&tables, run.options.is_full()) {
            let key = order::key_of(table);
            if seen.insert(key.clone(), number).is_some_and(|other| other != number) {
                doubled.push(key);
            }
            let schema = schema_of(table);
            if is_version_table(run, schema, &table.name.name) {
                continue;
            }
            let schema =
                schema.filter(|schema| Some(*schema) != run.options.default_schema.as_deref());
            let key = (schema.map(str::to_owned), table.name.name.clone());
            found.push((key, with_names(table)?));
        }
    }
    match doubled.is_empty() {
        true => Ok(found),
        false => {
            doubled.sort();
            Err(DiffError::DuplicateTables { tables: doubled }.into())
        }
    }
}

fn add<H: Hooks>(run: &mut Run<'_, H>, added: &[(&Key, &Table)]) -> Result<(), H::Error> {
    let mut made: Vec<(TableName<'_>, Table)> = Vec::new();
    for (key, table) in added {
        let name = TableName { ident: &table.name, schema: key.0.as_deref() };
        let object = SchemaObject::Table(table);
        if !run.includes(object, Some(&table.name.name), ObjectKind::Table, false, None)? {
            continue;
        }
        let place = run.changes.len();
        run.log(notice::TABLES, format!("Detected added table {}", repr(&name.qualified())));
        let mut steps = Vec::new();
        indexes::compare(run, &name, None, Some(table), &mut steps)?;
        run.push_table(&name, steps);
        let created = match run.options.is_full() {
            true => full::new_table(run.options, table),
            false => (*table).clone(),
        };
        run.changes.insert(place, super::Change::Single(creation(created.clone())));
        made.push((name, created));
    }
    if run.options.is_full() {
        full::postpone_foreign_keys(run, &made);
    }
    Ok(())
}

/// CREATE TABLE and its reverse. Indexes come in steps of their own.
fn creation(table: Table) -> Reversible {
    let mut table = Table { indexes: Vec::new(), ..table };
    for column in table.columns.iter_mut().filter(|column| column.nullable_unsaid) {
        (column.nullable, column.nullable_unsaid) = (false, false);
    }
    let drop = DropTable {
        name: table.name.clone(),
        schema: table.schema.clone(),
        if_exists: false,
        table: Some(table.clone()),
    };
    let create = CreateTable { table, if_not_exists: false, alone: false };
    Reversible::new(Operation::CreateTable(create), Operation::DropTable(drop))
}

fn remove<H: Hooks>(run: &mut Run<'_, H>, removed: Vec<&Table>) -> Result<(), H::Error> {
    // What refers to others goes before them.
    let mut ordered = order::sorted(&removed, run.options.is_full());
    ordered.reverse();
    if run.options.is_full() {
        full::release_foreign_keys(run, &ordered)?;
    }
    for table in ordered {
        let schema = schema_of(table);
        let name = TableName { ident: &table.name, schema };
        let object = SchemaObject::Table(table);
        if !run.includes(object, Some(&table.name.name), ObjectKind::Table, true, None)? {
            continue;
        }
        let mut steps = Vec::new();
        indexes::compare(run, &name, Some(table), None, &mut steps)?;
        run.push_table(&name, steps);
        let Reversible { up, down } = creation(table.clone());
        run.push(Reversible::new(down, up));
        run.log(notice::TABLES, format!("Detected removed table {}", repr(&name.qualified())));
    }
    Ok(())
}

fn change<H: Hooks>(
    run: &mut Run<'_, H>,
    key: &Key,
    table: &Table,
    model: &Table,
    handed_down: &HashSet<&str>,
) -> Result<(), H::Error> {
    let name = TableName { ident: &model.name, schema: key.0.as_deref() };
    let objects = (SchemaObject::Table(model), SchemaObject::Table(table));
    let text = Some(model.name.name.as_str());
    if !run.includes(objects.0, text, ObjectKind::Table, false, Some(objects.1))? {
        return Ok(());
    }
    let mut steps = Vec::new();
    let shown = columns::shown(run, &name, table)?;
    columns::add(run, &name, (&shown, handed_down), model, &mut steps)?;
    let mut changes = Vec::new();
    columns::change(run, &name, table, &shown, model, &mut changes)?;
    if run.options.is_full() {
        changes = full::remake(run, &name, table, model, changes)?;
    }
    steps.extend(changes);
    indexes::compare(run, &name, Some(table), Some(model), &mut steps)?;
    foreign_keys::compare(run, &name, table, model, &mut steps)?;
    comment(run, &name, table, model, &mut steps);
    full::compare_checks(run, &name, table, model, &mut steps)?;
    if run.options.is_full() {
        full::compare_added(run, &name, table, model, &mut steps)?;
    }
    columns::remove(run, &name, table, &shown, model, &mut steps)?;
    run.push_table(&name, steps);
    Ok(())
}

fn comment<H>(
    run: &Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    model: &Table,
    steps: &mut Vec<Reversible>,
) {
    let given = |comment: &Option<String>| comment.clone().filter(|text| !text.is_empty());
    let (old, new) = (given(&table.comment), given(&model.comment));
    if !run.options.dialect.has_comments() || old == new {
        return;
    }
    let set = |comment: &Option<String>, existing: &Option<String>| {
        let set = TableComment {
            table: name.ident.clone(),
            schema: name.schema_ident(),
            comment: comment.clone(),
            existing_comment: existing.clone(),
        };
        match comment {
            Some(_) => Operation::CreateTableComment(set),
            None => Operation::DropTableComment(set),
        }
    };
    steps.push(Reversible::new(set(&new, &old), set(&old, &new)));
}

pub(super) fn repr(text: &str) -> String {
    crate::dialect::text_repr(text)
}
