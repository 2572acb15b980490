"""SQLite's INSERT."""

from ...sql.dml import OnConflictInsert


class Insert(OnConflictInsert):
    """INSERT with ON CONFLICT."""

    _needs_target = False


def insert(table):
    return Insert(table)
