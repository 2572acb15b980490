//! Mistakes in models are compile errors where they stand: `ui/<case>.rs` gives `<case>.stderr`.

#[test]
fn mistakes_in_models_are_told_where_they_stand() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
