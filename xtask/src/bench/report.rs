//! The table that the measurements are printed as.

use std::time::Duration;

use super::measure::Measured;

pub struct Row {
    pub work: String,
    pub gate: Option<Duration>,
    pub limbeck: Measured,
    pub alembic: Option<Measured>,
    pub psql: Option<Measured>,
}

impl Row {
    /// Whether the gate is kept, where there is one.
    pub fn passes(&self) -> Option<bool> {
        let gate = self.gate?;
        Some(self.limbeck.median().is_some_and(|median| median <= gate))
    }

    /// How many times Limbeck's median the other one's is.
    fn ratio(&self, other: Option<&Measured>) -> String {
        match (self.limbeck.median(), other.and_then(Measured::median)) {
            (Some(ours), Some(theirs)) => {
                format!("{:.1}x", theirs.as_secs_f64() / ours.as_secs_f64())
            }
            _ => String::new(),
        }
    }
}

/// Prints all rows, shortest and median in milliseconds, and below them what failed.
pub fn print(rows: &[Row]) {
    let width = rows.iter().map(|row| row.work.chars().count()).max().unwrap_or(0);
    println!(
        "{:width$}  {:>16}  {:>16}  {:>7}  {:>16}  {:>7}  {:>7}",
        "milliseconds: min / median", "limbeck", "alembic", "ratio", "psql", "ratio", "gate"
    );
    for row in rows {
        let gate = match (row.gate, row.passes()) {
            (Some(gate), Some(true)) => format!("{:>7} pass", gate.as_millis()),
            (Some(gate), _) => format!("{:>7} FAIL", gate.as_millis()),
            _ => String::new(),
        };
        println!(
            "{:width$}  {:>16}  {:>16}  {:>7}  {:>16}  {:>7}  {gate}",
            row.work,
            shown(Some(&row.limbeck)),
            shown(row.alembic.as_ref()),
            row.ratio(row.alembic.as_ref()),
            shown(row.psql.as_ref()),
            row.ratio(row.psql.as_ref()),
        );
    }
    for row in rows {
        for (who, measured) in [
            ("limbeck", Some(&row.limbeck)),
            ("alembic", row.alembic.as_ref()),
            ("psql", row.psql.as_ref()),
        ] {
            if let Some(Measured::Failed(message)) = measured {
                println!("{who} failed at {}: {message}", row.work);
            }
        }
    }
}

fn shown(measured: Option<&Measured>) -> String {
    match measured {
        None => String::new(),
        Some(Measured::Failed(_)) => "failed".into(),
        Some(times) => {
            let part = |time: Option<Duration>| {
                time.map_or(String::new(), |time| format!("{:.1}", time.as_secs_f64() * 1000.0))
            };
            format!("{} / {}", part(times.shortest()), part(times.median()))
        }
    }
}
