//! `#[derive(Table)]`: from a struct to the calls that build its table.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{
    Data, DeriveInput, Error, Field, Fields, Ident, Lit, LitStr, Result, ext::IdentExt,
    spanned::Spanned,
};

use crate::{
    attributes::{Actions, FieldAttributes, IndexPart, Part, TableAttributes},
    case::snake_case,
};

/// A field that is a column.
struct ColumnField<'a> {
    field: &'a Field,
    ident: &'a Ident,
    name: String,
    attributes: FieldAttributes,
}

pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let attributes = TableAttributes::read(&input.attrs)?;
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new(parameter.span(), "a table's struct has no generic parameters"));
    }
    let columns = columns(input)?;
    let names: HashMap<String, &str> =
        columns.iter().map(|column| (plain(column.ident), column.name.as_str())).collect();
    let table =
        attributes.name.as_ref().map_or_else(|| snake_case(&plain(&input.ident)), LitStr::value);
    let mut calls = TokenStream::new();
    for (method, value) in [("schema", &attributes.schema), ("comment", &attributes.comment)] {
        let method = Ident::new(method, proc_macro2::Span::call_site());
        calls.extend(value.as_ref().map(|value| quote! { .#method(#value) }));
    }
    calls.extend(columns.iter().map(column_call));
    let key = option(attributes.primary_key.as_ref());
    calls.extend(quote! { .primary_key(#key) });
    calls.extend(columns.iter().map(field_parts));
    for part in &attributes.parts {
        calls.extend(table_part(part, &names)?);
    }
    let ident = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl ::limbeck::model::Table for #ident {
            fn table() -> ::limbeck::schema::Table {
                ::limbeck::model::TableBuilder::new(#table) #calls .build()
            }
        }
    })
}

fn columns(input: &DeriveInput) -> Result<Vec<ColumnField<'_>>> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new(input.ident.span(), "a table is a struct; an enum is a DbEnum"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(input.ident.span(), "a table's struct has named fields"));
    };
    let mut columns: Vec<ColumnField<'_>> = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let attributes = FieldAttributes::read(&field.attrs)?;
        if attributes.skip {
            continue;
        }
        let name = attributes.name.as_ref().map_or_else(|| plain(ident), LitStr::value);
        if columns.iter().any(|column| column.name == name) {
            return Err(Error::new(ident.span(), format!("a second column `{name}`")));
        }
        columns.push(ColumnField { field, ident, name, attributes });
    }
    match columns.is_empty() {
        true => Err(Error::new(input.ident.span(), "a table has at least one column")),
        false => Ok(columns),
    }
}

/// The name without `r#`.
fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

fn column_call(column: &ColumnField<'_>) -> TokenStream {
    let (name, rust, said) = (&column.name, &column.field.ty, &column.attributes);
    let mut calls = quote_spanned! { rust.span() =>
        ::limbeck::model::ColumnBuilder::<#rust>::new(#name)
    };
    // Each call has the place of its word, so that a type that does not fit is told there.
    if let Some(length) = &said.length {
        calls.extend(quote_spanned! { length.span() => .length(#length) });
    }
    if let Some(precision) = &said.precision {
        let scale = option(said.scale.as_ref());
        calls.extend(quote_spanned! { precision.span() => .precision(#precision, #scale) });
    }
    if let Some(name) = &said.sql_type {
        calls.extend(quote! { .sql_type(#name) });
    }
    if said.primary_key.is_some() {
        calls.extend(quote! { .primary_key() });
    }
    if let Some((always, span)) = said.identity {
        calls.extend(quote_spanned! { span => .identity(#always) });
    }
    if let Some(on) = &said.autoincrement {
        calls.extend(quote_spanned! { on.span() => .autoincrement(#on) });
    }
    match &said.server_default {
        Some(Lit::Bool(value)) => calls.extend(quote! { .server_default_bool(#value) }),
        Some(Lit::Str(text)) => calls.extend(quote! { .server_default(#text) }),
        Some(number) => {
            let text = quote! { #number }.to_string();
            calls.extend(quote! { .server_default(#text) });
        }
        None => {}
    }
    if let Some(expression) = &said.computed {
        let stored = option(said.stored.as_ref());
        calls.extend(quote! { .computed(#expression, #stored) });
    }
    if let Some(comment) = &said.comment {
        calls.extend(quote! { .comment(#comment) });
    }
    quote! { .column(#calls) }
}

/// The constraints and indexes that stand on a field.
fn field_parts(column: &ColumnField<'_>) -> TokenStream {
    let (name, said) = (&column.name, &column.attributes);
    let mut calls = TokenStream::new();
    if let Some(references) = &said.references {
        let (table, referred) = (&references.table, &references.columns);
        let actions = actions(&said.actions);
        calls.extend(quote! {
            .foreign_key(::core::option::Option::None, &[#name], (#table, &[#(#referred),*]), #actions)
        });
    }
    if let Some(unique) = &said.unique {
        let key = option(unique.as_ref());
        calls.extend(quote! { .unique(#key, &[#name]) });
    }
    for condition in &said.checks {
        calls.extend(quote! { .check(::core::option::Option::None, #condition) });
    }
    if let Some(index) = &said.index {
        let key = option(index.as_ref());
        calls.extend(quote! { .index(::limbeck::model::IndexBuilder::new(#key).column(#name)) });
    }
    calls
}

fn table_part(part: &Part, names: &HashMap<String, &str>) -> Result<TokenStream> {
    Ok(match part {
        Part::Index(index) => index_part(index, names)?,
        Part::Unique { columns, name } => {
            let (columns, name) = (resolve(columns, names)?, option(name.as_ref()));
            quote! { .unique(#name, &[#(#columns),*]) }
        }
        Part::Check { condition, name } => {
            let name = option(name.as_ref());
            quote! { .check(#name, #condition) }
        }
        Part::ForeignKey { columns, references, actions: rules, name } => {
            let (columns, name) = (resolve(columns, names)?, option(name.as_ref()));
            let (table, referred) = (&references.table, &references.columns);
            let actions = actions(rules);
            quote! {
                .foreign_key(#name, &[#(#columns),*], (#table, &[#(#referred),*]), #actions)
            }
        }
    })
}

fn index_part(index: &IndexPart, names: &HashMap<String, &str>) -> Result<TokenStream> {
    let columns = resolve(&index.columns, names)?;
    let name = option(index.name.as_ref());
    let expressions = &index.expressions;
    let unique = index.unique.then(|| quote! { .unique() });
    let method = index.method.iter();
    let filter = index.filter.iter();
    Ok(quote! {
        .index(
            ::limbeck::model::IndexBuilder::new(#name)
                #(.column(#columns))* #(.expression(#expressions))* #unique
                #(.method(#method))* #(.filter(#filter))*
        )
    })
}

/// The columns of these fields.
fn resolve<'a>(fields: &[Ident], names: &HashMap<String, &'a str>) -> Result<Vec<&'a str>> {
    let find = |field: &Ident| {
        names.get(&plain(field)).copied().ok_or_else(|| {
            let mut known: Vec<&str> = names.keys().map(String::as_str).collect();
            known.sort_unstable();
            let known = known.join(", ");
            Error::new(field.span(), format!("no field `{field}`; there are {known}"))
        })
    };
    fields.iter().map(find).collect()
}

fn actions(actions: &Actions) -> TokenStream {
    let (delete, update) = (option(actions.on_delete.as_ref()), option(actions.on_update.as_ref()));
    quote! { (#delete, #update) }
}

fn option<T: quote::ToTokens>(value: Option<&T>) -> TokenStream {
    match value {
        Some(value) => quote! { ::core::option::Option::Some(#value) },
        None => quote! { ::core::option::Option::None },
    }
}
