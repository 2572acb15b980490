# output: crates/limbeck-core/testdata/reflect
"""Records what SQLAlchemy's Inspector says of the schemas that OUTDIR/*.sql make.

OUTDIR/postgresql.json, mariadb.json, mysql.json and sqlite.json hold, by schema (`-` where none is named), the
names of its objects and by table the answer of every get_* method. A type stands as the
dialect spells it.
"""
import json
import os
import sqlite3
import sys
import tempfile
import warnings
from pathlib import Path

from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.types import TypeEngine

TABLE_METHODS = (
    "columns pk_constraint foreign_keys indexes unique_constraints check_constraints "
    "table_comment table_options"
).split()
SCHEMA_METHODS = (
    "table_names view_names materialized_view_names sequence_names enums domains temp_table_names"
).split()


def plain(value, dialect):
    if isinstance(value, dict):
        return {str(key): plain(item, dialect) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item, dialect) for item in value]
    if isinstance(value, TypeEngine):
        return None if value.__visit_name__ == "null" else value.compile(dialect=dialect)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return {"$text": str(value)}


def ask(inspector, method, *args, **kwargs):
    function = getattr(inspector, "get_" + method, None)
    try:
        return plain(function(*args, **kwargs), inspector.dialect) if function else None
    except NotImplementedError:
        return None


def describe(engine, schemas):
    inspector = inspect(engine)
    answers = {"schema_names": inspector.get_schema_names(), "schemas": {}}
    for schema in schemas:
        named = {method: ask(inspector, method, schema=schema) for method in SCHEMA_METHODS
                 if method != "temp_table_names"}
        named["tables"] = {
            table: {method: ask(inspector, method, table, schema=schema) for method in TABLE_METHODS}
            for table in inspector.get_table_names(schema=schema)
        }
        if engine.name in ("mysql", "mariadb"):
            named["views"] = {
                view: {
                    "columns": ask(inspector, "columns", view, schema=schema),
                    "view_definition": ask(inspector, "view_definition", view, schema=schema),
                }
                for view in inspector.get_view_names(schema=schema)
            }
        answers["schemas"][schema or "-"] = named
    return answers


def main(out: Path) -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "x.db")
        sqlite3.connect(path).executescript((out / "sqlite.sql").read_text())
        save(out / "sqlite.json", describe(create_engine(f"sqlite:///{path}"), [None, "main"]))
    for drivername in ("mariadb", "mysql"):
        record_mariadb(out, drivername)
    server = make_url(os.environ["LIMBECK_TEST_POSTGRESQL_URL"]).set(drivername="postgresql+psycopg2")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"limbeck_oracle_reflect_{os.getpid()}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = create_engine(server.set(database=name))
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql((out / "postgresql.sql").read_text())
        save(out / "postgresql.json", describe(engine, [None, "public", "app"]))
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))


def record_mariadb(out, drivername):
    server = make_url(os.environ["LIMBECK_TEST_MARIADB_URL"]).set(drivername=f"{drivername}+pymysql")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = "limbeck_oracle_reflect"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"))
    engine = create_engine(server.set(database=name))
    try:
        with engine.begin() as connection:
            for statement in (out / "mariadb.sql").read_text().split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement.replace("%", "%%"))
        answers = describe(engine, [None])
        # Other databases of the server are not ours.
        answers["schema_names"] = [found for found in answers["schema_names"] if found == name]
        save(out / f"{drivername}.json", answers)
    finally:
        engine.dispose()
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))


def save(path, answers):
    path.write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
