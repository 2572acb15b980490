"""The connections and cursors of sqlite3, which engines on SQLite hand out as well."""

from collections import deque

import _limbeck

from . import _dbapi
from ._driver_errors import error_class

# What becomes of a value of a class (`sqlite3.register_adapter`).
ADAPTERS = {}


class Cursor(_dbapi.Cursor):
    __module__ = "sqlite3"

    def __init__(self, connection):
        super().__init__(connection)
        self.row_factory = connection.row_factory

    def execute(self, sql, parameters=()):
        connection = self.connection
        connection._open()
        alone = not connection._of_engine and not connection.in_transaction
        super().execute(sql, _adapted(parameters) or None)
        if alone and not _begins(sql) and connection.in_transaction:
            # To sqlite3 itself, DDL is part of a transaction only where one has begun.
            connection.commit()
        if self.description is not None:
            self.description = tuple((name,) + (None,) * 6 for name, *_ in self.description)
            if self.rowcount <= 0 or sql.lstrip()[:6].upper() in ("SELECT", "PRAGMA"):
                self.rowcount = -1
        self._rows = deque(self._made(self._rows))
        if self.lastrowid is None:
            self.lastrowid = self.connection._last_row
        self.connection._last_row = self.lastrowid
        return self

    def executemany(self, sql, several):
        before, changed = self.lastrowid, 0
        for parameters in several:
            self.execute(sql, parameters)
            changed += max(self.rowcount, 0)
        self.rowcount, self.lastrowid = changed, before
        return self

    def executescript(self, sql):
        self.connection._open()
        self.connection.commit()
        return super().executescript(sql)

    def _made(self, rows):
        text, make = self.connection.text_factory, self.row_factory
        if text not in (None, str):
            rows = [
                tuple(_text(text, value) if type(value) is str else value for value in row)
                for row in rows
            ]
        return rows if make is None else [make(self, tuple(row)) for row in rows]

    def __iter__(self):
        return self

    def __next__(self):
        if not self._rows:
            raise StopIteration
        return self._rows.popleft()

    def setinputsizes(self, sizes, /):
        pass

    def setoutputsize(self, size, column=None, /):
        pass


class Connection(_dbapi.DBAPIConnection):
    __module__ = "sqlite3"
    _closed = False
    _of_engine = False
    _last_row = 0

    def __init__(self, database, timeout=5.0, detect_types=0, isolation_level="",
                 check_same_thread=True, factory=None, cached_statements=128, uri=False):
        from sqlalchemy.dialects._base import dialect_named

        from .url import URL

        if detect_types:
            raise NotImplementedError(
                "sqlite3.connect(detect_types=..) is not supported: convert the values that are "
                "read"
            )
        url = URL.create("sqlite", database=_path(database), query={"uri": "true"} if uri else {})
        wanted = {"url": url.render_as_string(), "arguments": {"timeout": timeout}}
        with _driver_errors_of(dialect_named("sqlite")) as dialect:
            answer = _limbeck.call("db.connect", wanted)
        super().__init__(answer["id"], dialect)
        if isolation_level != "":
            self.isolation_level = isolation_level

    @classmethod
    def _of(cls, id, dialect):
        """The connection that an engine has opened."""
        made = cls.__new__(cls)
        _dbapi.DBAPIConnection.__init__(made, id, dialect)
        made._of_engine = True
        return made

    def _open(self):
        if self._closed:
            raise error_class("sqlite3", "ProgrammingError")("Cannot operate on a closed database.")

    def cursor(self, factory=None):
        self._open()
        return (factory or Cursor)(self)

    def executemany(self, sql, several):
        return self.cursor().executemany(sql, several)

    def commit(self):
        self._open()
        super().commit()

    def rollback(self):
        self._open()
        super().rollback()

    def close(self):
        if not self._closed:
            self._closed = True
            super().close()

    @property
    def isolation_level(self):
        return "" if super().isolation_level else None

    @isolation_level.setter
    def isolation_level(self, value):
        _dbapi.DBAPIConnection.isolation_level.fset(self, value)

    @property
    def in_transaction(self):
        return _limbeck.call("db.has_begun", {"connection": self._id})

    @property
    def total_changes(self):
        return _dbapi.Cursor(self).execute("SELECT total_changes()").fetchone()[0]

    def __getattr__(self, name):
        if name in _UNSUPPORTED:
            raise NotImplementedError(f"sqlite3.Connection.{name} is not supported under Limbeck")
        raise AttributeError(f"'sqlite3.Connection' object has no attribute '{name}'")


_UNSUPPORTED = frozenset(
    "backup blobopen create_window_function deserialize getlimit interrupt iterdump serialize "
    "set_authorizer set_progress_handler set_trace_callback setlimit".split()
)


class _driver_errors_of:
    """`with _driver_errors_of(dialect):` raises the driver's errors, not SQLAlchemy's."""

    def __init__(self, dialect):
        self.dialect = dialect

    def __enter__(self):
        return self.dialect

    def __exit__(self, kind, error, traceback):
        from ..exc import DBAPIError, _completed

        if isinstance(error, DBAPIError):
            raise _completed(error, self.dialect, None, None).orig from None


def _begins(sql):
    """Whether a statement begins a transaction that lasts."""
    words = sql.split(None, 1)
    return bool(words) and words[0].upper() in _BEGINNING


_BEGINNING = frozenset("INSERT UPDATE DELETE REPLACE BEGIN SAVEPOINT".split())


def _path(database):
    import os

    path = os.fsdecode(database)
    return None if path == ":memory:" else path


def _text(make, value):
    return make(value.encode())


def _adapted(parameters):
    if not ADAPTERS or not parameters:
        return parameters
    if hasattr(parameters, "keys"):
        return {key: _one_adapted(value) for key, value in parameters.items()}
    return [_one_adapted(value) for value in parameters]


def _one_adapted(value):
    adapter = ADAPTERS.get(type(value))
    return value if adapter is None else adapter(value)
