//! The revisions that a generating run is to write.

use std::collections::BTreeSet;

use limbeck_core::{
    diff::Compare,
    ops::{Change, Directive, Operation},
    render::{self, AsUsual, Item, RenderItem, Rendered},
    schema::{Constraint, ConstraintKind, Ident},
};
use limbeck_python::{HostError, Reply, mako::TemplateValue};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{
    super::{Run, context::MigrationContext, host::read},
    ask::AskError,
    directives::Returned,
};
use crate::{Result, comparison::rename_hint, revision_file::Request};

/// A revision to write, with what its template refers to.
pub(crate) struct Revision {
    pub request: Request,
    pub values: Vec<(String, TemplateValue)>,
}

#[derive(Deserialize)]
struct Given {
    #[serde(flatten)]
    request: Request,
    imports: Vec<String>,
    bodies: Vec<GivenBody>,
}

#[derive(Deserialize)]
struct GivenBody {
    token: String,
    entries: Json,
    body: usize,
}

impl Run {
    /// Prepares Python for what env.py will configure.
    pub(crate) fn begin_generation(&self, request: &Request) -> Result<()> {
        let arguments = json!(request);
        self.ask("begin", &[arguments]).map(drop).map_err(|error| self.host_error(error))
    }

    /// What is to be written once env.py has run.
    pub(crate) fn revisions(&self, request: Request) -> Result<Vec<Revision>> {
        let found = match self.generated.as_objects.get() {
            true => self.as_left(),
            false => self.as_found(request).map(|revision| vec![revision]),
        };
        found.map_err(|error| self.host_error(self.raise_ask(error)))
    }

    /// What `configure(template_args=..)` has for the template.
    pub(crate) fn template_args(&self) -> Result<Vec<(String, TemplateValue)>> {
        let number = self.contexts.borrow().len();
        if number == 0 {
            return Ok(Vec::new());
        }
        let given = self.ask("template_args", &[json!(number)]);
        let given = given.map_err(|error| self.host_error(error))?;
        let values = given.as_object().into_iter().flatten();
        Ok(values.map(|(name, value)| (name.clone(), TemplateValue::Json(value.clone()))).collect())
    }

    /// The one revision, its operations as the comparison found them.
    fn as_found(&self, request: Request) -> Result<Revision, AskError> {
        let bodies = self.generated.bodies.borrow();
        let mut values = Vec::new();
        let mut imports = BTreeSet::new();
        for body in bodies.iter() {
            let options = &body.context.options;
            let mut upgrade = body.found.upgrade();
            if self.job.borrow().compare == Compare::Full && !body.found.renames.is_empty() {
                let lines = body.found.renames.iter().map(rename_hint);
                let lines = lines.map(|hint| format!("# {hint}")).collect();
                upgrade.insert(0, Directive::Lines { lines });
            }
            for (token, directives) in [
                (&options.upgrade_token, upgrade),
                (&options.downgrade_token, body.found.downgrade()),
            ] {
                let rendered =
                    render::body(&directives, &self.render_options(&body.context), &mut AsUsual)?;
                self.take(token, rendered, &mut values, &mut imports);
            }
        }
        if !bodies.is_empty() {
            values.push(imports_value(imports));
        }
        Ok(Revision { request, values })
    }

    fn take(
        &self,
        token: &str,
        rendered: Rendered,
        values: &mut Vec<(String, TemplateValue)>,
        imports: &mut BTreeSet<String>,
    ) {
        values.push((token.to_owned(), TemplateValue::Str(rendered.body)));
        imports.extend(rendered.imports);
        rendered.warnings.into_iter().for_each(|warning| self.warn_of(warning));
    }

    /// The revisions as the project's hooks left them.
    fn as_left(&self) -> Result<Vec<Revision>, AskError> {
        let given: Vec<Given> = read(self.ask("finish", &[])?)?;
        let bodies = self.generated.bodies.borrow();
        let mut revisions = Vec::with_capacity(given.len());
        for Given { request, imports, bodies: given } in given {
            let mut values = Vec::new();
            let mut imports: BTreeSet<String> = imports.into_iter().collect();
            for GivenBody { token, entries, body } in given {
                let returned = self.generated.steps.borrow().take_back(entries)?;
                imports.extend(returned.imports.iter().cloned());
                let Some(last) = bodies.last() else { continue };
                let rendered = self.written(&last.context, body, &returned)?;
                self.take(&token, rendered, &mut values, &mut imports);
            }
            values.push(imports_value(imports));
            revisions.push(Revision { request, values });
        }
        Ok(revisions)
    }

    fn written(
        &self,
        context: &MigrationContext,
        body: usize,
        returned: &Returned,
    ) -> Result<Rendered, AskError> {
        let options = self.render_options(context);
        if !context.options.calls("render_item") {
            return Ok(render::body(&returned.directives, &options, &mut AsUsual)?);
        }
        let mut items =
            Items { run: self, body, places: &returned.places, met: 0, at: At::default() };
        render::body(&returned.directives, &options, &mut items)
    }

    /// `_limbeck.call("render.body", ..)`: operations as the body of a function.
    pub(crate) fn render_body(&self, mut payload: Json) -> Result<Reply, HostError> {
        let context = self.context_of(&payload)?;
        let body: usize = read(payload["body"].clone())?;
        let mut written = || {
            let returned = self.generated.steps.borrow().take_back(payload["entries"].take())?;
            self.written(&context, body, &returned)
        };
        let rendered = written().map_err(|error| self.raise_ask(error))?;
        rendered.warnings.into_iter().for_each(|warning| self.warn_of(warning));
        Ok(json!(rendered.body).into())
    }

    /// `_limbeck.call("render.operation", ..)`: an operation as a renderer of the project's may
    /// start from.
    pub(crate) fn render_operation(&self, mut payload: Json) -> Result<Reply, HostError> {
        let context = self.context_of(&payload)?;
        let body: usize = read(payload["body"].clone())?;
        let operation: Operation = read(payload["operation"].take())?;
        let options = self.render_options(&context);
        let rendered = if context.options.calls("render_item") {
            let mut items = Items { run: self, body, places: &[0], met: 0, at: At::default() };
            render::operation(operation, &options, &mut items)
        } else {
            render::operation(operation, &options, &mut AsUsual).map_err(AskError::from)
        };
        let rendered = rendered.map_err(|error| match error {
            AskError::Host(error) => error,
            AskError::Render(error) => HostError::Argument(error.to_string()),
            AskError::Diff(error) => HostError::Argument(error.to_string()),
        })?;
        rendered.warnings.into_iter().for_each(|warning| self.warn_of(warning));
        Ok(json!({ "text": rendered.body, "imports": rendered.imports }).into())
    }

    /// What `check` found, with the words of Alembic; `None` where nothing.
    pub(crate) fn named_differences(&self) -> Result<Option<String>> {
        if !self.generated.as_objects.get() {
            return Ok(None);
        }
        let named = self.ask("differences", &[]).map_err(|error| self.host_error(error))?;
        let text = named.as_str().unwrap_or_default();
        Ok((!text.is_empty()).then(|| format!("New upgrade operations detected: {text}")))
    }

    /// The directives of the upgrade, with the context that each body belongs to.
    pub(super) fn upgrade_directives(&self) -> Result<Vec<(usize, Vec<Directive>)>, AskError> {
        let bodies = self.generated.bodies.borrow();
        if !self.generated.as_objects.get() {
            let found = bodies.iter().enumerate();
            return Ok(found.map(|(place, body)| (place, body.found.upgrade())).collect());
        }
        let given: Vec<Given> = read(self.ask("finish", &[])?)?;
        let Some(last) = given.into_iter().next_back() else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for (place, body) in last.bodies.into_iter().step_by(2).enumerate() {
            let returned = self.generated.steps.borrow().take_back(body.entries)?;
            found.push((place.min(bodies.len().saturating_sub(1)), returned.directives));
        }
        Ok(found)
    }

    fn render_options<'a>(&self, context: &'a MigrationContext) -> render::Options<'a> {
        let given = &context.options;
        let mut options = render::Options::new(&context.dialect);
        options.sqlalchemy_module_prefix.clone_from(&given.sqlalchemy_module_prefix);
        options.alembic_module_prefix.clone_from(&given.alembic_module_prefix);
        options.user_module_prefix.clone_from(&given.user_module_prefix);
        options.render_as_batch = given.render_as_batch;
        options.all_arguments = self.job.borrow().compare == Compare::Full;
        options
    }
}

fn imports_value(imports: BTreeSet<String>) -> (String, TemplateValue) {
    let imports: Vec<String> = imports.into_iter().collect();
    ("imports".to_owned(), TemplateValue::Str(imports.join("\n")))
}

/// Has the project's `render_item` write what it wants to write.
struct Items<'a> {
    run: &'a Run,
    body: usize,
    places: &'a [usize],
    /// How many operations have begun.
    met: usize,
    at: At,
}

/// Where in an operation the writing is.
#[derive(Default)]
struct At {
    column: Option<String>,
    /// An altered column has its existing type written before the new one.
    is_alteration: bool,
    has_existing: bool,
    /// The default that is written is the new one, else the existing one.
    sets_default: bool,
    types: usize,
}

impl RenderItem for Items<'_> {
    type Error = AskError;

    fn begin(&mut self, operation: &Operation) {
        self.met += 1;
        self.at = At::default();
        if let Operation::AlterColumn(alter) = operation {
            self.at.is_alteration = true;
            self.at.has_existing = alter.existing_type.is_some();
            self.at.sets_default = matches!(alter.server_default, Change::To { .. });
        }
    }

    fn render(
        &mut self,
        item: Item<'_>,
        imports: &mut BTreeSet<String>,
    ) -> Result<Option<Option<String>>, AskError> {
        let (mut name, mut columns) = (None, Vec::new());
        match item {
            Item::Column(column) => self.at.column = Some(column.name.name.clone()),
            Item::Type(_) => self.at.types += 1,
            Item::ServerDefault(_) => {}
            Item::Constraint(constraint) => {
                name = constraint.name.text().map(str::to_owned);
                columns = constrained(constraint);
            }
        }
        let is_new = match item {
            Item::ServerDefault(_) => self.at.sets_default,
            _ => self.at.is_alteration && (!self.at.has_existing || self.at.types > 1),
        };
        let Some(place) = self.met.checked_sub(1).and_then(|met| self.places.get(met)) else {
            return Ok(None);
        };
        let asked = json!({
            "kind": item.kind(), "column": self.at.column, "is_new": is_new,
            "name": name, "columns": columns,
        });
        let answer = self.run.ask("render_item", &[json!(self.body), json!(place), asked])?;
        let added: Vec<String> = read(answer["imports"].clone())?;
        imports.extend(added);
        Ok(match &answer["text"] {
            Json::Null => Some(None),
            Json::String(text) => Some(Some(text.clone())),
            _ => None,
        })
    }
}

fn constrained(constraint: &Constraint) -> Vec<&str> {
    fn names(columns: &[Ident]) -> Vec<&str> {
        columns.iter().map(|column| column.name.as_str()).collect()
    }
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => names(&key.columns),
        ConstraintKind::Unique(unique) => names(&unique.columns),
        ConstraintKind::ForeignKey(key) => names(&key.columns),
        ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => Vec::new(),
    }
}

impl Run {
    /// An error for Python as one that ends the command.
    pub(super) fn host_error(&self, error: HostError) -> crate::Error {
        match error {
            HostError::Python(error) => self.error(error),
            HostError::Database(error) => error.into(),
            error => {
                let ours = self.failure.take().filter(|ours| ours.to_string() == error.to_string());
                ours.unwrap_or_else(|| crate::Error::Command(error.to_string()))
            }
        }
    }
}
