//! The revision graph: scripts' headers in, heads, lineage, resolved identifiers and ordered
//! listings out.
//!
//! A [`Graph`] is built once from [`Revision`]s in file order and never changes. Everything
//! inside works on [`RevIx`], a dense index, so that no string is hashed while walking, and no
//! walk recurses, so that a chain may be as deep as it likes.
//!
//! Matches Alembic's revision map, with its sets replaced by declared or file order wherever
//! Alembic's own order depends on Python's hash seed.

pub mod display;
pub mod error;
pub mod history;
mod load;
mod new_revision;
mod range;
mod relative;
mod resolve;
mod sort;
mod stamp_target;
mod walk;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use fixedbitset::FixedBitSet;

pub use error::{GraphError, ResolveError};
pub use history::HistoryRange;
pub use range::Bound;
pub(crate) use relative::is_bare_downgrade;
pub use stamp_target::StampTarget;
pub use walk::Links;

/// What a script's header says, as read from its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// The `revision` variable.
    pub id: String,
    /// The `down_revision` variable; empty for `None`.
    pub down_revision: Vec<String>,
    /// The `branch_labels` variable; empty for `None`.
    pub branch_labels: Vec<String>,
    /// The `depends_on` variable as written: ids or branch labels.
    pub depends_on: Vec<String>,
    /// The whole docstring of the script, empty if there is none.
    pub doc: String,
    /// The script's file.
    pub path: PathBuf,
}

/// A revision's place in its [`Graph`], in file order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevIx(pub(crate) u32);

impl RevIx {
    /// The place as a number, for tables beside the graph.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Something that Alembic warns about and goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraphWarning {
    /// Two scripts carry one id; the later one in file order is used.
    Duplicate {
        /// The id they share.
        revision: String,
        /// The script that is not used.
        shadowed: PathBuf,
        /// The script that is used.
        used: PathBuf,
    },
}

impl std::fmt::Display for GraphWarning {
    /// The text of Alembic's warning.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            GraphWarning::Duplicate { revision, .. } => {
                write!(f, "Revision {revision} is present more than once")
            }
        }
    }
}

/// The revisions of a project and how they follow each other.
///
/// ```
/// use limbeck_core::graph::{Graph, Revision};
///
/// let revision = |id: &str, down: &[&str]| Revision {
///     id: id.into(),
///     down_revision: down.iter().map(|d| d.to_string()).collect(),
///     ..Revision::default()
/// };
/// let graph = Graph::new(vec![revision("aaaa", &[]), revision("bbbb", &["aaaa"])])?;
/// assert_eq!(graph.ids(graph.heads()), ["bbbb"]);
/// assert_eq!(graph.revision("aa")?, graph.find("aaaa"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Graph {
    revisions: Vec<Revision>,
    /// Ids, then branch labels: the names that identifiers and prefixes are matched against.
    keys: Vec<(String, RevIx)>,
    index: HashMap<String, RevIx>,
    /// Index of the first branch label in `keys`.
    first_label: usize,
    links: walk::LinkTable,
    /// Resolved dependencies that no ancestor declares, in declared order.
    normalized_dependencies: Vec<Vec<RevIx>>,
    /// Branch labels of each revision, own ones first, as places in `keys`.
    labels: Vec<Vec<u32>>,
    heads: Vec<RevIx>,
    real_heads: Vec<RevIx>,
    bases: Vec<RevIx>,
    warnings: Vec<GraphWarning>,
    reach: OnceLock<Vec<FixedBitSet>>,
}

impl Graph {
    /// Builds the graph from revisions in file order.
    ///
    /// # Errors
    ///
    /// A self-loop or an illegal character (first such script in file order), a branch label used
    /// twice, a reference to an id that no script defines (all of them), a cycle.
    pub fn new(revisions: Vec<Revision>) -> Result<Graph, GraphError> {
        load::load(revisions)
    }

    /// What was odd about the scripts but did not stop the graph from being built.
    pub fn warnings(&self) -> &[GraphWarning] {
        &self.warnings
    }

    /// How many revisions there are.
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Whether there is no revision at all.
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// Every revision's place, in file order.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = RevIx> + use<> {
        (0..self.revisions.len() as u32).map(RevIx)
    }

    /// What the script at this place said.
    pub fn get(&self, ix: RevIx) -> &Revision {
        &self.revisions[ix.index()]
    }

    /// The id at this place.
    pub fn id(&self, ix: RevIx) -> &str {
        &self.revisions[ix.index()].id
    }

    /// The ids at these places.
    pub fn ids(&self, places: &[RevIx]) -> Vec<String> {
        places.iter().map(|ix| self.id(*ix).to_owned()).collect()
    }

    /// The revision with exactly this id or branch label.
    pub fn find(&self, id_or_label: &str) -> Option<RevIx> {
        self.index.get(id_or_label).copied()
    }

    /// Heads by `down_revision` alone, in file order (what `heads` lists).
    pub fn heads(&self) -> &[RevIx] {
        &self.heads
    }

    /// Heads that nothing depends on either (what `upgrade heads` goes to).
    pub fn real_heads(&self) -> &[RevIx] {
        &self.real_heads
    }

    /// Revisions without a `down_revision`.
    pub fn bases(&self) -> &[RevIx] {
        &self.bases
    }

    /// Revisions that more than one revision follows by `down_revision`, in file order.
    pub fn branch_points(&self) -> Vec<RevIx> {
        self.all().filter(|ix| self.is_branch_point(*ix)).collect()
    }

    /// Revisions with more than one `down_revision`, in file order.
    pub fn merge_points(&self) -> Vec<RevIx> {
        self.all().filter(|ix| self.is_merge_point(*ix)).collect()
    }

    /// Whether no revision follows by `down_revision`.
    pub fn is_head(&self, ix: RevIx) -> bool {
        self.children(ix).is_empty()
    }

    /// Whether no revision follows or depends on it.
    pub fn is_real_head(&self, ix: RevIx) -> bool {
        self.links.all_next(ix).is_empty()
    }

    /// Whether it has no `down_revision`.
    pub fn is_base(&self, ix: RevIx) -> bool {
        self.get(ix).down_revision.is_empty()
    }

    /// Whether more than one revision follows by `down_revision`.
    pub fn is_branch_point(&self, ix: RevIx) -> bool {
        self.children(ix).len() > 1
    }

    /// Whether it has more than one `down_revision`.
    pub fn is_merge_point(&self, ix: RevIx) -> bool {
        self.get(ix).down_revision.len() > 1
    }

    /// The `down_revision`s, in declared order.
    pub fn parents(&self, ix: RevIx) -> &[RevIx] {
        self.links.down(ix)
    }

    /// The revisions that name this one as `down_revision`, in file order.
    pub fn children(&self, ix: RevIx) -> &[RevIx] {
        self.links.next(ix)
    }

    /// Dependencies that no ancestor already declares, in declared order.
    pub fn normalized_dependencies(&self, ix: RevIx) -> &[RevIx] {
        &self.normalized_dependencies[ix.index()]
    }

    /// `down_revision`s, then normalized dependencies: what must stand before this revision and
    /// what its version row replaces.
    pub fn normalized_down(&self, ix: RevIx) -> &[RevIx] {
        self.links.normalized_down(ix)
    }

    /// Branch labels of the revision: its own, then those that reach it along its branch.
    pub fn branch_labels(&self, ix: RevIx) -> impl ExactSizeIterator<Item = &str> {
        self.labels[ix.index()].iter().map(|key| self.keys[*key as usize].0.as_str())
    }

    /// Whether the label is on the revision, declared or propagated.
    pub fn has_label(&self, ix: RevIx, label: &str) -> bool {
        self.branch_labels(ix).any(|own| own == label)
    }

    /// All branch labels of the project with the revision that declares each, in file order.
    pub fn all_labels(&self) -> impl ExactSizeIterator<Item = (&str, RevIx)> {
        self.keys[self.first_label..].iter().map(|(label, ix)| (label.as_str(), *ix))
    }
}
