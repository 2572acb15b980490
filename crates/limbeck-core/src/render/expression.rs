//! SQL expressions inside Python: `sa.text('now()')`.

use serde_json::Value as Json;

use super::{RenderError, RenderItem, Renderer, repr};
use crate::{
    dialect::{Backend, json_repr},
    expr::{Expr, compile_ddl},
    reflect::is_bare_expression,
    schema::Options as Kwargs,
};

impl<R: RenderItem> Renderer<'_, R> {
    /// The SQL of an expression.
    pub(super) fn sql(&self, expr: &Expr) -> Result<String, RenderError> {
        Ok(compile_ddl(expr, self.options.dialect)?)
    }

    /// `sa.text('..')`
    pub(super) fn text(&self, expr: &Expr) -> Result<String, RenderError> {
        Ok(format!("{}text({})", self.sa(), repr(&self.sql(expr)?)))
    }

    /// The SQL of a server default, in the brackets that SQLite wants around expressions.
    pub(super) fn default_text(&self, expr: &Expr) -> Result<String, RenderError> {
        let sql = self.sql(expr)?;
        let sql = match self.options.dialect.backend {
            Backend::Sqlite if is_bare_expression(&sql) => format!("({sql})"),
            _ => sql,
        };
        Ok(format!("{}text({})", self.sa(), repr(&sql)))
    }

    /// `key=value` for each dialect option.
    pub(super) fn kwargs(&self, options: &Kwargs) -> Result<Vec<String>, RenderError> {
        let shown = |(key, value): (&String, &Json)| Ok(format!("{key}={}", self.value(value)?));
        options
            .iter()
            .filter(|(key, _)| key.contains('_') && !key.starts_with("limbeck_"))
            .map(shown)
            .collect()
    }

    /// The value of a dialect option.
    pub(super) fn value(&self, value: &Json) -> Result<String, RenderError> {
        if let Some(text) = value.get("$python").and_then(Json::as_str) {
            return Ok(text.to_owned());
        }
        if let Some(expr) = value.get("$expr") {
            let read = serde_json::from_value::<Expr>(expr.clone());
            return match read {
                Ok(Expr::Column(column)) => Ok(repr(&column.name.name)),
                Ok(expr) => self.text(&expr),
                Err(_) => Ok(json_repr(value)),
            };
        }
        match value {
            Json::Array(items) => {
                let items: Result<Vec<String>, RenderError> =
                    items.iter().map(|item| self.value(item)).collect();
                Ok(format!("[{}]", items?.join(", ")))
            }
            value => Ok(json_repr(value)),
        }
    }
}
