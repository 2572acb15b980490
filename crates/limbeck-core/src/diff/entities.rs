//! Views, functions, triggers and extensions: what is made, replaced and dropped, in which order.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Differences, Level, Notice, Reversible, full::execute};
use crate::{
    ops::{Entity, EntityAct, EntityKind, EntityOperation, Operation},
    reflect::{Dependency, FoundEntity},
    schema::Ident,
    statement::DatabaseError,
};

const LOGGER: &str = "alembic_utils.replaceable_entity";

/// An entity that is wanted, and what the database makes of it.
#[derive(Debug, Clone)]
pub struct WantedEntity {
    pub entity: Entity,
    pub spelled: Spelled,
}

/// What a database makes of a wanted entity.
#[derive(Debug, Clone)]
pub enum Spelled {
    /// Nothing has to be spelled: its name says all.
    Bare,
    As(FoundEntity),
    /// It needs what is not there yet.
    NotYet(DatabaseError),
    /// There is no place where it could be spelled.
    Unknown(DatabaseError),
    /// No database takes it as it stands.
    Wrong(DatabaseError),
}

/// Both sides of a comparison of entities.
#[derive(Debug, Clone, Copy)]
pub struct Entities<'a> {
    pub wanted: &'a [WantedEntity],
    /// All that the database has.
    pub there: &'a [FoundEntity],
    pub dependencies: &'a [Dependency],
    /// For each of `there`, whether it is dropped where nothing wants it.
    pub may_go: &'a [bool],
    /// The schema that tables without one are in.
    pub default_schema: &'a str,
}

/// What becomes of a wanted entity.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Stays,
    Made,
    Replaced,
    /// Dropped before all else and made again after.
    Anew,
}

/// Whether two entities bear one name, so that there can only be one of them.
pub fn is_same(one: &Entity, other: &Entity) -> bool {
    let is_like = match (&one.kind, &other.kind) {
        (EntityKind::Extension, EntityKind::Extension) => return one.name() == other.name(),
        (EntityKind::Trigger { on_entity, .. }, EntityKind::Trigger { on_entity: place, .. }) => {
            unquoted(on_entity) == unquoted(place)
        }
        (EntityKind::Function, EntityKind::Function) => {
            words(&one.signature) == words(&other.signature)
        }
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    };
    is_like && one.schema == other.schema && one.name() == other.name()
}

/// Whether an entity may need another one to be there, as far as its text tells.
pub fn may_need(one: &Entity, other: &Entity) -> bool {
    // What plpgsql names is looked up when it runs.
    let is_late = one.kind == EntityKind::Function
        && words(&one.definition).to_lowercase().replace('\'', "").contains("language plpgsql");
    !is_late && !matches!(other.kind, EntityKind::Trigger { .. }) && names(one, other.name())
}

/// Places of the entities in an order in which each finds what it may need, as far as there is
/// one.
pub fn in_order(entities: &[&Entity], needs: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let is_extension = |place: &usize| entities[*place].kind == EntityKind::Extension;
    let (mut order, mut left): (Vec<usize>, Vec<usize>) =
        (0..entities.len()).partition(is_extension);
    // The first round takes those that need nothing of what is left, later ones go on with what
    // they have just taken.
    let (free, mut left): (Vec<usize>, Vec<usize>) = {
        let all = std::mem::take(&mut left);
        let is_free =
            |place: &usize| !all.iter().any(|other| other != place && needs(*place, *other));
        all.clone().into_iter().partition(is_free)
    };
    order.extend(free);
    while !left.is_empty() {
        let before = left.len();
        let mut still = Vec::new();
        for (at, place) in left.iter().enumerate() {
            let waits = still.iter().chain(&left[at + 1..]).any(|other| needs(*place, *other));
            match waits {
                true => still.push(*place),
                false => order.push(*place),
            }
        }
        if still.len() == before {
            order.append(&mut still);
        }
        left = still;
    }
    order
}

impl Differences {
    /// Adds what has to happen to entities: what stands in the way of a table's change goes before
    /// it and comes back after it.
    pub fn add_entities(&mut self, given: &Entities<'_>) {
        let matches: Vec<Option<usize>> =
            given.wanted.iter().map(|wanted| given.place_of(wanted)).collect();
        let mut fates: Vec<Fate> = given
            .wanted
            .iter()
            .zip(&matches)
            .map(|(wanted, place)| given.fate(wanted, *place))
            .collect();
        let gone: Vec<usize> = (0..given.there.len())
            .filter(|place| given.may_go[*place] && !matches.contains(&Some(*place)))
            .collect();
        let first = given.first(&fates, &matches, &gone, &self.blocked(given.default_schema));
        for (fate, place) in fates.iter_mut().zip(&matches) {
            if place.is_some_and(|place| first.contains(&place)) {
                *fate = Fate::Anew;
            }
        }
        let mut before = Vec::new();
        for place in given.dependents_first(&first) {
            let is_made_again = matches.contains(&Some(place));
            before.extend(is_made_again.then(|| given.rights_before(place)).flatten());
            before.push(self.step(EntityAct::Drop, &given.there[place].entity, None));
        }
        self.changes.splice(0..0, before);
        for place in given.made_in_order(&fates, &matches) {
            let (wanted, old) = (&given.wanted[place].entity, matches[place]);
            let loses_rights = given.loses_rights(place, fates[place], old);
            if let Some(old) = old.filter(|_| loses_rights && fates[place] == Fate::Replaced) {
                self.changes.extend(given.rights_before(old));
            }
            let step = match fates[place] {
                Fate::Stays => continue,
                Fate::Made | Fate::Anew => self.step(EntityAct::Create, wanted, None),
                Fate::Replaced => {
                    let old = old.map(|old| &given.there[old].entity);
                    self.step(EntityAct::Replace, wanted, old)
                }
            };
            self.changes.push(step);
            if let Some(old) = old.filter(|_| loses_rights) {
                self.changes.extend(given.rights_after(&given.wanted[place], old));
                self.warn_of_rights(&given.there[old]);
            }
        }
        let gone: BTreeSet<usize> =
            gone.into_iter().filter(|place| !first.contains(place)).collect();
        for place in given.dependents_first(&gone) {
            let step = self.step(EntityAct::Drop, &given.there[place].entity, None);
            self.changes.push(step);
        }
    }

    /// What is granted is not the same in every database that the revision is for.
    fn warn_of_rights(&mut self, there: &FoundEntity) {
        if there.rights.is_empty() {
            return;
        }
        let message = format!(
            "{} is made anew, and what is granted on it goes: what was granted in this database is \
             written to be granted again; add what others have",
            there.entity.identity()
        );
        self.notices.push(Notice { level: Level::Warning, logger: LOGGER, message });
    }

    /// A change, told in the log.
    fn step(&mut self, act: EntityAct, entity: &Entity, old: Option<&Entity>) -> Change {
        let (word, reverse) = match act {
            EntityAct::Create => ("CreateOp", EntityAct::Drop),
            EntityAct::Drop => ("DropOp", EntityAct::Create),
            EntityAct::Replace | EntityAct::Revert => ("ReplaceOp", EntityAct::Revert),
        };
        let message = format!("Detected {word} op for {} {}", entity.class(), entity.identity());
        self.notices.push(Notice { level: Level::Info, logger: LOGGER, message });
        let operation = |act, entity: &Entity| {
            Operation::Entity(Box::new(EntityOperation::new(act, entity.clone())))
        };
        let down = operation(reverse, old.unwrap_or(entity));
        Change::Single(Reversible::new(operation(act, entity), down))
    }

    /// Tables that are dropped, and columns that are dropped or get another type: by schema and
    /// table, the columns, none for the whole table.
    fn blocked(
        &self,
        default_schema: &str,
    ) -> BTreeMap<(String, String), Option<BTreeSet<String>>> {
        let place = |schema: Option<&Ident>, table: &Ident| {
            let schema = schema.map_or(default_schema, |schema| schema.name.as_str());
            (schema.to_owned(), table.name.clone())
        };
        let mut found = BTreeMap::new();
        for change in &self.changes {
            match change {
                Change::Single(Reversible { up: Operation::DropTable(drop), .. }) => {
                    found.insert(place(drop.schema.as_ref(), &drop.name), None);
                }
                Change::Table { table, schema, steps } => {
                    let columns: BTreeSet<String> = steps.iter().filter_map(altered).collect();
                    if !columns.is_empty() {
                        found.insert(place(schema.as_ref(), table), Some(columns));
                    }
                }
                _ => {}
            }
        }
        found
    }
}

/// The column that a step drops or gives another type.
fn altered(step: &Reversible) -> Option<String> {
    match &step.up {
        Operation::DropColumn(drop) => Some(drop.column.name.clone()),
        Operation::AlterColumn(alter) if alter.type_.is_some() => Some(alter.column.name.clone()),
        _ => None,
    }
}

impl Entities<'_> {
    /// Whether a wanted entity takes the place of one whose rights go with it.
    fn loses_rights(&self, place: usize, fate: Fate, old: Option<usize>) -> bool {
        match (fate, old) {
            (Fate::Anew, Some(_)) => true,
            (Fate::Replaced, Some(old)) => {
                let old = &self.there[old];
                let is_view = matches!(
                    old.entity.kind,
                    EntityKind::View | EntityKind::MaterializedView { .. }
                );
                is_view && !keeps_shape(&self.wanted[place].spelled, old)
            }
            _ => false,
        }
    }

    /// What gives an entity of the database its rights again once a downgrade has made it again,
    /// which stands before the step that takes it away.
    fn rights_before(&self, place: usize) -> Option<Change> {
        let down: Vec<Operation> =
            self.there[place].rights.iter().map(|right| execute(right.sql.clone())).collect();
        (!down.is_empty()).then_some(Change::Several { up: Vec::new(), down })
    }

    /// What gives a wanted entity the rights of the one that it takes the place of.
    fn rights_after(&self, wanted: &WantedEntity, old: usize) -> Option<Change> {
        let has = |column: &String| match &wanted.spelled {
            Spelled::As(found) => {
                let is_it = |each: &String| {
                    each.strip_prefix(column.as_str()).is_some_and(|rest| rest.starts_with(' '))
                };
                found.shape.iter().any(is_it)
            }
            _ => names(&wanted.entity, column),
        };
        let rights = self.there[old].rights.iter();
        let kept = rights.filter(|right| right.column.as_ref().is_none_or(has));
        let up: Vec<Operation> = kept.map(|right| execute(right.sql.clone())).collect();
        (!up.is_empty()).then_some(Change::Several { up, down: Vec::new() })
    }

    /// The entity of the database that bears the name of a wanted one.
    fn place_of(&self, wanted: &WantedEntity) -> Option<usize> {
        let spelled = match &wanted.spelled {
            Spelled::As(found) => Some(found),
            _ => None,
        };
        self.there.iter().position(|there| match (spelled, &wanted.entity.kind) {
            // A function is known by the types of its arguments.
            (Some(found), EntityKind::Function) => {
                there.entity.kind == EntityKind::Function
                    && there.entity.schema == wanted.entity.schema
                    && there.entity.name() == found.entity.name()
                    && there.shape.first() == found.shape.first()
            }
            _ => is_same(&there.entity, &wanted.entity),
        })
    }

    fn fate(&self, wanted: &WantedEntity, place: Option<usize>) -> Fate {
        let Some(there) = place.map(|place| &self.there[place]) else {
            return match wanted.spelled {
                Spelled::Unknown(_) if wanted.entity.kind == EntityKind::Function => Fate::Stays,
                _ => Fate::Made,
            };
        };
        let Spelled::As(found) = &wanted.spelled else {
            return match wanted.spelled {
                Spelled::NotYet(_) | Spelled::Wrong(_) => Fate::Replaced,
                _ => Fate::Stays,
            };
        };
        let (new, old) = (&found.entity, &there.entity);
        let is_constraint = |entity: &Entity| {
            matches!(entity.kind, EntityKind::Trigger { is_constraint: true, .. })
        };
        let is_equal = words(&new.definition) == words(&old.definition)
            && is_constraint(new) == is_constraint(old)
            && (new.kind != EntityKind::Function || new.signature == old.signature);
        match is_equal {
            true => Fate::Stays,
            false if old.kind == EntityKind::Function && !is_replaceable(found, there) => {
                Fate::Anew
            }
            false => Fate::Replaced,
        }
    }

    /// What has to be dropped before anything else happens.
    fn first(
        &self,
        fates: &[Fate],
        matches: &[Option<usize>],
        gone: &[usize],
        blocked: &BTreeMap<(String, String), Option<BTreeSet<String>>>,
    ) -> BTreeSet<usize> {
        let mut first = BTreeSet::new();
        let mut roots: BTreeSet<&str> = BTreeSet::new();
        for ((wanted, fate), place) in self.wanted.iter().zip(fates).zip(matches) {
            let Some(place) = *place else { continue };
            match fate {
                Fate::Anew => _ = first.insert(place),
                Fate::Replaced if !keeps_shape(&wanted.spelled, &self.there[place]) => {
                    roots.insert(&self.there[place].id);
                }
                _ => {}
            }
        }
        for dependency in self.dependencies {
            let table = (dependency.schema.clone(), dependency.table.clone());
            let is_blocked =
                blocked.get(&table).is_some_and(|columns| match (columns, &dependency.column) {
                    (Some(columns), Some(column)) => columns.contains(column),
                    // A trigger goes with its table, and so does what needs all of it.
                    (Some(_), None) => false,
                    (None, _) => true,
                });
            if is_blocked {
                first.extend(self.known(&dependency.dependent, matches, gone));
            }
        }
        loop {
            let before = first.len();
            for dependency in self.dependencies {
                let on = dependency.on.as_str();
                let goes = roots.contains(on)
                    || first.iter().any(|place: &usize| self.there[*place].id == on);
                if goes {
                    first.extend(self.known(&dependency.dependent, matches, gone));
                }
            }
            if first.len() == before {
                return first;
            }
        }
    }

    /// The place of an entity that can be made again, or that goes for good.
    fn known(&self, id: &str, matches: &[Option<usize>], gone: &[usize]) -> Option<usize> {
        let place = self.there.iter().position(|there| there.id == id)?;
        (matches.contains(&Some(place)) || gone.contains(&place)).then_some(place)
    }

    /// Those of the database's entities, what depends on another before it.
    fn dependents_first(&self, places: &BTreeSet<usize>) -> Vec<usize> {
        let places: Vec<usize> = places.iter().copied().collect();
        let entities: Vec<&Entity> =
            places.iter().map(|place| &self.there[*place].entity).collect();
        let needs = |one: usize, other: usize| {
            let (one, other) = (&self.there[places[one]].id, &self.there[places[other]].id);
            self.dependencies.iter().any(|each| each.dependent == *one && each.on == *other)
        };
        in_order(&entities, needs).into_iter().rev().map(|place| places[place]).collect()
    }

    fn made_in_order(&self, fates: &[Fate], matches: &[Option<usize>]) -> Vec<usize> {
        let entities: Vec<&Entity> = self.wanted.iter().map(|wanted| &wanted.entity).collect();
        in_order(&entities, |one, other| {
            let is_new = match fates[other] {
                Fate::Made | Fate::Anew => true,
                Fate::Stays => false,
                Fate::Replaced => matches[other].is_some_and(|place| {
                    let there = &self.there[place];
                    !matches!(&self.wanted[other].spelled, Spelled::As(found) if found.shape == there.shape)
                }),
            };
            is_new && may_need(entities[one], entities[other])
        })
    }
}

/// Whether what depends on a replaced entity can stay.
fn keeps_shape(spelled: &Spelled, there: &FoundEntity) -> bool {
    let Spelled::As(found) = spelled else { return false };
    match there.entity.kind {
        EntityKind::MaterializedView { .. } => false,
        _ => found.shape.starts_with(&there.shape),
    }
}

/// Whether `CREATE OR REPLACE` takes a function in the place of another.
fn is_replaceable(new: &FoundEntity, old: &FoundEntity) -> bool {
    let defaults = |found: &FoundEntity| found.entity.signature.matches(" DEFAULT ").count();
    new.shape == old.shape && defaults(new) >= defaults(old)
}

fn unquoted(name: &str) -> String {
    name.replace('"', "")
}

/// A text without the differences that white space makes.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an entity's text has a name as a word of its own.
fn names(entity: &Entity, name: &str) -> bool {
    let text = format!("{} {}", entity.signature, entity.definition).to_lowercase();
    let name = name.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    !name.is_empty()
        && text.match_indices(&name).any(|(at, _)| {
            !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part)
        })
}
