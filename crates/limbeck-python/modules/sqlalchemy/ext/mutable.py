"""Values that change in place and tell the objects whose attributes they are."""

from weakref import ref

from ..orm.attributes import ListenedAttribute, flag_modified
from ..util.langhelpers import Subscripted

# Kinds by the column types that `associate_with()` named.
_associated = []
_mappers = []


def _instrument(mapper):
    """Makes the attributes of a class take what their column types ask for."""
    _mappers.append(mapper)
    keys = []
    for key, prop in mapper._props.items():
        kind = _kind_of(prop)
        if kind is not None:
            _associate(mapper.class_, key, kind)
            keys.append(key)
    if keys:
        mapper.mutable_keys = tuple(dict.fromkeys((*mapper.mutable_keys, *keys)))


def _kind_of(prop):
    columns = prop.columns
    column_type = getattr(columns[0], "type", None) if columns else None
    kind = getattr(column_type, "_mutable_kind", None)
    if kind is None and column_type is not None:
        for type_, associated in _associated:
            if isinstance(column_type, type_):
                return associated
    return kind


def _associate(cls, key, kind):
    ListenedAttribute.put_on(cls, key)._mutable = kind


class MutableBase:
    """Base of values that know their parents: (object, attribute)."""

    @classmethod
    def coerce(cls, key, value):
        if value is None:
            return None
        raise ValueError(
            f"Attribute '{key}' does not accept objects of type {type(value)}"
        )

    @classmethod
    def take(cls, instance, key, value):
        """The value as an attribute of an object."""
        if not isinstance(value, cls):
            value = cls.coerce(key, value)
        if value is not None and hasattr(value, "changed"):
            parents = value._limbeck_parents()
            if not any(parent() is instance and name == key for parent, name in parents):
                parents.append((ref(instance), key))
        return value

    def _limbeck_parents(self):
        return self.__dict__.setdefault("_parent_list", [])

    @property
    def _parents(self):
        return {
            parent(): key for parent, key in self._limbeck_parents() if parent() is not None
        }

    def __getstate__(self):
        return {key: value for key, value in self.__dict__.items() if key != "_parent_list"}


class Mutable(MutableBase):
    """Base of values that say when they change."""

    def changed(self):
        for parent, key in list(self._limbeck_parents()):
            instance = parent()
            if instance is not None and instance.__dict__.get(key) is self:
                flag_modified(instance, key)

    @classmethod
    def as_mutable(cls, sqltype):
        from ..sql.type_api import to_instance

        made = to_instance(sqltype)
        made._mutable_kind = cls
        return made

    @classmethod
    def associate_with(cls, sqltype):
        _associated.append((sqltype, cls))
        for mapper in list(_mappers):
            _mappers.remove(mapper)
            _instrument(mapper)

    @classmethod
    def associate_with_attribute(cls, attribute):
        mapper = attribute.class_.__mapper__
        for each in mapper.self_and_descendants:
            _associate(each.class_, attribute.key, cls)
            each.mutable_keys = tuple(dict.fromkeys((*each.mutable_keys, attribute.key)))


class MutableComposite(MutableBase):
    """Base of composite values that say when they change."""

    def changed(self):
        for parent, key in list(self._limbeck_parents()):
            instance = parent()
            if instance is not None:
                setattr(instance, key, self)


def _changing(method):
    def change(self, *args, **kw):
        found = method(self, *args, **kw)
        self.changed()
        return found

    change.__name__ = method.__name__
    return change


def _in_place(method):
    def change(self, other):
        method(self, other)
        self.changed()
        return self

    return change


class MutableDict(Subscripted, Mutable, dict):
    """A dict that says when it changes."""

    @classmethod
    def coerce(cls, key, value):
        if isinstance(value, cls) or not isinstance(value, dict):
            return value if isinstance(value, cls) else Mutable.coerce(key, value)
        return cls(value)


class MutableList(Subscripted, Mutable, list):
    """A list that says when it changes."""

    @classmethod
    def coerce(cls, key, value):
        if isinstance(value, cls) or not isinstance(value, list):
            return value if isinstance(value, cls) else Mutable.coerce(key, value)
        return cls(value)


class MutableSet(Subscripted, Mutable, set):
    """A set that says when it changes."""

    __hash__ = object.__hash__

    @classmethod
    def coerce(cls, key, value):
        if isinstance(value, cls) or not isinstance(value, set):
            return value if isinstance(value, cls) else Mutable.coerce(key, value)
        return cls(value)


_METHODS = {
    MutableDict: (dict, "__setitem__ __delitem__ setdefault update pop popitem clear", "__ior__"),
    MutableList: (list, "__setitem__ __delitem__ append extend insert pop remove clear sort reverse",
                  "__iadd__"),
    MutableSet: (set, "add remove discard pop clear update intersection_update difference_update "
                 "symmetric_difference_update", "__ior__ __iand__ __isub__ __ixor__"),
}
for _cls, (_base, _names, _operators) in _METHODS.items():
    for _name in _names.split():
        setattr(_cls, _name, _changing(getattr(_base, _name)))
    _cls.__reduce_ex__ = lambda self, protocol, base=_base: (type(self), (base(self),))
    for _name in _operators.split():
        setattr(_cls, _name, _in_place(getattr(_base, _name)))
