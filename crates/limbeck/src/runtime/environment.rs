//! What env.py reads of its surroundings: the arguments, the configuration, the scripts.

use std::{path::PathBuf, rc::Rc};

use limbeck_core::dialect::{Dialect, Paramstyle};
use limbeck_db::Url;
use limbeck_python::{HostError, Reply};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    MIGRATION_LOG, Run,
    context::{ContextOptions, MigrationContext, Scope},
    convention::{self, Mention},
    host::{read, unknown},
    nested,
};
use crate::{
    Error,
    events::{Event, Level},
    job::{Generation, Job},
};

#[derive(Deserialize)]
struct Key {
    section: Option<String>,
    key: String,
    value: Option<String>,
}

impl Run {
    pub(super) fn context_call(&self, call: &str, payload: Json) -> Result<Reply, HostError> {
        match call {
            "info" => return Ok(self.info().into()),
            "configure" => return self.configure(read(payload)?).map(Reply::Json),
            _ => {}
        }
        let context = self.context_of(&payload)?;
        let failed = payload["error"].as_bool().unwrap_or(false);
        match call {
            "begin" => self.open_scope(&context, false)?,
            "end" => self.close_scope(&context, failed)?,
            "run_migrations" => self.run_migrations_or_generate(&context)?,
            "starting_heads" => return Ok(json!(self.starting_heads(&context)?).into()),
            "run_chosen" => self.run_chosen(&context, payload)?,
            "execute" => return self.context_execute(&context, payload).map(Reply::Rows),
            "ensure_version_table" => {
                self.ensure_version_table(&context)?;
                if payload["purge"].as_bool().unwrap_or(false) {
                    self.empty_version_table(&context)?;
                }
            }
            "has_version_table" => {
                let found = context.connection.map(|id| self.has_version_table(&context, id));
                return Ok(json!(found.transpose()?.unwrap_or(false)).into());
            }
            "static_output" => {
                self.static_output(&context, payload["text"].as_str().unwrap_or_default())?;
            }
            "autocommit_begin" => self.autocommit_begin(&context)?,
            "autocommit_end" => self.autocommit_end(&context)?,
            "current_heads" => return Ok(json!(self.current_heads(&context)?).into()),
            "stamp" => {
                let scripts = self.scripts_of(payload.get("config"))?;
                self.stamp(
                    &context,
                    &scripts,
                    &read::<Vec<String>>(payload["revisions"].clone())?,
                )?;
            }
            _ => return Err(unknown(&format!("context.{call}"))),
        }
        Ok(Reply::NONE)
    }

    /// The context that env.py configured last.
    pub(super) fn context(&self) -> Result<Rc<MigrationContext>, HostError> {
        self.contexts.borrow().last().cloned().ok_or_else(|| HostError::Other {
            module: "builtins".to_owned(),
            class: "Exception".to_owned(),
            message: "No context has been configured yet.".to_owned(),
        })
    }

    /// The context that a call names by its number, else the last.
    pub(super) fn context_of(&self, payload: &Json) -> Result<Rc<MigrationContext>, HostError> {
        let number = payload["context"].as_u64().and_then(|number| usize::try_from(number).ok());
        let named =
            number.and_then(|number| self.contexts.borrow().get(number.wrapping_sub(1)).cloned());
        named.map_or_else(|| self.context(), Ok)
    }

    /// What env.py can ask of its run; nothing where a program runs, which has no environment.
    fn info(&self) -> Json {
        if self.program.is_some() {
            return Json::Null;
        }
        let job = self.job.borrow();
        let config = self.config.borrow();
        let graph = &self.scripts.graph;
        let destination = match job.destination.as_slice() {
            [] => Json::Null,
            [one] if job.command != "stamp" => json!(one),
            many => json!(many),
        };
        json!({
            "offline": job.offline,
            "run": nested::depth(),
            "cmd_opts": command_options(&job),
            "config_file_name": config.config_file_name().map(|name| self.openable(name)),
            "toml_file_name": config.toml_file_name().map(|name| self.openable(name)),
            "ini_section": config.section_name(),
            "x": config.x_arguments(),
            "tag": job.tag,
            "revision_argument": destination,
            "starting_revision": job.starting,
            "heads": graph.ids(graph.heads()),
            "bases": graph.ids(graph.bases()),
            "script_location": self.scripts.directory.dir(),
            "version_locations": self.scripts.directory.version_locations(),
        })
    }

    /// A file name that Python code can open: it sees the process's working directory, which
    /// need not be the project's.
    fn openable(&self, name: &str) -> String {
        let config = self.config.borrow();
        let environment = config.environment();
        match std::env::current_dir() {
            Ok(cwd) if cwd == environment.cwd => name.to_owned(),
            _ => environment.absolute(name).to_string_lossy().into_owned(),
        }
    }

    fn configure(&self, options: ContextOptions) -> Result<Json, HostError> {
        let (offline, steps_alone, starting) = {
            let job = self.job.borrow();
            (job.offline, job.steps_alone, job.starting.clone())
        };
        let mut dialect = self.dialect_for(&options)?;
        if let Some(style) = options.dialect_opts.get("paramstyle") {
            dialect.paramstyle = read::<Paramstyle>(style.clone())?;
        }
        if !offline && options.starting_rev.is_some() {
            return Err(self.raise(Error::Command(
                "Can't specify current_rev to context when using a database connection".into(),
            )));
        }
        let connection = options.connection.filter(|_| !offline);
        let external = connection.is_some_and(|id| self.connections.in_transaction(id));
        let options = ContextOptions {
            starting_rev: options.starting_rev.clone().or(starting),
            transaction_per_migration: options.transaction_per_migration || steps_alone,
            ..options
        };
        let context = MigrationContext::new(dialect, options, connection, external);
        self.announce(&context);
        let answer = json!({
            "context": self.contexts.borrow().len() + 1,
            "dialect": dialect_json(&context.dialect),
            "as_sql": context.offline(),
            "transactional_ddl": context.transactional_ddl,
        });
        self.contexts.borrow_mut().push(Rc::new(context));
        Ok(answer)
    }

    /// Says what kind of run begins.
    pub(super) fn announce(&self, context: &MigrationContext) {
        let say = |message: &str| self.log(Level::Info, MIGRATION_LOG, message);
        say(&format!("Context impl {}.", context.implementation()));
        if context.offline() {
            say("Generating static SQL");
        }
        let kind = if context.transactional_ddl { "transactional" } else { "non-transactional" };
        say(&format!("Will assume {kind} DDL."));
    }

    /// The dialect of the first source there is: connection, URL, name.
    fn dialect_for(&self, options: &ContextOptions) -> Result<Dialect, HostError> {
        if let Some(id) = options.connection {
            return self.connections.dialect(id).map_err(HostError::Database);
        }
        let name = options.url.as_deref().or(options.dialect_name.as_deref());
        let Some(name) = name else {
            return Err(HostError::Other {
                module: "builtins".to_owned(),
                class: "Exception".to_owned(),
                message: "Connection, url, or dialect_name is required.".to_owned(),
            });
        };
        let url = match options.url {
            Some(_) => name.parse::<Url>(),
            None => format!("{name}://").parse::<Url>(),
        };
        url.and_then(|url| url.dialect()).map_err(|error| HostError::Other {
            module: "sqlalchemy.exc".to_owned(),
            class: match error {
                limbeck_db::UrlError::Dialect { .. } => "NoSuchModuleError",
                _ => "ArgumentError",
            }
            .to_owned(),
            message: error.to_string(),
        })
    }

    pub(super) fn config_call(&self, call: &str, payload: Json) -> Result<Reply, HostError> {
        if call == "print" {
            let text = payload["text"].as_str().unwrap_or_default();
            self.project.subscriber.send(Event::Output(text.to_owned()));
            return Ok(Reply::NONE);
        }
        if call == "message" {
            let text = payload["text"].as_str().unwrap_or_default();
            self.project.subscriber.send(Event::Message(text.to_owned()));
            return Ok(Reply::NONE);
        }
        if call == "section" {
            let section: String = read(payload["section"].clone())?;
            let options = self.config.borrow().get_section(&section);
            return Ok(json!(options.map_err(|error| self.raise(error))?).into());
        }
        if call == "convention" {
            return Ok(self.convention_place(read(payload["folders"].clone())?).into());
        }
        let Key { section, key, value } = read(payload)?;
        let section = section.unwrap_or_else(|| self.config.borrow().section_name().to_owned());
        let answer = match (call, value) {
            ("get", _) => {
                self.config.borrow().get_section_option(&section, &key).map(|got| json!(got))
            }
            ("set", Some(value)) => {
                let set = self.config.borrow_mut().set_section_option(&section, &key, &value);
                set.map(|()| Json::Null)
            }
            ("set", None) => {
                self.config.borrow_mut().ini_mut().remove(&section, &key);
                Ok(Json::Null)
            }
            _ => return Err(unknown(&format!("config.{call}"))),
        };
        answer.map(Reply::Json).map_err(|error| self.raise(error))
    }

    /// Where the project speaks of a naming convention; null where it has none, or where its own
    /// interpreter gives the metadata with it.
    fn convention_place(&self, folders: Vec<PathBuf>) -> Json {
        let compares = self.job.borrow().generation == Some(Generation::Compare);
        if compares && self.project.config.python().is_ok_and(|python| python.is_some()) {
            return Json::Null;
        }
        let cwd = self.config.borrow().environment().cwd.clone();
        let mut folders: Vec<_> = folders.iter().map(|folder| cwd.join(folder)).collect();
        folders.push(self.scripts.directory.root().to_owned());
        // The root of a file system is no project's.
        folders.retain(|folder| folder.parent().is_some());
        // What these say is for a batch of theirs, or of the placeholder itself.
        let mut except = self.scripts.directory.version_locations().to_vec();
        except.push(self.scripts.directory.env_py());
        match convention::mentioned(&folders, &except) {
            Mention::Nowhere => Json::Null,
            Mention::At(path, line) => json!(format!("{}:{line} speaks of one", path.display())),
            Mention::Unknown => json!("the project has too many files to look for one"),
        }
    }

    /// Opens what a run, or one step of it, is to happen in.
    pub(super) fn open_scope(
        &self,
        context: &MigrationContext,
        per_step: bool,
    ) -> Result<(), HostError> {
        let scope = context.scope(per_step);
        match (scope, context.connection) {
            (Scope::Script, _) => self.static_output(context, "BEGIN;")?,
            (Scope::Transaction, Some(id)) => {
                // A query may have begun a transaction already, which then is ours.
                if !self.connections.in_transaction(id) {
                    self.connections.begin(id).map_err(HostError::Database)?;
                }
                context.own_transaction.set(true);
            }
            _ => {}
        }
        context.scopes.borrow_mut().push(scope);
        Ok(())
    }

    /// Closes what was opened last: kept when all went well, undone when not.
    pub(super) fn close_scope(
        &self,
        context: &MigrationContext,
        failed: bool,
    ) -> Result<(), HostError> {
        let scope = context.scopes.borrow_mut().pop();
        match (scope, context.connection) {
            (Some(Scope::Script), _) if !failed => self.static_output(context, "COMMIT;"),
            (Some(Scope::Transaction), Some(id)) => {
                context.own_transaction.set(false);
                let ended = match failed {
                    true => self.connections.rollback(id),
                    false => self.connections.commit(id),
                };
                ended.map_err(HostError::Database)
            }
            _ => Ok(()),
        }
    }
}

impl Run {
    /// `_limbeck.call("dialect")`: that of the context, null before there is one.
    pub(super) fn configured_dialect(&self) -> Json {
        let contexts = self.contexts.borrow();
        let Some(context) = contexts.last() else { return Json::Null };
        let dialect = &context.dialect;
        let version = dialect.server_version.map(|(major, minor, patch)| [major, minor, patch]);
        json!({
            "name": dialect.backend.name(),
            "driver": dialect.driver,
            "paramstyle": dialect.paramstyle,
            "server_version": version,
            "is_mariadb": dialect.is_mariadb,
            "backslash_escapes": dialect.backslash_escapes,
        })
    }
}

/// What argparse would have made of the command line.
pub(super) fn command_options(job: &Job) -> Json {
    let mut options = json!({
        "cmd": job.command,
        "tag": job.tag,
        "sql": job.offline,
        "raiseerr": false,
        "quiet": false,
    });
    match (job.command, job.destination.as_slice()) {
        ("revision", _) => {
            options["autogenerate"] = json!(job.generation == Some(Generation::Compare));
        }
        ("upgrade" | "downgrade", [revision]) => options["revision"] = json!(revision),
        ("stamp", revisions) => options["revisions"] = json!(revisions),
        _ => {}
    }
    options
}

/// A dialect as Python's objects show it.
pub(super) fn dialect_json(dialect: &Dialect) -> Json {
    json!({
        "name": dialect.backend.name(),
        "driver": dialect.driver,
        "paramstyle": dialect.paramstyle,
        "server_version_info": dialect.server_version.map(|(major, minor, patch)| [major, minor, patch]),
        "is_mariadb": dialect.is_mariadb,
        "backslash_escapes": dialect.backslash_escapes,
    })
}
