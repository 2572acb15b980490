//! The migrations can be undone and done again, and bring the first rows with them.

use business_planner_tests::{Outcome, Planner};

const TABLES: &str = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace \
                      AND relkind IN ('r', 'p') AND relname <> 'alembic_version'";

#[test]
fn upgrade_downgrade_upgrade() -> Outcome {
    let planner = Planner::empty("round")?;
    planner.upgrade("head")?;
    assert_eq!(planner.number(TABLES)?, 12);
    planner.downgrade("base")?;
    assert_eq!(planner.number(TABLES)?, 0);
    planner.upgrade("head")?;
    assert_eq!(planner.number(TABLES)?, 12);
    Ok(())
}

#[test]
fn every_step_can_be_undone_and_done_again() -> Outcome {
    let planner = Planner::empty("steps")?;
    for _ in 0..9 {
        planner.upgrade("+1")?;
        planner.downgrade("-1")?;
        planner.upgrade("+1")?;
    }
    let at: String =
        planner.connect()?.query_one("SELECT version_num FROM alembic_version", &[])?.try_get(0)?;
    assert_eq!(at, "v009");
    Ok(())
}

#[test]
fn initial_data_is_seeded() -> Outcome {
    let planner = Planner::migrated("seeded")?;
    assert_eq!(planner.number("SELECT count(*) FROM businesses")?, 4);
    assert_eq!(planner.number("SELECT count(*) FROM members")?, 8);
    Ok(())
}

#[test]
fn sample_tasks_load_at_the_newest_revision() -> Outcome {
    let planner = Planner::migrated("sample")?;
    planner.connect()?.batch_execute(include_str!("../../database/seed-data.sql"))?;
    assert_eq!(planner.number("SELECT count(*) FROM tasks")?, 16);
    assert_eq!(planner.number("SELECT count(*) FROM task_history")?, 16);
    Ok(())
}

#[test]
fn a_refused_revision_leaves_the_one_before() -> Outcome {
    let planner = Planner::empty("refused")?;
    planner.upgrade("v005")?;
    planner.connect()?.batch_execute("CREATE TABLE estimate_errors ()")?;
    let refusal = planner.upgrade("head").expect_err("the table is there");
    assert!(refusal.to_string().contains("\"estimate_errors\" already exists"), "{refusal}");
    assert_eq!(planner.number("SELECT count(*) FROM pg_class WHERE relname = 'daily_metrics'")?, 0);
    planner.connect()?.batch_execute("DROP TABLE estimate_errors")?;
    planner.upgrade("head")
}
