//! Computed columns: Alembic only warns of a change, a full comparison remakes the column.

use super::{
    DiffError, DoubtKind, Hooks, columns::Comparison, context::Run, index_text::without_casts,
    normalise::Subject,
};
use crate::{
    dialect::Backend,
    expr::{Expr, compile_ddl},
    schema::Computed,
};

/// True where nothing is left to compare of the default.
pub(super) fn compare<H: Hooks>(
    run: &mut Run<'_, H>,
    found: &mut Comparison<'_>,
) -> Result<bool, H::Error> {
    let (old, new) = (&found.pair.database.computed, &found.pair.model.computed);
    let place = &found.place;
    let warning = format!("Computed default on {place} cannot be modified");
    let Some(new) = new else {
        if old.is_some() && !run.options.is_full() {
            run.warn(warning);
        }
        return Ok(old.is_some());
    };
    if !run.options.is_full() && differs(run, old.as_ref(), new)? {
        run.warn(warning);
    }
    Ok(true)
}

fn differs<H: Hooks>(
    run: &Run<'_, H>,
    old: Option<&Computed>,
    new: &Computed,
) -> Result<bool, H::Error> {
    let text = |expr: &Expr| -> Result<String, DiffError> {
        let sql = compile_ddl(expr, run.options.dialect)?;
        Ok(match run.options.dialect.backend {
            Backend::Postgresql => normal(&without_casts(&sql)),
            _ => normal(&sql),
        })
    };
    let old = old.map(|computed| text(&computed.expr)).transpose()?.unwrap_or_default();
    Ok(text(&new.expr)? != old)
}

/// The text without what databases add and drop: blanks, brackets, quotes, case.
pub(super) fn normal(sql: &str) -> String {
    let dropped = |c: &char| " ()'\"`[]\t\r\n".contains(*c);
    sql.chars().filter(|c| !dropped(c)).collect::<String>().to_lowercase()
}

/// Whether a full comparison must make the column anew.
pub(super) fn must_be_remade<H: Hooks>(
    run: &Run<'_, H>,
    pair: super::ColumnPair<'_>,
) -> Result<bool, H::Error> {
    let (old, new) = (&pair.database.computed, &pair.model.computed);
    match (old, new) {
        (None, None) => Ok(false),
        (Some(_), None) | (None, Some(_)) => Ok(true),
        (Some(old), Some(new)) => {
            let persisted = new.persisted.unwrap_or(old.persisted == Some(true));
            let stored = old.persisted == Some(true);
            let subject = Subject::of(pair.model_table, DoubtKind::Computed, &pair.model.name.name);
            let normal = run.options.normalised.and_then(|known| known.get(&subject));
            let unsettled = run.options.normalised.is_some_and(|it| it.is_unsettled(&subject));
            let changed = match normal {
                Some(normal) => {
                    let old =
                        compile_ddl(&old.expr, run.options.dialect).map_err(DiffError::from)?;
                    old != normal
                }
                None => !unsettled && differs(run, Some(old), new)?,
            };
            Ok(changed || persisted != stored)
        }
    }
}
