//! The macros of Limbeck; use them through the crate `limbeck`.

mod migrate;

use proc_macro::TokenStream;

/// Compiles the SQL revisions of a folder into the program.
///
/// The path is relative to the package's `Cargo.toml`. The headers are read and put into a graph
/// while compiling: what is wrong with them is a compile error that names file and line. The value
/// is a `limbeck::Revisions`, also in a `static`.
///
/// So that a file that is added has the program built again, the package needs a `build.rs` with
/// `println!("cargo:rerun-if-changed=migrations");`. In builds with debug assertions, a migrator
/// refuses to start where a file has been missed.
#[proc_macro]
pub fn migrate(input: TokenStream) -> TokenStream {
    migrate::expand(input.into()).into()
}
