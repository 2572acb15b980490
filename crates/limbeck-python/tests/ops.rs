//! Directives as scripts write them, through our `alembic` and `sqlalchemy`, to the operations
//! that the core reads and the SQL that real Alembic prints for them.

mod ops {
    pub mod host;
}

use limbeck_core::ops::Operation;
use limbeck_python::{Options, Python};
use ops::host::{Recorder, operations_of, run_case};
use std::path::{Path, PathBuf};

const DIALECTS: [&str; 4] = ["postgresql", "sqlite", "mysql", "mariadb"];

fn folders_with(file: &str, below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(below) else { return found };
    let mut folders: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    for folder in folders {
        if folder.join(file).is_file() {
            found.push(folder.clone());
        }
        found.extend(folders_with(file, &folder));
    }
    found
}

/// Whether Alembic crashed where we say what is wrong, after the same statements.
fn both_fail(printed: &str, expected: &str) -> bool {
    let crashes = ["-- AssertionError", "-- TypeError", "-- AttributeError"];
    let at = crashes.iter().find_map(|crash| expected.find(crash));
    at.is_some_and(|at| printed.starts_with(&expected[..at]) && printed[at..].starts_with("-- "))
}

/// Runs `check` on a thread whose stack the interpreter can recurse on.
fn on_python_stack(check: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(limbeck_python::STACK_SIZE).spawn(check);
    if let Err(panic) = thread.expect("a thread starts").join() {
        std::panic::resume_unwind(panic);
    }
}

#[test]
fn directives_print_what_alembic_prints() {
    on_python_stack(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../limbeck-core/testdata/ddl");
        let only = std::env::var("LIMBECK_CASE").unwrap_or_default();
        let python = Python::start(&Options::default()).expect("the interpreter starts");
        let (mut count, mut report) = (0, String::new());
        let mut failed = 0;
        for folder in folders_with("case.py", &root) {
            if !folder.to_string_lossy().contains(&only) {
                continue;
            }
            for dialect in DIALECTS {
                let expected = folder.join(format!("{dialect}.sql"));
                let Ok(expected) = std::fs::read_to_string(&expected) else { continue };
                count += 1;
                let printed = run_case(&python, &folder.join("case.py"), dialect);
                if printed.trim_end() != expected.trim_end() && !both_fail(&printed, &expected) {
                    failed += 1;
                    let name = folder.strip_prefix(&root).unwrap_or(&folder).display();
                    report += &format!(
                        "== {name} on {dialect}\n-- Alembic prints\n{expected}\n-- ours\n{printed}\n"
                    );
                }
            }
        }
        assert!(!only.is_empty() || count > 100, "only {count} recorded cases");
        assert!(report.is_empty(), "{failed} of {count} differ:\n{report}");
    });
}

#[test]
fn scripts_become_operations_that_the_core_reads() {
    on_python_stack(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ops");
        let mut names: Vec<_> = std::fs::read_dir(&root)
            .expect("the folder of scripts")
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
            .collect();
        names.sort();
        assert!(!names.is_empty());
        for path in names {
            let host = Recorder::start("postgresql");
            let result = host.run_file(&path, "upgrade");
            assert_eq!(result, Ok(()), "{}", path.display());
            assert_eq!(host.unreadable(), Vec::<String>::new(), "{}", path.display());
            assert!(host.count() > 0, "{} ran nothing", path.display());
        }
    });
}

/// The operations as JSON, without the numbers that tell objects of one run apart.
fn without_ids(operations: &[Operation]) -> String {
    let json = serde_json::to_string_pretty(operations).expect("operations have a JSON form");
    let is_id = |line: &&str| line.contains("id\": ") && line.contains(char::is_numeric);
    json.lines().filter(|line| !is_id(line)).map(|line| format!("{line}\n")).collect()
}

/// What Rust reads from a call itself is what the recorders make of the same call.
#[test]
fn plain_calls_are_read_as_they_are_recorded() {
    on_python_stack(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../limbeck-core/testdata/ddl");
        let (mut total, mut report) = (0, String::new());
        for folder in folders_with("case.py", &root) {
            // A case that hooks into directives closes the short way for its interpreter.
            let python = Python::start(&Options::default()).expect("the interpreter starts");
            let case = folder.join("case.py");
            let (read, outcome, taken) = operations_of(&python, &case, "postgresql", true);
            let (recorded, expected, _) = operations_of(&python, &case, "postgresql", false);
            let (read, recorded) = (without_ids(&read), without_ids(&recorded));
            if read != recorded || outcome != expected {
                report += &format!(
                    "== {}\n-- read\n{read}{outcome:?}\n-- recorded\n{recorded}{expected:?}\n",
                    case.display(),
                );
            }
            total += taken;
        }
        assert!(report.is_empty(), "these differ:\n{report}");
        assert!(total > 100, "only {total} calls were plain");
    });
}
