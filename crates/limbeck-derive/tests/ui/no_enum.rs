//! What cannot be an enumeration.

#[derive(limbeck::DbEnum)]
enum A {
    Plain,
    Full(i64),
}

#[derive(limbeck::DbEnum)]
#[limbeck(rename_all = "Snake")]
enum B {
    One,
}

#[derive(limbeck::DbEnum)]
enum C {
    One,
    #[limbeck(rename = "One")]
    Two,
}

#[derive(limbeck::DbEnum)]
struct D;

fn main() {}
