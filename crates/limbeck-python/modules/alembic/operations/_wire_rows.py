"""Rows that are inserted, as the JSON that Rust reads."""

from sqlalchemy.sql._schema_item import is_clause
from sqlalchemy.sql.base import running
from sqlalchemy.sql.elements import column_bind_expression, plain_kinds, value_to_wire
from sqlalchemy.sql.type_api import present


def bulk_insert(operation, context):
    table, rows = operation.table, operation.rows
    if not isinstance(rows, list):
        raise TypeError("List expected")
    if rows and not isinstance(rows[0], dict):
        raise TypeError("List of dictionaries expected")
    columns = {column.key: column for column in table.c}
    found = {key: column_bind_expression(column) for key, column in columns.items()}
    defaults = {} if context.as_sql or not rows else _client_defaults(columns, rows[0])
    return {
        "op": "bulk_insert",
        "bind_expressions": {key: made for key, made in found.items() if made is not None},
        "table": table_wire(table),
        "rows": _rows(columns, defaults, rows, context.as_sql),
        "multiinsert": bool(operation.multiinsert),
    }


def _client_defaults(columns, first):
    """The columns that the first row leaves out, for which the client has a value."""
    return {
        key: column for key, column in columns.items()
        if key not in first and getattr(column, "default", None) is not None
        and not column.default.is_sequence
    }


def table_wire(table):
    """A table of any kind as `limbeck_core::schema::Table`."""
    if hasattr(table, "_schema_wire"):
        return table._schema_wire()
    columns = [
        present(name=column.name, type=column.type, key=_other_key(column)) for column in table.c
    ]
    return present(name=table.name, schema=getattr(table, "schema", None), columns=columns)


def _other_key(column):
    return column.key if column.key != column.name else None


def _rows(columns, defaults, rows, as_sql):
    plain = {key: plain_kinds(column.type) for key, column in columns.items()}
    if as_sql:
        return [_row(columns, plain, defaults, _written(columns, row), True) for row in rows]
    with running():
        return [_row(columns, plain, defaults, row, False) for row in rows]


def _written(columns, row):
    """The row with the values in place that a type of the script's own writes."""
    from sqlalchemy.sql.elements import BindParameter
    from sqlalchemy.sql.type_api import known_dialect

    dialect = known_dialect()

    def own(key, value):
        column = columns.get(getattr(key, "key", key))
        return (
            column is not None and not is_clause(value)
            and column.type._for_dialect(dialect)._writes_literals(dialect)
        )

    return {
        key: BindParameter(None, value, type_=columns[getattr(key, "key", key)].type)
        if own(key, value) else value
        for key, value in row.items()
    }


def _row(columns, plain, defaults, row, as_sql):
    """A row by column key; what the client supplies is computed here where the row will run."""
    wire = {}
    for key, value in row.items():
        key = getattr(key, "key", key)
        column = columns.get(key)
        if column is not None and type(value) in plain[key]:
            wire[key] = value
        elif is_clause(value):
            wire[key] = {"$expr": value.__clause_element__()}
        elif column is not None:
            wire[key] = value_to_wire(value, column.type)
        elif as_sql:
            raise KeyError(key)
        else:
            from sqlalchemy.exc import CompileError

            raise CompileError(f"Unconsumed column names: {key}")
    if not defaults:
        return wire
    from sqlalchemy.sql._called import Call

    given = dict(row)
    for key, column in defaults.items():
        if key in row:
            continue
        value = given[key] = column.default.value(Call(given))
        wire[key] = (
            {"$expr": value.__clause_element__()}
            if column.default.is_clause_element
            else value_to_wire(value, column.type)
        )
    return wire


def client_default(column, as_sql):
    """What the client supplies for a column that a batch adds to the rows it copies."""
    from sqlalchemy.sql._called import default_wire
    from sqlalchemy.sql.elements import BindParameter

    if as_sql and column.default.is_callable:
        return BindParameter(column.key, None, type_=column.type)
    with running():
        return default_wire(column, column.default, {})
