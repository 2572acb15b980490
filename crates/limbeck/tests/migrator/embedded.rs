//! `migrate!`, and what a migrator does with what it has compiled in.

use limbeck::{Direction, Migrator, Result, Revisions};

use crate::database::Database;

static REVISIONS: Revisions = limbeck::migrate!("testdata/migrations");

async fn there_and_back(database: &Database) -> Result<()> {
    let migrator = Migrator::new(&REVISIONS, &database.url())?;
    let current = migrator.current().await?;
    assert_eq!((current.revisions, current.heads), (vec![], vec!["b2".to_owned()]));
    assert_eq!(database.tables(), Vec::<String>::new(), "looking writes nothing");

    let planned = migrator.plan("head").await?;
    let statements = planned.steps[1].statements.clone().expect("SQL is known ahead");
    assert_eq!(
        statements,
        ["INSERT INTO users VALUES (1, 'it''s me; you')", "INSERT INTO users VALUES (2, 'other')"]
    );
    assert_eq!((planned.start, planned.end), (vec![], vec!["b2".to_owned()]));

    let steps = migrator.upgrade("a1").await?;
    let ran: Vec<_> = steps.iter().map(|step| (step.direction, step.doc.as_str())).collect();
    assert_eq!(ran, [(Direction::Upgrade, "create users")]);
    let pending = migrator.pending().await?;
    assert_eq!(pending.iter().map(|step| step.to.join(",")).collect::<Vec<_>>(), ["b2"]);

    migrator.upgrade("head").await?;
    assert_eq!(database.query("SELECT name FROM users ORDER BY id"), ["it's me; you", "other"]);
    assert!(migrator.current().await?.is_at_head());
    assert!(migrator.pending().await?.is_empty() && migrator.upgrade("head").await?.is_empty());

    let down = migrator.plan_downgrade("base").await?;
    assert_eq!(down.steps[1].statements, Some(vec!["DROP TABLE users".to_owned()]));
    migrator.downgrade("-1").await?;
    assert_eq!(database.query("SELECT count(*) FROM users"), ["0"]);
    migrator.stamp("head").await?;
    assert_eq!(database.query("SELECT version_num FROM alembic_version"), ["b2"]);
    migrator.downgrade("base").await?;
    assert_eq!(database.tables(), ["alembic_version"]);
    Ok(())
}

#[tokio::test(flavor = "current_thread")]
async fn a_program_brings_its_database_up_and_down() -> Result<()> {
    for database in Database::both() {
        there_and_back(&database).await?;
    }
    Ok(())
}

#[test]
fn a_program_without_async_waits() -> Result<()> {
    let database = Database::sqlite();
    let migrator = Migrator::new(&REVISIONS, &database.url())?;
    assert_eq!(migrator.upgrade("heads").wait()?.len(), 2);
    assert!(migrator.current().wait()?.is_at_head());
    Ok(())
}

#[test]
fn a_folder_read_at_run_time_gives_the_same() -> Result<()> {
    let database = Database::sqlite();
    let revisions = Revisions::from_folder("testdata/migrations")?;
    let migrator = Migrator::new(&revisions, &database.url())?;
    assert_eq!(
        migrator.plan("head").wait()?.steps,
        Migrator::new(&REVISIONS, &database.url())?
            .plan("head")
            .wait()?
            .steps
            .into_iter()
            .map(|mut step| {
                // Embedded files have the name that stands in the macro.
                step.step.path = step.step.path.map(|path| path.components().collect());
                step
            })
            .collect::<Vec<_>>()
    );
    Ok(())
}
