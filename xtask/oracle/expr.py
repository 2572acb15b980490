# output: crates/limbeck-python/testdata/expr
"""Records what SQLAlchemy makes of expressions and statements, on each dialect and driver.

`prelude.py` in OUTDIR is what every snippet may use; `*.txt` hold the snippets, one a line: an
expression, or statements that assign `stmt`. For each file a `.json` of the same name gets the
compiled text, the values in order or by name, and the text with literal values; or the class
and message of the error. A file named after a dialect is for that dialect alone.
"""
import datetime
import decimal
import enum
import json
import re
import sys
import uuid
import warnings
from pathlib import Path

from sqlalchemy import JSON
from sqlalchemy.dialects import mysql, sqlite
from sqlalchemy.dialects.mysql import mariadb
from sqlalchemy.dialects.postgresql import Range, asyncpg, psycopg, psycopg2

DIALECTS = {
    "postgresql+psycopg": psycopg.dialect(),
    "postgresql+psycopg2": psycopg2.dialect(),
    "postgresql+asyncpg": asyncpg.dialect(),
    "sqlite": sqlite.dialect(),
    "mysql": mysql.dialect(),
    "mariadb": mariadb.MariaDBDialect(),
}
LITERALS = ("postgresql+psycopg", "sqlite", "mysql", "mariadb")


def main(out: Path) -> None:
    prelude = (out / "prelude.py").read_text()
    for source in sorted(out.glob("*.txt")):
        only = {"mysql": ("mysql", "mariadb")}.get(source.stem, (source.stem,))
        dialects = {
            name: dialect for name, dialect in DIALECTS.items() if name.split("+")[0] in only
        } or DIALECTS
        cases = {
            snippet: record(prelude, snippet, dialects)
            for snippet in snippets(source.read_text())
        }
        text = json.dumps(cases, indent=1, ensure_ascii=False)
        source.with_suffix(".json").write_text(text + "\n")


def snippets(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def record(prelude: str, snippet: str, dialects: dict) -> dict:
    space = {}
    exec(prelude, space)
    try:
        if "stmt =" in snippet:
            exec(snippet, space)
            element = space["stmt"]
        else:
            element = eval(snippet, space)
    except Exception as error:
        return {"build": failure(error)}
    return {name: compiled(element, name, dialect) for name, dialect in dialects.items()}


def compiled(element, name: str, dialect) -> dict:
    answer = {}
    try:
        made = element.compile(dialect=dialect)
        answer["sql"] = made.string
        if any(bind.required for bind in made.bind_names):
            raise Incomplete
        state = made.construct_expanded_state()
        answer["sql"] = state.statement
        for key, bind in made.binds.items():
            # Keys and paths of JSON documents have a form of their own in each dialect.
            if isinstance(bind.type, JSON.JSONElementType) and key in state.parameters:
                process = made._bind_processors.get(key)
                state.parameters[key] = process(bind.value) if process else bind.value
        if made.positional:
            answer["params"] = [plain(value) for value in state.positional_parameters]
        else:
            answer["params"] = {key: plain(value) for key, value in state.parameters.items()}
    except Incomplete:
        pass
    except AttributeError:
        # A driver that is not installed has no class for the value.
        answer.pop("sql", None)
    except Exception as error:
        answer.pop("sql", None)
        answer.update(failure(error))
    if name in LITERALS:
        try:
            text = str(element.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
            answer["literal"] = text
        except Exception as error:
            answer["literal"] = failure(error)
    return answer


class Incomplete(Exception):
    """A value is still to come, so that there are no parameters to record."""


def failure(error: Exception) -> dict:
    message = re.sub(r" at 0x[0-9a-f]+", "", str(error).split("(Background on")[0].strip())
    return {"error": type(error).__name__, "message": message}


def plain(value):
    """A value as Limbeck hands it over, JSON documents as themselves."""
    match value:
        case enum.Enum():
            return value.name
        case datetime.datetime():
            return {"$datetime": value.isoformat()}
        case datetime.date():
            return {"$date": value.isoformat()}
        case datetime.time():
            return {"$time": value.isoformat()}
        case datetime.timedelta():
            return {"$interval": {"days": value.days, "seconds": value.seconds}}
        case decimal.Decimal():
            return {"$decimal": str(value)}
        case uuid.UUID():
            return {"$uuid": str(value)}
        case bytes():
            return {"$bytes": value.hex()}
        case Range():
            return str(value)
        case [Range(), *_]:
            return "{" + ",".join(map(str, value)) + "}"
        case list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
    return value


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(Path(sys.argv[1]))
