"""Compiles every snippet on every dialect, as the recorder of the same cases does."""
import json

import _limbeck
from sqlalchemy.dialects._base import dialect_named
from sqlalchemy.sql._compiled import call, request
from sqlalchemy.sql.base import for_dialect

DIALECTS = {
    "postgresql+psycopg": dialect_named("postgresql", "psycopg"),
    "postgresql+psycopg2": dialect_named("postgresql", "psycopg2"),
    "postgresql+asyncpg": dialect_named("postgresql", "asyncpg"),
    "sqlite": dialect_named("sqlite"),
    "mysql": dialect_named("mysql"),
    "mariadb": dialect_named("mariadb"),
}
LITERALS = ("postgresql+psycopg", "sqlite", "mysql", "mariadb")


def main(prelude, snippets):
    space = {}
    exec(prelude, space)
    return json.dumps({snippet: answer(dict(space), snippet) for snippet in snippets})


def answer(space, snippet):
    try:
        if "stmt =" in snippet:
            exec(snippet, space)
            element = space["stmt"]
        else:
            element = eval(snippet, space)
    except Exception as error:
        return {"build": failure(error)}
    return {name: compiled(element, name, dialect) for name, dialect in DIALECTS.items()}


def compiled(element, name, dialect):
    result = {}
    try:
        with for_dialect(dialect):
            made = call(request(element, dialect, "text", expand=True))
        result["sql"] = made["sql"]
        params = [plain(value) for value in made["params"]]
        if dialect.positional:
            result["params"] = params
        else:
            result["params"] = dict(zip(made["positions"], params))
    except Exception as error:
        result.update(failure(error))
    if name in LITERALS:
        try:
            text = element.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
            result["literal"] = str(text)
        except Exception as error:
            result["literal"] = failure(error)
    return result


def failure(error):
    return {"error": type(error).__name__, "message": str(error)}


def plain(value):
    wire = _limbeck.to_wire(value)
    if isinstance(wire, dict) and set(wire) == {"$interval"}:
        interval = wire["$interval"]
        return {"$interval": {"days": interval["days"], "seconds": interval["seconds"]}}
    if isinstance(wire, dict) and set(wire) == {"$json"}:
        return wire["$json"]
    return wire
