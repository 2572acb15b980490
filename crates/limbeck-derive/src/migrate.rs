//! `migrate!`: a folder of revisions, checked and compiled in.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use limbeck_core::{graph::Graph, script::SqlScript};
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

pub fn expand(input: TokenStream) -> TokenStream {
    let literal: LitStr = match syn::parse2(input) {
        Ok(literal) => literal,
        Err(error) => return error.into_compile_error(),
    };
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    match embed(&package, &literal.value(), cfg!(feature = "python")) {
        Ok(tokens) => tokens,
        Err(message) => syn::Error::new(literal.span(), message).into_compile_error(),
    }
}

fn embed(package: &Path, folder: &str, python: bool) -> Result<TokenStream, String> {
    let absolute = package.join(folder);
    let files = files(&absolute, folder, python)?;
    check(&files)?;
    let items = files.iter().map(|(name, (path, _))| {
        let path = path.to_string_lossy();
        quote! { ::limbeck::EmbeddedFile { name: #name, text: ::core::include_bytes!(#path) } }
    });
    let absolute = absolute.to_string_lossy();
    Ok(quote! {
        ::limbeck::Revisions::embedded(
            ::core::option::Option::Some(#absolute),
            &[#(#items),*],
        )
    })
}

/// The revisions of a folder by the names that errors show, with their paths and texts.
type Files = BTreeMap<String, (PathBuf, Vec<u8>)>;

fn files(folder: &Path, shown: &str, python: bool) -> Result<Files, String> {
    let unreadable = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("py") if name == "__init__.py" || name == "env.py" => {}
            Some(extension @ ("sql" | "py")) if python || extension == "sql" => {
                let text = std::fs::read(&path).map_err(|error| format!("{name}: {error}"))?;
                files.insert(format!("{}/{name}", shown.trim_end_matches('/')), (path, text));
            }
            Some("py") => {
                return Err(format!(
                    "{shown}/{name} is Python, which takes the feature `python` of limbeck: turn \
                     that on, or write the revision as SQL"
                ));
            }
            _ => {}
        }
    }
    match files.is_empty() {
        true => Err(format!("{} holds no revision", folder.display())),
        false => Ok(files),
    }
}

/// Reads the headers and puts them into a graph. Of Python, only the program can read them.
fn check(files: &Files) -> Result<(), String> {
    let mut revisions = Vec::new();
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let is_sql = |name: &str| name.ends_with(".sql");
    for (name, (_, text)) in files.iter().filter(|(name, _)| is_sql(name)) {
        let script = SqlScript::parse(Path::new(name), text).map_err(|error| error.to_string())?;
        let id = script.revision.id.clone();
        if let Some(first) = seen.insert(id.clone(), name) {
            return Err(format!("revision {id} stands in two files: {first} and {name}"));
        }
        revisions.push(script.revision);
    }
    match files.keys().all(|name| is_sql(name)) {
        true => Graph::new(revisions).map(drop).map_err(|error| error.to_string()),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a folder `migrations` with these files.
    fn expanded(files: &[(&str, &str)]) -> Result<String, String> {
        expanded_with(files, false)
    }

    fn expanded_with(files: &[(&str, &str)], python: bool) -> Result<String, String> {
        let package = tempfile::tempdir().expect("a folder");
        let folder = package.path().join("migrations");
        std::fs::create_dir(&folder).expect("a folder");
        for (name, text) in files {
            std::fs::write(folder.join(name), text).expect("a file");
        }
        let shown = package.path().display().to_string();
        let neutral = |text: String| text.replace(&shown, "PACKAGE");
        embed(package.path(), "migrations", python)
            .map(|it| neutral(it.to_string()))
            .map_err(neutral)
    }

    const FIRST: &str = "-- revision: a\n-- down_revision:\n-- upgrade\n";

    #[test]
    fn files_are_embedded_by_name() {
        let tokens = expanded(&[
            ("b.sql", "-- revision: b\n-- down_revision: a\n-- upgrade\n"),
            ("a.sql", FIRST),
            ("README", ""),
        ])
        .expect("a folder");
        let (a, b) = (tokens.find("\"migrations/a.sql\""), tokens.find("\"migrations/b.sql\""));
        assert!(a.is_some() && a < b, "{tokens}");
        assert!(tokens.contains("include_bytes ! (\"PACKAGE/migrations/a.sql\")"), "{tokens}");
        assert!(!tokens.contains("README"), "{tokens}");
    }

    #[test]
    fn python_is_embedded_where_it_can_run() {
        let files = [("b.py", ""), ("a.sql", FIRST), ("env.py", ""), ("__init__.py", "")];
        let tokens = expanded_with(&files, true).expect("a folder");
        assert!(tokens.contains("\"migrations/b.py\"") && !tokens.contains("__init__"), "{tokens}");
        assert!(!tokens.contains("env.py"), "{tokens}");
        let broken = [("b.py", ""), ("a.sql", "SELECT 1;")];
        let message = expanded_with(&broken, true).expect_err("SQL above a section");
        assert!(message.starts_with("migrations/a.sql:1: "), "{message}");
    }

    #[test]
    fn what_is_wrong_with_a_folder_is_a_compile_error() {
        let cases: [(&[(&str, &str)], &str); 7] = [
            (&[], "PACKAGE/migrations holds no revision"),
            (&[("a.sql", "SELECT 1;")], "migrations/a.sql:1: SQL stands above the first section"),
            (&[("a.sql", "-- revison: a\n")], "migrations/a.sql:1: unknown header 'revison'"),
            (
                &[("a.sql", FIRST), ("b.sql", FIRST)],
                "revision a stands in two files: migrations/a.sql and migrations/b.sql",
            ),
            (
                &[("a.sql", "-- revision: a\n-- down_revision: none_such\n-- upgrade\n")],
                "which no script defines",
            ),
            (&[("a.sql", FIRST), ("b.py", "")], "migrations/b.py is Python"),
            (&[("a.sql", "-- revision: a\n-- down_revision: a\n-- upgrade\n")], "Self-loop"),
        ];
        for (files, expected) in cases {
            let message = expanded(files).expect_err(expected);
            assert!(message.starts_with(expected) || message.contains(expected), "{message}");
        }
        let message = embed(Path::new("/nowhere"), "x", false).expect_err("no folder");
        assert!(message.starts_with("/nowhere/x: "), "{message}");
    }
}
