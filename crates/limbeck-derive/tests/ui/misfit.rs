//! Words that do not fit the field's type.

#[derive(limbeck::Table)]
struct User {
    #[limbeck(primary_key, identity)]
    id: String,
    #[limbeck(length = 10)]
    age: i32,
    #[limbeck(precision = 10, scale = 2)]
    balance: i64,
}

fn main() {}
