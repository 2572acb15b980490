//! Relative identifiers: `+N`, `-N`, `symbol+N`, `branch@+N`, and the walk they ask for.

use super::error::{NotFound, Uncaught};
use super::range::Bound;
use super::resolve::{Name, Position, expect_revision};
use super::{Graph, Links, ResolveError, RevIx};

/// The parts of a relative identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Relative<'a> {
    pub branch: Option<&'a str>,
    pub symbol: Option<&'a str>,
    /// The signed number as written.
    pub number: &'a str,
    pub steps: i64,
}

impl<'a> Relative<'a> {
    /// Reads `[branch@][symbol]±N` at the start of the text; what follows is not looked at, as
    /// Alembic does not look at it.
    pub fn parse(text: &'a str) -> Option<Self> {
        let ats = text.match_indices('@').map(|(at, _)| at).filter(|at| *at > 0);
        for at in ats {
            if text[..at].contains('\n') {
                break;
            }
            if let Some(rest) = Self::parse_symbol(&text[at + 1..]) {
                let branch = Some(&text[..at]);
                return Some(Relative { branch, ..rest });
            }
        }
        Self::parse_symbol(text)
    }

    fn parse_symbol(text: &'a str) -> Option<Self> {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let split = text.find(|c| !word(c))?;
        let (symbol, rest) = text.split_at(split);
        let unsigned = rest.strip_prefix(['+', '-'])?;
        let digits = unsigned.find(|c: char| !c.is_ascii_digit());
        let digits = digits.unwrap_or(unsigned.len());
        let number = &rest[..=digits];
        (digits > 0).then_some(Relative {
            branch: None,
            symbol: (!symbol.is_empty()).then_some(symbol),
            number,
            steps: number.parse().unwrap_or(if number.starts_with('-') {
                i64::MIN + 1
            } else {
                i64::MAX
            }),
        })
    }

    fn not_produced(&self) -> ResolveError {
        ResolveError::NotProduced {
            relative: self.number.to_owned(),
            count: self.steps.unsigned_abs(),
        }
    }
}

/// Whether a downgrade's target is `-N` alone, which goes down from the first of the rows.
pub(crate) fn is_bare_downgrade(target: &str) -> bool {
    Relative::parse(target).is_some_and(|r| r.symbol.is_none() && r.branch.is_none() && r.steps < 0)
}

/// The text as a negative number, if that is all it is.
pub(super) fn negative_number(text: &str) -> Option<i64> {
    let digits = text.trim().strip_prefix('-')?;
    let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let steps = all_digits.then(|| digits.parse().unwrap_or(i64::MAX))?;
    (steps > 0).then_some(-steps)
}

impl Graph {
    /// Walks up (positive) or down, restricted to a branch when walking up.
    ///
    /// Past the end of the graph the walk is nowhere if `strict`, else it stays where it was.
    pub(super) fn walk(
        &self,
        start: Position,
        steps: i64,
        branch: Option<&str>,
        strict: bool,
    ) -> Result<Position, ResolveError> {
        let branch = branch.filter(|branch| !branch.is_empty());
        let mut here = start;
        for _ in 0..steps.unsigned_abs() {
            let choices = match (here, steps > 0) {
                (Position::Nowhere, true) => self.bases.clone(),
                (Position::At(ix), true) => self.children(ix).to_vec(),
                (Position::Nowhere, false) => self.heads.clone(),
                (Position::At(ix), false) => self.parents(ix).to_vec(),
                (Position::Base, _) => Vec::new(),
            };
            let choices = match branch {
                Some(label) if steps > 0 => {
                    self.filter_lineage(&choices, Some(label), Links::Versioned)?
                }
                _ => choices,
            };
            here = match choices.as_slice() {
                [only] => Position::At(*only),
                [] if steps < 0 && here != Position::Base => Position::Base,
                [] if strict => return Ok(Position::Nowhere),
                [] => return Ok(here),
                many => {
                    return Err(ResolveError::AmbiguousWalk {
                        at: match here {
                            Position::At(ix) => Some(self.id(ix).to_owned()),
                            Position::Nowhere | Position::Base => None,
                        },
                        choices: self.ids(many),
                    });
                }
            };
        }
        Ok(here)
    }

    fn position(&self, identifier: &str) -> Result<Position, ResolveError> {
        let found = self.revision(identifier)?;
        Ok(found.map_or(Position::Nowhere, Position::At))
    }

    fn position_on(&self, symbol: &str, branch: Option<&str>) -> Result<Position, ResolveError> {
        match branch {
            Some(branch) => self.position(&format!("{branch}@{symbol}")),
            None => self.position(symbol),
        }
    }

    /// The revisions an upgrade, or the upper end of a range, goes to.
    pub(super) fn upgrade_targets(
        &self,
        current: &Bound<'_>,
        target: &Bound<'_>,
        strict: bool,
    ) -> Result<Vec<RevIx>, ResolveError> {
        let text = match target {
            Bound::Rows(rows) => return self.revisions(rows),
            Bound::Symbol(text) => *text,
        };
        let Some(relative) = Relative::parse(text) else {
            return self.revisions(&[text]);
        };
        let end = match relative.symbol {
            None if relative.steps <= 0 => {
                return Err(ResolveError::NotProduced {
                    relative: relative.steps.to_string(),
                    count: relative.steps.unsigned_abs(),
                });
            }
            None => {
                let start = self.upgrade_start(current, relative.branch)?;
                let end = self.walk(start, relative.steps, relative.branch, strict)?;
                if end == Position::Nowhere {
                    return Err(relative.not_produced());
                }
                end
            }
            Some(symbol) if relative.steps > 0 => {
                let start = self.position(symbol)?;
                self.walk(start, relative.steps, relative.branch, strict)?
            }
            Some(symbol) => {
                let start = self.position_on(symbol, relative.branch)?;
                self.walk(start, relative.steps, None, strict)?
            }
        };
        Ok(vec![expect_revision(end, text)?])
    }

    /// Where `+N` and `branch@+N` start from.
    fn upgrade_start(
        &self,
        current: &Bound<'_>,
        branch: Option<&str>,
    ) -> Result<Position, ResolveError> {
        let rows = current.texts();
        let Some(label) = branch.filter(|label| !label.is_empty()) else {
            return match rows.as_slice() {
                [] => Ok(Position::Nowhere),
                [row] => self.position(row),
                _ => Err(ResolveError::AmbiguousUpgrade),
            };
        };
        let mut applied = Vec::with_capacity(rows.len());
        for row in &rows {
            for position in self.positions(row)? {
                applied.push(match position {
                    Position::Base => return Err(self.not_found("base", NotFound::NoMatch)),
                    other => expect_revision(other, row)?,
                });
            }
        }
        let mut starts = self.filter_lineage(&applied, Some(label), Links::Versioned)?;
        if starts.is_empty() {
            // No head of the branch is applied, but parts of it may be, below other heads.
            let below = self.ancestors(&applied, Links::WithDependencies);
            let active =
                self.filter_lineage(&Self::members(&below), Some(label), Links::Versioned)?;
            let is_down = |ix: &RevIx| {
                let mut others = active.iter();
                others.any(|other| self.normalized_down(*other).contains(ix))
            };
            starts = active.iter().copied().filter(|ix| !is_down(ix)).collect();
        }
        match starts.as_slice() {
            [] => Ok(Position::Nowhere),
            [start] => Ok(Position::At(*start)),
            _ => Err(ResolveError::AmbiguousUpgrade),
        }
    }

    /// The branch a downgrade is restricted to, and where it goes: a revision, or base.
    pub(super) fn downgrade_target(
        &self,
        current: &Bound<'_>,
        target: &str,
        strict: bool,
    ) -> Result<(Option<String>, Position), ResolveError> {
        let Some(relative) = Relative::parse(target) else {
            let (branch, symbol) = match target.rsplit_once('@') {
                Some((branch, symbol)) => (Some(branch), symbol),
                None => (None, target),
            };
            let branch = branch.filter(|branch| !branch.is_empty());
            return Ok((branch.map(str::to_owned), self.position(symbol)?));
        };
        let branch = relative.branch.map(str::to_owned);
        let (branch, end) = match relative.symbol {
            None if relative.steps >= 0 => return Err(relative.not_produced()),
            Some(symbol) if relative.steps >= 0 => {
                let start = self.position(symbol)?;
                let end = self.walk(start, relative.steps, relative.branch, strict)?;
                (branch, end)
            }
            Some(symbol) => {
                let start = self.position_on(symbol, relative.branch)?;
                (branch, self.walk(start, relative.steps, None, strict)?)
            }
            None => {
                let rows = current.texts();
                let (branch, symbol) = match branch {
                    Some(label) => {
                        let symbol = self.applied_on(&rows, &label, target)?;
                        (label, symbol)
                    }
                    None => match rows.first() {
                        Some(first) => ((*first).to_owned(), (*first).to_owned()),
                        None => return Err(relative.not_produced()),
                    },
                };
                let start = self.position_on(&symbol, Some(&branch))?;
                let end = self.walk(start, relative.steps, None, strict)?;
                if end == Position::Nowhere {
                    return Err(relative.not_produced());
                }
                (Some(branch), end)
            }
        };
        match end {
            Position::Nowhere => Err(ResolveError::WalkedTooFar),
            end => Ok((branch, end)),
        }
    }

    /// The one applied head of a branch, which other heads may imply.
    fn applied_on(
        &self,
        rows: &[&str],
        label: &str,
        argument: &str,
    ) -> Result<String, ResolveError> {
        let mut applied = Vec::with_capacity(rows.len());
        for row in rows {
            // As a name only: a symbol such as `heads` is not looked into here.
            applied.extend(self.lookup(Some(Name::Text(row)), None, row)?);
        }
        let mut heads = self.filter_lineage(&applied, Some(label), Links::Versioned)?;
        if heads.is_empty() {
            let all = self.effective_heads(rows)?;
            heads = self.filter_lineage(&all, Some(label), Links::Versioned)?;
        }
        match heads.as_slice() {
            [head] => Ok(self.id(*head).to_owned()),
            many => Err(Uncaught::BranchNotOne {
                branch: label.to_owned(),
                argument: argument.to_owned(),
                applied: self.ids(many),
            }
            .into()),
        }
    }

    /// The heads of what the version rows mean, dependencies included, in file order: what
    /// `current` lists. A row that another row has as ancestor by `down_revision` is left out.
    ///
    /// # Errors
    ///
    /// A row that no script defines.
    pub fn effective_heads<S: AsRef<str>>(&self, rows: &[S]) -> Result<Vec<RevIx>, ResolveError> {
        let applied = self.revisions(rows)?;
        let all = self.ancestors(&applied, Links::WithDependencies);
        let no_child_applied = |ix: &RevIx| {
            let mut children = self.children(*ix).iter();
            !children.any(|child| all.contains(child.index()))
        };
        Ok(Self::members(&all).into_iter().filter(no_child_applied).collect())
    }
}
