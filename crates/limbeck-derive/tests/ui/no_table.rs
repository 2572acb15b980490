//! What cannot be a table.

#[derive(limbeck::Table)]
enum A {
    B,
}

#[derive(limbeck::Table)]
struct C(i64);

#[derive(limbeck::Table)]
struct D<T> {
    id: T,
}

#[derive(limbeck::Table)]
struct E {
    #[limbeck(name = "id")]
    a: i64,
    id: i64,
}

fn main() {}
