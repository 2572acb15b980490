//! Targets as given on the command line: `start:end` ranges, which only `--sql` takes.

use super::PlanError;
use crate::graph::Graph;
use crate::graph::error::{ResolveError, Uncaught};

/// What a command was asked to go to, and offline from where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The start of a range; `None` if there is none, which means base.
    pub start: Option<String>,
    /// The destination.
    pub end: String,
}

impl Target {
    /// The argument of `upgrade`.
    ///
    /// # Errors
    ///
    /// A range without `sql`, or with more than one colon.
    pub fn upgrade(argument: &str, sql: bool) -> Result<Target, PlanError> {
        if argument.contains(':') && !sql {
            return Err(PlanError::RangeNotAllowed);
        }
        Self::parse(argument)
    }

    /// The argument of `downgrade`.
    ///
    /// # Errors
    ///
    /// A range without `sql`, none with it, or more than one colon.
    pub fn downgrade(argument: &str, sql: bool) -> Result<Target, PlanError> {
        match (argument.contains(':'), sql) {
            (true, false) => Err(PlanError::RangeNotAllowed),
            (false, true) => Err(PlanError::DowngradeNeedsRange),
            _ => Self::parse(argument),
        }
    }

    fn parse(argument: &str) -> Result<Target, PlanError> {
        let Some((start, end)) = argument.split_once(':') else {
            return Ok(Target { start: None, end: argument.to_owned() });
        };
        if end.contains(':') {
            let range = argument.to_owned();
            return Err(Uncaught::TooManyColons { range }.into());
        }
        Ok(Target { start: Some(start.to_owned()), end: end.to_owned() })
    }

    /// The arguments of `stamp`: with `sql` each may be a range, all with one start. Without it
    /// they are destinations as they stand.
    ///
    /// # Errors
    ///
    /// Different starts, more than one colon, `purge` with `sql`.
    pub fn stamp<S: AsRef<str>>(
        arguments: &[S],
        sql: bool,
        purge: bool,
    ) -> Result<(Option<String>, Vec<String>), PlanError> {
        let given = arguments.iter().map(|argument| argument.as_ref());
        if !sql {
            return Ok((None, given.map(str::to_owned).collect()));
        }
        let mut start = None;
        let mut ends = Vec::new();
        for argument in given {
            let target = Self::parse(argument)?;
            match (target.start, &start) {
                (Some(new), Some(old)) if new != *old => return Err(PlanError::OneStampStart),
                (Some(new), _) => start = Some(new),
                (None, _) => {}
            }
            ends.push(target.end);
        }
        match purge {
            true => Err(PlanError::PurgeOffline),
            false => Ok((start, ends)),
        }
    }
}

/// The version rows that an offline run assumes for a start: none for `base` or no start.
///
/// # Errors
///
/// A start that is not exactly one revision.
pub fn start_rows(graph: &Graph, start: Option<&str>) -> Result<Vec<String>, ResolveError> {
    match start {
        None | Some("base") => Ok(Vec::new()),
        Some(start) => match graph.revision(start)? {
            Some(ix) => Ok(vec![graph.id(ix).to_owned()]),
            None => Err(Uncaught::IsBase { argument: start.to_owned() }.into()),
        },
    }
}
