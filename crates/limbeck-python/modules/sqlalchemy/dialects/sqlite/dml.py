"""SQLite's INSERT."""

from ...sql.dml import OnConflictInsert


class Insert(OnConflictInsert):
    """INSERT with ON CONFLICT."""

    _needs_target = False

    def on_conflict_do_nothing(self, index_elements=None, index_where=None):
        return self._with_conflict(index_elements, index_where, None, None, None)

    def on_conflict_do_update(self, index_elements=None, index_where=None, set_=None, where=None):
        return self._with_conflict(index_elements, index_where, None, set_ or (), where)


def insert(table):
    return Insert(table)
