//! The text of THIRD_PARTY_NOTICES.md.

use std::fmt::Write;

use super::Package;
use crate::process::{Context, Outcome};

const OPENING: &str = "\
# Third-party notices

Limbeck itself is under MIT or Apache-2.0. Its binary and libraries are built from the packages
below, each under its own licence. Their sources, with the full texts of the licences, are on
crates.io under the same names and versions. `cargo xtask licences --write` writes this file.

";

const LGPL: &str = "\
## LGPL-3.0: malachite

The embedded Python interpreter computes its integers with malachite, which is under the GNU
Lesser General Public License, version 3 only. A binary of Limbeck with the `python` feature is a
combined work in the sense of that licence. What this means:

- malachite is used unmodified. Its source is on crates.io and at
  <https://github.com/mhogrefe/malachite>; the licence is at
  <https://www.gnu.org/licenses/lgpl-3.0.html>.
- You may replace malachite by a version that you have changed. The whole source of Limbeck is
  available: put your version's folder under `[patch.crates-io]` in Limbeck's `Cargo.toml`, for
  example `malachite-nz = { path = \"../malachite-nz\" }`, and run
  `cargo build --release -p limbeck-cli`.
- Nothing in Limbeck's own licence forbids changing it for your own use or taking it apart to
  find faults in such changes.
- Whoever hands on a binary passes these rights on with it: this file, and the source or where
  it is.

Without the `python` feature the library holds no part of malachite.

";

const PYTHON: &str = "\
## Python's standard library

The binary holds modules of Python's standard library in compiled form, as the package
rustpython-pylib distributes them. RustPython's authors changed some of them so that they run
under RustPython. They are under the licence of the Python Software Foundation:

";

/// The opening, the special notices, and a table of all packages.
pub fn text(packages: &[Package]) -> Outcome<String> {
    let mut text = OPENING.to_owned();
    if packages.iter().any(|package| package.name.starts_with("malachite")) {
        text.push_str(LGPL);
    }
    if let Some(library) = packages.iter().find(|package| package.name == "rustpython-pylib") {
        text.push_str(PYTHON);
        let path = library.folder.join("Lib/PSF-LICENSE");
        let licence = std::fs::read_to_string(&path).context(path.display())?;
        text.push_str("```text\n");
        for line in licence.trim_end().lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text.push_str("```\n\n");
    }
    text.push_str("## Packages\n\n| package | version | licence | source |\n|---|---|---|---|\n");
    for Package { name, version, licence, repository, .. } in packages {
        let licence = licence.as_deref().unwrap_or("");
        let source = repository.as_deref().unwrap_or("");
        writeln!(text, "| {name} | {version} | {licence} | {source} |").context("cannot write")?;
    }
    Ok(text)
}
