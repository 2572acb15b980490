"""Savepoints, and transactions that are prepared before they are kept."""

from .base import RootTransaction, Transaction, _invalid

# The module that its classes are known by.
__name__ = "sqlalchemy.engine.base"


class NestedTransaction(Transaction):
    nested = True

    def __init__(self, connection):
        super().__init__(connection)
        connection._savepoints += 1
        self._savepoint = f"sa_savepoint_{connection._savepoints}"
        connection._fire("savepoint", connection, self._savepoint)
        connection._driver_call("savepoint", name=self._savepoint)
        self._previous = connection._nested
        connection._nested = self

    def _done(self):
        self._active = False
        if self.connection._nested is self:
            self.connection._nested = self._previous

    def commit(self):
        if not self._active:
            _invalid("This transaction is inactive")
        connection = self.connection
        self._done()
        connection._fire("release_savepoint", connection, self._savepoint, None)
        connection._driver_call("release", name=self._savepoint)

    def rollback(self):
        if self._active:
            connection = self.connection
            self._done()
            connection._fire("rollback_savepoint", connection, self._savepoint, None)
            connection._driver_call("rollback_to", name=self._savepoint)


class TwoPhaseTransaction(RootTransaction):
    """A transaction that is prepared first, so that all of several can be kept or none."""

    def __init__(self, connection, xid):
        super().__init__(connection)
        self.xid = xid
        self._is_prepared = False

    @property
    def is_active(self):
        return self._active and (self._is_prepared or self.connection.in_transaction())

    def prepare(self):
        if not self._active:
            _invalid("This transaction is inactive")
        connection = self.connection
        connection._fire("prepare_twophase", connection, self.xid)
        connection._driver_call("prepare", name=self.xid)
        self._is_prepared = True

    def commit(self):
        if not self._active:
            _invalid("This transaction is inactive")
        self._finish("commit")

    def rollback(self):
        if self._active:
            self._finish("rollback")

    def _finish(self, word):
        connection = self.connection
        if not self._is_prepared:
            connection._end(word)
            return
        connection._fire(word + "_twophase", connection, self.xid, True)
        connection._driver_call(word + "_prepared", name=self.xid)
        self._active = False
        connection._root = connection._nested = None
