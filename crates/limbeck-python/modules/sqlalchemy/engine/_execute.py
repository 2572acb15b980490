"""From a statement and its parameters to a result."""

import _limbeck

from ..exc import ArgumentError, DBAPIError, _completed
from ..sql._compiled import compile_for_execution, run_live
from ..sql.base import for_dialect
from ..sql.dml import with_called_defaults
from .base import _heard_events
from .cursor import CursorResult

_STATEMENTS = frozenset(("textclause", "select", "insert", "update", "delete"))


def run(connection, statement, parameters, execution_options=None):
    """Compiles a statement, runs it once or for each set of parameters."""
    single, many = (None, None) if parameters is None else _distilled(parameters)
    if _heard_events and connection._heard("before_execute"):
        statement, single, many = _changed(connection, statement, single, many)
    result = _run(connection, statement, single, many, execution_options)
    if _heard_events and connection._heard("after_execute"):
        told = (many, {}) if many else ([], single or {})
        connection._fire("after_execute", connection, statement, *told, {}, result)
    return result


def _changed(connection, statement, single, many):
    """What `before_execute` listeners make of a statement and its values."""
    for function in connection._heard("before_execute"):
        told = (many, {}) if many else ([], single or {})
        changed = function(connection, statement, *told, {})
        if changed is not None:
            statement, several, one = changed
            single, many = _distilled(several) if several else (one or None, None)
    return statement, single, many


def _run(connection, statement, single, many, execution_options):
    dialect = connection.dialect
    element = statement
    kind = getattr(element, "__visit_name__", None)
    if kind not in _STATEMENTS:
        if (
            hasattr(statement, "_operation") or hasattr(statement, "_ddl_sql")
            or getattr(statement, "is_ddl", False)
        ):
            return _run_ddl(connection, statement)
        if not hasattr(statement, "_where") and not getattr(statement, "supports_execution", False):
            element = statement.select() if hasattr(statement, "select") else statement
            kind = getattr(element, "__visit_name__", None)
    if many and kind in ("insert", "update"):
        element, many = with_called_defaults(element, many)
        single = many[0]
    returning = _implicit_returning(element, dialect, many) if kind == "insert" else None
    asked = element if returning is None else element.returning(*returning)
    returns = bool(many and getattr(element, "_returning", None))
    if returns:
        _refuse_returning(element, dialect, many)
    if _heard_events or connection.engine.echo or (many and not getattr(element, "is_dml", False)):
        sent = _compiled_and_sent(connection, asked, element, single, many, returns)
    else:
        sent = _run_at_once(connection, asked, element, single, many, returns)
    if not sent[0] and kind != "insert":
        return CursorResult(connection, sent, None, None, element, single)
    result = _result(connection, sent, many, asked, element, single, returning)
    options = (execution_options, getattr(statement, "_execution_options", None),
               connection._execution_options)
    for known in options:
        if known and known.get("yield_per"):
            return result.yield_per(known["yield_per"])
    return result


def _run_at_once(connection, asked, element, single, many, returns):
    """The short way, where nobody looks at what is sent."""
    try:
        return run_live(connection, asked, single, many, returns)
    except DBAPIError as error:
        dialect = connection.dialect
        answer = compile_for_execution(asked, dialect, single, many)
        values = answer["many"] if many else answer["params"]
        error = _completed(error, dialect, answer["sql"], values)
        raise error from getattr(error, "orig", None)
    except Exception as error:
        raise _statement_error(error, element, connection.dialect, single or many) from error


def _compiled_and_sent(connection, asked, element, single, many, returns):
    dialect = connection.dialect
    try:
        answer = compile_for_execution(asked, dialect, single, many)
    except Exception as error:
        raise _statement_error(error, element, dialect, single or many) from error
    if many:
        return _sent_each(connection, answer["sql"], answer["many"], returns)
    return _sent(connection, answer["sql"], answer["params"], False)


def _result(connection, sent, many, asked, statement, single, returning):
    dialect = connection.dialect
    processors = objects = None
    if sent[0]:
        with for_dialect(dialect):
            types, objects = _result_types(asked)
        processors = [
            None if type_ is None else type_._for_dialect(dialect).result_processor(dialect, None)
            for type_ in types
        ]
    is_insert = getattr(statement, "__visit_name__", None) == "insert"
    if returning is not None:
        made = CursorResult(connection, ([], [], sent[2], sent[3]), None, None, statement, single,
                            True)
        made._inserted = _key_row(returning, sent[1], processors)
        return made
    result = CursorResult(connection, sent, processors, objects, statement, single, is_insert)
    if is_insert:
        result._inserted = [_inserted_key(statement, row, None) for row in many] if many else (
            _inserted_key(statement, single, sent[3])
        )
        result._inserted_many = bool(many)
    return result


def _sent_each(connection, sql, rows, returning):
    """Sends one statement with each set of values: all rows that an INSERT returns, or a count."""
    _only_writes(connection.dialect, sql, rows)
    if not returning:
        return _sent(connection, sql, rows, True)
    columns, gathered, affected = [], [], 0
    for values in rows:
        columns, found, count, _ = _sent(connection, sql, values, False)
        gathered.extend(found)
        affected += count or 0
    return columns, gathered, affected, None


def _only_writes(dialect, sql, rows):
    """sqlite3 runs nothing but statements that write with several sets of values."""
    if dialect.name != "sqlite" or not _limbeck.is_query(sql):
        return
    from ..exc import _from_database_error

    message = "executemany() can only execute DML statements."
    fields = {"kind": "programming", "message": message, "statement": sql}
    raise _from_database_error(fields, dialect, rows)


def _refuse_returning(statement, dialect, many):
    """RETURNING with several sets of values is for an INSERT of one row alone."""
    from ..exc import InvalidRequestError, StatementError

    kind = statement.__visit_name__
    if kind == "insert" and not getattr(statement, "_multi", ()):
        return
    reason = (
        "RETURNING of an INSERT with several rows of its own takes no several sets of parameters"
        if kind == "insert"
        else f"Dialect {dialect.name}+{dialect.driver} with current server capabilities does not "
        f"support {kind.upper()}..RETURNING when executemany is used"
    )
    error = InvalidRequestError(reason)
    sql = str(statement.compile(dialect=dialect))
    raise StatementError(
        f"(sqlalchemy.exc.InvalidRequestError) {reason}", sql, many, error
    ) from error


def _sent(connection, sql, values, executemany):
    """Sends one statement with its values, or with several sets of them.

    The listeners are called around it.
    """
    before = connection._heard("before_cursor_execute")
    after = connection._heard("after_cursor_execute")
    if connection._heard("begin") and not connection.in_transaction():
        connection._begin()
    cursor = context = None
    if before or after:
        from ._dbapi import Cursor
        from .interfaces import ExecutionContext

        cursor = Cursor(connection._raw)
        context = ExecutionContext(connection, sql, values, executemany)
    for function in before:
        changed = function(connection, cursor, sql, values, context, executemany)
        if changed is not None:
            sql, values = changed
    if connection.engine.echo:
        _echo(sql)
    send = _limbeck.execute_many if executemany else _limbeck.execute
    try:
        sent = send(connection._id, sql, values)
    except DBAPIError as error:
        raise _told(connection, _completed(error, connection.dialect, sql, values), sql, values)
    if cursor is not None:
        cursor.rowcount = -1 if sent[2] is None else sent[2]
    for function in after:
        function(connection, cursor, sql, values, context, executemany)
    return sent


def _told(connection, error, sql, values):
    """The error, or the one that a listener puts in its place."""
    handlers = connection._heard("handle_error")
    if handlers:
        from .interfaces import ExceptionContext

        seen = ExceptionContext(connection, error, sql, values)
        for function in handlers:
            other = function(seen)
            if other is not None:
                error = other
    error.__cause__ = getattr(error, "orig", None)
    return error


def _echo(sql):
    import logging

    logging.getLogger("sqlalchemy.engine.Engine").info("%s", sql)


def _run_ddl(connection, statement):
    """DDL elements become operations or text."""
    with for_dialect(connection.dialect):
        operation = statement._operation() if hasattr(statement, "_operation") else None
        if operation is not None:
            connection._invoke_operation(operation)
            return CursorResult(connection, ([], [], None, None))
        sql = statement.compile(dialect=connection.dialect).string
    return CursorResult(connection, _sent(connection, sql, [], False))


def _distilled(parameters):
    """(one set of values or None, several sets or None)"""
    if hasattr(parameters, "keys"):
        return dict(parameters), None
    if isinstance(parameters, (list, tuple)):
        if not parameters:
            return None, None
        if not hasattr(parameters[0], "keys"):
            raise ArgumentError("List argument must consist only of dictionaries")
        several = [row if type(row) is dict else dict(row) for row in parameters]
        return several[0], several if len(several) > 1 else None
    raise ArgumentError("mapping or list expected for parameters")


def _statement_error(error, statement, dialect, parameters):
    from ..exc import InvalidRequestError, SQLAlchemyError, StatementError
    from ..sql.elements import processing_error

    text = str(error)
    if type(error) in (TypeError, ValueError, OverflowError):
        # A value that has no form in the database, or in a document.
        return processing_error(error, parameters)
    if not text.startswith(("A value is required for bind parameter", "'literal_execute' or ")):
        return error
    orig = InvalidRequestError(text)
    sql = str(statement) if isinstance(error, SQLAlchemyError) else None
    return StatementError(
        f"(sqlalchemy.exc.InvalidRequestError) {text}", sql, parameters, orig,
        code="cd3x" if text.startswith("A") else None,
    )


def _result_types(statement):
    """The types and the columns of what a statement returns, as far as it tells."""
    columns = getattr(statement, "_result_columns", None)
    if columns is None:
        return (), None
    found = list(columns())
    return [_type_of(column) for column in found], _objects(found)


def _type_of(column):
    type_ = getattr(column, "type", None)
    return type_ if hasattr(type_, "result_processor") else None


def _objects(columns):
    try:
        return [column for column in columns if hash(column) is not None]
    except TypeError:
        return None


def _implicit_returning(statement, dialect, many):
    """The primary key's columns, where an INSERT has to ask the server for it."""
    if many:
        return None
    if dialect.name != "postgresql" or statement._returning or statement._select is not None:
        return None
    if getattr(statement, "_inline", False) or getattr(statement, "_multi", ()):
        return None
    key = getattr(statement.table, "primary_key", None)
    columns = list(key) if key is not None else []
    return columns or None


def _key_row(columns, rows, processors):
    from .row import row_class

    if not rows:
        return None
    values = [
        value if process is None else process(value) for value, process in zip(rows[0], processors)
    ]
    return row_class([column.key for column in columns], columns)(values)


def _inserted_key(statement, single, last):
    """The key of an inserted row: given values, else what the database counted."""
    from .row import row_class

    key = getattr(statement.table, "primary_key", None)
    columns = list(key) if key is not None else []
    if not columns:
        return ()
    given = dict(single or {})
    for name, value in (getattr(statement, "_values", None) or {}).items():
        given.setdefault(getattr(name, "key", name), getattr(value, "value", value))
    values = [given.get(column.key) for column in columns]
    if len(values) == 1 and values[0] is None:
        values = [last]
    return row_class([column.key for column in columns], columns)(values)


def run_driver_sql(connection, statement, parameters):
    """`exec_driver_sql`: text in the driver's own paramstyle."""
    if isinstance(parameters, list) and parameters and not isinstance(
        parameters[0], (dict, tuple, list)
    ):
        parameters = tuple(parameters)
    several = parameters if isinstance(parameters, list) else [parameters]
    if len(several) < 2:
        text, values = driver_text(statement, several[0] if several else None, connection.dialect)
        return CursorResult(connection, _sent(connection, text, values, False))
    sent = [driver_text(statement, one, connection.dialect) for one in several]
    rows = [values for _, values in sent]
    return CursorResult(connection, _sent_each(connection, sent[0][0], rows, False))


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
