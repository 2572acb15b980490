//! The `limbeck` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    limbeck_cli::main()
}
