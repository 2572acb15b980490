"""The attributes of mapped classes: expressions on the class, values on its objects."""

from _limbeck import Kept, mark

from ..sql.elements import _tell_entity
from ..sql.operators import ColumnOperators
from ..util.langhelpers import memoized_property
from .base import (
    ATTR_EMPTY, ATTR_WAS_SET, CALLABLES_OK, INIT_OK, LOAD_AGAINST_COMMITTED, NEVER_SET, NO_AUTOFLUSH,
    NO_RAISE, NO_VALUE, NON_PERSISTENT_OK, PASSIVE_CLASS_MISMATCH, PASSIVE_MERGE,
    PASSIVE_NO_FETCH, PASSIVE_NO_FETCH_RELATED, PASSIVE_NO_INITIALIZE, PASSIVE_NO_RESULT,
    PASSIVE_OFF, PASSIVE_ONLY_PERSISTENT, PASSIVE_RETURN_NO_VALUE, RELATED_OBJECT_OK, SQL_OK,
    InspectionAttr, Mapped, PassiveFlag,
)
from .events import attribute_listeners


class QueryableAttribute(ColumnOperators, InspectionAttr, Mapped):
    """An attribute of a mapped class, as it stands in expressions."""

    is_attribute = True
    # Nothing here is an expression in itself; what is, comes from `__clause_element__`.
    inherit_cache = True

    def __init__(self, class_, key, prop, expression, parent=None):
        # Through the dict: the interpreter is several times slower to set attributes.
        self.__dict__.update({
            "class_": class_,
            "key": key,
            "prop": prop,
            "parent": parent,
            "expression": expression,
        })

    def __clause_element__(self):
        return self.expression

    @memoized_property
    def prop(self):
        return self.parent._props[self.key]

    @property
    def _limbeck_entity(self):
        return self.parent

    @property
    def comparator(self):
        return self

    @property
    def impl(self):
        return AttributeImpl()

    @property
    def info(self):
        return self.expression.info

    @property
    def columns(self):
        return self.prop.columns

    def operate(self, op, *other, **kwargs):
        return self.expression.operate(op, *other, **kwargs)

    def reverse_operate(self, op, other, **kwargs):
        return self.expression.reverse_operate(op, other, **kwargs)

    def label(self, name):
        made = self.expression.label(name)
        _tell_entity(made, self)
        return made

    def cast(self, type_):
        return self.expression.cast(type_)

    def of_type(self, entity):
        return self

    def and_(self, *conditions):
        return self

    def contains(self, other, **kw):
        return self.expression.contains(other, **kw)

    def __getattr__(self, name):
        if name[:2] == "__" or "expression" not in self.__dict__:
            raise AttributeError(name)
        try:
            return getattr(self.expression, name)
        except AttributeError:
            raise AttributeError(
                f"Neither '{type(self).__name__}' object nor 'Comparator' object associated with "
                f"{self} has an attribute '{name}'"
            ) from None

    def __hash__(self):
        return id(self)

    def __str__(self):
        return f"{self.class_.__name__}.{self.key}"

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__} {self}>"

    # Last, since it hides the builtin.
    property = property(lambda self: self.prop)


class InstrumentedAttribute(Kept, QueryableAttribute):
    """A column's attribute: objects keep its value under its name."""


class ListenedAttribute(InstrumentedAttribute):
    """An attribute whose values go through `@validates`, listeners and `Mutable.coerce()`."""

    def __init__(self, plain, validators=()):
        self.__dict__.update(plain.__dict__)
        self._validators = validators
        self._mutable = None

    @classmethod
    def put_on(cls, class_, key):
        """In place of the plain attribute of a class."""
        plain = class_.__dict__.get(key)
        if isinstance(plain, cls):
            return plain
        made = cls(plain if plain is not None else getattr(class_, key))
        type.__setattr__(class_, key, made)
        return made

    def __set__(self, instance, value):
        for function in self._validators:
            value = function(instance, self.key, value)
        listeners = attribute_listeners(self, "set")
        if listeners:
            before = instance.__dict__.get(self.key, NO_VALUE)
            for listener in listeners:
                value = listener(instance, value, before, self)
        if self._mutable is not None:
            value = self._mutable.take(instance, self.key, value)
        instance.__dict__[self.key] = value
        mark(instance)

    def __delete__(self, instance):
        instance.__dict__.pop(self.key, None)
        mark(instance)


class Event:
    pass


class History(tuple):
    """(added, unchanged, deleted)"""

    __slots__ = ()

    def __new__(cls, added=(), unchanged=(), deleted=()):
        return tuple.__new__(cls, (added, unchanged, deleted))

    def __repr__(self):
        return f"History(added={self[0]!r}, unchanged={self[1]!r}, deleted={self[2]!r})"

    def sum(self):
        return [*self.added, *self.unchanged, *self.deleted]

    def non_deleted(self):
        return [*self.added, *self.unchanged]

    def empty(self):
        return not self.sum()

    added = property(lambda self: self[0])
    unchanged = property(lambda self: self[1])
    deleted = property(lambda self: self[2])

    def has_changes(self):
        return bool(self.added or self.deleted)


def get_history(obj, key, passive=None):
    """What came, what stayed and what went since the object was read."""
    from ._history import history
    from .state import stored_values

    prop = type(obj).__mapper__._props.get(key)
    if hasattr(prop, "cascades_to"):
        getattr(obj, key)
        return History(*history(obj, prop))
    before = (stored_values(obj) or {}).get(key, NO_VALUE)
    now = obj.__dict__.get(key, NO_VALUE)
    if now is NO_VALUE:
        return History()
    if before is NO_VALUE:
        return History([now])
    return History((), [now]) if before == now else History([now], (), [before])


def flag_modified(instance, key):
    from .state import stored_values

    before = stored_values(instance)
    if before is not None:
        before[key] = NO_VALUE
        mark(instance)


def flag_dirty(instance):
    pass


def set_attribute(instance, key, value, initiator=None):
    setattr(instance, key, value)


def get_attribute(instance, key):
    return getattr(instance, key)


def del_attribute(instance, key):
    delattr(instance, key)


def set_committed_value(instance, key, value):
    from .state import stored_values

    prop = type(instance).__mapper__._props.get(key)
    if hasattr(prop, "cascades_to"):
        from ._related import set_loaded

        set_loaded(instance, prop, value)
        return
    instance.__dict__[key] = value
    before = stored_values(instance)
    if before is not None:
        before[key] = value


def init_collection(obj, key):
    from .collections import collection_for

    found = obj.__dict__[key] = collection_for(type(obj).__mapper__._props[key], [], obj)
    return found


def instance_state(instance):
    from .state import InstanceState

    return InstanceState(instance)


def manager_of_class(cls):
    mapper = cls.__dict__.get("__mapper__")
    return None if mapper is None else mapper.class_manager


class AttributeImpl:
    """A base of packages' own attributes, which no migration asks for their values."""

    def __init__(self, *args, **kw):
        pass


ScalarAttributeImpl = ScalarObjectAttributeImpl = CollectionAttributeImpl = AttributeImpl


def register_attribute(class_, key, *, comparator=None, parententity=None, doc=None, **kw):
    """Puts an attribute on a mapped class that a package keeps itself."""
    if not hasattr(class_, key):
        setattr(class_, key, comparator)
    return getattr(class_, key)
