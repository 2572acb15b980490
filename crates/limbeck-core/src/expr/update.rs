//! UPDATE and DELETE.

use std::collections::HashSet;

use super::{
    Delete, Expr, FromClause, Target, TargetColumn, Update,
    compiler::{Compiler, Context, Text},
    finish::ResultType,
    from::{id_of, ids_of},
    hint::{Hints, by_id},
    insert::{of_column, unconsumed},
    scope::Scope,
};
use crate::{
    dialect::{Backend, CompileError},
    schema::Ident,
};

impl Compiler<'_> {
    fn write_scope(
        &mut self,
        table: &Target,
        from: &[FromClause],
        returning: &[Expr],
        hints: &Hints,
    ) -> Scope {
        let top = self.stack.is_empty();
        if top {
            self.returns_rows =
                if returning.is_empty() { ResultType::None } else { ResultType::Rows };
        }
        let mut ids: HashSet<u64> = from.iter().flat_map(ids_of).collect();
        ids.insert(table.id);
        Scope {
            correlate: ids.clone(),
            implicit: ids,
            collects: top,
            reads: top,
            hints: by_id(hints),
            ..Scope::default()
        }
    }

    pub(super) fn update(&mut self, update: &Update, context: Context) -> Text {
        let hints: &Hints = if self.is_mysql() { &[] } else { &update.hints };
        let scope = self.write_scope(&update.table, &update.from, &update.returning, hints);
        self.scoped(scope, |compiler| compiler.update_text(update, context))
    }

    fn update_text(&mut self, update: &Update, context: Context) -> Text {
        let inner = Context { as_from: false, compound: None, in_columns: false, ..context };
        self.collect_ctes(&update.ctes, inner)?;
        let others = others(update);
        let tables = self.written_tables(update, &others, context)?;
        let words = self.words(&update.prefixes, inner)?;
        let mut sets = self.sets_elsewhere(update, &others, inner)?;
        for (key, value) in &self.assignments(update)? {
            let mut name = self.column_name(&update.table, key);
            if self.is_mysql() && (!others.is_empty() || update.join.is_some()) {
                let table = update.table.alias.as_ref().unwrap_or(&update.table.name);
                name = format!("{}.{name}", self.quote(table));
            }
            let value = self.value(&of_column(value, key), inner)?;
            sets.push(format!("{name}={value}"));
        }
        let mut text = format!("UPDATE {words}{tables} SET {}", sets.join(", "));
        if !self.is_mysql() && !others.is_empty() {
            let mut froms = Vec::new();
            for from in &others {
                froms.push(self.from(from, Context { as_from: true, ..inner })?);
            }
            text += &format!(" FROM {}", froms.join(", "));
        }
        text += &self.criteria(&update.r#where, update.limit.as_deref(), inner)?;
        text += &self.returning(&update.returning, inner)?;
        Ok(text)
    }

    /// What stands between UPDATE and SET.
    fn written_tables(
        &mut self,
        update: &Update,
        others: &[&FromClause],
        context: Context,
    ) -> Text {
        let as_from = Context { as_from: true, compound: None, in_columns: false, ..context };
        if let Some(join) = &update.join {
            if !self.is_mysql() {
                return Err(CompileError::Message(format!(
                    "an UPDATE of a join is known to MySQL and MariaDB alone: update \"{}\" and name \
                     the other tables in where()",
                    update.table.name.name
                )));
            }
            let mut tables = self.from(join, as_from)?;
            for from in others {
                tables += &format!(", {}", self.from(from, as_from)?);
            }
            return Ok(tables);
        }
        let name = self.aliased_name(&update.table, context);
        let mut tables = self.hinted_target(name, &update.table, &update.hints)?;
        if self.is_mysql() {
            for from in others {
                tables += &format!(", {}", self.from(from, as_from)?);
            }
        }
        Ok(tables)
    }

    /// The columns of other tables that are set, which MySQL and MariaDB alone can do.
    fn sets_elsewhere(
        &mut self,
        update: &Update,
        others: &[&FromClause],
        context: Context,
    ) -> Result<Vec<String>, CompileError> {
        let mut tables = Vec::new();
        for name in update.set_elsewhere.iter().filter_map(|(column, _)| column.table.as_ref()) {
            let name = format!("'{}'", name.name);
            if !tables.contains(&name) {
                tables.push(name);
            }
        }
        let refused = match (self.is_mysql(), others.is_empty() && update.join.is_none()) {
            (false, _) => Some("Backend does not support additional tables in the SET clause"),
            (true, true) => Some("Statement is not a multi-table UPDATE statement"),
            (true, false) => None,
        };
        if let (Some(refused), false) = (refused, tables.is_empty()) {
            return Err(CompileError::Message(format!(
                "{refused}; cannot include columns from table(s) {} in SET clause",
                tables.join(", ")
            )));
        }
        let mut sets = Vec::with_capacity(update.set_elsewhere.len());
        for (column, value) in &update.set_elsewhere {
            let name = self.expr(&Expr::Column(column.clone()), context)?;
            sets.push(format!("{name}={}", self.value(value, context)?));
        }
        Ok(sets)
    }

    fn criteria(&mut self, items: &[Expr], limit: Option<&Expr>, context: Context) -> Text {
        let mut text = String::new();
        if !items.is_empty() {
            let condition = self.where_items(items, context)?;
            if !condition.is_empty() {
                text += &format!(" WHERE {condition}");
            }
        }
        if let Some(limit) = limit.filter(|_| self.is_mysql()) {
            let literal = Context { literal_execute: true, ..context };
            text += &format!(" LIMIT {}", self.expr(limit, literal)?);
        }
        Ok(text)
    }

    fn aliased_name(&self, table: &Target, context: Context) -> String {
        let name = self.target_name(table, context);
        match &table.alias {
            Some(alias) => format!("{name} AS {}", self.quote(alias)),
            None => name,
        }
    }

    /// What is set, in the table's order of columns.
    fn assignments(&mut self, update: &Update) -> Result<Vec<(Ident, Expr)>, CompileError> {
        let key = |expr: &Expr| match expr {
            Expr::Column(column) => column.name.clone(),
            Expr::Literal { sql, .. } | Expr::Text { sql, .. } => Ident::from(sql.as_str()),
            _ => Ident::default(),
        };
        let mut pairs: Vec<(Ident, Expr)> =
            update.set.iter().map(|(at, value)| (key(at), value.clone())).collect();
        let columns = &update.table.columns;
        unconsumed(pairs.iter().map(|(key, _)| key.name.as_str()), columns)?;
        let given = |pairs: &[(Ident, Expr)], column: &TargetColumn| {
            pairs.iter().any(|(key, _)| key.name == column.key())
        };
        let all = pairs.is_empty() && update.set_elsewhere.is_empty() && self.params.is_empty();
        for column in columns {
            if given(&pairs, column) {
                continue;
            }
            if all || self.params.contains_key(column.key()) {
                let bind = Expr::Bind(column.bind(column.key().to_owned()));
                pairs.push((Ident::from(column.key()), bind));
            } else if let Some(onupdate) = &column.onupdate {
                pairs.push((Ident::from(column.key()), self.client_default(onupdate)));
            }
        }
        if !update.ordered {
            let place = |key: &str| columns.iter().position(|column| column.key() == key);
            pairs.sort_by_key(|(key, _)| place(&key.name));
        }
        Ok(pairs)
    }

    pub(super) fn delete(&mut self, delete: &Delete, context: Context) -> Text {
        let scope = self.write_scope(&delete.table, &delete.from, &delete.returning, &delete.hints);
        self.scoped(scope, |compiler| compiler.delete_text(delete, context))
    }

    fn delete_text(&mut self, delete: &Delete, context: Context) -> Text {
        let inner = Context { as_from: false, compound: None, in_columns: false, ..context };
        self.collect_ctes(&delete.ctes, inner)?;
        let name = self.aliased_name(&delete.table, context);
        let table = self.hinted_target(name.clone(), &delete.table, &delete.hints)?;
        let others = others_of(&delete.table, &delete.from);
        let words = self.words(&delete.prefixes, inner)?;
        let mut text = format!("DELETE {words}FROM {table}");
        if !others.is_empty() {
            let mut froms = Vec::new();
            for from in &others {
                froms.push(self.from(from, Context { as_from: true, ..inner })?);
            }
            let froms = froms.join(", ");
            match self.backend() {
                Backend::Postgresql => text += &format!(" USING {froms}"),
                Backend::Mysql | Backend::Mariadb => text += &format!(" USING {name}, {froms}"),
                Backend::Sqlite => {
                    return Err(CompileError::Message(
                        "This backend does not support multiple-table criteria within DELETE"
                            .to_owned(),
                    ));
                }
            }
        }
        text += &self.criteria(&delete.r#where, delete.limit.as_deref(), inner)?;
        text += &self.returning(&delete.returning, inner)?;
        Ok(text)
    }
}

/// What an UPDATE reads besides the table or the join that it writes to.
fn others(update: &Update) -> Vec<&FromClause> {
    let joined = update.join.as_ref().map(ids_of).unwrap_or_default();
    let mut others = others_of(&update.table, &update.from);
    others.retain(|from| id_of(from).is_none_or(|id| !joined.contains(&id)));
    others
}

/// What a statement reads besides the table that it writes to.
fn others_of<'f>(table: &Target, from: &'f [FromClause]) -> Vec<&'f FromClause> {
    let mut seen = HashSet::new();
    from.iter()
        .filter(|from| match id_of(from) {
            Some(id) => id != table.id && seen.insert(id),
            None => true,
        })
        .collect()
}
