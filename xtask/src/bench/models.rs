//! `check` over many tables in which nothing has changed, beside `pg_dump -s`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::gates;
use super::measure::measure;
use super::report::Row;
use crate::process::{Context, Outcome};
use crate::servers::postgresql::Cluster;

const TABLES: usize = 1000;
const DATABASE: &str = "bench_models";

const ENV_PY: &str = "from alembic import context
from sqlalchemy import create_engine, pool
from models import Base

url = context.config.get_main_option('sqlalchemy.url')
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
";

/// Measures `check` on tables of ten columns and three indexes each.
pub fn row(runs: usize, limbeck: &Path, alembic: &Path, cluster: &Cluster) -> Outcome<Row> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let url = cluster.url(DATABASE).replacen("postgresql:", "postgresql+psycopg2:", 1);
    let ini = format!(
        "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n\
         prepend_sys_path = .\nsqlalchemy.url = {url}\n"
    );
    let (models, sql) = models();
    let files = [
        ("alembic.ini", ini.as_str()),
        ("models.py", &models),
        ("migrations/env.py", ENV_PY),
        ("migrations/versions/readme", "no revisions"),
        ("tables.sql", &sql),
    ];
    for (name, text) in files {
        let path = folder.path().join(name);
        let parent = path.parent().unwrap_or(folder.path());
        std::fs::create_dir_all(parent).context(parent.display())?;
        std::fs::write(&path, text).context(path.display())?;
    }
    cluster.psql("postgres", &format!("CREATE DATABASE {DATABASE}"))?;
    let mut make = cluster.psql_command(DATABASE);
    crate::process::capture(make.arg("-f").arg(folder.path().join("tables.sql")))?;
    let check = |program: &Path| {
        let mut command = Command::new(program);
        command.current_dir(folder.path()).arg("check");
        command
    };
    let name = "check, nothing changed";
    let few = (runs / 3).max(1);
    Ok(Row {
        work: format!("{name} ({TABLES} tables; psql is pg_dump -s)"),
        gate: gates::limit(TABLES, name),
        limbeck: measure(few, || Ok(()), || check(limbeck))?,
        alembic: Some(measure(few, || Ok(()), || check(alembic))?),
        psql: Some(measure(
            few,
            || Ok(()),
            || {
                let mut dump = Command::new(cluster.binaries.join("pg_dump"));
                dump.arg("-s").arg(cluster.url(DATABASE));
                dump
            },
        )?),
    })
}

/// The models, and the statements that SQLAlchemy would make their tables with.
fn models() -> (String, String) {
    let mut models = "import sqlalchemy as sa\nfrom sqlalchemy.orm import DeclarativeBase\n\n\n\
                      class Base(DeclarativeBase):\n    pass\n"
        .to_owned();
    let mut sql = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
                   CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));\n"
        .to_owned();
    for table in 0..TABLES {
        let _ = write!(
            models,
            "\n\nclass T{table}(Base):\n    __tablename__ = 't{table}'\n\
             \x20   id = sa.Column(sa.Integer, primary_key=True)\n"
        );
        let _ = write!(sql, "CREATE TABLE t{table} (id SERIAL NOT NULL");
        for column in ["a", "b", "c"] {
            let _ = writeln!(
                models,
                "    {column} = sa.Column(sa.String(50), nullable=False, index=True)"
            );
            let _ = write!(sql, ", {column} VARCHAR(50) NOT NULL");
        }
        for (column, type_, own) in [
            ("d", "Integer", "INTEGER"),
            ("e", "Integer", "INTEGER"),
            ("f", "Boolean", "BOOLEAN"),
            ("g", "DateTime(timezone=True)", "TIMESTAMP WITH TIME ZONE"),
            ("h", "Numeric(10, 2)", "NUMERIC(10, 2)"),
            ("i", "Text", "TEXT"),
        ] {
            let _ = writeln!(models, "    {column} = sa.Column(sa.{type_})");
            let _ = write!(sql, ", {column} {own}");
        }
        sql.push_str(", PRIMARY KEY (id));\n");
        for column in ["a", "b", "c"] {
            let _ = writeln!(sql, "CREATE INDEX ix_t{table}_{column} ON t{table} ({column});");
        }
    }
    (models, sql)
}
