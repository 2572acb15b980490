"""Rows for every table of a database, the same each time they are asked for."""

import sqlalchemy
from sqlalchemy import types
from sqlalchemy.dialects import mysql, postgresql

ROWS = 3


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def text(column, kind, number):
    name = column["name"].lower()
    if any(word in name for word in ("json", "param", "config", "meta", "extra", "data")):
        value = f'{{"key": {number}}}'
    elif "uuid" in name:
        value = f"00000000-0000-4000-8000-{number:012}"
    else:
        value = f"{name[:8]} {number}"
    length = getattr(kind, "length", None)
    if length and len(value) > length:
        value = str(number)[-length:]
    return quoted(value)


def literal(column, number):
    """The value of row `number` as SQL; None where no value is known for the type."""
    kind = column["type"]
    if isinstance(kind, types.Enum) or getattr(kind, "enums", None):
        # A type that a step has made and given no value yet can hold none.
        return quoted(kind.enums[number % len(kind.enums)]) if kind.enums else None
    if isinstance(kind, postgresql.ARRAY):
        return "'{}'"
    if isinstance(kind, (types.JSON, postgresql.JSONB)):
        return quoted(f'{{"key": {number}}}')
    if isinstance(kind, types.Boolean):
        return "true" if number % 2 else "false"
    if isinstance(kind, mysql.TINYINT):
        return str(number % 2)
    if isinstance(kind, types.SmallInteger):
        return str(number % 30000)
    if isinstance(kind, types.Integer):
        return str(number)
    if isinstance(kind, (types.Numeric, types.Float)):
        return str(number % 100)
    if isinstance(kind, types.DateTime):
        return f"'2020-01-{number % 28 + 1:02} 10:00:00'"
    if isinstance(kind, types.Date):
        return f"'2020-01-{number % 28 + 1:02}'"
    if isinstance(kind, types.Time):
        return "'10:00:00'"
    if isinstance(kind, (types.Interval, postgresql.INTERVAL)):
        return "'1 day'"
    if isinstance(kind, (types.Uuid, postgresql.UUID)):
        return f"'00000000-0000-4000-8000-{number:012}'"
    if isinstance(kind, postgresql.INET):
        return f"'10.0.0.{number % 250}'"
    if isinstance(kind, postgresql.MACADDR):
        return f"'00:00:00:00:00:{number % 256:02x}'"
    if isinstance(kind, types.LargeBinary):
        return quoted(f"bytes {number}")
    if isinstance(kind, types.String):
        return text(column, kind, number)
    return None


def rows(database, round):
    """INSERT statements that fill tables with few rows, those that others refer to first."""
    inspector = sqlalchemy.inspect(database.engine)
    statements = []
    for schema in database.schemas(inspector):
        names = inspector.get_sorted_table_and_fkc_names(schema)
        tables = [table for table, _ in names if table and "alembic_version" not in table]
        columns = {table: inspector.get_columns(table, schema) for table in tables}
        for table in tables:
            if database.count(schema, table) >= ROWS:
                continue
            references = {}
            for key in inspector.get_foreign_keys(table, schema):
                if key["referred_schema"] in (None, schema):
                    pairs = zip(key["constrained_columns"], key["referred_columns"])
                    for own, other in pairs:
                        references[own] = (key["referred_table"], other)
            for index in range(ROWS):
                number = 1000 + 10 * round + index
                values = {}
                for column in columns[table]:
                    if column.get("computed"):
                        continue
                    value = referred(columns, references, table, column, number)
                    if value is not None:
                        values[column["name"]] = value
                statements.append(insert(database, schema, table, values))
    return statements


def referred(columns, references, table, column, number):
    """A value that the row of the same number in the other table has."""
    if column["name"] in references:
        other, name = references[column["name"]]
        if other == table:
            return None
        found = [c for c in columns.get(other, []) if c["name"] == name]
        if found:
            column = found[0]
    return literal(column, number)


def insert(database, schema, table, values):
    quote = database.engine.dialect.identifier_preparer.quote_identifier
    names = ", ".join(quote(name) for name in values)
    target = f"{quote(schema)}.{quote(table)}" if schema else quote(table)
    return f"INSERT INTO {target} ({names}) VALUES ({', '.join(values.values())})"
