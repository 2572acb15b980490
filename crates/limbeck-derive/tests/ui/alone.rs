//! Words that need another beside them, or do not go with it.

#[derive(limbeck::Table)]
struct A {
    #[limbeck(on_delete = "CASCADE")]
    id: i64,
}

#[derive(limbeck::Table)]
struct B {
    #[limbeck(references = "users.id", on_delete = "VANISH")]
    id: i64,
}

#[derive(limbeck::Table)]
struct C {
    #[limbeck(computed = "a + b", server_default = 0)]
    id: i64,
}

#[derive(limbeck::Table)]
struct D {
    #[limbeck(references = "users")]
    id: i64,
}

#[derive(limbeck::Table)]
struct E {
    #[limbeck(scale = 2)]
    id: f64,
}

fn main() {}
