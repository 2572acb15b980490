//! What a new revision may stand on: the parents and dependencies asked for on the command line.

use super::error::{GraphError, HeadsUse, Uncaught};
use super::resolve::Position;
use super::{Graph, ResolveError, RevIx, Revision, load};

impl Graph {
    /// The parents of a new revision or merge; none for `base`.
    ///
    /// # Errors
    ///
    /// An identifier that cannot be resolved, several heads, a parent given twice, and without
    /// `splice` a parent that is no head.
    pub fn new_parents<S: AsRef<str>>(
        &self,
        heads: &[S],
        splice: bool,
    ) -> Result<Vec<RevIx>, ResolveError> {
        let mut parents = Vec::with_capacity(heads.len());
        for head in heads.iter().map(AsRef::as_ref) {
            let found = self.positions(head);
            for position in found.map_err(|e| e.heads_for(None, HeadsUse::NewRevision))? {
                parents.push((position, head));
            }
        }
        if let Some((_, head)) = parents.iter().find(|(at, _)| *at == Position::Base) {
            return Err(Uncaught::IsBase { argument: (*head).to_owned() }.into());
        }
        let seen_before = |(at, (position, _)): (usize, &(Position, &str))| {
            parents[..at].iter().any(|(other, _)| other == position)
        };
        if parents.iter().enumerate().any(seen_before) {
            return Err(ResolveError::DuplicateHeads);
        }
        let mut places = Vec::with_capacity(parents.len());
        let is_one = parents.len() == 1;
        for (position, head) in parents {
            match position {
                Position::At(ix) if splice || self.is_head(ix) => places.push(ix),
                Position::At(ix) => {
                    return Err(ResolveError::NotHead { revision: self.id(ix).to_owned() });
                }
                // `-N` below base stands for base, which cannot be one parent of several.
                Position::Nowhere | Position::Base if is_one => {}
                Position::Nowhere | Position::Base => {
                    return Err(Uncaught::OutOfRange { argument: head.to_owned() }.into());
                }
            }
        }
        Ok(places)
    }

    /// What `depends_on` of a new revision says for an identifier: a branch label stays as it
    /// is, anything else becomes the full id. `None` for `base`.
    ///
    /// # Errors
    ///
    /// As [`Graph::revision`].
    pub fn new_dependency(&self, identifier: &str) -> Result<Option<String>, ResolveError> {
        let found = self.revision(identifier)?;
        Ok(found.map(|ix| match self.has_label(ix, identifier) {
            true => identifier.to_owned(),
            false => self.id(ix).to_owned(),
        }))
    }

    /// Whether a new id has only characters that identifiers may have.
    ///
    /// # Errors
    ///
    /// [`GraphError::IllegalCharacters`].
    pub fn verify_new_id(id: &str) -> Result<(), GraphError> {
        load::verify_id(&Revision { id: id.to_owned(), ..Revision::default() })
    }

    /// Whether version rows are exactly the heads by `down_revision` (`current --check-heads`).
    pub fn rows_are_heads(&self, rows: &[String]) -> bool {
        let heads = self.ids(&self.heads);
        rows.iter().all(|row| heads.contains(row)) && heads.iter().all(|head| rows.contains(head))
    }

    /// Whether version rows mean the same set as `heads` (what autogenerate and `check` need).
    ///
    /// # Errors
    ///
    /// A row that no script defines.
    pub fn is_up_to_date(&self, rows: &[String]) -> Result<bool, ResolveError> {
        let mut applied = self.revisions(rows)?;
        let mut wanted = self.real_heads.clone();
        for places in [&mut applied, &mut wanted] {
            places.sort();
            places.dedup();
        }
        Ok(applied == wanted)
    }
}
