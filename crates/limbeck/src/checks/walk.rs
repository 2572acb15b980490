//! Walks over all revisions on a scratch database, each step in a transaction of its own.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use limbeck_core::{
    dialect::Dialect,
    graph::{Graph, RevIx},
    plan::{Direction, Plan, Step},
    reflect::{self, Inventory},
    statement::DatabaseError,
};

use crate::{
    Project, Result,
    events::{Event, Subscriber},
    job::{self, Job, Standing},
    scripts::Scripts,
};

/// What a walk saw.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The step that began last.
    pub last: Option<Step>,
    /// How many revisions were taken back.
    pub taken_back: usize,
    /// The revisions that left traces when they were taken back, with these.
    pub traces: Vec<(String, Vec<String>)>,
}

/// What the run and the one who waits for it share.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Seen>>);

impl Shared {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The same project, whose events are only looked at here.
    fn watching(&self, project: &Project) -> Project {
        let shared = self.clone();
        project.clone().with_subscriber(Subscriber::new(move |event| match event {
            Event::StepStarted(step) => shared.seen().last = Some(step),
            Event::StepFinished(Step { direction: Direction::Downgrade, .. }) => {
                shared.seen().taken_back += 1;
            }
            _ => {}
        }))
    }

    fn take(&self) -> Seen {
        std::mem::take(&mut *self.seen())
    }
}

/// Has `work` done by a project whose steps are looked at.
pub(super) fn watched(
    project: &Project,
    work: impl FnOnce(&Project) -> Result<()>,
) -> (Seen, Result<()>) {
    let shared = Shared::default();
    let outcome = work(&shared.watching(project));
    (shared.take(), outcome)
}

/// Up by every revision, then down by those above `down_to`.
pub(super) fn up_and_down(
    project: &Project,
    scripts: &Arc<Scripts>,
    down_to: Option<&str>,
) -> (Seen, Result<()>) {
    let shared = Shared::default();
    let (graph, down_to) = (Arc::clone(scripts), down_to.unwrap_or("base").to_owned());
    let planner = move |standing: &Standing| {
        let mut plan = Plan::upgrade(&graph.graph, &standing.heads, "heads")?;
        let down = Plan::downgrade(&graph.graph, plan.end(), &down_to)?;
        plan.steps.extend(down.steps);
        Ok(plan)
    };
    let job = Job { steps_alone: true, ..Job::new("upgrade", Box::new(planner)) };
    let outcome = job::run(&shared.watching(project), scripts, job);
    (shared.take(), outcome)
}

/// Up, down and up again by each revision above `down_to`, the schema compared each time.
pub(super) fn step_by_step(
    project: &Project,
    scripts: &Arc<Scripts>,
    down_to: Option<&str>,
) -> (Seen, Result<()>) {
    let shared = Shared::default();
    let (graph, down_to) = (Arc::clone(scripts), down_to.unwrap_or("base").to_owned());
    let planner = move |standing: &Standing| back_and_forth(&graph.graph, standing, &down_to);
    let found = shared.clone();
    let (mut before, mut now) = (Inventory::default(), Inventory::default());
    let watch = move |step: Option<&Step>, dialect: &Dialect, run: &mut reflect::Run<'_>| {
        let then = std::mem::replace(&mut now, Inventory::read(dialect, run)?);
        match step {
            Some(step) if step.direction == Direction::Downgrade => {
                let traces = before.traces(&now, dialect);
                if !traces.is_empty() {
                    let revision = step.revision.clone().unwrap_or_default();
                    found.seen().traces.push((revision, traces));
                }
            }
            _ => before = then,
        }
        Ok::<(), DatabaseError>(())
    };
    let watch: Option<job::Watch> = Some(Box::new(watch));
    let job = Job { steps_alone: true, watch, ..Job::new("upgrade", Box::new(planner)) };
    let outcome = job::run(&shared.watching(project), scripts, job);
    (shared.take(), outcome)
}

/// Each revision up, and where it lies above `down_to` down and up again.
fn back_and_forth(graph: &Graph, standing: &Standing, down_to: &str) -> Result<Plan> {
    let up = Plan::upgrade(graph, &standing.heads, "heads")?;
    let down = Plan::downgrade(graph, up.end(), down_to)?;
    let taken_back: BTreeSet<RevIx> = down.steps.iter().filter_map(|step| step.place).collect();
    let mut plan = Plan::nothing(&standing.heads);
    for place in up.steps.iter().filter_map(|step| step.place) {
        let ways: &[Direction] = match taken_back.contains(&place) {
            true => &[Direction::Upgrade, Direction::Downgrade, Direction::Upgrade],
            false => &[Direction::Upgrade],
        };
        for way in ways {
            let step = Plan::of_revisions(graph, plan.end(), *way, &[place])?;
            plan.steps.extend(step.steps);
        }
    }
    Ok(plan)
}
