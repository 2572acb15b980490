//! Which databases the runs of a project work on: those that it names, or scratch ones.

mod at_revision;
mod named;
mod scratch;

use std::sync::{Arc, Mutex, PoisonError};

use limbeck_core::statement::DatabaseError;
use limbeck_db::{ConnectOptions, Url};

pub(crate) use self::{at_revision::at_revision, named::chosen, scratch::with_scratch};
pub use self::{named::Which, scratch::Scratch};
use crate::{Error, Result};

/// Where the connections of a project's runs go.
#[derive(Debug, Clone, Default)]
pub enum Databases {
    /// To the databases that env.py or the configuration names.
    #[default]
    Named,
    /// To scratch databases in their place.
    Scratch(Scratch),
    /// Nowhere: what the first of them is to is told, and the run ends.
    Told(Told),
}

/// The database that a run wanted to connect to first.
#[derive(Debug, Clone, Default)]
pub struct Told(Arc<Mutex<Option<Place>>>);

/// A database and what its connections are opened with.
type Place = (Url, ConnectOptions);

/// Why a run may not have the connection that it asks for.
pub(crate) enum Withheld {
    /// The run is to end here.
    Ended,
    /// There is no scratch database to connect to.
    Refused(Box<DatabaseError>),
}

impl Databases {
    /// The database that stands for the one of `url`.
    pub(crate) fn place(&self, url: &Url, options: &ConnectOptions) -> Result<Place, Withheld> {
        match self {
            Databases::Named => Ok((url.clone(), options.clone())),
            Databases::Scratch(scratch) => scratch.place(url, options),
            Databases::Told(told) => {
                told.slot().get_or_insert_with(|| (url.clone(), options.clone()));
                Err(Withheld::Ended)
            }
        }
    }

    /// Whether what stands there is what the caller brought it to, on purpose.
    pub(crate) fn are_scratch(&self) -> bool {
        matches!(self, Databases::Scratch(_))
    }

    /// The same for a run without an interpreter.
    pub(crate) fn place_of_run(&self, url: &Url, options: &ConnectOptions) -> Result<Place> {
        self.place(url, options).map_err(|withheld| match withheld {
            Withheld::Ended => Error::Cancelled,
            Withheld::Refused(error) => Error::Command(refusal(&error)),
        })
    }
}

impl Told {
    fn slot(&self) -> std::sync::MutexGuard<'_, Option<Place>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is said where there is no scratch database.
pub(crate) fn refusal(error: &DatabaseError) -> String {
    let way_out = match limbeck_db::database::is_forbidden(error) {
        true => "; give the role the right to make databases, or name another server",
        false => "",
    };
    format!("No scratch database can be made: {error}{way_out}")
}
