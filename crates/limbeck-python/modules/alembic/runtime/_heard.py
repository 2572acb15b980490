"""Statements of the run, on their way past those who listen to their connection."""

import _limbeck
from sqlalchemy.engine._execute import _sent
from sqlalchemy.engine._shown import empty
from sqlalchemy.engine.base import _invoking

from .migration import _current


def send(connection_id, sql):
    """Has the listeners hear a statement, which Rust then sends on."""
    connection = _connection(connection_id)
    if connection is None:
        _limbeck.call("heard.send", {})
        return
    values = _limbeck.call("heard.values", None)[1][0]
    seen = (sql, tuple(values) if values else empty(connection.dialect))

    def pass_on(_, text, changed):
        if text == sql:
            text = None
        elif values:
            raise NotImplementedError(
                "a listener changes a statement that a directive sends with values; send it by "
                "connection.execute() in place of the directive"
            )
        return None, None, _limbeck.call("heard.send", {"sql": text})

    _sent(connection, sql, values, False, seen, pass_on)


def _connection(connection_id):
    contexts = (context._connection for context in reversed(_current))
    for connection in (*reversed(_invoking), *contexts):
        if connection is not None and getattr(connection, "_id", None) == connection_id:
            return connection
    return None
