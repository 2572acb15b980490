//! What `history` lists: a range of revisions, newest first.

use super::error::{HeadsUse, Uncaught};
use super::range::Bound;
use super::{Graph, ResolveError, RevIx};

/// The range given to `history`; `None` on a side stands for `base` or `heads`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryRange {
    /// Lower end.
    pub lower: Option<String>,
    /// Upper end.
    pub upper: Option<String>,
}

impl HistoryRange {
    /// Reads `[start]:[end]`.
    ///
    /// # Errors
    ///
    /// No colon, or more than one.
    pub fn parse(text: &str) -> Result<Self, ResolveError> {
        let text = text.trim();
        let (lower, upper) = text.split_once(':').ok_or(ResolveError::HistoryRange)?;
        if upper.contains(':') {
            let range = text.to_owned();
            return Err(Uncaught::TooManyColons { range }.into());
        }
        let side = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(HistoryRange { lower: side(lower), upper: side(upper) })
    }

    /// Whether an end is `current`, so that version rows have to be read first.
    pub fn needs_current(&self) -> bool {
        [&self.lower, &self.upper].into_iter().any(|side| side.as_deref() == Some("current"))
    }
}

impl Graph {
    /// The revisions of a range, newest first, both ends included. `current` are the version
    /// rows, used where an end is `current`.
    ///
    /// # Errors
    ///
    /// An end that cannot be resolved, ends that are not on one line.
    pub fn history(
        &self,
        range: &HistoryRange,
        current: &[String],
    ) -> Result<Vec<RevIx>, ResolveError> {
        let mut lower = Bound::Symbol(range.lower.as_deref().unwrap_or("base"));
        let mut upper = Bound::Symbol(range.upper.as_deref().unwrap_or("heads"));
        // With `current` on both sides Alembic looks only at the upper one.
        for (side, text, default) in
            [(&mut upper, &range.upper, "heads"), (&mut lower, &range.lower, "base")]
        {
            if text.as_deref() == Some("current") {
                *side = match current {
                    [] => Bound::Symbol(default),
                    rows => Bound::Rows(rows),
                };
                break;
            }
        }
        let selected = self.select_between(&upper, &lower);
        let shown = upper.shown();
        self.sorted(selected.map_err(|e| e.heads_for(Some(&shown), HeadsUse::Target))?)
    }
}
