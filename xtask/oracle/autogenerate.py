# output: crates/limbeck-core/testdata/autogenerate
"""Records what Alembic's autogenerate makes of pairs of models.

OUTDIR/cases/*.py hold the pairs, OUTDIR/runner.py what they start with. For each file
OUTDIR/recorded/<name>.json gets, by case and dialect, the statements that make the database, the
bodies and imports of the migration and what was logged.
"""
import json
import logging
import os
import re
import sys
import tempfile
import warnings
from pathlib import Path

import sqlalchemy
from alembic.autogenerate import api, compare, render
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, event, make_url, text

# What SQLAlchemy and Alembic keep in sets comes in the order of its creation where that can be had.
sqlalchemy.sql.schema.set = sqlalchemy.util.OrderedSet
compare.tables.set = sqlalchemy.util.OrderedSet
compare.schema.set = sqlalchemy.util.OrderedSet

DEFAULTS = {
    "sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op.", "user_module_prefix": None,
    "render_item": None, "render_as_batch": False, "compare_type": True,
}


class Log(logging.Handler):
    def __init__(self):
        super().__init__(logging.INFO)
        self.lines = []

    def emit(self, record):
        line = re.sub(r"<(\S+) object at 0x[0-9a-f]+>", r"<\1>", record.getMessage())
        if not line.startswith("setting up autogenerate plugin"):
            self.lines.append(f"{record.name}: {line}")


def excludes(given):
    listed = {tuple(item) for item in given}
    return lambda kind, name: (kind, None if name is None else str(name)) not in listed


def options_of(given, after):
    options = {**DEFAULTS, "target_metadata": after, **given["options"]}
    if given["exclude"]:
        wanted = excludes(given["exclude"])
        options["include_object"] = lambda obj, name, kind, reflected, other: wanted(kind, name)
    if given["exclude_names"]:
        wanted_name = excludes(given["exclude_names"])
        options["include_name"] = lambda name, kind, parents: wanted_name(kind, name)
    return options


def make_database(engine, before, sql):
    statements = []

    @event.listens_for(engine, "before_cursor_execute")
    def note(connection, cursor, statement, parameters, context, many):
        if context is not None and (context.isddl or statement.startswith(("COMMENT", "CREATE"))):
            statements.append(statement.replace("%%", "%"))

    with engine.begin() as connection:
        before.create_all(connection)
        for each in sql:
            statements.append(each)
            connection.connection.cursor().execute(each)
    event.remove(engine, "before_cursor_execute", note)
    return statements


def record(engine, given, before, after):
    log = Log()
    found = {"database": make_database(engine, before, given["sql"])}
    with engine.connect() as connection, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        logger = logging.getLogger("alembic")
        logger.setLevel(logging.INFO)
        logger.addHandler(log)
        try:
            options = options_of(given, after)
            context = MigrationContext.configure(connection, opts=options)
            autogen = api.AutogenContext(context)
            script = ops.MigrationScript(
                rev_id=None, upgrade_ops=ops.UpgradeOps([]), downgrade_ops=ops.DowngradeOps([])
            )
            script.upgrade_ops.upgrade_token = "upgrade"
            script.downgrade_ops.downgrade_token = "downgrade"
            compare._populate_migration_script(autogen, script)
            rendered = {}
            render._render_python_into_templatevars(autogen, script, rendered)
        finally:
            logger.removeHandler(log)
    found.update(rendered)
    found["log"] = log.lines
    found["warnings"] = [str(each.message) for each in caught]
    return found


class Databases:
    def __init__(self, folder):
        self.folder = folder
        server = make_url(os.environ["LIMBECK_TEST_POSTGRESQL_URL"])
        self.server = server.set(drivername="postgresql+psycopg2")
        self.count = 0

    def open(self, dialect):
        self.count += 1
        if dialect == "sqlite":
            return create_engine(f"sqlite:///{self.folder}/{self.count}.db"), lambda: None
        name = f"limbeck_oracle_autogenerate_{os.getpid()}"
        if dialect in ("mysql", "mariadb"):
            return self.open_mysql(dialect, name)
        admin = create_engine(self.server, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine = create_engine(self.server.set(database=name))
        with engine.begin() as connection:
            for extension in ("citext", "hstore"):
                connection.execute(text(f"CREATE EXTENSION {extension}"))

        def drop():
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name}"))
            admin.dispose()

        return engine, drop

    def open_mysql(self, dialect, name):
        server = make_url(os.environ["LIMBECK_TEST_MARIADB_URL"])
        server = server.set(drivername=f"{dialect}+pymysql")
        admin = create_engine(server)
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))

        def drop():
            with admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name}"))
            admin.dispose()

        return create_engine(server.set(database=name)), drop


def main(out, only):
    runner = (out / "runner.py").read_text()
    (out / "recorded").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        databases = Databases(folder)
        for path in sorted((out / "cases").glob("*.py")):
            if only and path.stem not in only:
                continue
            space = {"__name__": "models"}
            exec(compile(runner, "runner.py", "exec"), space)
            exec(compile(path.read_text(), path.name, "exec"), space)
            recorded = {}
            for name, given in space["CASES"].items():
                for dialect in given["dialects"]:
                    engine, drop = databases.open(dialect)
                    try:
                        before, after = space["models_of"](name)
                        found = record(engine, given, before, after)
                    except Exception as error:
                        raise RuntimeError(f"{path.name} {name} on {dialect}") from error
                    finally:
                        engine.dispose()
                        drop()
                    recorded.setdefault(name, {})[dialect] = found
            target = out / "recorded" / f"{path.stem}.json"
            target.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")
            print(f"{target.name}: {len(recorded)} cases")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
