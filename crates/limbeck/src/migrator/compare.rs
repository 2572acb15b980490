//! A database beside what models declare.

use limbeck_core::{
    diff::{self, Differences},
    reflect::{self, Scope},
    schema::Schema,
    statement::Statement,
};
use limbeck_db::{Connection, Session};

use crate::{Error, Result, engine::Settings};

/// What must happen to the database for it to be what `models` say.
pub(super) fn compare(
    connection: &mut Connection,
    models: &Schema,
    settings: &Settings,
) -> Result<Differences> {
    let dialect = connection.dialect().clone();
    let default_schema = connection.default_schema().map(str::to_owned);
    let mut schemas: Vec<Option<String>> = vec![None];
    for table in &models.tables {
        let schema = table.schema.as_ref().map(|schema| schema.name.clone());
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    }
    let mut database = Schema::default();
    for schema in &schemas {
        let scope = Scope { schema: schema.as_deref(), ..Scope::default() };
        let mut run = |query: &Statement| connection.execute(query);
        let found = reflect::tables(&dialect, scope, &mut run)?;
        database.tables.extend(found.into_iter().map(|table| table.to_table(dialect.backend)));
    }
    let version_table = &settings.version_table;
    let options = diff::Options {
        default_schema,
        schemas,
        version_table: version_table.name.name.clone(),
        version_table_schema: version_table.schema.as_ref().map(|schema| schema.name.clone()),
        ..diff::Options::new(&dialect)
    };
    let models = std::slice::from_ref(models);
    diff::compare(&database, models, &options, &mut diff::NoHooks)
        .map_err(|error| Error::Command(error.to_string()))
}
