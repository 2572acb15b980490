"""What all schema items share: attaching to a parent, dialect options, collections of columns."""

from itertools import count
from sys import modules as _modules

from ..util.langhelpers import Subscripted
from .type_api import GenericRepr
from .visitors import Visitable

# The module that its classes are known by.
__name__ = "sqlalchemy.sql.schema"

next_creation_order = count(1).__next__


class SchemaConst:
    """A marker with a name."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<SchemaConst.{self.name}>"


RETAIN_SCHEMA = SchemaConst.RETAIN_SCHEMA = SchemaConst("RETAIN_SCHEMA")
BLANK_SCHEMA = SchemaConst.BLANK_SCHEMA = SchemaConst("BLANK_SCHEMA")
NULL_UNSPECIFIED = SchemaConst.NULL_UNSPECIFIED = SchemaConst("NULL_UNSPECIFIED")


def table_key(name, schema):
    return name if schema is None else f"{schema}.{name}"


def argument_error(message):
    from ..exc import ArgumentError

    return ArgumentError(message)


def placeholder_of(item):
    """The placeholder that `item` is, or that its class derives from; else None."""
    kind = item if isinstance(item, type) else type(item)
    if getattr(kind, "_limbeck_placeholder", False):
        return item
    if getattr(kind, "_limbeck_tainted", False):
        return kind._limbeck_base
    return None


def is_clause(value):
    """Whether `value` is an SQL expression of any kind."""
    return hasattr(value, "__clause_element__")


def wire_option(value):
    """A dialect option as Rust takes it: expressions stand as `{"$expr": ..}`."""
    if isinstance(value, (list, tuple)):
        return [wire_option(item) for item in value]
    if isinstance(value, dict):
        return {getattr(key, "name", key): wire_option(item) for key, item in value.items()}
    if isinstance(value, ColumnMarker):
        return value.name
    if is_clause(value):
        return {"$expr": value.__clause_element__()}
    return value


class ColumnMarker:
    """What `Column` is known by to modules that it imports."""


def fire(target, event, *args, **kw):
    """Tells the listeners of `sqlalchemy.event`, where any script loaded that module."""
    module = _modules.get("sqlalchemy.event")
    if module is not None:
        module._fire(target, event, *args, **kw)


class SchemaVisitable(Visitable):
    """A visitable part of a schema."""


class SchemaItem(SchemaVisitable):
    """A part of a schema that belongs to another: a column, a constraint, a default."""

    __visit_name__ = "schema_item"
    _ddl_if = None

    @property
    def info(self):
        found = self.__dict__.get("info")
        if found is None:
            found = self.__dict__["info"] = {}
        return found

    @info.setter
    def info(self, value):
        self.__dict__["info"] = value

    def _init_items(self, *args, **kw):
        for item in args:
            if item is None:
                continue
            attach = getattr(item, "_set_parent_with_dispatch", None)
            if attach is None:
                raise argument_error(
                    "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, "
                    f"got {item!r}"
                )
            if getattr(attach, "_limbeck_placeholder", False):
                # Harmless until somebody asks what this is: models are read for other reasons.
                self.__dict__["_limbeck_missing"] = placeholder_of(item)
                continue
            attach(self, **kw)

    def _set_parent_with_dispatch(self, parent, **kw):
        if "sqlalchemy.event" in _modules:
            fire(self, "before_parent_attach", self, parent)
        self._set_parent(parent, **kw)
        if "_attach_listeners" in self.__dict__:
            for listener in self.__dict__.pop("_attach_listeners"):
                listener(self, parent)
        if "sqlalchemy.event" in _modules:
            fire(self, "after_parent_attach", self, parent)

    def _set_parent(self, parent, **kw):
        self.parent = parent

    def _after_attach(self, listener):
        self.__dict__.setdefault("_attach_listeners", []).append(listener)

    def _copied_to(self, other):
        if self.__dict__.get("info"):
            other.info = dict(self.info)
        return other

    def copy(self, **kw):
        return self._copy(**kw)

    def ddl_if(self, dialect=None, callable_=None, state=None):
        """Makes this item part of DDL only where the condition holds."""
        self._ddl_if = (dialect, callable_, state)
        return self

    def _wanted_on(self, dialect):
        """Whether DDL for this dialect includes the item, by its `ddl_if`."""
        if self._ddl_if is None:
            return True
        names, callable_, state = self._ddl_if
        if names is not None and dialect is not None:
            if dialect.name not in ((names,) if isinstance(names, str) else names):
                return False
        if callable_ is None:
            return True
        return callable_(
            None, self, None, tables=None, state=state, dialect=dialect, compiler=None,
            checkfirst=False,
        )

    def __repr__(self):
        return str(GenericRepr(self, omit_kwarg=["info"]))


_TABLE_OPTIONS = {
    "postgresql": {
        "ignore_search_path", "tablespace", "partition_by", "with_oids", "with", "on_commit",
        "inherits", "using",
    },
    "mysql": None,
    "sqlite": {"autoincrement", "with_rowid", "strict"},
    "oracle": {"resolve_synonyms", "on_commit", "compress", "tablespace"},
}
# By dialect and class: the options accepted, or None for any.
_ACCEPTED = {
    "Table": _TABLE_OPTIONS,
    "Index": {
        "postgresql": {
            "using", "include", "where", "ops", "concurrently", "with", "tablespace",
            "nulls_not_distinct",
        },
        "mysql": {"using", "length", "prefix", "with_parser"},
        "sqlite": {"where"},
        "mssql": {"clustered", "include", "where", "columnstore"},
        "oracle": {"bitmap", "compress", "vector"},
    },
    "Column": {
        "sqlite": {"on_conflict_primary_key", "on_conflict_not_null", "on_conflict_unique"},
        "mssql": {"identity_start", "identity_increment"},
    },
    "Constraint": {"sqlite": {"on_conflict"}},
    "CheckConstraint": {"postgresql": {"not_valid"}},
    "ForeignKeyConstraint": {"postgresql": {"not_valid"}},
    "PrimaryKeyConstraint": {
        "postgresql": {"include"}, "mysql": {"using"}, "mssql": {"clustered"},
    },
    "UniqueConstraint": {
        "postgresql": {"include", "nulls_not_distinct"}, "mssql": {"clustered"},
    },
    "Update": {"mysql": {"limit"}},
    "Delete": {"mysql": {"limit"}},
    "Sequence": {"oracle": {"order"}},
    "Identity": {"oracle": {"order", "on_null"}},
}
_DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")


def _accepts(cls, dialect, option):
    if dialect == "mariadb":
        dialect = "mysql"
    for ancestor in cls.__mro__:
        accepted = _ACCEPTED.get(ancestor.__name__, {})
        if dialect in accepted:
            if accepted[dialect] is None or option in accepted[dialect]:
                return True
    return False


class DialectKWArgs:
    """Keyword arguments that begin with the name of a dialect."""

    @classmethod
    def argument_for(cls, dialect_name, argument_name, default):
        """Lets constructs of this class take `<dialect>_<argument>`."""
        accepted = _ACCEPTED.setdefault(cls.__name__, {}).setdefault(dialect_name, set())
        if accepted is not None:
            accepted.add(argument_name)

    def _validate_dialect_kwargs(self, kwargs):
        if not kwargs:
            return
        kept = self.__dict__.setdefault("dialect_kwargs", {})
        for key, value in kwargs.items():
            dialect, underscore, option = key.partition("_")
            if not underscore or not dialect or not option:
                raise TypeError(
                    "Additional arguments should be named <dialectname>_<argument>, got "
                    f"'{key}'"
                )
            if dialect not in _DIALECTS:
                from ..util import warn

                warn(
                    f"Can't validate argument {key!r}; can't locate any SQLAlchemy dialect named "
                    f"{dialect!r}"
                )
            elif not _accepts(type(self), dialect, option):
                raise argument_error(
                    f"Argument {key!r} is not accepted by dialect {dialect!r} on behalf of "
                    f"{type(self)!r}"
                )
            kept[key] = value

    @property
    def dialect_kwargs(self):
        return self.__dict__.setdefault("dialect_kwargs", {})

    @property
    def kwargs(self):
        return self.dialect_kwargs

    @property
    def dialect_options(self):
        """The options by dialect; a missing one reads as None."""
        by_dialect = _DialectOptions()
        for key, value in self.dialect_kwargs.items():
            dialect, _, option = key.partition("_")
            by_dialect[dialect][option] = value
        return by_dialect

    def _wire_options(self):
        if not self.__dict__.get("dialect_kwargs"):
            return {}
        return {key: wire_option(value) for key, value in self.dialect_kwargs.items()}


class _Options(dict):
    def __missing__(self, key):
        return None

    @property
    def _non_defaults(self):
        return self


class _DialectOptions(dict):
    def __missing__(self, key):
        found = self[key] = _Options()
        return found


class ColumnCollection(Subscripted):
    """Columns in order, found by key, position or attribute."""

    def __init__(self, columns=()):
        self.__dict__["_by_key"] = {}
        for column in columns:
            self.add(column)

    def add(self, column, key=None):
        self._by_key[key if key is not None else column.key] = column

    def replace(self, column, extra_remove=None, index=None):
        """Puts `column` where one of its key or name stands, or at the end or `index`."""
        if index is None and extra_remove is None and column.key == column.name:
            if not any(other.name == column.name for other in self._by_key.values()):
                self._by_key[column.key] = column
                return
        gone = [
            key
            for key, other in self._by_key.items()
            if other.name == column.name or (extra_remove and other in extra_remove)
        ]
        items = list(self._by_key.items())
        at = [position for position, (key, _) in enumerate(items) if key == column.key]
        at = at or [position for position, (key, _) in enumerate(items) if key in gone]
        items = [
            (key, other) for key, other in items if key not in gone and key != column.key
        ]
        if index is not None:
            at = [index if index >= 0 else len(items) + 1 + index]
        items.insert(at[0] if at else len(items), (column.key, column))
        self._by_key.clear()
        self._by_key.update(items)

    def remove(self, column):
        for key, other in list(self._by_key.items()):
            if other is column:
                del self._by_key[key]

    def extend(self, columns):
        for column in columns:
            self.add(column)

    def keys(self):
        return list(self._by_key)

    def values(self):
        return list(self._by_key.values())

    def items(self):
        return list(self._by_key.items())

    def get(self, key, default=None):
        return self._by_key.get(key, default)

    def as_readonly(self):
        return self

    def contains_column(self, column):
        return any(other is column for other in self._by_key.values())

    def corresponding_column(self, column, require_embedded=False):
        if self.contains_column(column):
            return column
        return self._by_key.get(column.key)

    def __getitem__(self, key):
        if isinstance(key, int):
            return self.values()[key]
        if isinstance(key, slice):
            return ColumnCollection(self.values()[key])
        if isinstance(key, tuple):
            return ColumnCollection(self[each] for each in key)
        return self._by_key[key]

    def __getattr__(self, key):
        try:
            return self.__dict__["_by_key"][key]
        except KeyError:
            raise AttributeError(key) from None

    def __setattr__(self, key, value):
        raise NotImplementedError()

    def __contains__(self, key):
        if not isinstance(key, str):
            raise argument_error("__contains__ requires a string argument")
        return key in self._by_key

    def __iter__(self):
        return iter(self.values())

    def __len__(self):
        return len(self._by_key)

    def __bool__(self):
        return True

    def __dir__(self):
        return list(super().__dir__()) + self.keys()

    def __eq__(self, other):
        if isinstance(other, ColumnCollection):
            mine, theirs = self.values(), other.values()
            return len(mine) == len(theirs) and all(a is b for a, b in zip(mine, theirs))
        return NotImplemented

    __hash__ = None

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(str(column) for column in self)})"
