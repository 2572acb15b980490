//! A field whose type no column holds.

struct Point {
    x: f64,
}

#[derive(limbeck::Table)]
struct Place {
    #[limbeck(primary_key)]
    id: i64,
    at: Point,
}

fn main() {}
