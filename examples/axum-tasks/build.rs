//! Has Cargo build the service again when a revision is added.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
