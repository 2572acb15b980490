//! Steps that the project's own code chooses: `EnvironmentContext(config, script, fn=...)`.

use std::sync::Arc;

use limbeck_core::{
    graph::RevIx,
    plan::{Direction, Plan},
};
use limbeck_python::{HostError, Reply};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    Job, Run, Standing, command_calls::Described, context::MigrationContext, host::read, nested,
    script_calls::described,
};
use crate::{Error, scripts::Scripts};

/// Which steps there are from some version rows.
#[derive(Deserialize)]
pub(super) struct Possible {
    direction: Way,
    destination: String,
    rows: Vec<String>,
}

/// The steps to run.
#[derive(Deserialize)]
struct Chosen {
    direction: Way,
    rows: Vec<String>,
    revisions: Vec<String>,
    config: Option<Json>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Way {
    Upgrade,
    Downgrade,
    Stamp,
}

/// What an environment of the project's own says of its run.
#[derive(Deserialize)]
struct Environment {
    offline: bool,
    tag: Option<String>,
    starting: Option<String>,
    wire: Described,
}

impl Run {
    /// The revisions between some version rows and a destination, in the order of a run.
    pub(super) fn possible_steps(
        &self,
        scripts: &Scripts,
        wanted: Possible,
    ) -> Result<Reply, HostError> {
        let Possible { direction, destination, rows } = wanted;
        let graph = &scripts.graph;
        let plan = match direction {
            Way::Upgrade => Plan::upgrade(graph, &rows, &destination),
            Way::Downgrade => Plan::downgrade(graph, &rows, &destination),
            Way::Stamp => Plan::stamp(graph, &rows, &[destination]),
        };
        let plan = plan.map_err(|error| self.raise(error))?;
        let places = plan.steps.iter().filter_map(|step| step.place);
        Ok(Json::Array(places.map(|ix| described(scripts, ix)).collect()).into())
    }

    /// Runs the steps that the function of an environment chose.
    pub(super) fn run_chosen(
        &self,
        context: &MigrationContext,
        payload: Json,
    ) -> Result<(), HostError> {
        let Chosen { direction, rows, revisions, config } = read(payload)?;
        let scripts = self.scripts_of(config.as_ref())?;
        let graph = &scripts.graph;
        let plan = match direction {
            Way::Stamp => Plan::stamp(graph, &rows, &revisions).map_err(Error::from),
            way => {
                let direction = match way {
                    Way::Upgrade => Direction::Upgrade,
                    _ => Direction::Downgrade,
                };
                let places: Result<Vec<Option<RevIx>>, _> =
                    revisions.iter().map(|id| graph.revision(id)).collect();
                places.map_err(Error::from).and_then(|places| {
                    let places: Vec<RevIx> = places.into_iter().flatten().collect();
                    Ok(Plan::of_revisions(graph, &rows, direction, &places)?)
                })
            }
        };
        self.run_plan(context, &plan.map_err(|error| self.raise(error))?)
    }

    /// `ScriptDirectory.run_env()`: env.py, in an environment of the project's own.
    pub(super) fn run_env(
        &self,
        scripts: &Arc<Scripts>,
        payload: Json,
    ) -> Result<Reply, HostError> {
        let Environment { offline, tag, starting, wire } = read(payload)?;
        let project = self.project_of(&wire).map_err(|error| self.raise(error))?;
        let planner = |standing: &Standing| Ok(Plan::nothing(&standing.heads));
        let job = Job { offline, tag, starting, ..Job::new("", Box::new(planner)) };
        let Some(outer) = nested::outer() else { return Ok(json!(null).into()) };
        let outcome = nested::run(&outer, &project, scripts, job);
        self.after_run_within(wire.bound, outcome).map(|()| Reply::NONE)
    }
}
