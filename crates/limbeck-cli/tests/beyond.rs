//! Commands and options that Alembic does not have answer as they did when looked at.

mod scenario;

fn main() {
    scenario::main("beyond");
}
