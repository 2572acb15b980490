"""PostgreSQL's INSERT."""

from ...sql.dml import OnConflictInsert


class Insert(OnConflictInsert):
    """INSERT with ON CONFLICT."""

    def on_conflict_do_nothing(self, constraint=None, index_elements=None, index_where=None):
        return self._with_conflict(index_elements, index_where, constraint, None, None)

    def on_conflict_do_update(self, constraint=None, index_elements=None, index_where=None,
                              set_=None, where=None):
        return self._with_conflict(index_elements, index_where, constraint, set_ or (), where)


def insert(table):
    return Insert(table)
