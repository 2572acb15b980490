//! Foreign keys, told apart by what they refer to and how, not by name.

use super::{
    Hooks, ObjectKind, Reversible, SchemaObject,
    context::{Run, TableName},
    indexes::constraint_step,
    notice,
};
use crate::{
    dialect::Backend,
    schema::{Constraint, ConstraintKind, ForeignKey, Table},
};

/// What makes two foreign keys the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Signature<'a> {
    columns: Vec<&'a str>,
    schema: Option<&'a str>,
    table: &'a str,
    referred: Vec<&'a str>,
    onupdate: Option<String>,
    ondelete: Option<String>,
    deferral: &'static str,
}

fn keys(table: &Table) -> impl Iterator<Item = (&Constraint, &ForeignKey)> {
    table.constraints.iter().filter_map(|constraint| match &constraint.kind {
        ConstraintKind::ForeignKey(key) => Some((constraint, key)),
        _ => None,
    })
}

/// `usual` is a schema that may be named or not and means the same.
fn signature<'a>(
    constraint: &'a Constraint,
    key: &'a ForeignKey,
    usual: Option<&str>,
) -> Signature<'a> {
    let action = |action: &Option<String>| {
        let action = action.as_deref()?.to_lowercase();
        (!action.is_empty() && action != "no action").then_some(action)
    };
    let is_deferred =
        constraint.initially.as_deref().is_some_and(|text| text.eq_ignore_ascii_case("deferred"));
    Signature {
        columns: key.columns.iter().map(|column| column.name.as_str()).collect(),
        schema: key
            .referent_schema
            .as_ref()
            .map(|schema| schema.name.as_str())
            .filter(|schema| Some(*schema) != usual),
        table: &key.referent_table.name,
        referred: key.referent_columns.iter().map(|column| column.name.as_str()).collect(),
        onupdate: action(&key.onupdate),
        ondelete: action(&key.ondelete),
        deferral: match (is_deferred, constraint.deferrable) {
            (true, _) => "initially deferred",
            (false, Some(true)) => "deferrable",
            (false, _) => "not deferrable",
        },
    }
}

/// MySQL takes RESTRICT for the usual and does not report it.
fn with_usual_actions<'a>(
    old: Signature<'a>,
    models: &[(&Constraint, Signature<'_>)],
) -> Signature<'a> {
    let same = models.iter().map(|(_, other)| other).find(|other| {
        (&other.columns, other.schema, other.table, &other.referred)
            == (&old.columns, old.schema, old.table, &old.referred)
    });
    let Some(wanted) = same else { return old };
    let usual = |old: Option<String>, wanted: &Option<String>| match wanted.as_deref() {
        Some("restrict") if old.is_none() => Some("restrict".to_owned()),
        _ => old,
    };
    Signature {
        onupdate: usual(old.onupdate, &wanted.onupdate),
        ondelete: usual(old.ondelete, &wanted.ondelete),
        ..old
    }
}

/// A key without a name cannot be dropped, so no revision could change when it is checked.
fn with_wanted_deferral<'a>(
    old: Signature<'a>,
    models: &[(&Constraint, Signature<'_>)],
) -> Signature<'a> {
    let but_for_deferral = |wanted: &Signature<'_>| {
        let same = Signature { deferral: wanted.deferral, ..old.clone() };
        (same == *wanted).then_some(same)
    };
    models.iter().find_map(|(_, wanted)| but_for_deferral(wanted)).unwrap_or(old)
}

pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    // Alembic takes the default schema for another where one side names it.
    let usual = run.options.default_schema.as_deref().filter(|_| run.options.is_full());
    let wanted: Vec<(&Constraint, Signature<'_>)> = keys(model)
        .map(|(constraint, key)| (constraint, signature(constraint, key, usual)))
        .collect();
    let mut found: Vec<(&Constraint, Signature<'_>)> = Vec::new();
    for (constraint, key) in keys(table) {
        let text = constraint.name.text();
        if run.includes_name(text, ObjectKind::ForeignKeyConstraint, name.parents())? {
            let own = signature(constraint, key, usual);
            let own = match run.options.dialect.backend {
                Backend::Mysql | Backend::Mariadb => with_usual_actions(own, &wanted),
                Backend::Sqlite if text.is_none() && run.options.is_full() => {
                    with_wanted_deferral(own, &wanted)
                }
                _ => own,
            };
            found.push((constraint, own));
        }
    }
    // The schema is compared on its own tables' terms: both sides are the same table.
    for (constraint, signature) in &found {
        if wanted.iter().any(|(_, other)| other == signature) {
            continue;
        }
        let compare_to = of_name(model, &wanted, constraint);
        let object = SchemaObject::Constraint(table, constraint);
        let text = constraint.name.text();
        let kind = ObjectKind::ForeignKeyConstraint;
        if run.includes(object, text, kind, true, compare_to)? {
            let mut constraint = (*constraint).clone();
            without_match(&mut constraint, run.options.is_full());
            steps.push(constraint_step(table, constraint));
            run.log(notice::CONSTRAINTS, line("removed", table, signature));
        }
    }
    let mut seen: Vec<&Signature<'_>> = Vec::new();
    for (constraint, signature) in &wanted {
        if found.iter().any(|(_, other)| other == signature) || seen.contains(&signature) {
            continue;
        }
        seen.push(signature);
        let compare_to = of_name(table, &found, constraint);
        let object = SchemaObject::Constraint(model, constraint);
        let text = constraint.name.text();
        let kind = ObjectKind::ForeignKeyConstraint;
        if run.includes(object, text, kind, false, compare_to)? {
            let Reversible { up, down } = constraint_step(model, (*constraint).clone());
            steps.push(Reversible::new(down, up));
            run.log(notice::CONSTRAINTS, line("added", model, signature));
        }
    }
    Ok(())
}

/// Alembic forgets what MATCH a reflected key had.
fn without_match(constraint: &mut Constraint, is_full: bool) {
    if let ConstraintKind::ForeignKey(key) = &mut constraint.kind
        && !is_full
    {
        key.match_ = None;
        constraint.options.clear();
    }
}

fn of_name<'a>(
    table: &'a Table,
    keys: &[(&'a Constraint, Signature<'_>)],
    constraint: &Constraint,
) -> Option<SchemaObject<'a>> {
    let name = constraint.name.text()?;
    let (found, _) = keys.iter().find(|(other, _)| other.name.text() == Some(name))?;
    Some(SchemaObject::Constraint(table, found))
}

fn line(what: &str, table: &Table, signature: &Signature<'_>) -> String {
    format!(
        "Detected {what} foreign key ({})({}) on table {}",
        signature.columns.join(", "),
        signature.referred.join(", "),
        super::order::key_of(table)
    )
}
