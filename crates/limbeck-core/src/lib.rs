//! Placeholder crate root of limbeck-core.
