//! What can be wrong with a set of scripts, and with an identifier or range given by a user.
//!
//! The `Display` of each error is the text that Alembic prints after `FAILED: `; where Alembic
//! ends in a traceback instead, the text is our own and says which revision and what to do.

use std::path::PathBuf;

use thiserror::Error;

/// Which rule of the graph a cycle breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CycleKind {
    /// By `down_revision`, over several revisions.
    Cycle,
    /// By `depends_on`, over several revisions.
    DependencyCycle,
    /// A revision that names itself as `down_revision`.
    SelfLoop,
    /// A revision that names itself in `depends_on`.
    DependencySelfLoop,
}

impl CycleKind {
    fn as_str(self) -> &'static str {
        match self {
            CycleKind::Cycle => "Cycle",
            CycleKind::DependencyCycle => "Dependency cycle",
            CycleKind::SelfLoop => "Self-loop",
            CycleKind::DependencySelfLoop => "Dependency self-loop",
        }
    }
}

/// The header variable that holds a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceField {
    /// `down_revision`
    DownRevision,
    /// `depends_on`
    DependsOn,
}

impl ReferenceField {
    fn as_str(self) -> &'static str {
        match self {
            ReferenceField::DownRevision => "down_revision",
            ReferenceField::DependsOn => "depends_on",
        }
    }
}

/// A reference to a revision that no script defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingReference {
    /// The revision that holds the reference.
    pub revision: String,
    /// Its script.
    pub path: PathBuf,
    /// Where the reference stands.
    pub field: ReferenceField,
    /// What it names.
    pub missing: String,
    /// Ids and labels that look like it, nearest first.
    pub nearest: Vec<String>,
}

/// Why scripts do not form a graph.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum GraphError {
    /// Revisions that are, by some way, before themselves.
    #[error("{} is detected in revisions ({})", .kind.as_str(), .revisions.join(", "))]
    Cycle {
        /// Which references form it.
        kind: CycleKind,
        /// The ids that are part of it or cut off by it.
        revisions: Vec<String>,
    },
    /// An id with a character that identifiers use as an operator.
    #[error("Character(s) '{}' not allowed in revision identifier '{revision}'", .characters.join(", "))]
    IllegalCharacters {
        /// The id.
        revision: String,
        /// Its script.
        path: PathBuf,
        /// The offending characters, sorted.
        characters: Vec<String>,
    },
    /// A branch label that is another revision's label or id.
    #[error("Branch name '{label}' in revision {revision} already used by revision {other}")]
    LabelTaken {
        /// The label.
        label: String,
        /// The later revision in file order.
        revision: String,
        /// The script of the later revision.
        path: PathBuf,
        /// The revision that has it already.
        other: String,
    },
    /// References to revisions that no script defines; Alembic ends in a `KeyError` here.
    #[error("{}", missing_text(.0))]
    Missing(Vec<MissingReference>),
}

fn missing_text(missing: &[MissingReference]) -> String {
    let mut text = String::new();
    for (position, reference) in missing.iter().enumerate() {
        if position > 0 {
            text.push('\n');
        }
        text.push_str(&format!(
            "Revision {} ({}) has {} '{}', which no script defines",
            reference.revision,
            reference.path.display(),
            reference.field.as_str(),
            reference.missing,
        ));
        if !reference.nearest.is_empty() {
            text.push_str(&format!("; nearest: {}", reference.nearest.join(", ")));
        }
    }
    text
}

/// Why an identifier was not found, beyond what Alembic's text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFound {
    /// No id or label is this, or begins with it.
    NoMatch,
    /// Several begin with it.
    Ambiguous {
        /// All of them, in file order.
        candidates: Vec<String>,
    },
    /// The part before `@` is no label, id or prefix.
    NoBranch,
    /// The revision exists but not along the branch given before `@`.
    NotOnBranch {
        /// The revision that the identifier means.
        revision: String,
        /// The branch it was asked for on.
        branch: String,
    },
}

/// Which command met several heads; Alembic words it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadsUse {
    /// A target of upgrade, downgrade, show and the rest.
    Target,
    /// The target of stamp.
    Stamp,
    /// The parent of a new revision.
    NewRevision,
}

/// Why an identifier or a range means nothing in this graph.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ResolveError {
    /// No revision, or not just one, answers to the identifier.
    #[error("Can't locate revision identified by '{argument}'")]
    NotFound {
        /// The part of the identifier that was looked up.
        argument: String,
        /// What exactly is the matter.
        reason: NotFound,
        /// Ids and labels that look like it, nearest first.
        nearest: Vec<String>,
    },
    /// One revision was asked for and several heads answer.
    #[error("{}", multiple_heads_text(.argument, *.used_for))]
    MultipleHeads {
        /// The identifier as given.
        argument: String,
        /// The heads that answer to it.
        heads: Vec<String>,
        /// What one was wanted for.
        used_for: HeadsUse,
    },
    /// The two ends of a range are not on one line.
    #[error(
        "Requested range {start}:{end} does not refer to ancestor/descendant revisions along the same branch"
    )]
    NotAncestor {
        /// Lower end as given.
        start: String,
        /// Upper end as given.
        end: String,
    },
    /// The destination of a downgrade is neither applied nor below what is.
    #[error("Destination {destination} is not a valid downgrade target from current head(s)")]
    NotDowngradeTarget {
        /// The destination as given.
        destination: String,
    },
    /// The branch given for a downgrade has none of the roots.
    #[error("Not a valid downgrade target from current heads")]
    NoRootOnBranch {
        /// The branch.
        branch: String,
    },
    /// Of the revisions asked for together, one is an ancestor of another.
    #[error("Requested revision {revision} overlaps with other requested revisions {}", .others.join(", "))]
    Overlap {
        /// The later revision.
        revision: String,
        /// Those that it contains already.
        others: Vec<String>,
    },
    /// A relative identifier goes past an end of the graph.
    #[error("Relative revision {relative} didn't produce {count} migrations")]
    NotProduced {
        /// The signed number as given.
        relative: String,
        /// The number of steps asked for.
        count: u64,
    },
    /// `+N` with several current revisions.
    #[error("Ambiguous upgrade from multiple current revisions")]
    AmbiguousUpgrade,
    /// A relative walk met a fork.
    #[error("Ambiguous walk")]
    AmbiguousWalk {
        /// The revision at which it forks, `None` for base or heads.
        at: Option<String>,
        /// Where it could go on.
        choices: Vec<String>,
    },
    /// A relative downgrade goes below base.
    #[error("Walked too far")]
    WalkedTooFar,
    /// A range of `history` without a colon.
    #[error("History range requires [start]:[end], [start]:, or :[end]")]
    HistoryRange,
    /// The parent of a new revision has children already.
    #[error(
        "Revision {revision} is not a head revision; please specify --splice to create a new branch from this revision"
    )]
    NotHead {
        /// The parent asked for.
        revision: String,
    },
    /// One parent given twice.
    #[error("Duplicate head revisions specified")]
    DuplicateHeads,
    /// What Alembic ends in a traceback for.
    #[error("{0}")]
    Uncaught(Uncaught),
}

/// Requests for which Alembic has no error of its own: it ends in a traceback and status 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Uncaught {
    /// An identifier, or its part after `@`, is empty.
    #[error("Empty revision identifier{}", in_text(.within))]
    Empty {
        /// The whole of what was given.
        within: String,
    },
    /// A walk from a given revision leaves the graph.
    #[error(
        "'{argument}' goes past the end of the revisions; give a smaller number, 'base' or 'heads'"
    )]
    OutOfRange {
        /// The identifier as given.
        argument: String,
    },
    /// `branch@-N` while nothing, or more than one row, of the branch is applied.
    #[error("Branch '{branch}' has {} applied head(s), and '{argument}' needs one; give a revision id instead", .applied.len())]
    BranchNotOne {
        /// The branch.
        branch: String,
        /// The identifier as given.
        argument: String,
        /// Applied heads on the branch.
        applied: Vec<String>,
    },
    /// A revision id stands before `@` where a branch label is needed to tell the branch.
    #[error(
        "Revision '{revision}' carries {labels} branch labels, so '{argument}' does not say which branch; give a branch label before '@'"
    )]
    NotOneLabel {
        /// The revision.
        revision: String,
        /// How many labels it carries.
        labels: usize,
        /// The identifier as given.
        argument: String,
    },
    /// A range with more than one colon.
    #[error("Range '{range}' has more than one ':'; give START:END")]
    TooManyColons {
        /// The range as given.
        range: String,
    },
    /// The revisions of a range hang together only by dependencies.
    #[error("Revisions {} lie in the range but cannot be reached from its upper end by down_revision alone; give the ends on one branch", .revisions.join(", "))]
    Disconnected {
        /// Those that cannot be reached.
        revisions: Vec<String>,
    },
    /// Revisions that depend on each other in a way that loading does not notice; Alembic never
    /// ends here.
    #[error("Revisions {} wait for each other; look at their depends_on", .revisions.join(", "))]
    Entangled {
        /// Those that wait.
        revisions: Vec<String>,
    },
    /// The identifier means base where a revision is needed.
    #[error("'{argument}' means base, and a revision is needed here")]
    IsBase {
        /// The identifier as given.
        argument: String,
    },
    /// Version rows stand both above and below the target of a stamp.
    #[error("Version rows stand both above and below {revision}; use --purge to replace them")]
    AboveAndBelow {
        /// The target.
        revision: String,
    },
}

fn in_text(within: &str) -> String {
    if within.is_empty() { String::new() } else { format!(" in '{within}'") }
}

fn multiple_heads_text(argument: &str, used_for: HeadsUse) -> String {
    match used_for {
        HeadsUse::Target => format!(
            "Multiple head revisions are present for given argument '{argument}'; please specify \
             a specific target revision, '<branchname>@{argument}' to narrow to a specific head, \
             or 'heads' for all heads"
        ),
        HeadsUse::Stamp => {
            "Multiple heads are present; please specify a single target revision".to_owned()
        }
        HeadsUse::NewRevision => {
            "Multiple heads are present; please specify the head revision on which the new \
             revision should be based, or perform a merge."
                .to_owned()
        }
    }
}

impl From<Uncaught> for ResolveError {
    fn from(uncaught: Uncaught) -> Self {
        ResolveError::Uncaught(uncaught)
    }
}

impl ResolveError {
    /// Whether Alembic ends in a traceback (status 1) here rather than in `FAILED` (status 255).
    pub fn is_uncaught_in_alembic(&self) -> bool {
        matches!(self, ResolveError::Uncaught(_))
    }

    /// Names the argument and the use under which several heads were met.
    pub(crate) fn heads_for(self, given: Option<&str>, wanted: HeadsUse) -> Self {
        match self {
            ResolveError::MultipleHeads { argument, heads, .. } => ResolveError::MultipleHeads {
                argument: given.map_or(argument, str::to_owned),
                heads,
                used_for: wanted,
            },
            other => other,
        }
    }
}
