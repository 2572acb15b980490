//! What a running comparison carries along.

use std::borrow::Cow;

use super::{
    Change, DiffError, Hooks, Level, Notice, ObjectKind, Options, ParentNames, Reversible,
    SchemaObject, full,
};
use crate::{
    ddl::naming,
    schema::{Constraint, ConstraintKind, Ident, Index, Name, Table},
};

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

/// A table of the models with the names that its convention makes.
pub(super) fn with_names(table: &Table) -> Result<Cow<'_, Table>, DiffError> {
    let mut named = Cow::Borrowed(table);
    for (place, constraint) in table.constraints.iter().enumerate() {
        let name = constraint_name(constraint, table)?;
        if constraint.name != name {
            named.to_mut().constraints[place].name = name;
        }
    }
    for (place, column) in table.columns.iter().enumerate() {
        for (number, check) in column.checks.iter().enumerate() {
            let kind = ConstraintKind::Check(check.clone());
            let name = check.column_name.clone().unwrap_or_default();
            let name = constraint_name(&Constraint { name, ..full::unnamed(kind) }, table)?;
            named.to_mut().columns[place].checks[number].column_name = Some(name);
        }
    }
    for (place, index) in table.indexes.iter().enumerate() {
        let name = index_name(index, table)?;
        if index.name != name {
            named.to_mut().indexes[place].name = name;
        }
    }
    Ok(named)
}

fn index_name(index: &Index, table: &Table) -> Result<Name, DiffError> {
    match naming::index_name(index, table.naming_convention.as_ref())? {
        // A convention that says nothing of indexes leaves them without a name.
        Name::Unset => Ok(naming::index_name(index, None)?),
        name => Ok(name),
    }
}

fn constraint_name(constraint: &Constraint, table: &Table) -> Result<Name, DiffError> {
    let convention = table.naming_convention.as_ref();
    let name = naming::constraint_name(constraint, &table.name, table.schema.as_ref(), convention);
    match name {
        Ok(name) => Ok(name),
        // SQLAlchemy leaves a type's CHECK without a name where the convention needs one.
        Err(crate::ddl::DdlError::NameRequired { .. }) => Ok(Name::Unset),
        Err(error) => Err(error.into()),
    }
}
