//! ON CONFLICT and ON DUPLICATE KEY UPDATE.

use super::{
    Bind, Conflict, Expr, Insert, InsertSource,
    compiler::{Compiler, Context, Text},
    kind::Kind,
};
use crate::{
    dialect::{Backend, CompileError},
    schema::{Ident, Name},
};

impl Compiler<'_> {
    pub(super) fn conflict(
        &mut self,
        conflict: &Conflict,
        insert: &Insert,
        context: Context,
    ) -> Text {
        if let Some(construct) = self.foreign_conflict(conflict) {
            return Err(CompileError::unsupported(self.dialect.backend, construct));
        }
        if conflict.duplicate_key {
            return self.duplicate_key(conflict, insert, context);
        }
        let target = self.conflict_target(conflict, context)?;
        if conflict.set.is_empty() {
            return Ok(match target.is_empty() {
                true => "ON CONFLICT DO NOTHING".to_owned(),
                false => format!("ON CONFLICT {target} DO NOTHING"),
            });
        }
        let context = Context { use_schema: false, ..context };
        let mut sets = self.sets(conflict, insert, context, " = ")?.join(", ");
        if let Some(condition) = &conflict.r#where {
            let condition = self.where_items(std::slice::from_ref(condition), context)?;
            sets += &format!(" WHERE {condition}");
        }
        Ok(format!("ON CONFLICT {target} DO UPDATE SET {sets}"))
    }

    /// The clause's name where only other dialects have it.
    fn foreign_conflict(&self, conflict: &Conflict) -> Option<&'static str> {
        let nothing = conflict.set.is_empty();
        match (conflict.duplicate_key, self.is_mysql()) {
            (true, false) => Some("sqlalchemy.dialects.mysql.dml.OnDuplicateClause"),
            (false, true) if nothing => {
                Some("sqlalchemy.dialects.postgresql.dml.OnConflictDoNothing")
            }
            (false, true) => Some("sqlalchemy.dialects.postgresql.dml.OnConflictDoUpdate"),
            _ => None,
        }
    }

    fn conflict_target(&mut self, conflict: &Conflict, context: Context) -> Text {
        // SQLite has conflicts of columns alone, and is told of none here.
        if let (Some(constraint), Backend::Postgresql) = (&conflict.constraint, self.backend()) {
            let name = self.dialect.constraint_name(&Name::Plain(constraint.clone()))?;
            return Ok(format!("ON CONSTRAINT {}", name.unwrap_or_default()));
        }
        if conflict.elements.is_empty() {
            return Ok(String::new());
        }
        let bare = Context { include_table: false, use_schema: false, ..context };
        let mut target = format!("({})", self.list(&conflict.elements, "comma_op", bare)?);
        if let Some(condition) = &conflict.index_where {
            let literal = self.backend() == Backend::Sqlite;
            let bare = Context { literal_execute: literal || bare.literal_execute, ..bare };
            let condition = self.where_items(std::slice::from_ref(condition), bare)?;
            target += &format!(" WHERE {condition}");
        }
        Ok(target)
    }

    /// The assignments, in the table's order unless the script asked for its own.
    fn sets(
        &mut self,
        conflict: &Conflict,
        insert: &Insert,
        context: Context,
        equals: &str,
    ) -> Result<Vec<String>, CompileError> {
        let table = &insert.table;
        let mut pairs: Vec<&(Ident, Expr)> = conflict.set.iter().collect();
        if !conflict.ordered {
            let place = |key: &str| {
                table.columns.iter().position(|column| column.key() == key).unwrap_or(usize::MAX)
            };
            pairs.sort_by_key(|(key, _)| place(&key.name));
        }
        let mut sets = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let column = table.columns.iter().find(|column| column.key() == key.name);
            let value = match (value, column) {
                (Expr::Bind(bind), Some(column)) if Kind::of(bind.type_.as_ref()) == Kind::Null => {
                    Expr::Bind(Bind {
                        type_: column.type_.clone(),
                        within: column.bind_expression.clone(),
                        ..bind.clone()
                    })
                }
                (value, _) => value.clone(),
            };
            let name = self.column_name(table, key);
            sets.push(format!("{name}{equals}{}", self.value(&value, context)?));
        }
        Ok(sets)
    }

    fn duplicate_key(&mut self, conflict: &Conflict, insert: &Insert, context: Context) -> Text {
        self.excluded_alias = self.duplicate_alias(insert);
        let context = Context { use_schema: false, ..context };
        let sets = self.sets(conflict, insert, context, " = ")?.join(", ");
        let alias = self.excluded_alias.take();
        Ok(match alias {
            Some(alias) => format!("AS {alias} ON DUPLICATE KEY UPDATE {sets}"),
            None => format!("ON DUPLICATE KEY UPDATE {sets}"),
        })
    }

    /// MySQL 8.0.20 and later name the new row; MariaDB and older servers say `VALUES(x)`.
    fn duplicate_alias(&self, insert: &Insert) -> Option<String> {
        let from_select = matches!(insert.source, InsertSource::Select { .. });
        let new = self.backend() == Backend::Mysql
            && self.dialect.server_version.is_some_and(|version| version >= (8, 0, 20));
        (new && !from_select).then(|| match insert.table.name.name.eq_ignore_ascii_case("new") {
            true => "new_1".to_owned(),
            false => "new".to_owned(),
        })
    }

    pub(super) fn excluded(&self, name: &Ident) -> String {
        let name = self.quote(name);
        match (&self.excluded_alias, self.is_mysql()) {
            (Some(alias), _) => format!("{alias}.{name}"),
            (None, true) => format!("VALUES({name})"),
            (None, false) => format!("excluded.{name}"),
        }
    }
}
