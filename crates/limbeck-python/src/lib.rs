//! Placeholder crate root of limbeck-python.
