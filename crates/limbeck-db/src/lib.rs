//! Placeholder crate root of limbeck-db.
