//! EXCLUDE constraints, where the models declare any.

use crate::{
    dialect::Backend,
    diff::{
        Hooks, ObjectKind, Reversible, SchemaObject,
        context::{Run, TableName},
        indexes::constraint_step,
        normalise::{DoubtKind, Subject, exclude_text},
        notice,
    },
    schema::{Constraint, ConstraintKind, Table},
};

/// The EXCLUDE constraints of a table.
pub(in crate::diff) fn excludes(table: &Table) -> impl Iterator<Item = &Constraint> {
    table.constraints.iter().filter(|item| matches!(item.kind, ConstraintKind::Exclude(_)))
}

/// Pairs the constraints by name, those without one by text, and remakes those whose text differs.
pub(in crate::diff) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    if run.options.dialect.backend != Backend::Postgresql || !run.has_excludes {
        return Ok(());
    }
    let mut old: Vec<&Constraint> = excludes(table).collect();
    let mut added = Vec::new();
    for (number, constraint) in excludes(model).enumerate() {
        let subject = Subject::of(model, DoubtKind::Exclude, &number.to_string());
        let text = run.options.normalised.and_then(|known| known.get(&subject));
        let is_same = |old: &Constraint| text.is_none() || exclude_text(old) == text;
        let pair = old.iter().position(|old| match constraint.name.text() {
            Some(name) => old.name.text() == Some(name),
            None => is_same(old),
        });
        match pair.map(|place| old.remove(place)) {
            Some(known) if is_same(known) => {}
            known => {
                if let Some(known) = known {
                    step(run, name, (table, known), true, steps)?;
                }
                added.push(constraint);
            }
        }
    }
    for constraint in old {
        step(run, name, (table, constraint), true, steps)?;
    }
    for constraint in added {
        step(run, name, (model, constraint), false, steps)?;
    }
    Ok(())
}

fn step<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    (table, constraint): (&Table, &Constraint),
    is_removed: bool,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    let (kind, text) = (ObjectKind::ExcludeConstraint, constraint.name.text());
    let object = SchemaObject::Constraint(table, constraint);
    if !run.includes(object, text, kind, is_removed, None)? {
        return Ok(());
    }
    let made = constraint_step(table, constraint.clone());
    steps.push(match is_removed {
        true => made,
        false => Reversible::new(made.down, made.up),
    });
    let what = if is_removed { "removed" } else { "added" };
    let shown = text.map_or("None".to_owned(), crate::dialect::text_repr);
    let table = name.qualified();
    let line = format!("Detected {what} exclude constraint {shown} on table {table}");
    run.log(notice::CONSTRAINTS, line);
    Ok(())
}
