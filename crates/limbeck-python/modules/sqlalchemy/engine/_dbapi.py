"""What stands for a driver's connection and cursor: listeners and `raw_connection()` use them."""

from collections import deque

import _limbeck

from ..exc import DBAPIError, _completed
from ..util.langhelpers import memoized_property
from . import _driver_errors


class ConnectionRecord:
    """What `connect` listeners are handed beside the connection."""

    def __init__(self, raw):
        self.dbapi_connection = self.driver_connection = self.connection = raw
        self.info = raw.info
        self.record_info = {}


class DBAPIConnection:
    """A driver's connection."""

    def __init__(self, id, dialect):
        self._id = id
        self._dialect = dialect
        self.info = {}
        self.notices = []
        self.row_factory = self.text_factory = None

    dbapi_connection = driver_connection = connection = property(lambda self: self)

    @memoized_property
    def _record(self):
        return ConnectionRecord(self)

    def cursor(self, *args, **kw):
        return Cursor(self)

    def execute(self, sql, parameters=()):
        return self.cursor().execute(sql, parameters)

    def executescript(self, sql):
        return self.cursor().executescript(sql)

    def commit(self):
        _limbeck.call("db.commit", {"connection": self._id})

    def rollback(self):
        _limbeck.call("db.rollback", {"connection": self._id})

    def close(self):
        _limbeck.call("db.close", {"connection": self._id})

    def create_function(self, name, *args, **kw):
        # Many define functions for every connection and call them in no statement.
        _driver_errors.PYTHON_FUNCTIONS.add(str(name).lower())

    create_aggregate = create_collation = create_function

    def enable_load_extension(self, enabled):
        raise NotImplementedError("SQLite extensions cannot be loaded under Limbeck")

    load_extension = enable_load_extension

    def set_session(self, isolation_level=None, readonly=None, deferrable=None, autocommit=None):
        if autocommit is not None:
            self.autocommit = autocommit

    def run_async(self, function):
        """asyncpg's and aiosqlite's connections are driven by coroutines."""
        from ..util.concurrency import await_only

        return await_only(function(self))

    async def set_type_codec(self, *args, **kw):
        """asyncpg decodes by codecs; here every type is decoded already."""

    @property
    def autocommit(self):
        level = _limbeck.call("db.isolation", {"connection": self._id})
        return level == "AUTOCOMMIT"

    @autocommit.setter
    def autocommit(self, value):
        self._set_isolation("AUTOCOMMIT" if value else self._usual())

    def set_autocommit(self, value):
        self.autocommit = value

    @property
    def isolation_level(self):
        level = _limbeck.call("db.isolation", {"connection": self._id})
        return None if level == "AUTOCOMMIT" else level

    @isolation_level.setter
    def isolation_level(self, value):
        # sqlite3: None leaves transactions to the program.
        known = isinstance(value, str) and value.upper() not in ("", "DEFERRED", "IMMEDIATE",
                                                                 "EXCLUSIVE")
        self._set_isolation("AUTOCOMMIT" if value is None else value if known else self._usual())

    def _usual(self):
        return "SERIALIZABLE" if self._dialect.name == "sqlite" else "READ COMMITTED"

    def _set_isolation(self, level):
        from ..exc import ArgumentError

        level = str(level).replace("_", " ")
        valid = _LEVELS.get(self._dialect.name)
        if valid is not None and level.upper() not in valid:
            names = ", ".join(valid)
            raise ArgumentError(
                f"Invalid value '{level}' for isolation_level. Valid isolation levels for "
                f"'{self._dialect.name}' are {names}"
            )
        _limbeck.call("db.isolation", {"connection": self._id, "level": level})

    def _settle(self):
        """Keeps what `connect` listeners did, as the pool does."""
        if _limbeck.call("db.in_transaction", {"connection": self._id}):
            self.rollback()

    def __enter__(self):
        return self

    def __exit__(self, kind, *raised):
        self.commit() if kind is None else self.rollback()


def driver_connection(id, dialect):
    """What stands for the driver's connection of this number."""
    if dialect.name == "sqlite" and dialect.driver == "pysqlite":
        from ._sqlite3 import Connection

        return Connection._of(id, dialect)
    return DBAPIConnection(id, dialect)


_LEVELS = {
    "sqlite": ("READ UNCOMMITTED", "SERIALIZABLE", "AUTOCOMMIT"),
    "postgresql": ("AUTOCOMMIT", "READ COMMITTED", "READ UNCOMMITTED", "REPEATABLE READ",
                   "SERIALIZABLE"),
}


class Cursor:
    """A driver's cursor."""

    arraysize = 1

    def __init__(self, raw):
        self.connection = raw
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self._rows = deque()

    def execute(self, sql, parameters=None):
        from ._shown import driver_text

        dialect = self.connection._dialect
        text, values = driver_text(sql, parameters, dialect)
        try:
            columns, rows, affected, last = _limbeck.execute(self.connection._id, text, values)
        except DBAPIError as error:
            # Who has the driver's own connection is told by the driver's own errors.
            raise _completed(error, dialect, sql, parameters).orig from None
        self.description = [(name, kind) + (None,) * 5 for name, kind in columns] or None
        self.rowcount = -1 if affected is None else affected
        self.lastrowid = last
        self._rows = deque(rows)
        return self

    def executemany(self, sql, several):
        for parameters in several:
            self.execute(sql, parameters)
        return self

    def executescript(self, sql):
        for part in _limbeck.call("db.split", {"connection": self.connection._id, "sql": sql}):
            self.execute(part)
        return self

    def fetchone(self):
        return self._rows.popleft() if self._rows else None

    def fetchall(self):
        rows = list(self._rows)
        self._rows.clear()
        return rows

    def fetchmany(self, size=None):
        size = size or self.arraysize
        return [self._rows.popleft() for _ in range(min(size, len(self._rows)))]

    def __iter__(self):
        return iter(self.fetchall())

    def __getattr__(self, name):
        if name in _OF_DRIVERS:
            raise NotImplementedError(
                f"a cursor's {name}() is not supported: {_OF_DRIVERS[name]}"
            )
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def close(self):
        self._rows.clear()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.close()


# What drivers' cursors can do beyond the standard, and what does it here.
_INSERT = "op.bulk_insert() and connection.execute(table.insert(), rows) write many rows at once"
_SELECT = "read the rows by connection.execute()"
_TEXT = "give the values beside the statement, to connection.execute()"
_OF_DRIVERS = {
    "copy": _INSERT, "copy_expert": _INSERT, "copy_from": _INSERT, "copy_to": _SELECT,
    "mogrify": _TEXT, "callproc": "call it in a statement, SELECT name(..) or CALL name(..)",
    "nextset": "send one statement at a time", "scroll": _SELECT,
}


class PoolProxiedConnection:
    """A driver's connection as the pool hands it out."""

    def __init__(self, raw, owner=None):
        self._raw = raw
        self._owner = owner
        self.dbapi_connection = self.driver_connection = self.connection = raw
        self.is_valid = True
        self.is_detached = False

    def close(self):
        if self._owner is not None:
            self._owner.close()

    def invalidate(self, *args, **kw):
        self._raw.close()

    def detach(self):
        pass

    def __getattr__(self, name):
        return getattr(self._raw, name)

    def __enter__(self):
        return self._raw.__enter__()

    def __exit__(self, *raised):
        return self._raw.__exit__(*raised)
