//! Makes the checks, each on a scratch database of its own.

use std::sync::Arc;

use limbeck_core::plan::{Direction, Step};

use super::{
    Check, Finding, Options, Outcome, Report,
    walk::{self, Seen},
};
use crate::{
    Error, Project, Result,
    commands::{self, Upgrade},
    databases::with_scratch,
    events::Subscriber,
    scripts::Scripts,
};

/// Makes all checks.
///
/// # Errors
/// What keeps checks from being made at all: no scratch database, an env.py that fails, Ctrl-C.
/// What a check finds is in the report.
///
/// ```no_run
/// use limbeck::{Project, checks, config::{ConfigRequest, Environment}};
///
/// let environment = Environment::in_directory("/srv/app");
/// let project = Project::load(&ConfigRequest::default(), &environment)?;
/// let report = checks::run(&project, &checks::Options::default())?;
/// assert!(report.passed(), "{:#}", report.to_json());
/// # Ok::<(), limbeck::Error>(())
/// ```
pub fn run(project: &Project, options: &Options) -> Result<Report> {
    let scripts = Arc::new(Scripts::load(project)?);
    let chosen = [Check::SingleHead, Check::Upgrade];
    let mut findings = Vec::new();
    for one in chosen {
        findings.push(made(project, &scripts, one, options)?);
    }
    let breaks =
        |found: &Finding| found.check == Check::Upgrade && found.outcome == Outcome::Failed;
    let upgrades = !findings.iter().any(breaks);
    for one in Check::ALL.into_iter().filter(|one| !chosen.contains(one)) {
        findings.push(match upgrades {
            true => made(project, &scripts, one, options)?,
            false => Finding::new(one, Outcome::Skipped, "the revisions do not run"),
        });
    }
    Ok(Report { findings })
}

/// Makes one check.
///
/// # Errors
/// Those of [`run`].
pub fn check(project: &Project, check: Check, options: &Options) -> Result<Finding> {
    made(project, &Arc::new(Scripts::load(project)?), check, options)
}

fn made(
    project: &Project,
    scripts: &Arc<Scripts>,
    check: Check,
    options: &Options,
) -> Result<Finding> {
    let down_to = options.down_to.as_deref();
    match check {
        Check::SingleHead => Ok(single_head(scripts)),
        _ if scripts.graph.all().next().is_none() => {
            Ok(Finding::new(check, Outcome::Skipped, "there are no revisions"))
        }
        Check::Upgrade => with_scratch(project, upgrade),
        Check::Models => with_scratch(project, |project| models(project, scripts)),
        Check::UpDown => with_scratch(project, |project| {
            let (seen, outcome) = walk::up_and_down(project, scripts, down_to);
            let passed = format!("{} taken back, from the heads down", counted(seen.taken_back));
            judged(check, &seen, outcome, passed)
        }),
        Check::NoTrace => with_scratch(project, |project| {
            let (seen, outcome) = walk::step_by_step(project, scripts, down_to);
            no_trace(&seen, outcome)
        }),
    }
}

fn single_head(scripts: &Scripts) -> Finding {
    let graph = &scripts.graph;
    let heads = graph.ids(graph.heads());
    match heads.as_slice() {
        [] => Finding::new(Check::SingleHead, Outcome::Passed, "there are no revisions"),
        [one] => Finding::new(Check::SingleHead, Outcome::Passed, one),
        several => {
            let message = format!("{} heads: `limbeck merge heads` joins them", several.len());
            let finding = Finding::new(Check::SingleHead, Outcome::Failed, message);
            Finding { details: heads, ..finding }
        }
    }
}

fn upgrade(project: &Project) -> Result<Finding> {
    let mut count = 0;
    let (seen, outcome) = walk::watched(project, |project| {
        count = Scripts::load(project)?.graph.all().count();
        commands::upgrade(project, "heads", &Upgrade::default())
    });
    judged(Check::Upgrade, &seen, outcome, format!("{} from base up", counted(count)))
}

fn models(project: &Project, scripts: &Scripts) -> Result<Finding> {
    let skipped = |message: &str| Ok(Finding::new(Check::Models, Outcome::Skipped, message));
    let has_models = project.models.is_some() || project.config.schema_files()?.is_some();
    match (scripts.writes_sql(project), has_models, project.direct.is_some()) {
        (true, false, _) => return skipped("the project has no models"),
        (false, _, true) => return skipped("--url works without env.py, which has the models"),
        _ => {}
    }
    let silent = project.clone().with_subscriber(Subscriber::default());
    commands::upgrade(&silent, "heads", &Upgrade::default())?;
    match commands::check(&silent, commands::Check::default()) {
        Ok(()) => Ok(Finding::new(Check::Models, Outcome::Passed, "nothing to change")),
        Err(Error::NoMetadata { .. }) => skipped("env.py gives no metadata"),
        Err(Error::Differences(found)) => {
            let message = "the models are not what the revisions make";
            let finding = Finding::new(Check::Models, Outcome::Failed, message);
            Ok(Finding { details: found.details, ..finding })
        }
        Err(error) if is_of_user(&error) => Err(error),
        Err(error) => Ok(failed(Check::Models, "", &error)),
    }
}

fn no_trace(seen: &Seen, outcome: Result<()>) -> Result<Finding> {
    let passed = format!("{} taken back and run again", counted(seen.taken_back));
    let mut finding = judged(Check::NoTrace, seen, outcome, passed)?;
    if let Some((first, _)) = seen.traces.first() {
        let traces = seen.traces.iter().flat_map(|(revision, lines)| {
            lines.iter().map(move |line| format!("{revision}: {line}"))
        });
        let mut details: Vec<String> = traces.collect();
        if finding.outcome == Outcome::Failed {
            details.push(finding.message);
        }
        finding.message = format!("{} left traces when taken back", counted(seen.traces.len()));
        let revision = Some(first.clone());
        finding = Finding { outcome: Outcome::Failed, revision, details, ..finding };
    }
    Ok(finding)
}

/// The finding of a run: failed where a step broke it, an error where nothing had begun.
fn judged(check: Check, seen: &Seen, outcome: Result<()>, passed: String) -> Result<Finding> {
    match (outcome, &seen.last) {
        (Ok(()), _) => Ok(Finding::new(check, Outcome::Passed, passed)),
        (Err(error), Some(step)) if !is_of_user(&error) => {
            let finding = failed(check, &format!("{}: ", described(step)), &error);
            Ok(Finding { revision: step.revision.clone(), ..finding })
        }
        // A section that a file lacks is found before anything runs.
        (Err(error @ Error::Script(_)), None) => Ok(failed(check, "", &error)),
        (Err(error), _) => Err(error),
    }
}

/// The finding of an error: its first line, and the rest or Python's traceback as details.
fn failed(check: Check, before: &str, error: &Error) -> Finding {
    let text = error.to_string();
    let mut lines = text.lines();
    let message = format!("{before}{}", lines.next().unwrap_or_default());
    let rest = match error {
        Error::Python(failure) => failure.traceback.lines(),
        _ => lines,
    };
    let details = rest.map(str::to_owned).collect();
    Finding { details, ..Finding::new(check, Outcome::Failed, message) }
}

fn described(step: &Step) -> String {
    let what = match step.direction {
        Direction::Downgrade => "downgrade",
        _ => "upgrade",
    };
    format!("{what} of {}", step.revision.as_deref().unwrap_or_default())
}

/// Whether the user ended the run.
fn is_of_user(error: &Error) -> bool {
    match error {
        Error::Cancelled => true,
        Error::Python(failure) => failure.class == "KeyboardInterrupt",
        _ => false,
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 revision".to_owned(),
        count => format!("{count} revisions"),
    }
}
