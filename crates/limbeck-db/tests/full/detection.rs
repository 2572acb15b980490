//! docs/detection.md, cell by cell: what Alembic was recorded to find, what a full comparison
//! finds. LIMBECK_UPDATE writes the cells anew.

use std::fmt::Write;

use super::{Database, Schema, Value, fs, read, run};

const DIALECTS: [&str; 3] = ["postgresql", "sqlite", "mariadb"];

fn path() -> std::path::PathBuf {
    std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/detection.md")
}

/// What Alembic and a full comparison say of a case: nothing where it does not exist there.
fn cell(recorded: &Value, side: &Value, dialect: &str, is_change: bool) -> Option<String> {
    let answer = recorded.get(dialect)?;
    let by_alembic = answer["upgrade"].as_str().is_some_and(|body| body.contains("op."));
    let mut database = Database::new(dialect, &[]);
    let made = answer["database"].as_array().into_iter().flatten().filter_map(Value::as_str);
    for sql in made {
        run(&mut database.connection, sql).expect("the database of the case");
    }
    let models: Schema = serde_json::from_value(side["models"].clone()).expect("models");
    let by_us = !database.compare(&[None], std::slice::from_ref(&models)).is_empty();
    let said = |is_found: bool| match (is_change, is_found) {
        (true, true) => "yes",
        (true, false) => "no",
        (false, true) => "alarm",
        (false, false) => "quiet",
    };
    Some(format!("{} / {}", said(by_alembic), said(by_us)))
}

/// What the folder holds of the cases that are rows of the table.
fn rows(folder: &str) -> Value {
    let files = ["matrix", "matrix_constraints"].map(|file| read(&format!("{folder}/{file}.json")));
    files.iter().flat_map(|file| file.as_object().expect("cases").clone()).collect()
}

/// The table's rows with the cells as they are now.
fn written(text: &str) -> (String, Vec<String>) {
    let (recorded, sides) = (rows("recorded"), rows("sides"));
    let (mut found, mut cases, mut is_change) = (String::new(), Vec::new(), true);
    for line in text.lines() {
        is_change &= !line.starts_with("## What is no change");
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let case = cells.get(6).and_then(|cell| cell.strip_prefix('`')?.strip_suffix('`'));
        let Some(case) = case else {
            writeln!(found, "{line}").expect("text");
            continue;
        };
        let side = &sides[case];
        let now = DIALECTS.map(|dialect| {
            cell(&recorded[case], &side[dialect], dialect, is_change).unwrap_or_default()
        });
        let (change, complaint) = (cells[1], cells[2]);
        let joined = now.join(" | ");
        writeln!(found, "| {change} | {complaint} | {joined} | `{case}` |").expect("text");
        cases.push(case.to_owned());
    }
    (found, cases)
}

#[test]
fn each_cell_of_the_table_is_true() {
    let text = fs::read_to_string(path()).expect("docs/detection.md");
    let (now, cases) = written(&text);
    if std::env::var_os("LIMBECK_UPDATE").is_some() {
        fs::write(path(), &now).expect("docs/detection.md");
    } else {
        let lines = now.lines().zip(text.lines()).filter(|(now, then)| now != then);
        let differing: Vec<String> =
            lines.map(|(now, then)| format!("- {then}\n+ {now}")).collect();
        assert!(
            differing.is_empty(),
            "LIMBECK_UPDATE=1 writes them anew:\n{}",
            differing.join("\n")
        );
    }
    for line in now.lines().filter(|line| line.contains("` |")) {
        assert!(!line.contains("/ no "), "a full comparison misses it: {line}");
        assert!(!line.contains("/ alarm"), "a full comparison finds what is none: {line}");
    }
    for name in rows("recorded").as_object().expect("cases").keys() {
        assert!(cases.contains(name), "the case {name} has no row");
    }
    for complaint in [1, 2].into_iter().chain(7..=15) {
        let cell = format!("| {complaint} |");
        assert!(now.contains(&cell), "complaint {complaint} has no row");
    }
}
