//! From scripts' headers to link tables: labels, dependencies, heads, cycles.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::error::{CycleKind, GraphError, MissingReference, ReferenceField};
use super::resolve::nearest;
use super::walk::{LinkTable, reachable};
use super::{Graph, GraphWarning, RevIx, Revision};

const ILLEGAL: [char; 4] = ['+', '-', ':', '@'];

/// Whether the characters of a new revision id are allowed.
///
/// # Errors
///
/// [`GraphError::IllegalCharacters`] with the characters that are not, sorted.
pub(super) fn verify_id(revision: &Revision) -> Result<(), GraphError> {
    let characters: Vec<String> =
        ILLEGAL.iter().filter(|c| revision.id.contains(**c)).map(char::to_string).collect();
    if characters.is_empty() {
        return Ok(());
    }
    Err(GraphError::IllegalCharacters {
        revision: revision.id.clone(),
        path: revision.path.clone(),
        characters,
    })
}

fn verify_alone(revision: &Revision) -> Result<(), GraphError> {
    let self_loop = |kind| GraphError::Cycle { kind, revisions: vec![revision.id.clone()] };
    if revision.down_revision.contains(&revision.id) {
        return Err(self_loop(CycleKind::SelfLoop));
    }
    if revision.depends_on.contains(&revision.id) {
        return Err(self_loop(CycleKind::DependencySelfLoop));
    }
    verify_id(revision)
}

/// A script in file order: where its id stands, and its header if a later script with the same
/// id hides it. A hidden script still counts as a head and a base, as it does in Alembic.
struct Entry {
    ix: RevIx,
    hidden: Option<Revision>,
    base: bool,
    real_base: bool,
}

#[derive(Default)]
struct Scripts {
    revisions: Vec<Revision>,
    entries: Vec<Entry>,
    labels: Vec<(String, RevIx)>,
    index: HashMap<String, RevIx>,
    warnings: Vec<GraphWarning>,
}

pub(super) fn load(given: Vec<Revision>) -> Result<Graph, GraphError> {
    given.iter().try_for_each(verify_alone)?;
    let mut scripts = Scripts::default();
    for revision in given {
        scripts.add(revision);
    }
    scripts.index_labels()?;
    let dependencies = scripts.link()?;
    let mut links = dependencies.links;
    let normalized_dependencies = normalize(&links.down, &dependencies.resolved);
    links.normalized_down = links
        .down
        .iter()
        .zip(&normalized_dependencies)
        .map(|(down, needs)| deduped(down.iter().chain(needs)))
        .collect();

    let pick = |wanted: &dyn Fn(&Entry) -> bool| -> Vec<RevIx> {
        let chosen = scripts.entries.iter().filter(|entry| wanted(entry));
        chosen.map(|entry| entry.ix).collect()
    };
    let heads = pick(&|e| e.hidden.is_some() || links.next(e.ix).is_empty());
    let real_heads = pick(&|e| e.hidden.is_some() || links.all_next(e.ix).is_empty());
    let bases = pick(&|e| e.base);
    let real_bases = pick(&|e| e.real_base);
    let ids = |places: &[RevIx]| -> Vec<String> {
        let names = places.iter().map(|ix| scripts.revisions[ix.index()].id.clone());
        names.collect()
    };
    for (kind, down, next, tops, bottoms) in [
        (CycleKind::Cycle, &links.down, &links.next, &heads, &bases),
        (CycleKind::DependencyCycle, &links.all_down, &links.all_next, &real_heads, &real_bases),
    ] {
        if let Some(cut_off) = scripts.find_cycle(kind, down, next, (tops, bottoms)) {
            let mut revisions = ids(&cut_off);
            if !tops.is_empty() && !bottoms.is_empty() {
                revisions.sort();
            }
            return Err(GraphError::Cycle { kind, revisions });
        }
    }

    let Scripts { revisions, labels: label_keys, index, warnings, .. } = scripts;
    let labels = propagate_labels(&revisions, &label_keys, &links);
    let first_label = revisions.len();
    let keys = (0u32..)
        .zip(&revisions)
        .map(|(ix, revision)| (revision.id.clone(), RevIx(ix)))
        .chain(label_keys)
        .collect();
    Ok(Graph {
        revisions,
        keys,
        index,
        first_label,
        links,
        normalized_dependencies,
        labels,
        heads,
        real_heads,
        bases,
        warnings,
        reach: OnceLock::new(),
    })
}

struct Linked {
    links: LinkTable,
    resolved: Vec<Vec<RevIx>>,
}

impl Scripts {
    fn add(&mut self, revision: Revision) {
        let base = revision.down_revision.is_empty();
        let real_base = base && revision.depends_on.is_empty();
        let ix = match self.index.get(&revision.id) {
            Some(ix) => {
                let ix = *ix;
                let used = revision.path.clone();
                let id = revision.id.clone();
                let hidden = std::mem::replace(&mut self.revisions[ix.index()], revision);
                self.warnings.push(GraphWarning::Duplicate {
                    revision: id,
                    shadowed: hidden.path.clone(),
                    used,
                });
                let mut entries = self.entries.iter_mut();
                if let Some(entry) = entries.rfind(|entry| entry.ix == ix) {
                    entry.hidden = Some(hidden);
                }
                ix
            }
            None => {
                let ix = RevIx(self.revisions.len() as u32);
                self.index.insert(revision.id.clone(), ix);
                self.revisions.push(revision);
                ix
            }
        };
        self.entries.push(Entry { ix, hidden: None, base, real_base });
    }

    fn index_labels(&mut self) -> Result<(), GraphError> {
        for Entry { ix, hidden, .. } in &self.entries {
            let (ix, revision) = (*ix, hidden.as_ref().unwrap_or(&self.revisions[ix.index()]));
            for label in &revision.branch_labels {
                if let Some(other) = self.index.get(label) {
                    return Err(GraphError::LabelTaken {
                        label: label.clone(),
                        revision: revision.id.clone(),
                        path: revision.path.clone(),
                        other: self.revisions[other.index()].id.clone(),
                    });
                }
                self.index.insert(label.clone(), ix);
                self.labels.push((label.clone(), ix));
            }
        }
        Ok(())
    }

    /// Resolves every reference; all that are missing are reported together.
    fn link(&self) -> Result<Linked, GraphError> {
        let count = self.revisions.len();
        let mut links = LinkTable {
            next: vec![Vec::new(); count],
            all_next: vec![Vec::new(); count],
            ..LinkTable::default()
        };
        let mut resolved = Vec::with_capacity(count);
        let mut missing = Vec::new();
        for (ix, revision) in (0u32..).map(RevIx).zip(&self.revisions) {
            let mut resolve = |names: &[String], field| -> Vec<RevIx> {
                let mut found = Vec::with_capacity(names.len());
                for name in names {
                    match self.lookup(name, field) {
                        Some(ix) => found.push(ix),
                        None => missing.push(self.missing(revision, field, name)),
                    }
                }
                found
            };
            let needs = resolve(&revision.depends_on, ReferenceField::DependsOn);
            let down = resolve(&revision.down_revision, ReferenceField::DownRevision);
            let all_down = deduped(down.iter().chain(&needs));
            for parent in &all_down {
                links.all_next[parent.index()].push(ix);
                if down.contains(parent) {
                    links.next[parent.index()].push(ix);
                }
            }
            links.down.push(down);
            links.all_down.push(all_down);
            resolved.push(deduped(needs.iter()));
        }
        for revision in self.entries.iter().filter_map(|entry| entry.hidden.as_ref()) {
            for (names, field) in [
                (&revision.depends_on, ReferenceField::DependsOn),
                (&revision.down_revision, ReferenceField::DownRevision),
            ] {
                let unknown = names.iter().filter(|name| self.lookup(name, field).is_none());
                missing.extend(unknown.map(|name| self.missing(revision, field, name)));
            }
        }
        if missing.is_empty() {
            Ok(Linked { links, resolved })
        } else {
            Err(GraphError::Missing(missing))
        }
    }

    /// The revisions that do not lie between a bottom and a top, if any. A hidden script leads
    /// down by its own references, and nothing leads up from it.
    fn find_cycle(
        &self,
        kind: CycleKind,
        down: &[Vec<RevIx>],
        next: &[Vec<RevIx>],
        (tops, bottoms): (&[RevIx], &[RevIx]),
    ) -> Option<Vec<RevIx>> {
        let is_hidden = |ix: &RevIx| {
            let mut entries = self.entries.iter();
            !self.warnings.is_empty() && entries.any(|e| e.ix == *ix && e.hidden.is_some())
        };
        let (mut tops, mut bottoms) = (tops.to_vec(), bottoms.to_vec());
        let alone: Vec<RevIx> = tops.iter().copied().filter(is_hidden).collect();
        tops.retain(|ix| !is_hidden(ix) || next[ix.index()].is_empty());
        for revision in self.entries.iter().filter_map(|entry| entry.hidden.as_ref()) {
            let parents = revision.down_revision.iter();
            tops.extend(parents.filter_map(|id| self.index.get(id)));
            if kind == CycleKind::DependencyCycle {
                tops.extend(revision.depends_on.iter().filter_map(|id| self.index.get(id)));
            }
        }
        let is_base = |ix: &RevIx| match kind {
            CycleKind::DependencyCycle => down[ix.index()].is_empty(),
            _ => self.revisions[ix.index()].down_revision.is_empty(),
        };
        bottoms.retain(is_base);
        let (mut below, mut above) = (reachable(down, &tops), reachable(next, &bottoms));
        for ix in alone {
            below.insert(ix.index());
            if self.entries.iter().any(|e| e.ix == ix && e.hidden.is_some() && e.base) {
                above.insert(ix.index());
            }
        }
        below.intersect_with(&above);
        let cut_off: Vec<RevIx> = below.zeroes().map(|ix| RevIx(ix as u32)).collect();
        (!cut_off.is_empty()).then_some(cut_off)
    }

    /// A `down_revision` must be an id; a dependency may be a branch label.
    fn lookup(&self, name: &str, field: ReferenceField) -> Option<RevIx> {
        let ix = *self.index.get(name)?;
        let is_id = self.revisions[ix.index()].id == name;
        (is_id || field == ReferenceField::DependsOn).then_some(ix)
    }

    fn missing(&self, revision: &Revision, field: ReferenceField, name: &str) -> MissingReference {
        let ids = self.revisions.iter().map(|revision| revision.id.as_str());
        let labels = self.labels.iter().map(|(label, _)| label.as_str());
        let nearest = match field {
            ReferenceField::DownRevision => nearest(name, ids),
            ReferenceField::DependsOn => nearest(name, ids.chain(labels)),
        };
        MissingReference {
            revision: revision.id.clone(),
            path: revision.path.clone(),
            field,
            missing: name.to_owned(),
            nearest,
        }
    }
}

fn deduped<'a>(places: impl Iterator<Item = &'a RevIx>) -> Vec<RevIx> {
    let mut unique = Vec::new();
    for ix in places {
        if !unique.contains(ix) {
            unique.push(*ix);
        }
    }
    unique
}

/// Dependencies of each revision less those that an ancestor by `down_revision` declares.
fn normalize(down: &[Vec<RevIx>], resolved: &[Vec<RevIx>]) -> Vec<Vec<RevIx>> {
    let normal = |(ix, needs): (usize, &Vec<RevIx>)| {
        if needs.is_empty() {
            return Vec::new();
        }
        let mut before = reachable(down, &down[ix]);
        before.remove(ix);
        let mut left = needs.clone();
        for ancestor in before.ones() {
            left.retain(|need| !resolved[ancestor].contains(need));
        }
        left
    };
    resolved.iter().enumerate().map(normal).collect()
}

/// A label reaches all descendants of its revision; where these form one line without a fork, it
/// also goes up from the line's end through its revision to the nearest fork or merge.
fn propagate_labels(
    revisions: &[Revision],
    label_keys: &[(String, RevIx)],
    links: &LinkTable,
) -> Vec<Vec<u32>> {
    let mut labels: Vec<Vec<u32>> = vec![Vec::new(); revisions.len()];
    let keyed = || (revisions.len() as u32..).zip(label_keys.iter().map(|(_, ix)| *ix));
    let declared = |(key, ix): &(u32, RevIx)| {
        let own = &revisions[ix.index()].branch_labels;
        own.contains(&label_keys[*key as usize - revisions.len()].0)
    };
    for (key, ix) in keyed().filter(declared) {
        labels[ix.index()].push(key);
    }
    // Those of hidden scripts are names only.
    for (key, ix) in keyed().filter(declared) {
        let mut reached = reachable(&links.next, &[ix]);
        let mut end = Some(ix);
        while let Some(here) = end
            && let [child, ..] = links.next(here)
        {
            end = (links.next(here).len() == 1).then_some(*child);
        }
        while let Some(here) = end
            && links.all_next(here).len() <= 1
            && links.down(here).len() <= 1
        {
            reached.insert(here.index());
            end = links.down(here).first().copied();
        }
        for at in reached.ones() {
            if !labels[at].contains(&key) {
                labels[at].push(key);
            }
        }
    }
    labels
}
