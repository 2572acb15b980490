//! Folders and history tables of other tools, as those tools read them.

use limbeck_core::{
    import::{File, Outcome, Row, Tool, last_applied, read},
    statement::Value,
};

fn files(files: &[(&str, &str)]) -> Vec<File> {
    files.iter().map(|(path, text)| File::new(format!("db/{path}"), *text)).collect()
}

/// The ids of the migrations in their order, and the files that are left out.
fn check_order(tool: Tool, paths: &[(&str, &str)], ids: &[&str], left_out: &[&str]) {
    let folder = read(tool, "db".as_ref(), &files(paths)).expect("a folder");
    let found: Vec<&str> = folder.migrations.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(found, ids, "{}", tool.name());
    let found: Vec<_> = folder.left_out.iter().map(|it| it.path.display().to_string()).collect();
    assert_eq!(found, left_out, "{}", tool.name());
}

#[test]
fn migrations_come_in_the_order_in_which_their_tool_applies_them() {
    check_order(
        Tool::Sqlx,
        &[("10_c.sql", ""), ("2_b.sql", ""), ("x_y.sql", ""), ("below/1_a.sql", ""), ("a.md", "")],
        &["2", "10"],
        &["db/x_y.sql"],
    );
    check_order(
        Tool::Refinery,
        &[("V10__c.sql", ""), ("below/V2__b.sql", ""), ("U3__d.sql", ""), ("mod.rs", "")],
        &["2", "3", "10"],
        &[],
    );
    check_order(
        Tool::Diesel,
        &[("2024-01-02_b/up.sql", ""), ("2024-01-01_a/up.sql", ""), ("x_y/down.sql", "")],
        &["20240101", "20240102"],
        &["db/x_y/down.sql"],
    );
    let up = "-- migrate:up\n-- migrate:down\n";
    check_order(
        Tool::Dbmate,
        &[("2_b.sql", up), ("10_c.sql", up), ("seed.sql", "")],
        &["10", "2"],
        &["db/seed.sql"],
    );
    check_order(
        Tool::Flyway,
        &[("V1.10__c.sql", ""), ("V1_2__b.sql", ""), ("V001__a.sql", ""), ("afterMigrate.sql", "")],
        &["001", "1.2", "1.10"],
        &["db/afterMigrate.sql"],
    );
}

#[test]
fn ends_of_lines_do_not_count_as_a_change() {
    for (tool, path) in
        [(Tool::Sqlx, "1_a.sql"), (Tool::Refinery, "V1__a.sql"), (Tool::Flyway, "V1__a.sql")]
    {
        let of = |text: &str| {
            let folder = read(tool, "db".as_ref(), &files(&[(path, text)])).expect("a folder");
            folder.migrations[0].checksums.clone()
        };
        let (lf, crlf) = (of("SELECT 1;\nSELECT 2;\n"), of("SELECT 1;\r\nSELECT 2;\r\n"));
        assert!(crlf.contains(&lf[0]) && lf.contains(&crlf[0]), "{}", tool.name());
        assert!(!lf.contains(&of("SELECT 1;\nSELECT 3;\n")[0]), "{}", tool.name());
    }
}

#[test]
fn what_is_no_migration_is_an_error_that_names_the_file() {
    let cases = [
        (
            Tool::Sqlx,
            vec![("1_a.sql", ""), ("01_b.sql", "")],
            "db/1_a.sql and db/01_b.sql have one version",
        ),
        (
            Tool::Sqlx,
            vec![("1_a.down.sql", ""), ("1_b.down.sql", "")],
            "db/1_a.down.sql and db/1_b.down.sql",
        ),
        (Tool::Refinery, vec![("V1__a.rs", "")], "db/V1__a.rs: this migration is a program"),
        (
            Tool::Diesel,
            vec![("a_b/metadata.toml", "run_in_transaction = 1"), ("a_b/up.sql", "")],
            "db/a_b/metadata.toml: run_in_transaction is 1",
        ),
        (Tool::Dbmate, vec![("1_a.sql", "SELECT 1;\n")], "db/1_a.sql:1: SQL stands above"),
        (Tool::Dbmate, vec![("1_a.sql", "-- a\n")], "db/1_a.sql: no line `-- migrate:up`"),
        (Tool::Flyway, vec![("B1__a.sql", "")], "db/B1__a.sql: a baseline migration"),
        (Tool::Flyway, vec![("V1__a.sql", ""), ("V1.0__b.sql", "")], "have one version"),
        (
            Tool::Diesel,
            vec![("2024-01-01-12-00-00-and-then-some-more-digits_b/up.sql", "")],
            "longer than the 32 characters",
        ),
    ];
    for (tool, paths, expected) in cases {
        let error = read(tool, "db".as_ref(), &files(&paths)).expect_err(expected).to_string();
        assert!(error.contains(expected), "{error}");
    }
    let error = read(Tool::Sqlx, "db".as_ref(), &[File::new("db/1_a.sql", [0xff])]);
    assert_eq!(error.expect_err("no UTF-8").to_string(), "db/1_a.sql: this is not UTF-8");
}

/// Where a database with these rows stands among the versions 1, 2 and 3.
fn check_standing(rows: &[(&str, Outcome)], expected: Result<Option<&str>, &str>) {
    let three = files(&[("V1__a.sql", ""), ("V2__b.sql", ""), ("V3__c.sql", "")]);
    let folder = read(Tool::Flyway, "db".as_ref(), &three).expect("a folder");
    let row = |(version, outcome): &(&str, Outcome)| Row {
        version: (*version).to_owned(),
        checksum: None,
        outcome: *outcome,
    };
    let rows: Vec<Row> = rows.iter().map(row).collect();
    let found = last_applied(Tool::Flyway, &folder.migrations, &rows);
    match (found, expected) {
        (Ok(found), Ok(expected)) => assert_eq!(found.map(|it| it.id.as_str()), expected),
        (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{error}"),
        (found, _) => panic!("{found:?} rather than {expected:?}"),
    }
}

#[test]
fn a_history_says_where_a_database_stands() {
    use Outcome::{Applied, Baseline, Failed, Undone};
    check_standing(&[], Ok(None));
    check_standing(&[("1", Applied), ("2", Applied)], Ok(Some("2")));
    check_standing(&[("1", Applied), ("2", Applied), ("2", Undone)], Ok(Some("1")));
    check_standing(&[("2", Baseline)], Ok(Some("2")));
    check_standing(&[("2", Baseline), ("3", Applied)], Ok(Some("3")));
    check_standing(&[("1", Applied), ("2", Failed)], Err("db/V2__b.sql: flyway began"));
    check_standing(&[("2", Applied)], Err("db/V1__a.sql: not applied, while db/V2__b.sql"));
    check_standing(&[("1", Applied), ("7", Applied)], Err("version 7, applied by flyway"));
}

#[test]
fn rows_are_read_as_each_database_gives_them() {
    let row = |tool: Tool, values: Vec<Value>| tool.row(&values);
    let text = |text: &str| Value::Text(text.to_owned());
    let sqlx = row(Tool::Sqlx, vec![Value::Int(7), Value::Bytes(vec![0, 255]), Value::Int(1)]);
    let expected = |version: &str, checksum: Option<&str>, outcome| {
        let checksum = checksum.map(str::to_owned);
        Some(Row { version: version.to_owned(), checksum, outcome })
    };
    assert_eq!(sqlx, expected("7", Some("00ff"), Outcome::Applied));
    let flyway = |kind: &str, success: Value| {
        row(Tool::Flyway, vec![text("01.0"), Value::Int(-5), success, text(kind)])
    };
    let checksum = Some("-5");
    assert_eq!(flyway("SQL", Value::Bool(true)), expected("1", checksum, Outcome::Applied));
    assert_eq!(flyway("SQL", Value::Int(0)), expected("1", checksum, Outcome::Failed));
    assert_eq!(flyway("UNDO_SQL", Value::Bool(true)), expected("1", checksum, Outcome::Undone));
    assert_eq!(flyway("SCHEMA", Value::Bool(true)), None);
    assert_eq!(
        row(Tool::Flyway, vec![Value::Null, Value::Int(1), Value::Bool(true), text("SQL")]),
        None
    );
}

#[test]
fn what_sqlx_ignores_in_a_checksum_is_no_change() {
    let text = "\u{feff}CREATE TABLE a\r\n\t(id INT);\r\n";
    let files = [File::new("db/1_a.sql", text)];
    let folder = read(Tool::Sqlx, "db".as_ref(), &files).expect("a migration");
    for ignored in [&['\r'][..], &[' ', '\t', '\r', '\n'], &[' ', '\t', '\r', '\n', '\u{feff}']] {
        let recorded = checksum_of(&text.replace(ignored, ""));
        assert!(folder.migrations[0].checksums.contains(&recorded), "{ignored:?}");
    }
    assert!(!folder.migrations[0].checksums.contains(&checksum_of("CREATE TABLE b")));
}

/// What sqlx records of a file that it takes as it is.
fn checksum_of(text: &str) -> String {
    let files = [File::new("db/1_a.sql", text)];
    let folder = read(Tool::Sqlx, "db".as_ref(), &files).expect("a migration");
    folder.migrations[0].checksums[0].clone()
}
