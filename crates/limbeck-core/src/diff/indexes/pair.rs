//! Whether an index or a unique constraint of the database is what the models say.

use super::item::{index_columns, signature, tuple};
use crate::{
    dialect::{Backend, Dialect},
    diff::{DiffError, Hooks, context::Run, full, index_text, tables},
    expr::compile_ddl,
    schema::{Constraint, Index, IndexElement, Options as Kwargs, Table},
};

/// What a comparison of two indexes or constraints says.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::diff) enum Outcome {
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

pub(super) fn compare_uniques<H: Hooks>(
    run: &Run<'_, H>,
    old: &Constraint,
    new: &Constraint,
) -> Outcome {
    let (old_columns, new_columns) = (signature(old), signature(new));
    if old_columns != new_columns {
        return Outcome::changed(tuple(&old_columns), tuple(&new_columns));
    }
    if run.options.dialect.backend == Backend::Postgresql {
        let (one, other) = (flags(&old.options), flags(&new.options));
        if one != other {
            return Outcome::changed(tuple(&one), tuple(&other));
        }
    }
    match run.options.is_full() {
        true => full::compare_unique_options(old, new),
        false => Outcome::Equal,
    }
}

pub(super) fn compare_indexes<H: Hooks>(
    run: &mut Run<'_, H>,
    owner: (Option<&Table>, Option<&Table>),
    old: &Index,
    new: &Index,
) -> Result<Outcome, H::Error> {
    let mut reasons = Vec::new();
    if old.unique != new.unique {
        let word = |unique| if unique { "True" } else { "False" };
        reasons.push(format!("unique={} to unique={}", word(old.unique), word(new.unique)));
    }
    if run.options.dialect.backend == Backend::Postgresql {
        return compare_on_postgresql(run, owner, old, new, reasons);
    }
    if run.options.is_full() {
        let more = full::compare_index(run, owner, old, new)?;
        reasons.extend(more);
        return Ok(Outcome::of(reasons));
    }
    let (old, new) = (index_columns(old), index_columns(new));
    if old != new {
        reasons.push(format!("expression {} to {}", tuple(&old), tuple(&new)));
    }
    Ok(Outcome::of(reasons))
}

fn compare_on_postgresql<H: Hooks>(
    run: &mut Run<'_, H>,
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
    for (place, (old_element, new_element)) in old.elements.iter().zip(&new.elements).enumerate() {
        let number = place + 1;
        let old_text = element_text(old_element, run.options.dialect)?;
        let new_text = element_text(new_element, run.options.dialect)?;
        if index_text::cleaned(table, &old_text) == index_text::cleaned(table, &new_text) {
            continue;
        }
        if full::is_settled(run, owner.1, new) {
            continue;
        }
        let (old_shown, new_shown) = (tables::repr(&old_text), tables::repr(&new_text));
        if new_text.trim().ends_with("_ops") && new_text.contains([' ', ')']) {
            skipped.push(format!(
                "expression #{number} {new_shown} detected as including operator clause."
            ));
            warn_of_operator_class(run, number, &new_shown, old);
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
    if run.options.is_full() {
        reasons.extend(full::compare_index(run, owner, old, new)?);
    }
    Ok(match (reasons.is_empty(), skipped.is_empty()) {
        (true, false) => Outcome::Skipped(skipped),
        _ => Outcome::of(reasons),
    })
}

fn warn_of_operator_class<H: Hooks>(
    run: &mut Run<'_, H>,
    number: usize,
    text: &str,
    index: &Index,
) {
    let name = tables::repr(index.name.text().unwrap_or_default());
    run.warn(format!(
        "Expression #{number} {text} in index {name} detected to include an operator clause. \
         Expression compare cannot proceed. Please move the operator clause to the \
         ``postgresql_ops`` dict to enable proper compare of the index expressions: \
         https://docs.sqlalchemy.org/en/latest/dialects/postgresql.html#operator-classes"
    ));
}

fn element_text(element: &IndexElement, dialect: &Dialect) -> Result<String, DiffError> {
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
