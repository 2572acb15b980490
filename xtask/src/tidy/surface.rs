//! The public names of the libraries that programs use, against the lists that say them.

use std::collections::{BTreeMap, BTreeSet};

use super::rust;
use crate::process::{Context, Outcome};
use crate::workspace::{read, root};

/// A library's folder; its list is `public-api.txt` there.
const LIBRARIES: &[&str] = &["crates/limbeck", "crates/limbeck-sqlx"];
/// Set to write the lists anew.
const UPDATE: &str = "LIMBECK_UPDATE";

pub fn check(files: &[String]) -> Outcome<Vec<String>> {
    let mut complaints = Vec::new();
    for library in LIBRARIES {
        let source = format!("{library}/src/");
        let mut code = BTreeMap::new();
        for file in files.iter().filter(|file| file.starts_with(&source) && file.ends_with(".rs")) {
            code.insert(file[source.len()..].to_owned(), rust::code(&read(file)?));
        }
        let names = names(&code);
        let text: String = names.iter().map(|name| format!("{name}\n")).collect();
        let list = format!("{library}/public-api.txt");
        if std::env::var_os(UPDATE).is_some() {
            std::fs::write(root().join(&list), &text).context(&list)?;
        }
        let listed = read(&list).unwrap_or_default();
        let listed: BTreeSet<&str> = listed.lines().collect();
        let found: BTreeSet<&str> = text.lines().collect();
        let hint = format!("`{UPDATE}=1 cargo xtask tidy` writes the list");
        complaints.extend(
            found.difference(&listed).map(|name| format!("{list}: lacks `{name}`; {hint}")),
        );
        complaints.extend(
            listed
                .difference(&found)
                .map(|name| format!("{list}: has `{name}`, which is gone; {hint}")),
        );
    }
    Ok(complaints)
}

/// The public names of a crate whose files, by their paths, are in rustfmt's layout: what public
/// modules declare and re-export, the public functions of the types among them, and what
/// `#[macro_export]` puts at the crate's root.
fn names(code: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(code, "lib.rs", "", &mut found);
    let types: BTreeMap<String, String> = found
        .iter()
        .filter_map(|name| {
            let (path, last) = name.rsplit_once("::").unwrap_or(("", name.as_str()));
            let last = last.rsplit(' ').next()?;
            let is_type = last.starts_with(char::is_uppercase);
            let path = path.rsplit(' ').next().filter(|path| !path.is_empty());
            is_type.then(|| {
                (last.to_owned(), path.map_or(last.to_owned(), |path| format!("{path}::{last}")))
            })
        })
        .collect();
    for text in code.values() {
        found.extend(functions(text, &types));
        found.extend(macros(text));
    }
    found
}

/// What the module in `file` declares for all, with the modules in it.
fn walk(code: &BTreeMap<String, String>, file: &str, module: &str, found: &mut BTreeSet<String>) {
    let Some(text) = code.get(file) else { return };
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix("pub ") else { continue };
        let mut item = rest.to_owned();
        while item.starts_with("use ") && !item.contains(';') {
            item.push_str(lines.next().map_or(";", str::trim));
        }
        let (kind, rest) = item.split_once(' ').unwrap_or((&item, ""));
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        match kind {
            "use" => {
                found.extend(used(rest.trim_end_matches(';')).map(|name| format!("{module}{name}")))
            }
            "mod" => {
                found.insert(format!("mod {module}{name}"));
                let parent = file.trim_end_matches("mod.rs").trim_end_matches("lib.rs");
                let parent =
                    parent.strip_suffix(".rs").map_or(parent.to_owned(), |it| format!("{it}/"));
                let inner = format!("{module}{name}::");
                for file in [format!("{parent}{name}.rs"), format!("{parent}{name}/mod.rs")] {
                    walk(code, &file, &inner, found);
                }
            }
            // `const fn`, `async fn`.
            "const" | "async" if rest.starts_with("fn ") => {
                let name = rest[3..].split(['(', '<']).next().unwrap_or_default();
                found.insert(format!("fn {module}{name}"));
            }
            _ => drop(found.insert(format!("{kind} {module}{name}"))),
        }
    }
}

/// The names that a `pub use` brings: the last part of each path, or what stands behind `as`.
fn used(path: &str) -> impl Iterator<Item = String> {
    let list = path.split_once('{').map_or(path, |(_, list)| list.trim_end_matches('}'));
    let last = |part: &str| part.rsplit("::").next().map(str::to_owned);
    let parts: Vec<String> =
        list.split(',').map(str::trim).filter(|part| !part.is_empty()).filter_map(last).collect();
    parts.into_iter().map(|part| match part.split_once(" as ") {
        Some((_, name)) => name.to_owned(),
        None => part,
    })
}

/// The macros that are exported, whatever module they are in.
fn macros(text: &str) -> impl Iterator<Item = String> {
    let lines = text.lines().zip(text.lines().skip(1));
    lines.filter(|(first, _)| *first == "#[macro_export]").filter_map(|(_, second)| {
        let name = second.strip_prefix("macro_rules! ")?;
        Some(format!("macro {}", name.trim_end_matches(" {")))
    })
}

/// The public functions of types in `impl` blocks, by the types' public paths.
fn functions(text: &str, types: &BTreeMap<String, String>) -> Vec<String> {
    let mut found = Vec::new();
    let mut of: Option<&String> = None;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("impl") {
            // The functions of a trait are no more public than the trait.
            let name = rest.split_once("> ").map_or(rest, |(generics, rest)| {
                match generics.starts_with('<') {
                    true => rest,
                    false => generics,
                }
            });
            let name = name.trim_start().split(['<', ' ']).next().unwrap_or_default();
            of = types.get(name).filter(|_| !line.contains(" for "));
        } else if line.starts_with('}') {
            of = None;
        }
        let Some(of) = of else { continue };
        let Some(rest) = line.strip_prefix("    pub ") else { continue };
        let Some((_, rest)) = rest.split_once("fn ") else { continue };
        let name = rest.split(['(', '<']).next().unwrap_or_default();
        found.push(format!("fn {of}::{name}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public_is_listed() {
        let code = BTreeMap::from([
            (
                "lib.rs".to_owned(),
                "mod inner;\npub mod open;\npub use inner::Type;\npub use other::{A, b::C as D,\n    E};\nfn own() {}\n"
                    .to_owned(),
            ),
            (
                "inner.rs".to_owned(),
                "pub struct Type;\npub struct Hidden;\nimpl<T: Send> Type {\n    pub const fn new() {}\n    fn own() {}\n}\nimpl Hidden {\n    pub fn gone() {}\n}\n"
                    .to_owned(),
            ),
            ("open/mod.rs".to_owned(), "pub enum Kind {}\npub async fn go() {}\npub mod deep;\n".to_owned()),
            (
                "open/deep.rs".to_owned(),
                "pub trait Way {}\n#[macro_export]\nmacro_rules! gather {\n}\nmacro_rules! own {\n}\n"
                    .to_owned(),
            ),
        ]);
        let found: Vec<String> = names(&code).into_iter().collect();
        assert_eq!(
            found,
            [
                "A",
                "D",
                "E",
                "Type",
                "enum open::Kind",
                "fn Type::new",
                "fn open::go",
                "macro gather",
                "mod open",
                "mod open::deep",
                "trait open::deep::Way",
            ]
        );
    }
}
