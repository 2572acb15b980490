//! Computed columns that are made anew, and what goes and comes back with them.

use std::collections::HashSet;

use crate::{
    dialect::Backend,
    diff::{
        ColumnPair, DiffError, Hooks, Reversible, columns, computed,
        context::{Run, TableName},
        indexes::{constraint_step, index_step},
        normalise, notice,
    },
    expr::compile_ddl,
    ops::Operation,
    schema::{Column, Constraint, ConstraintKind, Index, Table},
};

/// Puts computed columns that must be made anew around `changes`, the alterations of the table's
/// columns: those whose expression changes, and on PostgreSQL those that read a column which gets
/// another type.
pub(in crate::diff) fn remake<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    model: &Table,
    mut changes: Vec<Reversible>,
) -> Result<Vec<Reversible>, H::Error> {
    let retyped = match run.options.dialect.backend {
        Backend::Postgresql => retyped(&changes),
        _ => HashSet::new(),
    };
    let mut remade = Vec::new();
    for wanted in &model.columns {
        let Some(column) = table.columns.iter().find(|it| it.name.name == wanted.name.name) else {
            continue;
        };
        let pair = ColumnPair {
            database_table: table,
            model_table: model,
            database: column,
            model: wanted,
        };
        let place = format!("'{}.{}'", name.ident, wanted.name);
        if computed::must_be_remade(run, pair)? {
            run.log(notice::DEFAULTS, format!("Detected computed expression change on {place}"));
        } else if !reads(run, column, &retyped)? {
            continue;
        }
        remade.push(pair);
    }
    if remade.is_empty() {
        return Ok(changes);
    }
    let names: HashSet<String> = remade.iter().map(|pair| pair.model.name.name.clone()).collect();
    // What is made anew is as the models have it.
    changes.retain(|step| altered(step).is_none_or(|column| !names.contains(column)));
    let (mut before, mut after) = (dependents(run, table, &names)?, Vec::new());
    after.extend(before.iter().cloned().map(|Reversible { up, down }| Reversible::new(down, up)));
    let (drops, additions): (Vec<_>, Vec<_>) =
        remade.into_iter().map(|pair| columns::remaking(name, pair).into()).unzip();
    before.extend(drops);
    Ok(before.into_iter().chain(changes).chain(additions).chain(after).collect())
}

/// The column that a step alters.
fn altered(step: &Reversible) -> Option<&String> {
    match &step.up {
        Operation::AlterColumn(alter) => Some(&alter.column.name),
        _ => None,
    }
}

fn retyped(changes: &[Reversible]) -> HashSet<String> {
    let is_retyped = |step: &&Reversible| match &step.up {
        Operation::AlterColumn(alter) => alter.type_.is_some(),
        _ => false,
    };
    changes.iter().filter(is_retyped).filter_map(altered).cloned().collect()
}

/// Whether the expression of a computed column may name one of `columns`.
fn reads<H>(
    run: &Run<'_, H>,
    column: &Column,
    columns: &HashSet<String>,
) -> Result<bool, DiffError> {
    let Some(computed) = column.computed.as_ref().filter(|_| !columns.is_empty()) else {
        return Ok(false);
    };
    let sql = compile_ddl(&computed.expr, run.options.dialect)?;
    Ok(columns.iter().any(|name| names(&sql, name)))
}

/// Whether a name stands in SQL as a word of its own.
fn names(sql: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    sql.match_indices(name).any(|(start, _)| {
        let (before, after) = (&sql[..start], &sql[start + name.len()..]);
        !before.ends_with(is_word) && !after.starts_with(is_word)
    })
}

/// The removal of what the database drops together with columns: its making is what brings it back.
fn dependents<H>(
    run: &Run<'_, H>,
    table: &Table,
    columns: &HashSet<String>,
) -> Result<Vec<Reversible>, DiffError> {
    let mut steps = Vec::new();
    for constraint in &table.constraints {
        if constraint.name.text().is_some() && is_about(run, constraint, columns)? {
            steps.push(constraint_step(table, constraint.clone()));
        }
    }
    for index in &table.indexes {
        if is_on(run, index, columns)? {
            steps.push(index_step(table, index));
        }
    }
    Ok(steps)
}

fn is_about<H>(
    run: &Run<'_, H>,
    constraint: &Constraint,
    columns: &HashSet<String>,
) -> Result<bool, DiffError> {
    let text = match &constraint.kind {
        ConstraintKind::Unique(unique) => {
            return Ok(unique.columns.iter().any(|column| columns.contains(&column.name)));
        }
        ConstraintKind::ForeignKey(key) => {
            return Ok(key.columns.iter().any(|column| columns.contains(&column.name)));
        }
        // A key of other columns is a difference of its own.
        ConstraintKind::PrimaryKey(_) => return Ok(false),
        ConstraintKind::Check(check) => compile_ddl(&check.condition, run.options.dialect)?,
        ConstraintKind::Exclude(_) => {
            normalise::exclude_text(constraint).unwrap_or_default().to_owned()
        }
    };
    Ok(columns.iter().any(|name| names(&text, name)))
}

fn is_on<H>(run: &Run<'_, H>, index: &Index, columns: &HashSet<String>) -> Result<bool, DiffError> {
    let mut text = normalise::index_text(index, run.options.dialect)?;
    if let Some(include) = index.options.get("postgresql_include") {
        text.push_str(&include.to_string());
    }
    Ok(columns.iter().any(|name| names(&text, name)))
}
