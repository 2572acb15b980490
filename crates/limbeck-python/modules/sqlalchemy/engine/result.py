"""Results: rows that are fetched one by one, all at once, or as scalars and mappings."""

import _limbeck

from ..util.langhelpers import Subscripted
from .row import RMKeyView, RowMapping, place_of, row_class


def _result_error(count_words):
    from .. import exc

    cls = exc.NoResultFound if count_words.startswith("No row") else exc.MultipleResultsFound
    raise cls(count_words)


class ResultInternal(Subscripted):
    pass


class _Fetching(ResultInternal):
    """Everything that only needs `_next_rows(count)`; `_shape` makes a row what is given."""

    _shape = None
    _unique = None

    def _take(self, count=None):
        rows = self._raw(count)
        if self._shape is not None:
            rows = [self._shape(row) for row in rows]
        if self._unique is not None:
            seen, strategy = self._unique
            kept = []
            for row in rows:
                key = strategy(row) if strategy else row
                if key not in seen:
                    seen.add(key)
                    kept.append(row)
            rows = kept
        return rows

    def _one(self):
        while True:
            rows = self._take(1)
            if rows:
                return rows[0]
            if not self._has_more():
                return None

    def __iter__(self):
        while True:
            rows = self._take(1)
            if rows:
                yield rows[0]
            elif not self._has_more():
                return

    def __next__(self):
        row = self._one()
        if row is None:
            raise StopIteration
        return row

    def all(self):
        return self._take()

    def fetchall(self):
        return self._take()

    def fetchmany(self, size=None):
        return self._take(size if size is not None else self._yield_per or 1)

    def partitions(self, size=None):
        while True:
            rows = self.fetchmany(size)
            if not rows:
                return
            yield rows

    def first(self):
        row = self._one()
        self.close()
        return row

    def _only(self, required):
        rows = self._take(2)
        while len(rows) < 2 and self._has_more():
            rows += self._take(1)
        self.close()
        if not rows and required:
            _result_error("No row was found when one was required")
        if len(rows) > 1:
            words = "exactly one was required" if required else "one or none was required"
            _result_error(f"Multiple rows were found when {words}")
        return rows[0] if rows else None

    def one(self):
        return self._only(True)

    def one_or_none(self):
        return self._only(False)

    def unique(self, strategy=None):
        self._unique = (set(), strategy)
        return self

    def yield_per(self, num):
        self._yield_per = num
        return self

    def close(self):
        self._soft_close()

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        self.close()


class Result(_Fetching):
    """The rows of a statement."""

    _yield_per = _row_class = None
    closed = False

    def __init__(self, cursor_metadata, data=None):
        keys = getattr(cursor_metadata, "keys", cursor_metadata)
        self._setup(list(keys), data if data is not None else [], None)

    def _setup(self, keys, rows, objects):
        self._keys = keys
        self._rows = rows
        self._at = 0
        self._row_class = self._shape = row_class(keys, objects)

    def _raw(self, count=None):
        if self._rows is None:
            self._no_rows()
        end = len(self._rows) if count is None else self._at + count
        rows = self._rows[self._at : end]
        self._at += len(rows)
        return rows

    def __iter__(self):
        if self._unique is not None or not self._rows:
            yield from _Fetching.__iter__(self)
            return
        rows, shape = self._rows, self._shape
        # Rows that are fetched between two steps of the loop are left out of it.
        while self._at < len(rows) and self._rows is rows:
            row = rows[self._at]
            self._at += 1
            yield shape(row)

    def _has_more(self):
        return self._rows is not None and self._at < len(self._rows)

    def _no_rows(self):
        from ..exc import ResourceClosedError

        raise ResourceClosedError("This result object is closed.")

    def _soft_close(self):
        if self._rows is not None:
            self._at = len(self._rows)

    def close(self):
        self.closed = True
        self._rows = None

    def fetchone(self):
        return self._one()

    def keys(self):
        if self._rows is None and not self.closed:
            self._no_rows()
        return RMKeyView(self._keys)

    _metadata = property(lambda self: self)

    def scalar(self):
        row = self.first()
        return None if row is None else row[0]

    def scalar_one(self):
        return self.one()[0]

    def scalar_one_or_none(self):
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalars(self, index=0):
        if self._rows is None:
            self._no_rows()
        return ScalarResult(self, index)

    def mappings(self):
        return MappingResult(self)

    def tuples(self):
        return self

    t = property(tuples)

    def columns(self, *col_expressions):
        if self._rows is None:
            self._no_rows()
        places = [place_of(self._row_class, key) for key in col_expressions]
        made = IteratorResult.__new__(IteratorResult)
        rows = [tuple(row[place] for place in places) for row in self._raw()]
        made._setup([self._keys[place] for place in places], rows, None)
        return made

    def freeze(self):
        return FrozenResult(self)

    def merge(self, *others):
        return MergedResult([self, *others])


class IteratorResult(Result):
    """A result from any rows."""

    def __init__(self, cursor_metadata, iterator, raw=None, **kw):
        Result.__init__(self, cursor_metadata, list(iterator))


class ChunkedIteratorResult(IteratorResult):
    def __init__(self, cursor_metadata, chunks, **kw):
        rows = [row for chunk in chunks(None) for row in chunk]
        IteratorResult.__init__(self, cursor_metadata, rows)


class MergedResult(Result):
    def __init__(self, results):
        rows = [row for result in results for row in result._raw()]
        self._setup(results[0]._keys, rows, None)


class SimpleResultMetaData:
    def __init__(self, keys, *args, **kw):
        self.keys = list(keys)


ResultMetaData = SimpleResultMetaData


class FrozenResult(Subscripted):
    """A result that can be read again and again."""

    def __init__(self, result):
        self._keys = result._keys
        self.data = [tuple(row) for row in result._raw()]

    def __call__(self):
        made = IteratorResult.__new__(IteratorResult)
        made._setup(self._keys, self.data, None)
        return made

    def rewrite_rows(self):
        return self.data


class FilterResult(_Fetching):
    """Another view of a result's rows."""

    def __init__(self, result):
        self._result = result
        self._unique = result._unique
        self._yield_per = result._yield_per

    def _raw(self, count=None):
        return self._result._raw(count)

    def _has_more(self):
        return self._result._has_more()

    def _soft_close(self):
        self._result._soft_close()

    def close(self):
        self._result.close()

    @property
    def closed(self):
        return self._result.closed


class ScalarResult(FilterResult):
    """One column of each row."""

    def __init__(self, result, index):
        FilterResult.__init__(self, result)
        self._shape = _limbeck.cell_at(place_of(result._row_class, index))

    def _one(self):
        # A NULL is a value here, so the end has to be told apart from it.
        while self._has_more():
            rows = self._take(1)
            if rows:
                return rows[0]
        return None

    def __next__(self):
        for value in self:
            return value
        raise StopIteration


class MappingResult(FilterResult):
    """Each row as a mapping."""

    def __init__(self, result):
        FilterResult.__init__(self, result)
        make = result._row_class
        self._shape = lambda row: RowMapping(make(row))

    def keys(self):
        return self._result.keys()

    def fetchone(self):
        return self._one()

    def columns(self, *col_expressions):
        return MappingResult(self._result.columns(*col_expressions))


TupleResult = Result


def result_tuple(fields, extra=None):
    return row_class(fields)


class _NoRows(Result):
    def first(self):
        if self.closed:
            Result._no_rows(self)
        self.close()

    def _only(self, required):
        self.first()
        if required:
            _result_error("No row was found when one was required")

    def _no_rows(self):
        from ..exc import ResourceClosedError

        raise ResourceClosedError(
            "This result object does not return rows. It has been closed automatically."
        )


def null_result():
    """What an INSERT of sets of values gives that returns no rows."""
    made = _NoRows([])
    made._rows = None
    return made
