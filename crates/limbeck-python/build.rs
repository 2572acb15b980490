//! Rebuilds the crate when a frozen Python module changes.

fn main() {
    println!("cargo:rerun-if-changed=modules");
}
