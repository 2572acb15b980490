"""The transactions of a session, and the savepoints in them."""

import warnings

from ._history import is_orphan
from ._moves import release, took_back
from .events import tell

_PENDING = (
    "This Session's transaction has been rolled back due to a previous exception during flush. To "
    "begin a new transaction with this Session, first issue Session.rollback(). Original exception "
    "was: "
)


class SessionTransactionOrigin:
    AUTOBEGIN = BEGIN = BEGIN_NESTED = SUBTRANSACTION = None


class SessionTransaction:
    """A session's transaction, or a savepoint in it; also as a context."""

    def __init__(self, session, parent=None):
        self.session = session
        self.parent = parent
        self.nested = parent is not None
        self.is_active = True
        # What failed, where that undid all that was done here.
        self._failure = None
        self._closed = False
        # The transaction of the connection, and whether it is this one's to commit.
        self._on_connection, self._commits = None, False
        # What flushes wrote: objects that came, went, changed, and (object, its key before).
        self._written = [], [], [], []
        session._transaction = self

    def took(self, *written):
        """A flush, or a savepoint, has written these."""
        for known, more in zip(self._written, written):
            known.extend(more)

    def check(self):
        """Refuses to go on where the transaction has been undone, or has ended."""
        if self._closed:
            from ..exc import ResourceClosedError

            raise ResourceClosedError("This transaction is closed")
        if not self.is_active:
            from ..exc import PendingRollbackError

            raise PendingRollbackError(f"{_PENDING}{self._failure}", code="7s2a")

    def joins(self, connection):
        """Begins a transaction on a connection, or takes part in the one that is there."""
        if not connection.in_transaction():
            self._on_connection, self._commits = connection.begin(), True
            return
        mode, nested = self.session._join_mode, connection.in_nested_transaction()
        if mode == "create_savepoint" or nested and mode == "conditional_savepoint":
            self._on_connection, self._commits = connection.begin_nested(), True
            return
        there = connection.get_nested_transaction() if nested else connection.get_transaction()
        self._on_connection, self._commits = there, mode == "control_fully"

    def commit(self):
        session = self.session
        self.check()
        while session._transaction is not self:
            session._transaction.commit()
        tell(session, "before_commit", session)
        session.flush()
        if self._commits:
            self._on_connection.commit()
        tell(session, "after_commit", session)
        if self.nested:
            self.parent.took(*self._written)
        elif session.expire_on_commit:
            self._written = [], [], [], []
            session.expire_all()
            release(session)
        self._close()

    def rollback(self):
        session = self.session
        if self._closed:
            self.check()
        while session._transaction is not self:
            self.took(*session._transaction._written)
            session._transaction._close()
        self.undo()
        self._close()
        tell(session, "after_soft_rollback", session, self)

    def failed(self, error, *written):
        """What was being written failed: all of the transaction is undone with it."""
        self.took(*written)
        self.undo(error)
        tell(self.session, "after_soft_rollback", self.session, self)

    def undo(self, failure=None):
        """Takes back what was done here; the transaction has yet to be ended."""
        session = self.session
        try:
            if self.is_active:
                self.is_active, self._failure = False, failure
                if self._on_connection is not None and self._on_connection.is_active:
                    self._on_connection.rollback()
                tell(session, "after_rollback", session)
            elif not session._is_clean():
                from ..exc import SAWarning

                warnings.warn("Session's state has been changed on a non-active transaction - this "
                              "state will be discarded.", SAWarning, stacklevel=4)
        finally:
            self._restore()

    def _restore(self):
        session = self.session
        came, went, changed, keys = self._written
        self._written = [], [], [], []
        changed = {id(item) for item in changed}
        went = [*went, *session._deleted.values()]
        if self.nested:
            # What was deleted for having lost its parent has it again.
            orphans = [item for item in went if is_orphan(item)]
            changed.update(map(id, [*session.dirty, *orphans]))
        took_back(session, [*came, *session._new], went, keys)
        session._new.clear()
        session._deleted.clear()
        for instance in session._identities.values():
            if not self.nested or id(instance) in changed:
                session.expire(instance)

    def close(self):
        if not self._closed:
            while self.session._transaction is not self:
                self.session._transaction._close()
            if self._commits and self.is_active:
                self._on_connection.rollback()
            self._close()

    def _close(self):
        self.is_active, self._closed = False, True
        self.session._transaction = self.parent

    def __enter__(self):
        self.session._entered.append(self)
        return self

    def __exit__(self, kind, error, trace):
        try:
            if kind is None and self.is_active:
                try:
                    self.commit()
                except BaseException:
                    if not self._closed:
                        self.rollback()
                    raise
            elif self.is_active:
                self.rollback()
            elif not self._closed:
                self.close()
        finally:
            self.session._entered.remove(self)
        return False


def _invalid(message):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(message)


class Transactions:
    """What a session does with its transactions."""

    _transaction = None

    def connection(self, bind_arguments=None, execution_options=None):
        """The connection, with a transaction begun on it if none is."""
        self._check_entered()
        transaction = self._begun()
        transaction.check()
        if self._connection is None:
            self._connect()
        root = transaction
        while root.parent is not None:
            root = root.parent
        if root._on_connection is None:
            root.joins(self._connection)
            tell(self, "after_begin", self, root, self._connection)
        return self._connection

    def _connect(self):
        bind = self.get_bind()
        if bind is None:
            from .. import exc

            raise exc.UnboundExecutionError(
                "Could not locate a bind configured on session; give one, as in "
                "Session(bind=op.get_bind())"
            )
        own = hasattr(bind, "connect") and not hasattr(bind, "exec_driver_sql")
        connection = bind.connect() if own else bind
        # What only prints cannot be closed, and so does not become the connection.
        getattr(connection, "close")
        self._connection, self._own_connection = connection, own or self._own_connection

    def _begun(self):
        """The transaction, which begins with the first use of a session."""
        if self._transaction is not None:
            return self._transaction
        if not self._autobegin:
            _invalid("Autobegin is disabled on this Session; please call session.begin() to start "
                     "a new transaction")
        self._check_entered()
        return SessionTransaction(self)

    def _check_entered(self):
        """Refuses to go on in a `with` block whose transaction has ended."""
        entered = self._entered
        if not entered or entered[-1].is_active:
            return
        failure = entered[-1]._failure
        why = "" if failure is None else (
            f"  The transaction was rolled back due to an exception: {failure}."
        )
        _invalid(f"Can't operate on closed transaction inside context manager.{why}  Please "
                 "complete the context manager before emitting further commands.")

    def in_transaction(self):
        return self._transaction is not None

    def in_nested_transaction(self):
        return self._transaction is not None and self._transaction.nested

    def get_transaction(self):
        """The outermost."""
        found = self._transaction
        while found is not None and found.parent is not None:
            found = found.parent
        return found

    def get_nested_transaction(self):
        return self._transaction if self.in_nested_transaction() else None

    @property
    def is_active(self):
        return self._transaction is None or self._transaction.is_active

    def begin(self, nested=False):
        if nested:
            return self.begin_nested()
        if self._transaction is not None:
            _invalid("A transaction is already begun on this Session.")
        self._check_entered()
        return SessionTransaction(self)

    def begin_nested(self):
        parent = self._transaction or SessionTransaction(self)
        parent.check()
        self.flush()
        savepoint = self.connection().begin_nested()
        made = SessionTransaction(self, parent)
        made._on_connection, made._commits = savepoint, True
        return made

    def commit(self):
        """Writes what is pending; ends the transaction if the session began it."""
        self._begun().check()
        self.get_transaction().commit()

    def rollback(self):
        if self._transaction is None and not self._is_clean():
            SessionTransaction(self)
        while self._transaction is not None:
            self._transaction.rollback()

    def _end_transaction(self):
        root = self.get_transaction()
        if root is not None:
            root.close()
        if self._own_connection and self._connection is not None:
            self._connection.close()
        self._connection = None
        self._own_connection = False
