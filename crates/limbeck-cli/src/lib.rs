//! Placeholder crate root of limbeck-cli.
