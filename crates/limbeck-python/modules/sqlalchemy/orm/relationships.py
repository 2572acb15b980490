"""Relationships: recorded when a class is read, resolved when an object needs them."""

from ..sql.schema import Column, Table
from ._configuring import expect_backrefs
from .base import MANYTOMANY, MANYTOONE, NO_VALUE, ONETOMANY
from .collections import InstrumentedSet
from .interfaces import MapperProperty
from .properties import options_from
from .state import is_expired, state_of
from .util import CascadeOptions

# What stands for the collections that annotations name.
_COLLECTIONS = {list: None, set: InstrumentedSet}


def foreign(expr):
    """Marks the referring side of a join condition."""
    return expr


remote = foreign


class RelationshipProperty(MapperProperty):
    """`relationship()`."""

    annotation = None
    _resolved = _annotated_collection = None

    def __init__(self, argument=None, secondary=None, *, uselist=None, backref=None,
                 back_populates=None, primaryjoin=None, secondaryjoin=None, foreign_keys=None,
                 remote_side=None, order_by=False, lazy="select", cascade="save-update, merge",
                 viewonly=False, **kw):
        self._attribute_options = options_from(kw)
        self.argument = argument
        self.secondary = secondary
        self.uselist = uselist
        self.backref = backref
        if backref is not None:
            expect_backrefs()
        self.back_populates = back_populates
        self.primaryjoin = primaryjoin
        self.secondaryjoin = secondaryjoin
        self.foreign_keys = foreign_keys
        self._remote_side = remote_side
        self.order_by = order_by
        self.lazy = lazy
        self.cascade = cascade
        self.viewonly = viewonly
        self.options = kw

    def __str__(self):
        return f"{self.parent.class_.__name__}.{self.key}"

    def instrument(self, mapper, key):
        from ._related import RelationshipAttribute

        mapper.takes_related(self)
        return RelationshipAttribute(mapper.class_, key, self)

    def cascades_to(self, what):
        """Whether an operation on the object goes on to the related ones."""
        found = self.__dict__.get("_cascades")
        if found is None:
            found = self._cascades = CascadeOptions.of(self.cascade)
        return what in found

    def collection_class(self):
        """What makes a collection; None for a plain list."""
        make = self.options.get("collection_class")
        if make is None:
            self.target()
            make = self._annotated_collection
        return None if make is list else make

    def known_before(self, instance):
        """The object that a new one takes the place of, where it need not be read."""
        from .loading import load_related

        direction, near, _ = self.links()
        if direction is MANYTOONE:
            return self._in_session(instance, near)
        return load_related(instance, self)

    def _in_session(self, instance, near):
        mapper, target = type(instance).__mapper__, self.target()
        session = state_of(instance).session
        if [id(other) for _, other in near] != [id(key) for key in target.primary_key]:
            return NO_VALUE
        stored = state_of(instance).stored or {}
        key = tuple(stored.get(mapper.key_of(own)) for own, _ in near)
        found = session._identities.get((target.base_mapper.class_, key), NO_VALUE)
        return NO_VALUE if found is NO_VALUE or is_expired(found) else found

    # What the arguments name.

    def _names(self):
        registry = self.parent.registry
        found = dict(registry._class_registry) if registry is not None else {}
        for name, value in list(found.items()):
            if isinstance(value, list):
                found[name] = value[-1]
        return _Scope(found, self.parent)

    def _value(self, given):
        if isinstance(given, str):
            try:
                return eval(given, _globals(), self._names())
            except NameError as error:
                from ..exc import InvalidRequestError

                raise InvalidRequestError(
                    f"When initializing mapper {self.parent}, expression {given!r} failed to "
                    f"locate a name ({str(error)!r}). If this is a class name, consider adding "
                    f"this relationship() to the {self.parent.class_!r} class after both "
                    "dependent classes have been defined."
                ) from None
        if callable(given) and not isinstance(given, type) and not hasattr(
            given, "__clause_element__"
        ):
            return given()
        return given

    def _from_annotation(self):
        """(the class that the annotation names, whether it is a collection)"""
        if self.annotation is None:
            return None, None
        from _limbeck_annotations import forward_name, resolved
        from typing import get_args, get_origin

        from ._types import without_none

        base, _, value = self.annotation
        value = without_none(resolved(value, base))[0]
        collection = False
        origin = get_origin(value)
        if isinstance(origin, type) and (
            issubclass(origin, (list, set, dict, frozenset)) or hasattr(origin, "__iter__")
        ):
            collection = True
            if issubclass(origin, (list, set)):
                self._annotated_collection = _COLLECTIONS.get(origin, origin)
            value = get_args(value)[-1]
        return forward_name(value) or value, collection

    def target(self):
        """The mapper of the other class."""
        if self._resolved is None:
            argument = self.argument
            annotated, collection = self._from_annotation()
            if argument is None:
                argument = annotated
            if self.uselist is None and collection is not None:
                self.uselist = collection
            found = self._value(argument)
            mapper = getattr(found, "__mapper__", None) or found
            if not hasattr(mapper, "class_"):
                from ..exc import ArgumentError

                raise ArgumentError(
                    f"relationship '{self.parent.class_.__name__}.{self.key}' expects a class or "
                    f"a mapper argument (received: {type(found)})"
                )
            self._resolved = mapper
        return self._resolved

    mapper = property(target)

    @property
    def entity(self):
        return self.target()

    @property
    def secondary_table(self):
        found = self._value(self.secondary)
        if isinstance(found, str):
            found = self.parent.local_table.metadata.tables.get(found)
        return found if found is None or isinstance(found, Table) else getattr(
            found, "__table__", found
        )

    @property
    def direction(self):
        return self.links()[0]

    def links(self):
        """(direction, pairs of (own column, other column), pairs on the far side)."""
        found = self.__dict__.get("_links")
        if found is None:
            found = self._links = self._find_links()
        return found

    def _find_links(self):
        target = self.target()
        secondary = self.secondary_table
        if secondary is not None:
            near = self._written(
                self.primaryjoin, _pairs(self.parent.tables, [secondary], None, reverse=True))
            far = self._written(
                self.secondaryjoin, _pairs(target.tables, [secondary], None, reverse=True))
            if target.local_table is self.parent.local_table and len(near) > 1:
                half = len(near) // 2
                near, far = near[:half], far[half:]
            return MANYTOMANY, near, far
        wanted = self._columns(self.foreign_keys)
        remote_side = self._columns(self._remote_side)
        to_one = _pairs(self.parent.tables, target.tables, wanted)
        to_many = _pairs(self.parent.tables, target.tables, wanted, reverse=True)
        to_one = self._written(self.primaryjoin, to_one)
        to_many = self._written(self.primaryjoin, to_many)
        if self.primaryjoin is not None and not (to_one or to_many):
            to_one, to_many = self._pairs_of_condition(target)
        if to_one and to_many:
            if self.parent.common_parent(target):
                own = [column for column in remote_side or () if column.primary_key]
                one = bool(own) or self.uselist is False
                to_one, to_many = (to_one, []) if one else ([], to_many)
            elif wanted and any(column.table in self.parent.tables for column in wanted):
                to_many = []
            else:
                to_one = []
        if to_one:
            return MANYTOONE, to_one, []
        if to_many:
            return ONETOMANY, to_many, []
        from .. import exc

        raise exc.NoForeignKeysError(
            "Could not determine join condition between parent/child tables on relationship "
            f"{self.parent.class_.__name__}.{self.key} - there are no foreign keys linking these "
            "tables.  Ensure that referencing columns are associated with a ForeignKey or "
            "ForeignKeyConstraint, or specify a 'primaryjoin' expression."
        )

    def _written(self, given, pairs):
        """The pairs that a condition compares, where one is given."""
        if given is None or len(pairs) < 2:
            return pairs
        compared = _compared(self._value(given))
        found = [
            (own, other) for own, other in pairs
            if any({id(own), id(other)} == {id(one), id(two)} for one, two in compared)
        ]
        return found or pairs

    def _columns(self, given):
        if given is None:
            return None
        found = self._value(given)
        if not isinstance(found, (list, tuple, set)):
            found = [found]
        return [item.__clause_element__() for item in found]

    def _pairs_of_condition(self, target):
        """The pairs of columns that a condition without foreign keys compares."""
        pairs = []
        condition = self._value(self.primaryjoin)
        for part in getattr(condition, "clauses", [condition]):
            left, right = getattr(part, "left", None), getattr(part, "right", None)
            if isinstance(left, Column) and isinstance(right, Column):
                if left.table in self.parent.tables:
                    pairs.append((left, right))
                else:
                    pairs.append((right, left))
        return ([], pairs) if self.uselist is not False else (pairs, [])

    def is_collection(self):
        self.target()
        if self.uselist is not None:
            return bool(self.uselist)
        return self.direction is not MANYTOONE

    def configure(self):
        """Makes the attribute that `backref=` asks for on the other class."""
        if self.backref is None:
            return
        name, options = self.backref if isinstance(self.backref, tuple) else (self.backref, {})
        target = self.target()
        self.back_populates = name
        if target.has_property(name):
            return
        made = RelationshipProperty(self.parent.class_, self.secondary, **{
            "back_populates": self.key, "foreign_keys": self.foreign_keys,
            "primaryjoin": self.secondaryjoin if self.secondary is not None else self.primaryjoin,
            "secondaryjoin": self.primaryjoin if self.secondary is not None else None,
            **options,
        })
        target.add_property(name, made)

    def _missing(self, instance):
        from .loading import load_related

        return load_related(instance, self)


Relationship = RelationshipDeclared = _RelationshipDeclared = RelationshipProperty


class _Scope(dict):
    """Names that a string argument may use: classes, and tables of the metadata."""

    def __init__(self, classes, mapper):
        super().__init__(classes)
        self.mapper = mapper

    def __missing__(self, name):
        tables = self.mapper.local_table.metadata.tables
        if name in tables:
            return tables[name]
        for value in self.values():
            module = getattr(value, "__module__", None)
            if module is not None and module.partition(".")[0] == name:
                return _Dotted(self)
        raise KeyError(name)


class _Dotted:
    """`package.module.Class`: only the last part matters."""

    def __init__(self, scope):
        self._scope = scope

    def __getattr__(self, name):
        found = self._scope.get(name)
        return found if found is not None else self


def _globals():
    from ..sql import expression

    names = {name: getattr(expression, name) for name in ("and_", "or_", "not_", "func", "desc",
                                                          "asc", "text", "select", "case", "cast")}
    names.update(foreign=foreign, remote=remote)
    return names


def _compared(condition):
    """The pairs that a condition says are equal."""
    if hasattr(condition, "__clause_element__"):
        condition = condition.__clause_element__()
    found = []
    for part in getattr(condition, "clauses", None) or [condition]:
        if part is not condition and getattr(part, "clauses", None):
            found += _compared(part)
        elif hasattr(part, "left") and hasattr(part, "right"):
            found.append((part.left, part.right))
    return found


def _pairs(own_tables, other_tables, wanted, reverse=False):
    """(own column, other column) of the foreign keys from own tables to others, or back."""
    found = []
    from_tables, to_tables = (
        (other_tables, own_tables) if reverse else (own_tables, other_tables)
    )
    for table in from_tables:
        for column in table.c:
            if wanted and not any(column is item for item in wanted):
                continue
            for key in column.foreign_keys:
                referred = key._resolve_column(raiseerr=False)
                if referred is not None and any(referred.table is item for item in to_tables):
                    found.append((referred, column) if reverse else (column, referred))
    return found


def relationship(argument=None, secondary=None, **kw):
    """A link to another class."""
    return RelationshipProperty(argument, secondary, **kw)


relation = relationship


def dynamic_loader(argument=None, **kw):
    kw["lazy"] = "dynamic"
    return RelationshipProperty(argument, **kw)


def backref(name, **kwargs):
    return (name, kwargs)
