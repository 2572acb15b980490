//! UPDATE and DELETE.

use std::collections::HashSet;

use super::{
    Delete, Expr, FromClause, Target, TargetColumn, Update,
    compiler::{Compiler, Context, Text},
    finish::ResultType,
    from::{id_of, ids_of},
    insert::{of_column, unconsumed},
    scope::Scope,
};
use crate::{
    dialect::{Backend, CompileError},
    schema::Ident,
};

impl Compiler<'_> {
    fn write_scope(&mut self, table: &Target, from: &[FromClause], returning: &[Expr]) -> Scope {
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
            ..Scope::default()
        }
    }

    pub(super) fn update(&mut self, update: &Update, context: Context) -> Text {
        let scope = self.write_scope(&update.table, &update.from, &update.returning);
        self.scoped(scope, |compiler| compiler.update_text(update, context))
    }

    fn update_text(&mut self, update: &Update, context: Context) -> Text {
        let inner = Context { as_from: false, compound: None, in_columns: false, ..context };
        self.collect_ctes(&update.ctes, inner)?;
        let others = others(&update.table, &update.from);
        let mut tables = self.aliased_name(&update.table, context);
        if self.is_mysql() {
            for from in &others {
                let from = self.from(from, Context { as_from: true, ..inner })?;
                tables += &format!(", {from}");
            }
        }
        let words = self.words(&update.prefixes, inner)?;
        let pairs = self.assignments(update)?;
        let mut sets = Vec::with_capacity(pairs.len());
        for (key, value) in &pairs {
            let mut name = self.column_name(&update.table, key);
            if self.is_mysql() && !others.is_empty() {
                name = format!("{}.{name}", self.quote(&update.table.name));
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
        let all = pairs.is_empty() && self.params.is_empty();
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
        let scope = self.write_scope(&delete.table, &delete.from, &delete.returning);
        self.scoped(scope, |compiler| compiler.delete_text(delete, context))
    }

    fn delete_text(&mut self, delete: &Delete, context: Context) -> Text {
        let inner = Context { as_from: false, compound: None, in_columns: false, ..context };
        self.collect_ctes(&delete.ctes, inner)?;
        let table = self.aliased_name(&delete.table, context);
        let others = others(&delete.table, &delete.from);
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
                Backend::Mysql | Backend::Mariadb => text += &format!(" USING {table}, {froms}"),
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

/// What a statement reads besides the table that it writes to.
fn others<'f>(table: &Target, from: &'f [FromClause]) -> Vec<&'f FromClause> {
    let mut seen = HashSet::new();
    from.iter()
        .filter(|from| match id_of(from) {
            Some(id) => id != table.id && seen.insert(id),
            None => true,
        })
        .collect()
}
