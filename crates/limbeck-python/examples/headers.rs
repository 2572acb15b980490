//! Prints how long it takes to read the headers of all scripts in a folder: `headers FOLDER`.

use limbeck_python::header::{parse_header, read_headers};
use limbeck_python::read_source;
use std::{path::PathBuf, time::Instant};

#[expect(clippy::print_stdout, reason = "printing is what this example is for")]
#[expect(clippy::disallowed_methods, reason = "an example finds its own files")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("give a folder")?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    let sources = paths.iter().map(|path| read_source(path)).collect::<Result<Vec<_>, _>>()?;
    let started = Instant::now();
    let parsed = sources.iter().filter(|source| parse_header("", source).is_ok()).count();
    println!(
        "{:8.2} ms  {parsed} headers parsed on one core",
        started.elapsed().as_secs_f64() * 1e3
    );
    let started = Instant::now();
    let read = read_headers(paths).iter().filter(|header| header.is_ok()).count();
    println!("{:8.2} ms  {read} headers read on all cores", started.elapsed().as_secs_f64() * 1e3);
    Ok(())
}
