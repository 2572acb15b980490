//! What must happen to a database for it to be what the models say.
//!
//! Two [`Schema`]s go in, whatever they came from; operations and their reverse come out, by
//! default exactly those that Alembic's autogenerate finds ([`Compare::Alembic`]), with
//! [`Compare::Full`] also what it misses. Nothing is read here: filters and comparisons that a
//! script registers, and the few questions that only the server can answer, go through
//! [`Hooks`]. What text cannot settle, [`doubts`] lists for the database to normalise first.

mod changes;
mod columns;
mod computed;
mod context;
mod defaults;
mod entities;
mod error;
mod foreign_keys;
mod full;
mod hooks;
mod identity;
mod index_text;
mod indexes;
mod names;
mod normalise;
mod notice;
mod order;
mod rename;
mod renaming;
mod tables;
mod types;

pub use changes::{Change, Differences, Reversible};
pub use entities::{Entities, Spelled, WantedEntity, in_order, is_same, may_need};
pub use error::DiffError;
pub use hooks::{Answer, ColumnPair, Hooks, NoHooks, ObjectKind, ParentNames, SchemaObject};
pub use names::name;
pub use normalise::{Doubt, DoubtKind, Normalised, Subject, doubts, scratch};
pub use notice::{Level, Notice};
pub use rename::Rename;
pub use renaming::{Renaming, renamed};
pub use tables::included_schemas;

use crate::{dialect::Dialect, schema::Schema};

/// How much is compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Compare {
    /// What Alembic compares, by its rules.
    #[default]
    Alembic,
    /// Also CHECK, primary keys, identities, computed columns, enum values, sequences, EXCLUDE
    /// and the options of indexes.
    Full,
}

/// What `context.configure` said of the comparison, and what surrounds it.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    pub dialect: &'a Dialect,
    pub compare: Compare,
    pub compare_type: bool,
    pub compare_server_default: bool,
    /// The schema that unqualified names mean.
    pub default_schema: Option<String>,
    /// The schemas that were reflected, `None` for the default one: of those that there are, the
    /// [included ones](included_schemas).
    pub schemas: Vec<Option<String>>,
    pub version_table: String,
    pub version_table_schema: Option<String>,
    /// The plugin `alembic.ext.checkconstraint_byname`.
    pub checks_by_name: bool,
    /// What the database made of the texts that [`doubts`] listed.
    pub normalised: Option<&'a Normalised>,
}

impl<'a> Options<'a> {
    /// Alembic's defaults on `dialect`.
    pub fn new(dialect: &'a Dialect) -> Self {
        Options {
            dialect,
            compare: Compare::Alembic,
            compare_type: true,
            compare_server_default: false,
            default_schema: None,
            schemas: vec![None],
            version_table: "alembic_version".to_owned(),
            version_table_schema: None,
            checks_by_name: false,
            normalised: None,
        }
    }

    fn is_full(&self) -> bool {
        self.compare == Compare::Full
    }
}

/// The changes that bring `database` to `models`, of which there may be several metadata.
///
/// # Errors
/// What a hook answers with, a type or an expression that the dialect cannot spell, or two
/// metadata that hold a table of the same name.
///
/// ```
/// use limbeck_core::{dialect::{Backend, Dialect}, diff, schema::Schema};
/// use serde_json::json;
///
/// let dialect = Dialect::new(Backend::Sqlite, None);
/// let models: Schema = serde_json::from_value(json!({ "tables": [
///     { "name": "t", "columns": [{ "name": "a", "type": { "type": "Integer" } }] },
/// ]}))?;
/// let options = diff::Options::new(&dialect);
/// let found = diff::compare(&Schema::default(), &[models], &options, &mut diff::NoHooks)?;
/// assert_eq!(found.notices[0].message, "Detected added table 't'");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn compare<H: Hooks>(
    database: &Schema,
    models: &[Schema],
    options: &Options<'_>,
    hooks: &mut H,
) -> Result<Differences, H::Error> {
    let mut tables = models.iter().flat_map(|schema| &schema.tables);
    let has_excludes = tables.any(|table| full::excludes(table).next().is_some());
    let (changes, notices) = (Vec::new(), Vec::new());
    let mut run = context::Run { options, hooks, changes, notices, has_excludes };
    tables::compare(&mut run, database, models)?;
    if options.is_full() {
        full::compare_objects(&mut run, database, models)?;
        full::finish(&mut run, database)?;
    }
    let renames = rename::hints(&run.changes);
    Ok(Differences { changes: run.changes, notices: run.notices, renames })
}
