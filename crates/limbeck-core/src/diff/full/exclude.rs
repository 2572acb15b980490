//! EXCLUDE constraints, where the models declare any.

use crate::{
    dialect::Backend,
    diff::{
        Hooks, ObjectKind, Reversible, SchemaObject,
        context::{Run, TableName},
        indexes::constraint_step,
        notice,
    },
    schema::{Constraint, ConstraintKind, Table},
};

fn excludes(table: &Table) -> impl Iterator<Item = &Constraint> {
    table.constraints.iter().filter(|item| matches!(item.kind, ConstraintKind::Exclude(_)))
}

/// Compared by name: what comes and goes.
pub(in crate::diff) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    name: &TableName<'_>,
    table: &Table,
    model: &Table,
    steps: &mut Vec<Reversible>,
) -> Result<(), H::Error> {
    if run.options.dialect.backend != Backend::Postgresql || excludes(model).next().is_none() {
        return Ok(());
    }
    let kind = ObjectKind::ExcludeConstraint;
    let known: Vec<&str> = excludes(table).filter_map(|it| it.name.text()).collect();
    for constraint in excludes(model) {
        let text = constraint.name.text();
        // One without a name may be any of those that are there.
        let is_known = match text {
            Some(text) => known.contains(&text),
            None => excludes(model).count() <= known.len(),
        };
        let object = SchemaObject::Constraint(model, constraint);
        if !is_known && run.includes(object, text, kind, false, None)? {
            let Reversible { up, down } = constraint_step(model, constraint.clone());
            steps.push(Reversible::new(down, up));
            let shown = text.map_or("None".to_owned(), crate::dialect::text_repr);
            let table = name.qualified();
            run.log(
                notice::CONSTRAINTS,
                format!("Detected added exclude constraint {shown} on table {table}"),
            );
        }
    }
    Ok(())
}
