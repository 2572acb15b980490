//! Tracebacks as Python 3.11 prints them, without the frames that are not the user's.

use limbeck_python::{Options, Python};
use serde_json::Map;
use std::{fs, path::PathBuf};

/// The traceback of running this file and its `main()`; `FILE` stands for its path.
fn check(name: &str, source: &str, expected: &str) {
    let path: PathBuf =
        std::env::temp_dir().join(format!("limbeck-{name}-{}.py", std::process::id()));
    fs::write(&path, source).unwrap();
    let python = Python::start(&Options::default()).unwrap();
    let result = python
        .load_file("script", &path)
        .and_then(|module| module.call(&python, "main", &[], &Map::new()));
    fs::remove_file(&path).ok();
    let error = result.unwrap_err();
    let report = error.report().unwrap();
    let shown = report.traceback.replace(&*path.to_string_lossy(), "FILE");
    assert_eq!(shown, expected);
}

#[test]
fn frames_end_in_the_users_file() {
    check(
        "frames",
        "import json\n\ndef inner():\n    return json.loads('{')\n\n\ndef main():\n    inner()\n",
        "Traceback (most recent call last):\n  \
         File \"FILE\", line 8, in main\n    inner()\n  \
         File \"FILE\", line 4, in inner\n    return json.loads('{')\n           \
         ^^^^^^^^^^^^^^^\n\
         json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: \
         line 1 column 2 (char 1)\n",
    );
}

#[test]
fn causes_and_contexts_come_first() {
    check(
        "chain",
        "def main():\n    try:\n        {}['k']\n    except KeyError as error:\n        \
         raise ValueError('v') from error\n",
        "Traceback (most recent call last):\n  \
         File \"FILE\", line 3, in main\n    {}['k']\n    ~~^^^^^\n\
         KeyError: 'k'\n\n\
         The above exception was the direct cause of the following exception:\n\n\
         Traceback (most recent call last):\n  \
         File \"FILE\", line 5, in main\n    raise ValueError('v') from error\n\
         ValueError: v\n",
    );
    check(
        "context",
        "def main():\n    try:\n        int('x')\n    except ValueError:\n        \
         raise LookupError\n",
        "Traceback (most recent call last):\n  \
         File \"FILE\", line 3, in main\n    int('x')\n\
         ValueError: invalid literal for int() with base 10: 'x'\n\n\
         During handling of the above exception, another exception occurred:\n\n\
         Traceback (most recent call last):\n  \
         File \"FILE\", line 5, in main\n    raise LookupError\n\
         LookupError\n",
    );
    check(
        "suppressed",
        "def main():\n    try:\n        int('x')\n    except ValueError:\n        \
         raise LookupError('l') from None\n",
        "Traceback (most recent call last):\n  \
         File \"FILE\", line 5, in main\n    raise LookupError('l') from None\n\
         LookupError: l\n",
    );
}

#[test]
fn recursion_is_counted() {
    check(
        "recursion",
        "def f(n):\n    if n:\n        f(n - 1)\n    raise ValueError\n\n\n\
         def main():\n    f(6)\n",
        "Traceback (most recent call last):\n  \
         File \"FILE\", line 8, in main\n    f(6)\n  \
         File \"FILE\", line 3, in f\n    f(n - 1)\n  \
         File \"FILE\", line 3, in f\n    f(n - 1)\n  \
         File \"FILE\", line 3, in f\n    f(n - 1)\n  \
         [Previous line repeated 3 more times]\n  \
         File \"FILE\", line 4, in f\n    raise ValueError\n\
         ValueError\n",
    );
}

#[test]
fn a_syntax_error_is_marked() {
    check(
        "syntax",
        "x = 1\ndef main():\n    return 1 +\n",
        "  File \"FILE\", line 3\n    return 1 +\n              ^\nSyntaxError: invalid syntax\n",
    );
}

#[test]
fn a_class_of_the_script_has_its_module_and_notes_follow() {
    check(
        "own",
        "class Own(Exception):\n    pass\n\n\ndef main():\n    error = Own('a', 1)\n    \
         error.add_note('more')\n    raise error\n",
        "Traceback (most recent call last):\n  \
         File \"FILE\", line 8, in main\n    raise error\n\
         script.Own: ('a', 1)\nmore\n",
    );
}

#[test]
fn a_near_name_is_proposed() {
    check(
        "near",
        "value = 1\n\n\ndef main():\n    return valeu\n",
        "Traceback (most recent call last):\n  \
         File \"FILE\", line 5, in main\n    return valeu\n           ^^^^^\n\
         NameError: name 'valeu' is not defined. Did you mean: 'value'?\n",
    );
}
