"""Records what real Alembic writes for each script of a package.

Usage: answers.py FOLDER INI DIALECT DIRECTION ANSWERS [SCRIPT...]. FOLDER is what unpack.py made,
all of whose scripts are run where none are named; INI is alembic.ini, or packages.ini for scripts
that import their package; ANSWERS is a JSON object of script names with `revision`, and either
`sql` or `error` and `reason`: `imports` (of a package that is not installed), `rows` (a database
is needed), `other`.
"""

import contextlib
import io
import json
import logging
import os
import signal
import sys
import warnings

import alembic.autogenerate  # noqa: F401  So that no child has to.
import alembic.command
import sqlalchemy
import sqlalchemy.dialects.mysql.pymysql  # noqa: F401
import sqlalchemy.dialects.postgresql.psycopg2  # noqa: F401
import sqlalchemy.dialects.sqlite.pysqlite  # noqa: F401
import sqlalchemy.orm  # noqa: F401
import standins
from alembic.config import Config
from alembic.script import ScriptDirectory

SECONDS_PER_SCRIPT = 30

# SQLAlchemy keeps a table's indexes and constraints in sets, whose order is chance; this is one
# of the orders that may come.
sqlalchemy.sql.schema.set = sqlalchemy.util.OrderedSet


def reason(error):
    if isinstance(error, ImportError) or type(error).__name__ == "PlaceholderError":
        return "imports"
    text = str(error)
    if "NoneType" in text or type(error).__name__ == "NoInspectionAvailable":
        return "rows"
    return "other"


def answer(ini, dialect, direction):
    config = Config(ini, ini_section=dialect)
    revision, written = None, io.StringIO()
    try:
        with contextlib.redirect_stdout(written):
            revision = ScriptDirectory.from_config(config).get_current_head()
            if direction == "upgrade":
                alembic.command.upgrade(config, "head", sql=True)
            else:
                alembic.command.downgrade(config, f"{revision}:base", sql=True)
    except BaseException as error:  # A script may raise anything, SystemExit too.
        first = (str(error).splitlines() or [""])[0]
        return {
            "revision": revision,
            "error": f"{type(error).__name__}: {first}",
            "reason": reason(error),
        }
    return {"revision": revision, "sql": written.getvalue(), "standins": len(standins.used)}


def in_child(ini, dialect, direction):
    """A script may change modules and options of the process, so each has its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(SECONDS_PER_SCRIPT)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        with os.fdopen(writing, "w", encoding="utf-8") as file:
            json.dump(answer(ini, dialect, direction), file)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        text = file.read()
    os.waitpid(child, 0)
    if text:
        return json.loads(text)
    return {"revision": None, "error": "the process ended early", "reason": "other"}


def main(folder, ini, dialect, direction, output, *names):
    logging.disable()
    if ini == "packages.ini":
        standins.install(folder)
    warnings.simplefilter("ignore")
    if not names:
        with open(os.path.join(folder, "scripts.txt"), encoding="utf-8") as file:
            names = file.read().split()
    answers = {
        name: in_child(os.path.join(folder, name, ini), dialect, direction) for name in names
    }
    with open(output, "w", encoding="utf-8") as file:
        json.dump(answers, file)


main(*sys.argv[1:])
