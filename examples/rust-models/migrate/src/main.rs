//! `limbeck` with the models of this service: every command, and `revision --autogenerate`.

use std::process::ExitCode;

fn main() -> ExitCode {
    limbeck_cli::main(rust_models_migrate::models())
}
