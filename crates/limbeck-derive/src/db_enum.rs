//! `#[derive(DbEnum)]`: an enum of plain variants as an enumeration of the database.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Error, Fields, LitBool, LitStr, Result, ext::IdentExt};

use crate::case::{renamed, snake_case};

/// What stands on the enum.
#[derive(Default)]
struct EnumAttributes {
    name: Option<LitStr>,
    schema: Option<LitStr>,
    rename_all: Option<LitStr>,
    native: Option<LitBool>,
}

pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(input.ident.span(), "a DbEnum is an enum"));
    };
    let said = EnumAttributes::read(&input.attrs)?;
    let mut values: Vec<String> = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(
                &variant.fields,
                "a variant of a DbEnum holds nothing: a column stores its name alone",
            ));
        }
        let value = said.value_of(&variant.ident.unraw().to_string(), &variant.attrs)?;
        if values.contains(&value) {
            return Err(Error::new_spanned(variant, format!("a second value '{value}'")));
        }
        values.push(value);
    }
    if values.is_empty() {
        return Err(Error::new(input.ident.span(), "a DbEnum has at least one variant"));
    }
    let own = snake_case(&input.ident.unraw().to_string());
    let name = said.name.as_ref().map_or(own, LitStr::value);
    let schema = match &said.schema {
        Some(schema) => quote! { ::core::option::Option::Some(#schema) },
        None => quote! { ::core::option::Option::None },
    };
    let native = said.native.as_ref().is_none_or(LitBool::value);
    let ident = &input.ident;
    let (generics, types, clause) = input.generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #generics ::limbeck::model::ColumnType for #ident #types #clause {
            fn column_type() -> ::limbeck::schema::Type {
                ::limbeck::model::enumeration(#name, #schema, &[#(#values),*], #native)
            }
        }
    })
}

impl EnumAttributes {
    fn read(attributes: &[Attribute]) -> Result<EnumAttributes> {
        let mut said = EnumAttributes::default();
        for attribute in attributes.iter().filter(|it| it.path().is_ident("limbeck")) {
            attribute.parse_nested_meta(|meta| {
                let value = |slot: &mut Option<LitStr>| {
                    *slot = Some(meta.value()?.parse()?);
                    Ok(())
                };
                match meta.path.get_ident().map(ToString::to_string).as_deref() {
                    Some("name") => value(&mut said.name),
                    Some("schema") => value(&mut said.schema),
                    Some("rename_all") => value(&mut said.rename_all),
                    Some("native") => {
                        said.native = Some(meta.value()?.parse()?);
                        Ok(())
                    }
                    _ => {
                        Err(meta.error("unknown word; there are name, schema, rename_all, native"))
                    }
                }
            })?;
        }
        Ok(said)
    }

    fn value_of(&self, variant: &str, attributes: &[Attribute]) -> Result<String> {
        let mut rename: Option<LitStr> = None;
        for attribute in attributes.iter().filter(|it| it.path().is_ident("limbeck")) {
            attribute.parse_nested_meta(|meta| match meta.path.is_ident("rename") {
                true => {
                    rename = Some(meta.value()?.parse()?);
                    Ok(())
                }
                false => Err(meta.error("unknown word; there is rename")),
            })?;
        }
        if let Some(rename) = rename {
            return Ok(rename.value());
        }
        let Some(rule) = &self.rename_all else { return Ok(variant.to_owned()) };
        renamed(variant, &rule.value()).ok_or_else(|| {
            Error::new(
                rule.span(),
                "no such rule; there are lowercase, UPPERCASE, PascalCase, camelCase, snake_case, \
                 SCREAMING_SNAKE_CASE, kebab-case, SCREAMING-KEBAB-CASE",
            )
        })
    }
}
