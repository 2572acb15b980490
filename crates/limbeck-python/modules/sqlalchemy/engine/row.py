"""Rows: tuples whose values also have names."""

from collections.abc import Mapping

import _limbeck


class BaseRow(tuple):
    """A row; each result makes a subclass that knows its keys."""

    __slots__ = ()
    _fields = ()
    _index = {}

    def __getattr__(self, name):
        try:
            return self[self._index[name]]
        except KeyError:
            raise AttributeError(
                f"Could not locate column in row for column '{name}'"
            ) from None
        except TypeError:
            _ambiguous(name)

    @property
    def _mapping(self):
        return RowMapping(self)

    def _asdict(self):
        return dict(self._mapping)

    def _tuple(self):
        return self

    tuple = _tuple
    t = _t = property(_tuple)

    @property
    def _data(self):
        return tuple.__getitem__(self, slice(None))

    def _to_tuple_instance(self):
        return self._data

    def __reduce__(self):
        return _made_again, (self._fields, self._data)

    def __repr__(self):
        return repr(self._data)

    __str__ = __repr__


class Row(BaseRow):
    __slots__ = ()


def _made_again(fields, values):
    """The row that was pickled or copied."""
    return row_class(fields)(values)


_classes = {}
_CLASSES_KEPT = 256


def row_class(keys, objects=None):
    """The class of a result's rows: values by place, by name and by the column itself."""
    keys, objects = tuple(keys), objects or ()
    # A class that is kept holds its columns, so that no other has the number of one of them.
    known_by = keys, *map(id, objects)
    found = _classes.get(known_by)
    if found is None:
        if len(_classes) >= _CLASSES_KEPT:
            _classes.clear()
        found = _classes[known_by] = _new_class(keys, objects)
    return found


def _new_class(keys, objects):
    index = {}
    for place, key in enumerate(keys):
        # Of text the last of a name counts; in a statement such a name is none.
        index[key] = None if objects and key in index else place
    by_object = {column: place for place, column in enumerate(objects)}
    own = {
        "__slots__": (), "_fields": keys, "_index": index, "_objects": by_object,
        "__module__": "sqlalchemy.engine.row",
    }
    for key, place in index.items():
        # What rows have of their own wins over a column's name, but for what tuples have.
        if place is not None and (key in ("count", "index") or not hasattr(Row, key)):
            own[str(key)] = property(_limbeck.cell_at(place))
    return type("Row", (Row,), own)


def place_of(row, key):
    """The place of a column by name, by column or by number."""
    from ..exc import NoSuchColumnError

    if isinstance(key, int):
        return key
    if not isinstance(key, str):
        found = getattr(row, "_objects", {}).get(getattr(key, "expression", key))
        if found is not None:
            return found
        if isinstance(key, type):
            key = key.__name__
        else:
            key = getattr(key, "key", None) or getattr(key, "name", key)
    found = row._index.get(key, _MISSING)
    if found is _MISSING:
        raise NoSuchColumnError(f"Could not locate column in row for column '{key}'")
    if found is None:
        _ambiguous(key)
    return found


_MISSING = object()


def _ambiguous(name):
    from ..exc import InvalidRequestError

    raise InvalidRequestError(
        f"Ambiguous column name '{name}' in result set column descriptions"
    )


class RowMapping(Mapping):
    """A row as a mapping of its names."""

    __slots__ = ("_row",)

    def __init__(self, row):
        self._row = row

    def __getitem__(self, key):
        if isinstance(key, int):
            from ..exc import NoSuchColumnError

            raise NoSuchColumnError(f"Could not locate column in row for column '{key}'")
        return self._row[place_of(self._row, key)]

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __iter__(self):
        return iter(self._row._fields)

    def __len__(self):
        return len(self._row)

    def __contains__(self, key):
        try:
            place_of(self._row, key)
        except KeyError:
            return False
        return True

    def keys(self):
        return RMKeyView(self._row._fields)

    def values(self):
        return list(self._row)

    def items(self):
        return [(key, self[key]) for key in self._row._fields]

    def __eq__(self, other):
        if isinstance(other, RowMapping):
            other = dict(other.items())
        return dict(self.items()) == other

    def __repr__(self):
        return repr(dict(self.items()))


class RMKeyView:
    """The keys of a result."""

    __slots__ = ("_keys",)

    def __init__(self, keys):
        self._keys = list(keys)

    def __iter__(self):
        return iter(self._keys)

    def __len__(self):
        return len(self._keys)

    def __contains__(self, key):
        return key in self._keys

    def __getitem__(self, place):
        return self._keys[place]

    def __eq__(self, other):
        return list(self) == list(other)

    def __repr__(self):
        return f"RMKeyView({self._keys!r})"


ROMappingKeysValuesView = RMKeyView

