//! A database with all migrations applied, for a test, and gone after it.

use std::{error::Error, path::Path};

use limbeck::{
    Project, commands,
    config::{ConfigRequest, Environment},
};

/// What went wrong, for a test to end with.
pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// The variable that names a server with pgvector, by a superuser's URL.
pub const SERVER: &str = "LIMBECK_TEST_PGVECTOR_URL";

/// A database on the server that [`SERVER`] names.
pub struct Planner {
    server: String,
    name: String,
}

impl Planner {
    /// An empty database; `test` makes its name.
    ///
    /// # Errors
    /// The variable is not set, or the server does not answer.
    pub fn empty(test: &str) -> Outcome<Planner> {
        let server = std::env::var(SERVER)
            .map_err(|_| format!("{SERVER} is not set: run `cargo xtask test`"))?;
        let name = format!("limbeck_planner_{test}_{}", std::process::id());
        let planner = Planner { server, name };
        planner.on_server(&format!("CREATE DATABASE {}", planner.name))?;
        Ok(planner)
    }

    /// A database at the newest revision.
    ///
    /// # Errors
    /// As of `empty` and `upgrade`.
    pub fn migrated(test: &str) -> Outcome<Planner> {
        let planner = Planner::empty(test)?;
        planner.upgrade("head")?;
        Ok(planner)
    }

    /// `limbeck upgrade TARGET`.
    ///
    /// # Errors
    /// What keeps the command from ending well.
    pub fn upgrade(&self, target: &str) -> Outcome {
        Ok(commands::upgrade(&self.project()?, target, &commands::Upgrade::default())?)
    }

    /// `limbeck downgrade TARGET`.
    ///
    /// # Errors
    /// What keeps the command from ending well.
    pub fn downgrade(&self, target: &str) -> Outcome {
        Ok(commands::downgrade(&self.project()?, target, &commands::Downgrade::default())?)
    }

    fn project(&self) -> Outcome<Project> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
        let environment = Environment::in_directory(&folder);
        let mut project = Project::load(&ConfigRequest::default(), &environment)?;
        let url = self.url().replacen("postgresql://", "postgresql+asyncpg://", 1);
        project.config.set_main_option("caller_url", &url.replace('%', "%%"))?;
        Ok(project)
    }

    fn url(&self) -> String {
        let base = self.server.rsplit_once('/').map_or(self.server.as_str(), |(base, _)| base);
        format!("{base}/{}", self.name)
    }

    /// A connection to the database.
    ///
    /// # Errors
    /// The server does not answer.
    pub fn connect(&self) -> Outcome<postgres::Client> {
        Ok(postgres::Client::connect(&self.url(), postgres::NoTls)?)
    }

    /// The number that a query gives.
    ///
    /// # Errors
    /// The query fails, or gives another thing than one number.
    pub fn number(&self, query: &str) -> Outcome<i64> {
        Ok(self.connect()?.query_one(query, &[])?.try_get(0)?)
    }

    fn on_server(&self, sql: &str) -> Outcome {
        Ok(postgres::Client::connect(&self.server, postgres::NoTls)?.batch_execute(sql)?)
    }
}

impl Drop for Planner {
    fn drop(&mut self) {
        // What is left behind goes with the throw-away server.
        let _ = self.on_server(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}
