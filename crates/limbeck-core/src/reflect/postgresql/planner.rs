//! How the server plans the queries that read a whole catalog.

use super::super::{
    Run,
    row::{Row, text},
};
use crate::statement::{DatabaseError, Statement};

/// Has `read` ask without compiled expressions and parallel workers.
///
/// The planner takes a subquery for each column as the cost of one over user data, so from a few
/// thousand tables on it would compile the expressions, which takes longer than the query.
/// Outside a transaction nothing changes, and servers that lack a setting are left as they are.
///
/// # Errors
/// What `read` or the database gives.
pub(super) fn plainly<T>(
    run: &mut Run<'_>,
    read: impl FnOnce(&mut Run<'_>) -> Result<T, DatabaseError>,
) -> Result<T, DatabaseError> {
    let changed = run.ask(&Statement::with_params(
        "SELECT s.name, s.setting, pg_catalog.set_config(s.name, \
         CASE s.name WHEN 'jit' THEN 'off' ELSE '0' END, true) FROM pg_catalog.pg_settings AS s \
         WHERE s.name IN ('jit', 'max_parallel_workers_per_gather')",
        Vec::new(),
    ))?;
    // A transaction that an error has ended forgets the settings itself.
    let found = read(run)?;
    let (mut calls, mut params) = (Vec::new(), Vec::new());
    for values in changed.rows {
        let mut row = Row::new(values);
        for value in [row.text(), row.text()] {
            params.push(text(&value));
        }
        calls.push(format!(
            "pg_catalog.set_config(${}, ${}, true)",
            params.len() - 1,
            params.len()
        ));
    }
    if !calls.is_empty() {
        run.ask(&Statement::with_params(format!("SELECT {}", calls.join(", ")), params))?;
    }
    Ok(found)
}
