//! The statements around the one being compiled, and the names made for what has none.

use std::collections::{HashMap, HashSet};

use super::{
    compiler::{Compiler, Text},
    cte::CteState,
};

/// What an enclosing statement tells the ones inside it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// The FROM elements that a subquery may leave out where it says so.
    pub correlate: HashSet<u64>,
    /// Those that it leaves out by itself.
    pub implicit: HashSet<u64>,
    /// The labels and columns that ORDER BY and GROUP BY may refer to.
    pub names: Vec<ScopeName>,
    /// Whether the first SELECT of a compound names the columns of the result.
    pub collects: bool,
    /// Whether columns are read as their types say, since the rows are the client's.
    pub reads: bool,
    /// Whether the statement's own common table expressions stand ahead of the one around it.
    pub embedded: bool,
    /// What to say beside elements of FROM, by their ids.
    pub hints: HashMap<u64, String>,
    /// The common table expressions that stand ahead of this statement.
    pub ctes: CteState,
}

/// A column of the SELECT, by which ORDER BY and GROUP BY may name it.
#[derive(Debug, Clone)]
pub(super) struct ScopeName {
    pub name: String,
    /// The identity of the label that carries the name.
    pub id: Option<u64>,
    /// What stands in ORDER BY for the name.
    pub sql: String,
    /// Whether it is a label rather than a column of its own name.
    pub label: bool,
}

impl Compiler<'_> {
    /// The text of a statement, and ahead of it the common table expressions that are its own.
    pub(super) fn scoped(&mut self, scope: Scope, render: impl FnOnce(&mut Self) -> Text) -> Text {
        self.stack.push(scope);
        let text = render(self);
        let scope = self.stack.pop();
        let text = text?;
        Ok(match scope {
            _ if self.stack.is_empty() => self.with_ctes(text),
            Some(mut scope) => scope.ctes.ahead_of(text),
            None => text,
        })
    }

    /// The name made for `id`: the stem and a number counted per stem over the whole statement.
    pub(super) fn anonymous(&mut self, class: &'static str, id: u64, stem: &str) -> String {
        let key = (id, stem.to_owned());
        if let Some(name) = self.names.get(&key) {
            return name.clone();
        }
        let counter = self.counters.entry(stem.to_owned()).or_insert(0);
        *counter += 1;
        let name = format!("{stem}_{counter}");
        let name = self.shortened(class, name);
        self.names.insert(key, name.clone());
        name
    }

    /// Names that the compiler made are cut to the database's limit.
    fn shortened(&mut self, class: &'static str, name: String) -> String {
        let limit = match self.backend() {
            crate::dialect::Backend::Postgresql => 63,
            crate::dialect::Backend::Sqlite => 9999,
            _ => 255,
        };
        if name.chars().count() <= limit - 6 {
            return name;
        }
        let counter = self.cut.entry(class).or_insert(0);
        *counter += 1;
        let kept: String = name.chars().take(limit - 6).collect();
        format!("{kept}_{counter:x}")
    }
}

/// The stem of a name, without the characters that would disturb a parameter's marker.
pub(super) fn stem(text: &str) -> String {
    let mut stem = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '%' | '(' | ')' | ' ' | '$' if stem.ends_with('_') => {}
            '%' | '(' | ')' | ' ' | '$' => stem.push('_'),
            character => stem.push(character),
        }
    }
    stem.trim_matches('_').to_owned()
}
