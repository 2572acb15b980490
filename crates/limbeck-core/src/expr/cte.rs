//! Common table expressions: rendered once, ahead of the statement.

use indexmap::IndexMap;

use super::{
    Cte, FromClause,
    compiler::{Compiler, Context, Text},
};
use crate::{dialect::CompileError, schema::Ident};

/// The expressions met so far.
#[derive(Debug, Default)]
pub(super) struct CteState {
    /// Name to the identity that has it, and what that one restates.
    known: IndexMap<String, (u64, Option<u64>)>,
    texts: IndexMap<u64, String>,
    recursive: bool,
}

impl Compiler<'_> {
    /// The name of the expression, which is rendered first where it has not been yet.
    pub(super) fn cte(&mut self, cte: &Cte, context: Context) -> Text {
        let name = match &cte.name {
            Some(name) => name.clone(),
            None => Ident::from(self.anonymous("alias", cte.id, "anon")),
        };
        if let Some(original) = &cte.alias_of {
            let original = self.from(original, context)?;
            return Ok(format!("{original} AS {}", self.quote(&name)));
        }
        let fresh = match self.ctes.known.get(&name.name).copied() {
            None => true,
            Some((id, restates)) if id == cte.id || restates == Some(cte.id) => false,
            Some((id, _)) if cte.restates == Some(id) => {
                self.ctes.texts.shift_remove(&id);
                true
            }
            Some(_) => {
                return Err(CompileError::Message(format!(
                    "Multiple, unrelated CTEs found with the same name: '{}'",
                    name.name
                )));
            }
        };
        if fresh {
            self.ctes.known.insert(name.name.clone(), (cte.id, cte.restates));
            self.ctes.recursive |= cte.recursive;
            let text = self.cte_text(cte, &name, context)?;
            self.ctes.texts.insert(cte.id, text);
        }
        Ok(self.quote(&name))
    }

    fn cte_text(&mut self, cte: &Cte, name: &Ident, context: Context) -> Text {
        let mut text = self.quote(name);
        if cte.recursive && !cte.columns.is_empty() {
            let columns: Vec<String> = cte.columns.iter().map(|name| self.quote(name)).collect();
            text += &format!("({})", columns.join(", "));
        }
        let inner = Context { as_from: true, compound: None, lateral: false, ..context };
        let body = match &cte.body {
            Some(body) => self.executable(body, inner)?,
            None => String::new(),
        };
        let mut prefixes = cte.prefixes.join(" ");
        if !prefixes.is_empty() {
            prefixes.push(' ');
        }
        text += &format!(" AS {prefixes}\n({body})");
        for suffix in &cte.suffixes {
            text += &format!(" {suffix} ");
        }
        Ok(text)
    }

    pub(super) fn with_ctes(&mut self, text: String) -> String {
        if self.ctes.texts.is_empty() {
            return text;
        }
        let word = if self.ctes.recursive { "WITH RECURSIVE" } else { "WITH" };
        let texts: Vec<String> = std::mem::take(&mut self.ctes.texts).into_values().collect();
        format!("{word} {}\n {text}", texts.join(", \n"))
    }

    pub(super) fn collect_ctes(
        &mut self,
        ctes: &[FromClause],
        context: Context,
    ) -> Result<(), CompileError> {
        for cte in ctes {
            self.from(cte, Context { as_from: false, ..context })?;
        }
        Ok(())
    }
}
