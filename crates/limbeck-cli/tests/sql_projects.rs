//! Projects whose revisions are SQL, alone or beside Python, answer as they did when looked at.

mod scenario;

fn main() {
    scenario::main("sql_projects");
}
