//! ARCHITECTURE.md is a map: it names every crate and core module, and what it names exists.

use super::order;
use crate::process::Outcome;
use crate::workspace::{read, root};

const MAP: &str = "ARCHITECTURE.md";

/// First parts of paths that are this workspace's; what stands under them must exist.
const OURS: &[&str] = &[".ci", ".cargo", "crates", "docs", "examples", "xtask"];

pub fn check(files: &[String]) -> Outcome<Vec<String>> {
    let Ok(map) = read(MAP) else {
        return Ok(vec![format!(
            "{MAP}: is not there; it must name every crate and every module of limbeck-core"
        )]);
    };
    let crates = crates(files);
    let modules = order::modules(&read("crates/limbeck-core/src/lib.rs")?);
    let root = root();
    let exists = |path: &str| {
        root.join(path).exists()
            || (path.starts_with("limbeck") && root.join("crates").join(path).exists())
    };
    let mut complaints = unnamed(&map, &crates, &modules);
    complaints.extend(missing(&map, &crates, exists));
    Ok(complaints)
}

/// The folders with a Cargo.toml: `crates/<name>` and `xtask`.
fn crates(files: &[String]) -> Vec<String> {
    files
        .iter()
        .filter_map(|path| {
            let folder = path.strip_suffix("/Cargo.toml")?;
            let name = folder.strip_prefix("crates/").unwrap_or(folder);
            (!name.contains('/')).then(|| name.to_owned())
        })
        .collect()
}

/// Crates and core modules whose name stands nowhere in backticks.
fn unnamed(map: &str, crates: &[String], modules: &[String]) -> Vec<String> {
    let named: Vec<&str> =
        in_backticks(map).flat_map(|text| text.split([':', '/', ' ', ','])).collect();
    let kinds = [("crate", crates), ("module of limbeck-core", modules)];
    let mut complaints = Vec::new();
    for (kind, names) in kinds {
        for name in names {
            if !named.contains(&name.as_str()) && !named.contains(&format!("{name}.rs").as_str()) {
                complaints.push(format!("{MAP}: does not name the {kind} `{name}`"));
            }
        }
    }
    complaints
}

/// Paths of this workspace in backticks that do not exist.
fn missing(map: &str, crates: &[String], exists: impl Fn(&str) -> bool) -> Vec<String> {
    in_backticks(map)
        .filter(|text| {
            let first = text.split('/').next().unwrap_or("");
            let ours = OURS.contains(&first)
                || first.starts_with("limbeck")
                || crates.iter().any(|name| name == first);
            let is_path = text.contains('/') && !text.contains(char::is_whitespace);
            is_path && ours
        })
        .filter(|path| !expanded(path).iter().all(|path| exists(path)))
        .map(|path| format!("{MAP}: names `{path}`, which does not exist"))
        .collect()
}

/// The paths that a path with `{a,b}` stands for; from a `*` or `<` on nothing is looked up.
fn expanded(path: &str) -> Vec<String> {
    if let Some(at) = path.find(['*', '<']) {
        let folder = path[..at].rsplit_once('/').map_or("", |(folder, _)| folder);
        return expanded(folder);
    }
    let Some((start, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let Some((choices, end)) = rest.split_once('}') else {
        return vec![path.to_owned()];
    };
    choices
        .split(',')
        .flat_map(|choice| expanded(&format!("{start}{}{end}", choice.trim())))
        .collect()
}

/// The texts between single backticks, outside fenced blocks.
fn in_backticks(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines()
        .filter(move |line| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fence && !fenced
        })
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_map_names_crates_and_modules() {
        let map = "`limbeck-core` has `core::ddl` and `plan.rs`.\n```\n`graph`\n```\ngraph";
        let complaints = unnamed(map, &names("limbeck-core limbeck"), &names("ddl plan graph"));
        assert_eq!(
            complaints,
            [
                "ARCHITECTURE.md: does not name the crate `limbeck`",
                "ARCHITECTURE.md: does not name the module of limbeck-core `graph`",
            ]
        );
    }

    #[test]
    fn paths_of_the_workspace_exist() {
        let exists = |path: &str| ["xtask/a", "xtask/b", "limbeck-core/src/x.rs"].contains(&path);
        let check = |map: &str| missing(map, &names("xtask limbeck-core"), exists);
        assert!(
            check("`xtask/{a,b}` `limbeck-core/src/x.rs` `script/revision.py` `xtask/a/*.py`")
                .is_empty()
        );
        assert_eq!(
            check("`xtask/{a,c}`"),
            ["ARCHITECTURE.md: names `xtask/{a,c}`, which does not exist"]
        );
        assert_eq!(check("`crates/gone/lib.rs`").len(), 1);
        assert_eq!(check("`xtask/gone/*.py`").len(), 1);
    }

    #[test]
    fn crates_are_folders_with_a_manifest() {
        let files = names("Cargo.toml crates/a/Cargo.toml xtask/Cargo.toml examples/b/Cargo.toml");
        assert_eq!(crates(&files), ["a", "xtask"]);
    }
}
