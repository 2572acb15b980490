//! What holds for plans over any graph: each revision runs once, and the version rows are the
//! tops of what is applied.
//!
//! No revision here names two others of which one stands on the other: the redundant one would
//! keep a version row of its own after a downgrade beside other rows, as it does in Alembic.

use std::collections::BTreeSet;

use limbeck_core::graph::{Graph, RevIx, Revision};
use limbeck_core::plan::{Direction, Plan, VersionChange};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// A revision before its references are fixed: which earlier ones it stands on and depends on.
type Drawn = (Vec<Index>, Vec<Index>, bool);

fn graph(drawn: Vec<Drawn>, order: Vec<u32>) -> Graph {
    let id = |place: usize| format!("r{place:04}");
    let pick = |from: &[Index], before: usize| -> BTreeSet<usize> {
        let earlier = from.iter().filter(|_| before > 0);
        earlier.map(|index| index.index(before)).collect()
    };
    let mut revisions: Vec<(u32, Revision)> = Vec::new();
    let mut before: Vec<BTreeSet<usize>> = Vec::new();
    for (place, (down, needs, labelled)) in drawn.iter().enumerate() {
        let (down, needs) = (pick(down, place), pick(needs, place));
        let named: BTreeSet<usize> = down.union(&needs).copied().collect();
        let implied: BTreeSet<usize> = named.iter().flat_map(|one| before[*one].clone()).collect();
        let named: BTreeSet<usize> = named.difference(&implied).copied().collect();
        before.push(implied.union(&named).copied().collect());
        let revision = Revision {
            id: id(place),
            depends_on: named.difference(&down).copied().map(id).collect(),
            down_revision: named.intersection(&down).copied().map(id).collect(),
            branch_labels: labelled.then(|| format!("label{place}")).into_iter().collect(),
            ..Revision::default()
        };
        revisions.push((order[place % order.len()], revision));
    }
    revisions.sort_by_key(|(rank, _)| *rank);
    let revisions = revisions.into_iter().map(|(_, revision)| revision);
    Graph::new(revisions.collect()).expect("references go to earlier revisions only")
}

fn graphs() -> impl Strategy<Value = Graph> {
    let index = || any::<Index>();
    let one = (vec(index(), 0..3), vec(index(), 0..2), any::<bool>());
    (vec(one, 1..28), vec(any::<u32>(), 1..28)).prop_map(|(drawn, order)| graph(drawn, order))
}

/// Revisions of a set that no other one of it stands on.
fn tops(graph: &Graph, applied: &BTreeSet<RevIx>) -> BTreeSet<String> {
    let is_top =
        |ix: &&RevIx| applied.iter().all(|other| other == *ix || !graph.is_ancestor(**ix, *other));
    applied.iter().filter(is_top).map(|ix| graph.id(*ix).to_owned()).collect()
}

/// Follows a plan step by step: order, version rows, statements.
fn follow(graph: &Graph, plan: &Plan, applied: &mut BTreeSet<RevIx>) {
    let mut rows: BTreeSet<String> = plan.start.iter().cloned().collect();
    for step in &plan.steps {
        let ix = step.place.expect("a step that runs a script");
        match step.direction {
            Direction::Upgrade => {
                assert!(graph.normalized_down(ix).iter().all(|down| applied.contains(down)));
                assert!(applied.insert(ix), "{} runs twice", graph.id(ix));
            }
            _ => {
                assert!(applied.remove(&ix), "{} is not applied", graph.id(ix));
                assert!(!applied.iter().any(|other| graph.is_ancestor(ix, *other)));
            }
        }
        for change in &step.version_changes {
            match change {
                VersionChange::Insert(id) => assert!(rows.insert(id.clone())),
                VersionChange::Delete(id) => assert!(rows.remove(id)),
                VersionChange::Update { from, to } => {
                    assert!(rows.remove(from));
                    assert!(rows.insert(to.clone()));
                }
            }
        }
        assert_eq!(rows, step.heads_after.iter().cloned().collect());
        assert_eq!(rows, tops(graph, applied), "after {step}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn up_to_heads_and_down_to_base_visits_each_once(graph in graphs()) {
        let mut applied = BTreeSet::new();
        let up = Plan::upgrade(&graph, &[], "heads").expect("up");
        follow(&graph, &up, &mut applied);
        prop_assert_eq!(up.steps.len(), graph.len());
        let heads: BTreeSet<String> = graph.ids(graph.real_heads()).into_iter().collect();
        prop_assert_eq!(up.end().iter().cloned().collect::<BTreeSet<_>>(), heads);

        let down = Plan::downgrade(&graph, up.end(), "base").expect("down");
        follow(&graph, &down, &mut applied);
        prop_assert!(applied.is_empty() && down.end().is_empty());
    }

    #[test]
    fn any_way_through_the_graph_keeps_rows_sound(
        graph in graphs(),
        moves in vec((any::<Index>(), any::<bool>()), 1..6),
    ) {
        let mut applied = BTreeSet::new();
        let mut rows = Vec::new();
        for (index, up) in moves {
            let target = graph.id(graph.all().nth(index.index(graph.len())).expect("in range"));
            let plan = match up {
                true => Plan::upgrade(&graph, &rows, target),
                false => Plan::downgrade(&graph, &rows, target),
            };
            // A downgrade to what is not applied is an error, and nothing has changed then.
            let Ok(plan) = plan else { continue };
            follow(&graph, &plan, &mut applied);
            rows = plan.end().to_vec();
        }
    }

    #[test]
    fn history_lists_all_once_children_first(graph in graphs()) {
        let listed = graph.history(&Default::default(), &[]).expect("all");
        prop_assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), graph.len());
        for (place, ix) in listed.iter().enumerate() {
            prop_assert!(listed[..place].iter().all(|above| !graph.is_ancestor(*above, *ix)));
        }
    }
}
