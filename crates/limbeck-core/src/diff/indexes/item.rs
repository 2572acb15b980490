//! An index or a unique constraint of a table, as it is compared.

use crate::{
    ddl,
    diff::{ObjectKind, SchemaObject, tables},
    schema::{Constraint, ConstraintKind, Index, IndexElement, Table},
};

#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'a> {
    Unique(&'a Table, &'a Constraint),
    Index(&'a Table, &'a Index),
}

impl<'a> Item<'a> {
    pub fn kind(&self) -> ObjectKind {
        match self {
            Item::Unique(..) => ObjectKind::UniqueConstraint,
            Item::Index(..) => ObjectKind::Index,
        }
    }

    pub fn object(&self) -> SchemaObject<'a> {
        match self {
            Item::Unique(table, unique) => SchemaObject::Constraint(table, unique),
            Item::Index(table, index) => SchemaObject::Index(table, index),
        }
    }

    pub fn name(&self) -> Option<&'a str> {
        match self {
            Item::Unique(_, unique) => unique.name.text(),
            Item::Index(_, index) => index.name.text(),
        }
    }

    pub fn columns(&self) -> Vec<&'a str> {
        match self {
            Item::Unique(_, unique) => unique_columns(unique),
            Item::Index(_, index) => index_columns(index),
        }
    }

    /// What log lines call it.
    pub fn word(&self) -> &'static str {
        match self {
            Item::Unique(..) => "unique constraint",
            Item::Index(..) => "index",
        }
    }

    /// The name as log lines show it.
    pub fn shown(&self) -> String {
        self.name().map_or_else(|| "None".to_owned(), tables::repr)
    }
}

fn unique_columns(unique: &Constraint) -> Vec<&str> {
    match &unique.kind {
        ConstraintKind::Unique(unique) => {
            unique.columns.iter().map(|column| column.name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// The columns of an index, each once: of an expression the first that it names.
pub(super) fn index_columns(index: &Index) -> Vec<&str> {
    let mut columns: Vec<&str> = Vec::new();
    for element in &index.elements {
        let names = match element {
            IndexElement::Column { column } => vec![column.name.as_str()],
            IndexElement::Expr { expr, .. } => {
                ddl::expression_columns(expr).into_iter().take(1).collect()
            }
        };
        for name in names {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
    }
    columns
}

/// A unique constraint without its name.
pub(super) fn signature(unique: &Constraint) -> Vec<&str> {
    let mut columns = unique_columns(unique);
    columns.sort_unstable();
    columns
}

/// An index without its name.
pub(super) fn index_signature(index: &Index) -> (bool, Vec<Option<&str>>) {
    let names = index.elements.iter().map(|element| match element {
        IndexElement::Column { column } => Some(column.name.as_str()),
        IndexElement::Expr { .. } => None,
    });
    (index.unique, names.collect())
}

/// A tuple of texts as Python shows it.
pub(super) fn tuple(items: &[&str]) -> String {
    let shown: Vec<String> = items.iter().map(|item| tables::repr(item)).collect();
    match shown.as_slice() {
        [one] => format!("({one},)"),
        all => format!("({})", all.join(", ")),
    }
}
