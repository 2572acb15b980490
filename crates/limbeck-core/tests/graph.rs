//! Identifiers, ranges, broken graphs and stamps, case by case, on graphs small enough to read.

use std::path::PathBuf;

use limbeck_core::graph::error::{CycleKind, NotFound, ReferenceField};
use limbeck_core::graph::{Graph, GraphError, HistoryRange, ResolveError, Revision};
use limbeck_core::plan::offline::{Target, start_rows};
use limbeck_core::plan::{Plan, VersionChange};

/// One revision as `id < parents [labels] (dependencies)`, words in any order after the id.
fn revision(line: &str) -> Revision {
    let mut words = line.split_whitespace();
    let id = words.next().unwrap_or_default().to_owned();
    let mut revision =
        Revision { path: PathBuf::from(format!("versions/{id}.py")), ..Revision::default() };
    revision.doc = format!("make {id}");
    revision.id = id;
    for word in words {
        match word.chars().next() {
            Some('[') => revision.branch_labels.push(word.trim_matches(['[', ']']).to_owned()),
            Some('(') => revision.depends_on.push(word.trim_matches(['(', ')']).to_owned()),
            Some('<') => {}
            _ => revision.down_revision.push(word.to_owned()),
        }
    }
    revision
}

fn load(text: &str) -> Result<Graph, GraphError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    Graph::new(lines.map(revision).collect())
}

/// One trunk that forks into `api` and `web`, and a tree of its own, `audit`, that needs `api`.
fn forked() -> Graph {
    load(
        "aaaa1
         aaaa2 < aaaa1
         bbbb1 < aaaa2 [api]
         bbbb2 < bbbb1
         cccc1 < aaaa2 [web]
         dddd1 [audit]
         dddd2 < dddd1 (api)",
    )
    .expect("a sound graph")
}

fn rows(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn shown<T>(graph: &Graph, found: Result<T, ResolveError>) -> String
where
    T: AsRef<[limbeck_core::graph::RevIx]>,
{
    match found {
        Ok(places) => graph.ids(places.as_ref()).join(" "),
        Err(error) => format!("! {error}"),
    }
}

#[test]
fn symbols_resolve() {
    let graph = forked();
    for (identifier, wanted) in [
        ("aaaa2", "aaaa2"),
        ("heads", "bbbb2 cccc1 dddd2"),
        ("base", ""),
        ("api", "bbbb1"),
        ("api@head", "bbbb2"),
        ("api@heads", "bbbb2"),
        ("web@base", ""),
        ("bbbb2@head", "bbbb2"),
        ("aaaa2@heads", "bbbb2 cccc1"),
        ("bbbb2@aaaa1", "aaaa1"),
        ("aud", "dddd1"),
        ("audi", "dddd1"),
        ("d", "! Can't locate revision identified by 'd'"),
        ("dddd2", "dddd2"),
        ("aaaa", "! Can't locate revision identified by 'aaaa'"),
        ("web@bbbb2", "! Can't locate revision identified by 'bbbb2'"),
        ("nope@head", "! Can't locate revision identified by 'nope'"),
        ("-1", "bbbb1 aaaa2 dddd1"),
        ("web@-1", "aaaa2"),
        ("aaaa1+1", "! Can't locate revision identified by 'aaaa1+1'"),
        (
            "head",
            "! Multiple head revisions are present for given argument 'head'; please specify a \
             specific target revision, '<branchname>@head' to narrow to a specific head, or \
             'heads' for all heads",
        ),
        ("web@", "! Empty revision identifier in 'web@'"),
    ] {
        assert_eq!(shown(&graph, graph.revisions(&[identifier])), wanted, "{identifier}");
    }
}

#[test]
fn unknown_identifiers_carry_what_a_hint_needs() {
    let graph = forked();
    let Err(ResolveError::NotFound { reason, nearest, .. }) = graph.revision("bbbb3") else {
        panic!("bbbb3 is not there");
    };
    assert_eq!(reason, NotFound::NoMatch);
    assert_eq!(nearest[..2], ["bbbb1", "bbbb2"]);
    let Err(ResolveError::NotFound { reason, .. }) = graph.revision("bbbb") else {
        panic!("bbbb is two");
    };
    assert_eq!(reason, NotFound::Ambiguous { candidates: rows("bbbb1 bbbb2") });
    let Err(ResolveError::NotFound { reason, .. }) = graph.revision("web@bbbb2") else {
        panic!("bbbb2 is not on web");
    };
    let (revision, branch) = ("bbbb2".to_owned(), "web".to_owned());
    assert_eq!(reason, NotFound::NotOnBranch { revision, branch });
}

#[test]
fn upgrades_run_in_order() {
    let graph = forked();
    for (current, target, wanted) in [
        ("", "aaaa2", "aaaa1 aaaa2"),
        ("", "api@head", "aaaa1 aaaa2 bbbb1 bbbb2"),
        ("", "audit@head", "aaaa1 aaaa2 bbbb1 dddd1 dddd2"),
        ("bbbb2", "api@head", ""),
        ("bbbb1", "+1", "bbbb2"),
        ("aaaa2", "+1", "! Ambiguous walk"),
        ("aaaa2", "web@+1", "cccc1"),
        ("aaaa2", "aaaa2+1", "! Ambiguous walk"),
        ("", "aaaa1+1", "aaaa1 aaaa2"),
        ("", "bbbb2-1", "aaaa1 aaaa2 bbbb1"),
        ("bbbb2", "+1", "! Relative revision +1 didn't produce 1 migrations"),
        ("bbbb2", "-1", "! Relative revision -1 didn't produce 1 migrations"),
        ("bbbb1 cccc1", "+1", "! Ambiguous upgrade from multiple current revisions"),
        ("bbbb1 cccc1", "api@+1", "bbbb2"),
        ("eeee", "heads", "! Can't locate revision identified by 'eeee'"),
        (
            "bbbb2 bbbb1",
            "heads",
            "! Requested revision bbbb2 overlaps with other requested revisions bbbb1",
        ),
        (
            "aaaa1",
            "head",
            "! Multiple head revisions are present for given argument 'head'; please specify a \
             specific target revision, '<branchname>@head' to narrow to a specific head, or \
             'heads' for all heads",
        ),
    ] {
        let got = shown(&graph, graph.upgrade(&rows(current), target));
        assert_eq!(got, wanted, "{current} to {target}");
    }
}

#[test]
fn downgrades_run_in_order() {
    let graph = forked();
    for (current, target, wanted) in [
        ("bbbb2", "base", "bbbb2 bbbb1 aaaa2 aaaa1"),
        ("bbbb2", "aaaa2", "bbbb2 bbbb1"),
        ("bbbb2", "-1", "bbbb2"),
        ("bbbb2", "bbbb2-2", "bbbb2 bbbb1"),
        ("bbbb2 cccc1", "web@-1", "cccc1"),
        ("bbbb2 dddd2", "audit@base", "dddd2 dddd1"),
        ("bbbb2", "+1", "! Relative revision +1 didn't produce 1 migrations"),
        ("bbbb2", "-9", "! Relative revision -9 didn't produce 9 migrations"),
        ("bbbb2", "bbbb2-9", "! Walked too far"),
        (
            "aaaa1",
            "bbbb1",
            "! Destination bbbb1 is not a valid downgrade target from current head(s)",
        ),
        ("", "-1", "! Relative revision -1 didn't produce 1 migrations"),
        (
            "bbbb2",
            "audit@-1",
            "! Branch 'audit' has 0 applied head(s), and 'audit@-1' needs one; give a revision id \
             instead",
        ),
    ] {
        let got = shown(&graph, graph.downgrade(&rows(current), target));
        assert_eq!(got, wanted, "{current} to {target}");
    }
}

#[test]
fn history_lists_ranges() {
    let graph = forked();
    for (range, current, wanted) in [
        (":", "", "bbbb2 dddd2 dddd1 cccc1 bbbb1 aaaa2 aaaa1"),
        (":aaaa2", "", "aaaa2 aaaa1"),
        ("aaaa2:api@head", "", "bbbb2 bbbb1 aaaa2"),
        ("aaaa2:+1", "", "! Ambiguous walk"),
        ("bbbb1:+9", "", "bbbb2 bbbb1"),
        (":current", "bbbb1", "bbbb1 aaaa2 aaaa1"),
        (
            "current:aaaa1",
            "bbbb1",
            "! Requested range ('bbbb1',):aaaa1 does not refer to ancestor/descendant revisions \
             along the same branch",
        ),
        (
            "cccc1:bbbb2",
            "",
            "! Requested range cccc1:bbbb2 does not refer to ancestor/descendant revisions along \
             the same branch",
        ),
        ("aaaa1", "", "! History range requires [start]:[end], [start]:, or :[end]"),
        ("a:b:c", "", "! Range 'a:b:c' has more than one ':'; give START:END"),
    ] {
        let listed =
            HistoryRange::parse(range).and_then(|range| graph.history(&range, &rows(current)));
        assert_eq!(shown(&graph, listed), wanted, "{range}");
    }
}

#[test]
fn broken_graphs_say_where() {
    let cycle = |kind, ids: &str| GraphError::Cycle { kind, revisions: rows(ids) };
    for (text, wanted, message) in [
        ("a < a", cycle(CycleKind::SelfLoop, "a"), "Self-loop is detected in revisions (a)"),
        (
            "a\nb < a (b)",
            cycle(CycleKind::DependencySelfLoop, "b"),
            "Dependency self-loop is detected in revisions (b)",
        ),
        ("b < a\na < b", cycle(CycleKind::Cycle, "b a"), "Cycle is detected in revisions (b, a)"),
        (
            "x\nb < a\na < b",
            cycle(CycleKind::Cycle, "a b"),
            "Cycle is detected in revisions (a, b)",
        ),
        (
            "a (b)\nb (a)",
            cycle(CycleKind::DependencyCycle, "a b"),
            "Dependency cycle is detected in revisions (a, b)",
        ),
        (
            "a-b:",
            GraphError::IllegalCharacters {
                revision: "a-b:".into(),
                path: "versions/a-b:.py".into(),
                characters: rows("- :"),
            },
            "Character(s) '-, :' not allowed in revision identifier 'a-b:'",
        ),
        (
            "a [x]\nb < a [x]",
            GraphError::LabelTaken {
                label: "x".into(),
                revision: "b".into(),
                path: "versions/b.py".into(),
                other: "a".into(),
            },
            "Branch name 'x' in revision b already used by revision a",
        ),
    ] {
        let error = load(text).expect_err(text);
        assert_eq!(error, wanted, "{text}");
        assert_eq!(error.to_string(), message, "{text}");
    }
}

#[test]
fn missing_references_are_all_reported() {
    let error = load("aaaa1\nbbbb2 < aaaa2\ncccc3 < aaaa1 (nowhere)").expect_err("two are missing");
    let GraphError::Missing(missing) = &error else { panic!("{error}") };
    let fields: Vec<_> = missing.iter().map(|one| (one.field, one.missing.as_str())).collect();
    assert_eq!(
        fields,
        [(ReferenceField::DownRevision, "aaaa2"), (ReferenceField::DependsOn, "nowhere")]
    );
    assert_eq!(
        error.to_string(),
        "Revision bbbb2 (versions/bbbb2.py) has down_revision 'aaaa2', which no script defines; \
         nearest: aaaa1\n\
         Revision cccc3 (versions/cccc3.py) has depends_on 'nowhere', which no script defines"
    );
}

#[test]
fn duplicates_warn_and_the_later_script_is_used() {
    let mut again = revision("a");
    again.path = "versions/later.py".into();
    let graph = Graph::new(vec![revision("a"), again]).expect("only a warning");
    assert_eq!(graph.warnings()[0].to_string(), "Revision a is present more than once");
    let used = graph.find("a").map(|ix| graph.get(ix).path.clone());
    assert_eq!(used, Some("versions/later.py".into()));
}

#[test]
fn stamps_move_rows() {
    let graph = forked();
    let update = |from: &str, to: &str| VersionChange::Update { from: from.into(), to: to.into() };
    let insert = |id: &str| VersionChange::Insert(id.into());
    let delete = |id: &str| VersionChange::Delete(id.into());
    for (current, targets, wanted) in [
        ("", "aaaa2", vec![insert("aaaa2")]),
        ("aaaa1", "bbbb2", vec![update("aaaa1", "bbbb2")]),
        ("bbbb2 cccc1", "aaaa1", vec![delete("bbbb2"), update("cccc1", "aaaa1")]),
        ("bbbb2", "bbbb2", vec![]),
        ("bbbb2 cccc1", "base", vec![delete("bbbb2"), delete("cccc1")]),
        ("aaaa2", "api@head cccc1", vec![update("aaaa2", "bbbb2"), insert("cccc1")]),
        ("", "heads", vec![insert("bbbb2"), insert("cccc1"), insert("dddd2")]),
    ] {
        let plan = Plan::stamp(&graph, &rows(current), &rows(targets)).expect(targets);
        let changes: Vec<_> =
            plan.steps.into_iter().flat_map(|step| step.version_changes).collect();
        assert_eq!(changes, wanted, "{current} to {targets}");
    }
    let several = Plan::stamp(&graph, &[], &["head"]).expect_err("three heads").to_string();
    assert_eq!(several, "Multiple heads are present; please specify a single target revision");
}

#[test]
fn ranges_are_for_sql_only() {
    let shown = |target: Result<Target, limbeck_core::plan::PlanError>| match target {
        Ok(Target { start, end }) => format!("{start:?} {end}"),
        Err(error) => format!("! {error}"),
    };
    for (got, wanted) in [
        (Target::upgrade("head", false), "None head"),
        (Target::upgrade("a:b", true), "Some(\"a\") b"),
        (Target::upgrade("a:b", false), "! Range revision not allowed"),
        (Target::downgrade("a:b", false), "! Range revision not allowed"),
        (Target::downgrade("a", true), "! downgrade with --sql requires <fromrev>:<torev>"),
        (Target::upgrade("a:b:c", true), "! Range 'a:b:c' has more than one ':'; give START:END"),
    ] {
        assert_eq!(shown(got), wanted);
    }
    let stamp = |arguments: &[&str], purge| Target::stamp(arguments, true, purge);
    let one_start = stamp(&["a:b", "a:c", "d"], false).expect("one start");
    assert_eq!(one_start, (Some("a".into()), rows("b c d")));
    for (got, wanted) in [
        (
            stamp(&["a:b", "x:c"], false),
            "Stamp operation with --sql only supports a single starting revision at a time",
        ),
        (stamp(&["a"], true), "Can't use --purge with --sql mode"),
    ] {
        assert_eq!(got.expect_err(wanted).to_string(), wanted);
    }
    let graph = forked();
    assert_eq!(start_rows(&graph, Some("api@head")), Ok(rows("bbbb2")));
    assert_eq!(start_rows(&graph, Some("base")), Ok(Vec::new()));
    assert!(start_rows(&graph, Some("")).is_err_and(|error| error.is_uncaught_in_alembic()));
}

#[test]
fn long_chains_are_walked_without_recursion_or_squares() {
    let count = 100_000;
    let id = |number: usize| format!("{number:012x}");
    let chain = (0..count).map(|number| Revision {
        id: id(number),
        down_revision: (number > 0).then(|| id(number - 1)).into_iter().collect(),
        ..Revision::default()
    });
    let graph = Graph::new(chain.collect()).expect("a chain");
    let up = Plan::upgrade(&graph, &[], "head").expect("up");
    let down = Plan::downgrade(&graph, up.end(), "base").expect("down");
    assert_eq!((up.steps.len(), down.steps.len()), (count, count));
    assert!(down.end().is_empty());
}
