"""UPDATE and DELETE of many rows, and what the session knows of them then."""

from ..sql.dml import Delete
from ..sql.selectable import select
from .state import state_of


def written(session, statement, send, how="auto"):
    """Sends the statement; objects whose rows went are deleted, of others what was read expires."""
    if how is False:
        return send()
    if not isinstance(statement, Delete):
        result = send()
        session._expire_unchanged(statement.table)
        return result
    gone = _doomed(session, statement)
    result = send()
    for instance in gone:
        session._forget(instance)
    if gone:
        session._begun().took((), gone)
    return result


def _doomed(session, statement):
    """The objects whose rows a DELETE is about to delete."""
    table = statement.table
    held = [
        instance for instance in session._identities.values()
        if any(table is known for known in type(instance).__mapper__.tables)
    ]
    if not held:
        return []
    keys = select(*table.primary_key).where(*statement._where)
    found = {tuple(row) for row in session.connection().execute(keys)}
    return [instance for instance in held if state_of(instance).identity in found]
