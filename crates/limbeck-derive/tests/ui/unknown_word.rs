//! A word that is misspelt.

#[derive(limbeck::Table)]
struct User {
    #[limbeck(primary_kee)]
    id: i64,
}

#[derive(limbeck::Table)]
#[limbeck(nmae = "users")]
struct Other {
    id: i64,
}

fn main() {}
