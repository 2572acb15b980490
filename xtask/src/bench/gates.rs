//! The limits that a release must keep.

use std::time::Duration;

/// Revisions or tables of the project, the row's name, and the most that its median may take.
const GATES: &[(usize, &str, u64)] = &[
    (300, "heads", 10),
    (300, "history", 10),
    (300, "current, SQLite", 40),
    (300, "current, SQLite, --url", 15),
    (300, "no-op upgrade, SQLite", 40),
    (300, "no-op upgrade, SQLite, --url", 15),
    (300, "upgrade head --sql, SQLite", 100),
    (300, "upgrade head --sql, PostgreSQL", 100),
    (1000, "check, nothing changed", 600),
    (5000, "check, nothing changed", 3000),
];

pub fn limit(revisions: usize, name: &str) -> Option<Duration> {
    GATES
        .iter()
        .find(|(gated, work, _)| *gated == revisions && *work == name)
        .map(|(_, _, milliseconds)| Duration::from_millis(*milliseconds))
}
