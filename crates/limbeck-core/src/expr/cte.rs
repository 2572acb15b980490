//! Common table expressions: rendered once, ahead of the statement.

use indexmap::IndexMap;

use super::{
    Cte, FromClause,
    compiler::{Compiler, Context, Text},
};
use crate::{dialect::CompileError, schema::Ident};

/// The expressions met so far.
#[derive(Debug, Clone, Default)]
pub(super) struct CteState {
    /// Name to the identity that has it, and what that one restates.
    known: IndexMap<String, (u64, Option<u64>)>,
    texts: IndexMap<u64, String>,
    recursive: bool,
}

impl CteState {
    fn has(&self, cte: &Cte, name: &Ident) -> bool {
        self.known
            .get(&name.name)
            .is_some_and(|(id, restates)| *id == cte.id || *restates == Some(cte.id))
    }

    /// Takes the name for the expression, and drops the one that it restates.
    fn admit(&mut self, cte: &Cte, name: &Ident) -> Result<(), CompileError> {
        match self.known.get(&name.name) {
            None => {}
            Some((id, _)) if cte.restates == Some(*id) => {
                self.texts.shift_remove(id);
            }
            Some(_) => {
                return Err(CompileError::Message(format!(
                    "Multiple, unrelated CTEs found with the same name: '{}'",
                    name.name
                )));
            }
        }
        self.known.insert(name.name.clone(), (cte.id, cte.restates));
        self.recursive |= cte.recursive;
        Ok(())
    }

    /// `text` with the expressions met so far ahead of it.
    pub(super) fn ahead_of(&mut self, text: String) -> String {
        if self.texts.is_empty() {
            return text;
        }
        let word = if self.recursive { "WITH RECURSIVE" } else { "WITH" };
        let texts: Vec<String> = std::mem::take(&mut self.texts).into_values().collect();
        format!("{word} {}\n {text}", texts.join(", \n"))
    }
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
        let above = self.stack.iter().any(|scope| scope.ctes.has(cte, &name));
        if !above && !self.ctes.has(cte, &name) {
            let place = if cte.nesting { self.nesting_place() } else { None };
            self.ctes_of(place).admit(cte, &name)?;
            let text = self.cte_text(cte, &name, context)?;
            self.ctes_of(place).texts.insert(cte.id, text);
        }
        Ok(self.quote(&name))
    }

    /// The statement on the stack ahead of which a nested expression stands; `None` for the
    /// outermost one.
    fn nesting_place(&self) -> Option<usize> {
        self.stack.iter().rposition(|scope| !scope.embedded).filter(|place| *place > 0)
    }

    fn ctes_of(&mut self, place: Option<usize>) -> &mut CteState {
        match place.and_then(|place| self.stack.get_mut(place)) {
            Some(scope) => &mut scope.ctes,
            None => &mut self.ctes,
        }
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
        self.ctes.ahead_of(text)
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
