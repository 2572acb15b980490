//! The migration context: what `context.configure` was told, and the transactions of a run.

use std::cell::{Cell, RefCell};

use limbeck_core::{
    ddl::{DdlContext, Output},
    dialect::{Backend, Dialect},
    schema::NamingConvention,
};
use serde::Deserialize;

/// The options of `context.configure` that the runtime acts on.
///
/// What only Python code reads (callables, the metadata) stays on the Python side.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct ContextOptions {
    pub connection: Option<u64>,
    pub url: Option<String>,
    pub dialect_name: Option<String>,
    pub dialect_opts: serde_json::Map<String, serde_json::Value>,
    pub transactional_ddl: Option<bool>,
    pub transaction_per_migration: bool,
    pub starting_rev: Option<String>,
    pub tag: Option<String>,
    pub literal_binds: bool,
    pub version_table: String,
    pub version_table_schema: Option<String>,
    pub version_table_pk: bool,
    pub naming_convention: Option<NamingConvention>,
    /// SQL goes to a Python file object in place of standard output.
    pub output_buffer: bool,
    /// The options that Python keeps since they are callables.
    pub callables: Vec<String>,
    pub include_schemas: bool,
    /// Unset where a callable of the project's compares.
    pub compare_type: bool,
    pub compare_server_default: bool,
    pub render_as_batch: bool,
    pub upgrade_token: String,
    pub downgrade_token: String,
    pub alembic_module_prefix: String,
    pub sqlalchemy_module_prefix: String,
    pub user_module_prefix: Option<String>,
    pub autogenerate_plugins: Vec<String>,
}

impl Default for ContextOptions {
    fn default() -> Self {
        ContextOptions {
            connection: None,
            url: None,
            dialect_name: None,
            dialect_opts: serde_json::Map::new(),
            transactional_ddl: None,
            transaction_per_migration: false,
            starting_rev: None,
            tag: None,
            literal_binds: false,
            version_table: "alembic_version".to_owned(),
            version_table_schema: None,
            version_table_pk: true,
            naming_convention: None,
            output_buffer: false,
            callables: Vec::new(),
            include_schemas: false,
            compare_type: true,
            compare_server_default: false,
            render_as_batch: false,
            upgrade_token: "upgrades".to_owned(),
            downgrade_token: "downgrades".to_owned(),
            alembic_module_prefix: "op.".to_owned(),
            sqlalchemy_module_prefix: "sa.".to_owned(),
            user_module_prefix: None,
            autogenerate_plugins: vec!["alembic.autogenerate.*".to_owned()],
        }
    }
}

impl ContextOptions {
    /// Whether a callable wants to hear of each step.
    pub fn tells_of_steps(&self) -> bool {
        self.calls("on_version_apply")
    }

    /// Whether Python keeps a callable under this name.
    pub fn calls(&self, name: &str) -> bool {
        self.callables.iter().any(|callable| callable == name)
    }
}

/// What a `with context.begin_transaction()` block opened, and its end must close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Nothing: another transaction is around it, or each step has its own.
    Nothing,
    /// BEGIN was written to the SQL script.
    Script,
    /// A transaction of ours on the connection.
    Transaction,
}

/// One configured context.
pub(crate) struct MigrationContext {
    pub dialect: Dialect,
    pub options: ContextOptions,
    /// `None`: statements are written down.
    pub connection: Option<u64>,
    pub transactional_ddl: bool,
    /// The caller had begun a transaction before it configured us: it is theirs to end.
    pub external_transaction: bool,
    /// A transaction of ours is open on the connection.
    pub own_transaction: Cell<bool>,
    pub scopes: RefCell<Vec<Scope>>,
    /// What operations are spelled into; it knows the types made so far in this run.
    pub output: RefCell<Output>,
}

impl MigrationContext {
    pub fn new(
        dialect: Dialect,
        options: ContextOptions,
        connection: Option<u64>,
        external_transaction: bool,
    ) -> Self {
        let by_dialect = dialect.backend == Backend::Postgresql;
        MigrationContext {
            transactional_ddl: options.transactional_ddl.unwrap_or(by_dialect),
            dialect,
            options,
            connection,
            external_transaction,
            own_transaction: Cell::new(false),
            scopes: RefCell::new(Vec::new()),
            output: RefCell::new(Output::new()),
        }
    }

    /// What operations are spelled for.
    pub fn surroundings(&self) -> DdlContext<'_> {
        DdlContext {
            dialect: &self.dialect,
            naming_convention: self.options.naming_convention.as_ref(),
            offline: self.offline(),
            literal_binds: self.options.literal_binds,
        }
    }

    /// Whether statements are written down instead of run.
    pub fn offline(&self) -> bool {
        self.connection.is_none()
    }

    /// What a `begin_transaction` opens here: for the whole run, or for one step.
    pub fn scope(&self, per_step: bool) -> Scope {
        let wanted = match self.transactional_ddl {
            true => per_step == self.options.transaction_per_migration,
            false => per_step,
        };
        match (wanted, self.transactional_ddl, self.offline()) {
            _ if self.external_transaction => Scope::Nothing,
            (false, ..) | (true, false, true) => Scope::Nothing,
            (true, false, false) if self.own_transaction.get() => Scope::Nothing,
            (true, true, true) => Scope::Script,
            (true, _, false) => Scope::Transaction,
        }
    }

    /// The name of Alembic's class for the dialect, as its log line shows it.
    pub fn implementation(&self) -> &'static str {
        match self.dialect.backend {
            Backend::Postgresql => "PostgresqlImpl",
            Backend::Sqlite => "SQLiteImpl",
            Backend::Mysql => "MySQLImpl",
            Backend::Mariadb => "MariaDBImpl",
        }
    }

    /// The version table as messages name it.
    pub fn version_table(&self) -> &str {
        &self.options.version_table
    }
}
