# output: crates/limbeck-python/testdata/models
"""Records what SQLAlchemy, SQLModel, pydantic and python-dotenv make of models and settings.

OUTDIR holds the snippets and `runner.py`, which runs them; each file of snippets gets its
`<name>.json`: the tables and their SQL, or what a snippet shows and raises.
"""

import json
import pathlib
import sys
import tempfile
import warnings

import sqlalchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

MODELS = ("declarative", "annotated", "sqlmodels")

# What SQLAlchemy keeps in sets comes in the order of its creation, so that one run equals the next.
sqlalchemy.sql.schema.set = sqlalchemy.util.OrderedSet

DIALECTS = {"postgresql": postgresql.dialect(), "sqlite": sqlite.dialect()}


def main():
    folder = pathlib.Path(sys.argv[1])
    runner = {}
    exec(compile((folder / "runner.py").read_text(), "runner.py", "exec"), runner)
    warnings.simplefilter("ignore")
    for name in MODELS:
        found = runner["run_models"](
            (folder / f"{name}.py").read_text(),
            lambda table, dialect: str(CreateTable(table).compile(dialect=DIALECTS[dialect])),
            lambda index, dialect: str(CreateIndex(index).compile(dialect=DIALECTS[dialect])),
        )
        write(folder / f"{name}.json", found)
    with tempfile.TemporaryDirectory() as scratch:
        found = runner["run_settings"]((folder / "settings.py").read_text(), scratch)
    write(folder / "settings.json", found)


def write(path, found):
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    print(f"{path.name}: {len(found)} snippets")


if __name__ == "__main__":
    main()
