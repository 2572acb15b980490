//! The rows of the version table as steps are applied: when one is inserted, updated, deleted.
//!
//! With *down* the parents and normalized dependencies of a revision: an upgrade inserts where
//! no *down* has a row, merges where several have one, else updates. A downgrade deletes at a
//! base or where all of *down* is implied by other rows, unmerges into what is not implied,
//! else updates.
//!
//! As in Alembic, what another element of *down* implies is left out of an unmerge only while
//! there is no other row: beside other rows it gets a row that says nothing new.

use fixedbitset::FixedBitSet;

use super::stamp::Move;
use super::{PlanError, VersionChange};
use crate::graph::{Graph, RevIx};

struct Row {
    text: String,
    ix: RevIx,
}

pub(super) struct VersionRows<'g> {
    graph: &'g Graph,
    rows: Vec<Row>,
    /// Revisions that have a row with exactly their id; a row may also be a prefix of an id,
    /// which counts as applied but is never matched by a statement.
    present: FixedBitSet,
}

impl<'g> VersionRows<'g> {
    pub fn new(graph: &'g Graph, rows: &[String]) -> Result<Self, PlanError> {
        let mut state = VersionRows {
            graph,
            rows: Vec::with_capacity(rows.len()),
            present: FixedBitSet::with_capacity(graph.len()),
        };
        for text in rows {
            if state.rows.iter().any(|row| row.text == *text) {
                continue;
            }
            for ix in graph.revisions(&[text])? {
                if graph.id(ix) == text {
                    state.present.insert(ix.index());
                }
                let text = text.clone();
                state.rows.push(Row { text, ix });
            }
        }
        Ok(state)
    }

    pub fn texts(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.text.clone()).collect()
    }

    /// The statements after the upgrade of a revision.
    pub fn upgrade(&mut self, ix: RevIx) -> Result<Vec<VersionChange>, PlanError> {
        let down = self.graph.normalized_down(ix);
        let present: Vec<RevIx> = down.iter().copied().filter(|d| self.has(*d)).collect();
        let from = match present.as_slice() {
            [] => return Ok(vec![self.insert(ix)?]),
            [_] => present,
            // A parent that another row implies keeps its row to that other row.
            _ => {
                let others = self.others(|row| !down.contains(&row.ix));
                let implied = |d: &RevIx| others.iter().any(|o| self.graph.is_ancestor(*d, *o));
                present.into_iter().filter(|d| !implied(d)).collect()
            }
        };
        self.merge(&from, ix)
    }

    /// The statements after the downgrade of a revision.
    pub fn downgrade(&mut self, ix: RevIx) -> Result<Vec<VersionChange>, PlanError> {
        if !self.has(ix) {
            return Err(self.missing(ix, ix));
        }
        let to = self.downgraded_to(ix);
        let Some((last, inserted)) = to.split_last() else {
            return Ok(vec![self.delete(ix, ix)?]);
        };
        let mut changes = Vec::with_capacity(to.len());
        for new in inserted {
            changes.push(self.insert(*new)?);
        }
        changes.push(self.update(ix, *last, ix)?);
        Ok(changes)
    }

    /// Parents and dependencies that need a row of their own once the revision is gone.
    fn downgraded_to(&self, ix: RevIx) -> Vec<RevIx> {
        let down = self.graph.normalized_down(ix);
        let others = self.others(|row| row.ix != ix);
        let implied = |d: &RevIx| match others.as_slice() {
            [] => down.iter().any(|o| o != d && self.graph.is_ancestor(*d, *o)),
            others => others.iter().any(|o| self.graph.is_ancestor(*d, *o)),
        };
        down.iter().copied().filter(|d| !implied(d)).collect()
    }

    /// The statements of one move of a stamp.
    pub fn stamp(&mut self, stamp: &Move) -> Result<Vec<VersionChange>, PlanError> {
        let Some(to) = stamp.to else {
            let deleted = stamp.from.iter().map(|from| self.delete(*from, *from));
            return deleted.collect();
        };
        let gone = stamp.from.iter().any(|from| !self.has(*from));
        let is_new = stamp.is_upgrade && (stamp.of_branch || gone);
        match is_new {
            true => Ok(vec![self.insert(to)?]),
            false => self.merge(&stamp.from, to),
        }
    }

    fn merge(&mut self, from: &[RevIx], to: RevIx) -> Result<Vec<VersionChange>, PlanError> {
        let Some((last, deleted)) = from.split_last() else {
            return Err(self.missing(to, to));
        };
        let mut changes = Vec::with_capacity(from.len());
        for old in deleted {
            changes.push(self.delete(*old, to)?);
        }
        changes.push(self.update(*last, to, to)?);
        Ok(changes)
    }

    fn has(&self, ix: RevIx) -> bool {
        self.present.contains(ix.index())
    }

    fn others(&self, wanted: impl Fn(&Row) -> bool) -> Vec<RevIx> {
        let rows = self.rows.iter().filter(|row| wanted(row));
        rows.map(|row| row.ix).collect()
    }

    fn missing(&self, row: RevIx, revision: RevIx) -> PlanError {
        PlanError::RowMissing {
            revision: self.graph.id(revision).to_owned(),
            row: self.graph.id(row).to_owned(),
            rows: self.texts(),
        }
    }

    fn insert(&mut self, ix: RevIx) -> Result<VersionChange, PlanError> {
        let text = self.graph.id(ix).to_owned();
        if self.has(ix) {
            let rows = self.texts();
            return Err(PlanError::RowPresent { row: text, rows });
        }
        self.present.insert(ix.index());
        let row = text.clone();
        self.rows.push(Row { text: row, ix });
        Ok(VersionChange::Insert(text))
    }

    fn delete(&mut self, ix: RevIx, revision: RevIx) -> Result<VersionChange, PlanError> {
        if !self.has(ix) {
            return Err(self.missing(ix, revision));
        }
        let text = self.graph.id(ix).to_owned();
        self.present.remove(ix.index());
        self.rows.retain(|row| row.text != text);
        Ok(VersionChange::Delete(text))
    }

    fn update(
        &mut self,
        from: RevIx,
        to: RevIx,
        revision: RevIx,
    ) -> Result<VersionChange, PlanError> {
        if !self.has(from) {
            return Err(self.missing(from, revision));
        }
        let (old, new) = (self.graph.id(from), self.graph.id(to).to_owned());
        if self.has(to) {
            let rows = self.texts();
            return Err(PlanError::RowPresent { row: new, rows });
        }
        self.present.remove(from.index());
        self.present.insert(to.index());
        for row in self.rows.iter_mut().filter(|row| row.text == old) {
            row.text.clone_from(&new);
            row.ix = to;
        }
        let from = old.to_owned();
        Ok(VersionChange::Update { from, to: new })
    }
}
