//! Directives as scripts write them, through our `alembic` and `sqlalchemy`, to the operations
//! that the core reads and the SQL that real Alembic prints for them.

mod ops {
    pub mod host;
}

use limbeck_core::ops::Operation;
use limbeck_python::{Options, Python, SourceScript, plain};
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

/// What is read from the syntax tree is what the interpreter makes of the same script.
#[test]
fn plain_scripts_are_read_as_they_run() {
    on_python_stack(|| {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let own = ["directives.py", "types.py"].map(|name| tests.join("plain").join(name));
        let cases = folders_with("case.py", &tests.join("../../limbeck-core/testdata/ddl"));
        let cases = cases.iter().map(|folder| folder.join("case.py"));
        let python = Python::start(&Options::default()).expect("the interpreter starts");
        let (mut total, mut report) = (0, String::new());
        for path in own.iter().cloned().chain(cases) {
            let script = SourceScript::read(&path).expect("the script can be read");
            let Some(read) = plain::operations(&script, "upgrade", None) else {
                assert!(!own.contains(&path), "{} is not plain", path.display());
                continue;
            };
            let read = without_ids(&read);
            let recorded = without_ids(&operations_of(&python, &path, "postgresql"));
            if read != recorded {
                let path = path.display();
                report += &format!("== {path}\n-- read\n{read}\n-- recorded\n{recorded}\n");
            }
            total += 1;
        }
        assert!(report.is_empty(), "these differ:\n{report}");
        assert!(total > 80, "only {total} scripts were plain");
    });
}

/// What a script holds beyond plain directives sends all of it to the interpreter.
#[test]
fn other_scripts_are_left_to_the_interpreter() {
    const DROP: &str = "    op.drop_table('t')\n";
    let plain = "from alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n";
    let script = |source: String| SourceScript { path: "a.py".to_owned(), source };
    let read = |source: String| plain::operations(&script(source), "upgrade", None);
    assert_eq!(read(format!("{plain}{DROP}")).map(|read| read.len()), Some(1));
    for body in [
        "    name = 't'\n    op.drop_table(name)\n",
        "    for name in ['t']:\n        op.drop_table(name)\n",
        "    op.drop_table('t' + 'u')\n",
        "    op.drop_table(f'{1}')\n",
        "    op.drop_table(*['t'])\n",
        "    op.drop_table('t', **{})\n",
        "    op.drop_table('t', schema='a', schema='b')\n",
        "    op.drop_table('t', info={})\n",
        "    op.drop_table()\n",
        "    print(1)\n",
        "    op.get_bind()\n",
        "    return op.drop_table('t')\n",
        "    op.add_column('t', sa.Column('a', sa.Integer(), unique=True))\n",
        "    op.add_column('t', sa.Column('a', sa.Enum('b', name='c')))\n",
        "    op.add_column('t', sa.Column('a', sa.Integer(), sa.ForeignKey('b.c')))\n",
        "    op.create_table('t', sa.Column('a', sa.Integer()), sa.Column('a', sa.Text()))\n",
        "    op.create_table('t', sa.PrimaryKeyConstraint('nowhere'))\n",
        "    op.drop_constraint('c', 't', type_='odd')\n",
        "    with op.batch_alter_table('t') as b:\n        op.drop_table('u')\n",
        "    with op.batch_alter_table('t') as b:\n        b.execute('SELECT 1')\n",
        "    with op.batch_alter_table('t') as b:\n        b.drop_column('c', schema='s')\n",
        "    with op.batch_alter_table('t', copy_from=None, info={}) as b:\n        pass\n",
    ] {
        assert_eq!(read(format!("{plain}{body}")), None, "{body}");
    }
    for source in [
        format!("{plain}{DROP}op = None\n"),
        format!("{plain}{DROP}print('loaded')\n"),
        format!("import application\n{plain}{DROP}"),
        format!("from .near import op\n{plain}{DROP}"),
        format!("from alembic import op\n@decorated\ndef upgrade():\n{DROP}"),
        format!("from alembic import op\ndef upgrade(engine):\n{DROP}"),
        format!("from alembic import op\nasync def upgrade():\n{DROP}"),
        format!("from alembic import op\nclass A: pass\ndef upgrade():\n{DROP}"),
        format!("def upgrade():\n{DROP}"),
        format!("from alembic import op\ndef downgrade():\n{DROP}"),
        format!("from alembic import op\ndef upgrade():\n{DROP}  broken\n"),
    ] {
        assert_eq!(read(source.clone()), None, "{source}");
    }
}
