//! Parameters: their names, and the marks that stand for them until the text is finished.

use super::{
    Bind, Mode, OwnLiteral,
    compiler::{Compiler, Context, Text},
    finish::{self, Expansion},
    scope::stem,
};
use crate::{dialect::CompileError, statement::Value};

/// Where each value of an expanding bind goes in its type's expression.
const EACH: char = '\u{3}';

impl Compiler<'_> {
    pub(super) fn bind(&mut self, bind: &Bind, context: Context) -> Text {
        let Some(within) = &bind.within else {
            return self.bare_bind(bind, context);
        };
        // An expression has no place for another bind's expression inside of it.
        if !self.within.is_empty() {
            return self.bare_bind(bind, context);
        }
        self.within.push(Bind { within: None, ..bind.clone() });
        let inner = Context { in_expansion: false, negated_in: false, ..context };
        let text = self.expr(within, inner);
        self.within.pop();
        let text = text?;
        if !bind.expanding {
            return Ok(text);
        }
        let name = self.bind_name(bind)?;
        let (before, after) = text.split_once(EACH).ok_or_else(|| {
            let message = "bind_expression() of a type leaves out the values of a list";
            CompileError::Message(message.to_owned())
        })?;
        self.around.insert(name, (before.to_owned(), after.to_owned()));
        self.bare_bind(bind, context)
    }

    /// The value inside its type's expression; of several values, the mark for each of them.
    pub(super) fn bind_value(&mut self, context: Context) -> Text {
        match self.within.last().cloned() {
            Some(bind) if bind.expanding => Ok(EACH.to_string()),
            Some(bind) => self.bare_bind(&bind, context),
            None => {
                let message = "a value of a type's expression stands outside of it";
                Err(CompileError::Message(message.to_owned()))
            }
        }
    }

    fn bare_bind(&mut self, bind: &Bind, context: Context) -> Text {
        let bind = &self.with_params(bind);
        let expansion = match (context.in_expansion, context.negated_in) {
            (true, true) => Expansion::NotIn,
            (true, false) => Expansion::In,
            (false, _) => Expansion::Other,
        };
        if context.literal_binds && (bind.value.is_some() || !bind.of_column) {
            let text = self.literal_bind(bind, expansion)?;
            return Ok(if bind.expanding { format!("({text})") } else { text });
        }
        let name = self.bind_name(bind)?;
        let mark = finish::mark(&name, expansion, context.literal_execute || bind.literal_execute);
        Ok(if bind.expanding { format!("({mark})") } else { mark })
    }

    fn with_params(&self, bind: &Bind) -> Bind {
        let mut bind = bind.clone();
        if let Some(value) =
            bind.key.as_ref().filter(|_| bind.id.is_none()).and_then(|key| self.params.get(key))
        {
            bind.value = Some(value.clone());
            bind.literals.clear();
        }
        bind
    }

    fn literal_bind(&mut self, bind: &Bind, expansion: Expansion) -> Text {
        match &bind.value {
            None | Some(Value::Null) if !bind.expanding => Ok("NULL".to_owned()),
            Some(value) if bind.expanding => {
                let around = self.bind_name(bind)?;
                let around = self.around.get(&around);
                self.literal_list(bind, value, expansion, around)
            }
            Some(value) => match bind.literals.first() {
                Some(Some(_)) => self.literal_of(bind, 0, value),
                _ => self.literal(value, bind.type_.as_ref()),
            },
            None => Ok("NULL".to_owned()),
        }
    }

    /// A bind's value, or the one at `index` of several, as a literal.
    pub(super) fn literal_of(&self, bind: &Bind, index: usize, value: &Value) -> Text {
        match bind.literals.get(index).and_then(Option::as_ref) {
            Some(OwnLiteral::Sql { sql }) => Ok(sql.clone()),
            Some(OwnLiteral::Value(own)) => self.dialect.literal(&own.value, Some(&own.type_)),
            None => self.dialect.literal(value, bind.type_.as_ref()),
        }
    }

    pub(super) fn bind_name(&mut self, bind: &Bind) -> Result<String, CompileError> {
        let name = match (bind.id, &bind.key) {
            (Some(id), key) => {
                let stem = key.as_deref().map(stem).unwrap_or_else(|| "param".to_owned());
                self.anonymous("bindparam", id, &stem)
            }
            (None, Some(key)) => key.clone(),
            (None, None) => "param".to_owned(),
        };
        if let Some(existing) = self.binds.get(&name) {
            if existing.id != bind.id || existing.of_column != bind.of_column {
                return Err(CompileError::Message(format!(
                    "Bind parameter '{name}' conflicts with unique bind parameter of the same name"
                )));
            }
            if existing.expanding != bind.expanding {
                return Err(CompileError::Message(format!(
                    "Can't reuse bound parameter name '{name}' in both 'expanding' (e.g. within an IN expression) and non-expanding contexts.  If this parameter is to receive a list/array value, set 'expanding=True' on it for expressions that aren't IN, otherwise use a different parameter name."
                )));
            }
        }
        self.binds.insert(name.clone(), bind.clone());
        Ok(name)
    }

    pub(super) fn literal(&self, value: &Value, type_: Option<&crate::schema::Type>) -> Text {
        if matches!(value, Value::Json(document) if document.is_null())
            && self.mode == Mode::Literal
        {
            return Ok("NULL".to_owned());
        }
        self.dialect.literal(value, type_)
    }
}
