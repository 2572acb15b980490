"""The result of a statement that a database ran."""

from ..util.langhelpers import memoized_property
from .result import Result


class CursorResult(Result):
    """Rows and counts, as a connection gives them."""

    _keys = _types = ()
    # The sets of values that an INSERT was sent with, where there were several.
    _rows = _many = None

    def __init__(self, connection, answer, processors=None, objects=None, statement=None,
                 params=None, is_insert=False):
        columns, rows, self._affected, self._last = answer
        self.connection = connection
        self._statement = statement
        self._params = params
        self._is_insert = is_insert
        if not columns:
            return
        self._types = [kind for _, kind in columns]
        if processors and any(processors):
            rows = _processed(rows, processors)
        self._setup([name for name, _ in columns], rows, objects)

    @property
    def description(self):
        """As a DBAPI cursor has it."""
        return [(key, kind, None, None, None, None, None)
                for key, kind in zip(self._keys, self._types)]

    context = property(lambda self: self)
    # No attribute: an object that refers to itself would outlive its last use, rows and all.
    cursor = property(lambda self: self if self._types else None)
    _cursor_description = property(lambda self: self.description)

    def _no_rows(self):
        from ..exc import ResourceClosedError

        if self.closed and self._types:
            raise ResourceClosedError("This result object is closed.")
        raise ResourceClosedError(
            "This result object does not return rows. It has been closed automatically."
        )

    @property
    def returns_rows(self):
        return bool(self._types)

    @property
    def rowcount(self):
        if self._types and not self._is_dml:
            # sqlite3 counts no rows that are read; psycopg does.
            lite = self.connection.dialect.name == "sqlite"
            return -1 if lite or self._affected is None else self._affected
        return -1 if self._affected is None else self._affected

    @property
    def _is_dml(self):
        return getattr(self._statement, "is_dml", False)

    @property
    def lastrowid(self):
        return self._last

    @property
    def is_insert(self):
        return self._is_insert

    @memoized_property
    def _inserted(self):
        """The key of an inserted row, or those of several, which few ask for."""
        if self._many:
            return [_inserted_key(self._statement, row, None) for row in self._many]
        return _inserted_key(self._statement, self._params, self._last)

    @property
    def inserted_primary_key(self):
        from ..exc import InvalidRequestError

        if not self._is_insert:
            raise InvalidRequestError(
                "Statement is not an insert() expression construct."
            )
        if self._many:
            raise InvalidRequestError(
                "This statement was an executemany call; if primary key returning is supported, "
                "please use .inserted_primary_key_rows."
            )
        return self._inserted

    @property
    def inserted_primary_key_rows(self):
        return self._inserted if self._many else [self.inserted_primary_key]

    def last_inserted_params(self):
        return self._params

    last_updated_params = last_inserted_params

    def supports_sane_rowcount(self):
        return True

    supports_sane_multi_rowcount = supports_sane_rowcount

    def splice_horizontally(self, other):
        from .. import exc

        raise exc.InvalidRequestError("Limbeck does not join results side by side")


def _processed(rows, processors):
    """The rows with what each column's processor makes of its values."""
    found = [(place, process) for place, process in enumerate(processors) if process is not None]
    made = []
    for row in rows:
        row = [*row]
        for place, process in found:
            row[place] = process(row[place])
        made.append(tuple(row))
    return made


def _inserted_key(statement, single, last):
    """The key of an inserted row: given values, else what the database counted."""
    from .row import row_class

    key = getattr(statement.table, "primary_key", None)
    columns = list(key) if key is not None else []
    if not columns:
        return ()
    if getattr(statement, "_multi", ()):
        # Of several rows in one statement no key is the key.
        return row_class([column.key for column in columns], columns)([None] * len(columns))
    given = dict(single or {})
    for name, value in (getattr(statement, "_values", None) or {}).items():
        given.setdefault(getattr(name, "key", name), getattr(value, "value", value))
    values = [given.get(column.key) for column in columns]
    if len(values) == 1 and values[0] is None:
        values = [last]
    return row_class([column.key for column in columns], columns)(values)


ResultProxy = LegacyCursorResult = CursorResult
