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

#[derive(Debug, Default)]
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
            for ix in self.parents_first() {
                let mut own = FixedBitSet::with_capacity(self.len());
                own.insert(ix.index());
                for parent in self.normalized_down(ix) {
                    own.union_with(&table[parent.index()]);
                }
                table[ix.index()] = own;
            }
            table
        })
    }

    /// All revisions so that each comes after everything it stands on.
    fn parents_first(&self) -> Vec<RevIx> {
        let mut waiting: Vec<usize> = self.links.all_down.iter().map(Vec::len).collect();
        let mut ready: Vec<RevIx> = self.all().filter(|ix| waiting[ix.index()] == 0).collect();
        let mut sorted = Vec::with_capacity(self.len());
        while let Some(ix) = ready.pop() {
            sorted.push(ix);
            for child in self.links.all_next(ix) {
                waiting[child.index()] -= 1;
                if waiting[child.index()] == 0 {
                    ready.push(*child);
                }
            }
        }
        sorted
    }

    /// The members of a set, in file order.
    pub(super) fn members(set: &FixedBitSet) -> Vec<RevIx> {
        set.ones().map(|ix| RevIx(ix as u32)).collect()
    }
}
