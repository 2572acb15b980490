//! Replays what Alembic did with random graphs (`cargo xtask oracle graph`) and compares.
//!
//! Compared modulo order: the ids of an overlap, the two revisions that share a label, and, in
//! a step that merges or unmerges while other version rows exist, which of its rows is updated
//! and which deleted or inserted; Alembic takes these from Python sets. Where Alembic ends in a
//! traceback an error of our own is wanted, with one exception: a merge that also depends on an
//! ancestor of its parents, whose version rows Alembic gets wrong, must end in sound rows.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::path::Path;

use limbeck_core::graph::display::{self, Line};
use limbeck_core::graph::{Graph, GraphError, HistoryRange, ResolveError, RevIx, Revision};
use limbeck_core::plan::{Plan, PlanError, Step, VersionChange};
use serde_json::{Value, json};

/// An error as a user of the command line meets it.
#[derive(Debug)]
struct Failure {
    text: String,
    uncaught: bool,
}

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        Failure { text: error.to_string(), uncaught: error.is_uncaught_in_alembic() }
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        Failure { text: error.to_string(), uncaught: error.is_uncaught_in_alembic() }
    }
}

#[test]
fn graphs_behave_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/graph");
    let mut differences = Vec::new();
    let (mut cases, mut plans) = (0, 0);
    for shape in ["linear", "branches", "merges", "labels", "depends", "bases", "mixed", "broken"] {
        let text = std::fs::read_to_string(folder.join(format!("{shape}.json"))).expect(shape);
        let recorded: Vec<Value> = serde_json::from_str(&text).expect(shape);
        for case in &recorded {
            cases += 1;
            plans += list(&case["plans"]).len();
            check(case, &mut differences);
        }
    }
    assert!(cases >= 500 && plans >= 5000, "{cases} graphs, {plans} plans");
    let shown = differences.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences:\n{shown}", differences.len());
}

fn check(case: &Value, differences: &mut Vec<String>) {
    let seed = case["seed"].as_str().unwrap_or_default();
    let mut differ = |what: String, wanted: &dyn Display, got: &dyn Display| {
        differences.push(format!("{seed}: {what}\n  Alembic {wanted}\n  ours    {got}"));
    };
    let graph = match Graph::new(revisions(case)) {
        Ok(graph) => graph,
        Err(error) => {
            if !load_fails_alike(case, &error) {
                differ("load".into(), &case["load"], &error);
            }
            return;
        }
    };
    let graph = &graph;
    for (what, got) in [
        ("load", Value::Null),
        ("warnings", strings(graph.warnings())),
        ("heads", json!(graph.ids(graph.heads()))),
        ("real_heads", json!(graph.ids(graph.real_heads()))),
        ("bases", json!(graph.ids(graph.bases()))),
        ("branch_points", json!(graph.ids(&graph.branch_points()))),
        ("labels", labels(graph)),
        ("needs", needs(graph)),
    ] {
        if case[what] != got {
            differ(what.into(), &case[what], &got);
        }
    }
    for wanted in list(&case["lines"]) {
        let got = lines(graph, graph.find(text(&wanted["rev"])).expect("recorded revision"));
        if *wanted != got {
            differ("lines".into(), wanted, &got);
        }
    }
    for wanted in list(&case["branches"]) {
        let ix = graph.find(text(&wanted[0])).expect("recorded revision");
        let got = display::branch_point(graph, ix, wanted[1] == true);
        if wanted[2] != got {
            differ("branches".into(), wanted, &got);
        }
    }
    for wanted in list(&case["show"]) {
        let got = graph.revisions(&[text(&wanted["id"])]);
        let got = got.map(|places| json!(graph.ids(&places))).map_err(Failure::from);
        compare(wanted, got, &mut differ);
    }
    for wanted in list(&case["history"]) {
        compare(wanted, history(graph, wanted), &mut differ);
    }
    let wanted = &case["current"];
    let current = graph.effective_heads(&rows(wanted)).map_err(Failure::from);
    compare(wanted, current.map(|places| sorted(graph.ids(&places))), &mut differ);
    for wanted in list(&case["new"]) {
        compare(wanted, new_revision(graph, wanted), &mut differ);
    }
    for wanted in list(&case["plans"]) {
        check_plan(graph, wanted, &mut differ);
    }
}

type Differ<'a> = dyn FnMut(String, &dyn Display, &dyn Display) + 'a;

fn compare(wanted: &Value, got: Result<Value, Failure>, differ: &mut Differ<'_>) {
    let alike = match &got {
        Ok(got) => wanted.get("ok") == Some(got),
        // A null is a parent that Alembic writes as None among others.
        Err(failure) if failure.uncaught => {
            wanted.get("crash").is_some() || list(&wanted["ok"]["down"]).contains(&Value::Null)
        }
        Err(failure) => wanted.get("failed") == Some(&json!(settled(&failure.text))),
    };
    if !alike {
        differ("query".into(), wanted, &format!("{got:?}"));
    }
}

fn load_fails_alike(case: &Value, error: &GraphError) -> bool {
    let hangs = |queries: &Value| list(queries).iter().any(|q| q["crash"] == "Hang");
    match error {
        // A duplicate hides a cycle, and Alembic runs round it instead of naming it.
        GraphError::Cycle { .. } if hangs(&case["history"]) || hangs(&case["plans"]) => true,
        GraphError::Missing(_) => case["load"]["crash"] == "KeyError",
        error => case["load"]["failed"] == json!(settled(&error.to_string())),
    }
}

/// Sorts the ids that Alembic takes from a set.
fn settled(text: &str) -> String {
    let overlap = " overlaps with other requested revisions ";
    if let Some((head, tail)) = text.split_once(overlap) {
        let mut ids: Vec<&str> = tail.split(", ").collect();
        ids.sort_unstable();
        return format!("{head}{overlap}{}", ids.join(", "));
    }
    let (between, before) = (" already used by revision ", " in revision ");
    if let Some((head, other)) = text.split_once(between)
        && let Some((head, one)) = head.split_once(before)
    {
        let (first, second) = (one.min(other), one.max(other));
        return format!("{head}{before}{first}{between}{second}");
    }
    text.to_owned()
}

fn check_plan(graph: &Graph, wanted: &Value, differ: &mut Differ<'_>) {
    let rows = rows(wanted);
    let targets: Vec<String> = list(&wanted["to"]).iter().map(|t| text(t).to_owned()).collect();
    let plan = match text(&wanted["do"]) {
        "up" => Plan::upgrade(graph, &rows, &targets[0]),
        "down" => Plan::downgrade(graph, &rows, &targets[0]),
        _ => Plan::stamp(graph, &rows, &targets),
    };
    let plan = match plan {
        Ok(plan) => plan,
        Err(error) => {
            let rows_crash = wanted.get("rows_crash").is_some();
            if rows_crash
                && matches!(error, PlanError::RowMissing { .. } | PlanError::RowPresent { .. })
            {
                return;
            }
            return compare(wanted, Err(error.into()), differ);
        }
    };
    if wanted.get("rows_crash").is_some() {
        let logs: Vec<Value> = plan.steps.iter().map(|step| json!(step.to_string())).collect();
        if wanted["steps"] != json!(logs) || !is_sound(graph, &plan) {
            differ("mended rows".into(), wanted, &format!("{plan:?}"));
        }
        return;
    }
    let warnings = wanted.get("warn").unwrap_or(&Value::Null);
    let steps = list(&wanted["ok"]["steps"]);
    let alike = wanted.get("ok").is_some()
        && steps.len() == plan.steps.len()
        && steps.iter().zip(&plan.steps).all(|(wanted, step)| step_is(graph, text(wanted), step))
        && wanted["ok"]["end"] == json!(plan.end().iter().collect::<BTreeSet<_>>())
        && list(warnings) == list(&strings(&plan.warnings));
    if !alike {
        let got: Vec<String> = plan.steps.iter().map(|s| format!("{s} | {}", changes(s))).collect();
        differ("plan".into(), wanted, &format!("{got:?} {:?} {:?}", plan.end(), plan.warnings));
    }
}

/// Version rows after the plan are the tops of what is then applied.
fn is_sound(graph: &Graph, plan: &Plan) -> bool {
    let Ok(tops) = graph.revisions(plan.end()) else { return false };
    tops.iter().all(|one| tops.iter().all(|other| one == other || !graph.is_ancestor(*one, *other)))
}

fn step_is(graph: &Graph, wanted: &str, step: &Step) -> bool {
    let Some((log, rows)) = wanted.rsplit_once(" | ") else { return false };
    let down = step.place.map(|ix| graph.ids(graph.normalized_down(ix))).unwrap_or_default();
    let others_exist = step
        .heads_before
        .iter()
        .any(|head| !down.contains(head) && Some(head) != step.revision.as_ref());
    let may_vary = step.place.is_some() && (others_exist || !step.is_upgrade);
    let got = changes(step);
    log == step.to_string() && (rows == got || (may_vary && unordered(rows) == unordered(&got)))
}

fn changes(step: &Step) -> String {
    let each = step.version_changes.iter().map(|change| match change {
        VersionChange::Insert(id) => format!("I {id}"),
        VersionChange::Delete(id) => format!("D {id}"),
        VersionChange::Update { from, to } => format!("U {from} {to}"),
    });
    each.collect::<Vec<_>>().join("; ")
}

/// How many statements of each kind, which ids go, and which come.
fn unordered(rows: &str) -> (Vec<&str>, BTreeSet<&str>, BTreeSet<&str>) {
    let (mut kinds, mut gone, mut new) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for change in rows.split("; ") {
        let words: Vec<&str> = change.split(' ').collect();
        kinds.push(words[0]);
        match words.as_slice() {
            ["I", id] => _ = new.insert(*id),
            ["D", id] => _ = gone.insert(*id),
            ["U", from, to] => {
                gone.insert(*from);
                new.insert(*to);
            }
            other => panic!("recorded change {other:?}"),
        }
    }
    (kinds, gone, new)
}

fn history(graph: &Graph, wanted: &Value) -> Result<Value, Failure> {
    let side = |side: &Value| side.as_str().filter(|s| !s.is_empty()).map(str::to_owned);
    let range = HistoryRange { lower: side(&wanted["from"]), upper: side(&wanted["to"]) };
    Ok(json!(graph.ids(&graph.history(&range, &rows(wanted))?)))
}

fn new_revision(graph: &Graph, wanted: &Value) -> Result<Value, Failure> {
    let heads: Vec<&str> = list(&wanted["heads"]).iter().map(text).collect();
    let parents = graph.new_parents(&heads, wanted["splice"] == true)?;
    let mut needs = Vec::new();
    for dependency in list(&wanted["needs"]) {
        let found = graph.new_dependency(text(dependency))?;
        needs.push(found.ok_or(Failure { text: "base".into(), uncaught: true })?);
    }
    Ok(json!({"down": graph.ids(&parents), "needs": needs}))
}

fn lines(graph: &Graph, ix: RevIx) -> Value {
    json!({
        "rev": graph.id(ix),
        "history": display::line(graph, ix, Line::HISTORY),
        "heads": display::line(graph, ix, Line::HEADS),
        "current": display::line(graph, ix, Line::CURRENT),
        "record": display::record(graph, ix, false),
    })
}

fn labels(graph: &Graph) -> Value {
    let labelled = graph.all().filter(|ix| graph.branch_labels(*ix).len() > 0);
    labelled
        .map(|ix| (graph.id(ix).to_owned(), json!(graph.branch_labels(ix).collect::<Vec<_>>())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn needs(graph: &Graph) -> Value {
    let needing = graph.all().filter(|ix| !graph.get(*ix).depends_on.is_empty());
    needing
        .map(|ix| (graph.id(ix).to_owned(), json!(graph.ids(graph.normalized_dependencies(ix)))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn revisions(case: &Value) -> Vec<Revision> {
    let texts = |value: &Value| list(value).iter().map(|one| text(one).to_owned()).collect();
    let read = |row: &Value| Revision {
        id: text(&row[0]).to_owned(),
        down_revision: texts(&row[1]),
        branch_labels: texts(&row[2]),
        depends_on: texts(&row[3]),
        doc: text(&row[4]).to_owned(),
        path: format!("versions/{}.py", text(&row[0])).into(),
    };
    list(&case["revisions"]).iter().map(read).collect()
}

fn rows(wanted: &Value) -> Vec<String> {
    list(&wanted["rows"]).iter().map(|row| text(row).to_owned()).collect()
}

fn strings<T: Display>(values: &[T]) -> Value {
    values.iter().map(|value| json!(value.to_string())).collect::<Vec<_>>().into()
}

fn sorted(mut ids: Vec<String>) -> Value {
    ids.sort();
    json!(ids)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
