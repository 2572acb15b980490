//! `cargo xtask conformance --chains`: whole chains as SQL, by Alembic with warm bytecode and by
//! Limbeck, timed in one run.

use std::path::Path;
use std::process::Command;

use super::packages::Package;
use super::{Tools, script};
use crate::bench::measure::{Measured, measure};
use crate::process::{Context, Outcome, capture, run_command};

const RUNS: usize = 15;
/// How many times as long Alembic must take.
const GATE: f64 = 4.0;

const URL: &str = "sqlalchemy.url = postgresql+psycopg2://user@localhost/database\n";
const ENV_PY: &str = "\
from alembic import context

context.configure(
    url=context.config.get_main_option('sqlalchemy.url'),
    literal_binds=True,
    dialect_opts={'paramstyle': 'named'},
)
with context.begin_transaction():
    context.run_migrations()
";

/// Times `upgrade head --sql` over the chain of each package, and prints a line for each; fails
/// where Limbeck is not so many times as quick.
pub fn run(tools: &Tools, packages: &[Package]) -> Outcome {
    let mut slow = 0;
    println!("{:<22} {:>7} {:>8} {:>8} {:>6}", "chain", "lines", "limbeck", "alembic", "times");
    for package in packages {
        let project = tools.cache.join("chains").join(package.key());
        make(tools, package, &project)?;
        let upgrade = |program: &Path| {
            let mut command = Command::new(program);
            command.args(["upgrade", "head", "--sql"]).current_dir(&project);
            command
        };
        let alembic = tools.python.with_file_name("alembic");
        let ours = sorted(&mut upgrade(&tools.limbeck))?;
        let theirs = sorted(&mut upgrade(&alembic))?;
        if ours != theirs {
            return Err(format!("{}: the two write other lines", package.name).into());
        }
        let lines = ours.len();
        let median = |program: &Path| -> Outcome<_> {
            match measure(RUNS, || Ok(()), || upgrade(program))? {
                Measured::Failed(why) => Err(format!("{}: {why}", package.name).into()),
                measured => measured.median().ok_or_else(|| "nothing was measured".into()),
            }
        };
        let (ours, theirs) = (median(&tools.limbeck)?, median(&alembic)?);
        let times = theirs.as_secs_f64() / ours.as_secs_f64();
        slow += usize::from(times < GATE);
        println!(
            "{:<22} {lines:>7} {:>5} ms {:>5} ms {times:>6.1}",
            package.name,
            ours.as_millis(),
            theirs.as_millis()
        );
    }
    match slow {
        0 => Ok(()),
        _ => {
            Err(format!("{slow} chains are less than {GATE} times as quick as under Alembic")
                .into())
        }
    }
}

/// The lines that a command writes, white space folded, in an order that sets do not change.
fn sorted(command: &mut Command) -> Outcome<Vec<String>> {
    let text = capture(command)?;
    let fold = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines: Vec<String> = text.lines().map(fold).collect();
    lines.sort();
    Ok(lines)
}

/// The package's chain as a project that both tools can run without a database.
fn make(tools: &Tools, package: &Package, project: &Path) -> Outcome {
    let scripts = package.scripts(tools)?;
    run_command(script(&tools.python, "chain.py").arg(&scripts).arg(project))?;
    let ini = project.join("alembic.ini");
    let text = std::fs::read_to_string(&ini).context(ini.display())?;
    std::fs::write(&ini, text + URL).context(ini.display())?;
    let env_py = project.join("env.py");
    std::fs::write(&env_py, ENV_PY).context(env_py.display())
}
