"""Relationships: recorded when a class is read, resolved when an object needs them."""

from ..sql.schema import Column, Table
from .base import MANYTOMANY, MANYTOONE, ONETOMANY
from .interfaces import MapperProperty
from .properties import options_from


def foreign(expr):
    """Marks the referring side of a join condition."""
    return expr


remote = foreign


class RelationshipProperty(MapperProperty):
    """`relationship()`."""

    annotation = None
    _resolved = None

    def __init__(self, argument=None, secondary=None, *, uselist=None, backref=None,
                 back_populates=None, primaryjoin=None, secondaryjoin=None, foreign_keys=None,
                 remote_side=None, order_by=False, lazy="select", cascade="save-update, merge",
                 viewonly=False, **kw):
        self._attribute_options = options_from(kw)
        self.argument = argument
        self.secondary = secondary
        self.uselist = uselist
        self.backref = backref
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

    def instrument(self, mapper, key):
        return RelationshipAttribute(mapper.class_, key, self)

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
            near = _pairs(self.parent.tables, [secondary], None, reverse=True)
            far = _pairs(target.tables, [secondary], None, reverse=True)
            if target.local_table is self.parent.local_table and len(near) > 1:
                half = len(near) // 2
                near, far = near[:half], far[half:]
            return MANYTOMANY, near, far
        wanted = self._columns(self.foreign_keys)
        remote_side = self._columns(self._remote_side)
        to_one = _pairs(self.parent.tables, target.tables, wanted)
        to_many = _pairs(self.parent.tables, target.tables, wanted, reverse=True)
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


class RelationshipAttribute:
    """A relationship's attribute: on objects, the other object or objects."""

    is_attribute = True

    @property
    def impl(self):
        from .attributes import AttributeImpl

        return AttributeImpl()

    def __init__(self, class_, key, prop):
        self.class_ = class_
        self.key = key
        self.prop = self.property = prop

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        try:
            return instance.__dict__[self.key]
        except KeyError:
            return self.prop._missing(instance)

    def __set__(self, instance, value):
        before = instance.__dict__.get(self.key)
        instance.__dict__[self.key] = value
        self._tell_other(instance, value, before)

    def __delete__(self, instance):
        instance.__dict__.pop(self.key, None)

    def _tell_other(self, instance, value, before):
        """The attribute on the other side gets the object, as far as it is loaded."""
        name = self.prop.back_populates
        if name is None and self.prop.backref is not None:
            from .mapper import configure_all

            configure_all()
            name = self.prop.back_populates
        if name is None:
            return
        others = value if isinstance(value, (list, set, tuple)) else [value]
        for other in others:
            if other is None:
                continue
            attribute = getattr(type(other), name, None)
            if not isinstance(attribute, RelationshipAttribute):
                continue
            if attribute.prop.is_collection():
                held = getattr(other, name)
                if not any(item is instance for item in held):
                    held.append(instance)
            else:
                other.__dict__[name] = instance

    @property
    def entity(self):
        return self.prop.target()

    def __clause_element__(self):
        return self.condition()

    def _join_steps(self, target, onclause):
        """What `select().join()` joins, each with its condition."""
        from .query import _join_parts

        source, condition, secondary, _ = _join_parts(target, onclause)
        return [(source, condition)] if secondary is None else [secondary, (source, condition)]

    def condition(self):
        """The ON condition of a join along the relationship."""
        from ..sql.elements import and_

        prop = self.prop
        if prop.primaryjoin is not None and prop.secondary is None:
            return prop._value(prop.primaryjoin)
        direction, near, far = prop.links()
        return and_(*[own == other for own, other in near])

    def _exists(self, conditions, values):
        from ..sql.elements import and_
        from ..sql.selectable import exists

        target = self.prop.target()
        _, near, far = self.prop.links()
        wanted = [own == other for own, other in near]
        wanted += [own == other for own, other in far]
        wanted += list(conditions)
        wanted += [getattr(target.class_, name) == value for name, value in values.items()]
        return exists().where(and_(*wanted))

    def any(self, *conditions, **values):
        return self._exists(conditions, values)

    has = any

    def is_(self, other):
        return self == other

    def __eq__(self, other):
        from ..sql.elements import and_

        _, near, _ = self.prop.links()
        return and_(*[
            own == (None if other is None else getattr(other, self.prop.target().key_of(column)))
            for own, column in near
        ])

    def __ne__(self, other):
        from ..sql.elements import not_

        return not_(self == other)

    def __hash__(self):
        return id(self)

    def of_type(self, entity):
        return self

    def and_(self, *conditions):
        return self

    def __getattr__(self, name):
        # `joinedload(User.addresses).subqueryload(...)` and other paths are only recorded.
        if name[:1] == "_":
            raise AttributeError(name)
        return getattr(self.prop.target().class_, name)

    def __str__(self):
        return f"{self.class_.__name__}.{self.key}"


def relationship(argument=None, secondary=None, **kw):
    """A link to another class."""
    return RelationshipProperty(argument, secondary, **kw)


relation = relationship


def dynamic_loader(argument=None, **kw):
    kw["lazy"] = "dynamic"
    return RelationshipProperty(argument, **kw)


def backref(name, **kwargs):
    return (name, kwargs)
