//! From an identifier to revisions: symbols, exact ids and labels, prefixes, `label@symbol`.

use super::error::{HeadsUse, NotFound, Uncaught};
use super::relative::negative_number;
use super::{Graph, Links, ResolveError, RevIx};

/// Where a walk or an identifier ends up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// No revision: `base` given as such, or past the end of the graph.
    Nowhere,
    /// Below a base that was walked down from.
    Base,
    At(RevIx),
}

/// A name that still has to be looked up, or a place already known.
#[derive(Debug, Clone, Copy)]
pub(super) enum Name<'a> {
    Known(RevIx),
    Text(&'a str),
}

/// The names an identifier stands for, and the branch it is restricted to.
struct Split<'a> {
    names: Vec<Name<'a>>,
    branch: Option<&'a str>,
}

impl Graph {
    /// The one revision that an identifier means; `None` for `base`.
    ///
    /// Takes `head`, `base`, an id, a branch label, a prefix of either, and each of these as
    /// `label@symbol`; no relative forms.
    ///
    /// # Errors
    ///
    /// Not found, ambiguous, off the branch, or several heads.
    pub fn revision(&self, identifier: &str) -> Result<Option<RevIx>, ResolveError> {
        let Split { names, branch } = self.split(Some(identifier))?;
        match names.as_slice() {
            [] => self.lookup(None, branch, identifier),
            [name] => self.lookup(Some(*name), branch, identifier),
            many => Err(ResolveError::MultipleHeads {
                argument: identifier.to_owned(),
                heads: self.names_to_ids(many),
                used_for: HeadsUse::Target,
            }),
        }
    }

    /// The revisions that identifiers mean together, in order; nothing for `base`. What `show`
    /// and `edit` take, and version rows.
    ///
    /// Besides the forms of [`Graph::revision`] takes `heads`, `label@heads` and `-N`: N below
    /// every head.
    ///
    /// # Errors
    ///
    /// As [`Graph::revision`]; `-N` that goes to base or below.
    pub fn revisions<S: AsRef<str>>(&self, identifiers: &[S]) -> Result<Vec<RevIx>, ResolveError> {
        let mut found = Vec::with_capacity(identifiers.len());
        for identifier in identifiers {
            let identifier = identifier.as_ref();
            // A version row is nearly always an exact id, and there may be many.
            for position in self.positions(identifier)? {
                found.push(expect_revision(position, identifier)?);
            }
        }
        Ok(found)
    }

    /// As [`Graph::revisions`] for one identifier, with walks that ended off the graph.
    pub(super) fn positions(&self, identifier: &str) -> Result<Vec<Position>, ResolveError> {
        let Split { names, branch } = self.split(Some(identifier))?;
        if let [Name::Text(text)] = names.as_slice()
            && let Some(steps) = negative_number(text)
        {
            let on_branch =
                |head: &&RevIx| branch.is_none_or(|branch| self.has_label(**head, branch));
            let heads = self.real_heads.iter().filter(on_branch);
            return heads.map(|head| self.walk(Position::At(*head), steps, None, true)).collect();
        }
        let mut found = Vec::with_capacity(names.len());
        for name in names {
            match self.lookup(Some(name), branch, identifier)? {
                Some(ix) => found.push(Position::At(ix)),
                None => found.push(Position::Nowhere),
            }
        }
        Ok(found)
    }

    /// Those of `targets` that share lineage with what `check` names; all of them for `base`.
    ///
    /// # Errors
    ///
    /// `check` is not found or means several heads.
    pub(super) fn filter_lineage(
        &self,
        targets: &[RevIx],
        check: Option<&str>,
        links: Links,
    ) -> Result<Vec<RevIx>, ResolveError> {
        let within = check.unwrap_or_default();
        let Split { names, branch } = self.split(check)?;
        let branch = branch.filter(|branch| !branch.is_empty()).map(Name::Text);
        let names: Vec<Name<'_>> = branch.into_iter().chain(names).collect();
        if names.is_empty() || targets.is_empty() {
            return Ok(targets.to_vec());
        }
        let mut related = Vec::with_capacity(names.len());
        for name in names {
            related.extend(self.lookup(Some(name), None, within)?);
        }
        let mut lineage = self.ancestors(&related, links);
        lineage.union_with(&self.descendants(&related, links));
        let members = targets.iter().filter(|ix| lineage.contains(ix.index()));
        Ok(members.copied().collect())
    }

    /// The revision that a branch label, an id or a prefix before `@` names.
    pub(super) fn branch(&self, label: &str) -> Result<RevIx, ResolveError> {
        if let Some(ix) = self.find(label) {
            return Ok(ix);
        }
        match self.lookup(Some(Name::Text(label)), None, label) {
            Ok(Some(ix)) => Ok(ix),
            Ok(None) => Err(self.not_found(label, NotFound::NoBranch)),
            Err(ResolveError::NotFound { reason, .. }) => Err(self.not_found(
                label,
                match reason {
                    NotFound::NoMatch => NotFound::NoBranch,
                    other => other,
                },
            )),
            Err(other) => Err(other),
        }
    }

    pub(super) fn not_found(&self, argument: &str, reason: NotFound) -> ResolveError {
        let nearest = match &reason {
            NotFound::NoMatch | NotFound::NoBranch => {
                nearest(argument, self.keys.iter().map(|(key, _)| key.as_str()))
            }
            NotFound::Ambiguous { .. } | NotFound::NotOnBranch { .. } => Vec::new(),
        };
        ResolveError::NotFound { argument: argument.to_owned(), reason, nearest }
    }

    fn split<'a>(&self, identifier: Option<&'a str>) -> Result<Split<'a>, ResolveError> {
        let (branch, symbol) = match identifier {
            None => (None, "base"),
            Some(text) => match text.split_once('@') {
                Some((branch, symbol)) => (Some(branch), symbol),
                None => (None, text),
            },
        };
        let label = branch.filter(|branch| !branch.is_empty());
        let known = |places: Vec<RevIx>| places.into_iter().map(Name::Known).collect();
        let names = match symbol {
            "heads" => known(match label {
                Some(label) => self.filter_lineage(&self.heads, Some(label), Links::Versioned)?,
                None => self.real_heads.clone(),
            }),
            "head" => known(self.single_head(label)?.into_iter().collect()),
            "base" => Vec::new(),
            other => vec![Name::Text(other)],
        };
        Ok(Split { names, branch })
    }

    fn single_head(&self, label: Option<&str>) -> Result<Option<RevIx>, ResolveError> {
        let heads = match label {
            Some(label) => self.filter_lineage(&self.heads, Some(label), Links::Versioned)?,
            None => self.heads.clone(),
        };
        match heads.as_slice() {
            [] => Ok(None),
            [head] => Ok(Some(*head)),
            many => Err(ResolveError::MultipleHeads {
                argument: label.map_or("head".to_owned(), |label| format!("{label}@head")),
                heads: self.ids(many),
                used_for: HeadsUse::Target,
            }),
        }
    }

    fn names_to_ids(&self, names: &[Name<'_>]) -> Vec<String> {
        let id = |name: &Name<'_>| match name {
            Name::Known(ix) => self.id(*ix).to_owned(),
            Name::Text(text) => (*text).to_owned(),
        };
        names.iter().map(id).collect()
    }

    pub(super) fn lookup(
        &self,
        name: Option<Name<'_>>,
        check_branch: Option<&str>,
        within: &str,
    ) -> Result<Option<RevIx>, ResolveError> {
        let check_branch = check_branch.filter(|branch| !branch.is_empty());
        let branch =
            check_branch.map(|label| self.branch(label).map(|ix| (label, ix))).transpose()?;
        let (ix, argument) = match name {
            None => return Ok(None),
            Some(Name::Known(ix)) => (ix, self.id(ix)),
            Some(Name::Text("")) => {
                let within = within.to_owned();
                return Err(Uncaught::Empty { within }.into());
            }
            Some(Name::Text(text)) => match self.find(text) {
                Some(ix) => (ix, text),
                None => (self.by_prefix(text, branch.map(|(label, _)| label))?, text),
            },
        };
        if let Some((label, branch)) = branch {
            let related = self.ancestors(&[ix], Links::Versioned).contains(branch.index())
                || self.descendants(&[ix], Links::Versioned).contains(branch.index());
            if !related {
                return Err(self.not_found(
                    argument,
                    NotFound::NotOnBranch {
                        revision: self.id(ix).to_owned(),
                        branch: label.to_owned(),
                    },
                ));
            }
        }
        Ok(Some(ix))
    }

    /// The only key of four characters or more that begins with the text. Two keys of one
    /// revision count as two, as they do in Alembic.
    fn by_prefix(&self, text: &str, branch: Option<&str>) -> Result<RevIx, ResolveError> {
        let long = |key: &str| key.chars().nth(3).is_some();
        let mut matches: Vec<(&str, RevIx)> = self
            .keys
            .iter()
            .filter(|(key, _)| key.starts_with(text) && long(key))
            .map(|(key, ix)| (key.as_str(), *ix))
            .collect();
        if branch.is_some() {
            let places: Vec<RevIx> = matches.iter().map(|(_, ix)| *ix).collect();
            let related = self.filter_lineage(&places, branch, Links::Versioned)?;
            matches.retain(|(_, ix)| related.contains(ix));
        }
        match matches.as_slice() {
            [] => Err(self.not_found(text, NotFound::NoMatch)),
            [(_, ix)] => Ok(*ix),
            many => {
                let candidates = many.iter().map(|(key, _)| (*key).to_owned()).collect();
                Err(self.not_found(text, NotFound::Ambiguous { candidates }))
            }
        }
    }
}

/// The revision at a position, where one is needed.
pub(super) fn expect_revision(position: Position, argument: &str) -> Result<RevIx, ResolveError> {
    let argument = argument.to_owned();
    match position {
        Position::At(ix) => Ok(ix),
        Position::Base => Err(Uncaught::IsBase { argument }.into()),
        Position::Nowhere => Err(Uncaught::OutOfRange { argument }.into()),
    }
}

/// Up to three names that look like the one given, nearest first.
pub(super) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut scored: Vec<(f64, &str)> = names
        .map(|candidate| (strsim::jaro_winkler(name, candidate), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let names = scored.into_iter().take(3);
    names.map(|(_, candidate)| candidate.to_owned()).collect()
}
