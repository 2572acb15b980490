"""UPDATE and DELETE of many rows, and what the session knows of them then."""

from ..sql.dml import Delete
from ..sql.elements import BinaryExpression, BindParameter
from ..sql.selectable import select
from ..sql.sqltypes import Integer
from .state import state_of


def written(session, statement, send, how="auto", mapper=None):
    """Sends the statement; objects whose rows went are deleted, of others what was read expires."""
    if how is False:
        return send()
    held = held_by(session, statement, mapper or getattr(statement, "_mapper", None))
    if not isinstance(statement, Delete):
        result = send()
        session._expire_unchanged(held)
        return result
    gone = _doomed(session, statement, held)
    result = send()
    for instance in gone:
        session._forget(instance)
    if gone:
        session._begun().took((), gone)
    return result


def held_by(session, statement, mapper=None):
    """The objects of the session that a statement may be for: one where it says its key."""
    table = statement.table
    key = list(table.primary_key)
    if mapper is not None and mapper.inherits is None and mapper.local_table is table:
        for condition in statement._where if len(key) == 1 else ():
            if _names(condition, key[0]):
                known = mapper.class_, (condition.right.value,)
                return [session._identities[known]] if known in session._identities else []
    classes = {
        cls for cls in set(map(type, session._identities.values()))
        if any(table is known for known in cls.__mapper__.tables)
    }
    return [item for item in session._identities.values() if type(item) in classes]


def _names(condition, column):
    """Whether a condition is that a key is a number, which is equal to nothing else."""
    if type(condition) is not BinaryExpression or condition.operator != "eq":
        return False
    value = condition.right
    return (
        condition.left is column and isinstance(column.type, Integer)
        and type(value) is BindParameter and value.given and not value.callable
        and type(value.value) is int
    )


def _doomed(session, statement, held):
    """The objects whose rows a DELETE is about to delete."""
    table = statement.table
    if not held:
        return []
    keys = select(*table.primary_key).where(*statement._where)
    found = {tuple(row) for row in session.connection().execute(keys)}
    return [instance for instance in held if state_of(instance).identity in found]
