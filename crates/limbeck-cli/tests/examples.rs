//! The commands of the examples' users give what they give under Alembic.

mod scenario;

fn main() {
    scenario::main("examples");
}
