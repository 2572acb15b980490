//! Which revisions lie between two ends: the sets behind upgrade, downgrade and history.

use fixedbitset::FixedBitSet;

use super::error::Uncaught;
use super::resolve::{Position, expect_revision};
use super::{Graph, Links, ResolveError, RevIx};

/// One end of a range.
#[derive(Debug, Clone, Copy)]
pub enum Bound<'a> {
    /// An identifier.
    Symbol(&'a str),
    /// Version rows, that is: ids, several or none.
    Rows(&'a [String]),
}

impl<'a> Bound<'a> {
    pub(super) fn texts(&self) -> Vec<&'a str> {
        match self {
            Bound::Symbol(text) => vec![*text],
            Bound::Rows(rows) => rows.iter().map(String::as_str).collect(),
        }
    }

    /// The end as Alembic's messages print it: several rows as a Python tuple.
    pub(super) fn shown(&self) -> String {
        match self {
            Bound::Symbol(text) => (*text).to_owned(),
            Bound::Rows([row]) => format!("('{row}',)"),
            Bound::Rows(rows) => {
                let quoted: Vec<String> = rows.iter().map(|row| format!("'{row}'")).collect();
                format!("({})", quoted.join(", "))
            }
        }
    }
}

/// Revisions to list and the ends to start listing from.
pub(super) struct Selection {
    pub members: FixedBitSet,
    pub ends: Vec<RevIx>,
}

impl Graph {
    /// The revisions an upgrade runs, first one first.
    ///
    /// # Errors
    ///
    /// A target or row that cannot be resolved, targets or rows that contain one another, a
    /// relative target that is ambiguous or goes past the end.
    pub fn upgrade(&self, rows: &[String], target: &str) -> Result<Vec<RevIx>, ResolveError> {
        let selected = self.select_upgrade(rows, target);
        let selected =
            selected.map_err(|e| e.heads_for(Some(target), super::error::HeadsUse::Target))?;
        let mut order = self.sorted(selected)?;
        order.reverse();
        Ok(order)
    }

    fn select_upgrade(&self, rows: &[String], target: &str) -> Result<Selection, ResolveError> {
        let targets = self.upgrade_targets(&Bound::Rows(rows), &Bound::Symbol(target), true)?;
        self.check_overlap(&targets)?;
        let mut members = self.ancestors(&targets, Links::WithDependencies);
        let current = self.revisions(rows)?;
        self.check_overlap(&current)?;
        members.difference_with(&self.ancestors(&current, Links::WithDependencies));
        Ok(Selection { members, ends: targets })
    }

    /// The revisions a downgrade runs, first one first.
    ///
    /// # Errors
    ///
    /// As [`Graph::upgrade`]; a destination that is neither applied nor below what is, a branch
    /// that has none of the roots.
    pub fn downgrade(&self, rows: &[String], target: &str) -> Result<Vec<RevIx>, ResolveError> {
        let selected = self.select_downgrade(rows, target);
        let selected =
            selected.map_err(|e| e.heads_for(Some(target), super::error::HeadsUse::Target))?;
        self.sorted(selected)
    }

    fn select_downgrade(&self, rows: &[String], target: &str) -> Result<Selection, ResolveError> {
        let (branch, end) = self.downgrade_target(&Bound::Rows(rows), target, true)?;
        let (mut roots, keys) = match end {
            Position::At(ix) => (self.children(ix).to_vec(), self.children(ix).len()),
            Position::Base | Position::Nowhere => self.all_roots(),
        };
        if let Some(branch) = branch.filter(|_| keys > 1) {
            let above = self.ancestors(&[self.branch(&branch)?], Links::Versioned);
            roots.retain(|root| above.contains(root.index()));
            if roots.is_empty() {
                return Err(ResolveError::NoRootOnBranch { branch });
            }
        }
        let heads = self.revisions(rows)?;
        let mut members = self.descendants(&roots, Links::WithDependencies);
        members.intersect_with(&self.ancestors(&heads, Links::WithDependencies));
        if let Position::At(ix) = end
            && members.is_clear()
            && !heads.contains(&ix)
        {
            return Err(ResolveError::NotDowngradeTarget { destination: target.to_owned() });
        }
        Ok(Selection { members, ends: heads })
    }

    /// Revisions without parent, and under how many names (ids and labels) they are known: that
    /// number decides whether a branch is looked at, as it does in Alembic.
    fn all_roots(&self) -> (Vec<RevIx>, usize) {
        let roots: Vec<RevIx> = self.all().filter(|ix| self.is_base(*ix)).collect();
        let labels = self.all_labels().filter(|(_, ix)| self.is_base(*ix));
        let keys = roots.len() + labels.count();
        (roots, keys)
    }

    /// What lies between two ends, both included, along `down_revision` from the lower one.
    pub(super) fn select_between(
        &self,
        upper: &Bound<'_>,
        lower: &Bound<'_>,
    ) -> Result<Selection, ResolveError> {
        let mut targets = self.upgrade_targets(lower, upper, false)?;
        if let Bound::Symbol(text) = lower
            && let Some((branch, _)) = text.split_once('@')
        {
            let label = self.branch_label_for(branch, text)?;
            targets.retain(|target| self.has_label(*target, &label));
        }
        self.check_overlap(&targets)?;
        let required = self.ancestors(&targets, Links::WithDependencies);
        let current = self.lower_end(upper, lower, &required)?;
        self.check_overlap(&current)?;
        let mut members = required;
        members.difference_with(&self.ancestors(&current, Links::WithDependencies));
        for ix in &current {
            members.insert(ix.index());
        }
        if !current.is_empty() {
            members.intersect_with(&self.descendants(&current, Links::Versioned));
        }
        Ok(Selection { members, ends: targets })
    }

    /// The lower end of a range as revisions; empty for base.
    fn lower_end(
        &self,
        upper: &Bound<'_>,
        lower: &Bound<'_>,
        required: &FixedBitSet,
    ) -> Result<Vec<RevIx>, ResolveError> {
        let mut positions = Vec::new();
        for text in lower.texts() {
            positions.extend(self.positions(text)?);
        }
        let outside = |position: &Position| match position {
            Position::At(ix) => !required.contains(ix.index()),
            Position::Base => true,
            Position::Nowhere => false,
        };
        if positions.iter().any(outside) {
            return Err(ResolveError::NotAncestor { start: lower.shown(), end: upper.shown() });
        }
        let text = lower.shown();
        if positions.first() == Some(&Position::Nowhere) {
            // `-N` that goes below base when counted from the heads: count from the upper end.
            return match self.downgrade_target(upper, &text, false)?.1 {
                Position::At(ix) => Ok(vec![ix]),
                Position::Base => Ok(Vec::new()),
                Position::Nowhere => Err(Uncaught::IsBase { argument: text }.into()),
            };
        }
        let known = positions.iter().filter_map(|position| match position {
            Position::At(ix) => Some(*ix),
            Position::Base | Position::Nowhere => None,
        });
        self.check_overlap(&known.collect::<Vec<_>>())?;
        let revisions = positions.into_iter();
        revisions.map(|position| expect_revision(position, &text)).collect()
    }

    /// The branch label meant by what stands before `@`: itself, or the only label of a revision
    /// that is named by its id.
    fn branch_label_for(&self, branch: &str, argument: &str) -> Result<String, ResolveError> {
        let Some(ix) = self.revision(branch)?.filter(|ix| self.id(*ix) == branch) else {
            return Ok(branch.to_owned());
        };
        let mut labels = self.branch_labels(ix);
        match (labels.len(), labels.next()) {
            (1, Some(label)) => Ok(label.to_owned()),
            (count, _) => Err(Uncaught::NotOneLabel {
                revision: branch.to_owned(),
                labels: count,
                argument: argument.to_owned(),
            }
            .into()),
        }
    }

    fn check_overlap(&self, targets: &[RevIx]) -> Result<(), ResolveError> {
        if targets.len() < 2 {
            return Ok(());
        }
        for target in targets {
            let mut others = Vec::new();
            for other in targets {
                if other != target && self.is_ancestor(*other, *target) && !others.contains(other) {
                    others.push(*other);
                }
            }
            if !others.is_empty() {
                return Err(ResolveError::Overlap {
                    revision: self.id(*target).to_owned(),
                    others: self.ids(&others),
                });
            }
        }
        Ok(())
    }
}
