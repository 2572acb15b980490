//! SQL revision scripts, read and split: `testdata/script/<case>.sql` gives `<case>.txt`.
//!
//! The expected files hold what a reader can check by eye; set LIMBECK_UPDATE to write them anew.

use std::{fmt::Write, fs, path::Path};

use limbeck_core::{
    dialect::{Backend, Dialect},
    plan::Direction,
    script::{NewScript, ScriptProblem, SqlScript, render, split},
};

const DIALECTS: [Backend; 4] =
    [Backend::Postgresql, Backend::Sqlite, Backend::Mysql, Backend::Mariadb];

/// The header and the statements for each direction, with the dialects that share them.
fn describe(name: &str, bytes: &[u8]) -> String {
    let script = match SqlScript::parse(Path::new(name), bytes) {
        Ok(script) => script,
        Err(error) => return format!("{error}\n"),
    };
    let revision = &script.revision;
    let mut text = format!(
        "{} after {:?}, labels {:?}, depends on {:?}, transaction {}\n{:?}\n",
        revision.id,
        revision.down_revision,
        revision.branch_labels,
        revision.depends_on,
        script.transaction,
        revision.doc
    );
    for direction in [Direction::Upgrade, Direction::Downgrade] {
        let mut answers: Vec<(Vec<&str>, String)> = Vec::new();
        for backend in DIALECTS {
            let answer = statements(&script, direction, backend);
            match answers.iter_mut().find(|(_, known)| *known == answer) {
                Some((backends, _)) => backends.push(backend.name()),
                None => answers.push((vec![backend.name()], answer)),
            }
        }
        for (backends, answer) in answers {
            write!(text, "\n== {} on {}\n{answer}", direction.log_name(), backends.join(", "))
                .expect("a string takes everything");
        }
    }
    text
}

fn statements(script: &SqlScript, direction: Direction, backend: Backend) -> String {
    match script.statements(direction, &Dialect::new(backend, None)) {
        Err(error) => format!("{error}\n"),
        Ok(statements) => statements
            .iter()
            .map(|statement| {
                let body = if statement.has_body { " (body)" } else { "" };
                format!("{}{body}: {}\n", statement.line, statement.sql)
            })
            .collect(),
    }
}

#[test]
fn scripts_hold_what_stands_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/script");
    let mut cases: Vec<_> = fs::read_dir(&folder)
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .collect();
    cases.sort();
    assert!(cases.len() > 10, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let found = describe(&name, &fs::read(&case).expect("a case"));
        let golden = case.with_extension("txt");
        if std::env::var_os("LIMBECK_UPDATE").is_some() {
            fs::write(&golden, &found).expect("the golden file is written");
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if expected != found {
            wrong.push(format!("{name}: expected\n{expected}\nfound\n{found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn headers_that_say_nothing_are_errors_with_their_line() {
    let good = "-- revision: a\n-- down_revision:\n-- upgrade\nSELECT 1;\n";
    assert!(SqlScript::parse(Path::new("f.sql"), good.as_bytes()).is_ok());
    let cases: [(&str, &[u8]); 14] = [
        ("f.sql:1: no header '-- revision: ...'", b"-- upgrade\n"),
        ("f.sql:1: no header '-- down_revision: ...'; the first", b"-- revision: a\n-- upgrade\n"),
        ("f.sql:1: no section", b"-- revision: a\n-- down_revision: None\n"),
        ("f.sql:1: no section", b"-- revision: a\n-- down_revision:\n-- downgrade\n"),
        ("f.sql:1: SQL stands above", b"SELECT 1;\n"),
        ("f.sql:1: unknown header 'revison', did you mean 'revision'?", b"-- revison: a\n"),
        ("f.sql:2: unknown header 'author'; headers are", b"-- revision: a\n-- author: me\n"),
        ("f.sql:2: the header 'revision' is given twice", b"-- revision: a\n-- Revision: b\n"),
        (
            "f.sql:1: the header 'revision' cannot be 'a b'",
            b"-- revision: a b\n-- down_revision:\n",
        ),
        (
            "f.sql:2: the header 'down_revision' cannot be 'a,'",
            b"-- revision: a\n-- down_revision: a,\n",
        ),
        (
            "f.sql:3: the header 'transaction' cannot be 'no': it is on or off",
            b"-- revision: a\n-- down_revision:\n-- transaction: no\n-- upgrade",
        ),
        ("f.sql:1: 'oracle' is no dialect", b"-- upgrade: oracle\n"),
        (
            "f.sql:3: a second section for upgrade on all dialects, the first is in line 1",
            b"-- upgrade\n\n-- upgrade\n",
        ),
        ("f.sql:2: this is not UTF-8", b"-- revision: a\n-- \xff\n"),
    ];
    for (expected, text) in cases {
        let error = SqlScript::parse(Path::new("f.sql"), text).expect_err(expected).to_string();
        assert!(error.starts_with(expected), "{error}\nis not\n{expected}");
    }
}

#[test]
fn line_ends_of_windows_and_a_mark_at_the_start_change_nothing() {
    let text = "-- x\n-- revision: a\n-- down_revision: b, c\n-- upgrade: sqlite\nSELECT 1;\nSELECT\n 2;\n";
    let plain = describe("f.sql", text.as_bytes());
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(describe("f.sql", windows.as_bytes()).replace('\r', ""), plain);
}

#[test]
fn comments_that_a_server_runs_are_statements() {
    let dump = "/*!40101 SET NAMES utf8 */;\n/*M!100616 SET @a = 1 */;\n/* why; */\n\
                DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE \
                INSERT ON a FOR EACH ROW BEGIN SET @a = 1; SET @b = 2; END */;;\nDELIMITER ;\n";
    for (backend, count) in [(Backend::Mariadb, 3), (Backend::Mysql, 2)] {
        let found = limbeck_core::script::split(dump, 1, backend).expect("statements");
        assert_eq!(found.len(), count, "{found:?}");
        assert_eq!(found[0].sql, "/*!40101 SET NAMES utf8 */");
        assert!(found[count - 1].sql.ends_with("END */") && found[count - 1].has_body);
    }
    let found = limbeck_core::script::split(dump, 1, Backend::Postgresql).expect("statements");
    assert!(!found[0].sql.contains("SET NAMES"), "{found:?}");
}

#[test]
fn what_is_left_open_is_told_by_its_line() {
    let cases = [
        (Backend::Postgresql, "a;\nSELECT 'x;\n", 2, ScriptProblem::Unclosed("a single quote")),
        (Backend::Postgresql, "a 'it''s", 1, ScriptProblem::Unclosed("a single quote")),
        (Backend::Postgresql, "a\n\"x", 2, ScriptProblem::Unclosed("a double quote")),
        (Backend::Postgresql, "DO $$ x $y$", 1, ScriptProblem::Unclosed("a dollar quote")),
        (Backend::Postgresql, "/* /* */", 1, ScriptProblem::Unclosed("a comment `/*`")),
        (Backend::Sqlite, "a [b", 1, ScriptProblem::Unclosed("a bracket")),
        (Backend::Mysql, r"a 'x\'", 1, ScriptProblem::Unclosed("a single quote")),
        (
            Backend::Sqlite,
            "a;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b;\n",
            2,
            ScriptProblem::UnclosedBody,
        ),
        (Backend::Mysql, "DELIMITER\n", 1, ScriptProblem::EmptyDelimiter),
    ];
    for (backend, text, line, problem) in cases {
        assert_eq!(split(text, 1, backend), Err((line, problem)), "{text}");
    }
    for (backend, text) in [
        (Backend::Sqlite, "/* /* */"),
        (Backend::Postgresql, r"SELECT '\'"),
        (Backend::Postgresql, "SELECT $$ ' $$"),
        (Backend::Mysql, "SELECT 'x\\\\'"),
    ] {
        assert!(split(text, 1, backend).is_ok(), "{text}");
    }
}

#[test]
fn a_new_script_reads_back_as_what_it_was_made_of() {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let (down, labels, needs) = (ids(&["a", "b"]), ids(&["x"]), ids(&["c"]));
    for message in ["add users", "fix: the name", "revision: again", "two\nlines"] {
        let text = render(&NewScript {
            message,
            id: "d",
            down_revision: &down,
            branch_labels: &labels,
            depends_on: &needs,
            note: "Create Date: 2026-01-02 03:04:05",
            outside_transaction: false,
            upgrade: "SELECT 1;",
            downgrade: Some(""),
        });
        let script = SqlScript::parse(Path::new("d.sql"), text.as_bytes()).expect(&text);
        let revision = &script.revision;
        assert!(revision.doc.ends_with("\n\nCreate Date: 2026-01-02 03:04:05"), "{text}");
        assert!(revision.doc.trim_start_matches("* ").starts_with(message), "{text}");
        assert_eq!(
            (
                &revision.id[..],
                &revision.down_revision,
                &revision.branch_labels,
                &revision.depends_on
            ),
            ("d", &down, &labels, &needs)
        );
        assert!(statements(&script, Direction::Upgrade, Backend::Sqlite).ends_with(": SELECT 1\n"));
        assert_eq!(statements(&script, Direction::Downgrade, Backend::Sqlite), "");
    }
}
