//! Indexes and constraints on fields that are not there.

#[derive(limbeck::Table)]
#[limbeck(index(columns(id, nmae)))]
struct User {
    id: i64,
    name: String,
}

#[derive(limbeck::Table)]
#[limbeck(foreign_key(columns(id), references = "t(a, b)"))]
struct Other {
    id: i64,
}

fn main() {}
