//! Naming conventions: what a constraint or an index is called when its script does not say.

use super::DdlError;
use crate::schema::{
    Constraint, ConstraintKind, ForeignKey, Ident, Index, IndexElement, Name, NamingConvention,
};

/// The convention's word for a kind of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    Index,
    Unique,
    Check,
    ForeignKey,
    PrimaryKey,
    /// A kind that no convention speaks of.
    Other,
}

impl NameKind {
    fn key(self) -> Option<&'static str> {
        Some(match self {
            NameKind::Index => "ix",
            NameKind::Unique => "uq",
            NameKind::Check => "ck",
            NameKind::ForeignKey => "fk",
            NameKind::PrimaryKey => "pk",
            NameKind::Other => return None,
        })
    }
}

/// What a template can ask about: the object's table, its columns, what it refers to.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    pub kind: NameKind,
    pub name: &'a Name,
    pub table: &'a Ident,
    pub schema: Option<&'a Ident>,
    pub columns: &'a [&'a str],
    pub references: Option<&'a ForeignKey>,
}

/// The final name of an object: as written, or as the convention makes it.
///
/// Without a convention SQLAlchemy's default holds, which names indexes alone:
/// `ix_<table>_<column>`.
///
/// # Errors
/// [`DdlError::NameRequired`] where the template embeds a name that is not there,
/// [`DdlError::UnknownToken`] for a token that does not exist.
pub fn apply(named: Named<'_>, convention: Option<&NamingConvention>) -> Result<Name, DdlError> {
    if matches!(named.name, Name::Final { .. }) {
        return Ok(named.name.clone());
    }
    let default = || (named.kind == NameKind::Index).then_some("ix_%(column_0_label)s");
    let template = match convention.filter(|convention| !convention.is_empty()) {
        Some(convention) => {
            named.kind.key().and_then(|key| convention.get(key)).map(String::as_str)
        }
        None => default(),
    };
    match template {
        Some(template) if *named.name == Name::Unset || template.contains("constraint_name") => {
            Ok(Name::Final { r#final: expand(template, named)? })
        }
        _ => Ok(named.name.clone()),
    }
}

/// [`apply`] for a constraint of `table`.
pub fn constraint_name(
    constraint: &Constraint,
    table: &Ident,
    schema: Option<&Ident>,
    convention: Option<&NamingConvention>,
) -> Result<Name, DdlError> {
    let columns = constraint_columns(constraint);
    let references = match &constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key),
        _ => None,
    };
    let kind = match &constraint.kind {
        ConstraintKind::PrimaryKey(_) => NameKind::PrimaryKey,
        ConstraintKind::Unique(_) => NameKind::Unique,
        ConstraintKind::ForeignKey(_) => NameKind::ForeignKey,
        ConstraintKind::Check(_) => NameKind::Check,
        ConstraintKind::Exclude(_) => NameKind::Other,
    };
    let named =
        Named { kind, name: &constraint.name, table, schema, columns: &columns, references };
    apply(named, convention)
}

/// [`apply`] for an index.
pub fn index_name(index: &Index, convention: Option<&NamingConvention>) -> Result<Name, DdlError> {
    let columns: Vec<&str> = index
        .elements
        .iter()
        .filter_map(|element| match element {
            IndexElement::Column { column } => Some(column.name.as_str()),
            IndexElement::Expr { name, .. } => name.as_deref(),
        })
        .collect();
    let named = Named {
        kind: NameKind::Index,
        name: &index.name,
        table: &index.table,
        schema: index.schema.as_ref(),
        columns: &columns,
        references: None,
    };
    apply(named, convention)
}

/// The columns that a constraint is about, by name.
pub(super) fn constraint_columns(constraint: &Constraint) -> Vec<&str> {
    fn names(columns: &[Ident]) -> Vec<&str> {
        columns.iter().map(|column| column.name.as_str()).collect()
    }
    match &constraint.kind {
        ConstraintKind::PrimaryKey(key) => names(&key.columns),
        ConstraintKind::Unique(unique) => names(&unique.columns),
        ConstraintKind::ForeignKey(key) => names(&key.columns),
        ConstraintKind::Check(check) => super::expression::columns(&check.condition),
        ConstraintKind::Exclude(exclude) => exclude
            .elements
            .iter()
            .flat_map(|element| super::expression::columns(&element.expr))
            .collect(),
    }
}

/// Fills a template's `%(token)s`; `%%` is a percent sign.
fn expand(template: &str, named: Named<'_>) -> Result<String, DdlError> {
    let mut name = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        name.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            name.push('%');
            rest = after;
            continue;
        }
        let token = after.strip_prefix('(').and_then(|after| after.split_once(")s"));
        let unknown = |token: &str| DdlError::UnknownToken {
            template: template.to_owned(),
            token: token.to_owned(),
        };
        let (token, after) = token.ok_or_else(|| unknown(after))?;
        let value = value_of(token, named)?.ok_or_else(|| unknown(token))?;
        name.push_str(&value);
        rest = after;
    }
    name.push_str(rest);
    Ok(name)
}

fn value_of(token: &str, named: Named<'_>) -> Result<Option<String>, DdlError> {
    Ok(match token {
        "table_name" => Some(named.table.name.clone()),
        "referred_table_name" => {
            Some(named.references.map(|key| key.referent_table.name.clone()).unwrap_or_default())
        }
        "constraint_name" => match named.name.text() {
            Some(name) => Some(name.to_owned()),
            None => return Err(DdlError::NameRequired { table: named.table.name.clone() }),
        },
        token => match token.strip_prefix("referred_column_") {
            Some(position) => referred_columns(position, named),
            None => token.strip_prefix("column_").and_then(|position| own_columns(position, named)),
        },
    })
}

/// `0_name`, `0N_label`, `0_N_key`: the positions a token asks for and the attribute.
fn positions(token: &str) -> Option<(Option<usize>, &'static str, &str)> {
    let digits = token.find(|character: char| !character.is_ascii_digit())?;
    let position = token[..digits].parse().ok()?;
    let rest = &token[digits..];
    for (multiple, separator) in [("_N_", "_"), ("N_", "")] {
        if let Some(attribute) = rest.strip_prefix(multiple) {
            return Some((None, separator, attribute));
        }
    }
    Some((Some(position), "", rest.strip_prefix('_')?))
}

fn own_columns(token: &str, named: Named<'_>) -> Option<String> {
    let (position, separator, attribute) = positions(token)?;
    let value = |column: &&str| match attribute {
        "name" | "key" => Some((*column).to_owned()),
        "label" => Some(match named.schema {
            Some(schema) => {
                format!("{}_{}_{column}", schema.name.replace('.', "_"), named.table)
            }
            None => format!("{}_{column}", named.table),
        }),
        _ => None,
    };
    match position {
        Some(position) => named.columns.get(position).map_or(Some(String::new()), value),
        None => {
            let values: Option<Vec<String>> = named.columns.iter().map(value).collect();
            values.map(|values| values.join(separator))
        }
    }
}

fn referred_columns(token: &str, named: Named<'_>) -> Option<String> {
    let (position, separator, attribute) = positions(token)?;
    let key = named.references?;
    let names: Vec<&str> = key.referent_columns.iter().map(|column| column.name.as_str()).collect();
    match (attribute, position) {
        ("name", Some(position)) => names.get(position).map(|name| (*name).to_owned()),
        ("name", None) => Some(names.join(separator)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: NameKind, name: Name, template: &str, expected: &str) {
        let key: ForeignKey = serde_json::from_value(serde_json::json!({
            "columns": ["a", "b"], "referent_table": "r", "referent_columns": ["x", "y"],
        }))
        .unwrap();
        let table = Ident::from("t");
        let schema = Ident::from("s.q");
        let named = Named {
            kind,
            name: &name,
            table: &table,
            schema: Some(&schema),
            columns: &["a", "b"],
            references: Some(&key),
        };
        let convention: NamingConvention =
            kind.key().map(|key| (key.to_owned(), template.to_owned())).into_iter().collect();
        assert_eq!(
            apply(named, Some(&convention)),
            Ok(Name::Final { r#final: expected.to_owned() })
        );
    }

    #[test]
    fn every_token_is_filled() {
        let plain = || Name::Plain("mine".into());
        check(NameKind::Unique, Name::Unset, "uq_%(table_name)s_%(column_0_name)s", "uq_t_a");
        check(NameKind::Unique, Name::Unset, "uq_%(column_0N_name)s", "uq_ab");
        check(NameKind::Unique, Name::Unset, "uq_%(column_0_N_name)s", "uq_a_b");
        check(NameKind::Index, Name::Unset, "%(column_0_label)s", "s_q_t_a");
        check(NameKind::Index, Name::Unset, "%(column_1_key)s%(column_7_name)s", "b");
        check(NameKind::Check, plain(), "ck_%(table_name)s_%(constraint_name)s", "ck_t_mine");
        check(NameKind::PrimaryKey, Name::Unset, "pk%%_%(table_name)s", "pk%_t");
        check(
            NameKind::ForeignKey,
            Name::Unset,
            "fk_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_N_name)s",
            "fk_a_r_x_y",
        );
    }

    #[test]
    fn a_template_asks_only_for_what_exists() {
        let named = |name| Named {
            kind: NameKind::Check,
            name,
            table: const { &Ident { name: String::new(), quote: None } },
            schema: None,
            columns: &[],
            references: None,
        };
        let convention = |template: &str| NamingConvention::from([("ck".into(), template.into())]);
        assert!(matches!(
            apply(named(&Name::Unset), Some(&convention("%(constraint_name)s"))),
            Err(DdlError::NameRequired { .. })
        ));
        assert!(matches!(
            apply(named(&Name::Unset), Some(&convention("%(colour)s"))),
            Err(DdlError::UnknownToken { .. })
        ));
        assert_eq!(apply(named(&Name::Unset), None), Ok(Name::Unset));
    }
}
