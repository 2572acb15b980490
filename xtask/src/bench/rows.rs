//! Scripts that read and update 100,000 rows, one way and another.

use std::path::Path;
use std::process::Command;

use super::measure::{Measured, measure};
use super::report::Row;
use crate::process::{Context, Outcome, capture};
use crate::servers::postgresql::Cluster;

const ROWS: usize = 100_000;
const DATABASE: &str = "bench_rows";

const ENV_PY: &str = "from alembic import context
from sqlalchemy import create_engine, pool

url = context.config.get_main_option('sqlalchemy.url')
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
";

const HEAD: &str = "import sqlalchemy as sa
from alembic import op

revision = 'a'
down_revision = None
t = sa.table('t', sa.column('id', sa.Integer), sa.column('name', sa.String))


def upgrade():
    bind = op.get_bind()
";

/// What the script does, by the words of the report.
const WAYS: &[(&str, &str)] = &[
    (
        "in one call",
        "    rows = bind.execute(sa.select(t.c.id, t.c.name)).fetchall()
    update = sa.update(t).where(t.c.id == sa.bindparam('key'))
    bind.execute(
        update.values(name=sa.bindparam('new')),
        [{'key': row.id, 'new': row.name.upper()} for row in rows],
    )
",
    ),
    (
        "a statement each",
        "    for row in bind.execute(sa.text('SELECT id, name FROM t')).fetchall():
        bind.execute(
            sa.text('UPDATE t SET name = :name WHERE id = :id'),
            {'name': row.name.upper(), 'id': row.id},
        )
",
    ),
    (
        "an UPDATE of a table each",
        "    for row in bind.execute(sa.select(t)):
        bind.execute(t.update().where(t.c.id == row.id).values(name=row.name.upper()))
",
    ),
    (
        "as objects of a session",
        "    from sqlalchemy.orm import Session, declarative_base

    class T(declarative_base()):
        __tablename__ = 't'
        id = sa.Column(sa.Integer, primary_key=True)
        name = sa.Column(sa.String)

    with Session(bind) as session:
        for item in session.query(T):
            item.name = item.name.upper()
        session.commit()
",
    ),
];

/// The databases, and by which driver Alembic reaches them.
const DATABASES: &[(&str, Option<&str>)] = &[
    ("SQLite", None),
    ("PostgreSQL with psycopg 2", Some("postgresql+psycopg2:")),
    ("PostgreSQL with psycopg 3", Some("postgresql+psycopg:")),
];

/// Measures each way on each database; the gate is what Alembic takes.
pub fn rows(limbeck: &Path, alembic: &Path, cluster: &Cluster) -> Outcome<Vec<Row>> {
    cluster.psql("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
    let python = alembic.with_file_name("python");
    let mut rows = Vec::new();
    for (way, body) in WAYS {
        for (name, driver) in DATABASES {
            let url = match driver {
                Some(driver) => cluster.url(DATABASE).replacen("postgresql:", driver, 1),
                None => "sqlite:///%(here)s/t.db".to_owned(),
            };
            let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
            project(folder.path(), &url, body)?;
            let of = |program: &Path| -> Outcome<Measured> {
                measure(
                    3,
                    || fill(folder.path(), &python, driver.map(|_| cluster)),
                    || {
                        let mut command = Command::new(program);
                        command.current_dir(folder.path()).args(["upgrade", "head"]);
                        command
                    },
                )
            };
            let theirs = of(alembic)?;
            rows.push(Row {
                work: format!("{ROWS} rows updated {way}, {name} (gate: Alembic's time)"),
                gate: theirs.median(),
                limbeck: of(limbeck)?,
                alembic: Some(theirs),
                psql: None,
            });
        }
    }
    Ok(rows)
}

fn project(folder: &Path, url: &str, body: &str) -> Outcome {
    let ini = format!(
        "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n\
         sqlalchemy.url = {url}\n"
    );
    let versions = folder.join("migrations/versions");
    std::fs::create_dir_all(&versions).context(versions.display())?;
    for (path, text) in [
        (folder.join("alembic.ini"), ini),
        (folder.join("migrations/env.py"), ENV_PY.to_owned()),
        (versions.join("a.py"), format!("{HEAD}{body}")),
    ] {
        std::fs::write(&path, text).context(path.display())?;
    }
    Ok(())
}

/// Makes the table anew, in the cluster's database or in the folder's SQLite file.
fn fill(folder: &Path, python: &Path, cluster: Option<&Cluster>) -> Outcome {
    let table = "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT);";
    if let Some(cluster) = cluster {
        let sql = format!(
            "DROP TABLE IF EXISTS t, alembic_version; {table} \
             INSERT INTO t SELECT n, 'name ' || n FROM generate_series(1, {ROWS}) n"
        );
        return cluster.psql(DATABASE, &sql).map(drop);
    }
    let file = folder.join("t.db");
    if file.exists() {
        std::fs::remove_file(&file).context(file.display())?;
    }
    let sql = format!(
        "{table} WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {ROWS}) \
         INSERT INTO t SELECT n, 'name ' || n FROM n"
    );
    let script = format!("import sqlite3; sqlite3.connect('t.db').executescript({sql:?})");
    capture(Command::new(python).current_dir(folder).args(["-c", &script])).map(drop)
}
