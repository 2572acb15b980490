//! Rules on single files: first line, length, printing, machine paths.

use super::rust;
use crate::process::Outcome;
use crate::workspace::read;

/// Files that may be longer than a thousand lines, each a flat list.
const LONG: &[&str] = &[];
const LONGEST: usize = 1000;

/// The one place of the libraries and the command that prints.
const OUTPUT: &str = "crates/limbeck-cli/src/output.rs";
const PRINTING: &[&str] = &["println!", "print!", "eprintln!", "eprint!", "dbg!"];

/// Beginnings of paths that exist on one machine only, split so that this file does not hold them.
const MACHINE_PATHS: &[(&str, &str)] = &[("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/runner/")];

/// Crates that reach the machine through others only; clippy.toml in their folder lists what they
/// must not call.
const PURE: &[&str] = &["crates/limbeck-core", "crates/limbeck-python"];
const PURE_LINT: &str = "#![cfg_attr(not(test), warn(clippy::disallowed_methods))]";

pub fn check(files: &[String]) -> Outcome<Vec<String>> {
    let mut complaints = Vec::new();
    for path in files {
        let Ok(text) = read(path) else {
            continue; // Not text: a recorded database, say.
        };
        complaints.extend(machine_paths(path, &text));
        if path.ends_with(".rs") {
            complaints.extend(first_line(path, &text));
            complaints.extend(length(path, &text));
            complaints.extend(printing(path, &text));
        }
    }
    for folder in PURE {
        let library = format!("{folder}/src/lib.rs");
        if !files.contains(&format!("{folder}/clippy.toml")) {
            complaints
                .push(format!("{folder}/clippy.toml: is not there; it bans I/O from the crate"));
        }
        if !read(&library)?.lines().any(|line| line == PURE_LINT) {
            complaints.push(format!("{library}: must hold `{PURE_LINT}`"));
        }
    }
    for path in LONG {
        if !files.iter().any(|file| file == path) {
            complaints.push(format!("{path}: is listed as long in tidy, but is not there"));
        }
    }
    Ok(complaints)
}

fn first_line(path: &str, text: &str) -> Option<String> {
    let sentence = text.lines().next().and_then(|line| line.strip_prefix("//! "));
    match sentence {
        Some(sentence) if !sentence.trim().is_empty() => None,
        _ => Some(format!("{path}:1: must open with a line `//! ` that says what the file holds")),
    }
}

fn length(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let in_source = path.starts_with("crates/") && path.contains("/src/");
    (in_source && lines > LONGEST && !LONG.contains(&path)).then(|| {
        format!("{path}: has {lines} lines, more than {LONGEST}: divide it by what it holds")
    })
}

fn printing(path: &str, text: &str) -> Vec<String> {
    if !path.starts_with("crates/") || !path.contains("/src/") || path == OUTPUT {
        return Vec::new();
    }
    let code = rust::code(text);
    let mut complaints = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let printed = PRINTING.iter().find(|name| {
            line.match_indices(*name)
                .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        });
        if let Some(name) = printed {
            complaints.push(format!(
                "{path}:{}: `{name}`: only {OUTPUT} prints; elsewhere it is an event or a value",
                number + 1
            ));
        }
    }
    complaints
}

fn machine_paths(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (start, end) in MACHINE_PATHS {
            let folder = format!("{start}{end}");
            // `http://host/...` and `$HOME/...` hold such a part inside a longer path.
            let absolute = line.match_indices(&folder).any(|(at, _)| {
                !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}>*/".contains(c))
            });
            if absolute {
                complaints.push(format!(
                    "{path}:{}: names `{folder}`, which exists on one machine only",
                    number + 1
                ));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_holds() {
        assert_eq!(first_line("a.rs", "//! Holds a.\n"), None);
        assert!(first_line("a.rs", "use b;\n").is_some());
        assert!(first_line("a.rs", "//! \n").is_some());
        assert!(first_line("a.rs", "").is_some());
    }

    #[test]
    fn only_the_output_prints() {
        let text = "// println!\nfn f() {\n    eprintln!(\"\");\n    my_print!(1);\n}\n";
        let complaints = printing("crates/a/src/lib.rs", text);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].starts_with("crates/a/src/lib.rs:3: `eprintln!`"));
        assert!(printing(OUTPUT, text).is_empty());
        assert!(printing("crates/a/examples/b.rs", text).is_empty());
    }

    #[test]
    fn machine_paths_are_found_where_they_begin() {
        let folder = format!("/wo{}x", "rk/");
        assert_eq!(machine_paths("a", &format!("ok\n see {folder}")).len(), 1);
        assert!(machine_paths("a", &format!("https://a.b{folder} $D{folder}")).is_empty());
    }

    #[test]
    fn a_thousand_lines_are_enough() {
        let text = "x\n".repeat(LONGEST + 1);
        assert!(length("crates/a/src/b.rs", &text).is_some());
        assert!(length("crates/a/tests/b.rs", &text).is_none());
    }
}
