//! A project as commands see it: its configuration, and where events go.

use std::sync::Arc;

use limbeck_core::schema::Schema;

use crate::{
    Asker, Databases, Interrupt, Result,
    code::Migrations,
    config::{Config, ConfigRequest, Environment},
    events::Subscriber,
};

/// What every command starts from.
///
/// ```no_run
/// use limbeck::{Project, commands, config::{ConfigRequest, Environment}};
///
/// let environment = Environment::in_directory("/srv/app");
/// let project = Project::load(&ConfigRequest::default(), &environment)?;
/// commands::upgrade(&project, "head", &Default::default())?;
/// # Ok::<(), limbeck::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Project {
    pub config: Config,
    pub subscriber: Subscriber,
    /// Work on this database without running env.py.
    pub direct: Option<Direct>,
    /// Where the runs connect to.
    pub databases: Databases,
    /// Who is asked what only a person can tell; nobody without it.
    pub asker: Option<Asker>,
    /// The process ends with the command, so that nothing need be torn down in order.
    pub process_ends: bool,
    /// What ends the runs of this project early.
    pub interrupt: Interrupt,
    /// The models of a program, which a project without env.py is compared with.
    pub models: Option<Arc<Schema>>,
    /// What the program does in revisions that are code.
    pub migrations: Migrations,
}

/// A database to work on without env.py.
#[derive(Clone, Default)]
pub struct Direct {
    /// May hold a password: never shown.
    pub url: String,
    /// `[schema.]table`, where the caller names the version table.
    pub version_table: Option<String>,
}

impl std::fmt::Debug for Direct {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Direct").field("version_table", &self.version_table).finish_non_exhaustive()
    }
}

impl Project {
    /// Reads the configuration that `request` names.
    ///
    /// # Errors
    /// Those of [`Config::load`].
    pub fn load(request: &ConfigRequest, environment: &Environment) -> Result<Project> {
        Ok(Project::new(Config::load(request, environment)?))
    }

    /// A project with this configuration; a program may build one without files.
    pub fn new(config: Config) -> Project {
        Project {
            config,
            subscriber: Subscriber::default(),
            direct: None,
            databases: Databases::default(),
            asker: None,
            process_ends: false,
            interrupt: Interrupt::default(),
            models: None,
            migrations: Migrations::default(),
        }
    }

    /// The same project with its events going to `subscriber`.
    #[must_use]
    pub fn with_subscriber(self, subscriber: Subscriber) -> Project {
        Project { subscriber, ..self }
    }

    /// The same project, working on the database of `direct` without env.py.
    #[must_use]
    pub fn with_direct(self, direct: Option<Direct>) -> Project {
        Project { direct, ..self }
    }

    /// The same project, whose tables are to be what `models` say.
    ///
    /// ```no_run
    /// use limbeck::{Project, commands, config::{ConfigRequest, Environment}};
    ///
    /// #[derive(limbeck::Table)]
    /// #[limbeck(name = "users")]
    /// struct User {
    ///     #[limbeck(primary_key)]
    ///     id: i64,
    /// }
    ///
    /// let environment = Environment::in_directory("/srv/app");
    /// let project = Project::load(&ConfigRequest::default(), &environment)?;
    /// let project = project.with_models(limbeck::metadata![User]);
    /// commands::check(&project, commands::Check::default())?;
    /// # Ok::<(), limbeck::Error>(())
    /// ```
    #[must_use]
    pub fn with_models(self, models: Schema) -> Project {
        Project { models: Some(Arc::new(models)), ..self }
    }

    /// The same project, with what the program does in revisions that are [code](crate::code).
    #[must_use]
    pub fn with_migrations(self, migrations: Migrations) -> Project {
        Project { migrations, ..self }
    }
}
