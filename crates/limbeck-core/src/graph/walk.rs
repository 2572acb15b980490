//! Ancestors, descendants and reachability over dense link tables.

use fixedbitset::FixedBitSet;

use super::{Graph, RevIx};

/// Which references count when walking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// `down_revision` only.
    Versioned,
    /// `down_revision` and dependencies.
    WithDependencies,
}

#[derive(Debug, Clone, Default)]
pub(super) struct LinkTable {
    pub down: Vec<Vec<RevIx>>,
    pub all_down: Vec<Vec<RevIx>>,
    pub normalized_down: Vec<Vec<RevIx>>,
    pub next: Vec<Vec<RevIx>>,
    pub all_next: Vec<Vec<RevIx>>,
}

impl LinkTable {
    pub fn down(&self, ix: RevIx) -> &[RevIx] {
        &self.down[ix.index()]
    }

    pub fn normalized_down(&self, ix: RevIx) -> &[RevIx] {
        &self.normalized_down[ix.index()]
    }

    pub fn next(&self, ix: RevIx) -> &[RevIx] {
        &self.next[ix.index()]
    }

    pub fn all_next(&self, ix: RevIx) -> &[RevIx] {
        &self.all_next[ix.index()]
    }
}

/// Everything that can be reached from the starts, the starts included.
pub(super) fn reachable(links: &[Vec<RevIx>], starts: &[RevIx]) -> FixedBitSet {
    let mut seen = FixedBitSet::with_capacity(links.len());
    let mut todo = starts.to_vec();
    while let Some(ix) = todo.pop() {
        if !seen.put(ix.index()) {
            todo.extend_from_slice(&links[ix.index()]);
        }
    }
    seen
}

/// All revisions that are in no cycle, so that each comes after everything it stands on.
fn parents_first(next: &[Vec<RevIx>]) -> Vec<RevIx> {
    let mut waiting = vec![0usize; next.len()];
    for child in next.iter().flatten() {
        waiting[child.index()] += 1;
    }
    let all = (0u32..).map(RevIx).take(next.len());
    let mut ready: Vec<RevIx> = all.filter(|ix| waiting[ix.index()] == 0).collect();
    let mut sorted = Vec::with_capacity(next.len());
    while let Some(ix) = ready.pop() {
        sorted.push(ix);
        for child in &next[ix.index()] {
            waiting[child.index()] -= 1;
            if waiting[child.index()] == 0 {
                ready.push(*child);
            }
        }
    }
    sorted
}

impl Graph {
    /// The revisions and all that stands before them, as a set over [`RevIx::index`].
    pub fn ancestors(&self, of: &[RevIx], links: Links) -> FixedBitSet {
        reachable(
            match links {
                Links::Versioned => &self.links.down,
                Links::WithDependencies => &self.links.normalized_down,
            },
            of,
        )
    }

    /// The revisions and all that follows them, as a set over [`RevIx::index`].
    pub fn descendants(&self, of: &[RevIx], links: Links) -> FixedBitSet {
        reachable(
            match links {
                Links::Versioned => &self.links.next,
                Links::WithDependencies => &self.links.all_next,
            },
            of,
        )
    }

    /// Whether `ancestor` is `of` or stands before it, dependencies included.
    pub fn is_ancestor(&self, ancestor: RevIx, of: RevIx) -> bool {
        ancestor == of || self.reach()[of.index()].contains(ancestor.index())
    }

    /// Ancestor sets of all revisions, made on first use: a bit per pair, and only graphs with
    /// branches ask for it.
    fn reach(&self) -> &[FixedBitSet] {
        self.reach.get_or_init(|| {
            let mut table = vec![FixedBitSet::new(); self.len()];
            let order = parents_first(&self.links.all_next);
            for ix in &order {
                let mut own = FixedBitSet::with_capacity(self.len());
                own.insert(ix.index());
                for parent in self.normalized_down(*ix) {
                    own.union_with(&table[parent.index()]);
                }
                table[ix.index()] = own;
            }
            if order.len() < self.len() {
                // A dependency on a descendant, which loading lets pass as Alembic does.
                for (ix, own) in self.all().zip(&mut table).filter(|(_, own)| own.is_empty()) {
                    *own = self.ancestors(&[ix], Links::WithDependencies);
                }
            }
            table
        })
    }

    /// The members of a set, in file order.
    pub(super) fn members(set: &FixedBitSet) -> Vec<RevIx> {
        set.ones().map(|ix| RevIx(ix as u32)).collect()
    }
}
