//! What `#[limbeck(...)]` may say, read with the place of each word.

use proc_macro2::Span;
use syn::{
    Attribute, Error, Ident, Lit, LitBool, LitInt, LitStr, Result, Token, meta::ParseNestedMeta,
    parenthesized, punctuated::Punctuated, spanned::Spanned,
};

/// What happens to rows whose referred row goes.
const ACTIONS: [&str; 5] = ["CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT", "NO ACTION"];

const TABLE_WORDS: &str = "name, schema, comment, primary_key, index, unique, check, foreign_key";
const FIELD_WORDS: &str = "name, primary_key, identity, autoincrement, length, precision, scale, \
                           sql_type, unique, index, references, on_delete, on_update, check, \
                           server_default, computed, stored, comment, skip";

/// What stands on the struct.
#[derive(Default)]
pub struct TableAttributes {
    pub name: Option<LitStr>,
    pub schema: Option<LitStr>,
    pub comment: Option<LitStr>,
    pub primary_key: Option<LitStr>,
    pub parts: Vec<Part>,
}

/// A constraint or an index of the table.
pub enum Part {
    Index(IndexPart),
    Unique {
        columns: Vec<Ident>,
        name: Option<LitStr>,
    },
    Check {
        condition: LitStr,
        name: Option<LitStr>,
    },
    ForeignKey {
        columns: Vec<Ident>,
        references: Reference,
        actions: Actions,
        name: Option<LitStr>,
    },
}

#[derive(Default)]
pub struct IndexPart {
    pub columns: Vec<Ident>,
    pub expressions: Vec<LitStr>,
    pub unique: bool,
    pub name: Option<LitStr>,
    pub method: Option<LitStr>,
    pub filter: Option<LitStr>,
}

/// The table and the columns that a foreign key refers to.
pub struct Reference {
    pub table: String,
    pub columns: Vec<String>,
    pub span: Span,
}

#[derive(Default)]
pub struct Actions {
    pub on_delete: Option<LitStr>,
    pub on_update: Option<LitStr>,
}

/// What stands on a field.
#[derive(Default)]
pub struct FieldAttributes {
    pub name: Option<LitStr>,
    pub primary_key: Option<Span>,
    /// Whether it is GENERATED ALWAYS, and where that stands.
    pub identity: Option<(bool, Span)>,
    pub autoincrement: Option<LitBool>,
    pub length: Option<LitInt>,
    pub precision: Option<LitInt>,
    pub scale: Option<LitInt>,
    pub sql_type: Option<LitStr>,
    pub unique: Option<Option<LitStr>>,
    pub index: Option<Option<LitStr>>,
    pub references: Option<Reference>,
    pub actions: Actions,
    pub checks: Vec<LitStr>,
    pub server_default: Option<Lit>,
    pub computed: Option<LitStr>,
    pub stored: Option<LitBool>,
    pub comment: Option<LitStr>,
    pub skip: bool,
}

fn ours(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("limbeck"))
}

impl TableAttributes {
    pub fn read(attributes: &[Attribute]) -> Result<TableAttributes> {
        let mut read = TableAttributes::default();
        for attribute in ours(attributes) {
            attribute.parse_nested_meta(|meta| read.take(&meta))?;
        }
        Ok(read)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        match word(meta).as_str() {
            "name" => set(&mut self.name, meta),
            "schema" => set(&mut self.schema, meta),
            "comment" => set(&mut self.comment, meta),
            "primary_key" => {
                let mut name = None;
                meta.parse_nested_meta(|inner| match word(&inner).as_str() {
                    "name" => set(&mut name, &inner),
                    _ => Err(unknown(&inner, "name")),
                })?;
                self.primary_key = name;
                Ok(())
            }
            "index" => {
                self.parts.push(Part::Index(index(meta)?));
                Ok(())
            }
            "unique" => {
                let (mut columns, mut name) = (Vec::new(), None);
                meta.parse_nested_meta(|inner| match word(&inner).as_str() {
                    "columns" => names(&inner, &mut columns),
                    "name" => set(&mut name, &inner),
                    _ => Err(unknown(&inner, "columns, name")),
                })?;
                need(meta, &columns, "columns(..)")?;
                self.parts.push(Part::Unique { columns, name });
                Ok(())
            }
            "check" => self.check(meta),
            "foreign_key" => self.foreign_key(meta),
            _ => Err(unknown(meta, TABLE_WORDS)),
        }
    }

    /// `check = "a > 0"`, or `check(condition = "a > 0", name = "ck")`.
    fn check(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let (mut condition, mut name) = (None, None);
        match meta.input.peek(Token![=]) {
            true => set(&mut condition, meta)?,
            false => meta.parse_nested_meta(|inner| match word(&inner).as_str() {
                "condition" => set(&mut condition, &inner),
                "name" => set(&mut name, &inner),
                _ => Err(unknown(&inner, "condition, name")),
            })?,
        }
        let condition = condition.ok_or_else(|| meta.error("`check` needs condition = \"...\""))?;
        self.parts.push(Part::Check { condition, name });
        Ok(())
    }

    fn foreign_key(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let (mut columns, mut references, mut name) = (Vec::new(), None, None);
        let mut actions = Actions::default();
        meta.parse_nested_meta(|inner| match word(&inner).as_str() {
            "columns" => names(&inner, &mut columns),
            "references" => {
                let text: LitStr = inner.value()?.parse()?;
                references = Some(composite_reference(&text)?);
                Ok(())
            }
            "on_delete" => action(&mut actions.on_delete, &inner),
            "on_update" => action(&mut actions.on_update, &inner),
            "name" => set(&mut name, &inner),
            _ => Err(unknown(&inner, "columns, references, on_delete, on_update, name")),
        })?;
        need(meta, &columns, "columns(..)")?;
        let references = references
            .ok_or_else(|| meta.error("`foreign_key` needs references = \"table(column, ..)\""))?;
        if references.columns.len() != columns.len() {
            let message = format!(
                "{} columns refer to {}: as many must stand on both sides",
                columns.len(),
                references.columns.len()
            );
            return Err(Error::new(references.span, message));
        }
        self.parts.push(Part::ForeignKey { columns, references, actions, name });
        Ok(())
    }
}

fn index(meta: &ParseNestedMeta<'_>) -> Result<IndexPart> {
    let mut index = IndexPart::default();
    meta.parse_nested_meta(|inner| match word(&inner).as_str() {
        "columns" => names(&inner, &mut index.columns),
        "expression" => {
            index.expressions.push(inner.value()?.parse()?);
            Ok(())
        }
        "unique" => {
            index.unique = true;
            Ok(())
        }
        "name" => set(&mut index.name, &inner),
        "method" => set(&mut index.method, &inner),
        "where" => set(&mut index.filter, &inner),
        _ => Err(unknown(&inner, "columns, expression, unique, name, method, where")),
    })?;
    match (index.columns.is_empty(), index.expressions.is_empty(), &index.name) {
        (true, true, _) => Err(meta.error("`index` needs columns(..) or expression = \"...\"")),
        (_, false, None) => Err(meta.error("an index on an expression needs a name = \"...\"")),
        _ => Ok(index),
    }
}

impl FieldAttributes {
    pub fn read(attributes: &[Attribute]) -> Result<FieldAttributes> {
        let mut read = FieldAttributes::default();
        for attribute in ours(attributes) {
            attribute.parse_nested_meta(|meta| read.take(&meta))?;
        }
        read.check_together()?;
        Ok(read)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        let span = meta.path.span();
        match word(meta).as_str() {
            "name" => set(&mut self.name, meta),
            "primary_key" => flag(&mut self.primary_key, span),
            "identity" => {
                let always = match meta.input.peek(Token![=]) {
                    false => false,
                    true => identity(&meta.value()?.parse()?)?,
                };
                flag(&mut self.identity, (always, span))
            }
            "autoincrement" => set(&mut self.autoincrement, meta),
            "length" => set(&mut self.length, meta),
            "precision" => set(&mut self.precision, meta),
            "scale" => set(&mut self.scale, meta),
            "sql_type" => set(&mut self.sql_type, meta),
            "unique" => flag(&mut self.unique, name_if_given(meta)?),
            "index" => flag(&mut self.index, name_if_given(meta)?),
            "references" => {
                let text: LitStr = meta.value()?.parse()?;
                flag(&mut self.references, reference(&text)?)
            }
            "on_delete" => action(&mut self.actions.on_delete, meta),
            "on_update" => action(&mut self.actions.on_update, meta),
            "check" => {
                self.checks.push(meta.value()?.parse()?);
                Ok(())
            }
            "server_default" => set(&mut self.server_default, meta),
            "computed" => set(&mut self.computed, meta),
            "stored" => set(&mut self.stored, meta),
            "comment" => set(&mut self.comment, meta),
            "skip" => {
                self.skip = true;
                Ok(())
            }
            _ => Err(unknown(meta, FIELD_WORDS)),
        }
    }

    /// Words that only make sense beside another, or not beside it.
    fn check_together(&self) -> Result<()> {
        let wrong = |span: Span, message: &str| Err(Error::new(span, message));
        if let (None, Some(action)) =
            (&self.references, self.actions.on_delete.as_ref().or(self.actions.on_update.as_ref()))
        {
            return wrong(action.span(), "this needs references = \"table.column\" beside it");
        }
        if let (None, Some(scale)) = (&self.precision, &self.scale) {
            return wrong(scale.span(), "`scale` needs `precision` beside it");
        }
        if let (None, Some(stored)) = (&self.computed, &self.stored) {
            return wrong(stored.span(), "`stored` needs `computed` beside it");
        }
        let Some(default) = &self.server_default else { return Ok(()) };
        if !matches!(default, Lit::Str(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_)) {
            return wrong(default.span(), "a default is SQL in a string, a number or a bool");
        }
        if self.computed.is_some() || self.identity.is_some() {
            return wrong(default.span(), "a column that is generated has no default");
        }
        Ok(())
    }
}

fn word(meta: &ParseNestedMeta<'_>) -> String {
    meta.path.get_ident().map(Ident::to_string).unwrap_or_default()
}

fn unknown(meta: &ParseNestedMeta<'_>, known: &str) -> Error {
    meta.error(format!("unknown word `{}`; there are {known}", word(meta)))
}

fn set<T: syn::parse::Parse>(slot: &mut Option<T>, meta: &ParseNestedMeta<'_>) -> Result<()> {
    if slot.is_some() {
        return Err(meta.error(format!("`{}` is given twice", word(meta))));
    }
    *slot = Some(meta.value()?.parse()?);
    Ok(())
}

fn flag<T>(slot: &mut Option<T>, value: T) -> Result<()> {
    *slot = Some(value);
    Ok(())
}

/// The name behind `unique` or `index`, if there is one.
fn name_if_given(meta: &ParseNestedMeta<'_>) -> Result<Option<LitStr>> {
    match meta.input.peek(Token![=]) {
        true => Ok(Some(meta.value()?.parse()?)),
        false => Ok(None),
    }
}

fn names(meta: &ParseNestedMeta<'_>, found: &mut Vec<Ident>) -> Result<()> {
    let inner;
    parenthesized!(inner in meta.input);
    found.extend(Punctuated::<Ident, Token![,]>::parse_terminated(&inner)?);
    Ok(())
}

fn need<T>(meta: &ParseNestedMeta<'_>, found: &[T], what: &str) -> Result<()> {
    match found.is_empty() {
        true => Err(meta.error(format!("`{}` needs {what}", word(meta)))),
        false => Ok(()),
    }
}

fn identity(text: &LitStr) -> Result<bool> {
    match text.value().to_ascii_lowercase().as_str() {
        "always" => Ok(true),
        "by default" => Ok(false),
        _ => Err(Error::new(text.span(), "an identity is \"always\" or \"by default\"")),
    }
}

fn action(slot: &mut Option<LitStr>, meta: &ParseNestedMeta<'_>) -> Result<()> {
    let text: LitStr = meta.value()?.parse()?;
    let upper = text.value().to_ascii_uppercase();
    if !ACTIONS.contains(&upper.as_str()) {
        let message = format!("no such rule; there are {}", ACTIONS.join(", "));
        return Err(Error::new(text.span(), message));
    }
    *slot = Some(LitStr::new(&upper, text.span()));
    Ok(())
}

/// `table.column` or `schema.table.column`.
fn reference(text: &LitStr) -> Result<Reference> {
    let value = text.value();
    let parts: Vec<&str> = value.split('.').collect();
    match parts.as_slice() {
        [table @ .., column] if (1..=2).contains(&table.len()) && !parts.contains(&"") => {
            let columns = vec![(*column).to_owned()];
            Ok(Reference { table: table.join("."), columns, span: text.span() })
        }
        _ => Err(Error::new(
            text.span(),
            "a reference is written \"table.column\" or \"schema.table.column\"",
        )),
    }
}

/// `table(a, b)`.
fn composite_reference(text: &LitStr) -> Result<Reference> {
    let value = text.value();
    let wrong = || Error::new(text.span(), "a reference is written \"table(column, column)\"");
    let (table, rest) = value.split_once('(').ok_or_else(wrong)?;
    let columns = rest.strip_suffix(')').ok_or_else(wrong)?;
    let columns: Vec<String> = columns.split(',').map(|name| name.trim().to_owned()).collect();
    let table = table.trim().to_owned();
    match table.is_empty() || columns.iter().any(String::is_empty) {
        true => Err(wrong()),
        false => Ok(Reference { table, columns, span: text.span() }),
    }
}
