//! INSERT: which columns it names, and RETURNING.

use std::{borrow::Cow, collections::HashSet};

use super::{
    Bind, Executable, Expr, Insert, InsertSource, LabelStyle, Mode, Target, TargetColumn,
    compiler::{Compiler, Context, Text},
    finish::ResultType,
    scope::Scope,
};
use crate::{
    dialect::{Backend, CompileError},
    schema::Ident,
};

impl TargetColumn {
    pub(super) fn key(&self) -> &str {
        self.key.as_deref().unwrap_or(&self.name.name)
    }

    pub(super) fn bind(&self, name: String) -> Bind {
        Bind {
            key: Some(name),
            type_: self.type_.clone(),
            within: self.bind_expression.clone(),
            required: true,
            of_column: true,
            ..Bind::default()
        }
    }
}

/// The error for values that belong to no column.
pub(super) fn unconsumed<'k>(
    given: impl Iterator<Item = &'k str>,
    columns: &[TargetColumn],
) -> Result<(), CompileError> {
    let known: HashSet<&str> = columns.iter().map(TargetColumn::key).collect();
    let mut missing: Vec<&str> = given.filter(|key| !known.contains(key)).collect();
    if missing.is_empty() || columns.is_empty() {
        return Ok(());
    }
    missing.sort_unstable();
    Err(CompileError::Message(format!("Unconsumed column names: {}", missing.join(", "))))
}

impl Compiler<'_> {
    pub(super) fn insert(&mut self, insert: &Insert, context: Context) -> Text {
        let top = self.stack.is_empty();
        if top {
            self.returns_rows = match insert.returning.is_empty() {
                true => ResultType::None,
                false => ResultType::Rows,
            };
        }
        let scope = Scope { collects: top, reads: top, ..Scope::default() };
        self.scoped(scope, |compiler| compiler.insert_text(insert, top, context))
    }

    fn insert_text(&mut self, insert: &Insert, top: bool, context: Context) -> Text {
        let inner = Context { as_from: false, compound: None, in_columns: false, ..context };
        self.collect_ctes(&insert.ctes, inner)?;
        let table = &insert.table;
        let target = self.hinted_target(self.target_name(table, context), table, &insert.hints)?;
        let mut text = format!("INSERT {}INTO {target}", self.words(&insert.prefixes, inner)?);
        let mut implicit = Vec::new();
        match &insert.source {
            InsertSource::Select { columns, select } => {
                let (columns, select) = self.with_selected_defaults(table, columns, select)?;
                let names: Vec<String> = columns.iter().map(|name| self.quote(name)).collect();
                text += &format!(" ({}) ", names.join(", "));
                let query = self.executable(&select, Context { insert_into: true, ..inner })?;
                text += &match self.is_mysql() {
                    true => self.with_ctes(query),
                    false => query,
                };
            }
            InsertSource::Rows(rows) => text += &self.insert_rows(table, rows, inner)?,
            InsertSource::Unset => {
                let pairs = self.unset(table);
                implicit = self.fetched(insert, &pairs, top);
                text += &self.insert_row(table, pairs, inner)?;
            }
            InsertSource::Row(row) => {
                let mut pairs = self.in_order(table, row, context)?;
                self.add_params(table, &mut pairs);
                self.add_defaults(table, &mut pairs);
                implicit = self.fetched(insert, &pairs, top);
                text += &self.insert_row(table, pairs, inner)?;
            }
        }
        if let Some(conflict) = &insert.conflict {
            text += &format!(" {}", self.conflict(conflict, insert, inner)?);
        }
        let returning = if insert.returning.is_empty() { &implicit } else { &insert.returning };
        text += &self.returning(returning, inner)?;
        Ok(text)
    }

    pub(super) fn target_name(&self, table: &Target, context: Context) -> String {
        match &table.schema {
            Some(schema) if context.use_schema && !schema.name.is_empty() => {
                format!("{}.{}", self.quote(schema), self.quote(&table.name))
            }
            _ => self.quote(&table.name),
        }
    }

    /// Without `values()` the execution's parameters name the columns; text without those has all.
    fn unset(&mut self, table: &Target) -> Vec<(Ident, Expr)> {
        let shows_all = self.params.is_empty() && self.mode != Mode::Live;
        let given = |column: &&TargetColumn| shows_all || self.params.contains_key(column.key());
        let mut pairs: Vec<(Ident, Expr)> = table
            .columns
            .iter()
            .filter(given)
            .map(|column| {
                (Ident::from(column.key()), Expr::Bind(column.bind(column.key().to_owned())))
            })
            .collect();
        if !shows_all {
            self.add_defaults(table, &mut pairs);
        }
        pairs
    }

    fn in_order(
        &mut self,
        table: &Target,
        row: &[(Ident, Expr)],
        _context: Context,
    ) -> Result<Vec<(Ident, Expr)>, CompileError> {
        unconsumed(row.iter().map(|(key, _)| key.name.as_str()), &table.columns)?;
        if table.columns.is_empty() {
            return Ok(row.to_vec());
        }
        let find =
            |column: &TargetColumn| row.iter().find(|(key, _)| key.name == column.key()).cloned();
        Ok(table.columns.iter().filter_map(find).collect())
    }

    fn add_params(&mut self, table: &Target, pairs: &mut Vec<(Ident, Expr)>) {
        for column in &table.columns {
            let given = pairs.iter().any(|(key, _)| key.name == column.key());
            if self.params.contains_key(column.key()) && !given {
                let bind = Expr::Bind(column.bind(column.key().to_owned()));
                pairs.push((Ident::from(column.key()), bind));
            }
        }
        self.sort(table, pairs);
    }

    fn add_defaults(&mut self, table: &Target, pairs: &mut Vec<(Ident, Expr)>) {
        for column in &table.columns {
            let given = pairs.iter().any(|(key, _)| key.name == column.key());
            if let (Some(default), false) = (&column.default, given) {
                let value = self.client_default(default);
                pairs.push((Ident::from(column.key()), value));
            }
        }
        self.sort(table, pairs);
    }

    /// `INSERT .. SELECT` with what the client supplies for the other columns.
    fn with_selected_defaults<'s>(
        &self,
        table: &Target,
        columns: &'s [Ident],
        select: &'s Executable,
    ) -> Result<(Cow<'s, [Ident]>, Cow<'s, Executable>), CompileError> {
        let given = |column: &&TargetColumn| columns.iter().all(|name| name != &column.name);
        let defaults: Vec<(&Ident, &Expr)> = table
            .columns
            .iter()
            .filter(given)
            .filter_map(|column| Some((&column.name, column.default.as_deref()?)))
            .collect();
        if defaults.is_empty() {
            return Ok((Cow::Borrowed(columns), Cow::Borrowed(select)));
        }
        let mut names = columns.to_vec();
        names.extend(defaults.iter().map(|(name, _)| (*name).clone()));
        match select {
            Executable::Select(select) if select.compound.is_none() => {
                let mut select = select.clone();
                select.columns.extend(defaults.iter().map(|(_, value)| self.client_default(value)));
                Ok((Cow::Owned(names), Cow::Owned(Executable::Select(select))))
            }
            _ => {
                let names: Vec<String> =
                    defaults.iter().map(|(name, _)| format!("'{}'", name.name)).collect();
                Err(CompileError::Message(format!(
                    "Can't extend statement for INSERT..FROM SELECT to include additional \
                     default-holding column(s) {}.  Convert the selectable to a subquery() first, \
                     or pass include_defaults=False to Insert.from_select() to skip these columns.",
                    names.join(", ")
                )))
            }
        }
    }

    /// A default of the client's own is known only when the statement runs.
    pub(super) fn client_default(&self, default: &Expr) -> Expr {
        match default {
            Expr::Bind(bind) if self.mode != super::Mode::Live => {
                let value = Some(crate::statement::Value::Null);
                Expr::Bind(Bind { value, ..bind.clone() })
            }
            default => default.clone(),
        }
    }

    fn sort(&self, table: &Target, pairs: &mut [(Ident, Expr)]) {
        let place = |key: &str| table.columns.iter().position(|column| column.key() == key);
        pairs.sort_by_key(|(key, _)| place(&key.name));
    }

    fn insert_row(&mut self, table: &Target, pairs: Vec<(Ident, Expr)>, context: Context) -> Text {
        if pairs.is_empty() {
            return Ok(match self.is_mysql() {
                true => " () VALUES ()".to_owned(),
                false => " DEFAULT VALUES".to_owned(),
            });
        }
        let names: Vec<String> =
            pairs.iter().map(|(key, _)| self.column_name(table, key)).collect();
        let mut values = Vec::with_capacity(pairs.len());
        for (key, value) in &pairs {
            let value = of_column(value, key);
            values.push(self.value(&value, context)?);
        }
        Ok(format!(" ({}) VALUES ({})", names.join(", "), values.join(", ")))
    }

    /// A value beside a column: expressions other than plain ones stand in parentheses.
    pub(super) fn value(&mut self, value: &Expr, context: Context) -> Text {
        self.operand(value, "_value", context)
    }

    fn insert_rows(
        &mut self,
        table: &Target,
        rows: &[Vec<(Ident, Expr)>],
        context: Context,
    ) -> Text {
        let Some(first) = rows.first() else {
            return Ok(" DEFAULT VALUES".to_owned());
        };
        let mut keys = self.in_order(table, first, context)?;
        self.add_defaults(table, &mut keys);
        let names: Vec<String> = keys.iter().map(|(key, _)| self.column_name(table, key)).collect();
        let mut texts = Vec::with_capacity(rows.len());
        for (index, row) in rows.iter().enumerate() {
            let mut values = Vec::with_capacity(keys.len());
            for (key, default) in &keys {
                let found = row.iter().find(|(name, _)| name.name == key.name);
                let has_default = !first.iter().any(|(name, _)| name.name == key.name);
                let value = match found {
                    Some((_, value)) => value,
                    None if has_default => default,
                    None => {
                        return Err(CompileError::Message(format!(
                            "Can't mix single-values and multiple values formats in one INSERT statement: row {index} has no value for '{}'",
                            key.name
                        )));
                    }
                };
                let value = numbered(value, key, index, has_default);
                values.push(self.value(&value, context)?);
            }
            texts.push(format!("({})", values.join(", ")));
        }
        Ok(format!(" ({}) VALUES {}", names.join(", "), texts.join(", ")))
    }

    pub(super) fn column_name(&self, table: &Target, key: &Ident) -> String {
        let column = table.columns.iter().find(|column| column.key() == key.name);
        self.quote(column.map_or(key, |column| &column.name))
    }

    /// The primary key columns that PostgreSQL is asked to give back.
    fn fetched(&mut self, insert: &Insert, pairs: &[(Ident, Expr)], top: bool) -> Vec<Expr> {
        if insert.inline
            || !top
            || self.backend() != Backend::Postgresql
            || self.dialect.driver == "default"
            || !insert.returning.is_empty()
        {
            return Vec::new();
        }
        let table = &insert.table;
        let given = |column: &TargetColumn| {
            pairs
                .iter()
                .any(|(key, value)| key.name == column.key() && matches!(value, Expr::Bind(_)))
        };
        table
            .columns
            .iter()
            .filter(|column| column.primary_key && !given(column))
            .map(|column| {
                Expr::Column(super::ColumnRef {
                    name: column.name.clone(),
                    table: Some(table.name.clone()),
                    schema: table.schema.clone(),
                    type_: column.type_.clone(),
                    ..Default::default()
                })
            })
            .collect()
    }

    pub(super) fn returning(&mut self, columns: &[Expr], context: Context) -> Text {
        if columns.is_empty() {
            return Ok(String::new());
        }
        let context = Context { include_table: self.backend() != Backend::Sqlite, ..context };
        let columns = self.columns(columns, LabelStyle::Disambiguate, context)?;
        Ok(format!(" RETURNING {}", columns.join(", ")))
    }
}

/// The binds of a row of several are `name_m0`, `name_m1`.
fn numbered(value: &Expr, key: &Ident, index: usize, is_default: bool) -> Expr {
    match of_column(value, key) {
        Expr::Bind(bind) if bind.of_column && !(is_default && index == 0) => {
            Expr::Bind(Bind { key: Some(format!("{}_m{index}", key.name)), ..bind })
        }
        value => value,
    }
}

/// Marks the bind that holds the value of its own column.
pub(super) fn of_column(value: &Expr, key: &Ident) -> Expr {
    match value {
        Expr::Bind(bind) if bind.id.is_none() && bind.key.as_deref() == Some(&key.name) => {
            Expr::Bind(Bind { of_column: true, ..bind.clone() })
        }
        value => value.clone(),
    }
}
