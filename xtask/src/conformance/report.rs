//! The tables of a conformance run: scripts by package and dialect, and the commonest causes.

use std::collections::BTreeMap;

use super::compare::{Verdict, general};
use super::packages::Package;
use super::runs::Run;
use crate::process::Outcome;

const CAUSES: usize = 5;
const CAUSE_WIDTH: usize = 180;

#[derive(Default)]
pub struct Report {
    /// By package and dialect.
    cells: BTreeMap<(String, String), Cell>,
}

#[derive(Default)]
struct Cell {
    imports: usize,
    rows: usize,
    /// Of `rows`, those where Limbeck names the line that reads.
    rows_refused: usize,
    refused: usize,
    chance: usize,
    equal: usize,
    different: usize,
    failing: usize,
    /// General causes with how often each was met, and one that was.
    causes: BTreeMap<String, (usize, String)>,
}

impl Cell {
    fn runnable(&self) -> usize {
        self.equal + self.different + self.failing
    }

    fn share(&self) -> f64 {
        #[allow(clippy::cast_precision_loss)]
        let percent = 100.0 * self.equal as f64 / self.runnable().max(1) as f64;
        percent
    }

    fn add(&mut self, verdict: Verdict, script: &str) {
        let cause = match verdict {
            Verdict::Imports => return self.imports += 1,
            Verdict::Rows(is_refused) => {
                self.rows += 1;
                self.rows_refused += usize::from(is_refused);
                return;
            }
            Verdict::Chance => return self.chance += 1,
            Verdict::Refused => return self.refused += 1,
            Verdict::Equal => return self.equal += 1,
            Verdict::Different(cause) => {
                self.different += 1;
                cause
            }
            Verdict::Failing(cause) => {
                self.failing += 1;
                cause
            }
        };
        let entry = self.causes.entry(general(&cause));
        entry.or_insert_with(|| (0, format!("{script}: {cause}"))).0 += 1;
    }

    fn merge(&mut self, other: &Cell) {
        self.imports += other.imports;
        self.rows += other.rows;
        self.rows_refused += other.rows_refused;
        self.refused += other.refused;
        self.chance += other.chance;
        self.equal += other.equal;
        self.different += other.different;
        self.failing += other.failing;
        for (cause, (count, example)) in &other.causes {
            self.causes.entry(cause.clone()).or_insert_with(|| (0, example.clone())).0 += count;
        }
    }

    fn line(&self, package: &str, dialect: &str) -> String {
        format!(
            "{package:<22} {dialect:<11} {:>8} {:>6} {:>9} {:>8} {:>7.2} {:>8} {:>6} {:>8} {:>6}",
            self.runnable(),
            self.equal,
            self.different,
            self.failing,
            self.share(),
            self.imports,
            self.rows,
            self.refused,
            self.chance
        )
    }

    fn print_causes(&self, most: usize) {
        let mut causes: Vec<_> = self.causes.values().collect();
        causes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        for (count, example) in causes.into_iter().take(most) {
            let example: String = example.chars().take(CAUSE_WIDTH).collect();
            println!("{count:>8} x {example}");
        }
    }
}

impl Report {
    pub fn add(&mut self, run: &Run, results: Vec<(String, Verdict)>) {
        let key = (run.package.name.clone(), run.dialect.clone());
        let cell = self.cells.entry(key).or_default();
        for (script, verdict) in results {
            let script = format!("{} {script} {}", run.package.name, run.direction.name());
            cell.add(verdict, &script);
        }
    }

    pub fn print(&self, packages: &[Package], dialects: &[String]) {
        println!(
            "{:<22} {:<11} runnable  equal different  failing percent  imports   rows  refused chance",
            "package", "dialect"
        );
        for dialect in dialects {
            for package in packages {
                if let Some(cell) = self.cells.get(&(package.name.clone(), dialect.clone())) {
                    println!("{}", cell.line(&package.name, dialect));
                    cell.print_causes(CAUSES);
                }
            }
        }
        for dialect in dialects {
            let total = self.total(dialect);
            println!("{}", total.line("all", dialect));
            println!(
                "{:<22} {dialect:<11} {:>8} that Alembic cannot run without a database; Limbeck \
                 names the line in {}",
                "reads rows", total.rows, total.rows_refused
            );
            total.print_causes(4 * CAUSES);
        }
    }

    /// Fails when fewer scripts are equal than packages.toml asks for. What was measured on few
    /// packages says nothing about all.
    pub fn hold(&self, floor: &BTreeMap<String, f64>, holds: bool) -> Outcome {
        if !holds {
            return Ok(());
        }
        let mut below = Vec::new();
        for (dialect, &least) in floor {
            let total = self.total(dialect);
            if total.runnable() > 0 && total.share() < least {
                below.push(format!("{dialect}: {:.2} % are equal, not {least} %", total.share()));
            }
        }
        if below.is_empty() { Ok(()) } else { Err(below.join("; ").into()) }
    }

    fn total(&self, dialect: &str) -> Cell {
        let mut total = Cell::default();
        for ((_, of), cell) in &self.cells {
            if of == dialect {
                total.merge(cell);
            }
        }
        total
    }
}
