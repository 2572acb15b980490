//! What stands in FROM.

use super::{
    Expr, FromClause,
    compiler::{Compiler, Context, Text},
};
use crate::{
    dialect::CompileError,
    schema::{Ident, Type},
};

/// The identity of an element, where it has one.
pub(super) fn id_of(from: &FromClause) -> Option<u64> {
    let id = match from {
        FromClause::Table { id, .. }
        | FromClause::Alias { id, .. }
        | FromClause::Subquery { id, .. }
        | FromClause::Join { id, .. }
        | FromClause::Function { id, .. }
        | FromClause::Values { id, .. }
        | FromClause::TableSample { id, .. } => *id,
        FromClause::Cte(cte) => cte.id,
        FromClause::Text { .. } | FromClause::Fragments { .. } => 0,
    };
    (id != 0).then_some(id)
}

/// The element and everything joined in it.
pub(super) fn ids_of(from: &FromClause) -> Vec<u64> {
    let mut ids: Vec<u64> = id_of(from).into_iter().collect();
    ids.extend(hidden_ids(from));
    ids
}

/// What a join contains, which does not stand in FROM on its own any more.
pub(super) fn hidden_ids(from: &FromClause) -> Vec<u64> {
    match from {
        FromClause::Join { left, right, .. } => {
            let mut ids = ids_of(left);
            ids.extend(ids_of(right));
            ids
        }
        _ => Vec::new(),
    }
}

impl Compiler<'_> {
    pub(super) fn bare_from(&mut self, from: &FromClause, context: Context) -> Text {
        match from {
            FromClause::Table { name, schema, .. } => Ok(match schema {
                Some(schema) if context.use_schema && !schema.name.is_empty() => {
                    format!("{}.{}", self.quote(schema), self.quote(name))
                }
                _ => self.quote(name),
            }),
            FromClause::Alias { of, .. } => {
                let inner = self.bare_from(of, context)?;
                let name = self.name_of_from(from, context)?;
                Ok(format!("{inner} AS {name}"))
            }
            FromClause::Subquery { select, lateral, .. } => {
                let name = self.name_of_from(from, context)?;
                let inner = Context { as_from: true, lateral: *lateral, compound: None, ..context };
                let text = self.executable(select, inner)?;
                let word = if *lateral { "LATERAL " } else { "" };
                Ok(format!("{word}({text}) AS {name}"))
            }
            FromClause::Cte(cte) => self.cte(cte, context),
            FromClause::Join { left, right, on, outer, full, .. } => {
                self.join(left, right, on.as_deref(), *outer, *full, context)
            }
            FromClause::Function { function, columns, lateral, plain, .. } => {
                let inner = Context { as_from: false, ..context };
                let text = self.expr(function, inner)?;
                let word = if *lateral { "LATERAL " } else { "" };
                if *plain {
                    return Ok(format!("{word}{text}"));
                }
                let name = self.name_of_from(from, context)?;
                let columns = self.derived(columns)?;
                Ok(format!("{word}{text} AS {name}{columns}"))
            }
            FromClause::Values { columns, rows, alias, literal_binds, lateral, .. } => {
                let inner = Context {
                    literal_binds: context.literal_binds || *literal_binds,
                    as_from: false,
                    ..context
                };
                let rows = self.values_rows(rows, inner)?;
                let word = if *lateral { "LATERAL " } else { "" };
                let name = match alias {
                    None => return Ok(format!("{word}({rows})")),
                    Some(name) => self.quote(name),
                };
                let columns: Vec<String> = columns.iter().map(|name| self.quote(name)).collect();
                Ok(format!("{word}({rows}) AS {name} ({})", columns.join(", ")))
            }
            FromClause::TableSample { of, method, seed, .. } => {
                let inner = self.bare_from(of, context)?;
                let name = self.name_of_from(from, context)?;
                let plain = Context { as_from: false, ..context };
                let mut text =
                    format!("{inner} AS {name} TABLESAMPLE {}", self.expr(method, plain)?);
                if let Some(seed) = seed {
                    text += &format!(" REPEATABLE ({})", self.expr(seed, plain)?);
                }
                Ok(text)
            }
            FromClause::Text { sql, binds } => {
                self.text(sql, binds, Context { as_from: false, ..context })
            }
            FromClause::Fragments { parts } => {
                self.fragments(parts, Context { as_from: false, ..context })
            }
        }
    }

    /// The name by which columns reach the element.
    pub(super) fn name_of_from(&mut self, from: &FromClause, context: Context) -> Text {
        let made = match from {
            FromClause::Alias { name: Some(name), .. }
            | FromClause::Subquery { alias: Some(name), .. }
            | FromClause::Function { alias: Some(name), .. }
            | FromClause::TableSample { name: Some(name), .. } => return Ok(self.quote(name)),
            FromClause::Alias { id, of, .. } | FromClause::TableSample { id, of, .. } => {
                let stem = match of.as_ref() {
                    FromClause::Table { name, .. } => name.name.clone(),
                    FromClause::Cte(cte) => match &cte.name {
                        Some(name) => name.name.clone(),
                        None => "anon".to_owned(),
                    },
                    _ => "anon".to_owned(),
                };
                self.anonymous("alias", *id, &stem)
            }
            FromClause::Subquery { id, .. } | FromClause::Function { id, .. } => {
                self.anonymous("alias", *id, "anon")
            }
            other => return self.bare_from(other, context),
        };
        Ok(self.quote(&Ident::from(made)))
    }

    fn derived(&mut self, columns: &[(Ident, Option<Type>)]) -> Text {
        if columns.is_empty() {
            return Ok(String::new());
        }
        let mut texts = Vec::with_capacity(columns.len());
        for (name, type_) in columns {
            texts.push(match type_ {
                Some(type_) => format!("{} {}", self.quote(name), self.type_sql(type_)?),
                None => self.quote(name),
            });
        }
        Ok(format!("({})", texts.join(", ")))
    }

    fn join(
        &mut self,
        left: &FromClause,
        right: &FromClause,
        on: Option<&Expr>,
        outer: bool,
        full: bool,
        context: Context,
    ) -> Text {
        let word = match (full, outer, self.is_mysql()) {
            (true, ..) => "FULL OUTER JOIN",
            (false, true, _) => "LEFT OUTER JOIN",
            (false, false, true) => "INNER JOIN",
            (false, false, false) => "JOIN",
        };
        let left = self.from(left, context)?;
        let grouped = matches!(right, FromClause::Join { .. });
        let right = self.from(right, context)?;
        let right = if grouped { format!("({right})") } else { right };
        let on = match on {
            Some(on) => self.operand(on, "_asbool", Context { as_from: false, ..context })?,
            None => {
                return Err(CompileError::Message(
                    "a join needs its ON condition: it could not be found from foreign keys"
                        .to_owned(),
                ));
            }
        };
        Ok(format!("{left} {word} {right} ON {on}"))
    }

    pub(super) fn values_rows(&mut self, rows: &[Vec<Expr>], context: Context) -> Text {
        let mut texts = Vec::with_capacity(rows.len());
        for row in rows {
            texts.push(format!("({})", self.list(row, "comma_op", context)?));
        }
        Ok(format!("VALUES {}", texts.join(", ")))
    }
}
