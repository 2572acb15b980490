//! Identifiers and the names of constraints.

use std::fmt;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// An identifier as the script wrote it, with its wish about quotes.
///
/// As JSON it is a string, or `{"name": "x", "quote": true}` for SQLAlchemy's `quoted_name`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "IdentForm", into = "IdentForm")]
pub struct Ident {
    pub name: String,
    /// `None` lets the dialect decide, `Some` forces or forbids quotes.
    pub quote: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum IdentForm {
    Plain(String),
    Quoted { name: String, quote: Option<bool> },
}

impl From<IdentForm> for Ident {
    fn from(form: IdentForm) -> Self {
        match form {
            IdentForm::Plain(name) => Ident { name, quote: None },
            IdentForm::Quoted { name, quote } => Ident { name, quote },
        }
    }
}

impl From<Ident> for IdentForm {
    fn from(ident: Ident) -> Self {
        match ident.quote {
            None => IdentForm::Plain(ident.name),
            quote => IdentForm::Quoted { name: ident.name, quote },
        }
    }
}

impl From<&str> for Ident {
    fn from(name: &str) -> Self {
        Ident { name: name.to_owned(), quote: None }
    }
}

impl From<String> for Ident {
    fn from(name: String) -> Self {
        Ident { name, quote: None }
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The name of a constraint or an index, before the naming convention has been applied.
///
/// As JSON: `null`, `"ck"` or `{"final": "ck_t_x"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Name {
    /// What `op.f()` gives: stands as it is.
    Final { r#final: String },
    /// A name that the convention may embed by `%(constraint_name)s`.
    Plain(Ident),
    /// No name: the convention gives one, or the constraint stays unnamed.
    #[default]
    Unset,
}

impl Name {
    /// The name as written, whatever its kind.
    pub fn text(&self) -> Option<&str> {
        match self {
            Name::Unset => None,
            Name::Plain(ident) => Some(&ident.name),
            Name::Final { r#final } => Some(r#final),
        }
    }
}

/// SQLAlchemy's `naming_convention`: templates by kind (`ix uq ck fk pk`).
///
/// A token that is a Python callable has been evaluated by the script's side, which then
/// hands over [`Name::Final`]; only text templates arrive here.
pub type NamingConvention = IndexMap<String, String>;
