//! `check` over many tables in which nothing has changed, beside `pg_dump -s`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use super::gates;
use super::measure::measure;
use super::report::Row;
use crate::process::{Context, Outcome};
use crate::servers::postgresql::Cluster;

/// How many tables there are in each module of the models.
const IN_A_MODULE: usize = 100;

const ENV_PY: &str = "from alembic import context
from sqlalchemy import create_engine, pool
from models import Base

url = context.config.get_main_option('sqlalchemy.url')
with create_engine(url, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
";

/// Measures `check` on `tables` tables of ten columns and three indexes each.
pub fn row(
    tables: usize,
    runs: usize,
    limbeck: &Path,
    alembic: &Path,
    cluster: &Cluster,
) -> Outcome<Row> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let database = format!("bench_models_{tables}");
    let url = cluster.url(&database).replacen("postgresql:", "postgresql+psycopg2:", 1);
    for (name, text) in project(tables, &url) {
        let path = folder.path().join(name);
        let parent = path.parent().unwrap_or(folder.path());
        std::fs::create_dir_all(parent).context(parent.display())?;
        std::fs::write(&path, text).context(path.display())?;
    }
    cluster.psql("postgres", &format!("CREATE DATABASE {database}"))?;
    let mut make = cluster.psql_command(&database);
    crate::process::capture(make.arg("-f").arg(folder.path().join("tables.sql")))?;
    cluster.psql(&database, "VACUUM ANALYZE")?;
    let check = |program: &Path| {
        let mut command = Command::new(program);
        command.current_dir(folder.path()).arg("check");
        command
    };
    let name = "check, nothing changed";
    let few = (runs / 3).max(1);
    Ok(Row {
        work: format!("{name} ({tables} tables; psql is pg_dump -s)"),
        gate: gates::limit(tables, name),
        limbeck: measure(few, || Ok(()), || check(limbeck))?,
        alembic: Some(measure(few, || Ok(()), || check(alembic))?),
        psql: Some(measure(
            few,
            || Ok(()),
            || {
                let mut dump = Command::new(cluster.binaries.join("pg_dump"));
                dump.arg("-s").arg(cluster.url(&database));
                dump
            },
        )?),
    })
}

/// The files of the project by path, with the statements that SQLAlchemy would make the tables
/// of its models with.
fn project(tables: usize, url: &str) -> BTreeMap<String, String> {
    let ini = format!(
        "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\n\
         prepend_sys_path = .\nsqlalchemy.url = {url}\n"
    );
    let base = "from sqlalchemy.orm import DeclarativeBase\n\n\n\
                class Base(DeclarativeBase):\n    pass\n";
    let mut files = BTreeMap::from([
        ("alembic.ini".to_owned(), ini),
        ("migrations/env.py".to_owned(), ENV_PY.to_owned()),
        ("migrations/versions/readme".to_owned(), "no revisions".to_owned()),
        ("models/base.py".to_owned(), base.to_owned()),
    ]);
    let mut package = "from .base import Base\n".to_owned();
    let mut sql = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
                   CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));\n"
        .to_owned();
    for first in (0..tables).step_by(IN_A_MODULE) {
        let mut module = "import sqlalchemy as sa\n\nfrom .base import Base\n".to_owned();
        for table in first..tables.min(first + IN_A_MODULE) {
            module.push_str(&class(table));
            sql.push_str(&statements(table));
        }
        let _ = writeln!(package, "from . import from_{first}");
        files.insert(format!("models/from_{first}.py"), module);
    }
    files.insert("models/__init__.py".to_owned(), package);
    files.insert("tables.sql".to_owned(), sql);
    files
}

const INDEXED: [&str; 3] = ["a", "b", "c"];

/// The name of a column, its type in the models and that in PostgreSQL.
const PLAIN: [(&str, &str, &str); 6] = [
    ("d", "Integer", "INTEGER"),
    ("e", "Integer", "INTEGER"),
    ("f", "Boolean", "BOOLEAN"),
    ("g", "DateTime(timezone=True)", "TIMESTAMP WITH TIME ZONE"),
    ("h", "Numeric(10, 2)", "NUMERIC(10, 2)"),
    ("i", "Text", "TEXT"),
];

fn class(table: usize) -> String {
    let mut class = format!(
        "\n\nclass T{table}(Base):\n    __tablename__ = 't{table}'\n\
         \x20   id = sa.Column(sa.Integer, primary_key=True)\n"
    );
    for column in INDEXED {
        let _ =
            writeln!(class, "    {column} = sa.Column(sa.String(50), nullable=False, index=True)");
    }
    for (column, type_, _) in PLAIN {
        let _ = writeln!(class, "    {column} = sa.Column(sa.{type_})");
    }
    class
}

fn statements(table: usize) -> String {
    let mut sql = format!("CREATE TABLE t{table} (id SERIAL NOT NULL");
    for column in INDEXED {
        let _ = write!(sql, ", {column} VARCHAR(50) NOT NULL");
    }
    for (column, _, type_) in PLAIN {
        let _ = write!(sql, ", {column} {type_}");
    }
    sql.push_str(", PRIMARY KEY (id));\n");
    for column in INDEXED {
        let _ = writeln!(sql, "CREATE INDEX ix_t{table}_{column} ON t{table} ({column});");
    }
    sql
}
