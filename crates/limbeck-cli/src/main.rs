//! The `limbeck` binary.

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    limbeck_cli::main(limbeck_cli::Program::default())
}
