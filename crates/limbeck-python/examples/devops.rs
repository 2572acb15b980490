//! Local.
#[path = "../tests/ops/host.rs"]
mod host;
use limbeck_python::{Options, Python, STACK_SIZE};
use std::path::{Path, PathBuf};
fn folders(below: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(below) else { return found };
    let mut f: Vec<_> =
        entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.is_dir()).collect();
    f.sort();
    for p in f {
        if p.join("case.py").is_file() {
            found.push(p.clone());
        }
        found.extend(folders(&p));
    }
    found
}
const FINDER: &str = r#"
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] not in ('sqlalchemy','alembic','sqlalchemy_utils','pgvector'): return None
        import os
        from importlib.util import spec_from_file_location
        base = os.path.join('/work/main/crates/limbeck-python/modules', *name.split('.'))
        if os.path.isdir(base): return spec_from_file_location(name, base + '/__init__.py', submodule_search_locations=[base])
        if os.path.isfile(base + '.py'): return spec_from_file_location(name, base + '.py')
sys.meta_path.insert(0, Finder())
"#;
#[allow(clippy::print_stdout)]
fn main() {
    std::thread::Builder::new()
        .stack_size(STACK_SIZE)
        .spawn(|| {
            let args: Vec<String> = std::env::args().collect();
            let root = PathBuf::from(&args[1]);
            let only = args.get(2).cloned().unwrap_or_default();
            let python = Python::start(&Options::default()).unwrap();
            python.run_source("<finder>", FINDER).unwrap();
            if root.is_file() {
                for d in ["postgresql", "sqlite", "mysql", "mariadb"] {
                    println!("== {d}\n{}", host::run_case(&python, &root, d));
                }
                return;
            }
            let (mut n, mut bad) = (0, 0);
            for f in folders(&root) {
                if !f.to_string_lossy().contains(&only) {
                    continue;
                }
                for d in ["postgresql", "sqlite", "mysql", "mariadb"] {
                    let Ok(exp) = std::fs::read_to_string(f.join(format!("{d}.sql"))) else {
                        continue;
                    };
                    n += 1;
                    let got = host::run_case(&python, &f.join("case.py"), d);
                    if got.trim_end() != exp.trim_end() {
                        bad += 1;
                        println!(
                            "== {} on {d}\n-- Alembic\n{exp}\n-- ours\n{got}\n",
                            f.strip_prefix(&root).unwrap().display()
                        );
                    }
                }
            }
            println!("{bad} of {n} differ");
        })
        .unwrap()
        .join()
        .unwrap();
}
