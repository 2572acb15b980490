//! The one-way flow of limbeck-core: a module uses those above it in lib.rs, never those below.

use super::rust;
use crate::process::Outcome;
use crate::workspace::read;

const LIBRARY: &str = "crates/limbeck-core/src/lib.rs";

/// The stages in the order of the flow; lib.rs may have others between them.
const STAGES: &[&str] = &[
    "statement",
    "schema",
    "dialect",
    "expr",
    "ops",
    "ddl",
    "graph",
    "plan",
    "reflect",
    "diff",
    "render",
    "lint",
];

/// Uses of a later module that the values themselves force: a column's default is an expression,
/// and an expression's cast names a column type.
const MUTUAL: &[(&str, &str)] = &[("schema", "expr")];

pub fn check(files: &[String]) -> Outcome<Vec<String>> {
    let modules = modules(&read(LIBRARY)?);
    let mut complaints: Vec<String> = misplaced(&modules);
    for path in files {
        if let Some(module) = module_of(path) {
            complaints.extend(backward(path, module, &modules, &read(path)?));
        }
    }
    Ok(complaints)
}

/// The modules of limbeck-core in the order of its lib.rs.
pub fn modules(library: &str) -> Vec<String> {
    rust::code(library)
        .lines()
        .filter_map(|line| {
            let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned())
        })
        .collect()
}

/// Stages that lib.rs names in another order than the flow's.
fn misplaced(modules: &[String]) -> Vec<String> {
    let places: Vec<(usize, &String)> = modules
        .iter()
        .filter_map(|module| Some((STAGES.iter().position(|stage| stage == module)?, module)))
        .collect();
    places
        .windows(2)
        .filter(|pair| pair[0].0 > pair[1].0)
        .map(|pair| {
            format!(
                "{LIBRARY}: `{}` must stand above `{}`: modules stand in the order of the flow, {}",
                pair[1].1,
                pair[0].1,
                STAGES.join(" ")
            )
        })
        .collect()
}

/// The module that a file of limbeck-core belongs to, unless it holds tests.
fn module_of(path: &str) -> Option<&str> {
    let inner = path.strip_prefix("crates/limbeck-core/src/")?.strip_suffix(".rs")?;
    let mut parts = inner.split('/');
    let module = parts.next().filter(|module| *module != "lib")?;
    let is_test = parts.any(|part| part == "tests" || part.ends_with("_tests"));
    (!is_test).then_some(module)
}

/// The uses of later modules in a file.
fn backward(path: &str, module: &str, modules: &[String], source: &str) -> Vec<String> {
    let Some(place) = modules.iter().position(|name| name == module) else {
        return Vec::new();
    };
    let later = &modules[place + 1..];
    used(&rust::code(source))
        .into_iter()
        .filter(|(name, _)| !MUTUAL.contains(&(module, name.as_str())))
        .filter(|(name, _)| later.iter().any(|later| later == name))
        .map(|(name, line)| {
            format!(
                "{path}:{line}: `{module}` uses `crate::{name}`, which stands below it in {LIBRARY}"
            )
        })
        .collect()
}

/// The modules that stand behind `crate::`, alone or in braces, with their lines.
fn used(code: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (at, start) in code.match_indices("crate::") {
        let line = 1 + code[..at].matches('\n').count();
        let rest = &code[at + start.len()..];
        if rest.starts_with('{') {
            found.extend(first_names(rest).into_iter().map(|name| (name, line)));
        } else {
            found.push((name(rest), line));
        }
    }
    found
}

/// The names directly inside the braces that the text begins with.
fn first_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0;
    let mut expected = true;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => expected = true,
            _ if depth == 1 && expected && !c.is_whitespace() => {
                names.push(name(&text[at..]));
                expected = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let modules = modules("pub mod a;\nmod b;\n\npub(crate) mod c;\n");
        assert_eq!(modules, ["a", "b", "c"]);
        let complaints = backward("f.rs", "b", &modules, source);
        assert_eq!(complaints.len(), expected.len(), "{complaints:?}");
        for (complaint, start) in complaints.iter().zip(expected) {
            assert!(complaint.starts_with(start), "{complaint}");
        }
    }

    #[test]
    fn later_modules_are_found() {
        check("use crate::a::X;\n", &[]);
        check("// crate::c\nuse crate::c::X;\n", &["f.rs:2: `b` uses `crate::c`"]);
        check("use crate::{\n a::{c, d},\n c::X,\n};", &["f.rs:1: `b` uses `crate::c`"]);
        check("fn f() { crate::c::f(); }", &["f.rs:1:"]);
        check("#[cfg(test)]\nmod tests {\n use crate::c;\n}", &[]);
    }

    #[test]
    fn stages_stand_in_their_order() {
        let names = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert!(misplaced(&names("schema other dialect plan")).is_empty());
        assert_eq!(misplaced(&names("dialect schema")).len(), 1);
    }

    #[test]
    fn files_belong_to_modules() {
        let path = |inner: &str| format!("crates/limbeck-core/src/{inner}.rs");
        assert_eq!(module_of(&path("ddl/sqlite")), Some("ddl"));
        assert_eq!(module_of(&path("plan")), Some("plan"));
        assert_eq!(module_of(&path("lib")), None);
        assert_eq!(module_of(&path("ddl/tests")), None);
    }
}
