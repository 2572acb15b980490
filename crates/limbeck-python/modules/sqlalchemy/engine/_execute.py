"""From a statement and its parameters to a result."""

import sys

import _limbeck

from ..exc import ArgumentError, DBAPIError, _completed
from ..sql._called import with_called_defaults
from ..sql._compiled import compile_for_execution, run_live
from ..sql.base import for_dialect
from .base import _heard_events
from ._shown import driver_text, empty, for_rust, shown
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
    for known in (execution_options, getattr(statement, "_execution_options", None)):
        if known:
            connection._refuse_translation(known)
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
    if kind in ("insert", "update"):
        element, single, many = with_called_defaults(element, single, many)
    returning = None
    if kind == "insert" and not many:
        returning = _implicit_returning(element, dialect, single)
    asked = element if returning is None else element.returning(*returning)
    returns = bool(many and getattr(element, "_returning", None))
    if returns:
        _refuse_returning(element, dialect, many)
    if _heard_events or connection.engine._shows or (many and not getattr(element, "is_dml", False)):
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
        error = _completed(error, dialect, *shown(answer, dialect, many))
        raise error from getattr(error, "orig", None)
    except Exception as error:
        raise _statement_error(error, element, connection.dialect, single or many) from error


def _compiled_and_sent(connection, asked, element, single, many, returns):
    dialect = connection.dialect
    try:
        answer = compile_for_execution(asked, dialect, single, many)
    except Exception as error:
        raise _statement_error(error, element, dialect, single or many) from error
    seen = shown(answer, dialect, many)
    if many:
        return _sent_each(connection, answer["sql"], answer["many"], returns, seen)
    return _sent(connection, answer["sql"], answer["params"], False, seen)


def _result(connection, sent, many, asked, statement, single, returning):
    dialect = connection.dialect
    processors = objects = None
    if sent[0]:
        with for_dialect(dialect):
            types, objects = _result_types(asked, [name for name, _ in sent[0]])
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
        result._many = many
    return result


def _sent_each(connection, sql, rows, returning, seen):
    """Sends one statement with each set of values: all rows that an INSERT returns, or a count."""
    _only_writes(connection.dialect, sql, seen)
    if not returning:
        return _sent(connection, sql, rows, True, seen)
    columns, gathered, affected = [], [], 0
    text, sets = seen
    for values, own in zip(rows, sets):
        columns, found, count, _ = _sent(connection, sql, values, False, (text, own))
        gathered.extend(found)
        affected += count or 0
    return columns, gathered, affected, None


def _only_writes(dialect, sql, seen):
    """sqlite3 runs nothing but statements that write with several sets of values."""
    if dialect.name != "sqlite" or not _limbeck.is_query(sql):
        return
    from ..exc import _from_database_error

    message = "executemany() can only execute DML statements."
    text, rows = seen
    fields = {"kind": "programming", "message": message, "statement": text}
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


def _sent(connection, sql, values, executemany, seen, send=None):
    """Sends one statement with its values, or with several sets of them, by `send` if given.

    The listeners are called around it, with what a driver would get.
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
        context = ExecutionContext(connection, *seen, executemany)
    for function in before:
        changed = function(connection, cursor, *seen, context, executemany)
        if changed is not None and tuple(changed) != seen:
            seen = tuple(changed)
            sql, values = for_rust(*seen, connection.dialect, executemany)
    if connection.engine._shows:
        _show(connection.engine, seen[0])
    send = send or (_limbeck.execute_many if executemany else _limbeck.execute)
    try:
        sent = send(connection._id, sql, values)
    except DBAPIError as error:
        raise _told(connection, _completed(error, connection.dialect, *seen), *seen)
    if cursor is not None:
        cursor.rowcount = -1 if sent[2] is None else sent[2]
    for function in after:
        function(connection, cursor, *seen, context, executemany)
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


def _show(engine, sql):
    """Logs a statement; an engine with an echo does so whatever the level of the log is."""
    import logging

    logger = logging.getLogger("sqlalchemy.engine.Engine")
    if not engine.echo:
        logger.info("%s", sql)
        return
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logger.addHandler(handler)
    logger._log(logging.INFO, "%s", (sql,))


def _run_ddl(connection, statement):
    """DDL elements become operations or text."""
    with for_dialect(connection.dialect):
        operation = statement._operation() if hasattr(statement, "_operation") else None
        if operation is not None:
            connection._invoke_operation(operation)
            return CursorResult(connection, ([], [], None, None))
        if "sql" not in statement.__limbeck__():
            heard = _heard_events or connection.engine._shows
            run_parts = _compiled_and_sent if heard else _run_at_once
            sent = run_parts(connection, statement, statement, None, None, False)
            return CursorResult(connection, sent)
        sql = statement.compile(dialect=connection.dialect).string
    seen = (sql, empty(connection.dialect))
    return CursorResult(connection, _sent(connection, sql, [], False, seen))


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
    from ..exc import SQLAlchemyError, _refused_values
    from ..sql.elements import processing_error

    text = str(error)
    if type(error) in (TypeError, ValueError, OverflowError):
        # A value that has no form in the database, or in a document.
        return processing_error(error, parameters)
    if not text.startswith(("A value is required for bind parameter", "'literal_execute' or ")):
        return error
    sql = str(statement) if isinstance(error, SQLAlchemyError) else None
    return _refused_values(text, sql, parameters)


def _result_types(statement, names):
    """The types and the columns of what a statement returns, as far as it tells."""
    by_name = getattr(statement, "_columns_by_name", None)
    if by_name is not None:
        return [_type_of(by_name.get(name)) for name in names], None
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


def _implicit_returning(statement, dialect, single):
    """The primary key's columns, where an INSERT has to ask the server for it."""
    if dialect.name != "postgresql" or statement._returning or statement._select is not None:
        return None
    if getattr(statement, "_inline", False) or getattr(statement, "_multi", ()):
        return None
    key = getattr(statement.table, "primary_key", None)
    columns = list(key) if key is not None else []
    given = {**(single or {}), **(getattr(statement, "_values", None) or {})}
    if all(_is_known(given.get(column.key)) for column in columns):
        return None
    return columns


def _is_known(value):
    return value is not None and not hasattr(value, "__clause_element__")


def _key_row(columns, rows, processors):
    from .row import row_class

    if not rows:
        return None
    values = [
        value if process is None else process(value) for value, process in zip(rows[0], processors)
    ]
    return row_class([column.key for column in columns], columns)(values)


def run_driver_sql(connection, statement, parameters):
    """`exec_driver_sql`: text in the driver's own paramstyle."""
    if isinstance(parameters, list) and parameters and not isinstance(
        parameters[0], (dict, tuple, list)
    ):
        parameters = tuple(parameters)
    several = parameters if isinstance(parameters, list) else [parameters]
    dialect = connection.dialect
    if len(several) < 2:
        single = several[0] if several else None
        text, values = driver_text(statement, single, dialect)
        seen = (statement, single or empty(dialect))
        return CursorResult(connection, _sent(connection, text, values, False, seen))
    text, rows = for_rust(statement, several, dialect, True)
    return CursorResult(connection, _sent_each(connection, text, rows, False, (statement, several)))
