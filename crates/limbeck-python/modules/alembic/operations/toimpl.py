"""Kept as a name: operations are carried out by Rust."""
