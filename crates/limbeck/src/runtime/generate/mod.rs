//! Generating runs: what `context.run_migrations()` does for `revision`, `check` and `diff`.
//!
//! The models that env.py loaded come from Python as a schema, the database by reflection; the
//! core compares them. Where the project has a say in the outcome (`render_item`,
//! `process_revision_directives`, comparators and renderers of its own), the operations go to
//! Python as objects and come back. [`revisions`] then gives what is to be written.

mod ask;
mod directives;
mod entities;
mod own_python;
mod plugins;
mod registered;
mod revisions;
mod statements;

use std::{cell::RefCell, rc::Rc};

use limbeck_core::{
    dialect::{Backend, Dialect},
    diff::{self, Change, Compare, DiffError, Differences, Level as NoticeLevel, Normalised},
    reflect::{self, Detail},
    schema::{Schema, Table},
    statement::DatabaseError,
};
use limbeck_db::scratch::ScratchError;
use limbeck_python::{HostError, Reply};
use serde_json::{Value as Json, json};

use self::{
    ask::{AskError, Asking},
    directives::{Given as Found, Steps},
};
use super::{Run, context::MigrationContext, host::read};
use crate::{Error, comparison, events::Level, job::Generation};

/// The Python module that answers for the project.
const MODULE: &str = "alembic.autogenerate._run";

/// What the contexts of a generating run brought so far.
#[derive(Default)]
pub(super) struct Generated {
    bodies: RefCell<Vec<Body>>,
    steps: RefCell<Steps>,
    /// What the project's own interpreter wrote down.
    dumps: RefCell<own_python::Dumps>,
    /// The columns that count by sequences of their own: (schema, table, column).
    serials: RefCell<Vec<[Json; 3]>>,
    /// Whether the operations went to Python as objects.
    as_objects: std::cell::Cell<bool>,
}

/// What one context brought.
struct Body {
    context: Rc<MigrationContext>,
    found: Differences,
    /// Tables that a batch may have to copy, as they stand.
    tables: Vec<Table>,
}

/// A database as it stands.
struct Reflected {
    database: reflect::Database,
    /// Those of its schemas that this covers.
    schemas: Vec<Option<String>>,
    default_schema: Option<String>,
}

impl Run {
    /// `context.run_migrations()`, as the job has it.
    pub(super) fn run_migrations_or_generate(
        &self,
        context: &Rc<MigrationContext>,
    ) -> Result<(), HostError> {
        let generation = self.job.borrow().generation;
        match generation {
            Some(generation) => self.generate(context, generation),
            None => self.run_migrations(context),
        }
    }

    fn generate(
        &self,
        context: &Rc<MigrationContext>,
        generation: Generation,
    ) -> Result<(), HostError> {
        let heads = self.starting_heads(context)?;
        let number = self.number_of(context);
        let found = match generation {
            Generation::Empty => Differences::default(),
            Generation::Compare => {
                self.must_stand_at_heads(&heads)?;
                if !self.take_own_models(context, number)? {
                    self.refuse_hidden_models()?;
                }
                self.compare(context, number)?
            }
        };
        let tokens = [&context.options.upgrade_token, &context.options.downgrade_token];
        // The objects of a database whose connection is closed could not be made later.
        let named = self.job.borrow().command == "check" && !found.is_empty();
        let as_objects = named || self.has_hooks(context, number)?;
        if as_objects && !self.job.borrow().renamings.is_empty() {
            let message = "--rename does not go with process_revision_directives, render_item or \
                           comparators of env.py, which are shown the database as it stands";
            return Err(self.raise(Error::Unsupported(message.to_owned())));
        }
        if as_objects {
            self.generated.as_objects.set(true);
            let changes = self.handed_over(context, &found);
            let compared = generation == Generation::Compare;
            let given = [json!(number), changes, json!(heads), json!(tokens), json!(compared)];
            self.ask("add", &given)?;
        }
        let tables = self.tables_to_copy(context, &found)?;
        let context = Rc::clone(context);
        self.generated.bodies.borrow_mut().push(Body { context, found, tables });
        Ok(())
    }

    /// The differences as Python makes objects of them.
    fn handed_over(&self, context: &MigrationContext, found: &Differences) -> Json {
        self.generated.steps.borrow_mut().hand_over(&Found {
            changes: &found.changes,
            dialect: &context.dialect,
            compare: self.job.borrow().compare,
        })
    }

    /// `_limbeck.call("autogenerate.changes", ..)`: what `produce_migrations()` makes objects of.
    pub(super) fn changes(&self, payload: &Json) -> Result<Reply, HostError> {
        let context = self.context_of(payload)?;
        self.refuse_hidden_models()?;
        let found = self.compare(&context, self.number_of(&context))?;
        Ok(self.handed_over(&context, &found).into())
    }

    /// `_limbeck.call("autogenerate.serials", ..)`: which defaults Alembic leaves out.
    pub(super) fn serials(&self) -> Json {
        json!(*self.generated.serials.borrow())
    }

    /// The changed tables of a SQLite database, whose statements a reader wants to see: the
    /// connection is closed by then.
    fn tables_to_copy(
        &self,
        context: &MigrationContext,
        found: &Differences,
    ) -> Result<Vec<Table>, HostError> {
        let is_shown = matches!(self.job.borrow().command, "check" | "diff");
        let (true, Backend::Sqlite, Some(id)) =
            (is_shown, context.dialect.backend, context.connection)
        else {
            return Ok(Vec::new());
        };
        let mut tables = Vec::new();
        for change in &found.changes {
            if let Change::Table { table, schema, .. } = change {
                let schema = schema.as_ref().map(|schema| schema.name.as_str());
                // A table that is only to be made is not there.
                let found = self.connections.reflect_table(id, &table.name, schema);
                tables.extend(found.map_err(HostError::Database)?.map(|(table, _)| table));
            }
        }
        Ok(tables)
    }

    /// The number under which Python knows a context.
    fn number_of(&self, context: &Rc<MigrationContext>) -> usize {
        let contexts = self.contexts.borrow();
        contexts.iter().position(|other| Rc::ptr_eq(other, context)).map_or(0, |place| place + 1)
    }

    /// Calls a function of the Python module that answers for the project.
    pub(super) fn ask(&self, function: &str, given: &[Json]) -> Result<Json, HostError> {
        let python = self.python()?;
        let module = python.import(MODULE)?;
        Ok(module.call(python, function, given, &Default::default())?)
    }

    fn must_stand_at_heads(&self, heads: &[String]) -> Result<(), HostError> {
        let graph = &self.scripts.graph;
        let stands = graph.revisions(heads).map_err(|error| self.raise(error))?;
        let wanted = graph.heads();
        let same = wanted.iter().all(|head| stands.contains(head))
            && stands.iter().all(|revision| wanted.contains(revision));
        match same || self.project.databases.are_scratch() {
            true => Ok(()),
            false => {
                let message = "Target database is not up to date.".to_owned();
                Err(self.raise(Error::Command(message)))
            }
        }
    }

    /// The differences of the models of a context and its database.
    fn compare(&self, context: &MigrationContext, number: usize) -> Result<Differences, HostError> {
        let Some(connection) = context.connection else {
            let message = "autogenerate can't use as_sql=True as it prevents querying the \
                           database for schema information";
            return Err(self.raise(Error::Command(message.to_owned())));
        };
        let chosen = plugins::chosen(&context.options.autogenerate_plugins)
            .map_err(|error| self.raise(error))?;
        for name in &chosen.names {
            let line = format!("setting up autogenerate plugin {name}");
            self.log(Level::Info, "alembic.runtime.plugins", &line);
        }
        let (models, database) = self.models_and_database(context, number, connection);
        let models = models?;
        let Reflected { database: mut reflected, schemas, default_schema } = database?;
        let asked = (context, number);
        let schema = default_schema.as_deref();
        self.read_registered_types(asked, connection, &mut reflected.schema, schema)?;
        self.log_serials(&reflected.serials);
        let serials = reflected.serials.iter();
        *self.generated.serials.borrow_mut() = serials
            .map(|serial| [json!(serial.schema), json!(serial.table), json!(serial.column)])
            .collect();
        let mut options = diff::Options::new(&context.dialect);
        options.compare_type =
            chosen.types && (context.options.compare_type || context.options.calls("compare_type"));
        options.compare_server_default = chosen.defaults && context.options.compare_server_default;
        options.checks_by_name = chosen.checks;
        options.schemas = schemas;
        options.default_schema = default_schema;
        options.version_table.clone_from(&context.options.version_table);
        options.version_table_schema.clone_from(&context.options.version_table_schema);
        options.compare = self.job.borrow().compare;
        let mut renamings = self.job.borrow().renamings.clone();
        // Hooks are shown the database as it stands, so that nothing of it can be renamed first.
        let asker = match self.has_hooks(context, number)? {
            true => None,
            false => self.job.borrow().asker.clone(),
        };
        let mut found = comparison::settled(&mut renamings, asker.as_ref(), |renamings| {
            let (database, renamed) = diff::renamed(&reflected.schema, renamings)
                .map_err(|error| self.raise(Error::Command(error.to_string())))?;
            let normalised = self.normalised(connection, &database, &models, &options)?;
            let mut options = diff::Options { normalised: normalised.as_ref(), ..options.clone() };
            options.compare_type |= options.compare == Compare::Full;
            let mut asking = Asking::new(self, context, number, connection);
            let mut found = diff::compare(&database, &models, &options, &mut asking)
                .map_err(|error| self.raise_ask(error))?;
            found.put_first(renamed);
            Ok::<_, HostError>(found)
        })?;
        self.job.borrow_mut().renamings = renamings;
        self.compare_entities((context, number), connection, &options, &mut found)?;
        self.tell(&found, number)?;
        Ok(found)
    }

    /// Whether the project's code has a say in the operations or in how they are written.
    fn has_hooks(&self, context: &MigrationContext, number: usize) -> Result<bool, HostError> {
        Ok(self.generated.as_objects.get()
            || context.options.upgrade_token != "upgrades"
            || self.ask("needs_objects", &[json!(number)])? == json!(true))
    }

    /// What the database makes of texts that cannot be compared as they are; only a full
    /// comparison asks.
    fn normalised(
        &self,
        connection: u64,
        database: &Schema,
        models: &[Schema],
        options: &diff::Options<'_>,
    ) -> Result<Option<Normalised>, HostError> {
        if options.compare != Compare::Full {
            return Ok(None);
        }
        let refused = |error| self.raise_ask(AskError::Diff(error));
        let doubts = diff::doubts(database, models, options).map_err(refused)?;
        let settled =
            self.connections.settle(connection, &doubts).map_err(|error| match error {
                ScratchError::Diff(error) => refused(error),
                ScratchError::Database(error) => HostError::Database(error),
            })?;
        if let Some(message) = comparison::left_out(&settled, &doubts) {
            self.warn_of(message);
        }
        Ok(Some(settled.normalised))
    }

    /// What models a module holds that cannot be loaded is not known.
    fn refuse_hidden_models(&self) -> Result<(), HostError> {
        let Some(found) = self.python()?.hidden_models() else { return Ok(()) };
        let reason = found.reason.map_or(String::new(), |reason| format!(" ({reason})"));
        Err(HostError::Other {
            module: "_limbeck_placeholder".to_owned(),
            class: "PlaceholderError".to_owned(),
            message: format!(
                "the module {}, imported in \"{}\", line {}, cannot be loaded{reason}: models in \
                 it, or in what it imports, would be taken for removed. -v names the modules that \
                 are missing; take the imports that only the application needs out of the modules \
                 that hold models, or into `if TYPE_CHECKING:`",
                found.import.module, found.import.file, found.import.line
            ),
        })
    }

    fn models(&self, number: usize) -> Result<Vec<Schema>, HostError> {
        let python = self.python()?;
        let mut models: Vec<Schema> = Vec::new();
        let add = |part| {
            let (place, mut part): (usize, Schema) = read(part)?;
            diff::name(&mut part).map_err(|error| self.raise_ask(AskError::Diff(error)))?;
            models.resize_with(models.len().max(place + 1), Schema::default);
            models[place].append(part);
            Ok::<_, HostError>(())
        };
        let module = python.import(MODULE)?;
        match module.call_each(python, "models", &[json!(number)], add)? {
            true => Ok(models),
            false => {
                let env_py = self.scripts.directory.env_py();
                Err(self.raise(Error::NoMetadata { env_py }))
            }
        }
    }

    /// Both sides at once: the database answers while the interpreter says what the models are.
    fn models_and_database(
        &self,
        context: &MigrationContext,
        number: usize,
        connection: u64,
    ) -> (Result<Vec<Schema>, HostError>, Result<Reflected, HostError>) {
        let detail = match self.job.borrow().compare {
            Compare::Alembic => Detail::Inspector,
            Compare::Full => Detail::Full,
        };
        let all = context.options.include_schemas;
        let included = match self.included_schemas(context, number, connection) {
            Ok(included) => included,
            Err(error) => return (Ok(Vec::new()), Err(error)),
        };
        let read = |dialect: &Dialect, run: &mut reflect::Run<'_>| {
            let default_schema = reflect::default_schema(dialect, run)?;
            let schemas = match included {
                Some(schemas) => schemas,
                None => listed_schemas(all, dialect, run)?,
            };
            let names: Vec<Option<&str>> = schemas.iter().map(Option::as_deref).collect();
            let database = reflect::database(dialect, &names, detail, run)?;
            Ok(Reflected { database, schemas, default_schema })
        };
        let (database, models) =
            self.connections.reflect_beside(connection, read, || self.models(number));
        (models, database.map_err(HostError::Database))
    }

    /// The schemas that the project's `include_name` lets through; `None` where it has none.
    fn included_schemas(
        &self,
        context: &MigrationContext,
        number: usize,
        connection: u64,
    ) -> Result<Option<Vec<Option<String>>>, HostError> {
        if !context.options.calls("include_name") {
            return Ok(None);
        }
        let all = context.options.include_schemas;
        let list =
            |dialect: &Dialect, run: &mut reflect::Run<'_>| listed_schemas(all, dialect, run);
        let found = self.connections.reflect(connection, list).map_err(HostError::Database)?;
        let mut asking = Asking::new(self, context, number, connection);
        let included = diff::included_schemas(found, &mut asking);
        included.map(Some).map_err(|error| self.raise_ask(error))
    }

    /// Logs what the comparison tells, and warns of what it cannot compare.
    fn tell(&self, found: &Differences, number: usize) -> Result<(), HostError> {
        const BY_FUNCTION: &str = "User defined function ";
        for notice in &found.notices {
            match (notice.level, notice.message.strip_prefix(BY_FUNCTION)) {
                (NoticeLevel::Warning, _) => self.warn_of(notice.message.clone()),
                (NoticeLevel::Info, None) => self.log(Level::Info, notice.logger, &notice.message),
                (NoticeLevel::Info, Some(rest)) => {
                    let option = json!("compare_server_default");
                    let shown = self.ask("shown", &[json!(number), option])?;
                    let shown = shown.as_str().unwrap_or_default();
                    self.log(Level::Info, notice.logger, &format!("{BY_FUNCTION}{shown} {rest}"));
                }
            }
        }
        Ok(())
    }

    pub(super) fn warn_of(&self, message: String) {
        comparison::warn(message, &self.project.subscriber);
    }

    /// An error of the comparison as the exception that Alembic ends with.
    fn raise_ask(&self, error: AskError) -> HostError {
        let value_error = |error: DiffError| HostError::Other {
            module: "builtins".to_owned(),
            class: "ValueError".to_owned(),
            message: error.to_string(),
        };
        match error {
            AskError::Host(error) => error,
            AskError::Render(error) => HostError::Compile(error.to_string()),
            AskError::Diff(DiffError::Database(error)) => HostError::Database(error),
            AskError::Diff(DiffError::Naming(error)) => self.raise_ddl(error),
            AskError::Diff(DiffError::Compile(error)) => HostError::Compile(error.to_string()),
            AskError::Diff(error) => value_error(error),
        }
    }
}

/// The schemas that a comparison may look at, before any filter.
fn listed_schemas(
    all: bool,
    dialect: &Dialect,
    run: &mut reflect::Run<'_>,
) -> Result<Vec<Option<String>>, DatabaseError> {
    match all {
        true => reflect::compared_schemas(dialect, run),
        false => Ok(vec![None]),
    }
}
