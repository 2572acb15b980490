//! A plan with the statements of its steps, before anything runs.

use limbeck_core::{
    dialect::Dialect,
    plan::{Plan, Step},
};

use crate::{
    Result,
    scripts::{ScriptError, SqlScripts},
};

/// What a run would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub steps: Vec<PlannedStep>,
    /// The version rows before.
    pub start: Vec<String>,
    /// The version rows after.
    pub end: Vec<String>,
}

/// One revision of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStep {
    /// The revision, its direction, and what becomes of the version rows.
    pub step: Step,
    /// Its statements, without semicolons; `None` where only a run decides them.
    pub statements: Option<Vec<String>>,
}

impl Planned {
    pub(super) fn new(plan: Plan, scripts: &SqlScripts, dialect: &Dialect) -> Result<Planned> {
        let (start, end) = (plan.start.clone(), plan.end().to_vec());
        let steps = plan.steps.into_iter().map(|step| {
            let script = scripts.of(&step).filter(|script| !script.code);
            let found = script.map(|script| script.statements(step.direction, dialect));
            let found = found.transpose().map_err(ScriptError::from)?;
            let statements = found.map(|found| found.into_iter().map(|one| one.sql).collect());
            Ok(PlannedStep { step, statements })
        });
        Ok(Planned { steps: steps.collect::<Result<_>>()?, start, end })
    }
}
