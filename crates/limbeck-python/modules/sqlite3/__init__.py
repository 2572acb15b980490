"""sqlite3 on the SQLite that is part of Limbeck."""

from datetime import date as Date, datetime as Timestamp, time as Time

from sqlalchemy.engine._driver_errors import error_class
from sqlalchemy.engine._sqlite3 import ADAPTERS, Connection, Cursor

apilevel = "2.0"
paramstyle = "qmark"
threadsafety = 1
version = "2.6.0"
version_info = (2, 6, 0)
PARSE_DECLTYPES = 1
PARSE_COLNAMES = 2
SQLITE_OK, SQLITE_DENY, SQLITE_IGNORE = 0, 1, 2
LEGACY_TRANSACTION_CONTROL = -1
Binary = memoryview
Warning = error_class("sqlite3", "Warning", Exception)
Error = error_class("sqlite3", "Error")
InterfaceError = error_class("sqlite3", "InterfaceError")
DatabaseError = error_class("sqlite3", "DatabaseError")
OperationalError = error_class("sqlite3", "OperationalError")
IntegrityError = error_class("sqlite3", "IntegrityError")
ProgrammingError = error_class("sqlite3", "ProgrammingError")
DataError = error_class("sqlite3", "DataError")
InternalError = error_class("sqlite3", "InternalError")
NotSupportedError = error_class("sqlite3", "NotSupportedError")


def connect(database, *args, factory=Connection, **kw):
    """Opens a file, or with `:memory:` a database in memory."""
    return factory(database, *args, **kw)


class Row:
    """A row whose values are found by their places and by their names."""

    __slots__ = ("_names", "_values")

    def __init__(self, cursor, values):
        self._names = [column[0] for column in cursor.description]
        self._values = values

    def keys(self):
        return list(self._names)

    def __getitem__(self, key):
        if not isinstance(key, str):
            return self._values[key]
        for name, value in zip(self._names, self._values):
            if name.lower() == key.lower():
                return value
        raise IndexError("No item with that key")

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __eq__(self, other):
        if not isinstance(other, Row):
            return NotImplemented
        return self._names == other._names and self._values == other._values

    def __hash__(self):
        return hash((tuple(self._names), self._values))


def register_adapter(kind, adapter, /):
    ADAPTERS[kind] = adapter


def register_converter(name, converter, /):
    """Converters convert where `detect_types` is given, which connect() refuses."""


def adapt(value, *_):
    return ADAPTERS[type(value)](value) if type(value) in ADAPTERS else value


def enable_callback_tracebacks(flag, /):
    """There are no callbacks that SQLite calls."""


def __getattr__(name):
    if name not in ("sqlite_version", "sqlite_version_info"):
        raise AttributeError(f"module 'sqlite3' has no attribute '{name}'")
    connection = connect(":memory:")
    text = connection.execute("SELECT sqlite_version()").fetchone()[0]
    connection.close()
    numbers = tuple(int(part) for part in text.split("."))
    globals().update(sqlite_version=text, sqlite_version_info=numbers)
    return globals()[name]
