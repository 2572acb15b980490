"""PostgreSQL's INSERT."""

from ...sql.dml import OnConflictInsert


class Insert(OnConflictInsert):
    """INSERT with ON CONFLICT."""


def insert(table):
    return Insert(table)
