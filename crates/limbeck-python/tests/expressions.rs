//! What the interpreter says to some hundred expressions, beside what CPython 3.11 says.
//!
//! `known_divergences.txt` lists the expressions that may differ, under the reason why.

use limbeck_python::{Options, Python};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

const EXPECTED: &str = include_str!("expressions/expected.json");
const KNOWN: &str = include_str!("expressions/known_divergences.txt");
const RECORDER: &str = include_str!("../../../xtask/oracle/expressions.py");

/// The part of the recorder that evaluates, so that both sides do the same.
fn evaluator() -> String {
    let start = RECORDER.find("MODULES = ").expect("the list of modules");
    let end = RECORDER.find("def main").expect("the end of the evaluator");
    format!(
        "{}\nnames = {{}}\nfor module in MODULES.split():\n    \
         names[module.partition('.')[0]] = __import__(module)\n\
         def evaluate(expression):\n    return outcome(expression, names)\n",
        &RECORDER[start..end]
    )
}

/// Addresses are the one thing that may differ from run to run.
fn masked(text: &str) -> String {
    let mut parts = text.split(" at 0x");
    let mut masked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        masked.push_str(" at 0x");
        masked.push_str(part.trim_start_matches(|c: char| c.is_ascii_hexdigit()));
    }
    masked
}

fn known() -> BTreeMap<&'static str, &'static str> {
    let mut reason = "";
    let mut known = BTreeMap::new();
    for line in KNOWN.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("# ") {
            Some(words) => reason = words,
            None => {
                assert!(!reason.is_empty(), "{line} is listed without a reason");
                known.insert(line, reason);
            }
        }
    }
    known
}

#[test]
fn expressions_mean_what_they_mean_in_cpython() {
    let expected: Map<String, Value> = serde_json::from_str(EXPECTED).unwrap();
    let python = Python::start(&Options::default()).unwrap();
    let module = python.run_source("<evaluator>", &evaluator()).unwrap();
    let known = known();
    let mut report = String::new();
    let mut diverging = BTreeSet::new();
    for (expression, theirs) in &expected {
        let args = [expression.as_str().into()];
        let ours = match module.call(&python, "evaluate", &args, &Map::new()) {
            Ok(ours) => masked(ours.as_str().unwrap_or_default()),
            Err(error) => format!("cannot be shown: {error}"),
        };
        let theirs = masked(theirs.as_str().unwrap_or_default());
        if ours != theirs {
            diverging.insert(expression.as_str());
            if !known.contains_key(expression.as_str()) {
                report += &format!("{expression}\n  CPython: {theirs}\n  ours:    {ours}\n");
            }
        }
    }
    for (expression, reason) in &known {
        if !diverging.contains(expression) {
            report += &format!("{expression}\n  is listed ({reason}) and does not diverge\n");
        }
    }
    assert!(expected.len() >= 500, "only {} expressions", expected.len());
    assert!(report.is_empty(), "{} expressions, these differ:\n{report}", expected.len());
}
