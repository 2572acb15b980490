//! The names of a SELECT's columns, and references to them.

use std::collections::HashMap;

use super::{
    ColumnRef, Expr, Label, LabelStyle,
    compiler::{Compiler, Context, Text},
    kind::{is_boolean, type_of},
    operator::{Negation, negation},
    scope::ScopeName,
};
use crate::{
    dialect::{Backend, CompileError},
    schema::Ident,
};

/// Whether it is a column of no table.
fn is_bare(column: &Expr) -> bool {
    matches!(column, Expr::Column(column) if column.table.is_none() && column.from.is_none())
}

/// What casts and their like wrap.
fn innermost(column: &Expr) -> &Expr {
    match column {
        Expr::Cast { operand, .. } | Expr::TypeCoerce { operand, .. } => innermost(operand),
        Expr::Unary { op, operand, .. } if op == "inv" => innermost(operand),
        column => column,
    }
}

/// What a column of a SELECT is called.
enum Name {
    /// Its own name.
    Own(String),
    /// A name that the compiler makes from a stem.
    Made {
        id: u64,
        stem: String,
    },
    /// The name of what a cast or its like wraps.
    Wrapped(String),
    None,
}

impl Compiler<'_> {
    pub(super) fn label(&mut self, label: &Label, context: Context) -> Text {
        if context.in_columns && !context.in_label {
            let name = self.label_name(label);
            let inner = Context { in_label: true, ..context };
            let operand = self.expr(&label.operand, inner)?;
            return Ok(format!("{operand} AS {}", self.quote(&name)));
        }
        self.expr(&label.operand, Context { in_columns: false, ..context })
    }

    fn label_name(&mut self, label: &Label) -> Ident {
        match &label.name {
            Some(name) => name.clone(),
            None => match self.name_of(&label.operand) {
                Name::Own(name) | Name::Wrapped(name) => {
                    Ident::from(self.anonymous("colident", label.id.unwrap_or_default(), &name))
                }
                Name::Made { stem, .. } => {
                    Ident::from(self.anonymous("colident", label.id.unwrap_or_default(), &stem))
                }
                Name::None => {
                    Ident::from(self.anonymous("colident", label.id.unwrap_or_default(), "anon"))
                }
            },
        }
    }

    /// The label of this SELECT that stands for `expr` in ORDER BY.
    pub(super) fn label_for(&mut self, expr: &Expr) -> Option<String> {
        let Expr::Label(label) = expr else {
            return None;
        };
        let scope = self.stack.last()?;
        scope
            .names
            .iter()
            .find(|known| known.label && known.id.is_some() && known.id == label.id)
            .map(|known| known.sql.clone())
    }

    pub(super) fn label_reference(&mut self, name: &str, _context: Context) -> Text {
        let Some(scope) = self.stack.last() else {
            return Ok(name.to_owned());
        };
        match scope.names.iter().find(|known| known.name == name) {
            Some(known) => Ok(known.sql.clone()),
            None => Err(CompileError::Message(format!(
                "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL expression '{name}' should be explicitly declared as text('{name}')"
            ))),
        }
    }

    /// ORDER BY: labels of this SELECT by their name.
    pub(super) fn order_items(&mut self, items: &[Expr], context: Context) -> Text {
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let text = match item {
                Expr::Unary { op, operand, .. } if op == "asc_op" || op == "desc_op" => {
                    let word = if op == "asc_op" { "ASC" } else { "DESC" };
                    match self.label_for(operand) {
                        Some(label) => format!("{label} {word}"),
                        None => self.expr(item, context)?,
                    }
                }
                item => match self.label_for(item) {
                    Some(label) => label,
                    None => self.expr(item, context)?,
                },
            };
            if !text.is_empty() {
                texts.push(text);
            }
        }
        Ok(texts.join(", "))
    }

    /// The columns of a SELECT or a RETURNING, each under the name that it needs.
    pub(super) fn columns(
        &mut self,
        columns: &[Expr],
        style: LabelStyle,
        context: Context,
    ) -> Result<Vec<String>, CompileError> {
        let mut seen: HashMap<String, (&Expr, usize)> = HashMap::new();
        let mut texts = Vec::with_capacity(columns.len());
        let collects = self.stack.last().is_some_and(|scope| scope.collects);
        let reads = self.stack.last().is_some_and(|scope| scope.reads);
        for column in columns {
            let (column, read) = match column {
                Expr::Read { column, value } => (column.as_ref(), Some(value.as_ref())),
                column => (column, None),
            };
            let read = read.filter(|_| reads);
            let name = self.name_of(column);
            let context = Context { in_columns: true, in_label: false, ..context };
            let required = self.required_name(column, &name, style, context, &mut seen);
            let (text, shown) = match read {
                Some(value) => self.read_column(column, value, name, required, context)?,
                None => self.named_column(column, name, required, context)?,
            };
            if collects {
                self.columns.push((shown.name.clone(), type_of(column).cloned()));
            }
            if let Some(scope) = self.stack.last_mut() {
                scope.names.push(shown);
            }
            texts.push(text);
        }
        Ok(texts)
    }

    /// The name that a column has to be given, beside those of the columns before it.
    fn required_name<'c>(
        &mut self,
        column: &'c Expr,
        name: &Name,
        style: LabelStyle,
        context: Context,
        seen: &mut HashMap<String, (&'c Expr, usize)>,
    ) -> Option<String> {
        let (own, wrapped) = match name {
            _ if style == LabelStyle::None || is_bare(column) => return None,
            Name::Own(own) => (own, false),
            Name::Wrapped(own) if self.needs_label(column, name, context) => (own, true),
            _ => return None,
        };
        let effective = match (style, innermost(column)) {
            (LabelStyle::TableColumn, Expr::Column(at)) => self.table_and_column(at, own),
            _ => own.clone(),
        };
        let required = (effective != *own).then(|| effective.clone());
        let again = style == LabelStyle::Disambiguate && wrapped;
        match seen.get_mut(&effective) {
            // A label is what the script calls it.
            Some(_) if matches!(column, Expr::Label(_)) => None,
            Some((first, repeats)) if *first == column || again => {
                *first = column;
                *repeats += 1;
                Some(format!("{effective}__{repeats}"))
            }
            Some((first, _)) => {
                *first = column;
                let id = match column {
                    Expr::Column(ColumnRef { id: Some(id), .. }) => *id,
                    _ => self.fresh(),
                };
                Some(self.anonymous("colident", id, &effective))
            }
            None => {
                seen.insert(effective, (column, 0));
                required
            }
        }
    }

    fn table_and_column(&mut self, column: &ColumnRef, own: &str) -> String {
        let table = match (&column.table, column.from, &column.table_stem) {
            (_, Some(id), Some(stem)) => Some(self.anonymous("alias", id, stem)),
            (Some(table), ..) => match &column.schema {
                Some(schema) => Some(format!("{}_{}", schema.name.replace('.', "_"), table.name)),
                None => Some(table.name.clone()),
            },
            _ => None,
        };
        match table {
            Some(table) => format!("{table}_{own}"),
            None => own.to_owned(),
        }
    }

    /// A column as its type reads it, under the column's own name.
    fn read_column(
        &mut self,
        column: &Expr,
        value: &Expr,
        name: Name,
        required: Option<String>,
        context: Context,
    ) -> Result<(String, ScopeName), CompileError> {
        let id = match column {
            Expr::Label(label) => label.id,
            _ => None,
        };
        let made = self.made_name(required, name);
        let text = self.expr(value, Context { in_label: true, ..context })?;
        let quoted = self.quote(&Ident::from(made.as_str()));
        Ok((format!("{text} AS {quoted}"), ScopeName { name: made, sql: quoted, id, label: true }))
    }

    /// A column's text, and what ORDER BY may call it.
    fn named_column(
        &mut self,
        column: &Expr,
        name: Name,
        required: Option<String>,
        context: Context,
    ) -> Result<(String, ScopeName), CompileError> {
        if let Expr::Label(label) = column {
            let mut name = self.label_name(label);
            let text = match &required {
                Some(required) => {
                    name = Ident::from(required.as_str());
                    let inner = Context { in_label: true, ..context };
                    format!("{} AS {}", self.expr(&label.operand, inner)?, self.quote(&name))
                }
                None => self.expr(column, context)?,
            };
            let quoted = self.quote(&name);
            let shown = ScopeName { name: name.name, sql: quoted, id: label.id, label: true };
            return Ok((text, shown));
        }
        let labelled = required.is_some() || self.needs_label(column, &name, context);
        if !labelled {
            let text = self.expr(column, Context { in_label: true, ..context })?;
            let shown = match name {
                Name::Own(name) | Name::Wrapped(name) => name,
                Name::Made { stem, .. } => stem,
                Name::None => String::new(),
            };
            let shown = ScopeName { name: shown, sql: text.clone(), id: None, label: false };
            return Ok((text, shown));
        }
        let made = self.made_name(required, name);
        let text = self.expr(column, Context { in_label: true, ..context })?;
        let quoted = self.quote(&Ident::from(made.as_str()));
        Ok((
            format!("{text} AS {quoted}"),
            ScopeName { name: made, sql: quoted, id: None, label: true },
        ))
    }

    fn made_name(&mut self, required: Option<String>, name: Name) -> String {
        match (required, name) {
            (Some(required), _) => required,
            (None, Name::Own(name) | Name::Wrapped(name)) => name,
            (None, Name::Made { id, stem }) => self.anonymous("colident", id, &stem),
            (None, Name::None) => {
                let id = self.fresh();
                self.anonymous("colident", id, "anon")
            }
        }
    }

    fn needs_label(&self, column: &Expr, name: &Name, context: Context) -> bool {
        match column {
            Expr::Column(column) => {
                context.as_from && (column.table.is_some() || column.from.is_some())
            }
            Expr::Literal { .. } | Expr::Text { .. } | Expr::Star { .. } => false,
            Expr::TableValue { .. } => context.as_from,
            Expr::Unary { op, operand, .. } => {
                let native = self.backend() == Backend::Postgresql;
                let condition =
                    op == "inv" && matches!(negation(operand), Negation::Condition) && !native;
                condition
                    || context.as_from
                    || !matches!(operand.as_ref(), Expr::Column(_) | Expr::Label(_))
            }
            _ => !matches!(name, Name::None),
        }
    }

    fn name_of(&mut self, column: &Expr) -> Name {
        match column {
            Expr::Column(column) => match &column.anonymous {
                Some((id, stem)) => Name::Own(self.anonymous("colident", *id, stem)),
                None => Name::Own(column.name.name.clone()),
            },
            Expr::Excluded { name, .. } | Expr::TableValue { name, .. } => {
                Name::Own(name.name.clone())
            }
            Expr::Label(label) => Name::Own(self.label_name(label).name),
            Expr::Member { name, .. } => Name::Own(name.name.clone()),
            Expr::Text { .. } | Expr::Star { .. } => Name::None,
            Expr::Literal { sql, .. } => Name::Wrapped(sql.clone()),
            Expr::Function(function) => Name::Made {
                id: function.id.unwrap_or_else(|| self.fresh()),
                stem: function.stem.clone().unwrap_or_else(|| {
                    function.name.last().map_or_else(String::new, |name| name.name.clone())
                }),
            },
            Expr::Fragments { stem: Some(stem), .. } => {
                Name::Made { id: self.fresh(), stem: stem.clone() }
            }
            Expr::NextValue { .. } => {
                Name::Made { id: self.fresh(), stem: "next_value".to_owned() }
            }
            Expr::Cast { operand, .. } | Expr::TypeCoerce { operand, .. } => self.wrapped(operand),
            Expr::WithinGroup { operand, .. } => self.name_of(operand),
            Expr::Unary { op, operand, .. }
                if op == "inv"
                    && is_boolean(operand)
                    && matches!(negation(operand), Negation::Condition) =>
            {
                self.wrapped(operand)
            }
            _ => Name::Made { id: self.fresh(), stem: "anon".to_owned() },
        }
    }

    fn wrapped(&mut self, operand: &Expr) -> Name {
        match self.name_of(operand) {
            Name::Own(name) | Name::Wrapped(name) => Name::Wrapped(name),
            Name::None => Name::Made { id: self.fresh(), stem: "anon".to_owned() },
            made => made,
        }
    }

    pub(super) fn fresh(&mut self) -> u64 {
        let counter = self.counters.entry(String::new()).or_insert(0);
        *counter += 1;
        u64::MAX - *counter as u64
    }
}
