"""What holds the objects of a relationship to many, and tells when one comes or goes."""

from weakref import ref

from . import _collecting


class Owner:
    """Whose attribute a collection is; while it is busy, its own methods tell nothing more."""

    __slots__ = ("attribute", "instance", "busy")

    def __init__(self, attribute, instance):
        self.attribute = attribute
        self.instance = ref(instance)
        self.busy = False


class InstrumentedList(list):
    """A list of related objects."""


class InstrumentedSet(set):
    """A set of related objects."""


class InstrumentedDict(dict):
    """A dict of related objects."""


class MappedCollection(dict):
    """A dict of related objects by a key that each has."""

    def __init__(self, keyfunc=None, *, ignore_unpopulated_attribute=False):
        dict.__init__(self)
        self.keyfunc = keyfunc

    def set(self, value, _sa_initiator=None):
        self[self.keyfunc(value)] = value

    append = set

    def remove(self, value, _sa_initiator=None):
        del self[self.keyfunc(value)]


KeyFuncDict = MappedCollection


def keyfunc_mapping(keyfunc, *, ignore_unpopulated_attribute=False):
    return lambda: MappedCollection(keyfunc)


def attribute_keyed_dict(attr_name, *, ignore_unpopulated_attribute=False):
    return lambda: MappedCollection(lambda value: getattr(value, attr_name))


def column_keyed_dict(mapping_spec, *, ignore_unpopulated_attribute=False):
    columns = mapping_spec if isinstance(mapping_spec, (list, tuple)) else [mapping_spec]

    def key_of(value):
        mapper = type(value).__mapper__
        found = [
            getattr(value, mapper.key_of(getattr(column, "expression", column)))
            for column in columns
        ]
        return found[0] if len(found) == 1 else tuple(found)

    return lambda: MappedCollection(key_of)


mapped_collection = keyfunc_mapping
attribute_mapped_collection = attribute_keyed_dict
column_mapped_collection = column_keyed_dict


class collection:
    """The decorators of collection classes; they mark what each method does."""

    @staticmethod
    def appender(function):
        function._limbeck_role = "appender"
        return function

    @staticmethod
    def remover(function):
        function._limbeck_role = "remover"
        return function

    @staticmethod
    def iterator(function):
        function._limbeck_role = "iterator"
        return function

    @staticmethod
    def internally_instrumented(function):
        function._limbeck_instrumented = True
        return function

    @staticmethod
    def converter(function):
        function._limbeck_role = "converter"
        return function

    @staticmethod
    def adds(arg):
        def decorate(function):
            function._limbeck_tells = ("adds", arg)
            return function

        return decorate

    @staticmethod
    def replaces(arg):
        def decorate(function):
            function._limbeck_tells = ("replaces", arg)
            return function

        return decorate

    @staticmethod
    def removes(arg):
        def decorate(function):
            function._limbeck_tells = ("removes", arg)
            return function

        return decorate

    @staticmethod
    def removes_return():
        def decorate(function):
            function._limbeck_tells = ("removes_return", None)
            return function

        return decorate


def empty_collection(prop):
    """A collection of the relationship's own kind, of nobody yet."""
    make = prop.collection_class()
    if make is None:
        return InstrumentedList()
    made = make()
    kind = {list: InstrumentedList, set: InstrumentedSet, dict: InstrumentedDict}.get(type(made))
    if kind is not None:
        return kind()
    _collecting.instrument(type(made))
    return made


def owned(made, prop, instance):
    """The collection, from now on as the attribute of an object."""
    made._sa_adapter = Owner(getattr(type(instance), prop.key), instance)
    return made


def collection_for(prop, items, instance=None):
    """A collection of what was read, or of what is set without telling anyone."""
    made = empty_collection(prop)
    if type(made) is InstrumentedList:
        made.extend(items)
    else:
        for item in items:
            put(made, item)
    return made if instance is None else owned(made, prop, instance)


def _role(made, role, *names):
    found = _collecting.roles(type(made)).get(role)
    for name in (found, *names):
        method = getattr(made, name, None) if name is not None else None
        if method is not None:
            return method
    from ..exc import ArgumentError

    raise ArgumentError(
        f"Type {type(made).__name__} must elect an {role} method to be a collection class"
    )


def put(made, item):
    _role(made, "appender", "append", "add", "set")(item)


def take_out(made, item):
    _role(made, "remover", "remove", "discard")(item)


def quietly(made, do, item):
    """Changes a collection without telling its owner."""
    owner = made.__dict__.get("_sa_adapter")
    if owner is None:
        return do(made, item)
    before, owner.busy = owner.busy, True
    try:
        return do(made, item)
    finally:
        owner.busy = before


def collection_adapter(made):
    """The owner of a collection, or None."""
    return made.__dict__.get("_sa_adapter")


def members(value):
    """The objects that a collection holds."""
    if value is None:
        return []
    if hasattr(type(value), "__mapper__"):
        return [value]
    if isinstance(value, list):
        return list(value)
    found = _collecting.roles(type(value)).get("iterator")
    if found is not None:
        return list(getattr(value, found)())
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if hasattr(value, "__iter__") else [value]


for _kind in (InstrumentedList, InstrumentedSet, InstrumentedDict, MappedCollection):
    _collecting.instrument(_kind)
