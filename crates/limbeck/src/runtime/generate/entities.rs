//! Views, functions, triggers and extensions that env.py declared by `register_entities`.

use std::collections::BTreeSet;

use limbeck_core::{
    dialect::Backend,
    diff::{self, Differences},
    ops::Entity,
    reflect,
};
use limbeck_python::HostError;
use serde::Deserialize;
use serde_json::json;

use super::super::{Run, context::MigrationContext, host::read};
use crate::comparison;

/// What `register_entities` was given.
#[derive(Deserialize)]
struct Declared {
    entities: Vec<Entity>,
    schemas: Vec<String>,
    exclude_schemas: Vec<String>,
    /// The kinds that alone take part, where it named any.
    kinds: Option<Vec<String>>,
}

impl Run {
    /// Adds to `found` what has to happen to the entities that env.py declared.
    ///
    /// A kind takes part where one of it is declared, or `entity_types` names it; what nothing
    /// declares is dropped in the schemas of those that are.
    pub(super) fn compare_entities(
        &self,
        (context, number): (&MigrationContext, usize),
        connection: u64,
        options: &diff::Options<'_>,
        found: &mut Differences,
    ) -> Result<(), HostError> {
        let declared: Option<Declared> = read(self.ask("declared_entities", &[])?)?;
        let Some(declared) = declared else { return Ok(()) };
        let mut kinds: BTreeSet<&str> = declared.entities.iter().map(Entity::kind_word).collect();
        kinds.extend(declared.kinds.iter().flatten().map(String::as_str));
        if kinds.is_empty() {
            return Ok(());
        }
        if context.dialect.backend != Backend::Postgresql {
            let names: Vec<String> = declared.entities.iter().map(Entity::identity).collect();
            self.warn_of(format!(
                "Not compared, for only PostgreSQL has them: {}",
                names.join("; ")
            ));
            return Ok(());
        }
        let asks =
            ["include_object", "include_name"].iter().any(|name| context.options.calls(name));
        let takes_part = |entity: &Entity, reflected: bool| -> Result<bool, HostError> {
            let given = [json!(number), json!(entity), json!(reflected)];
            Ok(!asks || self.ask("include_entity", &given)? == json!(true))
        };
        let (there, dependencies) = self
            .connections
            .reflect(connection, |_, run| {
                Ok((reflect::entities(None, run)?, reflect::dependencies(run)?))
            })
            .map_err(HostError::Database)?;
        let mut wanted = Vec::new();
        for entity in &declared.entities {
            if takes_part(entity, false)? {
                wanted.push(entity.clone());
            }
        }
        let mut observed: BTreeSet<&str> =
            declared.entities.iter().map(|each| each.schema.as_str()).collect();
        observed.extend(declared.schemas.iter().map(String::as_str));
        for schema in &declared.exclude_schemas {
            observed.remove(schema.as_str());
        }
        let all = context.options.include_schemas;
        let mut may_go = Vec::with_capacity(there.len());
        for entity in there.iter().map(|there| &there.entity) {
            let is_excluded = declared.exclude_schemas.contains(&entity.schema);
            let is_seen = observed.contains(entity.schema.as_str()) || (all && !is_excluded);
            let is_kind = kinds.contains(entity.kind_word());
            may_go.push(is_seen && is_kind && takes_part(entity, true)?);
        }
        let wanted =
            self.connections.spell(connection, &wanted, &there).map_err(HostError::Database)?;
        let default_schema = options.default_schema.as_deref().unwrap_or("public");
        let given = diff::Entities {
            wanted: &wanted,
            there: &there,
            dependencies: &dependencies,
            may_go: &may_go,
            default_schema,
        };
        if let Some(error) = comparison::refused_entity(&given, found) {
            return Err(HostError::Database(error));
        }
        if let Some(message) = comparison::unspelled_entities(&wanted) {
            self.warn_of(message);
        }
        found.add_entities(&given);
        Ok(())
    }
}
