//! What the examples' READMEs show as our words are our words.

use std::{collections::BTreeSet, fs, path::Path};

/// All lines that a scenario of the examples printed.
fn printed() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/examples");
    let mut lines = BTreeSet::new();
    for scenario in fs::read_dir(folder).expect("the scenarios") {
        let path = scenario.expect("a folder entry").path();
        for name in ["limbeck.json", "oracle.json"] {
            let Ok(text) = fs::read_to_string(path.join(name)) else { continue };
            let json = serde_json::from_str(&text).expect("a recording");
            collect(&json, &mut lines);
        }
    }
    lines
}

fn collect(json: &serde_json::Value, lines: &mut BTreeSet<String>) {
    match json {
        serde_json::Value::String(text) => lines.extend(text.lines().map(str::to_owned)),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, lines)),
        serde_json::Value::Object(map) => map.values().for_each(|item| collect(item, lines)),
        _ => {}
    }
}

/// The lines of the blocks that show output.
fn shown(readme: &str) -> Vec<&str> {
    let blocks = readme.split("\n```text\n").skip(1);
    blocks.flat_map(|rest| rest.split("\n```").next().unwrap_or_default().lines()).collect()
}

fn check(example: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(example);
    let readme = fs::read_to_string(path.join("README.md")).expect("a README");
    let (printed, shown) = (printed(), shown(&readme));
    assert!(shown.len() > 3, "{example}: no output is shown");
    for line in shown {
        assert!(printed.contains(line), "{example}/README.md: nothing prints {line:?}");
    }
}

#[test]
fn readmes_show_what_is_printed() {
    for example in
        ["task-crud-api", "neon-sqlmodel", "business-planner", "taskman", "journal-vault"]
    {
        check(example);
    }
}
