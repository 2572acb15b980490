"""Statements and values as a driver gets them, and back to what Rust sends."""


def shown(answer, dialect, many):
    """The text in the driver's paramstyle, and its values: a tuple or a dict, or a list of them."""
    if many:
        return answer["shown"], [_values(answer, row, dialect) for row in answer["many"]]
    return answer["shown"], _values(answer, answer["params"], dialect)


def _values(answer, values, dialect):
    values = [_stored(value, dialect) for value in values]
    return tuple(values) if dialect.positional else dict(zip(answer["positions"], values))


def _stored(value, dialect):
    """A document is text to a driver, and a truth a number where the database knows none."""
    if isinstance(value, dict) and "$json" in value:
        import json

        return json.dumps(value["$json"])
    if isinstance(value, bool) and dialect.name != "postgresql":
        return int(value)
    return value


def empty(dialect):
    """What a statement without values is given."""
    return () if dialect.positional else {}


def for_rust(sql, parameters, dialect, executemany):
    """The text and values for Rust of what a driver would be given, once or several times."""
    if not parameters and not dialect.positional:
        return sql.replace("%%", "%"), []
    if not executemany:
        return driver_text(sql, parameters, dialect)
    sent = [driver_text(sql, one, dialect) for one in parameters]
    return sent[0][0], [values for _, values in sent]


def driver_text(sql, parameters, dialect):
    """The text and values for Rust (`$1`, or `?`) of what a driver would be given."""
    if not isinstance(sql, str):
        sql = str(sql)
    if not parameters:
        return sql, []
    style = dialect.paramstyle
    if style in ("qmark", "numeric_dollar") and not hasattr(parameters, "keys"):
        return sql, list(parameters)
    import re

    values = []
    dollar = dialect.name == "postgresql"

    def mark(value):
        values.append(value)
        return f"${len(values)}" if dollar else "?"

    if hasattr(parameters, "keys") and style in ("qmark", "named"):
        return re.sub(r"(?<![:\w]):(\w+)", lambda m: mark(parameters[m[1]]), sql), values
    waiting = iter(parameters if not hasattr(parameters, "keys") else ())

    def replace(found):
        if found[0] == "%%":
            return "%"
        return mark(parameters[found[1]] if found[1] else next(waiting))

    try:
        return re.sub(r"%%|%(?:\((\w+)\))?s", replace, sql), values
    except StopIteration:
        from ..exc import _from_database_error

        message = "the query has more placeholders than parameters were passed"
        fields = {"kind": "programming", "message": message, "statement": sql}
        raise _from_database_error(fields, dialect, parameters) from None
