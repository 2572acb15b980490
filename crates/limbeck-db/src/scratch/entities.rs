//! Lets PostgreSQL spell views, functions and triggers, in a schema that is rolled back.

use limbeck_core::{
    ddl::{self, Action, DdlContext},
    diff::{Spelled, WantedEntity, in_order, is_same, may_need},
    ops::{Entity, EntityAct, EntityKind, EntityOperation, Operation},
    reflect::{self, FoundEntity},
    statement::{DatabaseError, Statement},
};

use super::{DOUBT, name, with_transaction};
use crate::{CatalogReader, Connection, Session};

/// Asks PostgreSQL how it spells `wanted`; `there` is what it has already.
///
/// Each is made in a schema of its own, a trigger on an empty copy of its table, so that no table
/// is locked but for reading. What is new, or changed, and named by another is made where it
/// belongs too, so that the other one finds it: a view that is replaced is locked until all is
/// rolled back, a table never is. No lock is waited for longer than two seconds.
///
/// # Errors
/// A connection that is lost.
pub fn spell(
    connection: &mut Connection,
    wanted: &[Entity],
    there: &[FoundEntity],
) -> Result<Vec<WantedEntity>, DatabaseError> {
    let is_bare = |entity: &Entity| entity.kind == EntityKind::Extension;
    if wanted.iter().all(is_bare) {
        let bare =
            |entity: &Entity| WantedEntity { entity: entity.clone(), spelled: Spelled::Bare };
        return Ok(wanted.iter().map(bare).collect());
    }
    with_transaction(connection, |connection| {
        let schema = name();
        let begin = [
            Statement::ddl("SET LOCAL lock_timeout = '2s'"),
            // Bodies are checked when the revision runs, with all that it makes.
            Statement::ddl("SET LOCAL check_function_bodies = off"),
            Statement::ddl(format!("CREATE SCHEMA {schema}")),
        ];
        match connection.execute_all(&begin) {
            Ok(_) => Speller { connection, schema, wanted, there }.all(),
            Err((_, error)) => Ok(wanted
                .iter()
                .map(|entity| {
                    let spelled = match is_bare(entity) {
                        true => Spelled::Bare,
                        false => Spelled::Unknown(error.clone()),
                    };
                    WantedEntity { entity: entity.clone(), spelled }
                })
                .collect()),
        }
    })
}

struct Speller<'a> {
    connection: &'a mut Connection,
    schema: String,
    wanted: &'a [Entity],
    there: &'a [FoundEntity],
}

impl Speller<'_> {
    fn all(mut self) -> Result<Vec<WantedEntity>, DatabaseError> {
        let entities: Vec<&Entity> = self.wanted.iter().collect();
        let order = in_order(&entities, |one, other| may_need(entities[one], entities[other]));
        let mut spelled: Vec<Option<Spelled>> = vec![None; self.wanted.len()];
        for place in order {
            let found = self.one(&self.wanted[place])?;
            self.put_in_place(place, &found)?;
            spelled[place] = Some(found);
        }
        let pairs = self.wanted.iter().zip(spelled);
        Ok(pairs
            .map(|(entity, spelled)| WantedEntity {
                entity: entity.clone(),
                spelled: spelled.unwrap_or(Spelled::Bare),
            })
            .collect())
    }

    /// What the database makes of one.
    fn one(&mut self, entity: &Entity) -> Result<Spelled, DatabaseError> {
        let Some(copy) = ddl::scratch_entity(entity, &self.schema) else {
            return match entity.kind {
                EntityKind::Extension => Ok(Spelled::Bare),
                _ => {
                    let message = "there is no ON in the definition of this trigger";
                    let kind = limbeck_core::statement::ErrorKind::Programming;
                    Ok(Spelled::Wrong(DatabaseError::new(kind, message)))
                }
            };
        };
        self.connection.savepoint(DOUBT)?;
        let made = self.connection.execute_all(&copy);
        let spelled = match made {
            Err((_, error)) => Ok(refused(self.in_its_own_schema(error, entity))),
            Ok(_) => self.read(entity),
        };
        self.connection.rollback_to(DOUBT)?;
        self.connection.release(DOUBT)?;
        spelled
    }

    /// An error as it would be outside of the scratch schema.
    fn in_its_own_schema(&self, mut error: DatabaseError, entity: &Entity) -> DatabaseError {
        let before = error.statement.as_ref().map_or(0, String::len);
        let named = |text: &String| text.replacen(&self.schema, &entity.schema, 1);
        error.statement = error.statement.as_ref().map(named);
        let after = error.statement.as_ref().map_or(0, String::len);
        let cut = u32::try_from(before.saturating_sub(after)).unwrap_or_default();
        error.position = error.position.map(|position| position.saturating_sub(cut));
        error
    }

    /// Reads what has been made in the scratch schema, as it would be in its own.
    fn read(&mut self, entity: &Entity) -> Result<Spelled, DatabaseError> {
        let schema = &self.schema;
        let mut run = CatalogReader(self.connection);
        let found = reflect::entities(Some(schema), &mut run)?;
        let kind = std::mem::discriminant(&entity.kind);
        let mut found =
            found.into_iter().filter(|found| std::mem::discriminant(&found.entity.kind) == kind);
        let Some(mut found) = found.next() else { return Ok(Spelled::Bare) };
        found.entity.schema.clone_from(&entity.schema);
        if let EntityKind::Trigger { on_entity, is_constraint } = &entity.kind {
            let (old, new) = (format!(" ON {schema}."), format!(" ON {}.", place_of(on_entity)));
            found.entity.definition = found.entity.definition.replacen(&old, &new, 1);
            let (on_entity, is_constraint) = (on_entity.clone(), *is_constraint);
            found.entity.kind = EntityKind::Trigger { on_entity, is_constraint };
        }
        Ok(Spelled::As(found))
    }

    /// Makes what another entity needs to find.
    fn put_in_place(&mut self, place: usize, spelled: &Spelled) -> Result<(), DatabaseError> {
        let entity = &self.wanted[place];
        let is_needed = entity.kind == EntityKind::Extension
            || self.wanted.iter().any(|other| other != entity && may_need(other, entity));
        let there = self.there.iter().find(|there| is_same(&there.entity, entity));
        let words = match (there, spelled, &entity.kind) {
            _ if !is_needed => return Ok(()),
            (None, Spelled::As(_) | Spelled::Bare, _) => "CREATE",
            (Some(there), Spelled::As(found), EntityKind::View | EntityKind::Function)
                if found.entity.definition != there.entity.definition =>
            {
                "CREATE OR REPLACE"
            }
            _ => return Ok(()),
        };
        let dialect = self.connection.dialect().clone();
        let context = DdlContext {
            dialect: &dialect,
            naming_convention: None,
            offline: false,
            literal_binds: false,
        };
        let mut entity = entity.clone();
        if let EntityKind::MaterializedView { with_data } = &mut entity.kind {
            *with_data = false;
        }
        let operation =
            Operation::Entity(Box::new(EntityOperation::new(EntityAct::Create, entity)));
        let Ok(actions) = ddl::statements(&operation, &context) else { return Ok(()) };
        let statements = actions.into_iter().flat_map(Action::into_statements);
        let statements: Vec<Statement> =
            statements.map(|made| Statement::ddl(made.sql.replacen("CREATE", words, 1))).collect();
        self.connection.savepoint(DOUBT)?;
        match self.connection.execute_all(&statements) {
            Ok(_) => self.connection.release(DOUBT),
            Err(_) => self.connection.rollback_to(DOUBT),
        }
    }
}

/// The schema of a table, as SQL names both.
fn place_of(on_entity: &str) -> &str {
    on_entity.split_once('.').map_or("public", |(schema, _)| schema)
}

/// What it means that the database does not take an entity.
fn refused(error: DatabaseError) -> Spelled {
    match error.sqlstate.as_deref() {
        // No such table, column, function, type or schema.
        Some("42P01" | "42703" | "42883" | "42704" | "3F000") => Spelled::NotYet(error),
        // No right, a replica, a lock that somebody holds, a statement that was cancelled.
        Some("42501" | "25006" | "55P03" | "57014") | None => Spelled::Unknown(error),
        Some(_) => Spelled::Wrong(error),
    }
}
