//! Runs that are killed, interrupted or left without a reader: nothing of the revision that
//! was running stays, and what had been done stands.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command},
};

use super::project::{Project, end, seen, table};

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
