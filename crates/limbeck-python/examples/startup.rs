//! Prints what starting an interpreter and its imports cost: `startup [module...]`.

use limbeck_python::{Options, Python, PythonError};
use std::time::Instant;

fn main() -> Result<(), PythonError> {
    let started = Instant::now();
    let python = Python::start(&Options::default())?;
    report("start", started);
    for module in std::env::args().skip(1) {
        let started = Instant::now();
        python.import(&module)?;
        report(&module, started);
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "printing is what this example is for")]
fn report(what: &str, started: Instant) {
    println!("{:8.2} ms  {what}", started.elapsed().as_secs_f64() * 1e3);
}
