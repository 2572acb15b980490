//! What a running comparison carries along.

use super::{
    Change, Hooks, Level, Notice, ObjectKind, Options, ParentNames, Reversible, SchemaObject,
};
use crate::schema::Ident;

/// One comparison: its options, the script's say, and what has been found.
pub(super) struct Run<'a, H> {
    pub options: &'a Options<'a>,
    pub hooks: &'a mut H,
    pub changes: Vec<Change>,
    pub notices: Vec<Notice>,
    /// Whether the models declare an EXCLUDE anywhere.
    pub has_excludes: bool,
}

impl<H: Hooks> Run<'_, H> {
    pub fn log(&mut self, logger: &'static str, message: String) {
        self.notices.push(Notice { level: Level::Info, logger, message });
    }

    pub fn warn(&mut self, message: String) {
        self.notices.push(Notice { level: Level::Warning, logger: "", message });
    }

    pub fn includes_name(
        &mut self,
        name: Option<&str>,
        kind: ObjectKind,
        parents: ParentNames<'_>,
    ) -> Result<bool, H::Error> {
        self.hooks.include_name(name, kind, parents)
    }

    pub fn includes(
        &mut self,
        object: SchemaObject<'_>,
        name: Option<&str>,
        kind: ObjectKind,
        reflected: bool,
        compare_to: Option<SchemaObject<'_>>,
    ) -> Result<bool, H::Error> {
        self.hooks.include_object(object, name, kind, reflected, compare_to)
    }

    pub fn push(&mut self, step: Reversible) {
        self.changes.push(Change::Single(step));
    }

    pub fn push_table(&mut self, table: &TableName<'_>, steps: Vec<Reversible>) {
        if !steps.is_empty() {
            let schema = table.schema.map(Ident::from);
            self.changes.push(Change::Table { table: table.ident.clone(), schema, steps });
        }
    }
}

/// A table's name as operations give it: without the schema that unqualified names mean.
#[derive(Debug, Clone, Copy)]
pub(super) struct TableName<'a> {
    pub ident: &'a Ident,
    pub schema: Option<&'a str>,
}

impl TableName<'_> {
    pub fn schema_ident(&self) -> Option<Ident> {
        self.schema.map(Ident::from)
    }

    /// `schema.table`
    pub fn qualified(&self) -> String {
        match self.schema {
            Some(schema) => format!("{schema}.{}", self.ident),
            None => self.ident.name.clone(),
        }
    }

    pub fn parents(&self) -> ParentNames<'_> {
        ParentNames { schema: Some(self.schema), table: Some(&self.ident.name) }
    }
}
