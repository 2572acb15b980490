//! The primary key of a table, and which of its columns counts by itself.

use super::{DdlError, affinity::Affinity};
use crate::{
    dialect::Dialect,
    schema::{
        Autoincrement, Column, ColumnDefault, Constraint, ConstraintKind, Ident, PrimaryKey,
        ServerDefault,
    },
};

/// What CREATE TABLE must know of a table's keys before it writes a column.
pub(super) struct Keys<'a> {
    /// The constraint as written; `None` where only the columns are marked.
    pub written: Option<(&'a Constraint, &'a PrimaryKey)>,
    pub columns: Vec<&'a Ident>,
    /// The column that the database fills by counting.
    pub autoincrement: Option<&'a str>,
    foreign: Vec<&'a str>,
}

impl<'a> Keys<'a> {
    /// Finds the keys of a table of these columns and constraints.
    ///
    /// # Errors
    /// [`DdlError::Autoincrement`] for `autoincrement=True` on a type that cannot count.
    pub fn of(
        columns: &'a [Column],
        constraints: &'a [Constraint],
        dialect: &Dialect,
    ) -> Result<Keys<'a>, DdlError> {
        let written = constraints.iter().find_map(|constraint| match &constraint.kind {
            ConstraintKind::PrimaryKey(key) => Some((constraint, key)),
            _ => None,
        });
        let foreign = constraints
            .iter()
            .filter_map(|constraint| match &constraint.kind {
                ConstraintKind::ForeignKey(key) => Some(&key.columns),
                _ => None,
            })
            .flatten()
            .map(|column| column.name.as_str())
            .collect();
        let key_columns: Vec<&Ident> = match written {
            Some((_, key)) if !key.columns.is_empty() => key.columns.iter().collect(),
            _ => columns
                .iter()
                .filter(|column| column.primary_key)
                .map(|column| &column.name)
                .collect(),
        };
        let mut keys = Keys { written, columns: key_columns, autoincrement: None, foreign };
        keys.autoincrement = keys.find_autoincrement(columns, dialect)?;
        Ok(keys)
    }

    pub fn is_primary(&self, column: &Column) -> bool {
        self.columns.iter().any(|name| name.name == column.name.name)
    }

    pub fn is_foreign(&self, column: &Column) -> bool {
        self.foreign.contains(&column.name.name.as_str())
    }

    pub fn is_autoincrement(&self, column: &Column) -> bool {
        self.autoincrement == Some(column.name.name.as_str())
    }

    /// The key's columns as PRIMARY KEY lists them: a key that nobody wrote puts the counting
    /// column first.
    pub fn listed(&self) -> Vec<&'a Ident> {
        let mut listed = self.columns.clone();
        if self.written.is_none() {
            listed.sort_by_key(|name| self.autoincrement != Some(name.name.as_str()));
        }
        listed
    }

    fn find_autoincrement(
        &self,
        columns: &'a [Column],
        dialect: &Dialect,
    ) -> Result<Option<&'a str>, DdlError> {
        let mut found = None;
        let single = self.columns.len() == 1;
        for name in &self.columns {
            let Some(column) = columns.iter().find(|column| column.name.name == name.name) else {
                continue;
            };
            let counts = match column.autoincrement {
                Autoincrement::True => {
                    check_countable(column, dialect)?;
                    true
                }
                Autoincrement::Auto | Autoincrement::IgnoreFk => {
                    single && self.counts_by_itself(column)
                }
                Autoincrement::False => false,
            };
            if counts && found.is_none() {
                found = Some(column.name.name.as_str());
            }
        }
        Ok(found)
    }

    fn counts_by_itself(&self, column: &Column) -> bool {
        let generated = matches!(
            column.server_default,
            Some(ServerDefault::Text(_) | ServerDefault::Expr(_) | ServerDefault::Fetched)
        ) || column.computed.is_some();
        Affinity::of(&column.type_) == Affinity::Integer
            && !generated
            && matches!(column.default, None | Some(ColumnDefault::Sequence(_)))
            && (column.autoincrement == Autoincrement::IgnoreFk || !self.is_foreign(column))
    }
}

fn check_countable(column: &Column, dialect: &Dialect) -> Result<(), DdlError> {
    match Affinity::of(&column.type_) {
        Affinity::Integer | Affinity::Numeric => Ok(()),
        _ => Err(DdlError::Autoincrement {
            type_: dialect.type_sql(&column.type_)?,
            column: column.name.name.clone(),
        }),
    }
}
