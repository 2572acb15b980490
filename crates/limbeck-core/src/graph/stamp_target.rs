//! What the targets of a stamp mean, and which version rows they concern.

use super::error::{HeadsUse, Uncaught};
use super::resolve::Position;
use super::{Graph, Links, ResolveError, RevIx};

/// The targets of a stamp, resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampTarget {
    /// Version rows on the lineage of any target, dependencies included, in row order.
    pub affected: Vec<RevIx>,
    /// Where to go; `None` is base.
    pub destinations: Vec<Option<RevIx>>,
}

impl Graph {
    /// Resolves the targets of a stamp: symbols, `label@symbol`, or `-N` without rows.
    ///
    /// # Errors
    ///
    /// A target or row that cannot be resolved, several heads for one target.
    pub fn stamp_target<S: AsRef<str>>(
        &self,
        rows: &[String],
        targets: &[S],
    ) -> Result<StampTarget, ResolveError> {
        let applied = self.revisions(rows)?;
        let mut affected = Vec::new();
        for target in targets.iter().map(AsRef::as_ref).filter(|t| !t.is_empty()) {
            let related = self.filter_lineage(&applied, Some(target), Links::WithDependencies);
            for ix in related.map_err(|e| e.heads_for(None, HeadsUse::Stamp))? {
                if !affected.contains(&ix) {
                    affected.push(ix);
                }
            }
        }
        let mut positions = Vec::new();
        for target in targets.iter().map(AsRef::as_ref) {
            for position in self.positions(target)? {
                positions.push((position, target));
            }
        }
        let mut destinations = Vec::with_capacity(positions.len());
        for (position, target) in positions {
            destinations.push(match position {
                Position::At(ix) => Some(ix),
                Position::Nowhere => None,
                Position::Base => {
                    return Err(Uncaught::IsBase { argument: target.to_owned() }.into());
                }
            });
        }
        if destinations.is_empty() {
            destinations.push(None);
        }
        Ok(StampTarget { affected, destinations })
    }
}
