//! Runs that are killed, interrupted or left without a reader: nothing of the revision that
//! was running stays, and what had been done stands.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::ExitStatusExt,
    process::{Child, Command},
    time::{Duration, Instant},
};

use super::project::{Project, Seen, end, seen, server, table};

/// A third revision that makes a table, says so by the file `started`, and waits.
fn wait(project: &Project) {
    let waits = "import pathlib, time\npathlib.Path(\"started\").touch()\ntime.sleep(60)";
    project.script("c3", Some("b2"), &format!("{}\n{waits}", table("c3")));
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-s", name, &id]).status().expect("kill runs");
    assert!(sent.success());
}

/// Stops an upgrade in the middle of its third step by a signal.
fn check(project: &Project, name: &str) {
    wait(project);
    let mut child = project.start(&["upgrade", "head"]);
    signal(&child, name);
    let status = child.wait().expect("it ends");
    assert!(!status.success(), "{name}: {status}");
    project.script("c3", Some("b2"), &table("c3"));
}

#[test]
fn a_killed_upgrade_of_sqlite_keeps_the_steps_before() {
    for name in ["KILL", "INT", "TERM"] {
        let project = Project::on_sqlite().with_two_revisions();
        check(&project, name);
        assert_eq!(project.tables(), ["alembic_version", "t_a1", "t_b2"], "{name}");
        assert_eq!(project.current(), "b2\n", "{name}");
        project.expect(&["upgrade", "head"], 0);
        assert_eq!(project.current(), "c3 (head)\n", "{name}");
    }
}

#[test]
fn a_killed_upgrade_of_postgresql_keeps_nothing_of_its_transaction() {
    for name in ["KILL", "INT", "TERM"] {
        let project = Project::on_postgresql().with_two_revisions();
        project.expect(&["upgrade", "a1"], 0);
        check(&project, name);
        assert_eq!(project.current(), "a1\n", "{name}");
        // The server undoes the transaction when it sees the connection gone.
        assert_eq!(project.tables(), ["alembic_version", "t_a1"], "{name}");
        project.expect(&["upgrade", "head"], 0);
        assert_eq!(project.current(), "c3 (head)\n", "{name}");
    }
}

#[test]
fn interrupted_checks_leave_no_scratch_database() {
    for (words, name) in [(["test"].as_slice(), "INT"), (&["check", "--from", "head"], "TERM")] {
        let project = Project::on_postgresql().with_two_revisions();
        wait(&project);
        let mut child = project.start(words);
        assert_eq!(project.database().scratch_databases(), 1, "{words:?}");
        signal(&child, name);
        let status = child.wait().expect("it ends");
        assert!(status.signal().is_some(), "{words:?}: {status}");
        assert_eq!(project.database().scratch_databases(), 0, "{words:?}");
        assert_eq!(project.tables(), Vec::<String>::new(), "{words:?}");
    }
}

/// Statements that take long, and where a script may wait for them.
fn long(dialect: &str) -> Vec<String> {
    let statement = match dialect {
        "postgresql" => "SELECT pg_sleep(60)",
        _ => {
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
             SELECT count(*) FROM n"
        }
    };
    let create = "CREATE TABLE half (id INTEGER)";
    vec![
        // Read from the syntax tree, and run by the interpreter.
        format!("op.execute('{create}')\nop.execute('{statement}')"),
        format!("for sql in ('{create}', '{statement}'): op.execute(sql)"),
        format!(
            "bind = op.get_bind()\nbind.execute(sa.text('{create}'))\nbind.execute(sa.text('{statement}'))"
        ),
        format!("op.execute('{create}')\nwhile True: pass"),
        format!("op.execute('{create}')\nimport time\ntime.sleep(60)"),
    ]
}

/// Interrupts an upgrade by a signal once its second step runs `body`.
fn interrupt(project: &Project, body: &str, name: &str) -> Ended {
    project.script("c3", Some("b2"), "import pathlib\npathlib.Path('started').touch()");
    project.script("d4", Some("c3"), body);
    let child = project.start(&["upgrade", "head"]);
    // The step before has begun, and this one is a moment behind it.
    std::thread::sleep(Duration::from_millis(300));
    let begun = Instant::now();
    signal(&child, name);
    let output = child.wait_with_output().expect("it ends");
    let took = begun.elapsed();
    Ended { signal: output.status.signal(), took, seen: seen(output) }
}

struct Ended {
    signal: Option<i32>,
    took: Duration,
    seen: Seen,
}

/// Checks that SIGINT and SIGTERM end each of the long statements, leaving the revision `row`.
fn check_interrupted(make: impl Fn() -> Project, bodies: &[String], row: &str) {
    for body in bodies {
        for (name, number) in [("INT", 2), ("TERM", 15)] {
            let project = make();
            let ended = interrupt(&project, body, name);
            let what = format!("{name} in {body}: {:#?}", ended.seen);
            assert_eq!(ended.signal, Some(number), "{what}");
            assert!(ended.took < Duration::from_secs(10), "{what}");
            assert!(ended.seen.stderr.ends_with("\nKeyboardInterrupt\n"), "{what}");
            assert!(ended.seen.stderr.contains("d4.py\", line "), "{what}");
            assert_eq!(project.tables(), ["alembic_version", "t_a1", "t_b2"], "{what}");
            assert_eq!(project.current(), row, "{what}");
        }
    }
}

#[test]
fn a_signal_cancels_what_runs_on_sqlite() {
    let make = || Project::on_sqlite().with_two_revisions();
    check_interrupted(make, &long("sqlite"), "c3\n");
}

#[test]
fn a_signal_cancels_what_runs_on_postgresql() {
    let make = || {
        let project = Project::on_postgresql().with_two_revisions();
        project.expect(&["upgrade", "b2"], 0);
        project
    };
    check_interrupted(make, &long("postgresql"), "b2\n");
    let statement = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' \
                     AND state = 'active' AND datname LIKE 'limbeck_running_%'";
    let mut client = postgres::Client::connect(&server(), postgres::NoTls).expect("connects");
    let running: i64 = client.query_one(statement, &[]).expect("the statements").get(0);
    assert_eq!(running, 0, "the server goes on with what was cancelled");
}

#[test]
fn a_signal_cancels_a_revision_in_sql() {
    let project = Project::on_postgresql();
    let sleep = "SELECT pg_sleep(61)";
    let text = format!(
        "-- revision: a1\n-- down_revision:\n\n-- upgrade\nCREATE TABLE half (id int);\n{sleep};\n"
    );
    project.file("migrations/versions/a1.sql", &text);
    let child = project.command(&["--url", &project.database().url, "upgrade", "head"]).spawn();
    let child = child.expect("the binary starts");
    let mut client =
        postgres::Client::connect(&project.database().url, postgres::NoTls).expect("connects");
    let query = format!(
        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%{sleep}%' AND pid <> pg_backend_pid()"
    );
    let mut runs = |_: &u32| !client.query(&query, &[]).expect("the activity").is_empty();
    let pause = |_: &u32| std::thread::sleep(Duration::from_millis(50));
    assert!((0..600).inspect(pause).any(|round| runs(&round)), "the statement does not begin");
    signal(&child, "INT");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.signal(), Some(2), "{output:?}");
    let stderr = seen(output).stderr;
    assert!(stderr.ends_with("\nerror: the run was cancelled\n"), "{stderr}");
    assert!(project.tables().is_empty());
}

#[test]
fn a_script_that_interrupts_itself_ends_as_by_the_signal() {
    for project in [Project::on_sqlite(), Project::on_postgresql()] {
        let project = project.with_two_revisions();
        project.expect(&["upgrade", "b2"], 0);
        project.script("c3", Some("b2"), &format!("{}\nraise KeyboardInterrupt", table("c3")));
        let output = project.command(&["upgrade", "head"]).output().expect("the binary runs");
        assert_eq!(output.status.signal(), Some(2), "{output:?}");
        assert!(seen(output).stderr.ends_with("\nKeyboardInterrupt\n"));
        assert_eq!(project.current(), "b2\n");
        assert_eq!(project.tables(), ["alembic_version", "t_a1", "t_b2"]);
    }
}

#[test]
fn a_script_may_clean_up_after_ctrl_c() {
    let project = Project::on_sqlite().with_two_revisions();
    let body = "try:\n    while True: pass\nexcept KeyboardInterrupt:\n    \
                print('cleaning up')\n    raise\nfinally:\n    print('done')";
    let ended = interrupt(&project, body, "INT");
    assert_eq!(ended.seen.stdout, "cleaning up\ndone\n", "{:#?}", ended.seen);
    assert_eq!(ended.signal, Some(2));
}

#[test]
fn a_reader_that_goes_away_does_not_stop_a_migration() {
    let project = Project::on_sqlite();
    let chatter = "for i in range(20000): print(\"line\", i)\nimport sys; sys.stdout.flush()";
    project.script("a1", None, &format!("{chatter}\n{}", table("a1")));
    project.script("b2", Some("a1"), &format!("{}\n{chatter}", table("b2")));
    let mut child = project.command(&["upgrade", "head"]).spawn().expect("the binary starts");
    let mut line = String::new();
    {
        let stdout = child.stdout.take().expect("a pipe");
        BufReader::with_capacity(16, stdout).read_line(&mut line).expect("a line");
    }
    assert_eq!(line, "line 0\n");
    let seen = seen(child.wait_with_output().expect("it ends"));
    assert_eq!(seen.status, Some(0), "{seen:#?}");
    assert_eq!(project.current(), "b2 (head)\n");
}

#[test]
fn closed_streams_change_no_status() {
    let project = Project::on_sqlite().with_two_revisions();
    for (words, status) in [
        ("upgrade head", 0),
        ("upgrade head --sql", 0),
        ("history -v", 0),
        ("--version", 0),
        ("--help", 0),
        ("list_templates", 0),
        ("upgrade nope", 255),
        ("frobnicate", 2),
        ("current -v", 0),
    ] {
        let binary = env!("CARGO_BIN_EXE_limbeck");
        for closed in [">&-", "2>&-", ">&- 2>&-", "| true"] {
            let wanted = if closed == "| true" { 0 } else { status };
            let shell = Command::new("sh")
                .args(["-c", &format!("{binary} {words} {closed}")])
                .current_dir(project.path())
                .output()
                .expect("a shell");
            let seen = seen(shell);
            assert_eq!(seen.status, Some(wanted), "{words} {closed}: {seen:#?}");
        }
    }
}

#[test]
fn a_test_that_waits_ends_its_process() {
    let project = Project::on_sqlite().with_two_revisions();
    wait(&project);
    let output = end(project.start(&["upgrade", "head"]));
    assert_eq!(output.status.code(), None);
}
