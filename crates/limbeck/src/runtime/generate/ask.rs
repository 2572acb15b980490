//! Asks the project's own functions, and the database, on behalf of a comparison.

use limbeck_core::{
    diff::{Answer, ColumnPair, DiffError, Hooks, ObjectKind, ParentNames, SchemaObject},
    render::RenderError,
    schema::{Constraint, ConstraintKind, Ident, Index, IndexElement, Type},
    statement::Statement,
};
use limbeck_python::HostError;
use serde_json::{Map, Value as Json, json};

use super::super::{Run, context::MigrationContext};

/// What ends a comparison or a rendering.
#[derive(Debug)]
pub(super) enum AskError {
    Host(HostError),
    Diff(DiffError),
    Render(RenderError),
}

impl From<HostError> for AskError {
    fn from(error: HostError) -> Self {
        AskError::Host(error)
    }
}

impl From<DiffError> for AskError {
    fn from(error: DiffError) -> Self {
        AskError::Diff(error)
    }
}

impl From<RenderError> for AskError {
    fn from(error: RenderError) -> Self {
        AskError::Render(error)
    }
}

/// The questions of one comparison.
pub(super) struct Asking<'a> {
    run: &'a Run,
    context: &'a MigrationContext,
    number: usize,
    connection: u64,
}

impl<'a> Asking<'a> {
    pub fn new(
        run: &'a Run,
        context: &'a MigrationContext,
        number: usize,
        connection: u64,
    ) -> Self {
        Asking { run, context, number, connection }
    }
}

impl Hooks for Asking<'_> {
    type Error = AskError;

    fn include_name(
        &mut self,
        name: Option<&str>,
        kind: ObjectKind,
        parents: ParentNames<'_>,
    ) -> Result<bool, AskError> {
        if !self.context.options.calls("include_name") || is_ours_alone(kind, name) {
            return Ok(true);
        }
        let mut given = Map::new();
        if let Some(schema) = parents.schema {
            given.insert("schema_name".to_owned(), json!(schema));
        }
        if let Some(table) = parents.table {
            given.insert("table_name".to_owned(), json!(table));
        }
        if let Some(qualified) = parents.qualified_table(kind, name) {
            given.insert("schema_qualified_table_name".to_owned(), json!(qualified));
        }
        let given = [json!(self.number), json!(name), json!(kind.name()), given.into()];
        Ok(self.run.ask("include_name", &given)? == json!(true))
    }

    fn include_object(
        &mut self,
        object: SchemaObject<'_>,
        name: Option<&str>,
        kind: ObjectKind,
        reflected: bool,
        compare_to: Option<SchemaObject<'_>>,
    ) -> Result<bool, AskError> {
        if !self.context.options.calls("include_object") || is_ours_alone(kind, name) {
            return Ok(true);
        }
        let side = if reflected { "database" } else { "models" };
        let given = [
            json!(self.number),
            reference(side, object),
            json!(name),
            json!(kind.name()),
            json!(reflected),
            json!(compare_to.map(|object| reference("database", object))),
        ];
        Ok(self.run.ask("include_object", &given)? == json!(true))
    }

    fn compare_type(
        &mut self,
        pair: ColumnPair<'_>,
        _: &Type,
        _: &Type,
    ) -> Result<Option<bool>, AskError> {
        if !self.context.options.calls("compare_type") {
            return Ok(None);
        }
        let [database, models] = references(pair);
        let given = [json!(self.number), database, models];
        Ok(self.run.ask("compare_type", &given)?.as_bool())
    }

    fn compare_server_default(
        &mut self,
        pair: ColumnPair<'_>,
        database: Option<&str>,
        model: Option<&str>,
    ) -> Result<Option<bool>, AskError> {
        if !self.compares_server_defaults() {
            return Ok(None);
        }
        let [column, wanted] = references(pair);
        let given = [json!(self.number), column, wanted, json!(database), json!(model)];
        Ok(self.run.ask("compare_server_default", &given)?.as_bool())
    }

    fn compares_server_defaults(&self) -> bool {
        self.context.options.calls("compare_server_default")
    }

    fn query(&mut self, statement: &Statement) -> Result<Answer, AskError> {
        let answer = self.run.connections.try_query(self.connection, statement);
        answer.map_err(|error| HostError::Database(error).into())
    }
}

/// Kinds that Alembic compares never, or only by name: no filter was written for them.
fn is_ours_alone(kind: ObjectKind, name: Option<&str>) -> bool {
    match kind {
        ObjectKind::PrimaryKeyConstraint | ObjectKind::ExcludeConstraint => true,
        ObjectKind::CheckConstraint => name.is_none(),
        _ => false,
    }
}

fn references(pair: ColumnPair<'_>) -> [Json; 2] {
    [
        reference("database", SchemaObject::Column(pair.database_table, pair.database)),
        reference("models", SchemaObject::Column(pair.model_table, pair.model)),
    ]
}

/// How Python finds an object.
fn reference(side: &str, object: SchemaObject<'_>) -> Json {
    let (table, kind, name, columns) = match object {
        SchemaObject::Table(table) => (table, "table", Some(table.name.name.as_str()), Vec::new()),
        SchemaObject::Column(table, column) => {
            (table, "column", Some(column.name.name.as_str()), Vec::new())
        }
        SchemaObject::Index(table, index) => (table, "index", index.name.text(), columns_of(index)),
        SchemaObject::Constraint(table, constraint) => {
            let (kind, columns) = constraint_columns(constraint);
            (table, kind, constraint.name.text(), columns)
        }
    };
    let schema = table.schema.as_ref().map(|schema| &schema.name);
    json!({
        "side": side, "table": table.name.name, "schema": schema,
        "kind": kind, "name": name, "columns": columns,
    })
}

fn columns_of(index: &Index) -> Vec<&str> {
    index
        .elements
        .iter()
        .filter_map(|element| match element {
            IndexElement::Column { column } => Some(column.name.as_str()),
            IndexElement::Expr { .. } => None,
        })
        .collect()
}

fn constraint_columns(constraint: &Constraint) -> (&'static str, Vec<&str>) {
    fn names(columns: &[Ident]) -> Vec<&str> {
        columns.iter().map(|column| column.name.as_str()).collect()
    }
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => ("primary_key_constraint", names(&key.columns)),
        ConstraintKind::Unique(unique) => ("unique_constraint", names(&unique.columns)),
        ConstraintKind::ForeignKey(key) => ("foreign_key_constraint", names(&key.columns)),
        ConstraintKind::Check(_) => ("check_constraint", Vec::new()),
        ConstraintKind::Exclude(_) => ("exclude_constraint", Vec::new()),
    }
}
