//! Views, functions and their like: what the database does not take, and says so.

use std::collections::BTreeSet;

#[cfg(feature = "python")]
use limbeck_core::diff::is_same;
use limbeck_core::{
    diff::{Differences, Entities, Spelled, WantedEntity},
    ops::{Entity, EntityKind},
    reflect::{self, FoundEntity},
    statement::DatabaseError,
};
use limbeck_db::{CatalogReader, Connection};

/// Adds what has to happen for the database to have `wanted`, which a database spelled already.
///
/// A kind is compared where one of it is wanted; what is wanted no more is dropped where others
/// of it are, but for extensions.
pub(super) fn add(
    found: &mut Differences,
    wanted: &[FoundEntity],
    connection: &mut Connection,
) -> Result<(), DatabaseError> {
    if wanted.is_empty() {
        return Ok(());
    }
    let default_schema = connection.default_schema().unwrap_or("public").to_owned();
    let mut run = CatalogReader(connection);
    let there = reflect::entities(None, &mut run)?;
    let dependencies = reflect::dependencies(&mut run)?;
    let places: BTreeSet<(&str, &str)> =
        wanted.iter().map(|each| (each.entity.kind_word(), each.entity.schema.as_str())).collect();
    let may_go = |entity: &Entity| {
        entity.kind != EntityKind::Extension
            && places.contains(&(entity.kind_word(), entity.schema.as_str()))
    };
    let may_go: Vec<bool> = there.iter().map(|there| may_go(&there.entity)).collect();
    let spelled = |each: &FoundEntity| WantedEntity {
        entity: each.entity.clone(),
        spelled: match each.entity.kind {
            EntityKind::Extension => Spelled::Bare,
            _ => Spelled::As(each.clone()),
        },
    };
    let wanted: Vec<WantedEntity> = wanted.iter().map(spelled).collect();
    found.add_entities(&Entities {
        wanted: &wanted,
        there: &there,
        dependencies: &dependencies,
        may_go: &may_go,
        default_schema: &default_schema,
    });
    Ok(())
}

/// The error of a wanted entity that no revision could make: a mistake in its text, or something
/// that it needs and that nothing is about to make.
#[cfg(feature = "python")]
pub(crate) fn refused_entity(given: &Entities<'_>, found: &Differences) -> Option<DatabaseError> {
    let is_there = |wanted: &WantedEntity| {
        given.there.iter().any(|there| is_same(&there.entity, &wanted.entity))
    };
    let comes_later = !found.is_empty()
        || given
            .wanted
            .iter()
            .any(|wanted| matches!(wanted.spelled, Spelled::Bare) && !is_there(wanted));
    given.wanted.iter().find_map(|wanted| {
        let error = match &wanted.spelled {
            Spelled::Wrong(error) => error,
            Spelled::NotYet(error) if !comes_later => error,
            _ => return None,
        };
        let message = format!("{} ({})", error.message, wanted.entity.identity());
        Some(DatabaseError { message, ..error.clone() })
    })
}

/// The warning of what was not compared, if there is anything.
#[cfg(feature = "python")]
pub(crate) fn unspelled_entities(wanted: &[WantedEntity]) -> Option<String> {
    let unknown = wanted.iter().filter_map(|wanted| match &wanted.spelled {
        Spelled::Unknown(error) => Some((wanted.entity.identity(), error)),
        _ => None,
    });
    let (names, errors): (Vec<String>, Vec<&DatabaseError>) = unknown.unzip();
    let error = errors.first()?;
    Some(format!(
        "Not compared, since the database did not spell it in a scratch place ({error}): {}",
        names.join("; ")
    ))
}
