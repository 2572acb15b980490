//! A database beside the models of a program: what differs, and the SQL that ends it.

mod entities;
mod renames;
mod serial;
mod spelling;
mod wanted;

use std::borrow::Cow;

use limbeck_core::{
    ddl::DdlContext,
    dialect::Dialect,
    diff::{self, Compare, Differences, Level, Normalised, Renaming},
    reflect::{self, Detail},
    schema::{Schema, Table},
    statement::DatabaseError,
};
use limbeck_db::{CatalogReader, Connection, Session, scratch};

#[cfg(feature = "python")]
pub(crate) use self::entities::{refused_entity, unspelled_entities};
pub(crate) use self::{
    renames::{rename_hint, settled},
    spelling::{Spelling, lines},
    wanted::{State, Wanted},
};
use crate::{
    Asker, Error, Result,
    engine::Settings,
    events::{Event, Subscriber},
};

/// What a comparison found, for a reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Compared {
    /// Alembic's line; `None` where nothing was found.
    pub named: Option<String>,
    /// A line for each operation.
    pub lines: Vec<String>,
    /// The statements that bring the database to the models, ended by semicolons.
    pub statements: Vec<String>,
}

/// How a comparison goes.
#[derive(Debug, Clone, Default)]
pub(crate) struct How {
    pub compare: Compare,
    /// What is renamed rather than dropped and added.
    pub renamings: Vec<Renaming>,
    /// Who is asked about what else looks like a rename.
    pub asker: Option<Asker>,
}

/// A database and the models that it was compared with.
pub(crate) struct Comparison {
    pub found: Differences,
    dialect: Dialect,
    database: Schema,
    events: Subscriber,
}

/// Finds what must happen to the database for it to be what `models` say, and sends warnings of
/// what cannot be told; `another` opens a second connection to the same server.
pub(crate) fn compare(
    connection: &mut Connection,
    another: impl Fn() -> Result<Connection, DatabaseError>,
    wanted: &State,
    settings: &Settings,
    how: &How,
    events: &Subscriber,
) -> Result<Comparison> {
    let dialect = connection.dialect().clone();
    let models = &*wanted.schema;
    refuse_partial_indexes(models, &dialect)?;
    let mut schemas: Vec<Option<String>> = vec![None];
    for table in &models.tables {
        let schema = table.schema.as_ref().map(|schema| schema.name.clone());
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    let detail = match how.compare {
        Compare::Alembic => Detail::Inspector,
        Compare::Full => Detail::Full,
    };
    let names: Vec<Option<&str>> = schemas.iter().map(Option::as_deref).collect();
    let mut run = CatalogReader(connection);
    let reflected = reflect::database(&dialect, &names, detail, &mut run)?.schema;
    let version_table = &settings.version_table;
    let options = diff::Options {
        compare: how.compare,
        default_schema: connection.default_schema().map(str::to_owned),
        schemas: schemas.clone(),
        version_table: version_table.name.name.clone(),
        version_table_schema: version_table.schema.as_ref().map(|schema| schema.name.clone()),
        ..diff::Options::new(&dialect)
    };
    let models = std::slice::from_ref(models);
    let mut renamings = how.renamings.clone();
    let mut found = settled(&mut renamings, how.asker.as_ref(), |renamings| {
        let (database, renamed) = diff::renamed(&reflected, renamings).map_err(refused)?;
        let normalised = normalised(connection, &another, &database, models, &options, events)?;
        let options = diff::Options { normalised: normalised.as_ref(), ..options.clone() };
        let mut found =
            diff::compare(&database, models, &options, &mut diff::NoHooks).map_err(refused)?;
        found.put_first(renamed);
        Ok::<_, Error>(found)
    })?;
    entities::add(&mut found, &wanted.entities, connection)?;
    for notice in found.notices.iter().filter(|notice| notice.level == Level::Warning) {
        warn(notice.message.clone(), events);
    }
    let renamed = match diff::renamed(&reflected, &renamings).map_err(refused)?.0 {
        Cow::Borrowed(_) => None,
        Cow::Owned(renamed) => Some(renamed),
    };
    let database = renamed.unwrap_or(reflected);
    Ok(Comparison { found, dialect, database, events: events.clone() })
}

fn refused(error: diff::DiffError) -> Error {
    Error::Command(error.to_string())
}

/// What the database makes of texts in doubt, which only a full comparison asks for.
fn normalised(
    connection: &mut Connection,
    another: impl FnOnce() -> Result<Connection, DatabaseError>,
    database: &Schema,
    models: &[Schema],
    options: &diff::Options<'_>,
    events: &Subscriber,
) -> Result<Option<Normalised>> {
    if options.compare != Compare::Full {
        return Ok(None);
    }
    let doubts = diff::doubts(database, models, options).map_err(refused)?;
    let settled = scratch::settle(connection, another, &doubts)
        .map_err(|error| Error::Command(error.to_string()))?;
    if let Some(message) = left_out(&settled, &doubts) {
        warn(message, events);
    }
    Ok(Some(settled.normalised))
}

/// The warning of what the database did not spell, if there is anything.
pub(crate) fn left_out(settled: &scratch::Settled, doubts: &[diff::Doubt]) -> Option<String> {
    let left_out = settled.normalised.left_out(doubts);
    if left_out.is_empty() {
        return None;
    }
    let reason = settled.refused.as_ref().map_or_else(String::new, |error| format!(" ({error})"));
    Some(format!(
        "Not compared, since the database did not spell it in a scratch place{reason}: {}",
        left_out.join("; ")
    ))
}

/// An index that a model limits to some rows would be one of all rows here, a unique one would
/// refuse rows that the model allows.
fn refuse_partial_indexes(models: &Schema, dialect: &Dialect) -> Result<()> {
    let tables = models.tables.iter().filter(|_| dialect.is_mysql());
    let mut indexes = tables.flat_map(|table| table.indexes.iter());
    match indexes.find(|index| index.options.keys().any(|option| option.ends_with("_where"))) {
        None => Ok(()),
        Some(index) => Err(Error::Unsupported(format!(
            "the index {} on {} has `where`, and MySQL and MariaDB index every row; leave it out \
             of the models for them, or index a computed column that is NULL for the other rows",
            index.name.text().unwrap_or("without a name"),
            index.table
        ))),
    }
}

pub(crate) fn warn(message: String, events: &Subscriber) {
    events.send(Event::Warning { category: "UserWarning", message });
}

impl Comparison {
    /// What was found, for a reader; the statements only where they are wanted.
    pub fn compared(&self, with_statements: bool) -> Result<Compared> {
        let lines: Vec<String> = self
            .found
            .upgrade()
            .iter()
            .flat_map(|directive| lines(directive, &self.dialect))
            .collect();
        let named = match lines.is_empty() {
            true => None,
            false => Some(format!("New upgrade operations detected: {}", lines.join("; "))),
        };
        let statements = if with_statements { self.upgrade()? } else { Vec::new() };
        Ok(Compared { named, lines, statements })
    }

    /// A comment for each drop and addition that may be a rename.
    pub fn hints(&self, mark: &str) -> Vec<String> {
        let hints = self.found.renames.iter().map(rename_hint);
        hints.map(|hint| format!("{mark} {hint}")).collect()
    }

    /// The statements that bring the database to the models.
    pub fn upgrade(&self) -> Result<Vec<String>> {
        let mut upgrade = self.found.upgrade();
        serial::spell(&mut upgrade, &self.dialect);
        self.spelling(&self.database.tables).statements(&upgrade)
    }

    /// Those that bring it back.
    pub fn downgrade(&self) -> Result<Vec<String>> {
        let left = self.spelling(&self.database.tables).left_by(&self.found.upgrade())?;
        let mut downgrade = self.found.downgrade();
        serial::spell(&mut downgrade, &self.dialect);
        self.spelling(&left).statements(&downgrade)
    }

    /// For a file: nothing is asked of a database when the statements are written.
    fn spelling<'a>(&'a self, tables: &'a [Table]) -> Spelling<'a> {
        let context = DdlContext {
            dialect: &self.dialect,
            naming_convention: None,
            offline: true,
            literal_binds: true,
        };
        Spelling { context, tables, events: &self.events }
    }
}

#[cfg(test)]
mod tests {
    use limbeck_core::dialect::Backend;

    use super::*;
    use crate::model::{IndexBuilder, TableBuilder};

    #[test]
    fn an_index_of_some_rows_is_refused_where_there_is_none() {
        let index = |name: &str| IndexBuilder::new(Some(name)).column("a").unique();
        let of = |index| Schema {
            tables: vec![TableBuilder::new("t").index(index).build()],
            ..Schema::default()
        };
        let partial = of(index("ix_some").filter("a > 0"));
        for (backend, taken) in [
            (Backend::Postgresql, true),
            (Backend::Sqlite, true),
            (Backend::Mysql, false),
            (Backend::Mariadb, false),
        ] {
            let dialect = Dialect::new(backend, None);
            assert!(refuse_partial_indexes(&of(index("ix_all")), &dialect).is_ok());
            let outcome = refuse_partial_indexes(&partial, &dialect);
            let message = outcome.err().map(|error| error.to_string()).unwrap_or_default();
            assert_eq!(message.is_empty(), taken, "{backend:?}: {message}");
            assert!(taken || message.contains("the index ix_some on t"), "{message}");
        }
    }
}
