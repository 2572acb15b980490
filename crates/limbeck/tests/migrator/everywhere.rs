//! Runs are futures that go to other threads, and know nothing of each other.

use std::sync::{Arc, Mutex};

use limbeck::{
    Migrator, Result, Revisions, Run, Step,
    events::{Event, Subscriber},
};

use crate::database::Database;

static REVISIONS: Revisions = limbeck::migrate!("testdata/migrations");

fn check_send<T: Send>(_: &T) {}

async fn spawned() -> Result<()> {
    let databases = [Database::sqlite(), Database::postgresql(), Database::sqlite()];
    let mut tasks = Vec::new();
    for database in &databases {
        let migrator = Migrator::new(&REVISIONS, &database.url())?;
        tasks.push(tokio::spawn(async move {
            let run: Run<Vec<Step>> = migrator.upgrade("head");
            check_send(&run);
            run.await?;
            migrator.downgrade("a1").await?;
            migrator.upgrade("head").await.map(|steps| steps.len())
        }));
    }
    for task in tasks {
        assert_eq!(task.await.expect("no panic")?, 1);
    }
    for database in &databases {
        assert_eq!(database.query("SELECT version_num FROM alembic_version"), ["b2"]);
    }
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn runs_are_spawned_on_one_thread() -> Result<()> {
    spawned().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_are_spawned_on_several_threads() -> Result<()> {
    spawned().await
}

#[test]
fn events_go_to_the_migrators_own_subscriber() -> Result<()> {
    let heard = || {
        let events = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&events);
        let subscriber = Subscriber::new(move |event| {
            let text = match event {
                Event::StepStarted(step) => format!("{step} ..."),
                Event::StepFinished(step) => format!("{} done", step.to.join(", ")),
                Event::Log { message, .. } => message,
                _ => return,
            };
            shared.lock().expect("the events").push(text);
        });
        (events, subscriber)
    };
    let (first, second) = (heard(), heard());
    let (one, other) = (Database::sqlite(), Database::postgresql());
    Migrator::new(&REVISIONS, &one.url())?.with_subscriber(first.1).upgrade("a1").wait()?;
    Migrator::new(&REVISIONS, &other.url())?.with_subscriber(second.1).current().wait()?;
    assert_eq!(
        *first.0.lock().expect("the events"),
        [
            "Context impl SQLiteImpl.",
            "Will assume non-transactional DDL.",
            "upgrade  -> a1, create users ...",
            "Running upgrade  -> a1, create users",
            "a1 done",
        ]
    );
    assert!(second.0.lock().expect("the events").is_empty());
    Ok(())
}

#[test]
fn version_tables_of_two_programs_stand_side_by_side() -> Result<()> {
    let database = Database::postgresql();
    database.query("CREATE SCHEMA meta");
    let other = Revisions::from_texts([(
        "x.sql",
        "-- revision: x\n-- down_revision:\n-- upgrade\nCREATE TABLE x (id INT);\n",
    )]);
    let named = Migrator::new(&other, &database.url())?.with_version_table("rows", Some("meta"));
    Migrator::new(&REVISIONS, &database.url())?.upgrade("head").wait()?;
    named.upgrade("head").wait()?;
    assert_eq!(database.query("SELECT version_num FROM meta.rows"), ["x"]);
    assert_eq!(database.tables(), ["alembic_version", "users", "x"]);
    Ok(())
}
