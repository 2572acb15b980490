//! Operations as the Python of a migration script, word for word as Alembic writes it.
//!
//! In go the [`Directive`]s of one direction and what `context.configure` said of rendering; out
//! come the body of `upgrade()` or `downgrade()` and the imports that it needs. A script's
//! `render_item` is asked through [`RenderItem`].

mod column;
mod constraint;
mod directive;
mod entity;
mod expression;
mod generator;
mod index;
mod lines;
mod table;
mod type_;

use std::collections::BTreeSet;

use crate::{
    ddl::DdlError,
    dialect::{CompileError, Dialect},
    ops::{Directive, Operation},
    schema::{Column, Constraint, ServerDefault, Type},
};

/// What `context.configure` said of rendering.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    pub dialect: &'a Dialect,
    pub sqlalchemy_module_prefix: String,
    pub alembic_module_prefix: String,
    /// What stands before a type of the user's own; `None` is the type's module.
    pub user_module_prefix: Option<String>,
    pub render_as_batch: bool,
    /// Whether arguments of types are written that SQLAlchemy's own `repr` leaves out: without
    /// them a full comparison would find the same change again.
    pub all_arguments: bool,
}

impl<'a> Options<'a> {
    /// Alembic's defaults.
    pub fn new(dialect: &'a Dialect) -> Self {
        Options {
            dialect,
            sqlalchemy_module_prefix: "sa.".to_owned(),
            alembic_module_prefix: "op.".to_owned(),
            user_module_prefix: None,
            render_as_batch: false,
            all_arguments: false,
        }
    }
}

/// What a script's `render_item` is asked to write.
#[derive(Debug, Clone, Copy)]
pub enum Item<'a> {
    Column(&'a Column),
    Type(&'a Type),
    ServerDefault(&'a ServerDefault),
    /// `primary_key`, `foreign_key`, `unique`, `check` or `exclude`.
    Constraint(&'a Constraint),
}

impl Item<'_> {
    /// The word that `render_item` gets first.
    pub fn kind(&self) -> &'static str {
        use crate::schema::ConstraintKind;
        match self {
            Item::Column(_) => "column",
            Item::Type(_) => "type",
            Item::ServerDefault(_) => "server_default",
            Item::Constraint(constraint) => match &constraint.kind {
                ConstraintKind::PrimaryKey(_) => "primary_key",
                ConstraintKind::ForeignKey(_) => "foreign_key",
                ConstraintKind::Unique(_) => "unique",
                ConstraintKind::Check(_) => "check",
                ConstraintKind::Exclude(_) => "exclude",
            },
        }
    }
}

/// A script's own say in how things are written.
pub trait RenderItem {
    type Error: From<RenderError>;

    /// Tells which operation the items that follow belong to.
    fn begin(&mut self, operation: &Operation) {
        let _ = operation;
    }

    /// The item's text, `Some(None)` to leave it out, or `None` to have it written as usual.
    /// Imports that the text needs go into `imports`.
    ///
    /// # Errors
    /// What the script raises.
    fn render(
        &mut self,
        item: Item<'_>,
        imports: &mut BTreeSet<String>,
    ) -> Result<Option<Option<String>>, Self::Error> {
        let _ = (item, imports);
        Ok(None)
    }
}

/// Everything is written as usual.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsUsual;

impl RenderItem for AsUsual {
    type Error = RenderError;
}

/// An operation that cannot be written as Python.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum RenderError {
    /// An expression or a type that the dialect cannot spell.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// An operation that is written as its SQL, and cannot be.
    #[error(transparent)]
    Ddl(#[from] DdlError),
    /// A directive that no generated script holds.
    #[error("there is no Python for the directive {directive} in a generated script")]
    NotRendered { directive: &'static str },
}

/// The body of one direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Indented as the template's function needs it, but for its first line.
    pub body: String,
    pub imports: BTreeSet<String>,
    pub warnings: Vec<String>,
}

/// Writes `directives` as the body of a function.
///
/// # Errors
/// What the script's `render_item` raises, or an operation that has no Python.
///
/// ```
/// use limbeck_core::{dialect::{Backend, Dialect}, render};
///
/// let dialect = Dialect::new(Backend::Sqlite, None);
/// let options = render::Options::new(&dialect);
/// let rendered = render::body(&[], &options, &mut render::AsUsual)?;
/// assert!(rendered.body.contains("\n    pass\n"));
/// # Ok::<(), render::RenderError>(())
/// ```
pub fn body<R: RenderItem>(
    directives: &[Directive],
    options: &Options<'_>,
    items: &mut R,
) -> Result<Rendered, R::Error> {
    let mut renderer = Renderer::new(options, items);
    let mut lines = Vec::new();
    for directive in directives {
        lines.extend(renderer.directive(directive)?);
    }
    Ok(renderer.finish(lines::body(&lines)))
}

/// Writes one operation as it stands in a body, for a renderer of the project's to start from.
///
/// # Errors
/// As [`body`].
pub fn operation<R: RenderItem>(
    operation: Operation,
    options: &Options<'_>,
    items: &mut R,
) -> Result<Rendered, R::Error> {
    let mut renderer = Renderer::new(options, items);
    let lines = renderer.directive(&Directive::Operation { operation })?;
    Ok(renderer.finish(lines.join("\n")))
}

/// One rendering, and what it gathers on the way.
struct Renderer<'a, R> {
    options: &'a Options<'a>,
    items: &'a mut R,
    imports: BTreeSet<String>,
    warnings: Vec<String>,
    in_batch: bool,
}

impl<'a, R: RenderItem> Renderer<'a, R> {
    fn new(options: &'a Options<'a>, items: &'a mut R) -> Self {
        Renderer { options, items, imports: BTreeSet::new(), warnings: Vec::new(), in_batch: false }
    }

    fn finish(self, body: String) -> Rendered {
        Rendered { body, imports: self.imports, warnings: self.warnings }
    }

    fn sa(&self) -> &str {
        &self.options.sqlalchemy_module_prefix
    }

    fn op(&self) -> &str {
        if self.in_batch { "batch_op." } else { &self.options.alembic_module_prefix }
    }

    fn ask(&mut self, item: Item<'_>) -> Result<Option<Option<String>>, R::Error> {
        self.items.render(item, &mut self.imports)
    }
}

/// A string as Python writes it.
fn repr(text: &str) -> String {
    crate::dialect::text_repr(text)
}

fn flag(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// `['a', 'b']`
fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(repr).collect();
    format!("[{}]", names.join(", "))
}
