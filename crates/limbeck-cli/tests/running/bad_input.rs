//! Databases that cannot be reached or written, revisions that lead nowhere, scripts that end
//! the run: one clear error, the right status, and the database as it was.

use super::project::{Project, password_url, server, table};

/// Runs a command that fails, and checks its status and that it says all of `says`.
fn check(project: &Project, words: &[&str], status: i32, says: &[&str]) {
    let seen = project.expect(words, status);
    let text = format!("{}{}", seen.stdout, seen.stderr);
    for part in says {
        assert!(text.contains(part), "{words:?} does not say {part:?}:\n{text}");
    }
    assert!(text.matches("FAILED:").count() <= 1, "{text}");
}

/// A URL with another password, host or database than that of the password role.
fn other(password: &str, host: &str, database: &str) -> String {
    let url = password_url();
    let (scheme, rest) = url.split_once("://").expect("a URL");
    let (user, rest) = rest.split_once(':').expect("a user");
    let (_, rest) = rest.rsplit_once('@').expect("a host");
    let (own_host, _) = rest.split_once('/').expect("a database");
    let host = if host.is_empty() { own_host } else { host };
    format!("{scheme}://{user}{password}@{host}/{database}")
}

#[test]
fn a_database_that_cannot_be_reached() {
    for (url, says) in [
        (other(":wr0ng-secret", "", "postgres"), "password authentication failed for user"),
        (other("", "", "postgres"), "no password supplied"),
        (other(":correct-horse", "", "nodb"), "database \"nodb\" does not exist"),
        (other(":correct-horse", "127.0.0.1:1", "db"), "Connection refused"),
        (other(":correct-horse", "no-such-host.invalid", "db"), "no-such-host.invalid"),
        (other(":correct-horse", "", "postgres?sslmode=require"), "SSL"),
        ("sqlite:////nowhere/at/all.db".to_owned(), "unable to open database file"),
        ("sqlite:///alembic.ini".to_owned(), "file is not a database"),
        ("oracle://u:correct-horse@h/db".to_owned(), "sqlalchemy.dialects:oracle"),
        ("mssql+pyodbc://u:correct-horse@h/db".to_owned(), "sqlalchemy.dialects:mssql"),
    ] {
        let project = Project::at(&url).with_two_revisions();
        for command in [&["current", "-v"][..], &["upgrade", "head", "-v"], &["history", "-i"]] {
            check(&project, command, 1, &[says, "env.py"]);
            check(&project, &[&["--url", &url], command].concat(), 1, &["error: ", says]);
        }
    }
}

#[test]
fn version_rows_that_are_no_text() {
    let make = "CREATE TABLE alembic_version (version_num INTEGER)";
    let insert = "INSERT INTO alembic_version VALUES (5)";
    let says = "FAILED: revision identifier 5 is not a string; ensure database driver settings";
    for project in [Project::on_sqlite(), Project::on_postgresql()] {
        let project = project.with_two_revisions();
        project.sql(&[make, insert]);
        for command in [&["current"][..], &["upgrade", "head"], &["stamp", "head"]] {
            check(&project, command, 255, &[says]);
        }
        assert_eq!(project.tables(), ["alembic_version"]);
    }
}

#[test]
fn errors_have_the_classes_of_the_driver() {
    let refused = "[Errno 111] Connect call failed ('127.0.0.1', 1)";
    let no_role = "FATAL:  role \"nobody\" does not exist";
    let no_role_asyncpg = "role \"nobody\" does not exist";
    let asyncpg = "sqlalchemy.dialects.postgresql.asyncpg";
    for (driver, host, says) in [
        ("asyncpg", "127.0.0.1:1", format!("ConnectionRefusedError: {refused}")),
        ("asyncpg", "nix.invalid", "socket.gaierror: [Errno -2] Name or service".to_owned()),
        ("asyncpg", "", format!("sqlalchemy.exc.DBAPIError: ({asyncpg}.Error) {no_role_asyncpg}")),
        ("psycopg", "", format!("at \"127.0.0.1\", port PORT failed: {no_role}")),
        ("psycopg", "", "(psycopg.OperationalError) connection failed: connection to".to_owned()),
        ("psycopg", "nix.invalid", "failed to resolve host 'nix.invalid': [Errno -2]".to_owned()),
        ("psycopg2", "", "(psycopg2.OperationalError) connection to server at".to_owned()),
        ("psycopg2", "nix.invalid", "could not translate host name \"nix.invalid\"".to_owned()),
    ] {
        let url = server().replacen("postgres@", "nobody@", 1);
        let url = url.replacen("postgresql://", &format!("postgresql+{driver}://"), 1);
        let (_, rest) = url.split_once('@').expect("a host");
        let (own, _) = rest.split_once('/').expect("a database");
        let url = if host.is_empty() { url.clone() } else { url.replacen(own, host, 1) };
        let says = says.replace("PORT", own.rsplit(':').next().unwrap_or_default());
        let project = Project::at(&url).with_two_revisions();
        check(&project, &["upgrade", "head"], 1, &[&says, "env.py"]);
    }
}

#[test]
fn a_password_in_a_broken_ini_is_not_shown() {
    let project = Project::at("postgresql://u:p%secret@h/db").with_two_revisions();
    check(&project, &["current"], 1, &["alembic.ini:5", "sqlalchemy.url", "write %%"]);
    project.file("alembic.ini", "postgresql://u:correct-horse@h/db\n");
    check(&project, &["heads"], 1, &["alembic.ini:1"]);
}

#[test]
fn a_password_in_a_failing_env_py_is_not_shown() {
    let project = Project::on_sqlite().with_two_revisions();
    for (env_py, says) in [
        ("config.set_main_option('sqlalchemy.url', 'postgresql://u:%secret@h/db')", "u:***@h"),
        ("sa.create_engine('nosuch://u:correct-horse@h/db')", "sqlalchemy.dialects:nosuch"),
        ("raise ValueError(sa.engine.make_url('postgresql://u:correct-horse@h/db'))", "u:***@h"),
    ] {
        let text = format!(
            "import sqlalchemy as sa\nfrom alembic import context\nconfig = context.config\n{env_py}\n"
        );
        project.file("migrations/env.py", &text);
        check(&project, &["current"], 1, &["env.py", "line 4", says]);
    }
}

#[test]
fn current_masks_the_password() {
    let project = Project::at(&password_url());
    let seen = project.expect(&["current", "-v"], 0);
    assert!(seen.stdout.contains(":***@"), "{}", seen.stdout);
    let seen = project.expect(&["--url", &password_url(), "current", "-v"], 0);
    assert!(seen.stdout.contains(":***@"), "{}", seen.stdout);
}

#[test]
fn a_sqlite_file_that_cannot_be_written() {
    let project = Project::on_sqlite().with_two_revisions();
    project.expect(&["upgrade", "a1"], 0);
    let url = "sqlite:///file:app.db?mode=ro&uri=true";
    project.url(url);
    check(&project, &["upgrade", "head"], 1, &["attempt to write a readonly database", "b2.py"]);
    check(&project, &["--url", url, "stamp", "b2"], 1, &["attempt to write a readonly database"]);
    check(&project, &["current"], 0, &["a1"]);
    assert_eq!(project.tables(), ["alembic_version", "t_a1"]);
}

#[test]
fn a_full_disk_undoes_the_step() {
    let project = Project::on_sqlite().with_two_revisions();
    let fill = "op.execute(\"INSERT INTO t_c3 (text) VALUES (hex(zeroblob(4096)))\")";
    let make = "op.create_table(\"t_c3\", sa.Column(\"text\", sa.Text))";
    let script = format!("{make}\nop.execute(\"PRAGMA max_page_count = 6\")\n{fill}");
    project.script("c3", Some("b2"), &script);
    check(&project, &["upgrade", "head"], 1, &["database or disk is full", "c3.py"]);
    assert_eq!(project.current(), "b2\n");
    assert_eq!(project.tables(), ["alembic_version", "t_a1", "t_b2"]);
}

const CHANGED_WITH_VALUES: &str = "sa.event.listen(op.get_bind(), \"before_cursor_execute\", \
    lambda _, cursor, sql, values, *more: (sql + \" \", values), retval=True); \
    op.bulk_insert(sa.table(\"t_a1\", sa.column(\"id\")), [{\"id\": 7}])";

const DELETED_ATTRIBUTE: &str = "from sqlalchemy.orm import Session, declarative_base; \
    A = type(\"A\", (declarative_base(),), {\"__tablename__\": \"t_a1\", \
    \"id\": sa.Column(sa.Integer, primary_key=True)}); session = Session(op.get_bind()); \
    session.add(A(id=8)); session.flush(); del session.get(A, 8).id";

#[test]
fn an_operation_that_the_dialect_cannot_do() {
    let project = Project::on_sqlite().with_two_revisions();
    for (operation, says) in [
        ("op.create_unique_constraint(\"u\", \"t_a1\", [\"id\"])", "batch"),
        ("op.drop_constraint(\"u\", \"t_a1\")", "batch"),
        ("op.create_foreign_key(\"f\", \"t_a1\", \"t_b2\", [\"id\"], [\"id\"])", "batch"),
        ("op.alter_column(\"t_a1\", \"id\", type_=sa.Text)", "syntax error"),
        ("op.get_bind().connection.cursor().copy_expert(\"\", None)", "op.bulk_insert()"),
        (CHANGED_WITH_VALUES, "a statement that a directive sends with values"),
        (DELETED_ATTRIBUTE, "del of id: the object has a row"),
    ] {
        project.script("c3", Some("b2"), operation);
        check(&project, &["upgrade", "head"], 1, &["c3.py\", line 10, in upgrade", says]);
        assert_eq!(project.current(), "b2\n");
    }
}

#[test]
fn a_batch_on_a_table_that_is_not_there() {
    for project in [Project::on_sqlite(), Project::on_postgresql()] {
        let project = project.with_two_revisions();
        let batch = "with op.batch_alter_table(\"nope\", recreate=\"always\") as batch:\n    \
                     batch.drop_column(\"x\")";
        project.script("c3", Some("b2"), batch);
        let says = ["c3.py\", line 10", "sqlalchemy.exc.NoSuchTableError: nope"];
        check(&project, &["upgrade", "head"], 1, &says);
    }
}

#[test]
fn a_statement_that_needs_to_be_outside_of_a_transaction() {
    let project = Project::on_postgresql().with_two_revisions();
    let script = "op.execute(\"CREATE INDEX CONCURRENTLY i ON t_a1 (id)\")";
    project.script("c3", Some("b2"), script);
    let says =
        ["c3.py\", line 10", "cannot run inside a transaction block", "hint: ", "autocommit"];
    check(&project, &["upgrade", "head"], 1, &says);
    assert_eq!(project.tables(), Vec::<String>::new());
    let block = format!("with op.get_context().autocommit_block():\n    {script}");
    project.script("c3", Some("b2"), &block);
    project.expect(&["upgrade", "head"], 0);
}

#[test]
fn revisions_that_lead_nowhere() {
    let project = Project::on_sqlite().with_two_revisions();
    project.script("twig1", Some("b2"), "pass");
    project.script("twig2", Some("twig1"), "pass");
    project.script("side", Some("a1"), "pass");
    for (words, says) in [
        (&["upgrade", "twig"][..], &["FAILED:", "hint: twig begins several: twig1, twig2"][..]),
        (&["upgrade", "sidd"], &["FAILED:", "'sidd'", "hint: did you mean side?"]),
        (&["downgrade", "000"], &["FAILED:", "hint: the state before the first revision"]),
        (&["upgrade", "head"], &["FAILED: Multiple head revisions", "hint: the heads are"]),
        (&["show", "nope"], &["FAILED:", "'nope'"]),
        (&["upgrade", "+9"], &["FAILED:"]),
        (&["downgrade", "-9"], &["FAILED:"]),
        (&["downgrade", "side"], &["FAILED:"]),
    ] {
        check(&project, words, 255, says);
    }
    assert_eq!(project.tables(), ["alembic_version"]);
}

#[test]
fn a_script_that_ends_the_program() {
    for (statement, status, says) in [
        ("sys.exit(3)", 3, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit('no more')", 1, "no more"),
        ("exit(4)", 4, ""),
        ("raise SystemExit(5)", 5, ""),
        ("raise GeneratorExit", 1, "GeneratorExit"),
        ("1 / 0", 1, "ZeroDivisionError"),
        ("op.get_bind().exec_driver_sql('nonsense')", 1, "nonsense"),
    ] {
        let mut projects = vec![Project::on_sqlite()];
        // Each on PostgreSQL too would show the same of Python's side.
        if status == 3 {
            projects.push(Project::on_postgresql());
        }
        for project in projects {
            let project = project.with_two_revisions();
            project.expect(&["upgrade", "b2"], 0);
            project.script("c3", Some("b2"), &format!("{}\nimport sys\n{statement}", table("c3")));
            check(&project, &["upgrade", "head"], status, &[says]);
            assert_eq!(project.current(), "b2\n", "{statement}");
            assert_eq!(project.tables(), ["alembic_version", "t_a1", "t_b2"], "{statement}");
        }
    }
}

#[test]
fn a_syntax_error_stops_a_run_before_its_first_step() {
    let project = Project::on_sqlite().with_two_revisions();
    project.script("c3", Some("b2"), "x = = 1");
    check(&project, &["history"], 0, &["b2 -> c3 (head)"]);
    check(&project, &["upgrade", "head"], 1, &["c3.py\", line 10", "SyntaxError"]);
    assert_eq!(project.tables(), ["alembic_version"]);
    project.expect(&["upgrade", "b2"], 0);
}

#[test]
fn what_scripts_print_is_seen_in_order() {
    let project = Project::on_sqlite();
    let prints = "print(\"one\", end=\"\")\nprint(\" two\")\nimport sys\n\
                  print(\"three\", file=sys.stderr)\nsys.stdout.write(\"four\\n\")";
    project.script("a1", None, &format!("{prints}\n{}", table("a1")));
    let seen = project.expect(&["upgrade", "head"], 0);
    assert_eq!(seen.stdout, "one two\nfour\n");
    assert!(seen.stderr.ends_with("message of a1\nthree\n"), "{}", seen.stderr);
    let sql = project.expect(&["upgrade", "head", "--sql"], 0).stdout;
    let place = |text: &str| sql.find(text).unwrap_or_else(|| panic!("no {text:?} in {sql}"));
    assert!(place("-- Running upgrade") < place("one two"), "{sql}");
    assert!(place("four") < place("CREATE TABLE t_a1"), "{sql}");
}

#[test]
fn the_server_of_these_tests_trusts_its_superuser() {
    check(&Project::at(&server()), &["current"], 0, &[]);
}
