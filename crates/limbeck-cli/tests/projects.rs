//! Scenario projects give what they give under Alembic.

mod scenario;

fn main() {
    scenario::main("projects");
}
