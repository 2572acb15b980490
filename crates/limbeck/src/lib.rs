//! Placeholder crate root of limbeck.
