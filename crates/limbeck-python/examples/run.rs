//! Runs a Python file in the interpreter: `run FILE [ARGUMENT...]`.

use limbeck_python::{Options, Python, PythonError};
use std::path::Path;

#[expect(clippy::print_stderr, reason = "printing is what this example is for")]
fn main() -> Result<(), PythonError> {
    let argv: Vec<String> = std::env::args().skip(1).collect();
    let file = argv.first().cloned().unwrap_or_default();
    let folder = Path::new(&file).parent().map(Path::to_path_buf).unwrap_or_default();
    let python = Python::start(&Options { argv, sys_path: vec![folder] })?;
    match python.load_file("__main__", Path::new(&file)) {
        Err(PythonError::Raised(exception)) => eprint!("{}", exception.report.traceback),
        result => drop(result?),
    }
    Ok(())
}
