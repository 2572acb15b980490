//! SQLite's objects beside tables.

pub(super) const OBJECTS: &str = "SELECT type, name, sql FROM sqlite_master \
    WHERE type IN ('view', 'trigger') ORDER BY type, name";
